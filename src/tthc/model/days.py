"""Days as people speak of them: how long a working day is, and which day an instant ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

FULL_DAY_WM = 480  # eight hours: what people call one working day
COUNTED_FROM = 0.05  # of a day: what is shown as 0,1 day


def is_counted(wm: Any, day_wm: float) -> Any:
    """Whether a dossier is counted with whoever (or whatever cause) has `wm` of its late minutes: from what is shown as
    0,1 day on. Numbers, columns of pandas and of Ibis alike; the minutes below it stay in every sum.
    """
    return wm >= COUNTED_FROM * day_wm


def last_instant(end: datetime) -> datetime:
    """The last instant before an exclusive `end`."""
    return end - timedelta(microseconds=1)


def last_day(end: datetime) -> date:
    """The day that people name when they mean an exclusive `end`: midnight is the end of the day before."""
    return last_instant(end).date()
