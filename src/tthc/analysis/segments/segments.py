"""Who held a dossier in each stretch of its life, and in which state."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from tthc.analysis.segments.away import cut_out
from tthc.analysis.segments.keeping import Keep, as_it_is
from tthc.analysis.segments.overlapping import resolve_overlaps
from tthc.analysis.segments.sequential import crossed_dossiers, sequential_stretches
from tthc.analysis.segments.states import DESK, OUTSIDE_STATES, party
from tthc.model.words import Party, State


def segments(
    assignments: ir.Table, lifetimes: ir.Table, due: ir.Table, away: Sequence[ir.Table] = (),
    quiet: ir.Table | None = None, *,
    nested_consult: str = Party.OTHER_BODY, keep: Keep = as_it_is,
) -> ir.Table:
    """One row per stretch of a dossier's life with one holder and state; they cover the life without gap or overlap.

    `due` has dossier_id and due_wm (the deadline's reading) for every dossier whose late minutes are to be split;
    late_wm is the part of the segment after that reading. `away` are times in which nobody could work, first match
    first (`cut_out`): recorded absences, silences of the whole office. `quiet` are times in which an officer left no
    stamp for days: what he had open then is not known to be work. Columns: those of `schema.RESULTS["segments"]` but
    what `in_order` adds, and `is_sole`, which says that the dossier has no other segment of this part and state.
    """
    crossed = keep("crossed", crossed_dossiers(assignments))
    chosen = resolve_overlaps(
        assignments.semi_join(crossed, "dossier_id"), lifetimes.semi_join(crossed, "dossier_id"), nested_consult, keep,
    )
    sequential = sequential_stretches(
        assignments.anti_join(crossed, "dossier_id"), lifetimes.anti_join(crossed, "dossier_id"),
    )
    rows = sequential.union(chosen.select(*sequential.columns))
    for number, times in enumerate(away):
        # Where nobody of the whole source left a stamp, no answer of another body could be recorded either.
        of = DESK if "officer" in times.columns else (*DESK, *OUTSIDE_STATES)
        rows = cut_out(keep(f"stretches_{number}", rows), times, of)
    if quiet is not None:
        rows = cut_out(keep("stretches_open", rows), quiet, of=(State.WORK,))
    return _with_late_minutes(rows, due)


def in_order(segments: ir.Table) -> ir.Table:
    """The segments with their number in the dossier (seg_no, from 1), their minutes and party."""
    onward = ibis.window(group_by=segments.dossier_id, order_by=segments.from_at)
    number = (ibis.row_number().over(onward) + 1).cast("int64")
    return segments.mutate(seg_no=number, wm=segments.to_wm - segments.from_wm, party=party(segments.state))


def _with_late_minutes(rows: ir.Table, due: ir.Table) -> ir.Table:
    rows = rows.left_join(due.select("dossier_id", "due_wm"), "dossier_id").drop("dossier_id_right")
    after = ibis.greatest(rows.to_wm - ibis.greatest(rows.from_wm, rows.due_wm), 0.0)
    return rows.select(
        "dossier_id", "from_at", "to_at", "from_wm", "to_wm", "state", "step_no", "step", "kind", "unit", "officer",
        "pass_no",
        "is_nested", "is_sole", late_wm=rows.due_wm.isnull().ifelse(0.0, after),
    )
