"""The hour that a clock change repeats: two instants of it cannot be told apart by what the clocks showed."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import ibis.expr.types as ir

_FIRST, _LAST = 1990, 2060


def in_time(at: ir.TimestampValue, hours: tuple[datetime, ...]) -> ir.TimestampValue:
    """`at` as it is sorted by: all of a repeated hour is one instant, so that what was written
    there keeps its order.
    """
    if not hours:
        return at
    hour = at.truncate("h").cast(at.type())
    return hour.isin(list(hours)).ifelse(hour, at)


@lru_cache
def repeated_hours(timezone: str) -> tuple[datetime, ...]:
    """The beginnings of the hours, on the clocks of the zone, that occur twice because the clocks are put back."""
    zone, day, found = ZoneInfo(timezone), datetime(_FIRST, 1, 1), []
    while day.year <= _LAST:
        onward = day + timedelta(days=1)
        if (onward.replace(tzinfo=zone).utcoffset() or timedelta()) < (
            day.replace(tzinfo=zone).utcoffset() or timedelta()
        ):
            found += [at for hour in range(24) if _is_twice(at := day + timedelta(hours=hour), zone)]
        day = onward
    return tuple(found)


def _is_twice(at: datetime, zone: ZoneInfo) -> bool:
    first, second = (at.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first > second
