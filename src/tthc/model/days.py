"""Days as people speak of them: how long a working day is, and which day an instant ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta

FULL_DAY_WM = 480  # eight hours: what people call one working day


def last_instant(end: datetime) -> datetime:
    """The last instant before an exclusive `end`."""
    return end - timedelta(microseconds=1)


def last_day(end: datetime) -> date:
    """The day that people name when they mean an exclusive `end`: midnight is the end of the day before."""
    return last_instant(end).date()
