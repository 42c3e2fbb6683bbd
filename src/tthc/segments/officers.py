"""The officers' own clocks: minutes present, minutes busy (design.md §1, §5.4).

Every event of an officer is one row: a step starts, pauses, resumes or ends; an absence begins or ends; a question is asked.
One sort per officer and running sums give the reading of both clocks at every row: n log n, no range join.
"""

from __future__ import annotations

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from tthc.segments.holdings import OWN
from tthc.worktime import read_clock


def officer_events(spans: ir.Table, holdings: ir.Table, absences: ir.Table, lives: ir.Table, calendar: ir.Table) -> ir.Table:
    """One row per change of what an officer does: officer, wm (clock), d_busy, d_absent, step key of the change.

    A started step counts as busy until it ends, pauses while the dossier is with the applicant or another body, and ends
    with the dossier's life at the latest.
    """
    life = lives.select("dossier_id", "end_wm", "received_wm")
    worked = spans.filter(~spans.is_outside & spans.officer.notnull() & spans.started_wm.notnull())
    worked = worked.inner_join(life, "dossier_id")
    worked = worked.select(
        "dossier_id", "step_no", "officer",
        start_wm=ibis.greatest(worked.started_wm, worked.received_wm),
        stop_wm=ibis.least(ibis.coalesce(worked.ended_wm, worked.end_wm), worked.end_wm),
    )
    worked = worked.filter(worked.stop_wm > worked.start_wm)
    return ibis.union(
        _change(worked, "start_wm", 1), _change(worked, "stop_wm", -1),
        *_pause_changes(worked, _away(holdings)), *_absence_changes(absences, calendar, worked.dossier_id.type()),
    )


def officer_readings(events: ir.Table, questions: ir.Table) -> ir.Table:
    """The rows of events and questions with two readings each: present_wm and busy_wm (union of started steps).

    `questions` has officer, wm and any key columns; its rows change nothing. busy_wm leaves out the officer's absences.
    Also n_active (started steps after the row) for measuring how far an officer's steps overlap.
    """
    rows = ibis.union(events.mutate(is_question=False), _as_events(questions, events))
    so_far = ibis.window(group_by=rows.officer, order_by=_order(rows), rows=(None, 0))
    onward = ibis.window(group_by=rows.officer, order_by=_order(rows))
    rows = rows.mutate(
        n_active=rows.d_busy.sum().over(so_far), n_absent=rows.d_absent.sum().over(so_far),
        gap_wm=ibis.coalesce(rows.wm.lead().over(onward) - rows.wm, 0.0),
    )
    rows = rows.mutate(
        present_gap=(rows.n_absent > 0).ifelse(0.0, rows.gap_wm),
        busy_gap=((rows.n_active > 0) & (rows.n_absent == 0)).ifelse(rows.gap_wm, 0.0),
    )
    so_far = ibis.window(group_by=rows.officer, order_by=_order(rows), rows=(None, 0))
    return rows.mutate(
        present_wm=rows.present_gap.sum().over(so_far) - rows.present_gap,
        busy_wm=rows.busy_gap.sum().over(so_far) - rows.busy_gap,
    ).drop("d_absent", "n_absent", "gap_wm", "present_gap")


def overlapping_officers(readings: ir.Table, limit: float = 0.10) -> ir.Table:
    """One row per officer whose started steps overlap for more than `limit` of the time in which any is started."""
    overlap = (readings.n_active > 1).ifelse(readings.busy_gap, 0.0)
    shares = readings.group_by("officer").agg(overlap_wm=overlap.sum(), active_wm=readings.busy_gap.sum())
    return shares.filter(shares.overlap_wm > limit * shares.active_wm).select("officer")


def _order(rows: ir.Table) -> list[ir.Value]:
    # Rows at the same reading have no time between them, so their order only has to be the same in every run.
    return [rows.wm, rows.dossier_id, rows.step_no, rows.d_busy, rows.d_absent]


def _away(holdings: ir.Table) -> ir.Table:
    """One row per stretch in which a dossier is with the applicant or another body, merged."""
    away = holdings.filter(holdings["rank"] != OWN).select("dossier_id", "from_wm", "to_wm")
    order = [away.from_wm, away.to_wm]
    before = ibis.window(group_by=away.dossier_id, order_by=order, rows=(None, 0))
    away = away.mutate(reach=away.to_wm.max().over(before))
    onward = ibis.window(group_by=away.dossier_id, order_by=[away.from_wm, away.to_wm])
    away = away.mutate(is_new=ibis.coalesce(away.from_wm > away.reach.lag().over(onward), True).cast("int64"))
    so_far = ibis.window(group_by=away.dossier_id, order_by=[away.from_wm, away.to_wm], rows=(None, 0))
    away = away.mutate(number=away.is_new.sum().over(so_far))
    return away.group_by("dossier_id", "number").agg(away_from=away.from_wm.min(), away_to=away.to_wm.max()).drop("number")


def _pause_changes(worked: ir.Table, away: ir.Table) -> list[ir.Table]:
    both = worked.inner_join(away, "dossier_id")
    both = both.mutate(
        pause_from=ibis.greatest(both.start_wm, both.away_from), pause_to=ibis.least(both.stop_wm, both.away_to)
    )
    both = both.filter(both.pause_to > both.pause_from)
    return [_change(both, "pause_from", -1), _change(both, "pause_to", 1)]


def _absence_changes(absences: ir.Table, calendar: ir.Table, dossier: dt.DataType) -> list[ir.Table]:
    read = read_clock(absences, calendar, {"from_at": "from_wm", "to_at": "to_wm"})
    read = read.filter((read.to_wm > read.from_wm) & read.officer.notnull())
    nobody = {"dossier_id": ibis.null(dossier), "step_no": ibis.null("int64"), "d_busy": ibis.literal(0.0)}
    return [
        read.select("officer", wm=at, d_absent=ibis.literal(float(sign)), **nobody).select(*_EVENT)
        for at, sign in (("from_wm", 1), ("to_wm", -1))
    ]


# What changes is counted in floating point, exact for whole numbers: engines add those up far faster than big integers.
_EVENT = ("officer", "wm", "dossier_id", "step_no", "d_busy", "d_absent")


def _change(rows: ir.Table, at: str, sign: int) -> ir.Table:
    return rows.select(
        "officer", "dossier_id", "step_no", wm=at, d_busy=ibis.literal(float(sign)), d_absent=ibis.literal(0.0)
    ).select(*_EVENT)


def _as_events(questions: ir.Table, events: ir.Table) -> ir.Table:
    return questions.select(
        "officer", "wm", "dossier_id", "step_no",
        d_busy=ibis.literal(0.0), d_absent=ibis.literal(0.0), is_question=True,
    )
