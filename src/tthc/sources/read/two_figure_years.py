"""Dates with a year of two figures: read where a sheet's values leave one order of day, month and year only."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SHORT = re.compile(r"^(\D*)(\d{1,2})([-/.])(\d{1,2})\3(\d{2})(?=\D|$)(.*)$", re.ASCII)
_FEWEST, _YEARS, _MONTHS = 3, 3, 12
_LAST = 69  # 2069: later two figures may be of the century before


def with_whole_years(texts: Sequence[str]) -> dict[str, str]:
    """The texts dd/mm/yy of a sheet → with four figures; empty where they may as well be written in another order.

    The first part must be a day (one is beyond twelve, and there are more of them than years), the second a month
    everywhere, and the third a few years next to each other.
    """
    found = {text: match for text in texts if (match := _SHORT.match(text))}
    parts = [tuple(int(match[n]) for n in (2, 4, 5)) for match in found.values()]
    if len(parts) < _FEWEST or not _is_day_first(parts):
        return {}
    return {
        text: f"{match[1]}{match[2]}{match[3]}{match[4]}{match[3]}20{match[5]}{match[6]}"
        for text, match in found.items()
    }


def _is_day_first(parts: Sequence[tuple[int, ...]]) -> bool:
    days, months, years = ({part[n] for part in parts} for n in range(3))
    is_near = max(years) - min(years) < _YEARS and max(years) <= _LAST
    return max(days) > _MONTHS >= max(months) and len(days) > len(years) and is_near
