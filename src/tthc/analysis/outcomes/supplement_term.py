"""The days within which a supplement must come, and what was done when they were over or before."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import add_deadline
from tthc.analysis.life import once, with_answers, within_life
from tthc.model.words import Status, StopKind

_NEVER = ibis.null("timestamp(6)")
_NOON = ibis.interval(hours=12)
# Closed for these reasons a dossier was not closed because a supplement did not come.
_OTHER_REASONS = ("applicant", "not_eligible")
COLUMNS = (
    "answered_from_at", "answered_at", "answered_by_at", "unanswered_at", "term_ends_at", "closed_at", "close_after_at",
)


def with_terms(rows: ir.Table, tables: Mapping[str, ir.Table], lifetimes: ir.Table, calendar: ir.Table) -> ir.Table:
    """`rows` (with supplement_close_cd, status, finished_at and closing_reason) with `COLUMNS`.

    answered_from_at, answered_at, answered_by_at: the first request that was answered after the term, its answer, and
    the term's last day as it counts. unanswered_at: the request that a closed dossier still waited for
    (`life.with_answers`). term_ends_at: its last day by the calendar alone; close_after_at: the
    first working day after the term as it counts. closed_at: when it was closed for it, null where the reason says
    otherwise.
    """
    asked = with_answers(
        within_life(tables["stops"].filter(lambda t: t.kind == StopKind.SUPPLEMENT), lifetimes), lifetimes,
    ).select("dossier_id", "from_at", "to_at", "is_answered")
    limits = rows.select("supplement_close_cd", "status", "finished_at", "closing_reason", l_id="dossier_id")
    each = once(_with_term(asked.inner_join(limits, [("dossier_id", "l_id")]), calendar), "terms")
    is_closed = ibis.coalesce(each.status == Status.HALTED, False) & each.finished_at.notnull()
    is_late = each.is_answered & ibis.coalesce(each.to_at.date() > each.t_by_at.date(), False)
    waits = is_closed & ~each.is_answered
    for_it = waits & ~ibis.coalesce(each.closing_reason.isin(_OTHER_REASONS), False)
    found = each.group_by(tm_id="dossier_id").aggregate(
        answered_from_at=each.from_at.min(where=is_late),
        answered_at=each.to_at.argmin(each.from_at, where=is_late),
        answered_by_at=each.t_by_at.min(where=is_late),
        unanswered_at=each.from_at.min(where=waits),
        term_ends_at=each.t_ends_at.min(where=waits),
        close_after_at=each.t_after_at.min(where=waits),
        closed_at=each.finished_at.min(where=for_it),
    )
    return rows.left_join(found, [("dossier_id", "tm_id")]).drop("tm_id")


def _with_term(asked: ir.Table, calendar: ir.Table) -> ir.Table:
    """Adds t_ends_at (noon of the last day by the calendar), t_by_at (closing time of that day, or of the next working
    day: Bộ luật Dân sự 2015, Điều 148 khoản 5) and t_after_at (of the working day after that).
    """
    ends = asked.from_at.date().cast("timestamp(6)") + asked.supplement_close_cd.as_interval("D") + _NOON
    rows = asked.mutate(t_ends_at=ends, t_none=ibis.literal(0, "int64"), t_one=ibis.literal(1, "int64"))
    rows = add_deadline(rows, calendar, "t_ends_at", "t_none", "t_by_at")
    return add_deadline(rows, calendar, "t_by_at", "t_one", "t_after_at").drop("t_none", "t_one")
