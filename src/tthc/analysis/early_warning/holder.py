"""Who has a dossier now, since when, and whose turn it is to act."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import read_clock
from tthc.analysis.early_warning.milestones import STOPPED
from tthc.analysis.segments.assignments import OUTSIDE, OWN, STOP
from tthc.analysis.segments.states import NOBODY, held_state, party
from tthc.model.words import Party, State

_STEP = ("step_no", "step", "kind", "unit", "officer", "arrived_at", "started_at", "is_outside")


def holders(rows: ir.Table, spans: ir.Table, absences: ir.Table, calendar: ir.Table) -> ir.Table:
    """One row per open dossier: state, party, since_at, holder_unit, holder_officer, and unit and officer whose turn it
    is.

    `rows` are forecasts of one instant, `spans` the steps as known then. The turn is the holder's where the step is the
    office's own and names one; a dossier that is outside, with the applicant or with nobody named is its own unit's to
    urge. n_before counts the other open dossiers that came to the same officer before it, n_in_hand all that lie there,
    it included; is_absent: the officer is away.
    """
    # A step that nobody closed must not keep its officer busy with a dossier that has ended.
    spans = spans.inner_join(rows.select("nested_consult", op_id="dossier_id"), [("dossier_id", "op_id")])
    held = rows.select(
        "moment", "dossier_id", "entry_at", "result_at", "dossier_unit", "dossier_officer", point_kind="kind",
        point_step="step",
    )
    held = held.left_join(_open_steps(spans), [("dossier_id", "os_id")]).drop("os_id")
    held = held.left_join(_last_own(spans), [("dossier_id", "lo_id")]).drop("lo_id")
    away = absences.select("from_at", "to_at", aw_officer="officer").cross_join(rows.select("moment").distinct())
    away = away.filter((away.from_at <= away.moment) & (away.to_at > away.moment)).select("aw_officer").distinct()
    held = _with_state(held)
    names_somebody = held.os_unit.notnull() | held.os_officer.notnull()
    is_mine = names_somebody & ~ibis.coalesce(held.os_is_outside, False) & (held.point_kind != STOPPED)
    held = held.mutate(
        party=party(held.state), is_mine=is_mine,
        since_at=ibis.cases((held.state == State.UNCLOSED, held.result_at), (held.point_kind == STOPPED, held.entry_at),
                            else_=ibis.coalesce(held.os_arrived_at, held.entry_at)),
        unit=is_mine.ifelse(held.os_unit, ibis.coalesce(held.dossier_unit, held.lo_unit)),
        officer=is_mine.ifelse(held.os_officer, ibis.coalesce(held.dossier_officer, held.lo_officer)),
        n_before=is_mine.ifelse(held.os_n_before, ibis.null("int64")),
        n_in_hand=is_mine.ifelse(held.os_n_in_hand, ibis.null("int64")),
    )  # fmt: skip
    held = read_clock(
        held.left_join(away, [("officer", "aw_officer")]), calendar, {"since_at": "since_wm", "moment": "now_wm"},
    )
    return held.select(
        "state", "party", "since_at", "unit", "officer", "n_before", "n_in_hand",
        ho_id="dossier_id", step=ibis.coalesce(held.os_step, held.lo_step), held_wm=held.now_wm - held.since_wm,
        holder_unit="os_unit", holder_officer="os_officer", is_absent=held.is_mine & held.aw_officer.notnull(),
    )  # fmt: skip


def _open_steps(spans: ir.Table) -> ir.Table:
    """One row per dossier with an open step: the one that holds it. An inferred arrival is known only once the step has
    ended.

    As in segments a step outside goes before an own one, the other way round where the setting says so; of several the
    last that came.
    """
    rows = spans.filter(spans.ended_at.isnull() & ~ibis.coalesce(spans.is_assumed, False))
    goes_after = rows.is_outside == (rows.nested_consult == Party.OWN_OFFICE)
    last = ibis.window(
        group_by=rows.dossier_id, order_by=[goes_after.ifelse(1, 0), rows.arrived_at.desc(), rows.step_no.desc()],
    )
    rows = rows.mutate(place=ibis.row_number().over(last))
    rows = rows.filter(rows.place == 0)
    turn = ibis.window(group_by=rows.officer, order_by=[rows.arrived_at, rows.dossier_id])
    rows = rows.mutate(
        n_before=ibis.row_number().over(turn).cast("int64"),
        n_in_hand=rows.dossier_id.count().over(group_by="officer").cast("int64"),
    )
    nobody = rows.officer.isnull()
    counts = {name: nobody.ifelse(ibis.null("int64"), rows[name]) for name in ("n_before", "n_in_hand")}
    rows = rows.mutate(**counts)
    return rows.select(os_id="dossier_id", **{f"os_{name}": rows[name] for name in (*_STEP, "n_before", "n_in_hand")})


def _last_own(spans: ir.Table) -> ir.Table:
    """One row per dossier with an own step that ended: unit, officer and name of the last."""
    rows = spans.filter(spans.ended_at.notnull() & ~spans.is_outside)
    last = ibis.window(
        group_by=rows.dossier_id, order_by=[rows.ended_at.desc(), rows.arrived_at.desc(), rows.step_no.desc()],
    )
    rows = rows.mutate(place=ibis.row_number().over(last))
    rows = rows.filter(rows.place == 0)
    return rows.select(lo_id="dossier_id", lo_unit="unit", lo_officer="officer", lo_step="step")


def _with_state(rows: ir.Table) -> ir.Table:
    """`rows` with state: the result exists, or what the stop or the open step that holds it makes of it, as in the
    segments.
    """
    is_stop = rows.point_kind == STOPPED
    outside = ibis.coalesce(rows.os_is_outside, False).ifelse(OUTSIDE, OWN)
    rank = ibis.cases((is_stop, STOP), (rows.os_step_no.isnull(), NOBODY), else_=outside)
    rows = rows.mutate(rank=rank, kind=is_stop.ifelse(rows.point_step, rows.os_kind), started_at=rows.os_started_at)
    is_unclosed = ibis.coalesce(rows.result_at < rows.moment, False)
    return rows.mutate(state=is_unclosed.ifelse(State.UNCLOSED, held_state(rows, waits=rows.started_at >= rows.moment)))
