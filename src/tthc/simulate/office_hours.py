"""The office's own minute calendar: the simulator's time is whole minutes since its first day.

Kept apart from `analysis.calendar` on purpose: what checks the clock must not be computed by it. The days off and
worked Saturdays stand here as data; a test compares them with `data/reference/calendar_vn.csv`.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, timedelta

MORNING, NOON, AFTERNOON, CLOSING = 7 * 60, 11 * 60 + 30, 13 * 60 + 30, 17 * 60
MORNING_WM = NOON - MORNING
DAY_WM = MORNING_WM + CLOSING - AFTERNOON
DAY = 24 * 60
FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2026, 12, 31)  # the days off below are known for these


def _span(first: str, days: int) -> set[date]:
    return {date.fromisoformat(first) + timedelta(days=n) for n in range(days)}


DAYS_OFF: frozenset[date] = frozenset(
    _span("2023-01-01", 2) | _span("2023-01-20", 7) | _span("2023-04-29", 5) | _span("2023-09-01", 4)
    | _span("2024-01-01", 1) | _span("2024-02-08", 7) | _span("2024-04-18", 1) | _span("2024-04-29", 3)
    | _span("2024-09-02", 2) | _span("2025-01-01", 1) | _span("2025-01-27", 6) | _span("2025-04-07", 1)
    | _span("2025-04-30", 3) | _span("2025-09-01", 2)
    | _span("2026-01-01", 2) | _span("2026-02-16", 5) | _span("2026-04-27", 1) | _span("2026-04-30", 2)
    | _span("2026-08-31", 3) | _span("2026-11-24", 1)
)  # fmt: skip
WORKED_SATURDAYS: frozenset[date] = frozenset(
    {date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}
)


class OfficeHours:
    """Readings of the office's clock between two days. An instant is a whole number of minutes since `first` 00:00."""

    def __init__(self, first: date, last: date) -> None:
        self.first = datetime(first.year, first.month, first.day)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        self.is_work = [is_working_day(day) for day in days]
        self.before = [0]
        for work in self.is_work:
            self.before.append(self.before[-1] + DAY_WM * work)

    def instant(self, moment: datetime) -> int:
        """The minute that `moment` falls in."""
        return int((moment - self.first).total_seconds() // 60)

    def moment(self, t: int) -> datetime:
        """The instant `t` as local time without zone."""
        return self.first + timedelta(minutes=t)

    def wm(self, t: int) -> int:
        """Working minutes since the first day."""
        day, minute = divmod(t, DAY)
        if not self.is_work[day] or minute <= MORNING:
            return self.before[day]
        if minute <= NOON:
            return self.before[day] + minute - MORNING
        return self.before[day] + MORNING_WM + max(0, min(minute, CLOSING) - AFTERNOON)

    def between(self, start: int, end: int) -> int:
        """Working minutes from `start` to `end`; 0 when `end` is not later."""
        return max(0, self.wm(end) - self.wm(start))

    def after(self, t: int, minutes: int) -> int:
        """The earliest instant by which `minutes` working minutes have passed since `t`."""
        return self._instant_of(self.wm(t) + minutes) if minutes > 0 else t

    def open_from(self, t: int) -> int:
        """`t` when the office is open then, else the next opening."""
        day, minute = divmod(t, DAY)
        if self.is_work[day] and (MORNING <= minute < NOON or AFTERNOON <= minute < CLOSING):
            return t
        if self.is_work[day] and minute < AFTERNOON:
            return day * DAY + (MORNING if minute < MORNING else AFTERNOON)
        return self._next_work(day + 1) * DAY + MORNING

    def add_days(self, t: int, days: int) -> int:
        """Closing time of the `days`-th working day after the day of `t` (the day after counts as day 1)."""
        day = t // DAY
        for _ in range(days):
            day = self._next_work(day + 1)
        return day * DAY + CLOSING

    def days_between(self, start: int, end: int) -> int:
        """Working days from the day of `start` to the day of `end`, the first not counted."""
        return (self.before[end // DAY + 1] - self.before[start // DAY + 1]) // DAY_WM

    def working_days(self, start: int, end: int) -> list[int]:
        """First minutes of the working days from the day of `start` to the day of `end`, both inclusive."""
        return [day * DAY for day in range(start // DAY, end // DAY + 1) if self.is_work[day]]

    def _next_work(self, day: int) -> int:
        while not self.is_work[day]:
            day += 1
        return day

    def _instant_of(self, reading: int) -> int:
        day = bisect_left(self.before, reading) - 1
        within = reading - self.before[day]
        return day * DAY + (MORNING + within if within <= MORNING_WM else AFTERNOON + within - MORNING_WM)


def is_working_day(day: date) -> bool:
    """Monday to Friday without the days off, and the Saturdays worked instead."""
    return day in WORKED_SATURDAYS or (day.weekday() < 5 and day not in DAYS_OFF)
