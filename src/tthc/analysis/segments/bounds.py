"""What arrivals and ends alone tell of a step whose start nobody recorded: at least and at most how much of what.

Of an officer who works on one thing at a time, the work on a finished dossier lies between the end of the one before
and its own end. It took at most the whole of that time, and at least what such a step takes at the quickest. What was
finished while a dossier lay on the desk bounds how long it waited for others.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.segments.officer_clocks import presence, seconds
from tthc.analysis.segments.states import in_hand
from tthc.model.words import State

QUICK_PART = 0.2  # what the quickest fifth of a step's ends took is the least that one takes
FEW_ENDS = 10  # fewer say nothing of what is usual


def desk_bounds(
    spans: ir.Table, lifetimes: ir.Table, absent: ir.Table, accounts: ir.Table, prior: ir.Table,
) -> ir.Table:
    """One row per own step without a known start, of one person's account: what its officer finished meanwhile.

    n_ended others were finished between its arrival and its end, which took him from ended_least_wm to ended_most_wm;
    is_overtaken says that one of those came later. own_least_wm and own_most_wm bound the work on the step itself;
    lain_wm is its time on the officer's clock of presence. `accounts` (officer) are those that more than one person may
    use; of `prior` dossiers (dossier_id) a priority is recorded: they overtake nobody.
    """
    ended = _with_least(_windows(_lying(spans, lifetimes, absent, accounts), prior))
    rows = _queries(ended, "p_from", "before").inner_join(_queries(ended, "p_to", "until"), ["dossier_id", "step_no"])
    rows = ended.inner_join(rows, ["dossier_id", "step_no"])
    rows = rows.filter(rows.started_wm.isnull())
    amounts = {
        f"ended_{name}_wm": ibis.greatest(rows[f"{name}_until"] - rows[f"{name}_before"], 0.0) / 60
        for name in ("least", "most")
    }
    return rows.select(
        "dossier_id", "step_no", **amounts, n_ended=ibis.greatest(rows.n_until - rows.n_before, 0.0).cast("int64"),
        is_overtaken=ibis.coalesce(rows.first_later < rows.p_to, False), own_least_wm=rows.least / 60,
        own_most_wm=rows.most / 60,
        lain_wm=(rows.p_to - rows.p_from) / 60,
    )


def _lying(spans: ir.Table, lifetimes: ir.Table, absent: ir.Table, accounts: ir.Table) -> ir.Table:
    """One row per step on an officer's desk within its dossier's life: p_from and p_to on the officer's clock of
    presence, is_done.
    """
    is_lying = ~spans.is_outside & in_hand(spans.kind)
    rows = spans.filter(is_lying & spans.officer.notnull() & spans.arrived_wm.notnull()).anti_join(accounts, "officer")
    rows = rows.inner_join(lifetimes.select("dossier_id", "end_wm", "received_wm", "received_at"), "dossier_id")
    rows = rows.select(
        "dossier_id", "step_no", "step", "officer", "started_wm",
        came_s=ibis.greatest(rows.arrived_at, rows.received_at).epoch_seconds(),
        is_done=rows.ended_wm.notnull() & (rows.ended_wm <= rows.end_wm),
        from_ws=seconds(ibis.greatest(rows.arrived_wm, rows.received_wm)),
        to_ws=seconds(ibis.least(ibis.coalesce(rows.ended_wm, rows.end_wm), rows.end_wm)),
    )
    rows = rows.filter(rows.to_ws >= rows.from_ws)
    key = ("dossier_id", "step_no")
    for edge in ("from", "to"):
        there = presence(rows.select("officer", *key, at_ws=f"{edge}_ws"), absent)
        rows = rows.inner_join(there.select(*key, **{f"p_{edge}": "present_ws"}), list(key))
    return rows


def _windows(rows: ir.Table, prior: ir.Table) -> ir.Table:
    """The steps with two columns. `most`: the seconds from the officer's end just before to the step's own end, so the
    most that the work on it can have taken. `first_later`: the earliest end of a step that arrived later.
    """
    rows = rows.left_join(prior.select(prior_id="dossier_id"), [("dossier_id", "prior_id")])
    done_to = rows.is_done.ifelse(rows.p_to, ibis.null("float64"))
    plain_to = rows.prior_id.isnull().ifelse(done_to, ibis.null("float64"))
    by_end = ibis.window(group_by=rows.officer, order_by=[rows.p_to, rows.dossier_id, rows.step_no], rows=(None, -1))
    # What came at the same moment came no later: where only days are recorded, many came at once.
    later = ibis.window(group_by=rows.officer, order_by=rows.came_s, range=(1, None))
    rows = rows.mutate(before=done_to.max().over(by_end), first_later=plain_to.min().over(later))
    return rows.mutate(
        most=ibis.greatest(rows.p_to - ibis.greatest(rows.p_from, ibis.coalesce(rows.before, rows.p_from)), 0.0)
    )


def _with_least(rows: ir.Table) -> ir.Table:
    """The steps with `least`: the fewest seconds that the work on each can have taken, judged by the quickest fifth of
    the same step's ends; nought where there are too few of them.
    """
    done = rows.filter(rows.is_done)
    of_step = ibis.window(group_by=done.step, order_by=[done.most, done.dossier_id, done.step_no])
    done = done.mutate(
        place=ibis.row_number().over(of_step), n=done.step_no.count().over(ibis.window(group_by=done.step)),
    )
    quick = done.filter((done.n >= FEW_ENDS) & (done.place <= QUICK_PART * (done.n - 1)))
    quick = quick.group_by(q_step="step").agg(quick=quick.most.max())
    rows = rows.left_join(quick, [("step", "q_step")])
    return rows.mutate(least=ibis.least(rows.most, ibis.coalesce(rows.quick, 0.0))).drop("quick", "q_step")


def _queries(ended: ir.Table, at: str, name: str) -> ir.Table:
    """One row per step: what its officer had finished by the moment in the column `at`. With the name `before` an end
    at that very moment counts, with `until` it does not.
    """
    done = ended.filter(ended.is_done)
    moves = done.select(
        "officer", t="p_to", least="least", most="most", n=ibis.literal(1.0), is_asked=False, **_nothing(ended),
    )
    nothing = {amount: ibis.literal(0.0) for amount in ("least", "most", "n")}
    asks = ended.select("officer", t=at, **nothing, is_asked=True, dossier_id="dossier_id", step_no="step_no")
    rows = moves.union(asks.select(*moves.columns))
    so_far, just_now = ibis.window(
        group_by=rows.officer, order_by=rows.t, range=(None, 0),
    ), ibis.window(group_by=[rows.officer, rows.t])
    sums = {
        amount: rows[amount].sum().over(so_far) - (rows[amount].sum().over(just_now) if name == "until" else 0.0)
        for amount in nothing
    }
    rows = rows.select(
        "dossier_id", "step_no", "is_asked", **{f"{amount}_{name}": value for amount, value in sums.items()},
    )
    return rows.filter(rows.is_asked).drop("is_asked")


def _nothing(ended: ir.Table) -> dict[str, ir.Value]:
    return {name: ibis.null(ended[name].type()) for name in ("dossier_id", "step_no")}


def bounds_table(bounds: ir.Table, state_minutes: ir.Table) -> ir.Table:
    """One row per step of `bounds` with time on its officer's desk: least and most of each reason
    (`schema.RESULTS["desk_bounds"]`).

    held_wm is its time there without recorded absence and silence of the office. own and queue take what they take at
    least and at most; unexplained is what they leave of it, at least if both took their most, at most if both took
    their least.
    """
    rows = state_minutes.filter((state_minutes.part == "step") & state_minutes.state.isin([State.HELD, *_CERTAIN]))
    sums = {f"{name}_sum": rows.state.isin(list(states)).ifelse(rows.wm, 0.0).sum() for name, states in _SUMMED.items()}
    rows = rows.group_by("dossier_id", "part_no").agg(
        step=rows.step.max(), unit=rows.unit.max(), officer=rows.officer.max(), **sums,
    )
    rows = bounds.inner_join(rows, [bounds.dossier_id == rows.dossier_id, bounds.step_no == rows.part_no])
    most = ibis.least(rows.ended_most_wm, rows.held_sum)
    own = {f"own_{name}_wm": ibis.least(rows[f"own_{name}_wm"], rows.held_sum) for name in ("least", "most")}
    return rows.select(
        "dossier_id", "step_no", "step", "unit", "officer", held_wm="held_sum", absent_wm="absent_sum",
        outage_wm="outage_sum",
        n_ended="n_ended", is_overtaken="is_overtaken", queue_least_wm="queue_sum",
        queue_most_wm=ibis.greatest(most, rows.queue_sum), **own,
        unexplained_least_wm=ibis.greatest(
            rows.held_sum - own["own_most_wm"] - ibis.greatest(most, rows.queue_sum), 0.0,
        ),
        unexplained_most_wm=ibis.greatest(rows.held_sum - own["own_least_wm"] - rows.queue_sum, 0.0),
    )


_CERTAIN = (State.WAIT_QUEUE, State.WAIT_ABSENT, State.OUTAGE, State.SILENT)
_SUMMED = {
    "held": (State.HELD, State.WAIT_QUEUE), "queue": (State.WAIT_QUEUE,), "absent": (State.WAIT_ABSENT,),
    "outage": (State.OUTAGE, State.SILENT),
}


def queued_at_least(bounds: ir.Table, held: ir.Table) -> ir.Table:
    """One row per held step: queue_wm, the minutes for which it waited at least for others that had come before it.

    `held` has dossier_id, step_no and held_wm. Where one that came later was finished meanwhile, none is certain.
    """
    rows = bounds.inner_join(held, ["dossier_id", "step_no"])
    # Time that the dossier was elsewhere while others were finished was no waiting.
    elsewhere = ibis.greatest(rows.lain_wm - rows.held_wm, 0.0)
    certain = ibis.greatest(ibis.least(rows.ended_least_wm - elsewhere, rows.held_wm - rows.own_least_wm), 0.0)
    return rows.select("dossier_id", "step_no", queue_wm=rows.is_overtaken.ifelse(0.0, certain))
