"""What was known at an instant: nothing that happened at or after it, and no deadline that was set later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import closing_instants, read_clock
from tthc.analysis.early_warning.milestones import STOPPED
from tthc.analysis.early_warning.status import final_outcome, status_at
from tthc.analysis.life import is_over, lifetimes_at, once
from tthc.analysis.outcomes import recorded_then, register
from tthc.analysis.outcomes.due import with_counted_due, with_due_in_force
from tthc.analysis.outcomes.system import with_common_deadline
from tthc.model.words import Phase, Status


def dossier_facts(tables: Mapping[str, ir.Table], calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """One row per dossier ever received: when it came, ended, had its result, its last recorded deadline, with
    readings.

    first_due_wm is the deadline it was received with; final_outcome is its outcome by the system's rule (early,
    on_time, late, no_due, withdrawn, ended), null while open. A dossier that the status calls ended without saying when
    is left out: nobody can tell whether it was open at an instant.
    """
    received = once(_received(register(tables["dossiers"])), "received")
    rows = with_common_deadline(received.mutate(is_due_known=True), calendar, rules)
    rows = with_counted_due(rows.drop("is_due_known", "s_due_at", "s_is_common"), calendar, rules)
    rows = rows.inner_join(_fates(received, tables, calendar, rules), [("dossier_id", "fate_id")]).drop("fate_id")
    first = recorded_then(rows.select(then_id="dossier_id", then_at="received_at"), tables["due_changes"])
    rows = rows.left_join(first, [("dossier_id", "then_id")])
    rows = rows.mutate(fd_due_at=ibis.coalesce(rows.then_due_at, rows.due_at)).drop(*first.columns)
    read = {
        "received_at": "received_wm", "ended_at": "ended_wm", "result_at": "result_wm", "due_at": "due_wm",
        "fd_due_at": "first_due_wm",
    }
    rows = with_counted_due(rows, calendar, rules, "fd_due_at")
    return read_clock(rows, calendar, read).drop("fd_due_at", "finished_at")


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


def _fates(
    rows: ir.Table, tables: Mapping[str, ir.Table], calendar: ir.Table, rules: Mapping[str, str],
) -> ir.Table:
    """One row per dossier: fate_id, final_outcome, by the deadline that was in force at its end: what was set
    afterwards tells nothing of it.
    """
    lives = lifetimes_at(register(tables["dossiers"]), cut=_NEVER, compare=rules.get("compare", "date"))
    rows = with_due_in_force(rows, tables, once(lives, "lives"), calendar, rules, cut=_NEVER)
    rows = with_common_deadline(once(rows, "fates"), calendar, rules)
    closed = (rows.is_withdrawn, Phase.WITHDRAWN), (rows.status == Status.HALTED, Phase.ENDED)
    phase = ibis.cases(
        (rows.ended_at.isnull(), ibis.null("string")), *closed, (~rows.is_due_known, Phase.UNKNOWN),
        else_=Phase.FINISHED,
    )
    judged = final_outcome(rows, calendar, rules, phase=phase, end_at=rows.finished_at)
    return judged.select(fate_id="dossier_id", final_outcome="outcome")


_NEVER = datetime(9999, 1, 1)


def at_closing(rows: ir.Table, calendar: ir.Table, rules: Mapping[str, str], column: str) -> ir.Table:
    """`rows` with the deadline in `column` at the closing time of its day, unless deadlines count to the minute.

    For measuring by how much a deadline was moved; one that is held against an instant counts as in `outcomes`.
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
    """One row per instant and dossier whose deadline was changed at or after it: the one that was recorded then."""
    undone = recorded_then(rows.select(then_id="dossier_id", then_at="moment"), changes)
    undone = undone.rename(un_id="then_id", un_moment="then_at", un_due_at="then_due_at")
    return read_clock(with_counted_due(undone, calendar, rules, "un_due_at"), calendar, {"un_due_at": "un_due_wm"})
