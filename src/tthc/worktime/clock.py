"""Readings of the clock, and the instant of a reading."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir


def read_clock(table: ir.Table, calendar: ir.Table, columns: Mapping[str, str]) -> ir.Table:
    """`table` with one clock reading per entry of `columns` (instant column → name of the reading, working minutes).

    A null instant, or one outside the calendar, reads null. Readings count working minutes since the calendar's first day,
    to the second: engines differ in what they keep of a fraction.
    """
    for instant, reading in columns.items():
        table = _read_one(table, calendar, instant, reading)
    return table


def _read_one(table: ir.Table, calendar: ir.Table, instant: str, reading: str) -> ir.Table:
    days = calendar.select(
        clock_date="date",
        clock_midnight=calendar.date.cast("timestamp(6)").epoch_seconds(),
        clock_before="before_wm",
        clock_from_1="from_1",
        clock_to_1="to_1",
        clock_from_2="from_2",
        clock_to_2="to_2",
    )
    joined = table.mutate(clock_day=table[instant].date()).left_join(days, [("clock_day", "clock_date")])
    minute = (joined[instant].truncate("s").epoch_seconds() - joined.clock_midnight) / 60
    inside = sum(_within(minute, joined[f"clock_from_{n}"], joined[f"clock_to_{n}"]) for n in (1, 2))
    return joined.mutate(**{reading: joined.clock_before + inside}).drop("clock_day", *days.columns)


def _within(minute: ir.Value, start: ir.Value, end: ir.Value) -> ir.Value:
    return ibis.least(ibis.greatest(minute, start), end) - start


def instant_of(table: ir.Table, calendar: ir.Table, columns: Mapping[str, str]) -> ir.Table:
    """`table` with one instant per entry of `columns` (reading in working minutes → name of the instant).

    The earliest instant with that reading, to the second: the end of a session rather than the start of the next one. A null reading,
    or one that the calendar does not reach, gives null; 0 gives the calendar's first instant.
    """
    for reading, instant in columns.items():
        table = _one_instant(table, calendar, reading, instant)
    return table


def _one_instant(table: ir.Table, calendar: ir.Table, reading: str, instant: str) -> ir.Table:
    first = calendar.date.min()
    days = calendar.filter(calendar.is_work).select(
        clock_date="date",
        clock_before="before_wm",
        clock_after=calendar.before_wm + calendar.day_wm,
        clock_from_1="from_1",
        clock_to_1="to_1",
        clock_from_2="from_2",
    )
    # The calendar has a few thousand rows, one of which matches: the engine may scan it for each reading.
    joined = table.left_join(days, [table[reading] > days.clock_before, table[reading] <= days.clock_after])
    rest = joined[reading] - joined.clock_before
    morning = joined.clock_to_1 - joined.clock_from_1
    minute = ibis.ifelse(rest <= morning, joined.clock_from_1 + rest, joined.clock_from_2 + rest - morning)
    found = joined.clock_date.cast("timestamp(6)") + (minute * 60).round().cast("int64").as_interval("s")
    joined = joined.mutate(**{instant: found}).drop(*days.columns)
    start = calendar.aggregate(clock_first=first.cast("timestamp(6)"))
    joined = joined.cross_join(start)
    value = ibis.ifelse(joined[reading] == 0, joined.clock_first, joined[instant])
    return joined.mutate(**{instant: value.cast("timestamp(6)")}).drop("clock_first")
