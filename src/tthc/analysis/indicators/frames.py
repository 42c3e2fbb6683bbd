"""The four tables that indicators count over. Each has the columns basis, rule, unit, field and procedure beside its
own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.analysis.calendar import add_deadline, instant, last_day, read_clock
from tthc.analysis.indicators.form import UNNAMED
from tthc.analysis.indicators.measure import is_received
from tthc.analysis.life import during_life, lifetimes_at, within_life
from tthc.analysis.outcomes import extensions, register
from tthc.analysis.outcomes.duties import FLAGS, duties
from tthc.analysis.outcomes.law_sets import by_set
from tthc.analysis.outcomes.overdue import overdue
from tthc.model.law import Law, LawSet
from tthc.model.schema import TABLES
from tthc.model.schema.literal_rows import literal_rows
from tthc.model.words import Intake, Rule

PUBLICATION_DAYS = "publication_days"
INTAKE_HOURS = "8"  # the setting's usual value: then each dossier goes by its own law set


def dossier_frame(
    tables: Mapping[str, ir.Table],
    outcomes: ir.Table,
    calendar: ir.Table,
    *,
    cut: datetime,
    rules: Mapping[str, str],
    law: LawSet | None = None,
    sets: Law | None = None,
) -> ir.Table:
    """One row per basis, rule and dossier in scope: outcome, the dossier's columns, and flags (`is_…`, never null).

    law: the set of the period's last day. sets: every set, by which each dossier's duties are looked at; without, none
    are.

    Basis "synced" repeats those that were synchronised to the national portal.
    """
    kept = _with_duties(tables, outcomes, calendar, cut, rules, sets)
    dossiers, compare = register(tables["dossiers"]), rules.get("compare", "date")
    extended = extensions(tables, cut=cut, compare=compare)
    lifetimes = lifetimes_at(dossiers, cut=cut, compare=compare)
    sent = during_life(dossiers.select("dossier_id", "apology_at"), lifetimes, "apology_at").rename(
        ap_id="dossier_id", sent_at="apology_at"
    )
    rows = dossiers.left_join(_national_ids(tables["dossiers"]), [("dossier_id", "f_id")])
    rows = rows.left_join(_of_procedure(tables["procedures"]), [("procedure_code", "p_code")])
    rows = rows.left_join(_faulted(tables["feedback"], cut), [("dossier_id", "b_id")])
    rows = rows.left_join(_n_extensions(extended), [("dossier_id", "x_id")]).left_join(sent, [("dossier_id", "ap_id")])
    rows = rows.mutate(f_came_at=ibis.coalesce(rows.system_received_at, rows.submitted_at))
    rows = read_clock(rows, calendar, {"f_came_at": "f_submitted_wm", "received_at": "f_received_wm"})
    of_set = outcomes.filter(outcomes.rule == Rule.SYSTEM).select(ls_id="dossier_id", f_set="law_set")
    rows = rows.left_join(of_set, [("dossier_id", "ls_id")])
    intake = rows.f_received_wm - rows.f_submitted_wm
    rows = rows.select(
        "dossier_id",
        "src_file",
        "procedure_code",
        "channel",
        "received_at",
        "accept_by_at",
        apology_at="sent_at",
        out_of_boundary=_yes(rows.out_of_boundary),
        unit=ibis.coalesce(rows.unit, UNNAMED),
        field=ibis.coalesce(rows.field, UNNAMED),
        procedure=ibis.coalesce(rows.procedure_name, rows.procedure_code, UNNAMED),
        service_level=ibis.coalesce(rows.service_level, rows.p_service_level),
        intake_wm=intake,
        is_late_intake=_yes(intake > 60 * intake_hours(_hours_of(rows.f_set, sets), rules)),
        extension_max=ibis.coalesce(by_set(rows.f_set, sets, lambda one: one.whole("extension_max"), "int64"), 1),
        apology_days=ibis.coalesce(by_set(rows.f_set, sets, lambda one: one.whole("apology_before_cd"), "int64"), 1),
        is_synced=_yes(rows.synced) | rows.f_id.notnull(),
        is_faulted=rows.b_id.notnull(),
        n_extension=ibis.coalesce(rows.n_extension, 0),
        # A procedure that the list does not name is taken to return a result, as most do.
        returns_result=ibis.coalesce(rows.p_returns_result, True),
        eligible_full_online=_yes(rows.p_eligible),
        **{name: _yes(rows[name]) for name in ("result_attached", "components_digitised", "fee_due", "paid_online")},
    )
    judged = outcomes.select("dossier_id", "rule", "intake", "outcome", "due_at", "total_wm", "budget_wm", "late_wm")
    rows = judged.inner_join(rows, "dossier_id").left_join(kept, [("dossier_id", "k_id")])
    rows = rows.mutate(**{flag: _yes(rows[flag]) for flag in (*FLAGS, "is_checked")})
    # Which dossiers the index expects to be synchronised differs between its descriptions: by the set of the last day.
    asks_received = law is not None and law.values["index_sync_base"].value == "received"
    rows = rows.mutate(is_to_sync=(rows.intake == Intake.PERIOD) if asks_received else (rows.intake != Intake.NONE))
    owed = overdue(outcomes, sets).select("ov_id", "is_overdue", "counted_due_at")
    rows = rows.left_join(owed, [("dossier_id", "ov_id")]).drop("ov_id")
    last_day_for_it = (rows.counted_due_at - rows.apology_days.as_interval("D")).date()
    rows = rows.mutate(
        is_overdue=_yes(rows.is_overdue), is_apology_in_time=_yes(rows.apology_at.date() <= last_day_for_it),
    )
    return _on_both_bases(rows)


def _hours_of(law_set: ir.Value, sets: Law | None) -> ir.Value:
    return by_set(law_set, sets, lambda one: one.whole("intake_hours"), "int64")


def intake_hours(by_law: ir.Value, rules: Mapping[str, str]) -> ir.Value:
    """Working hours to receive an online dossier: by its law set (null where that says nothing), unless the setting
    says something else than usual.
    """
    said = rules.get("intake_hours", INTAKE_HOURS)
    return ibis.coalesce(by_law, int(said)) if said == INTAKE_HOURS else ibis.literal(int(said), "int64")


def _with_duties(
    tables: Mapping[str, ir.Table], outcomes: ir.Table, calendar: ir.Table, cut: datetime, rules: Mapping[str, str],
    sets: Law | None,
) -> ir.Table:
    """One row per dossier with the flags of its duties; without law sets no row."""
    columns = ("n_asked", "open_asked_at", "handed_at", "refused_at", "forward_by_at", "competent_at")
    if sets is not None:
        found = duties(tables, outcomes, calendar, cut=cut, rules=rules, law=sets)
        return found.select("is_checked", *FLAGS, *columns, k_id="dossier_id", refuse_by_at="refuse_by_at")
    d = tables["dossiers"].limit(0)
    times = {name: ibis.null("timestamp(6)") for name in (*columns[1:], "refuse_by_at")}
    return d.select(
        k_id="dossier_id", n_asked=ibis.null("int64"), **times,
        **{flag: ibis.literal(False) for flag in ("is_checked", *FLAGS)},
    )


def _on_both_bases(rows: ir.Table) -> ir.Table:
    both = literal_rows(pa.table({"basis": ["register", "synced"]}))
    return rows.cross_join(both).filter(lambda t: (t.basis == "register") | t.is_synced)


def _national_ids(dossiers: ir.Table) -> ir.Table:
    return dossiers.filter(dossiers.source == "national").select(f_id="dossier_id").distinct()


def _of_procedure(procedures: ir.Table) -> ir.Table:
    return procedures.select(
        p_code="code", p_service_level="service_level", p_returns_result="returns_result",
        p_eligible="eligible_full_online"
    )


def _faulted(feedback: ir.Table, cut: datetime) -> ir.Table:
    """One row per dossier that someone complained of or rated low, before the cut: marked as not satisfied, else 1 or 2
    of 5.
    """
    ratings = feedback.filter(feedback.at < instant(cut))
    low = (ratings.kind == "survey") & ibis.coalesce(~ratings.is_satisfied, ratings.rating.between(1, 2))
    return ratings.filter((ratings.kind == "complaint") | _yes(low)).select(b_id="dossier_id").distinct()


def _is_content(feedback: ir.Table) -> ir.Value:
    """What a survey sheet says: its answer, else a rating of 4 or 5 of 5."""
    return ibis.coalesce(feedback.is_satisfied, feedback.rating >= 4)


def _n_extensions(extended: ir.Table) -> ir.Table:
    return extended.group_by(x_id="dossier_id").aggregate(n_extension=extended.count())


def feedback_frame(tables: Mapping[str, ir.Table], names: ir.Table, *, start: datetime, cut: datetime) -> ir.Table:
    """One row per complaint or survey sheet of the period, with unit, field and procedure of its dossier where it has
    one.

    names: one row per dossier.
    """
    first, moment = _instants(start, cut)
    said = tables["feedback"].filter(lambda t: (t.at >= first) & (t.at < moment))
    names = names.select(
        d_id="dossier_id", d_unit="unit", field="field",
        procedure=ibis.coalesce(names.procedure_name, names.procedure_code)
    )
    rows = said.left_join(names, [("dossier_id", "d_id")])
    answered = (rows.answered_at < moment).ifelse(rows.answered_at, ibis.null("timestamp(6)"))
    in_time = ibis.coalesce(answered.date() <= rows.due_at.date(), rows.due_at.date() >= last_day(cut))
    # Whoever is satisfied with an answer has it: of one that came at the cut or later nothing is known.
    is_answered = ibis.coalesce(rows.answered_at < moment, True)
    return rows.select(
        "kind",
        is_satisfied=is_answered.ifelse(rows.is_satisfied, ibis.null("boolean")),
        basis=ibis.literal("register"),
        rule=ibis.literal(Rule.SYSTEM),
        unit=ibis.coalesce(rows.unit, rows.d_unit, UNNAMED),
        field=ibis.coalesce(rows.field, UNNAMED),
        procedure=ibis.coalesce(rows.procedure, UNNAMED),
        is_content=_is_content(rows),
        is_answered_in_time=_yes(in_time),
    )


def step_frame(
    tables: Mapping[str, ir.Table], names: ir.Table, *, start: datetime, cut: datetime, compare: str = "date",
) -> ir.Table:
    """One row per dossier and unit that ended steps in the period: step_points 2, 1 or 0, the least of its steps.

    A step counts as far as it lies in the dossier's life: one that ended after the dossier did ended with it.
    """
    first, moment = _instants(start, cut)
    done = tables["steps"].filter(tables["steps"].ended_at.notnull())
    done = done.mutate(arrived_at=ibis.least(ibis.coalesce(done.arrived_at, done.ended_at), done.ended_at))
    own = within_life(done, lifetimes_at(names, cut=cut, compare=compare), "arrived_at", "ended_at", instants=True)
    steps = own.filter((own.ended_at >= first) & (own.ended_at < moment))
    ended, due = steps.ended_at.date(), steps.step_due_at.date()
    points = ibis.cases((steps.step_due_at.isnull(), ibis.null("int64")), (ended < due, 2), (ended == due, 1), else_=0)
    by_unit = steps.mutate(points=points).group_by("dossier_id", "unit").aggregate(step_points=lambda t: t.points.min())
    names = names.select(
        d_id="dossier_id", field="field", procedure=ibis.coalesce(names.procedure_name, names.procedure_code),
    )
    rows = by_unit.left_join(names, [("dossier_id", "d_id")])
    return rows.select(
        "step_points",
        basis=ibis.literal("register"),
        rule=ibis.literal(Rule.SYSTEM),
        unit=ibis.coalesce(rows.unit, UNNAMED),
        field=ibis.coalesce(rows.field, UNNAMED),
        procedure=ibis.coalesce(rows.procedure, UNNAMED),
    )


def procedure_frame(
    tables: Mapping[str, ir.Table], dossiers: ir.Table, calendar: ir.Table, *, start: datetime, cut: datetime,
    rules: Mapping[str, str]
) -> ir.Table:
    """One row per listed procedure: its publication state (`publications`) and what dossiers of the period did with it.

    dossiers: the dossier frame.
    """
    used = dossiers.filter((dossiers.basis == "register") & (dossiers.rule == Rule.SYSTEM) & is_received(dossiers))
    counts = used.group_by(u_code="procedure_code").aggregate(
        n_online=(used.channel == "online").sum(), n_fee=used.fee_due.sum(),
        n_paid_online=(used.fee_due & used.paid_online).sum()
    )
    rows = publications(tables["procedures"], calendar, start=start, cut=cut, rules=rules)
    rows = rows.left_join(counts, [("code", "u_code")])
    return rows.select(
        "code",
        "service_level",
        "publication",
        "is_public_in_time",
        is_due_then=_yes((rows.public_by_at >= _instants(start)[0]) & (rows.public_by_at.date() <= last_day(cut))),
        basis=ibis.literal("register"),
        rule=ibis.literal(Rule.SYSTEM),
        unit=ibis.null("string"),  # a procedure list belongs to no unit
        field=ibis.coalesce(rows.field, UNNAMED),
        procedure=ibis.coalesce(rows.name, rows.code),
        eligible_full_online=_yes(rows.eligible_full_online),
        **{name: ibis.coalesce(rows[name], 0) for name in ("n_online", "n_fee", "n_paid_online")},
    )


def publications(
    procedures: ir.Table, calendar: ir.Table, *, start: datetime, cut: datetime, rules: Mapping[str, str],
) -> ir.Table:
    """One row per procedure with public_by_at (decision plus the setting `publication_days` in working days) and
    publication.

    publication: public_in_time, public_late, waiting (not yet updated, still in time), overdue (not updated), or none:
    no decision by the cut, or updated before the period. What was made public at or after the cut is not yet known.
    """
    first, moment = _instants(start, cut)
    days = ibis.literal(int(rules.get(PUBLICATION_DAYS, "5")), "int64")
    rows = add_deadline(
        procedures.mutate(pb_days=days), calendar, "published_at", "pb_days", "public_by_at",
    ).drop("pb_days")
    public_at = (rows.made_public_at < moment).ifelse(rows.made_public_at, ibis.null("timestamp(6)"))
    state = ibis.cases(
        (ibis.coalesce(rows.published_at >= moment, True), "none"),
        (ibis.coalesce(public_at < first, False), "none"),
        (ibis.coalesce(public_at.date() > rows.public_by_at.date(), False), "public_late"),
        (public_at.notnull(), "public_in_time"),
        (rows.public_by_at.date() < last_day(cut), "overdue"),
        else_="waiting",
    )
    in_time = _yes(public_at.date() <= rows.public_by_at.date())
    return rows.mutate(made_public_at=public_at, publication=state, is_public_in_time=in_time)


def publication_list(
    procedures: ir.Table, calendar: ir.Table, *, start: datetime, cut: datetime, rules: Mapping[str, str],
) -> ir.Table:
    """One row per procedure whose publication matters in the period: the columns of schema `publications`."""
    rows = publications(procedures, calendar, start=start, cut=cut, rules=rules)
    return rows.filter(rows.publication != "none").select(TABLES["publications"].names)


def _yes(condition: ir.Value) -> ir.Value:
    return ibis.coalesce(condition, False)


def _instants(*instants: datetime) -> list[ir.Value]:
    return [instant(one) for one in instants]
