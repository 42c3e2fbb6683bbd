"""The calendar as a table, and readings of its clock in working minutes (design.md §4).

A calendar has one row a day: the sessions of that day and the working minutes of all days before it. The clock of an
instant is one join on the date and arithmetic within the day; it never decreases, so every duration is a difference of
two readings.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

SESSIONS = 2  # a day has at most two sessions: morning and afternoon
FULL_DAY_WM = 480  # eight hours: what people call one working day


def calendar_table(folder: Path, name: str) -> pa.Table:
    """One row per day of the calendar `name`: `calendar_<name>.csv` (days off, worked days) and `calendar_hours.csv`.

    Columns: date, is_work, day_wm, before_wm (working minutes of all earlier days), from_1, to_1, from_2, to_2 (minutes
    after midnight; a missing session has both equal). The first and last day come from the rows of kind `from` and `to`.
    """
    special = {row["date"]: row["kind"] for row in _rows(folder / f"calendar_{name}.csv")}
    hours = [row for row in _rows(folder / "calendar_hours.csv") if row["calendar"] == name]
    first = min(date.fromisoformat(day) for day, kind in special.items() if kind == "from")
    last = max(date.fromisoformat(day) for day, kind in special.items() if kind == "to")
    days = [_day(first + timedelta(days=n), special, hours) for n in range((last - first).days + 1)]
    return pa.Table.from_pylist(list(_with_totals(days)))


def read_clock(table: ir.Table, calendar: ir.Table, columns: Mapping[str, str]) -> ir.Table:
    """`table` with one clock reading per entry of `columns` (instant column → name of the reading, working minutes).

    A null instant, or one outside the calendar, reads null. Readings count working minutes since the calendar's first day.
    """
    for instant, reading in columns.items():
        table = _read_one(table, calendar, instant, reading)
    return table


def _read_one(table: ir.Table, calendar: ir.Table, instant: str, reading: str) -> ir.Table:
    days = calendar.select(
        clock_date="date", clock_before="before_wm",
        clock_from_1="from_1", clock_to_1="to_1", clock_from_2="from_2", clock_to_2="to_2",
    )
    joined = table.mutate(clock_day=table[instant].date()).left_join(days, [("clock_day", "clock_date")])
    minute = (joined[instant].epoch_seconds() - joined.clock_date.cast("timestamp(6)").epoch_seconds()) / 60
    inside = sum(_within(minute, joined[f"clock_from_{n}"], joined[f"clock_to_{n}"]) for n in (1, 2))
    return joined.mutate(**{reading: joined.clock_before + inside}).drop(
        "clock_day", "clock_date", "clock_before", "clock_from_1", "clock_to_1", "clock_from_2", "clock_to_2"
    )


def _within(minute: ir.Value, start: ir.Value, end: ir.Value) -> ir.Value:
    return ibis.least(ibis.greatest(minute, start), end) - start


def _day(day: date, special: Mapping[str, str], hours: Iterable[Mapping[str, str]]) -> dict:
    kind = special.get(day.isoformat(), "")
    sessions = [] if kind == "off" else _sessions(day, hours, worked=kind == "work")
    flat = {f"{edge}_{n + 1}": float(value) for n, pair in enumerate(_padded(sessions)) for edge, value in zip(("from", "to"), pair, strict=True)}
    return {"date": day, "is_work": bool(sessions), "day_wm": float(sum(end - start for start, end in sessions)), **flat}


def _sessions(day: date, hours: Iterable[Mapping[str, str]], worked: bool) -> list[tuple[int, int]]:
    """A worked Saturday keeps Monday's hours: the swap moves a whole working day."""
    weekday = "1" if worked else str(day.isoweekday())
    valid = [row for row in hours if row["weekday"] == weekday and row["valid_from"] <= day.isoformat()]
    latest = max((row["valid_from"] for row in valid), default="")
    return sorted((_minutes(row["from"]), _minutes(row["to"])) for row in valid if row["valid_from"] == latest)


def _padded(sessions: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return (sessions + [(0, 0)] * SESSIONS)[:SESSIONS]


def _with_totals(days: Iterable[dict]) -> Iterable[dict]:
    before = 0.0
    for day in days:
        yield {**day, "before_wm": before}
        before += day["day_wm"]


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
