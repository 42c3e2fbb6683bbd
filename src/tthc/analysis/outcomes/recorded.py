"""The source system's own reckoning beside ours: on which dossiers it and the main rule disagree about lateness."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.outcomes.scope import register
from tthc.analysis.outcomes.wording import day, sentences
from tthc.model.schema import CODES, TABLES
from tthc.model.words import LATE, Outcome

# Outcomes that say whether a deadline was kept; with the others there is nothing to compare, unless the system says
# late.
_COMPARABLE = (Outcome.EARLY, Outcome.ON_TIME, *LATE, Outcome.OPEN_IN_TIME)
_ASIDE = (Outcome.REFUSED, Outcome.NEW)
_APART = (Outcome.STOPPED, Outcome.WITHDRAWN, Outcome.NO_DUE, Outcome.UNKNOWN, Outcome.UNJUDGED)


def recorded(dossiers: ir.Table, outcomes: ir.Table, *, rule: str) -> ir.Table:
    """One row per dossier of the period of which the system tells something: dossier_id, is_recorded_late, is_late.

    Beside them recorded_outcome, recorded_late_days and the main rule's outcome, due_at, end_at and reason. A number of
    days above 0 without a word says late. Refused and new dossiers are left out.
    """
    recorded = register(dossiers)
    recorded = recorded.filter(recorded.recorded_outcome.notnull() | recorded.recorded_late_days.notnull())
    recorded = recorded.select("dossier_id", "recorded_outcome", "recorded_late_days")
    rows = recorded.inner_join(outcomes.filter((outcomes.rule == rule) & ~outcomes.outcome.isin(_ASIDE)), "dossier_id")
    by_days = ibis.coalesce(rows.recorded_late_days > 0, False)
    return rows.mutate(
        is_recorded_late=ibis.coalesce(rows.recorded_outcome == Outcome.LATE, by_days), is_late=rows.outcome.isin(LATE),
    )


def recorded_differences(dossiers: ir.Table, outcomes: ir.Table, *, rule: str) -> ir.Table:
    """One row per dossier that the system calls late and the main rule does not, or the other way round: schema
    `recorded_differences`.

    One that is not judged, stopped, withdrawn or without a deadline is listed where the system calls it late.
    """
    rows = recorded(dossiers, outcomes, rule=rule)
    rows = rows.filter((rows.is_recorded_late & ~rows.is_late) | (~rows.is_recorded_late & rows.is_late))
    return rows.mutate(reason=_reason(rows)).select(TABLES["recorded_differences"].names)


def _reason(rows: ir.Table) -> ir.Value:
    is_open = rows.outcome.isin([Outcome.OPEN_IN_TIME, Outcome.OPEN_LATE])
    ended = rows.outcome.isin(_COMPARABLE) & ~is_open
    due, end = day(rows.due_at), day(rows.end_at)
    others = {code: f"Báo cáo xếp vào “{CODES['outcome'][code]}”." for code in _APART}
    return sentences(
        (ended, ibis.literal("Báo cáo so ngày kết thúc ") + end + " với hạn " + due + "."),
        (is_open, ibis.literal("Báo cáo so hạn ") + due + " với ngày chốt số liệu; hệ thống ghi lúc xuất dữ liệu."),
        *((rows.outcome == code, text) for code, text in others.items()),
        (rows.reason.notnull(), rows.reason),
    )
