"""What the signs look at, gathered per dossier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import add_deadline, deadline_rule, instant
from tthc.analysis.life import during_life, is_unread, keeps_times, lifetimes_at, within_life
from tthc.analysis.outcomes import extensions, procedure_norms, register
from tthc.analysis.outcomes.decree import usable_receipt
from tthc.analysis.outcomes.due import with_counted_due, with_due_in_force
from tthc.analysis.outcomes.law_sets import by_set, cited
from tthc.analysis.outcomes.overdue import overdue
from tthc.model.law import Law
from tthc.model.words import SETTLED, Rule, StopKind

_NEVER = ibis.null("timestamp(6)")


def dossier_facts(
    tables: Mapping[str, ir.Table], outcomes: ir.Table, calendar: ir.Table, *, cut: datetime, rules: Mapping[str, str],
    law: Law | None = None,
) -> ir.Table:
    """One row per dossier of the period: its dates as known at the cut, whether it is late and what moved its deadline.

    is_late, counted_due_at: `_judged`. due_at is the deadline in force (`with_due_in_force`). finished_at and issued_at
    are what is recorded before the cut, apology_at what lies in the life; closed_at is the end of the life, null while
    open or without a life (has_life). is_without_end: settled, and nothing at all is recorded as its end. has_times:
    the source keeps the time of day of ends (`keeps_times`). expected_at: the start of the clock (reception, or the
    competent body's receipt by the dossier's law set) plus the procedure's norm. apology_days and extension_max are
    those of the dossier's set, 1 without one; apology_cite and extension_cite are where the set has them.
    last_event_at: the last stamp of any step.
    """
    moment, compare = instant(cut), rules.get("compare", "date")
    dossiers = register(tables["dossiers"])
    lifetimes = lifetimes_at(dossiers, cut=cut, compare=compare)
    rows = dossiers.inner_join(_judged(outcomes, law), [("dossier_id", "o_id")])
    before_cut = {name: (rows[name] < moment).ifelse(rows[name], _NEVER) for name in ("finished_at", "issued_at")}
    rows = rows.select(
        "dossier_id",
        "procedure_code",
        "field",
        "unit",
        "officer",
        "channel",
        "status",
        "submitted_at",
        "received_at",
        "competent_at",
        "out_of_boundary",
        "due_at",
        "result_reset",
        "counted_due_at",
        "legal_due_at",
        "is_late",
        "is_late_by_law",
        "is_checked",
        "law_set",
        is_without_end=rows.status.isin(SETTLED) & rows.finished_at.isnull() & ~is_unread(rows, "finished_at"),
        **before_cut,
    )
    rows = rows.mutate(
        apology_days=ibis.coalesce(by_set(rows.law_set, law, lambda one: one.whole("apology_before_cd"), "int64"), 1),
        extension_max=ibis.coalesce(by_set(rows.law_set, law, lambda one: one.whole("extension_max"), "int64"), 1),
        apology_cite=cited(rows.law_set, law, "apology_before_cd", moment),
        extension_cite=cited(rows.law_set, law, "extension_max", moment),
        expected_from=_start(rows, law, moment),
    ).drop("competent_at", "out_of_boundary")
    rows = with_due_in_force(rows, tables, lifetimes, calendar, rules, cut=cut)
    rows = _with_expected(_with_life(rows, dossiers, lifetimes), tables["norms"], calendar, rules)
    rows = _with_counts(rows, tables, lifetimes, calendar, cut, rules)
    ends = dossiers.filter(dossiers.finished_at < moment).select(closed_at="finished_at")
    return rows.cross_join(keeps_times(ends, calendar))


def _judged(outcomes: ir.Table, law: Law | None) -> ir.Table:
    """One row per dossier: o_id, law_set, is_checked (whether its duties are), legal_due_at (by the decree's rule), and
    whether an apology was due (`overdue`): is_late, is_late_by_law and counted_due_at, the deadline not kept.
    """
    own = outcomes.filter(outcomes.rule == Rule.SYSTEM).select("law_set", o_id="dossier_id")
    rows = own.left_join(overdue(outcomes, law), [("o_id", "ov_id")])
    return rows.select(
        "o_id", "law_set", "is_checked", "legal_due_at", "counted_due_at", "is_late_by_law", is_late="is_overdue",
    )


def _start(rows: ir.Table, law: Law | None, moment: ir.Value) -> ir.Value:
    """When the clock began: null for an out-of-boundary dossier whose set waits for a receipt that cannot be used."""
    start = ibis.coalesce(by_set(rows.law_set, law, lambda one: one.values["out_of_boundary_start"].value), "reception")
    waits = ibis.coalesce(rows.out_of_boundary & (start == "competent"), False)
    receipt = (rows.competent_at < moment).ifelse(usable_receipt(rows, rows.finished_at), _NEVER)
    return waits.ifelse(receipt, rows.received_at)


def _with_life(rows: ir.Table, dossiers: ir.Table, lifetimes: ir.Table) -> ir.Table:
    """Adds has_life, closed_at and apology_at."""
    rows = rows.left_join(lifetimes, [("dossier_id", "life_id")])
    closed = rows.life_is_open.ifelse(_NEVER, rows.life_to_at)
    rows = rows.mutate(has_life=rows.life_id.notnull(), closed_at=closed).drop(*lifetimes.columns)
    sent = during_life(dossiers.select("dossier_id", "apology_at"), lifetimes, "apology_at").rename(ap_id="dossier_id")
    return rows.left_join(sent, [("dossier_id", "ap_id")]).drop("ap_id")


def _with_counts(
    rows: ir.Table, tables: Mapping[str, ir.Table], lifetimes: ir.Table, calendar: ir.Table, cut: datetime,
    rules: Mapping[str, str],
) -> ir.Table:
    """Adds n_supplement, n_change and n_extension (`_beyond`), each within the life, the first extension
    (`_with_move`) and last_event_at.
    """
    stops = tables["stops"]
    asked = within_life(stops.filter(stops.kind == StopKind.SUPPLEMENT), lifetimes)
    changed = during_life(tables["due_changes"], lifetimes)
    extended = _beyond(extensions(tables, cut=cut, compare=rules.get("compare", "date")), asked, rows)
    for name, counted in (("n_supplement", asked), ("n_change", changed), ("n_extension", extended)):
        counts = counted.group_by(c_id="dossier_id").aggregate(c_n=counted.count())
        joined = rows.left_join(counts, [("dossier_id", "c_id")])
        rows = joined.mutate(**{name: ibis.coalesce(joined.c_n, 0)}).drop("c_id", "c_n")
    rows = _with_move(rows, extended, calendar, rules)
    events = _last_events(tables["steps"], instant(cut))
    return rows.left_join(events, [("dossier_id", "e_id")]).drop("e_id")


def _beyond(extended: ir.Table, asked: ir.Table, rows: ir.Table) -> ir.Table:
    """The extensions beyond the limit by the law (expected_at), where it is known and no supplement has moved it: a
    date that only follows the law asks nobody's patience.
    """
    expected = rows.filter(rows.expected_at.notnull()).select(b_id="dossier_id", b_at="expected_at")
    expected = expected.anti_join(asked, [("b_id", "dossier_id")])
    joined = extended.left_join(expected, [("dossier_id", "b_id")])
    kept = joined.filter(ibis.coalesce(joined.new_due_at.date() > joined.b_at.date(), True))
    return kept.select(extended.columns)


def _with_move(rows: ir.Table, extended: ir.Table, calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """Adds of the first extension moved_at, when it was made, moved_to_at, and told_at, the deadline until then as it
    counts.
    """
    first = extended.group_by(m_id="dossier_id").aggregate(
        moved_at=extended["at"].min(), moved_to_at=extended.new_due_at.argmin(extended["at"]),
        told_at=extended.old_due_at.argmin(extended["at"]),
    )
    first = with_counted_due(first, calendar, rules, "told_at")
    return rows.left_join(first, [("dossier_id", "m_id")]).drop("m_id")


def _last_events(steps: ir.Table, cut: ir.Value) -> ir.Table:
    stamps = [steps.select("dossier_id", stamp=name) for name in ("arrived_at", "started_at", "ended_at")]
    stamped = ibis.union(*stamps)
    stamped = stamped.filter(stamped.stamp < cut)
    return stamped.group_by(e_id="dossier_id").aggregate(last_event_at=stamped.stamp.max())


def _with_expected(rows: ir.Table, norms: ir.Table, calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    days = procedure_norms(rows, norms).select(n_id="dossier_id", n_days="norm_days")
    joined = rows.left_join(days, [("dossier_id", "n_id")])
    return add_deadline(
        joined, calendar, "expected_from", "n_days", "expected_at", rule=deadline_rule(rules),
    ).drop("n_id", "n_days", "expected_from")
