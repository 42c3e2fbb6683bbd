"""The officers' own clocks: seconds in which they were busy.

What changes for an officer is one row: a step starts, pauses, resumes or ends; an absence begins or ends. One sort per
officer and running sums tell what the officer did after each (`resource_timeline`), a second one the clocks at any
instant that is asked for (`clock_readings`): n log n, no range join. Readings are whole working seconds (`_ws`): they
add up exactly in any order.

Four clocks, each of which stands still while the officer is absent: `busy` runs while a step is started, `shared` while
several are, `any` also while a step lies there whose start is not known; `idle` runs while `any` stands in a half day
in which a stamp shows that the officer was there.

Example: step A is started from 08:00 to 10:00, step B from 09:00 to 11:00, the officer is absent from 09:30 to 10:30.

    at     change        started   clocks that run from here on
    08:00  A starts      1         busy, any
    09:00  B starts      2         busy, any, shared
    09:30  absence       2         none
    10:00  A ends        1         none
    10:30  back          1         busy, any
    11:00  B ends        0         none

busy(t) is the sum of the stretches before t in which it runs: busy(08:30) = 0:30, busy(10:45) = 1:30 + 0:15. A dossier
that waited from 08:30 to 10:45 waited busy(10:45) − busy(08:30) = 1:15 while its officer worked on others.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.segments.assignments import OWN
from tthc.analysis.segments.away import merged
from tthc.analysis.segments.states import in_hand

CLOCKS = ("busy", "any", "shared", "idle")
_KINDS = ("d_busy", "d_held", "d_absent", "d_shown")


def seconds(wm: ir.Value) -> ir.Value:
    """A reading of the clock in whole seconds; a floating number, which engines add up far faster than big integers."""
    return (wm * 60).round().cast("float64")


def officer_events(
    spans: ir.Table, assignments: ir.Table, absent: ir.Table, lifetimes: ir.Table, shown: ir.Table,
) -> ir.Table:
    """One row per change of what an officer has: officer, at_ws (clock), d_busy, d_held, d_absent, d_shown, step key of
    the change.

    A started step counts as busy until it ends, one without a known start as held from its arrival; both pause while
    the dossier is with the applicant or another body, and end with the dossier's life at the latest. `absent` as
    `absent_times`, `shown` as `shown_times` give them.
    """
    away = _away(assignments)
    started = _desk(spans.filter(spans.started_wm.notnull()), lifetimes, "started_wm")
    lying = _desk(spans.filter(spans.started_wm.isnull()), lifetimes, "arrived_wm")
    nobody = {"dossier_id": ibis.null(spans.dossier_id.type()), "step_no": ibis.null(spans.step_no.type())}
    absent, shown = (times.mutate(**nobody) for times in (absent, shown))
    return ibis.union(
        *_changes(started, "d_busy"), *_pauses(started, away, "d_busy"), *_changes(lying, "d_held"),
        *_pauses(lying, away, "d_held"),
        *_changes(absent, "d_absent"), *_changes(shown, "d_shown"),
    )


def _desk(spans: ir.Table, lifetimes: ir.Table, since: str) -> ir.Table:
    """One row per own step of an officer within the dossier's life, from its reading `since` to its end."""
    rows = spans.filter(~spans.is_outside & in_hand(spans.kind) & spans.officer.notnull() & spans[since].notnull())
    rows = rows.inner_join(lifetimes.select("dossier_id", "end_wm", "received_wm"), "dossier_id")
    rows = rows.select(
        "dossier_id", "step_no", "officer", from_wm=ibis.greatest(rows[since], rows.received_wm),
        to_wm=ibis.least(ibis.coalesce(rows.ended_wm, rows.end_wm), rows.end_wm),
    )
    return rows.filter(rows.to_wm > rows.from_wm)


def resource_timeline(events: ir.Table) -> ir.Table:
    """The events, each with what the officer does until the next one.

    present_ws is the clock of presence at the event; on_busy, on_any, on_shared, on_idle are 1 where that clock begins
    to run and -1 where it stops; busy_ws and shared_ws are the seconds until the next event in which they run.
    """
    order = {"group_by": events.officer, "order_by": events.at_ws}
    so_far, onward = ibis.window(**order, rows=(None, 0)), ibis.window(**order)
    move = _move(events.d_absent, events.at_ws)
    rows = events.mutate(
        **{f"n_{kind}": events[f"d_{kind}"].sum().over(so_far) for kind in _COUNTED}, away=move.sum().over(so_far),
        away_move=move,
        gap=ibis.coalesce(events.at_ws.lead().over(onward) - events.at_ws, 0.0),
    )
    here, was_here = ~_runs(rows.away), ~_runs(rows.away - rows.away_move)
    now = _running(*(rows[f"n_{kind}"] for kind in _COUNTED))
    before = _running(*(rows[f"n_{kind}"] - rows[f"d_{kind}"] for kind in _COUNTED))
    on = {clock: (now[clock] & here).cast("float64") - (before[clock] & was_here).cast("float64") for clock in CLOCKS}
    lasted = {f"{clock}_ws": (now[clock] & here).ifelse(rows.gap, 0.0) for clock in ("busy", "shared")}
    return rows.select(
        "officer", "dossier_id", "step_no", "at_ws", "d_busy", present_ws=rows.at_ws - _total(rows.away, rows.at_ws),
        **{f"on_{clock}": value for clock, value in on.items()}, **lasted,
    )


_COUNTED = ("busy", "held", "shown")


def _running(n_busy: ir.Value, n_held: ir.Value, n_shown: ir.Value) -> dict[str, ir.Value]:
    return {
        "busy": n_busy > 0, "any": n_busy + n_held > 0, "shared": n_busy > 1,
        "idle": (n_busy + n_held <= 0) & (n_shown > 0),
    }


def clock_readings(turns: ir.Table, questions: ir.Table) -> ir.Table:
    """The questions (officer, at_ws and whatever else), each with the clocks: busy_ws, any_ws, shared_ws, idle_ws."""
    marks = [f"on_{clock}" for clock in CLOCKS]
    moves, more = clock_moves(turns), [name for name in questions.columns if name not in ("officer", "at_ws")]
    moves = moves.select(
        "officer", "at_ws", is_asked=False, **{mark: _move(moves[mark], moves.at_ws) for mark in marks},
        **{name: ibis.null(questions[name].type()) for name in more},
    )
    asked = questions.select(
        "officer", "at_ws", is_asked=True, **dict.fromkeys(marks, ibis.literal(0.0)), **{name: name for name in more},
    )
    rows = moves.union(asked)
    so_far = ibis.window(group_by=rows.officer, order_by=rows.at_ws, rows=(None, 0))
    rows = rows.select("officer", "at_ws", "is_asked", *more, **{mark: rows[mark].sum().over(so_far) for mark in marks})
    rows = rows.filter(rows.is_asked)
    return rows.select(
        "officer", "at_ws", *more, **{f"{clock}_ws": _total(rows[f"on_{clock}"], rows.at_ws) for clock in CLOCKS},
    )


def clock_moves(turns: ir.Table) -> ir.Table:
    """One row per officer and instant at which one of the clocks begins to run (1) or stops (-1): on_busy, on_any,
    on_shared, on_idle.

    What begins at the instant at which another ends is no move: in two rows they would stand in one order here and in
    another there, and a question between them would read a clock that runs twice or not at all.
    """
    moves = turns.group_by("officer", "at_ws").agg(**{f"on_{clock}": turns[f"on_{clock}"].sum() for clock in CLOCKS})
    return moves.filter((moves.on_busy != 0) | (moves.on_any != 0) | (moves.on_shared != 0) | (moves.on_idle != 0))


def presence(asked: ir.Table, absent: ir.Table) -> ir.Table:
    """The rows (officer, at_ws and whatever else) with present_ws, the officer's clock of presence. `absent` as
    `absent_times`.
    """
    more = [name for name in asked.columns if name not in ("officer", "at_ws")]
    edges = [
        absent.select("officer", at_ws=seconds(absent[edge]), change=change)
        for edge, change in (("from_wm", 1.0), ("to_wm", -1.0))
    ]
    moves = ibis.union(*edges)
    moves = moves.select(
        "officer", "at_ws", is_asked=False, move=_move(moves.change, moves.at_ws),
        **{name: ibis.null(asked[name].type()) for name in more},
    )
    rows = moves.union(
        asked.select("officer", "at_ws", is_asked=True, move=ibis.literal(0.0), **{name: name for name in more})
    )
    so_far = ibis.window(group_by=rows.officer, order_by=rows.at_ws, rows=(None, 0))
    rows = rows.mutate(away=rows.move.sum().over(so_far))
    rows = rows.filter(rows.is_asked)
    return rows.select("officer", "at_ws", *more, present_ws=rows.at_ws - _total(rows.away, rows.at_ws))


def overlapping_officers(turns: ir.Table, limit: float = 0.10) -> ir.Table:
    """One row per officer whose started steps overlap for more than `limit` of the time in which any is started."""
    sums = turns.group_by("officer").agg(shared_ws=turns.shared_ws.sum(), busy_ws=turns.busy_ws.sum())
    return sums.filter(sums.shared_ws > limit * sums.busy_ws).select("officer")


# A clock that runs only in some stretches, none overlapping: each beginning takes its reading away, each end adds it.
# The sum so
# far is the time of all closed stretches, less the reading at which the open one began; the 1 keeps it negative just
# while one is.


def _move(change: ir.Value, at_ws: ir.Value) -> ir.Value:
    return -change * (at_ws + 1)


def _runs(moved: ir.Value) -> ir.Value:
    return moved < 0


def _total(moved: ir.Value, at_ws: ir.Value) -> ir.Value:
    return _runs(moved).ifelse(moved + at_ws + 1, moved)


def _away(assignments: ir.Table) -> ir.Table:
    """One row per stretch in which a dossier is with the applicant or another body."""
    away = merged(assignments.filter(assignments["rank"] != OWN), "dossier_id")
    return away.select("dossier_id", away_from="from_wm", away_to="to_wm")


def _pauses(worked: ir.Table, away: ir.Table, what: str) -> list[ir.Table]:
    both = worked.inner_join(away, "dossier_id")
    both = both.mutate(from_wm=ibis.greatest(both.from_wm, both.away_from), to_wm=ibis.least(both.to_wm, both.away_to))
    both = both.filter(both.to_wm > both.from_wm)
    return [_change(both, "from_wm", -1, what), _change(both, "to_wm", 1, what)]


def _changes(rows: ir.Table, what: str) -> list[ir.Table]:
    return [_change(rows, "from_wm", 1, what), _change(rows, "to_wm", -1, what)]


def _change(rows: ir.Table, at: str, sign: int, what: str) -> ir.Table:
    changes = {name: ibis.literal(float(sign) if name == what else 0.0) for name in _KINDS}
    return rows.select("officer", "dossier_id", "step_no", at_ws=seconds(rows[at]), **changes)
