"""Time in which no holder could work, whatever the record says: recorded absences, days on which the whole office was
silent.

It is cut out of the stretches of a life, whether the dossier waited or was open in somebody's hands.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import read_clock
from tthc.analysis.segments.states import DESK
from tthc.model.words import State

_SPAN = ("from_at", "to_at", "from_wm", "to_wm")


def absent_times(absences: ir.Table, calendar: ir.Table) -> ir.Table:
    """One row per officer and stretch of recorded absence (from/to with readings), overlapping and touching ones as
    one.
    """
    read = read_clock(absences.filter(absences.officer.notnull()), calendar, {"from_at": "from_wm", "to_at": "to_wm"})
    return merged(read.filter(read.to_wm > read.from_wm), "officer").mutate(state=ibis.literal(State.WAIT_ABSENT))


def merged(rows: ir.Table, owner: str) -> ir.Table:
    """Stretches of each owner that overlap or touch on the clock, as one: owner, from/to with readings."""
    rows = rows.select(owner, *_SPAN).distinct()  # ties would stand in one order here and in another there
    order = {"group_by": rows[owner], "order_by": [rows.from_wm, rows.to_wm, rows.from_at, rows.to_at]}
    reach = rows.to_wm.max().over(ibis.window(**order, rows=(None, -1)))
    rows = rows.mutate(is_new=ibis.coalesce(rows.from_wm > reach, True).cast("int64"))
    order = {"group_by": rows[owner], "order_by": [rows.from_wm, rows.to_wm, rows.from_at, rows.to_at]}
    rows = rows.mutate(number=rows.is_new.sum().over(ibis.window(**order, rows=(None, 0))))
    ends = {name: (rows[name].min() if name.startswith("from") else rows[name].max()) for name in _SPAN}
    return rows.group_by(owner, "number").agg(**ends).drop("number")


def cut_out(stretches: ir.Table, away: ir.Table, of: Sequence[str] = DESK) -> ir.Table:
    """The stretches, with what lies within `away` as stretches of its state: own rows of any length that cover the same
    time.

    Only stretches in the states `of` are cut. `away` has from/to with readings and state,
    disjoint for each owner: its officer, or everybody where it has none. An officer is away a few times in a period,
    the whole office hardly ever: pairs of a stretch and a time away are few.
    """
    desk = stretches.filter(stretches.state.isin(list(of)))
    times = away.rename(**{f"away_{name}": name for name in away.columns})
    pairs = (
        desk.inner_join(times, [desk.officer == times.away_officer])
        if "officer" in away.columns
        else desk.cross_join(times)
    )
    pairs = pairs.filter(
        (pairs.away_from_at < pairs.to_at) & (pairs.away_to_at > pairs.from_at) & (pairs.away_to_wm > pairs.from_wm)
    )
    pairs = pairs.filter(pairs.away_from_wm < pairs.to_wm)
    columns = stretches.columns
    kept = stretches.anti_join(pairs.select("dossier_id", "from_at").distinct(), ["dossier_id", "from_at"])
    return ibis.union(kept, *(part.select(*columns) for part in (_inside(pairs), _before(pairs), _after(pairs))))


def away_while_unclosed(segments: ir.Table, away: Sequence[ir.Table]) -> ir.Table:
    """The segments; of what lay unclosed with a result, the time in which whoever should have closed it could not, as
    segments of that state (`cut_out`, first match first), each with its own late_wm.
    """
    lain = segments.filter(segments.state == State.UNCLOSED)
    rows = lain.mutate(late_from_wm=lain.to_wm - lain.late_wm)
    for times in away:
        rows = cut_out(rows, times, of=(State.UNCLOSED,))
    late_wm = ibis.greatest(rows.to_wm - ibis.greatest(rows.from_wm, rows.late_from_wm), 0.0)
    rows = rows.mutate(late_wm=late_wm).select(*segments.columns)
    return segments.filter(segments.state != State.UNCLOSED).union(rows)


def _inside(pairs: ir.Table) -> ir.Table:
    # Closed hours at an edge, of no working time, stay with the time away: no stretch of no minutes is left beside it.
    begins, ends = pairs.away_from_wm <= pairs.from_wm, pairs.away_to_wm >= pairs.to_wm
    edges = {
        "from_at": begins.ifelse(pairs.from_at, pairs.away_from_at),
        "from_wm": ibis.greatest(pairs.from_wm, pairs.away_from_wm),
        "to_at": ends.ifelse(pairs.to_at, pairs.away_to_at), "to_wm": ibis.least(pairs.to_wm, pairs.away_to_wm),
    }
    return pairs.mutate(**edges, state=pairs.away_state, is_sole=ibis.literal(False))


def _before(pairs: ir.Table) -> ir.Table:
    """From the stretch's beginning to its first time away."""
    order = ibis.window(group_by=[pairs.dossier_id, pairs.from_at], order_by=pairs.away_from_at)
    first = pairs.mutate(place=ibis.row_number().over(order))
    first = first.filter(first.place == 0)
    rest = first.mutate(to_at=first.away_from_at, to_wm=first.away_from_wm, is_sole=ibis.literal(False))
    return rest.filter(rest.to_wm > rest.from_wm)


def _after(pairs: ir.Table) -> ir.Table:
    """From each time away to the next one within the stretch, or to the stretch's end."""
    onward = ibis.window(group_by=[pairs.dossier_id, pairs.from_at], order_by=pairs.away_from_at)
    next_at, next_wm = (
        ibis.coalesce(pairs[f"away_from_{unit}"].lead().over(onward), pairs[f"to_{unit}"])
        for unit in ("at", "wm")
    )
    rest = pairs.mutate(next_at=next_at, next_wm=next_wm)
    rest = rest.mutate(
        from_at=rest.away_to_at, from_wm=rest.away_to_wm, to_at=rest.next_at, to_wm=rest.next_wm,
        is_sole=ibis.literal(False),
    )
    return rest.filter(rest.to_wm > rest.from_wm)
