"""What is handed out of the canonical tables, what people wrote back, and early warning."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.analysis import early_warning
from tthc.analysis.calendar import instant
from tthc.analysis.outcomes import recorded_differences, unjudged
from tthc.analysis.outcomes.scope import register
from tthc.model.schema import CANONICAL, TABLES, WARNED
from tthc.model.settings import SHARED
from tthc.model.words import Outcome, Rule
from tthc.sources.checks import check
from tthc.sources.explanations import read_explanations
from tthc.study.graph.context import Context, reference_stamp
from tthc.study.graph.declared import Declared, Keep, Setting, Value, canonical, computed, expression, settings
from tthc.study.graph.wiring.lifetimes import CUT, JUDGING, kept_only
from tthc.study.pseudonyms import pseudonymise_rows

_CONFIRMED = pa.schema(
    {
        "dossier_id": pa.string(), "said": pa.string(), "said_label": pa.string(),
        "said_is_subjective": pa.bool_(), "said_remedy": pa.string(),
    }
)


def period_dossiers(dossiers: ir.Table, outcomes: ir.Table, rule: str) -> ir.Table:
    """One row per dossier of the period: its canonical columns and its outcome by the main rule."""
    main = outcomes.filter(outcomes.rule == rule)
    known = main.select("dossier_id", "intake", "outcome", "end_at", "total_wm", "budget_wm", "late_wm")
    return register(dossiers).inner_join(known, "dossier_id")


def registered(dossiers: ir.Table) -> ir.Table:
    """One row per dossier of the source with its dates, so that one that left the period can be told from one that is
    gone.
    """
    return register(dossiers).select(TABLES["registered"].names)


def source_findings(
    found: ir.Table, tables: Mapping[str, ir.Table], calendar: ir.Table, present: Any, provinces: Any,
) -> ir.Table:
    """One row per fault found in the input, from reading it and from what its tables show together."""
    return found.union(check(tables, calendar, present, provinces))


def unjudged_dossiers(tables: Any, outcomes: ir.Table, findings: ir.Table, compare: str) -> ir.Table:
    """One row per dossier of the period that is not judged, with what its cell held."""
    return unjudged(tables, outcomes, findings, compare=compare)


def explanations(context: Context, late: ir.Table, dossiers: ir.Table) -> dict[str, pa.Table]:
    """What people wrote back about late dossiers: the rows, the findings on them, and the causes
    that they confirmed.
    """
    rows: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    listed = {cause.code: cause for cause in reversed(context.causes)}
    if context.run.explanations:
        ids, known = (_ids(context, table) for table in (late, dossiers))
        rows, findings = _written(context, ids, known, {code: one.label for code, one in listed.items()})
    said = [_said(row["dossier_id"], listed[row["cause"]]) for row in rows if row["status"] == "confirmed"]
    return {
        "explanations": _arrow("explanations", rows), "explanation_findings": _arrow("findings", findings),
        "confirmed_causes": pa.Table.from_pylist(said, schema=_CONFIRMED),
    }


def _written_stamp(context: Context) -> str:
    """The workbooks and the list of causes, by content."""
    books = [[path.name, hashlib.sha256(path.read_bytes()).hexdigest()] for path in context.run.explanations]
    return repr((books, reference_stamp(context, "causes.csv")))


def _written(
    context: Context, late: set[str], known: set[str], labels: dict[str, str],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What stands in the workbooks, which name real dossiers; for others the rows name codes and no words of people."""
    pseudonyms, books = context.pseudonyms, context.run.explanations
    if pseudonyms is None:
        return read_explanations(books, late, labels, known)
    real = pseudonyms.real_dossiers
    late, known = ({real[code] for code in codes if code in real} for codes in (late, known))
    rows, findings = read_explanations(books, late, labels, known)
    return pseudonymise_rows(rows, "explanations", pseudonyms), pseudonymise_rows(findings, "findings", pseudonyms)


def _said(dossier_id: str, cause: Any) -> dict[str, Any]:
    is_subjective = None if cause.nature == "unknown" else cause.nature == "subjective"
    return dict(zip(_CONFIRMED.names, (dossier_id, cause.code, cause.label, is_subjective, cause.remedy), strict=True))


def _ids(context: Context, table: ir.Table) -> set[str]:
    return set(context.engine.fetch(table.select("dossier_id").distinct()).dossier_id)


def _arrow(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=TABLES[name].ibis_schema().to_pyarrow())


def forecasts(
    tables: Any, calendar: ir.Table, moments: ir.Table, landmarks: ir.Table, bins: ir.Table, rules: Any, keep: Any,
) -> ir.Table:
    """One row per instant and dossier open at it."""
    return early_warning.forecasts(tables, calendar, early_warning.Queries(moments, landmarks, bins), rules, keep)


def forecasts_now(found: ir.Table, cut: ir.Value) -> ir.Table:
    """The forecasts at the cut."""
    return found.filter(found.moment == instant(cut))


def known_outcomes(found: ir.Table, now: ir.Table, cut: ir.Value) -> ir.Table:
    """What became of the dossiers that were open at the earlier instants."""
    return early_warning.known_outcomes(found.filter(found.moment < instant(cut)), now)


def for_office(rows: ir.Table, audience: str) -> ir.Table:
    """The rows; none in the edition for others, which names no open dossier and no officer."""
    return rows.limit(0) if audience == SHARED else rows


def warning_check(scores: ir.Table, verdict: ir.Table, audience: str) -> ir.Table:
    """One row per order that was tried: how well it told what became late."""
    return for_office(scores.cross_join(verdict.select("verdict")).select(*WARNED["warning_check"].names), audience)


def still_open(outcomes: ir.Table) -> ir.Table:
    """One row per dossier of the period that is not finished."""
    is_open = outcomes.outcome.isin([Outcome.OPEN_IN_TIME, Outcome.OPEN_LATE, Outcome.STOPPED])
    return outcomes.filter((outcomes.rule == Rule.SYSTEM) & is_open)


def council_dates(now: ir.Table, spans: ir.Table, calendar: ir.Table, audience: str) -> ir.Table:
    """One row per council and expected sitting."""
    dates = early_warning.council_dates(spans, now.select("moment", "moment_wm").distinct(), calendar)
    return for_office(dates.select(*WARNED["council_dates"].names), audience)


def warnings(
    now: ir.Table, spans: ir.Table, absences: ir.Table, verdict: ir.Table, outcomes: ir.Table, calendar: ir.Table,
    audience: str, keep: Any
) -> ir.Table:
    """One row per open dossier; the edition for others names none."""
    return for_office(
        early_warning.listed(
            now, spans, absences, verdict, outcomes, calendar, keep,
        )[1].select(*WARNED["warnings"].names),
        audience,
    )


_DAYS: dict[str, Any] = {"calendar": "calendar_days"}
_SCOPED = ("steps", "stops", "due_changes")
_WHOLE = ("norms", "units", "absences", "procedures")

DECLARED: tuple[Declared, ...] = (
    expression(
        "dossiers", period_dossiers, "one dossier of the period", ["dossier_id"], dossiers="read_dossiers",
        rule=Setting("rule"),
    ),
    *(
        expression(name, kept_only, CANONICAL[name].row, CANONICAL[name].key, rows=f"read_{name}", dossiers="scope")
        for name in _SCOPED
    ),
    *(
        expression(name, lambda rows: rows, CANONICAL[name].row, CANONICAL[name].key, rows=f"read_{name}")
        for name in _WHOLE
    ),
    expression(
        "feedback", for_office, "one survey sheet or complaint", ["dossier_id", "at"], rows="read_feedback",
        audience=Value("audience"),
    ),
    expression("registered", registered, "one dossier of the source", ["dossier_id"], dossiers="read_dossiers"),
    expression("source_findings", source_findings, "one fault found in the input", found="reading_findings",
               tables=canonical(*CANONICAL),
               **_DAYS, present=Value("present"), provinces=Value("provinces")),
    expression("findings", lambda found, doubts, more: ibis.union(found, doubts, more), "one fault found in the input",
               found="source_findings",
               more="explanation_findings"),
    expression(
        "accounting", lambda rows: rows, "one file, sheet and canonical table", ["file", "sheet", "table"],
        rows="reading_accounting",
    ),
    expression("unjudged", unjudged_dossiers, "one dossier of the period that is not judged", ["dossier_id"],
               tables=canonical("dossiers", "stops"), findings="reading_findings", compare=Setting("compare")),
    expression("recorded_differences", recorded_differences, "one dossier on which the system's own reckoning differs",
               ["dossier_id"],
               dossiers="read_dossiers", rule=Setting("rule")),
    computed(("explanations", "explanation_findings", "confirmed_causes"), explanations, "one explanation",
             late="late_dossiers",
             dossiers="read_dossiers", stamp=_written_stamp),
    expression("warn_forecasts", forecasts, "one instant and dossier open at it", ["moment", "dossier_id"],
               tables=canonical("dossiers", "steps", "stops", "due_changes"), **_DAYS, moments="warn_moments",
               landmarks="warn_landmarks",
               bins="warn_bins", rules=settings(*JUDGING.names, "nested_consult"), keep=Keep()),
    expression(
        "warn_now", forecasts_now, "one dossier open at the cut", ["dossier_id"], found="warn_forecasts", cut=CUT,
    ),
    expression("warn_outcomes", known_outcomes, "one dossier open at an earlier instant", ["moment", "dossier_id"],
               found="warn_forecasts",
               now="warn_now", cut=CUT),
    expression("warn_scores", early_warning.scores, "one order that was tried", finished="warn_outcomes"),
    expression("warn_verdict", early_warning.classify_order, "the verdict on the chance", scores="warn_scores"),
    expression("warning_check", warning_check, "one order that was tried", scores="warn_scores", verdict="warn_verdict",
               audience=Value("audience")),
    expression("still_open", still_open, "one dossier of the period that is open", ["dossier_id"], view=True),
    expression(
        "council_dates", council_dates, "one council and expected sitting", ["unit", "held_on"], now="warn_now",
        **_DAYS, audience=Value("audience"),
    ),
    expression("warnings", warnings, "one open dossier", ["dossier_id"], now="warn_now", absences="read_absences",
               verdict="warn_verdict",
               outcomes="still_open", **_DAYS, audience=Value("audience"), keep=Keep()),
)
