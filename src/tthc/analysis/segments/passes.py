"""Which time a dossier is in a step: the first pass, or one after it came back (design.md §5.3)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.model.words import StepKind


def with_passes(rows: ir.Table) -> ir.Table:
    """The steps with pass_no, from 1 for each dossier and step.

    A pass begins where the dossier comes back after another step. Rows of a step that follow one another are a
    hand-over, rows that overlap are parallel work: one pass. A row of no length is no step that a dossier could come
    back after; it counts to the first pass; nor is a status in which the dossier was stopped. `rows` has kind,
    arrived_at and ended_at, null while open.
    """
    lasts = ibis.coalesce(rows.ended_at > rows.arrived_at, True) & ibis.coalesce(rows.kind != StepKind.STOP, True)
    passing = rows.filter(~lasts).mutate(pass_no=ibis.literal(1, "int64"))
    held = rows.filter(lasts)
    by_time = ibis.window(group_by=held.dossier_id, order_by=[held.arrived_at, held.step_no])
    of_step = {"group_by": [held.dossier_id, held.step], "order_by": [held.arrived_at, held.step_no]}
    reach = ibis.coalesce(
        held.ended_at, ibis.timestamp("9999-12-31").cast("timestamp(6)"),
    ).max().over(ibis.window(**of_step, rows=(None, -1)))
    goes_on = (held.step.lag().over(by_time) == held.step) | (held.arrived_at <= reach)
    held = held.mutate(is_new=(~ibis.coalesce(goes_on, False)).cast("int64"))
    so_far = ibis.window(
        group_by=[held.dossier_id, held.step], order_by=[held.arrived_at, held.step_no], rows=(None, 0),
    )
    return held.mutate(pass_no=held.is_new.sum().over(so_far)).drop("is_new").union(passing)
