"""The officers' own clocks: seconds present, seconds busy (design.md §1, §5.4).

What changes for an officer is one row: a step starts, pauses, resumes or ends; an absence begins or ends. One sort per officer
and running sums tell what the officer did after each (`officer_turns`), a second one both clocks at any instant that is asked
for (`officer_answers`): n log n, no range join. Readings are whole working seconds (`_ws`): they add up exactly in any order.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.segments.holdings import OWN
from tthc.worktime import read_clock


def seconds(wm: ir.Value) -> ir.Value:
    """A reading of the clock in whole seconds; a floating number, which engines add up far faster than big integers."""
    return (wm * 60).round().cast("float64")


def officer_events(spans: ir.Table, holdings: ir.Table, absences: ir.Table, lives: ir.Table, calendar: ir.Table) -> ir.Table:
    """One row per change of what an officer does: officer, at_ws (clock), d_busy, d_absent, step key of the change.

    A started step counts as busy until it ends, pauses while the dossier is with the applicant or another body, and ends
    with the dossier's life at the latest.
    """
    life = lives.select("dossier_id", "end_wm", "received_wm")
    worked = spans.filter(~spans.is_outside & spans.officer.notnull() & spans.started_wm.notnull())
    worked = worked.inner_join(life, "dossier_id")
    worked = worked.select(
        "dossier_id", "step_no", "officer",
        from_wm=ibis.greatest(worked.started_wm, worked.received_wm),
        to_wm=ibis.least(ibis.coalesce(worked.ended_wm, worked.end_wm), worked.end_wm),
    )
    worked = worked.filter(worked.to_wm > worked.from_wm)
    nobody = {"dossier_id": ibis.null(spans.dossier_id.type()), "step_no": ibis.null(spans.step_no.type())}
    absent = _absent(absences, calendar).mutate(**nobody)
    return ibis.union(
        _change(worked, "from_wm", 1), _change(worked, "to_wm", -1), *_pauses(worked, _away(holdings)),
        _change(absent, "from_wm", 1, "d_absent"), _change(absent, "to_wm", -1, "d_absent"),
    )


def officer_turns(events: ir.Table) -> ir.Table:
    """The events, each with what the officer does until the next one.

    present_ws is the clock of presence at the event; d_on is 1 where the officer becomes busy and -1 where no longer (with a
    started step and not absent); busy_ws and shared_ws are the seconds until the next event with any step started, and with
    several.
    """
    order = {"group_by": events.officer, "order_by": events.at_ws}
    so_far, onward = ibis.window(**order, rows=(None, 0)), ibis.window(**order)
    move = _move(events.d_absent, events.at_ws)
    rows = events.mutate(
        n_active=events.d_busy.sum().over(so_far), away=move.sum().over(so_far), away_move=move,
        gap=ibis.coalesce(events.at_ws.lead().over(onward) - events.at_ws, 0.0),
    )
    is_on = (rows.n_active > 0) & ~_runs(rows.away)
    was_on = (rows.n_active > rows.d_busy) & ~_runs(rows.away - rows.away_move)
    return rows.select(
        "officer", "dossier_id", "step_no", "at_ws", "d_busy", "d_absent",
        present_ws=rows.at_ws - _total(rows.away, rows.at_ws), d_on=is_on.cast("float64") - was_on.cast("float64"),
        busy_ws=is_on.ifelse(rows.gap, 0.0), shared_ws=(is_on & (rows.n_active > 1)).ifelse(rows.gap, 0.0),
    )


def officer_answers(turns: ir.Table, questions: ir.Table) -> ir.Table:
    """The questions (officer, at_ws and whatever else), each with both clocks: present_ws, and busy_ws without absences."""
    moves = clock_moves(turns)
    more = [name for name in questions.columns if name not in ("officer", "at_ws")]
    moves = moves.select(
        "officer", "at_ws", busy_move=_move(moves.d_on, moves.at_ws), away_move=_move(moves.d_absent, moves.at_ws),
        is_asked=False, **{name: ibis.null(questions[name].type()) for name in more},
    )
    asked = questions.select("officer", "at_ws", busy_move=ibis.literal(0.0), away_move=ibis.literal(0.0), is_asked=True, **{name: name for name in more})
    rows = moves.union(asked)
    so_far = ibis.window(group_by=rows.officer, order_by=rows.at_ws, rows=(None, 0))
    rows = rows.select("officer", "at_ws", "is_asked", *more, busy=rows.busy_move.sum().over(so_far), away=rows.away_move.sum().over(so_far))
    rows = rows.filter(rows.is_asked)
    return rows.select("officer", "at_ws", *more, busy_ws=_total(rows.busy, rows.at_ws), present_ws=rows.at_ws - _total(rows.away, rows.at_ws))


def clock_moves(turns: ir.Table) -> ir.Table:
    """One row per officer and instant at which being busy (d_on) or being away (d_absent) begins (1) or ends (-1).

    What begins at the instant at which another ends is no move: in two rows they would stand in one order here and in
    another there, and a question between them would read a clock that runs twice or not at all.
    """
    moves = turns.group_by("officer", "at_ws").agg(d_on=turns.d_on.sum(), d_absent=turns.d_absent.sum())
    return moves.filter((moves.d_on != 0) | (moves.d_absent != 0))


def overlapping_officers(turns: ir.Table, limit: float = 0.10) -> ir.Table:
    """One row per officer whose started steps overlap for more than `limit` of the time in which any is started."""
    sums = turns.group_by("officer").agg(shared_ws=turns.shared_ws.sum(), busy_ws=turns.busy_ws.sum())
    return sums.filter(sums.shared_ws > limit * sums.busy_ws).select("officer")


# A clock that runs only in some stretches, none overlapping: each beginning takes its reading away, each end adds it. The sum so
# far is the time of all closed stretches, less the reading at which the open one began; the 1 keeps it negative just while one is.


def _move(change: ir.Value, at_ws: ir.Value) -> ir.Value:
    return -change * (at_ws + 1)


def _runs(moved: ir.Value) -> ir.Value:
    return moved < 0


def _total(moved: ir.Value, at_ws: ir.Value) -> ir.Value:
    return _runs(moved).ifelse(moved + at_ws + 1, moved)


def _away(holdings: ir.Table) -> ir.Table:
    """One row per stretch in which a dossier is with the applicant or another body."""
    away = _merged(holdings.filter(holdings["rank"] != OWN), "dossier_id")
    return away.select("dossier_id", away_from="from_wm", away_to="to_wm")


def _absent(absences: ir.Table, calendar: ir.Table) -> ir.Table:
    """One row per stretch in which an officer is absent."""
    read = read_clock(absences, calendar, {"from_at": "from_wm", "to_at": "to_wm"})
    return _merged(read.filter((read.to_wm > read.from_wm) & read.officer.notnull()), "officer")


def _merged(rows: ir.Table, owner: str) -> ir.Table:
    """Stretches (from_wm, to_wm) of each owner that overlap or touch, as one."""
    rows = rows.select(owner, "from_wm", "to_wm").distinct()  # ties would stand in one order here and in another there
    order = {"group_by": rows[owner], "order_by": [rows.from_wm, rows.to_wm]}
    rows = rows.mutate(reach=rows.to_wm.max().over(ibis.window(**order, rows=(None, 0))))
    order = {"group_by": rows[owner], "order_by": [rows.from_wm, rows.to_wm]}
    is_new = ibis.coalesce(rows.from_wm > rows.reach.lag().over(ibis.window(**order)), True)
    rows = rows.mutate(is_new=is_new.cast("int64"))
    order = {"group_by": rows[owner], "order_by": [rows.from_wm, rows.to_wm]}
    rows = rows.mutate(number=rows.is_new.sum().over(ibis.window(**order, rows=(None, 0))))
    return rows.group_by(owner, "number").agg(from_wm=rows.from_wm.min(), to_wm=rows.to_wm.max()).drop("number")


def _pauses(worked: ir.Table, away: ir.Table) -> list[ir.Table]:
    both = worked.inner_join(away, "dossier_id")
    both = both.mutate(from_wm=ibis.greatest(both.from_wm, both.away_from), to_wm=ibis.least(both.to_wm, both.away_to))
    both = both.filter(both.to_wm > both.from_wm)
    return [_change(both, "from_wm", -1), _change(both, "to_wm", 1)]


def _change(rows: ir.Table, at: str, sign: int, what: str = "d_busy") -> ir.Table:
    changes = {name: ibis.literal(float(sign) if name == what else 0.0) for name in ("d_busy", "d_absent")}
    return rows.select("officer", "dossier_id", "step_no", at_ws=seconds(rows[at]), **changes)
