"""Why a dossier waited for its officer: absent, queue, overtaken, batch, idle (design.md §5.4)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.segments.keeping import Keep, as_it_is
from tthc.segments.officers import overlapping_officers, seconds
from tthc.segments.states import part, part_no, party
from tthc.worktime import read_clock

OPENING_WM = 15.0  # starts this soon after opening are the morning's beginning, not a batch
BATCH_SIZE = 3
BATCH_GAP_WM = 1.0  # starts this close, or that follow the previous end this closely, belong to one run
GATHERED_WM = 5.0  # a run that begins this soon after its last dossier came was waiting for it
SPLIT = ("wait_absent", "wait_queue", "wait_overtaken", "wait_batch", "wait_idle")


def waiting_questions(segments: ir.Table, spans: ir.Table) -> ir.Table:
    """One row per question to the officers' clocks: both ends of every waiting, and the arrival of every step that waited.

    `sign` is 1 at an end, -1 at a beginning and 0 at neither, so that signed readings sum to what passed while waiting.
    """
    waits = segments.filter((segments.state == "waiting") & segments.officer.notnull() & (segments.to_wm > segments.from_wm))
    rows = waits.inner_join(_arrivals(spans).select("dossier_id", "step_no", "arrived_wm"), ["dossier_id", "step_no"])
    # A step's only waiting nearly always begins when it arrives: one question then serves for both.
    both = rows.is_sole & (rows.from_wm == rows.arrived_wm)
    arrivals = rows.filter(~both).select(*_STEP, "arrived_wm").distinct()
    return ibis.union(
        _question(rows, "from_wm", -1.0, both), _question(rows, "to_wm", 1.0, False), _question(arrivals, "arrived_wm", 0.0, True)
    )


_STEP = ("officer", "dossier_id", "step_no")


def _question(rows: ir.Table, at: str, sign: float, is_arrival: ir.Value | bool) -> ir.Table:
    return rows.select(*_STEP, at_ws=seconds(rows[at]), sign=ibis.literal(sign), is_arrival=is_arrival)


def waits(answers: ir.Table, turns: ir.Table, spans: ir.Table, units: ir.Table, calendar: ir.Table, *, keep: Keep = as_it_is) -> ir.Table:
    """One row per step that waited for a known officer: the minutes of its waiting by reason; they sum to wait_wm.

    `answers` are those to `waiting_questions`. `is_split` is false where the officer's steps overlap for over a tenth of their
    time, or the officer is in truth a unit or the applicant: the waiting then stays whole. Source: design.md §5.4.
    """
    backlogs = keep("backlogs", _backlogs(answers, turns, spans))
    rows = answers.filter(answers.sign != 0).inner_join(backlogs, ["dossier_id", "step_no"])
    queued = ibis.least(rows.busy_ws - rows.busy_at_arrival, rows.backlog_ws)
    amounts = {"wait": rows.at_ws, "present": rows.present_ws, "busy": rows.busy_ws, "queue": queued}
    summed = rows.group_by("dossier_id", "step_no").agg(
        officer=rows.officer.max(), **{name: (amount * rows.sign).sum() for name, amount in amounts.items()}
    )
    summed = summed.select(
        "dossier_id", "step_no", "officer", wait_wm=summed.wait / 60, wait_absent=(summed.wait - summed.present) / 60,
        wait_queue=summed.queue / 60, wait_overtaken=(summed.busy - summed.queue) / 60, idle_wm=(summed.present - summed.busy) / 60,
    )
    return _mark_split(_mark_batches(keep("waited", summed), keep("batches", _batches(spans, calendar, keep))), turns, units)


def state_minutes(segments: ir.Table, waits: ir.Table, *, keep: Keep = as_it_is) -> ir.Table:
    """One row per dossier, part of its life and state; waiting is replaced by its reasons where it could be split.

    Late minutes of a waiting are shared over its reasons in proportion. Columns: `schema.RESULTS["state_minutes"]`.
    """
    parts = _parts(segments.mutate(part=part(segments.state), part_no=part_no(segments), wm=segments.to_wm - segments.from_wm), keep)
    waiting, others = parts.filter(parts.state == "waiting"), parts.filter(parts.state != "waiting")
    known = waits.filter(waits.is_split).select("wait_wm", *SPLIT, waited_id="dossier_id", waited_no="step_no")
    key = [("dossier_id", "waited_id"), ("part_no", "waited_no")]
    split = keep("waiting_split", waiting.inner_join(known, key))
    reasons = [_reason(split, reason) for reason in SPLIT]
    every = ibis.union(others, waiting.anti_join(known, key), *[rows.filter(rows.wm > 0) for rows in reasons])
    return every.mutate(party=party(every.state), step_no=(every.part == "step").ifelse(every.part_no, ibis.null("int64")))


def _parts(rows: ir.Table, keep: Keep) -> ir.Table:
    """One row per dossier, part and state. What lies unclosed can have had several holders: the last by name is shown."""
    several = rows.filter(~rows.is_sole)
    sums = {"wm": several.wm.sum(), "late_wm": several.late_wm.sum()}
    holder = {name: several[name].max() for name in ("step", "kind", "unit", "officer", "pass_no")}
    summed = several.group_by("dossier_id", "part", "part_no", "state").agg(**sums, **holder)
    return rows.filter(rows.is_sole).select(*_STATE_COLUMNS).union(keep("parts_summed", summed.select(*_STATE_COLUMNS)))


_STATE_COLUMNS = ("dossier_id", "part", "part_no", "step", "kind", "unit", "officer", "pass_no", "state", "wm", "late_wm")


def _reason(split: ir.Table, reason: str) -> ir.Table:
    share = split[reason] / split.wait_wm.nullif(0)
    return split.mutate(state=ibis.literal(reason), late_wm=split.late_wm * share, wm=split[reason]).select(*_STATE_COLUMNS)


def _arrivals(spans: ir.Table) -> ir.Table:
    """The office's own steps that came to a known officer at a known time."""
    return spans.filter(~spans.is_outside & spans.officer.notnull() & spans.arrived_wm.notnull())


def _backlogs(answers: ir.Table, turns: ir.Table, spans: ir.Table) -> ir.Table:
    """One row per own step: work of all that arrived at its officer before it and was not yet done at its arrival."""
    # The work of a step is read off the officer's presence clock at its starts, pauses and ends.
    of_steps = turns.filter(turns.dossier_id.notnull())
    work = of_steps.group_by("dossier_id", "step_no").agg(work_ws=(-of_steps.present_ws * of_steps.d_busy).sum())
    own = _arrivals(spans).select("dossier_id", "step_no", "officer", "arrived_at").left_join(work, ["dossier_id", "step_no"])
    own = own.drop("dossier_id_right", "step_no_right").mutate(work_ws=ibis.coalesce(own.work_ws, 0.0))
    order = [own.arrived_at, own.dossier_id, own.step_no]
    so_far = own.work_ws.sum().over(ibis.window(group_by=own.officer, order_by=order, rows=(None, 0)))
    own = own.select("dossier_id", "step_no", came_before_ws=so_far - own.work_ws)
    arrived = answers.filter(answers.is_arrival).select("dossier_id", "step_no", busy_at_arrival="busy_ws")
    rows = own.inner_join(arrived, ["dossier_id", "step_no"])
    return rows.select("dossier_id", "step_no", "busy_at_arrival", backlog_ws=ibis.greatest(rows.came_before_ws - rows.busy_at_arrival, 0.0))


def _mark_batches(waits: ir.Table, batches: ir.Table) -> ir.Table:
    """Idle time before a batch's start is waiting for the batch to gather."""
    rows = waits.left_join(batches, ["dossier_id", "step_no"]).drop("dossier_id_right", "step_no_right")
    idle = ibis.greatest(rows.idle_wm, 0.0)
    gathered = ibis.coalesce(rows.is_batch, False)
    return rows.mutate(wait_batch=gathered.ifelse(idle, 0.0), wait_idle=gathered.ifelse(0.0, idle)).drop("idle_wm", "is_batch")


def _batches(spans: ir.Table, calendar: ir.Table, keep: Keep) -> ir.Table:
    """One row per step that its officer had let gather with at least two others, not right after opening.

    Either they were started together, or they were done one after the other as soon as the last of them had come. A run
    that began for any other reason is no batch: the officer may just have turned to the work then.
    """
    rows = keep("runs", _runs(spans.filter(~spans.is_outside & spans.officer.notnull() & spans.started_wm.notnull())))
    run = ibis.window(group_by=[rows.officer, rows.run_no])
    rows = rows.mutate(run_start=rows.started_wm.min().over(run), run_day=rows.started_at.min().over(run).truncate("D").cast("timestamp(6)"))
    rows = rows.filter(rows.arrived_wm <= rows.run_start)
    run = ibis.window(group_by=[rows.officer, rows.run_no])
    at_once = rows.started_wm - rows.run_start <= BATCH_GAP_WM
    rows = rows.mutate(
        n_run=rows.dossier_id.count().over(run), n_at_once=at_once.cast("int64").sum().over(run), is_at_once=at_once,
        gathered=rows.run_start - rows.arrived_wm.max().over(run) <= GATHERED_WM,
    )
    together = (rows.gathered & (rows.n_run >= BATCH_SIZE)) | (rows.is_at_once & (rows.n_at_once >= BATCH_SIZE))
    gathered = read_clock(rows.filter(together), calendar, {"run_day": "run_day_wm"})
    return gathered.filter(gathered.run_start - gathered.run_day_wm >= OPENING_WM).select("dossier_id", "step_no", is_batch=True)


def _runs(rows: ir.Table) -> ir.Table:
    """The steps with the number of the run they were worked in: starts without a pause between them."""
    rows = rows.mutate(stop_wm=ibis.coalesce(rows.ended_wm, rows.started_wm))
    before = ibis.window(group_by=rows.officer, order_by=rows.started_wm, rows=(None, -1))
    apart = rows.started_wm > rows.stop_wm.max().over(before) + BATCH_GAP_WM
    rows = rows.mutate(is_first=ibis.coalesce(apart, True).cast("float64"))
    # By range, not by rows: steps started at the same reading are counted together, in whatever order they stand.
    so_far = ibis.window(group_by=rows.officer, order_by=rows.started_wm, range=(None, 0))
    return rows.select("officer", "dossier_id", "step_no", "arrived_wm", "started_wm", "started_at", run_no=rows.is_first.sum().over(so_far))


def _mark_split(waits: ir.Table, turns: ir.Table, units: ir.Table) -> ir.Table:
    crowded = overlapping_officers(turns).union(units.select(officer=units.unit)).distinct()
    crowded = crowded.select(vague="officer")
    rows = waits.left_join(crowded, [waits.officer == crowded.vague])
    return rows.mutate(is_split=rows.vague.isnull() & (rows.wait_wm > 0)).drop("vague")
