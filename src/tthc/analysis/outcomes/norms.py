"""The time that the internal procedure grants a dossier: step by step, and in all its steps together."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import FULL_DAY_WM


def norms_in_force(dossiers: ir.Table, norms: ir.Table) -> ir.Table:
    """One row per dossier and step of its procedure's list: dossier_id, step, norm_wm, decision.

    Of the lists that hold for the dossier's channel, the latest one in force on the day of reception counts as a whole:
    a step that it drops has no norm any more. Of a step, the row of the dossier's own channel comes before the row for
    every channel. Norms without a date are always in force.
    """
    asked = dossiers.select("dossier_id", "procedure_code", n_channel="channel", n_day=dossiers.received_at.date())
    valid_from = ibis.coalesce(norms.valid_from, ibis.literal("1900-01-01").cast("date"))
    given = norms.select("procedure_code", "step", "norm_wm", "decision", n_of="channel", n_from=valid_from)
    rows = asked.inner_join(given, "procedure_code")
    rows = rows.filter((rows.n_from <= rows.n_day) & (rows.n_of.isnull() | (rows.n_of == rows.n_channel)))
    rows = rows.mutate(n_version=rows.n_from.max().over(group_by="dossier_id"))
    rows = rows.filter(rows.n_from == rows.n_version)
    first = ibis.window(group_by=["dossier_id", "step"], order_by=[rows.n_of.isnull(), rows.norm_wm])
    rows = rows.mutate(n_place=ibis.row_number().over(first))
    return rows.filter(rows.n_place == 0).select("dossier_id", "step", "norm_wm", "decision")


def procedure_norms(dossiers: ir.Table, norms: ir.Table) -> ir.Table:
    """One row per dossier whose procedure has norms: dossier_id, norm_wm (sum over the steps), norm_days, decision.

    norm_days are whole working days, a part of a day counting as one.
    """
    rows = norms_in_force(dossiers, norms)
    total = rows.group_by("dossier_id").aggregate(norm_wm=rows.norm_wm.sum(), decision=rows.decision.max())
    return total.mutate(norm_days=(total.norm_wm / FULL_DAY_WM).ceil().cast("int64"))


def with_norm_days(scope: ir.Table, norms: ir.Table, common_days: int) -> ir.Table:
    """`scope` with norm_days of each dossier's procedure, else the setting's common number of days, else null."""
    known = procedure_norms(scope, norms).select("dossier_id", "norm_days")
    rows = scope.left_join(known.rename({"n_id": "dossier_id"}), [("dossier_id", "n_id")]).drop("n_id")
    common = ibis.literal(common_days or None, "int64")
    return rows.mutate(norm_days=ibis.coalesce(rows.norm_days, common))
