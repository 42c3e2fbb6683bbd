"""The office's clock, one entry a minute: working minutes up to an instant, days, deadlines.

Read from the reference calendar by a reader of its own (docs/assumptions.md: a swapped Saturday has Monday's hours).
"""

from __future__ import annotations

import csv
from array import array
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

DAY = timedelta(days=1)
MINUTES = 24 * 60


class Clock:
    """Minute by minute from the first to the last day, both inclusive; instants outside are an error of the caller."""

    def __init__(self, reference: Path, name: str = "vn", first: date = date(2023, 6, 1), last: date = date(2025, 6, 30)) -> None:
        self.first = datetime.combine(first, time())
        kinds = _kinds(reference / f"calendar_{name}.csv")
        hours = _hours(reference / "calendar_hours.csv", name)
        self.sessions: dict[date, list[tuple[int, int]]] = {}
        day = first
        while day <= last:
            weekday = 1 if kinds.get(day) == "work" else day.isoweekday()
            self.sessions[day] = [] if kinds.get(day) == "off" else hours.get(weekday, [])
            day += DAY
        self.before = array("l", [0])
        for sessions in self.sessions.values():
            for minute in range(MINUTES):
                is_open = any(start <= minute < end for start, end in sessions)
                self.before.append(self.before[-1] + is_open)

    def read(self, moment: datetime) -> float:
        """Working minutes from the first day's midnight to `moment`; within a minute in proportion."""
        seconds = (moment - self.first).total_seconds()
        minute, rest = divmod(seconds, 60)
        full = self.before[int(minute)]
        return full + (self.before[int(minute) + 1] - full) * rest / 60

    def between(self, start: datetime, end: datetime) -> float:
        return self.read(end) - self.read(start)

    def is_work(self, day: date) -> bool:
        return bool(self.sessions[day])

    def opening(self, day: date) -> datetime:
        return datetime.combine(day, time()) + timedelta(minutes=self.sessions[day][0][0])

    def closing(self, day: date) -> datetime:
        return datetime.combine(day, time()) + timedelta(minutes=self.sessions[day][-1][1])

    def next_work(self, day: date) -> date:
        """The first working day after `day`."""
        day += DAY
        while not self.is_work(day):
            day += DAY
        return day

    def full_day(self) -> int:
        return max(sum(end - start for start, end in sessions) for sessions in self.sessions.values())

    def deadline(self, received: datetime, days: int, settings: Mapping[str, str]) -> datetime:
        """Closing time of the last of `days` working days (docs/assumptions.md: first_day, after_hours, cutoff_hour)."""
        day = self._counts_as(received, settings)
        if settings["first_day"] == "same":
            day = day if self.is_work(day) else self.next_work(day)
            days -= 1
        for _ in range(days):
            day = self.next_work(day)
        return self.closing(day)

    def _counts_as(self, received: datetime, settings: Mapping[str, str]) -> date:
        """The day as whose a reception counts: a closed day, after closing time or from the cut-off hour on is the next working day."""
        day = received.date()
        cutoff = int(settings["cutoff_hour"])
        if not self.is_work(day):
            return self.next_work(day) if settings["after_hours"] == "next_day" else day
        after = settings["after_hours"] == "next_day" and received > self.closing(day)
        cut_off = cutoff > 0 and received.hour >= cutoff
        return self.next_work(day) if after or cut_off else day


def _kinds(path: Path) -> dict[date, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(file) if row["kind"] in ("off", "work")}


def _hours(path: Path, name: str) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["calendar"] == name:
                found.setdefault(int(row["weekday"]), []).append((_minute(row["from"]), _minute(row["to"])))
    return {weekday: sorted(sessions) for weekday, sessions in found.items()}


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
