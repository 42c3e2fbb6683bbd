"""What was known at an instant: nothing that happened at or after it, and no deadline that was set later."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import closing_instants, read_clock
from tthc.analysis.early_warning.milestones import STOPPED
from tthc.analysis.early_warning.status import final_outcome, status_at
from tthc.analysis.life import is_over
from tthc.analysis.outcomes import register
from tthc.analysis.outcomes.system import with_common_deadline
from tthc.model.words import Phase, Status


def dossier_facts(tables: Mapping[str, ir.Table], calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """One row per dossier ever received: when it came, ended, had its result, its last recorded deadline, with
    readings.

    first_due_wm is the deadline it was received with; final_outcome is its outcome by the system's rule (early,
    on_time, late, no_due, withdrawn, ended), null while open. A dossier that the status calls ended without saying when
    is left out: nobody can tell whether it was open at an instant.
    """
    rows = with_common_deadline(_received(register(tables["dossiers"])).mutate(is_due_known=True), calendar, rules)
    rows = _with_fate(rows.drop("is_due_known", "s_due_at", "s_is_common"), calendar, rules)
    rows = rows.left_join(_first_deadlines(tables["due_changes"]), [("dossier_id", "fd_id")]).drop("fd_id")
    rows = rows.mutate(fd_due_at=ibis.coalesce(rows.fd_due_at, rows.due_at))
    read = {
        "received_at": "received_wm", "ended_at": "ended_wm", "result_at": "result_wm", "due_at": "due_wm",
        "fd_due_at": "first_due_wm",
    }
    return read_clock(at_closing(rows, calendar, rules, "fd_due_at"), calendar, read).drop("fd_due_at", "finished_at")


def _received(rows: ir.Table) -> ir.Table:
    ended = is_over(rows)
    rows = rows.filter(
        rows.received_at.notnull() & ~rows.status.isin([Status.NEW, Status.REFUSED]) & ~(
            ended & rows.finished_at.isnull()
        )
    )
    return rows.select(
        "dossier_id", "procedure_code", "procedure_name", "field", "received_at", "due_at", "finished_at", "status",
        dossier_unit="unit", dossier_officer="officer", is_withdrawn=rows.status == Status.WITHDRAWN,
        ended_at=ended.ifelse(ibis.greatest(rows.finished_at, rows.received_at), ibis.null("timestamp(6)")),
        result_at=ibis.least(
            ibis.coalesce(rows.issued_at, rows.returned_at), ibis.coalesce(rows.returned_at, rows.issued_at),
        ),
    )  # fmt: skip


def _with_fate(rows: ir.Table, calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    closed = (rows.is_withdrawn, Phase.WITHDRAWN), (rows.status == Status.HALTED, Phase.ENDED)
    phase = ibis.cases((rows.ended_at.isnull(), ibis.null("string")), *closed, else_=Phase.FINISHED)
    return final_outcome(rows, calendar, rules, phase=phase, end_at=rows.finished_at).rename(final_outcome="outcome")


def at_closing(rows: ir.Table, calendar: ir.Table, rules: Mapping[str, str], column: str) -> ir.Table:
    """`rows` with the deadline in `column` at the closing time of its day, unless deadlines count to the minute.

    For deadlines that were replaced; the recorded one is moved by the rule of `outcomes` itself (`final_outcome`).
    """
    if rules.get("compare", "date") != "date":
        return rows
    days = closing_instants(calendar).rename({"kn_day": "date", "kn_close_at": "close_at"})
    joined = rows.mutate(kn_on=rows[column].date()).left_join(days, [("kn_on", "kn_day")])
    return joined.mutate(
        **{column: ibis.coalesce(joined.kn_close_at, joined[column])}
    ).drop("kn_on", "kn_day", "kn_close_at")


def moves(changes: ir.Table, calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """One row per change of a deadline: dossier_id, at, and moved_wm, the working minutes that it added (0 where a
    deadline is missing).

    From deadline to deadline as they count, which is closing time of their days unless they count to the minute.
    """
    rows = at_closing(at_closing(changes, calendar, rules, "old_due_at"), calendar, rules, "new_due_at")
    rows = read_clock(rows, calendar, {"old_due_at": "old_wm", "new_due_at": "new_wm"})
    return rows.select("dossier_id", "at", moved_wm=ibis.coalesce(rows.new_wm - rows.old_wm, 0.0))


def _first_deadlines(changes: ir.Table) -> ir.Table:
    known = changes.filter(changes.old_due_at.notnull())
    return known.group_by(fd_id="dossier_id").agg(fd_due_at=known.old_due_at.argmin(known["at"]))


def open_as_of(
    facts: ir.Table, tables: Mapping[str, ir.Table], moments: ir.Table, calendar: ir.Table, rules: Mapping[str, str],
) -> ir.Table:
    """One row per instant and dossier open at it: its facts, with the deadline and the result as they stood then.

    `moments` has moment and moment_wm. status_at is what `status_at` of `status` says, for whoever checks.
    """
    rows = facts.cross_join(moments)
    rows = rows.filter((rows.received_at < rows.moment) & (rows.ended_at.isnull() | (rows.ended_at >= rows.moment)))
    rows = rows.left_join(
        _undone(rows, tables["due_changes"], calendar, rules), [("moment", "un_moment"), ("dossier_id", "un_id")],
    )
    is_undone, has_result = rows.un_id.notnull(), rows.result_at < rows.moment
    results = {name: has_result.ifelse(rows[name], ibis.null(rows[name].type())) for name in ("result_at", "result_wm")}
    rows = rows.mutate(
        **results, due_at=is_undone.ifelse(rows.un_due_at, rows.due_at),
        due_wm=is_undone.ifelse(rows.un_due_wm, rows.due_wm),
    )
    return status_at(rows.drop("un_moment", "un_id", "un_due_at", "un_due_wm"), tables["stops"], calendar, rules)


def with_time_left(rows: ir.Table) -> ir.Table:
    """`rows` of open dossiers at their last point with left_wm: negative once the deadline has passed, null without a
    deadline.

    While a dossier is stopped its deadline is about to move by as much, so what was left when the stop began counts.
    """
    return rows.mutate(left_wm=rows.due_wm - (rows.kind == STOPPED).ifelse(rows.entry_wm, rows.moment_wm))


def _undone(rows: ir.Table, changes: ir.Table, calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """One row per instant and dossier whose deadline was changed at or after it: the deadline that the first such
    change replaced.
    """
    later = changes.select(ch_id="dossier_id", ch_at="at", ch_due_at="old_due_at")
    undone = rows.select("moment", "dossier_id").inner_join(later, [("dossier_id", "ch_id")])
    undone = undone.filter((undone.ch_at >= undone.moment) & undone.ch_due_at.notnull())
    undone = undone.group_by(un_moment="moment", un_id="dossier_id").agg(
        un_due_at=undone.ch_due_at.argmin(undone.ch_at)
    )
    return read_clock(at_closing(undone, calendar, rules, "un_due_at"), calendar, {"un_due_at": "un_due_wm"})
