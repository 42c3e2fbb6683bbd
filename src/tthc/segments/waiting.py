"""Why a dossier waited for its officer: absent, queue, overtaken, batch, idle (design.md §5.4)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.segments.officers import overlapping_officers
from tthc.segments.pieces import Keep, as_it_is

OPENING_WM = 15.0  # starts this soon after opening are the morning's beginning, not a batch
BATCH_SIZE = 3
BATCH_GAP_WM = 1.0  # starts this close, or that follow the previous end this closely, belong to one run
GATHERED_WM = 5.0  # a run that begins this soon after its last dossier came was waiting for it
SPLIT = ("wait_absent", "wait_queue", "wait_overtaken", "wait_batch", "wait_idle")


def waiting_questions(segments: ir.Table, spans: ir.Table) -> ir.Table:
    """One row per question to the officers' clocks: both ends of every waiting segment, and every arrival of a step."""
    waits = segments.filter((segments.state == "waiting") & segments.officer.notnull())
    key = ("officer", "dossier_id", "step_no")
    ends = [waits.select(*key, wm=at) for at in ("from_wm", "to_wm")]
    own = spans.filter(~spans.is_outside & spans.officer.notnull() & spans.arrived_wm.notnull())
    return ibis.union(*ends, own.select(*key, wm=own.arrived_wm)).distinct()


def waits(segments: ir.Table, spans: ir.Table, readings: ir.Table, units: ir.Table, *, keep: Keep = as_it_is) -> ir.Table:
    """One row per step that waited for a known officer: the minutes of its waiting by reason; they sum to wait_wm.

    `is_split` is false where the officer's steps overlap for over a tenth of their time, or the officer is in truth a unit
    or the applicant: the waiting then stays whole. Source: design.md §5.4. `keep` as in `segments`.
    """
    rows = keep("measured", _measured(segments, readings))
    rows = rows.left_join(keep("backlogs", _backlogs(spans, readings)), ["dossier_id", "step_no"]).drop("dossier_id_right", "step_no_right")
    done_from, done_to = rows.busy_from - rows.busy_at_arrival, rows.busy_to - rows.busy_at_arrival
    queue = ibis.least(done_to, rows.backlog_wm) - ibis.least(done_from, rows.backlog_wm)
    rows = rows.mutate(queue_wm=ibis.least(ibis.greatest(queue, 0.0), rows.busy_to - rows.busy_from))
    summed = rows.group_by("dossier_id", "step_no", "officer").agg(
        wait_wm=rows.wm.sum(), wait_absent=(rows.wm - (rows.present_to - rows.present_from)).sum(),
        busy_wm=(rows.busy_to - rows.busy_from).sum(), wait_queue=rows.queue_wm.sum(),
    )
    summed = summed.mutate(wait_overtaken=summed.busy_wm - summed.wait_queue, idle_wm=summed.wait_wm - summed.wait_absent - summed.busy_wm)
    batches = keep("batches", _batches(spans, keep))
    return _mark_split(_mark_batches(keep("waited", summed), batches), readings, units)


def state_minutes(segments: ir.Table, waits: ir.Table, *, keep: Keep = as_it_is) -> ir.Table:
    """One row per dossier, part of its life and state; waiting is replaced by its reasons where it could be split.

    Late minutes of a waiting are shared over its reasons in proportion. Columns: `schema.RESULTS["state_minutes"]`.
    """
    whole = keep("parts_of_lives", _parts(segments.mutate(part=_part(segments), part_no=_part_no(segments))))
    split = whole.filter((whole.state == "waiting") & (whole.part == "step")).inner_join(
        waits.filter(waits.is_split), [whole.dossier_id == waits.dossier_id, whole.part_no == waits.step_no]
    )
    pieces = [_reason(split, reason) for reason in SPLIT]
    kept = whole.anti_join(waits.filter(waits.is_split), [whole.state == "waiting", whole.part == "step",
                           whole.dossier_id == waits.dossier_id, whole.part_no == waits.step_no])
    every = ibis.union(kept.select(*_STATE_COLUMNS), *[piece.filter(piece.wm > 0) for piece in pieces])
    return every.mutate(step_no=(every.part == "step").ifelse(every.part_no, ibis.null("int64")))


def _parts(rows: ir.Table) -> ir.Table:
    """One row per dossier, part and state. Only what lies unclosed can have had several holders; elsewhere their names are keys too."""
    keys, holder = ("dossier_id", "part", "part_no", "state", "party"), ("step", "kind", "unit", "officer", "pass_no")
    held, left = rows.filter(rows.part != "unclosed"), rows.filter(rows.part == "unclosed")
    summed = held.group_by(*keys, *holder).agg(wm=held.wm.sum(), late_wm=held.late_wm.sum())
    last = left.group_by(*keys).agg(wm=left.wm.sum(), late_wm=left.late_wm.sum(), **{name: left[name].max() for name in holder})
    return summed.union(last.select(*summed.columns))


_STATE_COLUMNS = ("dossier_id", "part", "part_no", "step", "kind", "unit", "officer", "pass_no", "state", "party", "wm", "late_wm")


def _reason(split: ir.Table, reason: str) -> ir.Table:
    share = split[reason] / split.wait_wm.nullif(0)
    return split.mutate(state=ibis.literal(reason), late_wm=split.late_wm * share, wm=split[reason]).select(*_STATE_COLUMNS)


def _part(rows: ir.Table) -> ir.Value:
    return ibis.cases(
        (rows.state == "unclosed", "unclosed"), (rows.state == "unrecorded", "unrecorded"),
        (rows.state.isin(["supplement", "obligation", "suspended"]), "stop"), else_="step",
    )


def _part_no(rows: ir.Table) -> ir.Value:
    return rows.state.isin(["unclosed", "unrecorded"]).ifelse(0, rows.step_no)


def _measured(segments: ir.Table, readings: ir.Table) -> ir.Table:
    """Waiting segments with the officer's clocks read at both ends."""
    rows = segments.filter((segments.state == "waiting") & segments.officer.notnull())
    answers = _answers(readings)
    for end in ("from", "to"):
        there = answers.select(
            "dossier_id", "step_no",
            **{f"{end}_wm": answers.wm, f"present_{end}": answers.present_wm, f"busy_{end}": answers.busy_wm},
        )
        rows = rows.inner_join(there, ["dossier_id", "step_no", f"{end}_wm"])
    return rows


def _answers(readings: ir.Table) -> ir.Table:
    asked = readings.filter(readings.is_question)
    return asked.select("dossier_id", "step_no", "wm", "present_wm", "busy_wm")


def _backlogs(spans: ir.Table, readings: ir.Table) -> ir.Table:
    """One row per own step: work of all that arrived at its officer before it and was not yet done at its arrival."""
    # The work of a step is read off the officer's presence clock at its starts, pauses and ends.
    signed = readings.filter(~readings.is_question & readings.dossier_id.notnull())
    work = signed.group_by("dossier_id", "step_no").agg(work_wm=(-signed.present_wm * signed.d_busy).sum())
    own = spans.filter(~spans.is_outside & spans.officer.notnull() & spans.arrived_wm.notnull())
    own = own.select("dossier_id", "step_no", "officer", "arrived_at", "arrived_wm")
    own = own.left_join(work, ["dossier_id", "step_no"]).drop("dossier_id_right", "step_no_right")
    own = own.mutate(work_wm=ibis.coalesce(own.work_wm, 0.0))
    before = ibis.window(group_by=own.officer, order_by=[own.arrived_at, own.dossier_id, own.step_no], rows=(None, 0))
    own = own.mutate(arrived_before_wm=own.work_wm.sum().over(before) - own.work_wm)
    there = _answers(readings).select("dossier_id", "step_no", arrived_wm="wm", busy_at_arrival="busy_wm")
    own = own.inner_join(there, ["dossier_id", "step_no", "arrived_wm"])
    return own.select(
        "dossier_id", "step_no", "busy_at_arrival",
        backlog_wm=ibis.greatest(own.arrived_before_wm - own.busy_at_arrival, 0.0),
    )


def _mark_batches(waits: ir.Table, batches: ir.Table) -> ir.Table:
    """Idle time before a batch's start is waiting for the batch to gather."""
    rows = waits.left_join(batches, ["dossier_id", "step_no"]).drop("dossier_id_right", "step_no_right")
    idle = ibis.greatest(rows.idle_wm, 0.0)
    gathered = ibis.coalesce(rows.is_batch, False)
    return rows.mutate(wait_batch=gathered.ifelse(idle, 0.0), wait_idle=gathered.ifelse(0.0, idle)).drop("idle_wm", "is_batch")


def _batches(spans: ir.Table, keep: Keep) -> ir.Table:
    """One row per step that its officer had let gather with at least two others, not right after opening.

    Either they were started together, or they were done one after the other as soon as the last of them had come. A run
    that began for any other reason is no batch: the officer may just have turned to the work then.
    """
    rows = keep("runs", _runs(spans.filter(~spans.is_outside & spans.officer.notnull() & spans.started_wm.notnull())))
    run = ibis.window(group_by=[rows.officer, rows.run_no])
    rows = rows.mutate(run_start=rows.started_wm.min().over(run), run_day=rows.started_day_wm.min().over(run))
    rows = rows.filter(rows.arrived_wm <= rows.run_start)
    run = ibis.window(group_by=[rows.officer, rows.run_no])
    at_once = rows.started_wm - rows.run_start <= BATCH_GAP_WM
    rows = rows.mutate(
        n_run=rows.dossier_id.count().over(run), n_at_once=at_once.cast("int64").sum().over(run), is_at_once=at_once,
        gathered=rows.run_start - rows.arrived_wm.max().over(run) <= GATHERED_WM,
    )
    together = (rows.gathered & (rows.n_run >= BATCH_SIZE)) | (rows.is_at_once & (rows.n_at_once >= BATCH_SIZE))
    return rows.filter(together & (rows.run_start - rows.run_day >= OPENING_WM)).select("dossier_id", "step_no", is_batch=True)


def _runs(rows: ir.Table) -> ir.Table:
    """The steps with the number of the run they were worked in: starts without a pause between them."""
    rows = rows.mutate(stop_wm=ibis.coalesce(rows.ended_wm, rows.started_wm))
    before = ibis.window(group_by=rows.officer, order_by=[rows.started_wm, rows.dossier_id, rows.step_no], rows=(None, 0))
    rows = rows.mutate(reach=rows.stop_wm.max().over(before))
    onward = ibis.window(group_by=rows.officer, order_by=[rows.started_wm, rows.dossier_id, rows.step_no])
    apart = rows.started_wm > rows.reach.lag().over(onward) + BATCH_GAP_WM
    rows = rows.mutate(is_first=ibis.coalesce(apart, True).cast("float64"))
    so_far = ibis.window(group_by=rows.officer, order_by=[rows.started_wm, rows.dossier_id, rows.step_no], rows=(None, 0))
    return rows.select("officer", "dossier_id", "step_no", "arrived_wm", "started_wm", "started_day_wm", run_no=rows.is_first.sum().over(so_far))


def _mark_split(waits: ir.Table, readings: ir.Table, units: ir.Table) -> ir.Table:
    crowded = overlapping_officers(readings).union(units.select(officer=units.unit)).distinct()
    crowded = crowded.select(vague="officer")
    rows = waits.left_join(crowded, [waits.officer == crowded.vague])
    return rows.mutate(is_split=rows.vague.isnull() & (rows.wait_wm > 0)).drop("vague", "busy_wm")
