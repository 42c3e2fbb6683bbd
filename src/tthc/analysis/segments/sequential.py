"""Dossiers that went from hand to hand: their segments are the holdings and the gaps between them.

Most dossiers never lie in two hands at once. Nothing has to be chosen there, so nothing is sorted a second time;
`overlapping` does that for the others, by the same rules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ibis
import ibis.expr.types as ir

from tthc.analysis.segments.assignments import OWN
from tthc.analysis.segments.states import NOBODY, held_state
from tthc.model.words import State

HOLDER = ("step_no", "step", "kind", "unit", "officer", "pass_no")


def crossed_dossiers(assignments: ir.Table) -> ir.Table:
    """One row per dossier that lay in two hands at once: a holding begins before the one before it ends."""
    return assignments.filter(assignments.next_at < assignments.to_at).select("dossier_id").distinct()


def sequential_stretches(assignments: ir.Table, lifetimes: ir.Table) -> ir.Table:
    """One row per stretch of a life with one holder and state, for dossiers that are not crossed.

    `is_sole`: no other stretch of the dossier has the same part of its life and state. Columns as of
    `resolve_overlaps`.
    """
    held, gaps = _held(assignments, lifetimes), _gaps(assignments, lifetimes)
    nobody = gaps.mutate(
        rank=ibis.literal(NOBODY, "int8"), **{name: ibis.null(assignments[name].type()) for name in HOLDER},
    )
    return ibis.union(
        _stretch(held, State.WAITING, ["from"], ["begun", "to", "closed"], is_sole=True),
        _stretch(held, held_state(held, waits=False), ["begun"], ["to", "closed"], is_sole=True),
        _stretch(held, State.UNCLOSED, ["from", "closed"], ["to"]),
        _stretch(nobody, State.UNRECORDED, ["from"], ["to", "closed"]),
        _stretch(nobody, State.UNCLOSED, ["from", "closed"], ["to"]),
    )


def _stretch(
    rows: ir.Table, state: str | ir.Value, start: Sequence[str], end: Sequence[str], *, is_sole: bool = False,
) -> ir.Table:
    """From the latest of the instants named by `start` to the earliest of `end`, where that is any time."""
    edges = {
        f"{edge}_{unit}": _one(choose, [rows[f"{name}_{unit}"] for name in names])
        for edge, choose, names in (("from", ibis.greatest, start), ("to", ibis.least, end))
        for unit in ("at", "wm")
    }
    state = ibis.literal(state) if isinstance(state, str) else state
    found = rows.select("dossier_id", "rank", *HOLDER, **edges, state=state, is_nested=False, is_sole=is_sole)
    return found.filter(found.to_at > found.from_at)


def _one(choose: Callable[..., ir.Value], values: Sequence[ir.Value]) -> ir.Value:
    return choose(*values) if len(values) > 1 else values[0]  # Spark chooses among two at least


def _held(assignments: ir.Table, lifetimes: ir.Table) -> ir.Table:
    """Holdings with the instant at which their work begins and the one from which the dossier is only unclosed."""
    rows = assignments.inner_join(_closed(lifetimes), "dossier_id")
    waits = (rows["rank"] == OWN) & (rows.started_at > rows.from_at)
    begun = {f"begun_{unit}": waits.ifelse(rows[f"started_{unit}"], rows[f"from_{unit}"]) for unit in ("at", "wm")}
    return rows.mutate(**begun)


def _gaps(assignments: ir.Table, lifetimes: ir.Table) -> ir.Table:
    """One row per gap, of no length too: after each holding, and before the first."""
    life = _closed(lifetimes)
    after = assignments.select(
        "dossier_id", "next_at", "next_wm", from_at="to_at", from_wm="to_wm",
    ).inner_join(life, "dossier_id")
    first = assignments.group_by("dossier_id").agg(next_at=assignments.from_at.min(), next_wm=assignments.from_wm.min())
    before = life.left_join(first, "dossier_id").drop("dossier_id_right")
    before = before.join(lifetimes.select("dossier_id", from_at="received_at", from_wm="received_wm"), "dossier_id")
    columns = ("dossier_id", "from_at", "from_wm", "closed_at", "closed_wm")
    return ibis.union(*(
        rows.select(
            *columns, to_at=ibis.coalesce(rows.next_at, rows.end_at), to_wm=ibis.coalesce(rows.next_wm, rows.end_wm),
        )
        for rows in (after, before)
    ))


def _closed(lifetimes: ir.Table) -> ir.Table:
    """Each life's end, and the instant from which it is only unclosed: its end where the result
    never existed before.
    """
    closed = {
        f"closed_{unit}": ibis.coalesce(lifetimes[f"closed_{unit}"], lifetimes[f"end_{unit}"])
        for unit in ("at", "wm")
    }
    return lifetimes.select("dossier_id", "end_at", "end_wm", **closed)
