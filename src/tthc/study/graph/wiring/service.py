"""The index chapter's tables: form, indicators now and before, differing rules and deadlines,
satisfaction, integrity.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.analysis import indicators as measures
from tthc.analysis import integrity
from tthc.analysis.outcomes import outcomes, rule_differences
from tthc.model.schema import TABLES
from tthc.model.settings import SHARED
from tthc.study.graph.context import Context, reference_stamp
from tthc.study.graph.declared import Column, Declared, Setting, Value, canonical, computed, expression, settings
from tthc.study.graph.wiring.lifetimes import CUT, JUDGING, START, kept_only
from tthc.study.pseudonyms import without_small_groups

COUNTING = settings(*JUDGING.names, "intake_hours", "publication_days", "fewest_people")


def long_table(audience: str, rules: Mapping[str, str], **parts: Any) -> ir.Table:
    """One row per basis, rule, group and indicator; others see no small groups of ratings."""
    found = measures.measures(rules=rules, **parts)
    return without_small_groups(found, int(rules["fewest_people"])) if audience == SHARED else found


def edition_measures(
    tables: Any, outcomes: ir.Table, calendar: ir.Table, period: Any, start: Any, cut: Any, rules: Any, present: Any,
    scales: Any,
    unit: Any, field: Any, law: Any, sets: Any, audience: str, systems: Any,
) -> ir.Table:  # fmt: skip
    """One row per basis, rule, group and indicator of one period.

    Earlier periods too go by the law of the run's last day, so that the same indicators stand beside each other.
    """
    return long_table(
        audience, rules, tables=tables, outcomes=outcomes, calendar=calendar, period=period, start=start, cut=cut,
        as_of=cut,
        present=present, scales=scales, unit=unit, field=field, law=law, sets=sets,
        systems=systems,
    )


def covered(measures: ir.Table, dossiers: ir.Table, start: ir.Value) -> ir.Table:
    """The long table of an earlier period; no row where the source's receptions begin only after its first month."""
    first = dossiers.aggregate(first_received_at=dossiers.received_at.min())
    dated = measures.cross_join(first)
    return dated.filter(dated.first_received_at <= start + ibis.interval(days=31)).drop("first_received_at")


def publications(procedures: ir.Table, calendar: ir.Table, start: Any, cut: Any, rules: Any, present: Any) -> ir.Table:
    """One row per published procedure; none where the source does not tell when it was published."""
    listed = measures.publication_list(procedures, calendar, start=start, cut=cut, rules=rules)
    has_dates = {"published_at", "made_public_at"} <= present.get("procedures", frozenset())
    return listed if has_dates else listed.limit(0)


def unavailable(context: Context, present: Any, rules: Any, law: Any, unit: Any) -> pa.Table:
    """One row per indicator that is left out."""
    return measures.unavailable_table(present, rules, context.run.reference, law, unit)


def period_report(
    dossiers: ir.Table, outcomes: ir.Table, calendar: ir.Table, cut: Any, rules: Any, rule: str, present: Any,
    law: Any,
) -> ir.Table:
    """One row per field of the period report in the columns of form 07a."""
    has_letters = "apology_at" in present.get("dossiers", ())
    return measures.period_report(
        dossiers, outcomes, calendar, cut=cut, rules=rules, rule=rule, has_letters=has_letters, law=law,
    )


def index_gaps(
    context: Context, indicators: ir.Table, unavailable: ir.Table, scales: Any, law: Any, level: str,
) -> pa.Table:
    """One row per row of the index's list, with the points that are missing and why."""
    run, fetch = context.run, context.engine.fetch
    missing = {row["measure"]: row["missing"] for row in fetch(unavailable).to_dict("records")}
    listed = measures.components(run.reference, run.period.end)
    found = fetch(indicators).to_dict("records")
    chosen = measures.index_level(run.office.name, level)
    rows = measures.index_gaps(listed, found, missing, scales, chosen, law.listed("index_not_for_commune"))
    return pa.Table.from_pylist(rows, schema=TABLES["index_gaps"].ibis_schema().to_pyarrow())


def _gaps_stamp(context: Context) -> str:
    run = context.run
    return f"{reference_stamp(context, measures.COMPONENTS)} {run.office.name} {run.period.end}"


_DAYS: dict[str, Any] = {"calendar": "calendar_days"}
_SPAN: dict[str, Any] = {"start": START, "cut": CUT}
_MEASURED = canonical("dossiers", "steps", "stops", "due_changes", "feedback", "procedures", "norms")
_EDITION: dict[str, Any] = {
    "tables": _MEASURED, "calendar": "calendar_days", "rules": COUNTING, "present": Value("present"),
    "unit": Value("unit"),
    "field": Value("field"), "audience": Value("audience"), "law": Value("law_set"), "sets": Value("law"),
    "systems": Value("systems"),
}


def _earlier(name: str) -> tuple[Declared, ...]:
    """Outcomes and indicators of an earlier period."""
    period, key = f"run_{name}", ["basis", "rule", "unit", "field", "procedure", "measure"]
    start, cut = Column(period, "start_at"), Column(period, "cut_at")
    return (
        expression(
            f"outcomes_all_{name}",
            outcomes,
            "one dossier in scope and rule",
            ["dossier_id", "rule"],
            tables=canonical("dossiers", "stops", "due_changes", "norms"),
            **_DAYS,
            start=start,
            cut=cut,
            rules=JUDGING,
            law=Value("law"),
            adopted="calendar_adopted",
            unsettled=Value("unsettled_days"),
            view=True,
        ),
        expression(
            f"outcomes_{name}",
            kept_only,
            "one dossier in scope and rule",
            ["dossier_id", "rule"],
            rows=f"outcomes_all_{name}",
            dossiers="wanted",
        ),
        expression(
            f"measures_whole_{name}",
            edition_measures,
            "one indicator of the earlier period",
            key,
            outcomes=f"outcomes_{name}",
            **_EDITION,
            period=Column(period, "period"),
            start=start,
            cut=cut,
            scales=Value(f"scales_{name}"),
            view=True,
        ),
        expression(
            f"measures_{name}",
            covered,
            "one indicator of the earlier period",
            key,
            measures=f"measures_whole_{name}",
            dossiers="read_dossiers",
            start=start,
        ),
    )


DECLARED: tuple[Declared, ...] = (
    expression("form_06a", measures.form_06a, "one field (and procedure) of the form", ["field", "procedure"],
               dossiers="read_dossiers",
               rule=Setting("rule")),
    expression("period_report", period_report, "one field of the period report", ["field"], dossiers="read_dossiers",
               **_DAYS, cut=CUT,
               rules=COUNTING, rule=Setting("rule"), present=Value("present"), law=Value("law")),
    expression("measures", edition_measures, "one indicator",
               ["basis", "rule", "unit", "field", "procedure", "measure"], **_EDITION,
               period=Column("run_period", "period"), **_SPAN, scales=Value("scales")),
    *_earlier("previous"),
    *_earlier("last_year"),
    expression("indicators", measures.indicators, "one basis, rule and indicator of the whole period",
               ["basis", "rule", "measure"],
               scales=Value("scales"), targets=Value("targets"), law=Value("law_set"), systems=Value("systems"),
               previous="measures_previous", last_year="measures_last_year"),
    expression("satisfaction", measures.satisfaction, "one reading of satisfaction", ["reading"]),
    computed(("unavailable",), unavailable, "one indicator that is left out", present=Value("present"), rules=COUNTING,
             law=Value("law_set"), unit=Value("unit"),
             stamp=lambda context: reference_stamp(context, "index_unavailable.csv")),
    computed(("index_gaps",), index_gaps, "one row of the index's list", indicators="indicators",
             unavailable="unavailable",
             scales=Value("scales"), law=Value("law_set"), level=Setting("index_level"), stamp=_gaps_stamp),
    expression("rule_differences", rule_differences, "one dossier whose rules differ", ["dossier_id"]),
    expression("deadline_checks", measures.deadline_checks,
               "one dossier whose recorded deadline is not the recomputed one", ["dossier_id"],
               tables=canonical("dossiers", "due_changes", "norms"), **_DAYS, rules=JUDGING),
    expression("sync_differences", measures.sync_differences,
               "one dossier and point on which register and portal differ", ["dossier_id", "difference"],
               tables=canonical("dossiers", "stops", "due_changes"), **_SPAN, present=Value("present")),
    expression("publications", publications, "one published procedure", ["code"], procedures="read_procedures", **_DAYS,
               **_SPAN,
               rules=settings("publication_days"), present=Value("present")),
    expression("integrity", integrity.signs, "one dossier and sign", ["dossier_id", "sign"],
               tables=canonical("dossiers", "steps", "stops", "due_changes", "norms"), **_DAYS, cut=CUT, rules=JUDGING,
               present=Value("present"),
               law=Value("law")),
)
