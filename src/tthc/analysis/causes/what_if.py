"""What would have prevented it: how many dossiers were late only because of one cause."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.causes.catalogue import described, usual
from tthc.model.days import FULL_DAY_WM, is_counted

REWORK = "XL-LAI"
REWORK_LABEL = "Làm lại một bước đã qua"
_HAIR = 1e-6  # minutes: what adding and dividing may lose


def what_if(
    cause_shares: ir.Table, parts: ir.Table, late: ir.Table, causes: ir.Table, *, day_wm: float = FULL_DAY_WM,
) -> ir.Table:
    """One row per cause that is named as the main one of some dossier: how many late dossiers it touches, and how many
    would have been on time without it, of those whose main cause is known. Of the others nothing is promised.

    Columns: cause, label, n_late (all late dossiers), n_touched, n_would_be_on_time, n_left, is_estimated (all norms of
    its shares are estimates). Rework counts the whole second pass.
    """
    rows = _with_known(cause_shares)
    by_cause = rows.group_by("cause").agg(
        n_touched=is_counted(rows.share_wm, day_wm).ifelse(1, 0).sum(),
        n_would_be_on_time=(rows.would_be_on_time & rows.is_known).ifelse(1, 0).sum(),
        is_estimated=(ibis.coalesce(rows.norm_source, "") == "estimated").all(),
        n_main=(rows.is_main & rows.is_known).ifelse(1, 0).sum(),
    )
    by_cause = by_cause.filter(by_cause.n_main > 0).drop("n_main")
    named = by_cause.left_join(described(causes).drop("nature", "remedy"), "cause").drop("cause_right")
    label = ibis.coalesce(named.label, named.cause)
    named = named.mutate(label=named.is_estimated.ifelse(usual(label), label))
    rows = named.union(_rework(parts, late).select(*named.columns))
    total = late.agg(n_late=late.count())
    rows = rows.filter(rows.n_touched > 0).anti_join(
        causes.filter(causes.nature == "unknown"), [rows.cause == causes.code],
    ).cross_join(total)
    return rows.mutate(n_left=rows.n_late - rows.n_would_be_on_time)


def _with_known(rows: ir.Table) -> ir.Table:
    """The rows with is_known: whether a main cause of their dossier may be named."""
    is_known = (rows.is_main & (ibis.coalesce(rows.grade, "none") != "none")).ifelse(1, 0)
    return rows.mutate(is_known=is_known.max().over(ibis.window(group_by=rows.dossier_id)) > 0)


def _rework(parts: ir.Table, late: ir.Table) -> ir.Table:
    again = parts.filter((parts.part == "step") & (parts.pass_no > 1))
    again = again.group_by("dossier_id").agg(used_wm=again.used_wm.sum())
    again = again.filter(again.used_wm > _HAIR)
    again = again.inner_join(late.select("dossier_id", "late_wm"), "dossier_id")
    counted = again.agg(
        n_touched=again.count(), n_would_be_on_time=ibis.coalesce((again.used_wm >= again.late_wm - _HAIR).sum(), 0)
    )
    return counted.mutate(
        cause=ibis.literal(REWORK), label=ibis.literal(REWORK_LABEL), is_estimated=ibis.literal(False),
    )
