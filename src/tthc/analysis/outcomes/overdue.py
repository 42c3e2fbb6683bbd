"""Which dossiers the office had to apologise for: overdue by the dossier's own law set."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.outcomes.law_sets import by_set
from tthc.model.law import Law
from tthc.model.words import LATE, Outcome, Rule

_NOT_TOLD = (Outcome.UNKNOWN, Outcome.UNJUDGED, Outcome.NO_DUE)


def overdue(outcomes: ir.Table, law: Law | None) -> ir.Table:
    """One row per dossier: ov_id, is_checked (whether its set has the duties checked), legal_due_at (by the decree's
    rule), is_overdue, is_late_by_law, counted_due_at (the deadline not kept).

    Where the set's duties are checked the decree's rule says whether it is overdue, and the recorded deadline only
    where that rule tells nothing; of earlier dossiers the recorded deadline says it. One that would be in time if a
    proposed change of the calendar were adopted is not overdue.
    """
    own = outcomes.filter(outcomes.rule == Rule.SYSTEM)
    own = own.select("law_set", ov_id="dossier_id", s_is_late=_is_late(own), s_due_at="due_at")
    ruled = outcomes.filter(outcomes.rule == Rule.DECREE)
    ruled = ruled.select(
        d_id="dossier_id", d_is_late=_is_late(ruled), d_is_told=~ruled.outcome.isin(_NOT_TOLD), d_due_at="due_at",
    )
    rows = own.left_join(ruled, [("ov_id", "d_id")])
    checked = ibis.coalesce(by_set(rows.law_set, law, lambda one: int(one.holds("duty_checks")), "int64"), 0)
    rows = rows.mutate(is_checked=checked == ibis.literal(1))
    by_law = rows.is_checked & ibis.coalesce(rows.d_is_told, False)
    return rows.select(
        "ov_id", "is_checked", legal_due_at="d_due_at", is_overdue=by_law.ifelse(rows.d_is_late, rows.s_is_late),
        is_late_by_law=by_law & rows.d_is_late, counted_due_at=by_law.ifelse(rows.d_due_at, rows.s_due_at),
    )


def _is_late(rows: ir.Table) -> ir.Value:
    return rows.outcome.isin(LATE) & ibis.coalesce(rows.adopted_outcome.isin(LATE), True)
