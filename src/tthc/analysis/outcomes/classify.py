"""What follows from a phase, a deadline and an end: early, on time or late."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import last_instant, read_clock
from tthc.analysis.outcomes.due import CLOSINGS, counted_columns, has_passed, with_closings
from tthc.analysis.outcomes.scope import CLOSED
from tthc.analysis.outcomes.stopped_verdict import is_belated
from tthc.model.words import Outcome, Phase


def classify(rows: ir.Table, calendar: ir.Table, *, rules: Mapping[str, str]) -> ir.Table:
    """`rows` with outcome, other_outcome, recorded_due_at, other_due_at, the deadline as it counts, and total_wm,
    budget_wm, late_wm.

    Needs phase, received_at, due_at, end_at, is_forced_late (late whatever the dates say), is_end_judged (withdrawn or
    stopped for good after the deadline is late, else keeps its phase), other_end_at (when it may have ended as well,
    earlier: who is late by end_at and not by it is unknown) and stopped_at (`standing.is_belated`). With
    compare="date" only days count, else "minute": late after the very instant, early on an earlier day. What is open is
    judged by the last instant before its end_at, which is the cut, less what a rule takes off; a request without an
    answer (phase asking) by itself. One that is late only because it is forced to be has no late_wm. other_…: what the
    other reading of a deadline on a day off gives.
    """
    due, other = counted_columns(rules)
    rows = with_closings(rows, calendar)
    rows = rows.mutate(recorded_due_at=rows.due_at, due_at=due(rows), other_due_at=other(rows)).drop(*CLOSINGS)
    rows = read_clock(rows, calendar, {"received_at": "v_received_wm", "due_at": "v_due_wm", "end_at": "v_end_wm"})
    total, budget = _not_negative(rows.v_end_wm - rows.v_received_wm), _not_negative(rows.v_due_wm - rows.v_received_wm)
    is_only_forced = rows.is_forced_late & ~ibis.coalesce(_is_late(rows, rows.due_at, rules), False)
    outcome = outcome_of(rows, rows.due_at, rules)
    has_minutes = ~is_only_forced & ~ibis.coalesce(outcome == Outcome.UNKNOWN, False)
    return rows.mutate(
        outcome=outcome, other_outcome=outcome_of(rows, rows.other_due_at, rules),
        total_wm=total, budget_wm=budget, late_wm=has_minutes.ifelse(total - budget, ibis.null("float64")),
    ).drop("v_received_wm", "v_due_wm", "v_end_wm")  # fmt: skip


def outcome_of(rows: ir.Table, due: ir.Value, rules: Mapping[str, str]) -> ir.Value:
    """The outcome of each row against the deadline `due`, which counts as it is."""
    is_late, is_finished, is_open = _is_late(rows, due, rules), rows.phase == Phase.FINISHED, rows.phase == Phase.OPEN
    closed = rows.is_end_judged & rows.phase.isin(CLOSED)
    return ibis.cases(
        ((is_finished | closed) & rows.is_forced_late, Outcome.LATE),
        (closed & ibis.coalesce(is_late, False), Outcome.LATE),
        (is_finished & due.isnull(), Outcome.NO_DUE),
        (
            is_finished & is_late & rows.other_end_at.notnull() & ~has_passed(due, rows.other_end_at, rules),
            Outcome.UNKNOWN,
        ),
        (is_finished & is_late, Outcome.LATE),
        (is_finished & (rows.end_at.date() < due.date()), Outcome.EARLY),
        (is_finished, Outcome.ON_TIME),
        (
            (is_open | (rows.phase == Phase.ASKING)) & (rows.is_forced_late | ibis.coalesce(is_late, False)),
            Outcome.OPEN_LATE,
        ),
        (is_belated(rows, due, rules), Outcome.OPEN_LATE),
        (is_open, Outcome.OPEN_IN_TIME),
        (rows.phase == Phase.ASKING, Outcome.STOPPED),
        else_=rows.phase,
    )


def _is_late(rows: ir.Table, due: ir.Value, rules: Mapping[str, str]) -> ir.Value:
    # The last instant that counts, not the cut itself: a cut at midnight belongs to the next day.
    seen = (rows.phase == Phase.OPEN).ifelse(last_instant(rows.end_at), rows.end_at)
    return has_passed(due, seen, rules)


def _not_negative(minutes: ir.Value) -> ir.Value:
    """At least zero, and null where the reading is null: `greatest` alone would skip the null."""
    return (minutes < 0).ifelse(0.0, minutes)
