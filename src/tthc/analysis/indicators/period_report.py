"""The period report in the columns of form 07a as merged reports show them (law.md §4; the official layout was not
read).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import instant, read_clock
from tthc.analysis.indicators.form import UNNAMED
from tthc.analysis.indicators.frames import intake_hours
from tthc.analysis.outcomes import register
from tthc.analysis.outcomes.law_sets import by_day
from tthc.model.law import Law
from tthc.model.schema import TABLES
from tthc.model.schema.period_report import CELLS, LETTERS, PARTS, SUMS, WHOLE
from tthc.model.words import FINISHED_IN_TIME, OPEN_IN_TIME, Intake, Outcome, Rule

_LEVELS = ("unit", "field", "procedure")
_SUMMED = (*SUMS, *LETTERS)


def period_report(
    dossiers: ir.Table,
    outcomes: ir.Table,
    calendar: ir.Table,
    *,
    cut: datetime,
    rules: Mapping[str, str],
    rule: str = Rule.SYSTEM,
    has_letters: bool = True,
    law: Law | None = None,
) -> ir.Table:
    """One row per unit, per field, per procedure of a field, and in total: the columns of schema `period_report`.

    Settled ones count as form II.06a does (withdrawn under in time); stopped for good stand apart from open. Out of
    boundary and withdrawn are parts of other cells. An online dossier that waits for acceptance is late when its own
    limit passed before the cut, or the working hours since the system received it that the law set of that day allows
    (or the setting `intake_hours`). Letters are those sent
    before the cut; has_letters: whether the source has a column for them, else these cells are null, not "without a
    letter".
    """
    counted = _counted(dossiers, outcomes, calendar, cut, rules, rule, law)
    stacked = ibis.union(
        _total(counted),
        counted.mutate(field=ibis.null("string"), procedure=ibis.null("string")),
        counted.mutate(unit=ibis.null("string"), procedure=ibis.null("string")),
        counted.mutate(unit=ibis.null("string")),
    )
    counts = [cell for cell in CELLS if cell not in _SUMMED]
    cells = stacked.group_by(*_LEVELS).aggregate(**{name: ibis.coalesce(stacked[name].sum(), 0) for name in counts})
    cells = cells.mutate(**{whole: sum(cells[part] for part in parts) for whole, parts in LETTERS.items()})
    cells = cells.mutate(**{whole: sum(cells[part] for part in parts) for whole, parts in SUMS.items()})
    if not has_letters:
        cells = cells.mutate(**{part: ibis.null("int64") for parts in LETTERS.values() for part in parts})
    return cells.cast(dict.fromkeys(CELLS, "int64")).select(TABLES["period_report"].names)


def broken_period_report(report: ir.Table) -> ir.Table:
    """The rows that break an identity: a sum that is not its parts, or received ≠ settled + open + stopped for good."""
    wrong = report[WHOLE] != sum(report[part] for part in PARTS)
    for whole, parts in {**SUMS, **LETTERS}.items():
        wrong = wrong | ibis.coalesce(report[whole] != sum(report[part] for part in parts), False)
    return report.filter(wrong)


def _counted(
    dossiers: ir.Table, outcomes: ir.Table, calendar: ir.Table, cut: datetime, rules: Mapping[str, str], rule: str,
    law: Law | None,
) -> ir.Table:
    """One row per dossier of the period with its unit, field and procedure and a 1 in the cells that count it."""
    rows = _named(register(dossiers), cut)
    judged = outcomes.filter((outcomes.rule == rule) & (outcomes.outcome != Outcome.UNKNOWN))
    rows = rows.inner_join(
        judged.select(j_id="dossier_id", intake="intake", outcome="outcome"), [("dossier_id", "j_id")]
    )
    by_law = by_day(rows.came_at.date(), law, lambda one: one.whole("intake_hours"), "int64")
    rows = _with_waiting(rows.mutate(w_hours=intake_hours(by_law, rules)), calendar)
    cells = {name: ibis.coalesce(cell, False).cast("int64") for name, cell in _cells(rows).items()}
    return rows.select(*_LEVELS, **cells)


def _named(dossiers: ir.Table, cut: datetime) -> ir.Table:
    moment = instant(cut)
    return dossiers.select(
        "dossier_id",
        "channel",
        "service_level",
        "accept_by_at",
        unit=ibis.coalesce(dossiers.unit, UNNAMED),
        field=ibis.coalesce(dossiers.field, UNNAMED),
        procedure=ibis.coalesce(dossiers.procedure_name, dossiers.procedure_code, UNNAMED),
        came_at=ibis.coalesce(dossiers.system_received_at, dossiers.submitted_at),
        has_letter=ibis.coalesce(dossiers.apology_at < moment, False),
        cut_at=moment,
        **{name: ibis.coalesce(dossiers[name], False) for name in ("out_of_boundary", "fee_due", "paid_online")},
    )


def _with_waiting(rows: ir.Table, calendar: ir.Table) -> ir.Table:
    """Adds is_waiting_late: the limit of acceptance passed before the cut."""
    rows = read_clock(rows, calendar, {"came_at": "w_came_wm", "cut_at": "w_cut_wm"})
    by_clock = ibis.coalesce(rows.w_cut_wm - rows.w_came_wm > 60 * rows.w_hours, False)
    return rows.mutate(is_waiting_late=ibis.coalesce(rows.accept_by_at < rows.cut_at, by_clock))


def _cells(rows: ir.Table) -> dict[str, ir.Value]:
    counted, new = rows.intake != Intake.NONE, rows.intake == Intake.PERIOD
    is_online = new & (rows.channel == "online")
    full, partial = rows.service_level == "full", rows.service_level == "partial"
    other = ~ibis.coalesce(full | partial, False)
    waits = (rows.outcome == Outcome.NEW) & (rows.channel == "online")
    late, open_late = counted & (rows.outcome == Outcome.LATE), counted & (rows.outcome == Outcome.OPEN_LATE)
    pays = new & rows.fee_due
    return {
        "counter": new & ~ibis.coalesce(rows.channel.isin(["online", "post"]), False),
        "online_full": is_online & full,
        "online_partial": is_online & partial,
        "online_other": is_online & other,
        "post": new & (rows.channel == "post"),
        "carried": rows.intake == Intake.CARRIED,
        "out_of_boundary": new & rows.out_of_boundary,
        "settled_in_time": counted & rows.outcome.isin(FINISHED_IN_TIME),
        "settled_late_letter": late & rows.has_letter,
        "settled_late_no_letter": late & ~rows.has_letter,
        "withdrawn": counted & (rows.outcome == Outcome.WITHDRAWN),
        "open_in_time": counted & rows.outcome.isin(OPEN_IN_TIME) & (rows.outcome != Outcome.ENDED),
        "open_late_letter": open_late & rows.has_letter,
        "open_late_no_letter": open_late & ~rows.has_letter,
        "ended": counted & (rows.outcome == Outcome.ENDED),
        "waiting_in_time": waits & ~rows.is_waiting_late,
        "waiting_late": waits & rows.is_waiting_late,
        "refused": rows.outcome == Outcome.REFUSED,
        "fees_online": pays & rows.paid_online,
        "fees_counter": pays & ~rows.paid_online,
    }


def _total(counted: ir.Table) -> ir.Table:
    """Aggregated without a group, so that an empty period still has its row of zeros."""
    names = [name for name in counted.columns if name not in _LEVELS]
    total = counted.aggregate(**{name: counted[name].sum().cast("int64") for name in names})
    return total.select(**{level: ibis.null("string") for level in _LEVELS}, **{name: total[name] for name in names})
