"""Which fields, procedures, steps and months go with lateness: counts and intervals, no verdict (issue: few cases say little)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

_Z = 1.959963984540054  # 95 %


def late_groups(dossiers: ir.Table, spans: ir.Table, late: ir.Table) -> ir.Table:
    """One row per grouping (field, procedure, step, month of reception) and group: dossiers, late ones, Wilson 95 % interval.

    `dossiers` are those of the period that were received; a dossier counts once in each step it passed.
    """
    marked = dossiers.left_join(late.select(late_id="dossier_id"), [("dossier_id", "late_id")])
    flat = marked.select("dossier_id", "field", "procedure_name", "received_at", is_late=marked.late_id.notnull().cast("int64"))
    steps = spans.select("dossier_id", "step").distinct().inner_join(flat.select("dossier_id", "is_late"), "dossier_id")
    groupings = ibis.union(
        _grouped(flat, "field", flat.field), _grouped(flat, "procedure", flat.procedure_name),
        _grouped(flat, "month", flat.received_at.strftime("%m/%Y")), _grouped(steps, "step", steps.step),
    )
    return groupings.mutate(rate_late=groupings.n_late / groupings.n, **_wilson(groupings.n_late, groupings.n))


def _grouped(rows: ir.Table, grouping: str, by: ir.Value) -> ir.Table:
    named = rows.select("is_late", group=ibis.coalesce(by, "–"))
    summed = named.group_by("group").agg(n=named.count(), n_late=named.is_late.sum())
    return summed.mutate(grouping=ibis.literal(grouping)).select("grouping", "group", "n", "n_late")


def _wilson(k: ir.Value, n: ir.Value) -> dict[str, ir.Value]:
    """Wilson's score interval for a share (E. B. Wilson, JASA 22, 1927)."""
    p = k / n
    middle, spread = p + _Z**2 / (2 * n), _Z * (p * (1 - p) / n + _Z**2 / (4 * n * n)).sqrt()
    return {"low": (middle - spread) / (1 + _Z**2 / n), "high": (middle + spread) / (1 + _Z**2 / n)}
