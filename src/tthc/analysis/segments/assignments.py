"""Who could hold a dossier when: stops, steps outside the office and own steps, clipped to its life."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import instant, read_clock
from tthc.analysis.life import within_life
from tthc.analysis.segments.lifetimes import to_clip
from tthc.model.words import StepKind

STOP, OUTSIDE, OWN = 1, 2, 3
RECORDS = 0.9  # the part of his steps with a start from which on an officer is one who records starts


def known_units(steps: ir.Table, units: ir.Table, own_units: Sequence[str] = ()) -> ir.Table:
    """One row per unit that the list or a step names: unit, is_own (null where nobody says).

    Where the office names any own unit, in its settings or in its list, every other unit that a step names is another
    body's.
    """
    own = units.filter(units.is_own)
    named = steps.filter(steps.unit.notnull()).select("unit").distinct().anti_join(own, "unit")
    if own_units:
        others = named.filter(~named.unit.isin(list(own_units)))
    else:
        others = named.cross_join(own.limit(1).select(any_own="is_own"))
    listed = units.anti_join(others, "unit")
    is_own = listed.unit.isin(list(own_units)).ifelse(True, listed.is_own) if own_units else listed.is_own
    return listed.select("unit", is_own=is_own).union(others.select("unit", is_own=ibis.literal(False)))


def steps_within_life(steps: ir.Table, lifetimes: ir.Table, *, cut: datetime) -> ir.Table:
    """One row per step within its dossier's life: arrived_at, started_at and ended_at, begins_later, ends_later.

    What lies outside is clipped or gone (`life.within_life`). A step that is not the last of its dossier and has no end
    counts as ended when the next one arrives; the last one stays open (null end). `begins_later` and `ends_later` say
    that the export knows of a start or an end after the cut. A start outside the step is drawn to its nearer edge.
    """
    moment = instant(cut)
    steps = steps.filter(steps.arrived_at < moment).drop("step_due_at")
    by_time = ibis.window(group_by=steps.dossier_id, order_by=[steps.arrived_at, steps.step_no])
    rows = steps.mutate(ended_at=ibis.coalesce(steps.ended_at, steps.arrived_at.lead().over(by_time)))
    # What the export knows of later days tells whether a start is missing or had not come yet.
    rows = rows.mutate(
        begins_later=ibis.coalesce(rows.started_at >= moment, False),
        ends_later=ibis.coalesce(rows.ended_at >= moment, False),
    )
    rows = rows.mutate(
        ended_at=(rows.ended_at < moment).ifelse(
            ibis.greatest(rows.ended_at, rows.arrived_at), ibis.null("timestamp(6)"),
        )
    )
    rows = _clipped(rows, lifetimes)
    return rows.mutate(
        started_at=_inside(rows.started_at, rows.arrived_at, ibis.coalesce(rows.ended_at, moment), moment)
    )


def recording_officers(steps: ir.Table) -> ir.Table:
    """One row per officer who nearly always records when he begins (`RECORDS` of his steps): recorder."""
    over = steps.filter(steps.officer.notnull() & (steps.started_at.notnull() | steps.ended_at.notnull()))
    counts = over.group_by("officer").agg(n=over.count(), n_started=over.started_at.count())
    return counts.filter(counts.n_started >= RECORDS * counts.n).select(recorder="officer")


def step_spans(steps: ir.Table, recording: ir.Table, units: ir.Table, calendar: ir.Table, *, cut: datetime) -> ir.Table:
    """One row per step within its dossier's life: arrived, started, ended with readings, pass_no, is_outside.

    `steps` as `passes.with_passes` gives them. An open step without a start, at an officer who nearly always records
    starts (`recording`), has not been begun, nor has one that was started after the cut: its start reads as the cut.
    `units` as `known_units` gives them.
    """
    rows = _mark_outside(_not_begun(steps, recording, instant(cut)), units)
    return read_clock(rows, calendar, {"arrived_at": "arrived_wm", "started_at": "started_wm", "ended_at": "ended_wm"})


def _clipped(rows: ir.Table, lifetimes: ir.Table) -> ir.Table:
    """The steps within the lives; one that nobody ended stays without an end."""
    rows = within_life(
        rows.mutate(is_ended=rows.ended_at.notnull()), to_clip(lifetimes), "arrived_at", "ended_at", instants=True,
    )
    return rows.mutate(
        ended_at=rows.is_ended.ifelse(rows.ended_at, ibis.null("timestamp(6)"))
    ).drop("is_ended", "is_over")


def _not_begun(rows: ir.Table, recording: ir.Table, cut: ir.Value) -> ir.Table:
    rows = rows.left_join(recording, [("officer", "recorder")])
    waits = rows.begins_later | (
        rows.recorder.notnull() & rows.started_at.isnull() & rows.ended_at.isnull() & ~rows.ends_later
    )
    return rows.mutate(started_at=waits.ifelse(cut, rows.started_at)).drop("recorder", "begins_later", "ends_later")


def _inside(started: ir.Value, arrived: ir.Value, ended: ir.Value, cut: ir.Value) -> ir.Value:
    drawn = ibis.least(ibis.greatest(started, arrived), ended)
    return (started < cut).ifelse(drawn, ibis.null("timestamp(6)"))


def _mark_outside(steps: ir.Table, units: ir.Table) -> ir.Table:
    """Consultations and councils are outside the office; so is any other step of a unit that is known not to be own."""
    others = units.filter(units.is_own == False).select(other_unit="unit").distinct()  # noqa: E712 - an Ibis expression
    rows = steps.left_join(others, [steps.unit == others.other_unit])
    outside = rows.kind.isin([StepKind.CONSULT, StepKind.COUNCIL]) | rows.other_unit.notnull()
    return rows.mutate(is_outside=ibis.coalesce(outside, False)).drop("other_unit")


def assignments(spans: ir.Table, stops: ir.Table, lifetimes: ir.Table, calendar: ir.Table) -> ir.Table:
    """One row per stop or step of the dossier's life: rank (stop, outside, own), from/to with readings, holder.

    next_at and next_wm are when the dossier's next holding begins, null after its last. Holdings of no length are left
    out.
    """
    both = _step_assignments(spans, lifetimes).union(_stop_assignments(stops, calendar, lifetimes, spans))
    lasting = both.filter(both.to_at > both.from_at)
    onward = ibis.window(group_by=lasting.dossier_id, order_by=[lasting.from_at, lasting.to_at])
    return lasting.mutate(next_at=lasting.from_at.lead().over(onward), next_wm=lasting.from_wm.lead().over(onward))


def _step_assignments(spans: ir.Table, lifetimes: ir.Table) -> ir.Table:
    rows = spans.inner_join(lifetimes.select("dossier_id", "end_at", "end_wm"), "dossier_id")
    return rows.select(
        "dossier_id", "step_no", "step", "kind", "unit", "officer", "pass_no", "started_at", "started_wm",
        rank=ibis.ifelse(rows.is_outside, OUTSIDE, OWN).cast("int8"), from_at=rows.arrived_at, from_wm=rows.arrived_wm,
        to_at=ibis.coalesce(rows.ended_at, rows.end_at), to_wm=ibis.coalesce(rows.ended_wm, rows.end_wm),
    )


def _stop_assignments(stops: ir.Table, calendar: ir.Table, lifetimes: ir.Table, spans: ir.Table) -> ir.Table:
    order = ibis.window(group_by=stops.dossier_id, order_by=[stops.from_at, stops.kind])
    clipped = within_life(stops.mutate(number=ibis.row_number().over(order) + 1), to_clip(lifetimes))
    clipped = read_clock(clipped, calendar, {"from_at": "from_wm", "to_at": "to_wm"})
    return clipped.select(
        "dossier_id", step_no=clipped.number.cast("int64"), step=ibis.null(spans.step.type()), kind=clipped.kind,
        unit=ibis.null(spans.unit.type()), officer=ibis.null(spans.officer.type()), pass_no=ibis.literal(1, "int64"),
        started_at=ibis.null("timestamp(6)"),
        started_wm=ibis.null("float64"), rank=ibis.literal(STOP, "int8"),
        from_at="from_at", from_wm="from_wm", to_at="to_at", to_wm="to_wm",
    )
