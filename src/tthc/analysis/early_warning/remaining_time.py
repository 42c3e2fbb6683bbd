"""What the dossiers known at an instant tell of the time that others may still take.

Two measures. `by_landmark`: the time from a landmark at the point to the result, of dossiers that had stayed at the
point so long. `by_time_left`: the time left, downwards, of dossiers that stood at the point with about as much of it.
The first is used where results are recorded and the dossier has none yet. The second is used after the result, and
where none are recorded: offices work towards deadlines and often close a dossier just before its own, whenever its work
was done. Time counts net of what the deadline was moved by later, because that decides whether a dossier is late.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import FULL_DAY_WM
from tthc.analysis.early_warning.curves import levelled
from tthc.analysis.early_warning.milestones import STOPPED

# Readings of the clock are fractions of minutes, so the edges below are too.
DAY, TICK = float(FULL_DAY_WM), 30.0
BY_LANDMARK, BY_TIME_LEFT = "by_landmark", "by_time_left"
# Working days at a point from which a curve of `by_landmark` starts.
LANDMARKS = tuple(day * DAY for day in (0, 0.5, 1, 2, 3, 5, 8, 12, 18, 27, 40, 60))
# Upper edges of the bins of `by_time_left`, working days; the last bin takes all the rest.
EDGES = (1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 60, 1000)
BINS = tuple({"low_wm": low * DAY, "start_wm": high * DAY} for low, high in zip((0, *EDGES), EDGES, strict=False))
_ALIKE = ("moment", "kind", "step", "procedure_code", "field", "start_wm")


def remaining_times(then: ir.Table, facts: ir.Table, current: ir.Table, moves: ir.Table, moments: ir.Table) -> ir.Table:
    """One row per instant and point begun before it: stayed_wm at it, left_wm on arriving, took_wm to the result,
    lived_wm to the end.

    Both are counted from the entry, net of later moves of the deadline. has_result and is_end say whether result and
    end had come; else the dossier was lost sight of: at the instant, at a withdrawal, at the beginning of a stop that
    still goes on (nobody knows yet by how much it will move the deadline). `current` is the last point of every open
    dossier at each instant.
    """
    life = (
        "procedure_code", "field", "received_wm", "first_due_wm", "ended_at", "ended_wm", "result_at", "result_wm",
        "is_withdrawn",
    )
    rows = then.inner_join(facts.select("dossier_id", *life), "dossier_id")
    rows = rows.left_join(_moved_by(moves, moments), [("moment", "mv_moment"), ("dossier_id", "mv_id")])
    waits = current.filter(current.kind == STOPPED).select(st_moment="moment", st_id="dossier_id", st_wm="entry_wm")
    rows = rows.left_join(waits, [("moment", "st_moment"), ("dossier_id", "st_id")])
    is_over = ibis.coalesce(rows.ended_at < rows.moment, False)
    is_end = is_over & ~rows.is_withdrawn
    is_known = ibis.coalesce(rows.result_at < rows.moment, False)
    until = is_over.ifelse(rows.ended_wm, ibis.coalesce(rows.st_wm, rows.moment_wm))
    result = is_known.ifelse(ibis.least(ibis.coalesce(rows.result_wm, until), until), until)
    leaving = ibis.coalesce(rows.next_wm, is_over.ifelse(rows.ended_wm, rows.moment_wm))
    moved = ibis.coalesce(rows.mv_wm, 0.0) - rows.moved_wm
    return rows.select(
        "moment", "kind", "step", "procedure_code", "field", is_end=is_end, has_result=is_end | is_known,
        measure=measure(rows), budget_wm=budget(rows),
        stayed_wm=ibis.greatest(leaving - rows.entry_wm, 0.0),
        left_wm=rows.first_due_wm + rows.moved_wm - rows.entry_wm,
        took_wm=ibis.greatest(result - rows.entry_wm - moved, 0.0),
        lived_wm=ibis.greatest(until - rows.entry_wm - moved, 0.0),
    )  # fmt: skip


def budget(rows: ir.Table) -> ir.Value:
    """The time that a dossier was granted when it came, at least a day."""
    return ibis.greatest(rows.first_due_wm - rows.received_wm, DAY)


def measure(rows: ir.Table) -> ir.Value:
    """Which of the two measures a point is for. `rows` has records_results of its instant."""
    is_before = rows.records_results & ~ibis.coalesce(rows.result_at <= rows.entry_at, False)
    return is_before.ifelse(BY_LANDMARK, BY_TIME_LEFT)


def _moved_by(moves: ir.Table, moments: ir.Table) -> ir.Table:
    """One row per instant and dossier with changes before it: by how much its deadline had been moved."""
    rows = moves.cross_join(moments.select("moment"))
    rows = rows.filter(rows["at"] < rows.moment)
    return rows.group_by(mv_moment="moment", mv_id="dossier_id").agg(mv_wm=rows.moved_wm.sum())


def by_landmark(remaining_times: ir.Table, landmarks: ir.Table) -> ir.Table:
    """Rows for `curves`: every point before the result, once for each landmark that the dossier stayed to, and level.

    A stop stands still for the deadline, so time in it does not use up what is left.
    """
    many = remaining_times.filter(remaining_times.measure == BY_LANDMARK).cross_join(landmarks)
    many = many.filter(many.stayed_wm >= many.start_wm)
    rest = (many.kind == STOPPED).ifelse(many.took_wm, ibis.greatest(many.took_wm - many.start_wm, 0.0))
    many = many.mutate(tick=ibis.greatest((rest / TICK).ceil(), 1.0))
    alike = many.group_by(*_ALIKE, "budget_wm", "tick", is_end=many.has_result).agg(n=many.count())
    rows = levelled(
        alike.mutate(measure=ibis.literal(BY_LANDMARK), rest_wm=alike.tick * TICK, from_tick=ibis.literal(0, "int64"))
    )
    return rows.mutate(
        to_tick=ibis.greatest(ticks(rows, rows.rest_wm).ceil().cast("int64"), 1)
    ).drop("budget_wm", "rest_wm", "tick")


def ticks(rows: ir.Table, wm: ir.Value) -> ir.Value:
    """Half hours at the nearest level; hundredths of the time granted at the others, where procedures of different
    length meet.
    """
    return (wm / tick_wm(rows)).round(6)


def tick_wm(rows: ir.Table) -> ir.Value:
    """How many minutes a tick of a curve is."""
    own = (rows.level == 0) | (rows.measure == BY_TIME_LEFT)
    return own.ifelse(TICK, ibis.coalesce(rows.budget_wm, 10 * DAY) / 100)


def by_time_left(remaining_times: ir.Table, bins: ir.Table) -> ir.Table:
    """Rows for `curves`: every other point, once for each bin of time left that the dossier passed at it, and level."""
    rows = remaining_times.filter((remaining_times.measure == BY_TIME_LEFT) & (remaining_times.left_wm > 0))
    leaving = (rows.kind == STOPPED).ifelse(rows.left_wm, rows.left_wm - rows.stayed_wm)
    many = rows.mutate(leaving_wm=leaving).cross_join(bins)
    many = many.filter((many.left_wm > many.low_wm) & (many.leaving_wm <= many.start_wm))
    from_tick = ((many.start_wm - ibis.least(many.left_wm, many.start_wm)) / TICK).floor().cast("int64")
    to_tick = ((many.start_wm - many.left_wm + many.lived_wm) / TICK).ceil().cast("int64")
    many = many.mutate(from_tick=from_tick, to_tick=ibis.greatest(to_tick, from_tick + 1))
    alike = many.group_by(*_ALIKE, "from_tick", "to_tick", "is_end").agg(n=many.count())
    return levelled(alike.mutate(measure=ibis.literal(BY_TIME_LEFT)))
