"""The index chapter's tables: indicators now and before, differing rules and deadlines, satisfaction, integrity."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import ibis.expr.types as ir

from tthc import integrity, measures
from tthc.audience import without_small_groups
from tthc.law import load_law
from tthc.outcomes import outcomes, rule_differences
from tthc.period import Period
from tthc.settings import SHARED
from tthc.study.remembering import keep_registered

if TYPE_CHECKING:
    from tthc.study.compute import Stages


def service_tables(stages: Stages, calendar: ir.Table) -> None:
    """Keeps form_06a and every table of `schema.SERVICE` and `measures`."""
    run, source, outcome = stages.run, stages.reading.tables, stages.tables["outcomes"]
    span = {"start": _start(run.period), "cut": run.cut}
    stages.keep("form_06a", measures.form_06a(source["dossiers"], outcome, rule=run.rules["rule"]))
    _period_report(stages, calendar)
    _indicators(stages, calendar)
    stages.keep("rule_differences", rule_differences(outcome))
    stages.keep("deadline_checks", measures.deadline_checks(source, outcome, calendar, cut=run.cut, rules=run.rules))
    stages.keep("sync_differences", measures.sync_differences(source, outcome, **span, present=stages.reading.present))
    listed = measures.publication_list(source["procedures"], calendar, **span, rules=run.rules)
    told = {"published_at", "made_public_at"} <= stages.reading.present.get("procedures", frozenset())
    stages.keep("publications", listed if told else listed.limit(0))
    signs = integrity.signs(source, outcome, calendar, cut=run.cut, rules=run.rules, present=stages.reading.present, law=load_law(run.reference))
    stages.keep("integrity", signs)
    keep_registered(stages)


def _period_report(stages: Stages, calendar: ir.Table) -> None:
    """Only where the law of the period's last day knows form 07a."""
    run, source = stages.run, stages.reading.tables
    if "form_07a" in load_law(run.reference).on(run.period.end).listed("forms"):
        report = measures.period_report(
            source["dossiers"],
            stages.tables["outcomes"],
            calendar,
            cut=run.cut,
            rules=run.rules,
            rule=run.rules["rule"],
            has_letters="apology_at" in stages.reading.present.get("dossiers", ()),
        )
        stages.keep("period_report", report)


def _indicators(stages: Stages, calendar: ir.Table) -> None:
    run, present = stages.run, stages.reading.present
    scales, targets = measures.scales(run.reference, run.period.start), measures.targets(run.reference, run.period.start, run.office.name)
    law = load_law(run.reference).on(run.period.end)
    now = stages.keep("measures", _measures(stages, calendar, stages.tables["outcomes"], run.period, run.cut))
    earlier = {
        name: _earlier(stages, calendar, period, name)
        for name, period in (("previous", run.period.previous()), ("last_year", run.period.last_year()))
    }
    stages.keep("indicators", measures.indicators(now, scales=scales, targets=targets, law=law, **earlier))
    stages.keep("satisfaction", measures.satisfaction(now))
    missing = measures.unavailable_table(present, run.rules, run.reference, law)
    stages.tables["unavailable"] = stages.engine.load(missing, "result_unavailable")


def _measures(stages: Stages, calendar: ir.Table, outcome: ir.Table, period: Period, cut: datetime) -> ir.Table:
    run = stages.run
    found = measures.measures(
        stages.reading.tables,
        outcome,
        calendar,
        period=period.text,
        start=_start(period),
        cut=cut,
        as_of=cut,
        rules=run.rules,
        present=stages.reading.present,
        scales=measures.scales(run.reference, period.start),
        unit=run.unit,
        field=run.field,
        # Earlier periods too by the law of this one's last day, so that the same indicators stand beside each other.
        law=load_law(run.reference).on(run.period.end),
        sets=load_law(run.reference),
    )
    return without_small_groups(found) if run.audience == SHARED else found


def _earlier(stages: Stages, calendar: ir.Table, period: Period, name: str) -> ir.Table | None:
    """The long table of an earlier period, None when the source's receptions begin only after its first month."""
    dossiers = stages.reading.tables["dossiers"]
    first = stages.engine.fetch(dossiers.aggregate(first=dossiers.received_at.min()))["first"].iloc[0]
    if not first <= _start(period) + timedelta(days=31):
        return None
    cut = _start(period) + (datetime.combine(period.end, datetime.min.time()) - _start(period)) + timedelta(days=1)
    then = outcomes(stages.reading.tables, calendar, start=_start(period), cut=cut, rules=stages.run.rules, law=load_law(stages.run.reference))
    then = stages.keep(f"outcomes_{name}", then.semi_join(wanted(stages), "dossier_id"), inner=True)
    return stages.keep(f"measures_{name}", _measures(stages, calendar, then, period, cut), inner=True)


def _wanted(stages: Stages) -> ir.Table:
    """One row per dossier of the unit and field that the run is about."""
    run, dossiers = stages.run, stages.reading.tables["dossiers"]
    for column, value in (("unit", run.unit), ("field", run.field)):
        dossiers = dossiers.filter(dossiers[column] == value) if value else dossiers
    return dossiers.select("dossier_id").distinct()


def wanted(stages: Stages) -> ir.Table:
    """One row per dossier of the unit and field that the run is about."""
    run, dossiers = stages.run, stages.reading.tables["dossiers"]
    for column, value in (("unit", run.unit), ("field", run.field)):
        dossiers = dossiers.filter(dossiers[column] == value) if value else dossiers
    return dossiers.select("dossier_id").distinct()


def _start(period: Period) -> datetime:
    return datetime.combine(period.start, datetime.min.time())
