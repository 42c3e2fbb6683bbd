"""What follows from a state, a deadline and an end: early, on time or late (domain.md §4.4)."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.outcomes.scope import CLOSED
from tthc.worktime import closing_instants, instant, last_day, read_clock


def with_verdict(rows: ir.Table, calendar: ir.Table, *, cut: datetime, compare: str) -> ir.Table:
    """`rows` with outcome, the deadline that was used, and total_wm, budget_wm, late_wm.

    Needs state, received_at, due_at, end_at, is_forced_late (late whatever the dates say) and is_end_judged (withdrawn or stopped
    for good after the deadline is late, else keeps its state). With compare="date" only
    days count and the deadline is the closing time of its day; else "minute": late after the very instant, early on an
    earlier day. Open dossiers are late when their deadline's day lies before the last day that counts.
    """
    rows = _at_closing(rows, calendar) if compare == "date" else rows
    rows = rows.mutate(outcome=_outcome(rows, cut, compare))
    rows = read_clock(rows, calendar, {"received_at": "v_received_wm", "due_at": "v_due_wm", "end_at": "v_end_wm"})
    rows = rows.mutate(
        total_wm=_not_negative(rows.v_end_wm - rows.v_received_wm),
        budget_wm=_not_negative(rows.v_due_wm - rows.v_received_wm),
    )
    return rows.mutate(late_wm=rows.total_wm - rows.budget_wm).drop("v_received_wm", "v_due_wm", "v_end_wm")


def _at_closing(rows: ir.Table, calendar: ir.Table) -> ir.Table:
    """A deadline on a closed day, or outside the calendar, stays as it is: the clock stands still there anyway."""
    days = closing_instants(calendar).rename({"v_date": "date", "v_close_at": "close_at"})
    joined = rows.mutate(v_day=rows.due_at.date()).left_join(days, [("v_day", "v_date")])
    return joined.mutate(due_at=ibis.coalesce(joined.v_close_at, joined.due_at)).drop("v_day", "v_date", "v_close_at")


def _outcome(rows: ir.Table, cut: datetime, compare: str) -> ir.Value:
    due_day, end_day = rows.due_at.date(), rows.end_at.date()
    if compare == "date":
        is_late, is_open_late = end_day > due_day, due_day < last_day(cut)
    else:
        is_late, is_open_late = rows.end_at > rows.due_at, rows.due_at < instant(cut)
    finished, still_open = rows.state == "finished", rows.state == "open"
    closed = rows.is_end_judged & rows.state.isin(CLOSED)
    return ibis.cases(
        (closed & (rows.is_forced_late | ibis.coalesce(is_late, False)), "late"),
        (finished & rows.is_forced_late, "late"),
        (finished & rows.due_at.isnull(), "no_due"),
        (finished & is_late, "late"),
        (finished & (end_day < due_day), "early"),
        (finished, "on_time"),
        (still_open & rows.is_forced_late, "open_late"),
        (still_open & ibis.coalesce(is_open_late, False), "open_late"),
        (still_open, "open_in_time"),
        else_=rows.state,
    )


def _not_negative(minutes: ir.Value) -> ir.Value:
    """At least zero, and null where the reading is null: `greatest` alone would skip the null."""
    return (minutes < 0).ifelse(0.0, minutes)
