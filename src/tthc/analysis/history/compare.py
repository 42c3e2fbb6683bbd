"""What changed since the last report on the same period, dossier by dossier.

Both reports are read as of the instant that the last one could know: what happened since is settled or newly late, what
was recorded of the time before and reads otherwise now was altered. Nothing here is an accusation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.history.fingerprints import DATES, HAPPENED, as_known, step_marks
from tthc.model.schema import TABLES
from tthc.model.words import FINISHED, LATE, OPEN, Outcome

ENDED = (*FINISHED, Outcome.ENDED)
_DOSSIER = ("dossier_id", "procedure_name", "field", "unit")


def changes(
    last: ir.Table, tables: Mapping[str, ir.Table], *, rule: str, until: datetime, is_reckoned_alike: bool = True,
) -> ir.Table:
    """One row per dossier and kind of change: the columns of schema `changes`.

    last: the fingerprints of the last report; until: the first instant that it could not know of. tables: registered,
    outcomes, steps, stops and due_changes as they are now. A dossier counts that belonged to the period then or belongs
    to it now; one that was altered is not also said to have left the period or to be no longer late, its row tells
    that.
    is_reckoned_alike: whether both reports reckon by the same settings, law and way of the package; if not, an outcome
    that is another although nothing of the record tells why is reckoned anew, which is no question about the data.
    """
    both = _joined(last, tables, rule, until)
    altered = [*(_date_altered(both, name, tables, until) for name in DATES), _steps_altered(both)]
    altered = [rows.select(TABLES["changes"].names) for rows in altered]
    explained = ibis.union(*altered).select("dossier_id").distinct()
    newly_late, untold = _newly_late(both), [
        rows.anti_join(explained, "dossier_id")
        for rows in (_left(both), _no_longer_late(both, tables["stops"], until))
    ]
    if not is_reckoned_alike:
        since = _instant(until)
        by_time = (both.due_at >= since) | (both.finished_at >= since) | ~both.was_there
        unmoved = both.filter(~ibis.coalesce(by_time, False)).select("dossier_id").anti_join(explained, "dossier_id")
        untold = [
            rows.mutate(change=ibis.literal("reckoned_anew"))
            for rows in (newly_late.semi_join(unmoved, "dossier_id"), *untold)
        ]
        newly_late = newly_late.anti_join(unmoved, "dossier_id")
    changes = [_deleted(both), _late_arrival(both), newly_late, _settled(both, until)]
    return ibis.union(*altered, *(rows.select(TABLES["changes"].names) for rows in (*changes, *untold)))


def _instant(value: datetime) -> ir.Value:
    return ibis.literal(value).cast("timestamp(6)")


def _joined(last: ir.Table, tables: Mapping[str, ir.Table], rule: str, until: datetime) -> ir.Table:
    """One row per dossier of either report: `was_…` then, `now_…` as of the same instant, and as recorded now without
    prefix.
    """
    judged = tables["outcomes"].filter(tables["outcomes"].rule == rule)
    judged = judged.select(o_id="dossier_id", now_outcome="outcome", now_late_wm="late_wm")
    known = as_known(tables["registered"], until).select(
        k_id="dossier_id", **{f"now_{name}": name for name in (*HAPPENED, "received_at")},
    )
    marks = step_marks(tables["steps"], until).select(m_id="s_id", now_steps="n_steps", now_mark="steps_mark")
    now = tables["registered"].left_join(known, [("dossier_id", "k_id")]).left_join(judged, [("dossier_id", "o_id")])
    now = now.left_join(marks, [("dossier_id", "m_id")])
    was = last.select(**{f"was_{name}": name for name in last.columns if name != "run"})
    rows = now.outer_join(was, [("dossier_id", "was_dossier_id")])
    named = {name: ibis.coalesce(rows[name], rows[f"was_{name}"]) for name in _DOSSIER}
    rows = rows.mutate(
        **named, is_now=rows.dossier_id.notnull(), is_known=rows.k_id.notnull(),
        was_there=rows.was_dossier_id.notnull(),
    )
    counted = ibis.coalesce(rows.was_is_in_scope, False) | rows.now_outcome.notnull()
    return rows.filter(counted)


def _row(rows: ir.Table, change: str | ir.Value, **values: ir.Value) -> ir.Table:
    nothing = {
        "before_at": ibis.null("timestamp(6)"), "after_at": ibis.null("timestamp(6)"), "n_before": ibis.null("int64"),
        "n_after": ibis.null("int64"),
    }
    code = ibis.literal(change) if isinstance(change, str) else change
    columns = {
        "change": code, "outcome_before": rows.was_outcome, "outcome_after": rows.now_outcome,
        "late_wm": rows.now_late_wm,
    }
    return rows.select(*_DOSSIER, **{**nothing, **columns, **values})


def _date_altered(both: ir.Table, name: str, tables: Mapping[str, ir.Table], until: datetime) -> ir.Table:
    """Deadlines and receptions are known from the start; what happens later is compared as of the last report."""
    then, now = both[f"was_{name}"], both[f"now_{name}"] if name in HAPPENED else both[name]
    rows = both.filter(both.is_now & both.was_there & ~then.identical_to(now))
    if name == "received_at":
        # Not yet received then, received since.
        rows = rows.filter(rows.was_received_at.notnull() | rows.now_received_at.notnull())
    change = f"{name.removesuffix('_at')}_altered"
    if name == "due_at":
        rows = rows.left_join(_moved(tables, until), [("dossier_id", "b_id")])
        change = rows.b_id.notnull().ifelse("due_moved", change)
    return _row(rows, change, before_at=rows[f"was_{name}"], after_at=rows[name])


def _moved(tables: Mapping[str, ir.Table], until: datetime) -> ir.Table:
    """One row per dossier whose deadline had a recorded reason to move since: a change with its date, or a stop that
    went on.
    """
    moment = ibis.literal(until).cast("timestamp(6)")
    changed, stops = tables["due_changes"], tables["stops"]
    recorded = changed.filter(changed["at"] >= moment).select(b_id="dossier_id")
    stopped = stops.filter(ibis.coalesce(stops.to_at >= moment, True)).select(b_id="dossier_id")
    return recorded.union(stopped).distinct()


def _steps_altered(both: ir.Table) -> ir.Table:
    """Only where steps were recorded then: a source that did not tell them may have come to."""
    then = ibis.coalesce(both.was_n_steps, 0)
    rows = both.filter(both.now_outcome.notnull() & (then > 0) & ~both.was_steps_mark.identical_to(both.now_mark))
    return _row(
        rows, "steps_altered", n_before=ibis.coalesce(rows.was_n_steps, 0), n_after=ibis.coalesce(rows.now_steps, 0),
    )


def _deleted(both: ir.Table) -> ir.Table:
    rows = both.filter(~both.is_now)
    return _row(rows, "deleted", before_at=rows.was_received_at)


def _late_arrival(both: ir.Table) -> ir.Table:
    rows = both.filter(~both.was_there & both.is_known & both.now_received_at.notnull())
    return _row(rows, "late_arrival", after_at=rows.received_at)


def _newly_late(both: ir.Table) -> ir.Table:
    before = ibis.coalesce(both.was_outcome, "").isin(LATE)
    rows = both.filter(both.now_outcome.isin(LATE) & ~before)
    return _row(rows, "newly_late", before_at=rows.was_due_at, after_at=rows.due_at)


def _settled(both: ir.Table, until: datetime) -> ir.Table:
    rows = both.filter(
        both.was_outcome.isin(OPEN) & both.now_outcome.isin(ENDED) & (both.finished_at >= _instant(until))
    )
    return _row(rows, "settled", after_at=rows.finished_at)


def _left(both: ir.Table) -> ir.Table:
    return _row(
        both.filter(both.is_now & ibis.coalesce(both.was_is_in_scope, False) & both.now_outcome.isnull()), "left",
    )


def _no_longer_late(both: ir.Table, stops: ir.Table, until: datetime) -> ir.Table:
    """Nor did it end or begin to stand still since, which would tell why."""
    ended_since = both.now_outcome.isin(ENDED) & ibis.coalesce(both.finished_at >= _instant(until), False)
    rows = both.filter(
        both.was_outcome.isin(LATE) & both.now_outcome.notnull() & ~both.now_outcome.isin(LATE) & ~ended_since
    )
    stopped_since = stops.filter(stops.from_at >= _instant(until)).select(
        "dossier_id", now_outcome=ibis.literal(Outcome.STOPPED),
    ).distinct()
    rows = rows.anti_join(stopped_since, ["dossier_id", "now_outcome"])
    return _row(rows, "no_longer_late", after_at=rows.due_at)
