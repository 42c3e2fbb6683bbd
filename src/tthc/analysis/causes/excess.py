"""What each part of a late dossier used beyond its norm, and its share of the lateness."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.causes.apparent import mark_apparent
from tthc.model.words import State

SHORT_DUE = "due"  # what a deadline shorter than the norms makes of the lateness; nobody held the dossier in it
_HAIR = 1e-6  # minutes: what adding and dividing may lose
_KEYS = ("dossier_id", "part", "part_no")
_HOLDER = ("step", "kind", "unit", "officer", "pass_no")


def used_parts(state_minutes: ir.Table, spans: ir.Table, late: ir.Table) -> ir.Table:
    """One row per part of each late dossier: used_wm and late_wm (after the deadline). Steps that never held it are
    there with 0.
    """
    mine = state_minutes.semi_join(late, "dossier_id").select(*_KEYS, *_HOLDER, used_wm="wm", after_wm="late_wm")
    steps = spans.semi_join(late, "dossier_id").select(
        "dossier_id", "step", "kind", "unit", "officer", "pass_no", part_no="step_no",
        part=ibis.literal("step"), used_wm=ibis.literal(0.0), after_wm=ibis.literal(0.0),
    )
    rows = mine.union(steps.select(*mine.columns))
    return rows.group_by(*_KEYS).agg(
        used_wm=rows.used_wm.sum(), after_wm=rows.after_wm.sum(), **{name: rows[name].max() for name in _HOLDER}
    )


def parts(
    used: ir.Table, norms: ir.Table, stop_norms: ir.Table, late: ir.Table, lifetimes: ir.Table,
    *, compare: str = "date",
) -> ir.Table:
    """One row per part of each late dossier with its norm, overrun and share of the late minutes
    (`schema.RESULTS["parts"]`).

    `late` has dossier_id, due_at, budget_wm (B) and late_wm (L); `lifetimes` closed_at. Shares of a dossier sum to L.
    Norms of the whole list are scaled to B less what the stops were granted; without any norm the split is
    chronological: each part's overrun is what it used after the deadline. Where B is less than the norms grant, nobody
    who kept to his norm has a share: what is missing is a part of its own (`due`). Where the result was there in time
    only the closing has one.
    """
    rows = _with_unreached(used, norms)
    rows = rows.left_join(stop_norms.mutate(part=ibis.literal("stop")).rename(stop_wm="norm_wm"), list(_KEYS))
    rows = rows.drop(*[name for name in rows.columns if name.endswith("_right")])
    judged = mark_apparent(late, lifetimes, compare=compare)
    judged = judged.select("dossier_id", "is_apparent", "budget_wm", total_late_wm="late_wm")
    rows = rows.inner_join(judged, "dossier_id")
    return _shares(_scaled(rows))


def _with_unreached(used: ir.Table, norms: ir.Table) -> ir.Table:
    """The first pass of a step gets its norm, its holders in proportion to the time they used; steps never reached
    stand with nothing used.
    """
    listed = norms.rename(list_wm="norm_wm")
    rows = _of_first_pass(used)
    rows = rows.left_join(listed, [rows.dossier_id == listed.dossier_id, rows.step == listed.step, rows.is_first])
    rows = rows.mutate(list_wm=rows.list_wm * rows.of_pass).drop(
        "dossier_id_right", "step_right", "is_first", "of_pass",
    )
    unreached = listed.anti_join(used.filter(used.part == "step"), ["dossier_id", "step"])
    order = ibis.window(group_by=unreached.dossier_id, order_by=unreached.step)
    unreached = unreached.mutate(
        part=ibis.literal("step"), part_no=-1 - ibis.row_number().over(order), used_wm=0.0, after_wm=0.0,
    )
    empty = {name: ibis.null("string") for name in ("kind", "unit", "officer")}
    unreached = unreached.mutate(pass_no=ibis.literal(1, "int64"), **empty)
    return rows.select(*_PART_COLUMNS).union(unreached.select(*_PART_COLUMNS))


def _of_first_pass(used: ir.Table) -> ir.Table:
    """The parts with is_first (a step's first pass), and of_pass: which part of the pass each of its holders used."""
    rows = used.mutate(is_first=(used.part == "step") & (used.pass_no == 1))
    of_step = ibis.window(group_by=[rows.dossier_id, rows.step, rows.is_first])
    rows = rows.mutate(pass_wm=rows.used_wm.sum().over(of_step), n_pass=rows.part_no.count().over(of_step))
    return rows.mutate(
        of_pass=(rows.pass_wm > 0).ifelse(rows.used_wm / rows.pass_wm.nullif(0), 1 / rows.n_pass)
    ).drop("pass_wm", "n_pass")


_PART_COLUMNS = (*_KEYS, *_HOLDER, "used_wm", "after_wm", "list_wm", "norm_source")


def _scaled(rows: ir.Table) -> ir.Table:
    """Stops keep what the deadline was moved for, capped at the budget; the norm list is scaled to what is left."""
    of_dossier = ibis.window(group_by=rows.dossier_id)
    stop_wm = ibis.coalesce(rows.stop_wm, 0.0)
    rows = rows.mutate(
        all_stops=stop_wm.sum().over(of_dossier), all_norms=ibis.coalesce(rows.list_wm, 0.0).sum().over(of_dossier),
        any_source=rows.norm_source.max().over(of_dossier), stop_wm=stop_wm,
    )
    granted = ibis.least(rows.all_stops, rows.budget_wm)
    of_stop = rows.stop_wm * granted / rows.all_stops.nullif(0)
    of_step = ibis.coalesce(rows.list_wm, 0.0) * (rows.budget_wm - granted) / rows.all_norms.nullif(0)
    by_time = rows.used_wm - rows.after_wm
    has_norms = rows.all_norms > 0
    return rows.mutate(
        norm_scaled_wm=has_norms.ifelse(ibis.coalesce((rows.part == "stop").ifelse(of_stop, of_step), 0.0), by_time),
        norm_wm=has_norms.ifelse(
            (rows.part == "stop").ifelse(rows.stop_wm, ibis.coalesce(rows.list_wm, 0.0)), ibis.null("float64"),
        ),
        norm_source=has_norms.ifelse(rows.any_source, "none"),
    )


def _shares(rows: ir.Table) -> ir.Table:
    rows = _over(rows)
    rows = rows.union(_short_dues(rows).select(*rows.columns))
    all_over = rows.over_scaled_wm.sum().over(ibis.window(group_by=rows.dossier_id))
    share = ibis.greatest(rows.total_late_wm, 0.0) * rows.over_scaled_wm / all_over.nullif(0)
    return rows.select(
        *_KEYS, *_HOLDER, "used_wm", "norm_wm", "norm_scaled_wm", "norm_source", "over_wm", "over_scaled_wm",
        share_wm=ibis.coalesce(share, 0.0),
    )


def _over(rows: ir.Table) -> ir.Table:
    """What counts as overrun: over_due_wm beyond what the deadline granted, over_scaled_wm beyond that and the part's
    own norm, over_wm beyond the norm. norm_scaled_wm is never below the norm; missing_wm, by what it was.
    """
    own_norm = ibis.coalesce(rows.norm_wm, rows.norm_scaled_wm)
    kept = ibis.greatest(rows.norm_scaled_wm, own_norm)
    counts = ~rows.is_apparent | (rows.part == State.UNCLOSED)
    over = {"over_due_wm": rows.norm_scaled_wm, "over_scaled_wm": kept, "over_wm": own_norm}
    over = {name: counts.ifelse(ibis.greatest(rows.used_wm - norm, 0.0), 0.0) for name, norm in over.items()}
    return rows.select(
        *_KEYS, *_HOLDER, "used_wm", "norm_wm", "norm_source", "total_late_wm", norm_scaled_wm=kept,
        missing_wm=kept - rows.norm_scaled_wm, **over,
    )


def _short_dues(rows: ir.Table) -> ir.Table:
    """One row per dossier whose deadline granted less than its norms where somebody used some of the difference:
    over_scaled_wm is what was used of it, over_wm the whole of it.
    """
    short = rows.group_by("dossier_id").agg(
        over_scaled_wm=(rows.over_due_wm - rows.over_scaled_wm).sum(), over_wm=rows.missing_wm.sum(),
        norm_source=rows.norm_source.max(), total_late_wm=rows.total_late_wm.max(),
    )
    short = short.filter(short.over_scaled_wm > _HAIR)
    place = {"part": ibis.literal(SHORT_DUE), "part_no": ibis.literal(0).cast(rows.part_no.type())}
    nothing = {name: ibis.literal(0.0) for name in ("used_wm", "norm_scaled_wm", "missing_wm", "over_due_wm")}
    nobody = {name: ibis.null(rows[name].type()) for name in (*_HOLDER, "norm_wm")}
    return short.mutate(**place, **nothing, **nobody)
