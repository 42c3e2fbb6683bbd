"""Readings of the clock, and the instant of a reading."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir


def read_clock(table: ir.Table, calendar: ir.Table, columns: Mapping[str, str]) -> ir.Table:
    """`table` with one clock reading per entry of `columns` (instant column → name of the reading, working minutes).

    A null instant, or one outside the calendar, reads null. Readings count working minutes since the calendar's first
    day, to the second: engines differ in what they keep of a fraction.
    """
    # One chain of joins and one projection: every further relation would cost the compiler more than the engine.
    joined = table.mutate(**{f"clock_day_{n}": table[instant].date() for n, instant in enumerate(columns)})
    for number in range(len(columns)):
        joined = joined.left_join(_days(calendar, number), [(f"clock_day_{number}", f"clock_date_{number}")])
    readings = {reading: _reading(joined, instant, n) for n, (instant, reading) in enumerate(columns.items())}
    return joined.select(*table.columns, **readings)


def _days(calendar: ir.Table, number: int) -> ir.Table:
    """The calendar under names of one instant's own, its edges in seconds since the epoch."""
    midnight = calendar.date.cast("timestamp(6)").epoch_seconds()
    edges = {
        f"clock_{edge}_{number}": midnight + (calendar[edge] * 60).cast("int64")
        for edge in ("from_1", "to_1", "from_2", "to_2")
    }
    return calendar.select(
        **{f"clock_date_{number}": calendar.date, f"clock_before_{number}": calendar.before_wm, **edges}
    )


def _reading(joined: ir.Table, instant: str, number: int) -> ir.Value:
    # A day that is open to 24:00 closes a microsecond before (`closing_instant`), which reads as the whole day.
    second = (joined[instant] + ibis.interval(microseconds=1)).truncate("s").epoch_seconds()
    inside = sum(_within(second, joined[f"clock_from_{n}_{number}"], joined[f"clock_to_{n}_{number}"]) for n in (1, 2))
    return joined[f"clock_before_{number}"] + inside / 60


def _within(second: ir.Value, start: ir.Value, end: ir.Value) -> ir.Value:
    return ibis.least(ibis.greatest(second, start), end) - start


def instant_of(table: ir.Table, calendar: ir.Table, columns: Mapping[str, str]) -> ir.Table:
    """`table` with one instant per entry of `columns` (reading in working minutes → name of the instant).

    The earliest instant with that reading, to the second: the end of a session rather than the start of the next one. A
    null reading, or one that the calendar does not reach, gives null; 0 gives the calendar's first instant.
    """
    for reading, instant in columns.items():
        table = _one_instant(table, calendar, reading, instant)
    return table


def _one_instant(table: ir.Table, calendar: ir.Table, reading: str, instant: str) -> ir.Table:
    first = calendar.date.min()
    # A projection of its own: Ibis would else add this join to the table's own joins, where the reading is not a column
    # yet.
    table = table.select(*table.columns)
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
