"""Dossiers that lay in two hands at once: which of them held, and in which state.

No range join: boundaries are sorted once per dossier, and running maxima tell which holding is active after each.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.segments.assignments import OUTSIDE, OWN, STOP
from tthc.analysis.segments.keeping import Keep, as_it_is
from tthc.analysis.segments.states import NOBODY, held_state
from tthc.model.words import Party, State

_RANKS = {"stop": STOP, "outside": OUTSIDE, "own": OWN}


def resolve_overlaps(
    assignments: ir.Table, lifetimes: ir.Table, nested_consult: str = Party.OTHER_BODY, keep: Keep = as_it_is,
) -> ir.Table:
    """One row per stretch of a life with one holder and state, whatever its holdings do.

    Columns: dossier_id, from and to with readings, state, rank and name of the holder, is_nested, is_sole (never said
    here).
    """
    ordered = keep("ordered", _in_order(assignments))
    pieces = keep("pieces", _choose(_with_marks(_boundaries(ordered, lifetimes)), nested_consult))
    rows = _merge(_name_state(pieces, ordered, lifetimes), lifetimes)
    names = ordered.select("dossier_id", "rank", "order_no", "step_no", "step", "kind", "unit", "officer", "pass_no")
    rows = rows.left_join(names, ["dossier_id", "rank", "order_no"]).drop(
        "dossier_id_right", "rank_right", "order_no_right", "order_no",
    )
    return rows.mutate(is_sole=False)


def _in_order(assignments: ir.Table) -> ir.Table:
    """`order_no` sorts the holdings of a dossier and rank by who holds when several are active.

    That is the one that ends last, then the later arrival, then the higher step number.
    """
    order = ibis.window(
        group_by=[assignments.dossier_id, assignments["rank"]],
        order_by=[assignments.to_at, assignments.from_at, assignments.step_no, assignments.kind],
    )
    return assignments.mutate(order_no=ibis.row_number().over(order))


def _boundaries(assignments: ir.Table, lifetimes: ir.Table) -> ir.Table:
    """One row per instant at which something may change; a holding's start and end carry its mark for its rank.

    The mark is twice the holding's order_no at its start and one more at its end. As order_no follows the ends, the
    greatest mark so far is that of the holding that ends last, and odd once that has ended: one running maximum a rank
    tells both.

    Example: holding 1 lasts from 08:00 to 10:00, holding 2 from 09:00 to 11:00.

        at     what       mark   greatest so far   who holds
        08:00  1 begins   2      2                 1
        09:00  2 begins   4      4                 2, which ends later
        10:00  1 ends     3      4                 2
        11:00  2 ends     5      5, odd            nobody
    """
    working = assignments.filter(
        (assignments.started_at > assignments.from_at) & (assignments.started_at < assignments.to_at)
    )
    closed = lifetimes.filter(lifetimes.closed_at > lifetimes.received_at)
    living = lifetimes.filter(lifetimes.end_at > lifetimes.received_at)
    return ibis.union(
        _marked(assignments, "from_at", "from_wm", 0), _marked(assignments, "to_at", "to_wm", 1),
        _plain(working, "started_at", "started_wm"),
        _plain(living, "received_at", "received_wm"), _plain(living, "end_at", "end_wm"),
        _plain(closed, "closed_at", "closed_wm"),
    )


def _marked(assignments: ir.Table, at: str, wm: str, is_end: int) -> ir.Table:
    mark = assignments.order_no * 2 + is_end
    marks = {
        f"mark_{name}": (assignments["rank"] == rank).ifelse(mark, ibis.null("int64"))
        for name, rank in _RANKS.items()
    }
    return assignments.select("dossier_id", at=at, wm=wm, **marks)


def _plain(table: ir.Table, at: str, wm: str) -> ir.Table:
    return table.select("dossier_id", at=at, wm=wm, **{f"mark_{name}": ibis.null("int64") for name in _RANKS})


def _with_marks(boundaries: ir.Table) -> ir.Table:
    """One row per stretch between two instants, with the mark of each rank's latest-ending holding that had started by
    then.

    Of several boundaries at one instant only the last is followed by time, and the maxima up to it have seen them all.
    """
    so_far = ibis.window(group_by=boundaries.dossier_id, order_by=boundaries["at"], rows=(None, 0))
    onward = ibis.window(group_by=boundaries.dossier_id, order_by=boundaries["at"])
    rows = boundaries.select(
        "dossier_id", from_at="at", from_wm="wm", next_at=boundaries["at"].lead().over(onward),
        **{f"mark_{name}": boundaries[f"mark_{name}"].max().over(so_far) for name in _RANKS},
    )
    return rows.filter(rows.next_at > rows.from_at)


def _choose(pieces: ir.Table, nested_consult: str) -> ir.Table:
    """The first active rank holds: a stop, then a step outside, then the own step."""
    active = {name: ibis.coalesce(pieces[f"mark_{name}"] % 2 == 0, False) for name in _RANKS}
    order = ("stop", "own", "outside") if nested_consult == Party.OWN_OFFICE else ("stop", "outside", "own")
    rank = ibis.cases(*[(active[name], _RANKS[name]) for name in order], else_=NOBODY).cast("int8")
    mark = ibis.cases(*[(active[name], pieces[f"mark_{name}"]) for name in order], else_=-2)
    return pieces.select(
        "dossier_id", "from_at", "from_wm", rank=rank, order_no=(mark / 2).cast("int64"),
        is_nested=~active["stop"] & active["outside"] & active["own"],
    )


def _name_state(pieces: ir.Table, assignments: ir.Table, lifetimes: ir.Table) -> ir.Table:
    held = assignments.select("dossier_id", "rank", "order_no", "kind", "started_at")
    rows = pieces.left_join(held, ["dossier_id", "rank", "order_no"]).drop(
        "dossier_id_right", "rank_right", "order_no_right",
    )
    rows = rows.left_join(lifetimes.select("dossier_id", "closed_at"), "dossier_id").drop("dossier_id_right")
    phase = ibis.cases(
        (rows.from_at >= rows.closed_at, _CLOSED), (rows["rank"] != OWN, 0), (rows.from_at < rows.started_at, _WAITS),
        else_=0,
    )
    state = (phase == _CLOSED).ifelse(State.UNCLOSED, held_state(rows, phase == _WAITS))
    # Holder and state in one number, for neighbours to be compared by.
    alike = ((rows.order_no * 4 + rows["rank"]) * 3 + phase) * 2 + rows.is_nested.cast("int64")
    return rows.select("dossier_id", "from_at", "from_wm", "rank", "order_no", "is_nested", state=state, alike=alike)


_WAITS, _CLOSED = 1, 2


def _merge(rows: ir.Table, lifetimes: ir.Table) -> ir.Table:
    """Neighbours with the same holder and state become one segment; each lasts until the next one,
    the last to the end.
    """
    onward = ibis.window(group_by=rows.dossier_id, order_by=rows.from_at)
    rows = rows.mutate(is_same=ibis.coalesce(rows.alike.lag().over(onward) == rows.alike, False))
    rows = rows.filter(~rows.is_same).drop("is_same", "alike")
    ends = lifetimes.select("dossier_id", "end_at", "end_wm")
    rows = rows.inner_join(ends, "dossier_id")
    onward = ibis.window(group_by=rows.dossier_id, order_by=rows.from_at)
    return rows.mutate(
        to_at=ibis.coalesce(rows.from_at.lead().over(onward), rows.end_at),
        to_wm=ibis.coalesce(rows.from_wm.lead().over(onward), rows.end_wm),
    ).drop("end_at", "end_wm")
