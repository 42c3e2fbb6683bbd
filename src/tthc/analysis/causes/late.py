"""The late dossiers, one row each, with the main cause and its evidence."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import add_days_late
from tthc.analysis.causes.apparent import mark_apparent
from tthc.analysis.causes.catalogue import UNKNOWN, described, unmeasured, usual
from tthc.analysis.causes.evidence import evidence
from tthc.model.schema.instants import last_day
from tthc.model.words import LATE, Outcome, Rule

_DESK = ("step_no", "step", "kind", "unit", "officer")


def late_dossiers(outcomes: ir.Table) -> ir.Table:
    """One row per dossier that the recorded deadline makes late, finished or open: outcome,
    budget_wm, late_wm (L ≥ 0), and adopted_outcome.

    Where it would be in time if a proposed change of the calendar were adopted, late_wm is 0: lateness without minutes
    is put down to nobody.
    """
    rows = outcomes.filter((outcomes.rule == Rule.SYSTEM) & outcomes.outcome.isin(LATE))
    may_be_in_time = ibis.coalesce(~rows.adopted_outcome.isin(LATE), False)
    return rows.select(
        "dossier_id", "law_set", "outcome", "due_at", "end_at", "total_wm",
        budget_wm=ibis.coalesce(rows.budget_wm, 0.0),
        late_wm=may_be_in_time.ifelse(0.0, ibis.greatest(ibis.coalesce(rows.late_wm, 0.0), 0.0)),
        adopted_outcome="adopted_outcome",
    )


def late_table(
    late: ir.Table, dossiers: ir.Table, lifetimes: ir.Table, cause_shares: ir.Table, parts: ir.Table,
    spans: ir.Table, bounds: ir.Table, segments: ir.Table,
    calendar: ir.Table, causes: ir.Table, *, day_wm: float, compare: str = "date",
) -> ir.Table:
    """One row per late dossier (`schema.RESULTS["late"]`), causes as proposed by the program, none confirmed yet;
    grade: how sure.

    `is_apparent`: the result existed before the deadline, with compare="date" on its day, and only the closing in the
    system came after it.
    """
    main = cause_shares.filter(cause_shares.is_main).inner_join(
        late.select("dossier_id", "outcome", "late_wm", "due_at", "end_at"), "dossier_id",
    )
    explained = main.inner_join(evidence(main, segments, parts, spans, bounds, calendar, day_wm=day_wm), "dossier_id")
    explained = explained.select(
        "dossier_id", "cause", "part_no", "step", "kind", "unit", "officer", "evidence", "norm_source", "grade",
        step_no=_step_no(explained),
    )
    rows = late.inner_join(
        dossiers.select("dossier_id", "procedure_name", "field", "received_at", dossier_unit="unit"), "dossier_id"
    )
    rows = rows.left_join(explained, "dossier_id").drop("dossier_id_right")
    # Lateness without minutes is put down to no desk either.
    rows = rows.mutate(**{name: (rows.late_wm > 0).ifelse(rows[name], ibis.null(rows[name].type())) for name in _DESK})
    rows = mark_apparent(rows, lifetimes, compare=compare)
    rows = add_days_late(rows, calendar, rows.due_at.date(), _last_day(rows))
    rows = rows.mutate(cause=ibis.coalesce(rows.cause, UNKNOWN))
    rows = rows.left_join(described(causes), "cause").drop("cause_right")
    return rows.select(
        "dossier_id", "procedure_name", "field", "dossier_unit", "outcome", "received_at", "due_at", "end_at",
        "late_wm",
        late_days=rows.late_wm / day_wm, n_days_late="n_days_late", is_apparent="is_apparent", cause="cause",
        cause_label=_label(rows),
        is_subjective=(rows.nature == "unknown").ifelse(ibis.null("boolean"), rows.nature == "subjective"),
        remedy="remedy", step_no="step_no", step="step", kind="kind", unit="unit", officer="officer",
        evidence="evidence", grade=ibis.coalesce(rows.grade, "none"), is_confirmed=ibis.literal(False),
        law_set="law_set", adopted_outcome="adopted_outcome",
    )


def _last_day(rows: ir.Table) -> ir.Value:
    """The date of the end; of an open dossier that of the cut, which belongs to the day before."""
    return (rows.outcome == Outcome.LATE).ifelse(rows.end_at.date(), last_day(rows.end_at))


def _label(rows: ir.Table) -> ir.Value:
    """The list's label; what goes beyond an estimated norm goes beyond what is usual, not beyond what was granted, and
    where there is no norm at all nothing was exceeded.
    """
    label, source = ibis.coalesce(rows.label, rows.cause), ibis.coalesce(rows.norm_source, "")
    return ibis.cases((source == "estimated", usual(label)), (source == "none", unmeasured(label)), else_=label)


def _step_no(rows: ir.Table) -> ir.Value:
    return (rows.part == "step").ifelse(rows.part_no, ibis.null("int64"))
