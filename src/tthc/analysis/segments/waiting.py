"""Why a dossier waited for its officer: busy with others, queue, overtaken, batch, idle."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import read_clock
from tthc.analysis.segments.away import away_while_unclosed
from tthc.analysis.segments.bounds import queued_at_least
from tthc.analysis.segments.keeping import Keep, as_it_is
from tthc.analysis.segments.officer_clocks import overlapping_officers, seconds
from tthc.analysis.segments.states import part, part_no, party
from tthc.model.words import State

OPENING_WM = 15.0  # starts this soon after opening are the morning's beginning, not a batch
BATCH_SIZE = 3
BATCH_GAP_WM = 1.0  # starts this close, or that follow the previous end this closely, belong to one run
GATHERED_WM = 5.0  # a run that begins this soon after its last dossier came was waiting for it
# What a waiting is split into; what is left is waiting of which the data do not tell the reason.
SPLIT = {
    State.WAIT_BUSY: State.WAIT_BUSY, State.WAIT_QUEUE: State.WAIT_QUEUE, State.WAIT_OVERTAKEN: State.WAIT_OVERTAKEN,
    State.WAIT_BATCH: State.WAIT_BATCH,
    State.WAIT_IDLE: State.WAIT_IDLE, "wait_unsure": State.WAITING,
}


def query_points(segments: ir.Table, spans: ir.Table, turns: ir.Table) -> ir.Table:
    """One row per question to the officers' clocks: both ends of every waiting, and the arrival of every step that
    waited.

    Also (is_work) both ends of the work of officers who at times have several steps in work. `sign` is 1 at an end, -1
    at a beginning and 0 at neither, so that signed readings sum to what passed in between.
    """
    several = turns.filter(turns.shared_ws > 0).select("officer").distinct()
    work = segments.filter(
        (segments.state == State.WORK) & (segments.to_wm > segments.from_wm)
    ).semi_join(several, "officer")
    waits = segments.filter(
        (segments.state == State.WAITING) & segments.officer.notnull() & (segments.to_wm > segments.from_wm)
    )
    rows = waits.inner_join(_arrivals(spans).select("dossier_id", "step_no", "arrived_wm"), ["dossier_id", "step_no"])
    # A step's only waiting nearly always begins when it arrives: one question then serves for both.
    both = rows.is_sole & (rows.from_wm == rows.arrived_wm)
    arrivals = rows.filter(~both).select(*_STEP, "arrived_wm").distinct()
    return ibis.union(
        _question(rows, "from_wm", -1.0, both), _question(rows, "to_wm", 1.0, False),
        _question(arrivals, "arrived_wm", 0.0, True),
        _question(work, "from_wm", -1.0, False, is_work=True), _question(work, "to_wm", 1.0, False, is_work=True),
    )


_KEY = ("dossier_id", "step_no")
_STEP = ("officer", *_KEY)


def _question(rows: ir.Table, at: str, sign: float, is_arrival: ir.Value | bool, *, is_work: bool = False) -> ir.Table:
    return rows.select(*_STEP, at_ws=seconds(rows[at]), sign=ibis.literal(sign), is_arrival=is_arrival, is_work=is_work)


def waits(
    readings: ir.Table, turns: ir.Table, spans: ir.Table, units: ir.Table, calendar: ir.Table, prior: ir.Table, *,
    keep: Keep = as_it_is
) -> ir.Table:
    """One row per step that waited for a known officer: the minutes of its waiting by reason; they sum to wait_wm.

    `readings` are those to `query_points`. Where an officer's steps overlap for over a tenth of their time, queue and
    overtaken stay together as wait_busy. wait_unsure is time in which the officer had nothing in work but steps whose
    start is not known, or in which no stamp of the half day shows that he was there. `prior` are dossiers (dossier_id)
    with a recorded priority: letting them go first is not overtaking.
    `is_split` is false where the officer is in truth a unit: the waiting then stays whole.
    """
    backlogs = keep("backlogs", _backlogs(readings, turns, spans, prior))
    rows = readings.filter((readings.sign != 0) & ~readings.is_work).inner_join(backlogs, ["dossier_id", "step_no"])
    queued = ibis.least(rows.busy_ws - rows.busy_at_arrival, rows.backlog_ws)
    amounts = {"wait": rows.at_ws, "idle": rows.idle_ws, "any": rows.any_ws, "busy": rows.busy_ws, "queue": queued}
    summed = rows.group_by("dossier_id", "step_no").agg(
        officer=rows.officer.max(), **{name: (amount * rows.sign).sum() for name, amount in amounts.items()}
    )
    summed = summed.select(
        "dossier_id", "step_no", "officer", wait_wm=summed.wait / 60, busy_wm=summed.busy / 60,
        queue_wm=summed.queue / 60,
        wait_unsure=(summed.wait - summed.busy - summed.idle) / 60, idle_wm=summed.idle / 60,
        free_wm=(summed.wait - summed["any"]) / 60,
    )
    divided = _mark_batches(_divided(keep("waited", summed), turns), keep("batches", _batches(spans, calendar, keep)))
    return _mark_split(divided, units)


def _divided(waits: ir.Table, turns: ir.Table) -> ir.Table:
    """Time in which the officer worked on others: the fair queue and what came later; undivided where his steps
    overlap.
    """
    rows = waits.left_join(overlapping_officers(turns).select(o_officer="officer"), [("officer", "o_officer")])
    is_whole = rows.o_officer.notnull()
    return rows.mutate(
        wait_busy=is_whole.ifelse(rows.busy_wm, 0.0), wait_queue=is_whole.ifelse(0.0, rows.queue_wm),
        wait_overtaken=is_whole.ifelse(0.0, rows.busy_wm - rows.queue_wm),
    ).drop("o_officer", "busy_wm", "queue_wm")


def interleaved(readings: ir.Table) -> ir.Table:
    """One row per step in which its officer had others in work too: the minutes of its work in which that was so."""
    rows = readings.filter(readings.is_work)
    summed = rows.group_by("dossier_id", "step_no").agg(shared_wm=(rows.shared_ws * rows.sign).sum() / 60)
    return summed.filter(summed.shared_wm > 0)


def state_minutes(
    segments: ir.Table, waits: ir.Table, shared: ir.Table, bounds: ir.Table, away: Sequence[ir.Table] = (), *,
    keep: Keep = as_it_is,
) -> ir.Table:
    """One row per dossier, part of its life and state; waiting is replaced by its reasons where it could be split.

    Work during which the officer had others in work too is interleaved (`shared`, as `interleaved` gives it). Of what
    was held without a known start, the least that it must have waited for its turn is queue (`bounds`, as
    `desk_bounds`). Of what lay unclosed `away` (as `segments` takes it) is told apart and stays within that part. Late
    minutes are shared in proportion. Columns: `schema.RESULTS["state_minutes"]`.
    """
    lived = segments.mutate(part=part(segments.state), part_no=part_no(segments))
    lived = away_while_unclosed(lived, away) if away else lived
    parts = _parts(lived.mutate(wm=lived.to_wm - lived.from_wm), keep)
    waiting, worked = parts.filter(parts.state == State.WAITING), parts.filter(parts.state == State.WORK)
    held, others = parts.filter(parts.state == State.HELD), parts.filter(
        ~parts.state.isin([State.WAITING, State.WORK, State.HELD])
    )
    divided = waits.filter(waits.is_split).select("wait_wm", *SPLIT, waited_id="dossier_id", waited_no="step_no")
    key = [("dossier_id", "waited_id"), ("part_no", "waited_no")]
    split = keep("waiting_split", waiting.inner_join(divided, key))
    reasons = [
        _reason(split, split[reason], split[reason] / split.wait_wm.nullif(0), state)
        for reason, state in SPLIT.items()
    ]
    mixed = shared.select("shared_wm", waited_id="dossier_id", waited_no="step_no")
    both = keep("work_split", worked.inner_join(mixed, key))
    sole_wm = ibis.greatest(both.wm - both.shared_wm, 0.0)
    amounts = {State.INTERLEAVED: both.wm - sole_wm, State.WORK: sole_wm}
    reasons += [_reason(both, wm, wm / both.wm.nullif(0), state) for state, wm in amounts.items()]
    queued = queued_at_least(bounds, held.select("dossier_id", step_no="part_no", held_wm="wm"))
    queued = queued.filter(queued.queue_wm > 0).select("queue_wm", waited_id="dossier_id", waited_no="step_no")
    turn = keep("held_split", held.inner_join(queued, key))
    amounts = {State.WAIT_QUEUE: turn.queue_wm, State.HELD: turn.wm - turn.queue_wm}
    reasons += [_reason(turn, wm, wm / turn.wm.nullif(0), state) for state, wm in amounts.items()]
    others = others.union(held.anti_join(queued, key))
    every = ibis.union(
        others, waiting.anti_join(divided, key), worked.anti_join(mixed, key),
        *[rows.filter(rows.wm > 0) for rows in reasons],
    )
    return every.mutate(
        party=party(every.state), step_no=(every.part == "step").ifelse(every.part_no, ibis.null("int64")),
    )


def _parts(rows: ir.Table, keep: Keep) -> ir.Table:
    """One row per dossier, part and state. What lies unclosed can have had several holders: the last one is shown."""
    several = rows.filter(~rows.is_sole)
    latest = ibis.window(
        group_by=[several.dossier_id, several.part, several.part_no, several.state],
        order_by=[several.to_at.desc(), several.step_no]
    )
    several = several.mutate(place=ibis.row_number().over(latest))
    sums = {"wm": several.wm.sum(), "late_wm": several.late_wm.sum()}
    holder = {
        name: several[name].max(where=several.place == 0)
        for name in ("step", "kind", "unit", "officer", "pass_no")
    }
    summed = several.group_by("dossier_id", "part", "part_no", "state").agg(**sums, **holder)
    return rows.filter(rows.is_sole).select(*_STATE_COLUMNS).union(keep("parts_summed", summed.select(*_STATE_COLUMNS)))


_STATE_COLUMNS = (
    "dossier_id", "part", "part_no", "step", "kind", "unit", "officer", "pass_no", "state", "wm", "late_wm",
)


def _reason(split: ir.Table, wm: ir.Value, share: ir.Value, state: str) -> ir.Table:
    return split.mutate(state=ibis.literal(state), late_wm=split.late_wm * share, wm=wm).select(*_STATE_COLUMNS)


def _arrivals(spans: ir.Table) -> ir.Table:
    """The office's own steps that came to a known officer at a known time."""
    return spans.filter(~spans.is_outside & spans.officer.notnull() & spans.arrived_wm.notnull())


def _backlogs(readings: ir.Table, turns: ir.Table, spans: ir.Table, prior: ir.Table) -> ir.Table:
    """One row per own step: work of all that arrived at its officer before it and was not yet done at its arrival.

    Work on what came while it waited and had a recorded priority counts as come before it.
    """
    # The work of a step is read off the officer's presence clock at its starts, pauses and ends.
    of_steps = turns.filter(turns.dossier_id.notnull())
    work = of_steps.group_by("dossier_id", "step_no").agg(work_ws=(-of_steps.present_ws * of_steps.d_busy).sum())
    own = _arrivals(spans).select(
        "dossier_id", "step_no", "officer", "arrived_at", "arrived_wm",
    ).left_join(work, ["dossier_id", "step_no"])
    own = own.drop("dossier_id_right", "step_no_right").mutate(work_ws=ibis.coalesce(own.work_ws, 0.0))
    order = [own.arrived_at, own.dossier_id, own.step_no]
    so_far = own.work_ws.sum().over(ibis.window(group_by=own.officer, order_by=order, rows=(None, 0)))
    first = _came_first(own, readings, prior)
    own = own.select("dossier_id", "step_no", came_before_ws=so_far - own.work_ws)
    arrived = readings.filter(readings.is_arrival).select("dossier_id", "step_no", busy_at_arrival="busy_ws")
    rows = own.inner_join(arrived, ["dossier_id", "step_no"])
    rows = rows.left_join(first, ["dossier_id", "step_no"]).drop("dossier_id_right", "step_no_right")
    backlog_ws = ibis.greatest(rows.came_before_ws - rows.busy_at_arrival, 0.0) + ibis.coalesce(rows.first_ws, 0.0)
    return rows.select("dossier_id", "step_no", "busy_at_arrival", backlog_ws=backlog_ws)


def _came_first(own: ir.Table, readings: ir.Table, prior: ir.Table) -> ir.Table:
    """One row per step that waited: first_ws, the work on steps with a recorded priority that came to its officer
    meanwhile.
    """
    urgent = own.semi_join(prior, "dossier_id")
    urgent = urgent.select("officer", "work_ws", at_ws=seconds(urgent.arrived_wm))
    asked = readings.filter((readings.sign != 0) & ~readings.is_work).select("officer", "at_ws", "sign", *_KEY)
    moves = urgent.mutate(sign=ibis.literal(0.0), **{name: ibis.null(asked[name].type()) for name in _KEY})
    rows = moves.union(asked.mutate(work_ws=ibis.literal(0.0)).select(*moves.columns))
    so_far = rows.work_ws.sum().over(ibis.window(group_by=rows.officer, order_by=rows.at_ws, range=(None, 0)))
    rows = rows.mutate(so_far=so_far)
    rows = rows.filter(rows.sign != 0)
    return rows.group_by(*_KEY).agg(first_ws=(rows.so_far * rows.sign).sum())


def _mark_batches(waits: ir.Table, batches: ir.Table) -> ir.Table:
    """Time in which the officer had nothing before a batch's start is waiting for the batch to gather."""
    rows = waits.left_join(batches, ["dossier_id", "step_no"]).drop("dossier_id_right", "step_no_right")
    idle, free = ibis.greatest(rows.idle_wm, 0.0), ibis.greatest(rows.free_wm, 0.0)
    gathered = ibis.coalesce(rows.is_batch, False)
    return rows.mutate(
        wait_batch=gathered.ifelse(free, 0.0), wait_idle=gathered.ifelse(0.0, idle),
        wait_unsure=ibis.greatest(rows.wait_unsure - gathered.ifelse(free - idle, 0.0), 0.0),
    ).drop("idle_wm", "free_wm", "is_batch")


def _batches(spans: ir.Table, calendar: ir.Table, keep: Keep) -> ir.Table:
    """One row per step that its officer had let gather with at least two others, not right after opening.

    Either they were started together, or they were done one after the other as soon as the last of them had come. A run
    that began for any other reason is no batch: the officer may just have turned to the work then.
    """
    rows = keep("runs", _runs(spans.filter(~spans.is_outside & spans.officer.notnull() & spans.started_wm.notnull())))
    run = ibis.window(group_by=[rows.officer, rows.run_no])
    rows = rows.mutate(
        run_start=rows.started_wm.min().over(run),
        run_day=rows.started_at.min().over(run).truncate("D").cast("timestamp(6)"),
    )
    rows = rows.filter(rows.arrived_wm <= rows.run_start)
    run = ibis.window(group_by=[rows.officer, rows.run_no])
    at_once = rows.started_wm - rows.run_start <= BATCH_GAP_WM
    rows = rows.mutate(
        n_run=rows.dossier_id.count().over(run), n_at_once=at_once.cast("int64").sum().over(run), is_at_once=at_once,
        gathered=rows.run_start - rows.arrived_wm.max().over(run) <= GATHERED_WM,
    )
    together = (rows.gathered & (rows.n_run >= BATCH_SIZE)) | (rows.is_at_once & (rows.n_at_once >= BATCH_SIZE))
    gathered = read_clock(rows.filter(together), calendar, {"run_day": "run_day_wm"})
    return gathered.filter(
        gathered.run_start - gathered.run_day_wm >= OPENING_WM
    ).select("dossier_id", "step_no", is_batch=True)


def _runs(rows: ir.Table) -> ir.Table:
    """The steps with the number of the run they were worked in: starts without a pause between them."""
    rows = rows.mutate(stop_wm=ibis.coalesce(rows.ended_wm, rows.started_wm))
    before = ibis.window(group_by=rows.officer, order_by=rows.started_wm, rows=(None, -1))
    apart = rows.started_wm > rows.stop_wm.max().over(before) + BATCH_GAP_WM
    rows = rows.mutate(is_first=ibis.coalesce(apart, True).cast("float64"))
    # By range, not by rows: steps started at the same reading are counted together, in whatever order they stand.
    so_far = ibis.window(group_by=rows.officer, order_by=rows.started_wm, range=(None, 0))
    return rows.select(
        "officer", "dossier_id", "step_no", "arrived_wm", "started_wm", "started_at",
        run_no=rows.is_first.sum().over(so_far),
    )


def _mark_split(waits: ir.Table, units: ir.Table) -> ir.Table:
    vague = units.select(vague="unit").distinct()
    rows = waits.left_join(vague, [waits.officer == vague.vague])
    return rows.mutate(is_split=rows.vague.isnull() & (rows.wait_wm > 0)).drop("vague")
