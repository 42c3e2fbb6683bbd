"""Which time a dossier is in a step: the first pass, or one after it came back."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.model.words import StepKind

_OPEN = ibis.timestamp("9999-12-31").cast("timestamp(6)")


def with_passes(rows: ir.Table) -> ir.Table:
    """The steps with pass_no, from 1 for each dossier and step.

    A pass begins where the dossier comes back after another step: one that came later and ended later than the rows of
    this step before. Rows of a step that follow one another are a hand-over, rows that overlap are parallel work: one
    pass, whatever else was at hand meanwhile. A row of no length is no step that a dossier could come
    back after; it counts to the first pass; nor is a status in which the dossier was stopped. `rows` has kind,
    arrived_at and ended_at, null while open.
    """
    lasts = ibis.coalesce(rows.ended_at > rows.arrived_at, True) & ibis.coalesce(rows.kind != StepKind.STOP, True)
    passing = rows.filter(~lasts).mutate(pass_no=ibis.literal(1, "int64"))
    held = rows.filter(lasts)
    by_time = ibis.window(group_by=held.dossier_id, order_by=[held.arrived_at, held.step_no])
    held = held.mutate(place=ibis.row_number().over(by_time), until_at=ibis.coalesce(held.ended_at, _OPEN))
    of_step = {"group_by": [held.dossier_id, held.step], "order_by": held.place}
    held = held.mutate(
        reach=held.until_at.max().over(ibis.window(**of_step, rows=(None, -1))),
        place_before=held.place.lag().over(ibis.window(**of_step)),
    )
    held = held.left_join(_came_back(held), [("dossier_id", "b_id"), ("place", "b_place")]).drop("b_id")
    held = held.mutate(is_new=(held.reach.isnull() | held.b_place.notnull()).cast("int64"))
    held = held.drop("place", "until_at", "reach", "place_before", "b_place")
    so_far = ibis.window(
        group_by=[held.dossier_id, held.step], order_by=[held.arrived_at, held.step_no], rows=(None, 0),
    )
    return held.mutate(pass_no=held.is_new.sum().over(so_far)).drop("is_new").union(passing)


def _came_back(held: ir.Table) -> ir.Table:
    """One row per row before which another step had the dossier: b_id, b_place.

    What lies between two rows of a step are rows of other steps; one of them must have ended after this step's rows.
    """
    again = held.filter((held.place > held.place_before + 1) & (held.arrived_at > held.reach))
    again = again.select("place_before", "reach", b_id="dossier_id", b_place="place")
    others = held.select(o_id="dossier_id", o_place="place", o_until_at="until_at")
    pairs = again.inner_join(others, [("b_id", "o_id")])
    is_between = (pairs.o_place > pairs.place_before) & (pairs.o_place < pairs.b_place)
    return pairs.filter(is_between & (pairs.o_until_at > pairs.reach)).select("b_id", "b_place").distinct()
