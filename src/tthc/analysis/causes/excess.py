"""What each part of a late dossier used beyond its norm, and its share of the lateness."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

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


def parts(used: ir.Table, norms: ir.Table, stop_norms: ir.Table, late: ir.Table) -> ir.Table:
    """One row per part of each late dossier with its norm, overrun and share of the late minutes
    (`schema.RESULTS["parts"]`).

    `late` has dossier_id, budget_wm (B) and late_wm (L). Shares of a dossier sum to L. Norms of the whole list are
    scaled to B less what the stops were granted; without any norm the split is chronological: each part's overrun is
    what it used after the deadline.
    """
    rows = _with_unreached(used, norms)
    rows = rows.left_join(stop_norms.mutate(part=ibis.literal("stop")).rename(stop_wm="norm_wm"), list(_KEYS))
    rows = rows.drop(*[name for name in rows.columns if name.endswith("_right")])
    rows = rows.inner_join(late.select("dossier_id", "budget_wm", total_late_wm="late_wm"), "dossier_id")
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
    rows = rows.mutate(
        over_scaled_wm=ibis.greatest(rows.used_wm - rows.norm_scaled_wm, 0.0),
        over_wm=ibis.greatest(rows.used_wm - ibis.coalesce(rows.norm_wm, rows.norm_scaled_wm), 0.0),
    )
    of_dossier = ibis.window(group_by=rows.dossier_id)
    rows = rows.mutate(all_over=rows.over_scaled_wm.sum().over(of_dossier))
    share = ibis.greatest(rows.total_late_wm, 0.0) * rows.over_scaled_wm / rows.all_over.nullif(0)
    return rows.select(
        *_KEYS, *_HOLDER, "used_wm", "norm_wm", "norm_scaled_wm", "norm_source", "over_wm", "over_scaled_wm",
        share_wm=ibis.coalesce(share, 0.0),
    )
