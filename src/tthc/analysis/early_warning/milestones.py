"""The points of a dossier's way: what last happened to it, and how long nothing else did.

A point begins with an event (reception, arrival at a step, end of a step, beginning or end of a stop, result) and lasts
to the next one. It is told by events up to its own alone, so that what comes later cannot change it. A step whose
arrival is inferred from its end shows itself only when it ends: until then nobody could know that the dossier had come
to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import read_clock

# Of several events at one instant the last in this order tells the point.
_RECEIVED, _ENDED, _RESUMED, _MOVED, _RESULT, _ARRIVED, _STOPPED = range(7)
STOPPED = "stop"  # the kind of point at which the dossier stands still
NAMES = {
    _RECEIVED: "received", _ENDED: "after", _RESUMED: "resumed", _RESULT: "result", _ARRIVED: "at", _STOPPED: STOPPED,
}


def milestones(facts: ir.Table, tables: Mapping[str, ir.Table], moves: ir.Table, calendar: ir.Table) -> ir.Table:
    """One row per point of a dossier's way, with no later knowledge in it. `moves` are those of its deadline
    (`as_of.moves`).

    kind (NAMES), step (its name, or the kind of a stop), step_no, entry_at, next_at (null for the last), readings, and
    moved_wm: by how much the deadline had been moved up to the entry.
    """
    rows = _within_life(_events(facts, tables, moves), facts)
    order = [rows["at"], rows.turn, rows.step_no, rows.step]
    before = ibis.window(group_by=rows.dossier_id, order_by=order, rows=(None, 0))
    stopped = ibis.cases((rows.turn == _STOPPED, 1.0), (rows.turn == _RESUMED, -1.0), else_=0.0)
    rows = rows.mutate(moved_wm=rows.moved_wm.sum().over(before), n_stopped=stopped.sum().over(before))
    # As in the segments a stop goes before every step: what is written of steps meanwhile does not end it, nor does the
    # end of another stop.
    is_meanwhile = (rows.n_stopped > 0) & rows.turn.isin([_ARRIVED, _ENDED, _RESUMED])
    rows = rows.filter((rows.turn != _MOVED) & ~is_meanwhile)
    onward = ibis.window(group_by=rows.dossier_id, order_by=[rows["at"], rows.turn, rows.step_no, rows.step])
    rows = rows.mutate(next_at=rows["at"].lead().over(onward), point_no=ibis.row_number().over(onward))
    rows = rows.filter(rows.next_at.isnull() | (rows.next_at > rows["at"]))
    kind = ibis.cases(*[(rows.turn == turn, name) for turn, name in NAMES.items()])
    rows = rows.select("dossier_id", "point_no", "step", "step_no", "next_at", "moved_wm", kind=kind, entry_at="at")
    return read_clock(rows, calendar, {"entry_at": "entry_wm", "next_at": "next_wm"})


def _within_life(events: ir.Table, facts: ir.Table) -> ir.Table:
    """Events before reception count at reception; what follows the end tells nothing of the way to it."""
    life = facts.select("dossier_id", "received_at", "ended_at")
    rows = events.inner_join(life, "dossier_id")
    rows = rows.filter(rows["at"].notnull() & (rows.ended_at.isnull() | (rows["at"] < rows.ended_at)))
    return rows.mutate(at=ibis.greatest(rows["at"], rows.received_at)).drop("received_at", "ended_at")


def _events(facts: ir.Table, tables: Mapping[str, ir.Table], moves: ir.Table) -> ir.Table:
    steps, stops = tables["steps"], tables["stops"]
    # A stop of no length, or that ends before it began, holds nothing.
    stops = stops.filter(stops.to_at.isnull() | (stops.to_at > stops.from_at))
    seen = steps.filter(~ibis.coalesce(steps.is_assumed, False))
    return ibis.union(
        _event(facts, "received_at", _RECEIVED),
        _event(seen, "arrived_at", _ARRIVED, seen.step, seen.step_no),
        _event(steps, "ended_at", _ENDED, steps.step, steps.step_no),
        _event(stops, "from_at", _STOPPED, stops.kind),
        _event(stops, "to_at", _RESUMED, stops.kind),
        _event(facts, "result_at", _RESULT),
        _event(moves, "at", _MOVED, moved=moves.moved_wm),
    )


def _event(table: ir.Table, at: str, turn: int, step: Any = None, step_no: Any = None, moved: Any = None) -> ir.Table:
    return table.select(
        "dossier_id", at=table[at].cast("timestamp(6)"), turn=ibis.literal(turn, "int8"),
        step=ibis.literal("") if step is None else step,
        step_no=ibis.literal(0, "int64") if step_no is None else step_no,
        moved_wm=ibis.literal(0.0) if moved is None else moved,
    )  # fmt: skip


def milestones_as_of(milestones: ir.Table, moments: ir.Table) -> ir.Table:
    """One row per instant and point begun before it; next_at and next_wm are null where the next event was still to
    come.
    """
    rows = milestones.cross_join(moments)
    rows = rows.filter(rows.entry_at < rows.moment)
    is_over = ibis.coalesce(rows.next_at < rows.moment, False)
    return rows.mutate(
        next_at=is_over.ifelse(rows.next_at, ibis.null("timestamp(6)")),
        next_wm=is_over.ifelse(rows.next_wm, ibis.null("float64")),
    )
