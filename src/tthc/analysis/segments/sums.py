"""Sums over segments that chapters read: whose time it was, queues by week, council sessions, steps against norms."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.model.words import StepKind


def whose_time(state_minutes: ir.Table, scope: ir.Table, late: ir.Table) -> ir.Table:
    """One row per group of dossiers (all, late) and party: minutes of life, and minutes after the deadline."""
    def of(name: str, ids: ir.Table) -> ir.Table:
        rows = state_minutes.semi_join(ids, "dossier_id")
        summed = rows.group_by("party").agg(
            n_dossiers=rows.dossier_id.nunique(), wm=rows.wm.sum(), late_wm=rows.late_wm.sum(),
        )
        return summed.mutate(scope=ibis.literal(name)).select("scope", "party", "n_dossiers", "wm", "late_wm")

    return of("all", scope).union(of("late", late))


def queues(spans: ir.Table) -> ir.Table:
    """One row per officer and week (Monday) with an arrival or an end: how many came, went, and were in hand at its
    end.
    """
    own = spans.filter(~spans.is_outside & spans.officer.notnull())
    ended = own.filter(own.ended_at.notnull())
    moves = own.select(
        "unit", "officer", week_at=own.arrived_at.truncate("W").cast("timestamp(6)"), came=1, went=0,
    ).union(
        ended.select("unit", "officer", week_at=ended.ended_at.truncate("W").cast("timestamp(6)"), came=0, went=1)
    )
    weekly = moves.group_by("unit", "officer", "week_at").agg(n_arrived=moves.came.sum(), n_ended=moves.went.sum())
    so_far = ibis.window(group_by=[weekly.unit, weekly.officer], order_by=weekly.week_at, rows=(None, 0))
    return weekly.mutate(n_in_hand=(weekly.n_arrived - weekly.n_ended).sum().over(so_far))


def sessions(spans: ir.Table, late: ir.Table) -> ir.Table:
    """One row per council and day on which dossiers left it: how many, how many of them late, their mean waiting."""
    council = spans.filter((spans.kind == StepKind.COUNCIL) & spans.ended_at.notnull())
    marked = council.left_join(late.select(late_id="dossier_id").distinct(), [("dossier_id", "late_id")])
    marked = marked.mutate(
        held_on=marked.ended_at.truncate("D").cast("timestamp(6)"), wait=marked.ended_wm - marked.arrived_wm,
    )
    return marked.group_by("unit", "held_on").agg(
        n_dossiers=marked.dossier_id.nunique(), n_late=marked.late_id.nunique(),
        wait_wm=ibis.coalesce(marked.wait.mean(), 0.0)
    )


def step_norms(used: ir.Table, given: ir.Table, lifetimes: ir.Table) -> ir.Table:
    """One row per procedure and step: passes, how many used more than their norm, the median time used, the norm.

    `used` has dossier_id, step, used_wm (first passes); `given` dossier_id, step, norm_wm.
    """
    rows = used.left_join(given, ["dossier_id", "step"]).drop("dossier_id_right", "step_right")
    rows = rows.inner_join(lifetimes.select("dossier_id", "procedure_code"), "dossier_id")
    return rows.group_by("procedure_code", "step").agg(
        n=rows.count(), n_over=ibis.coalesce((rows.used_wm > rows.norm_wm).sum(), 0), used_wm=rows.used_wm.median(),
        norm_wm=rows.norm_wm.median(),
    )
