"""From overruns to causes: which share of each late dossier is put down to what."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from tthc.analysis.causes.catalogue import UNKNOWN, Cause, cause_of
from tthc.analysis.causes.excess import SHORT_DUE
from tthc.analysis.causes.naming import with_main
from tthc.analysis.segments.states import part, part_no
from tthc.model.words import State

_KEYS = ("dossier_id", "part", "part_no")
_DOING = (State.WORK,)  # inside a step the norm pays for work first
_MAYBE = (State.HELD, State.INTERLEAVED, State.QUIET)  # and then for what may have been work


def state_shares(parts: ir.Table, state_minutes: ir.Table) -> ir.Table:
    """One row per late dossier, part and state: share_wm of the lateness, even_wm, over_wm beyond the unscaled norm,
    chrono_wm.

    Inside a step the norm pays for work first, then for what may have been work: excess work is what work alone used
    beyond it, excess waiting the rest, spread over the waiting's reasons in proportion. even_wm is the share if nothing
    of the latter was work. most_wm is the share if, after work, the norm paid for every other state first; least_wm the
    share if it paid for this one first. A pass after the first has no norm of its own, so that what it used convicts
    nobody: it may be that nothing of it is excess.
    """
    mine = state_minutes.select(*_KEYS, "state", "wm", chrono_wm="late_wm").inner_join(
        _with_pass_norm(parts).drop("step", "kind", "unit", "officer"), list(_KEYS)
    )
    of_part = ibis.window(group_by=[mine.dossier_id, mine.part, mine.part_no])
    sums = {
        f"{name}_wm": mine.state.isin(states).ifelse(mine.wm, 0.0).sum().over(of_part)
        for name, states in (("work", _DOING), ("maybe", _MAYBE))
    }
    mine = mine.mutate(**sums)
    norm, by_time = ibis.coalesce(mine.norm_wm, 0.0), mine.norm_source == "none"
    of_over = mine.share_wm / mine.over_scaled_wm.nullif(0)
    shares = {
        "share_wm": ibis.coalesce(of_over * _part_of_over(mine, mine.over_scaled_wm, mine.norm_scaled_wm, _MAYBE), 0.0),
        "even_wm": ibis.coalesce(of_over * _part_of_over(mine, mine.over_scaled_wm, mine.norm_scaled_wm, ()), 0.0),
        "over_wm": _part_of_over(mine, mine.over_wm, norm, _MAYBE),
    }
    shares["least_wm"] = ibis.coalesce(of_over * _least_over(mine, mine.over_scaled_wm, mine.norm_scaled_wm), 0.0)
    shares["most_wm"] = ibis.coalesce(of_over * ibis.least(mine.wm, mine.over_scaled_wm), 0.0)
    whole = ibis.coalesce(mine.pass_norm_wm, norm)
    shares |= {
        "over_least_wm": _least_over(mine, mine.over_wm, whole), "over_most_wm": ibis.least(mine.wm, mine.over_wm),
    }
    is_again = mine.pass_no > 1
    shares |= {name: is_again.ifelse(0.0, shares[name]) for name in ("least_wm", "over_least_wm")}
    # Without any norm each late minute goes to the state it was spent in.
    shares = {name: by_time.ifelse(mine.chrono_wm, amount) for name, amount in shares.items()}
    rows = mine.select(*_KEYS, "state", "chrono_wm", "norm_source", "norm_wm", used_wm="wm", **shares)
    return rows.union(_of_short_dues(parts, rows))


def _with_pass_norm(parts: ir.Table) -> ir.Table:
    """The parts with pass_norm_wm: of a pass that went through several hands the norm of the whole pass, else null.

    The norm was meant for whoever did the work, and a new holder begins anew: of one of several it is certain only that
    he used more than was granted if he alone used more than the whole.
    """
    of_pass = ibis.window(group_by=[parts.dossier_id, parts.part, parts.step, parts.pass_no])
    who = ibis.coalesce(parts.unit, "") + "|" + ibis.coalesce(parts.officer, "")
    is_shared = (parts.part == "step") & (who.min().over(of_pass) != who.max().over(of_pass))
    return parts.mutate(pass_norm_wm=is_shared.ifelse(parts.norm_wm.sum().over(of_pass), ibis.null("float64")))


def _of_short_dues(parts: ir.Table, rows: ir.Table) -> ir.Table:
    """What a deadline shorter than the norms makes of the lateness was no state of anybody."""
    short = parts.filter(parts.part == SHORT_DUE)
    amounts = {name: short.share_wm for name in ("share_wm", "even_wm", "least_wm", "most_wm")}
    amounts |= {name: short.over_wm for name in ("over_wm", "over_least_wm", "over_most_wm")}
    empty = {name: ibis.literal(0.0) for name in ("chrono_wm", "used_wm")}
    kept = short.select(*_KEYS, "norm_source", "norm_wm", state=ibis.null("string"), **amounts, **empty)
    return kept.select(*rows.columns)


def _part_of_over(rows: ir.Table, over: ir.Value, norm: ir.Value, maybe: Sequence[str]) -> ir.Value:
    """The row's part of its part's overrun, the norm paying for work first and then for the states that may have been
    work.
    """
    maybe_wm = rows.maybe_wm if maybe else ibis.literal(0.0)
    work_over = ibis.least(ibis.greatest(rows.work_wm - norm, 0.0), over)
    both_over = ibis.least(ibis.greatest(rows.work_wm + maybe_wm - norm, 0.0), over)
    rest_wm = rows.used_wm - rows.work_wm - maybe_wm
    rest_over = over - (both_over if maybe else work_over)
    rest = ibis.coalesce(rest_over * rows.wm / rest_wm.nullif(0), 0.0)
    of_maybe = ibis.coalesce((both_over - work_over) * rows.wm / maybe_wm.nullif(0), 0.0)
    return ibis.cases(
        (rows.state.isin(_DOING), work_over), (rows.state.isin(list(maybe) or [""]), of_maybe), else_=rest,
    )


def _least_over(rows: ir.Table, over: ir.Value, norm: ir.Value) -> ir.Value:
    """What of the overrun is left for the row's state if the norm pays for it before everything else but work."""
    paid = rows.state.isin(_DOING).ifelse(norm, ibis.greatest(norm - rows.work_wm, 0.0))
    return ibis.least(ibis.greatest(rows.wm - paid, 0.0), over)


def cause_shares(
    shares: ir.Table, parts: ir.Table, segments: ir.Table, late: ir.Table, causes: Sequence[Cause],
    *, compare: str = "date",
) -> ir.Table:
    """One row per late dossier and cause (`schema.RESULTS["cause_shares"]`); which one is main, and how sure it is,
    says `naming`.

    A dossier whose deadline and end lie in the same closed hours has no late minutes: its main cause is what was going
    on first after the deadline, with a share of 0. `would_be_on_time`: the unscaled excess alone is at least the
    lateness; what is not known is no cause that could be done without. A stop that began when the deadline had passed
    made a dossier later, not late: it has its share and is no main cause (asked_late: minutes of such stops).
    """
    rows = _named(shares, parts, causes)
    rows = _stops_in_time(_with_first_moment(rows, segments, late, by_date=compare == "date"))
    summed = _sum_by_cause(rows).inner_join(
        late.select("dossier_id", "total_wm", total_late_wm="late_wm"), "dossier_id",
    )
    unknown = {cause.code for cause in causes if cause.nature == "unknown"} | {UNKNOWN}
    summed = summed.mutate(
        needed_wm=summed.total_late_wm - summed.asked_late,
        would_be_on_time=(
            summed.over_wm >= summed.total_late_wm - 1e-6
        ) & (summed.share_wm > 0) & ~summed.closed_late & ~summed.cause.isin(sorted(unknown))
    )
    has_minutes = summed.total_late_wm > 0
    order = ibis.window(
        group_by=summed.dossier_id,
        order_by=[
            summed.share_wm.desc(), has_minutes.ifelse(summed.first_wm, ibis.coalesce(summed.after_s, float("inf"))),
            has_minutes.ifelse(0.0, -summed.last_wm), summed.cause,
        ],
    )
    ranked = with_main(summed.mutate(place=ibis.row_number().over(order)), causes)
    ranked = ranked.mutate(**{name: ranked[f"all_{name}"] for name in _SHOWN})
    ranked = ranked.filter((ranked.share_wm > 0) | (ranked.over_wm > 0) | (ranked.chrono_wm > 0) | ranked.is_main)
    return ranked.select(*_SHARE_COLUMNS)


_SHARE_COLUMNS = (
    "dossier_id", "cause", "share_wm", "over_wm", "chrono_wm", "part", "part_no", "state", "step", "kind", "unit",
    "officer", "norm_source",
    "norm_wm", "top_used_wm", "top_share_wm", "would_be_on_time", "is_main", "grade", "asked_late",
)


def _named(shares: ir.Table, parts: ir.Table, causes: Sequence[Cause]) -> ir.Table:
    holder = parts.select(*_KEYS, "step", "kind", "unit", "officer", "pass_no")
    rows = shares.inner_join(holder, list(_KEYS))
    return rows.mutate(cause=cause_of(rows, causes))


def _with_first_moment(rows: ir.Table, segments: ir.Table, late: ir.Table, *, by_date: bool) -> ir.Table:
    """The rows with the clock at the part's beginning and end, the instant after the deadline from which the part held
    the dossier, and began_late: it began when the deadline had passed.
    """
    times = segments.inner_join(late.select("dossier_id", "due_at"), "dossier_id")
    times = times.mutate(part=part(times.state), part_no=part_no(times))
    after_s = ibis.greatest(times.from_at, times.due_at).epoch_seconds().cast("float64")
    times = times.mutate(after_s=(times.to_at > times.due_at).ifelse(after_s, ibis.null("float64")))
    times = times.group_by(*_KEYS).agg(
        first_wm=times.from_wm.min(), last_wm=times.to_wm.max(), after_s=times.after_s.min(),
        from_at=times.from_at.min(), due_at=times.due_at.max(),
    )
    late_by_date = times.from_at.date() > times.due_at.date()
    times = times.mutate(began_late=late_by_date if by_date else times.from_at > times.due_at).drop("from_at", "due_at")
    rows = rows.left_join(times, list(_KEYS))
    return rows.drop(*[name for name in rows.columns if name.endswith("_right")])


_SHOWN = ("share_wm", "over_wm")
_JUDGED = ("share_wm", "even_wm", "least_wm", "most_wm", "over_wm", "over_least_wm", "over_most_wm")
_AMOUNTS = (*_JUDGED, *(f"all_{name}" for name in _SHOWN), "chrono_wm")


def _stops_in_time(rows: ir.Table) -> ir.Table:
    """The rows as they are judged, all_… as they are shown: nothing of stops that began after the deadline.

    closed_late: without norms, closing a result that itself came after the deadline. Why that one was late nobody
    knows, and whatever share the closing has, it did not make the dossier late.
    """
    began_late = ibis.coalesce(rows.began_late, False)
    asked_late = (rows.part == "stop") & began_late
    closed_late = (rows.part == State.UNCLOSED) & (rows.norm_source == "none") & began_late
    of_dossier = ibis.window(group_by=rows.dossier_id)
    return rows.mutate(
        asked_late=asked_late.ifelse(rows.used_wm, 0.0).sum().over(of_dossier),
        **{f"all_{name}": rows[name] for name in _SHOWN},
        **{name: asked_late.ifelse(0.0, rows[name]) for name in _JUDGED},
        closed_late=closed_late,
    )


def _sum_by_cause(rows: ir.Table) -> ir.Table:
    """Sum over parts; the holder shown is that of the part with the largest share."""
    order = ibis.window(
        group_by=[rows.dossier_id, rows.cause], order_by=[rows.share_wm.desc(), rows.first_wm, rows.part, rows.part_no]
    )
    of_holder = ibis.window(group_by=[rows.dossier_id, rows.cause, rows.unit, rows.officer])
    rows = rows.mutate(place=ibis.row_number().over(order), over_own_wm=rows.over_least_wm.sum().over(of_holder))
    top = rows.filter(rows.place == 0).select(
        "dossier_id", "cause", "part", "part_no", "state", "step", "kind", "unit", "officer", "norm_source", "norm_wm",
        "over_own_wm", top_used_wm="used_wm", top_share_wm="all_share_wm",
    )
    summed = rows.group_by("dossier_id", "cause").agg(
        **{name: rows[name].sum() for name in (*_AMOUNTS, "used_wm")},
        first_wm=rows.first_wm.min(), last_wm=rows.last_wm.max(), after_s=rows.after_s.min(),
        asked_late=rows.asked_late.max(), closed_late=rows.closed_late.max(),
    )
    return summed.inner_join(top, ["dossier_id", "cause"])
