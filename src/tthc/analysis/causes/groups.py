"""Which fields, procedures, steps and months go with lateness: counts and intervals, no verdict (issue: few cases say
little).
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.model.schema.intervals import wilson


def late_groups(dossiers: ir.Table, spans: ir.Table, late: ir.Table) -> ir.Table:
    """One row per grouping (field, procedure, step, month of reception) and group: dossiers, late ones, Wilson 95%
    interval.

    `dossiers` are those of the period that were received and have a deadline: one that has none cannot be late. A
    dossier counts once in each step it passed. Those that name no procedure are not of one procedure: they make no
    group.
    """
    marked = dossiers.left_join(late.select(late_id="dossier_id"), [("dossier_id", "late_id")])
    flat = marked.select(
        "dossier_id", "field", "received_at", is_late=marked.late_id.notnull().cast("int64"),
        procedure=ibis.coalesce(marked.procedure_name, marked.procedure_code),
    )
    named = flat.filter(flat.procedure.notnull())
    steps = spans.select("dossier_id", "step").distinct().inner_join(flat.select("dossier_id", "is_late"), "dossier_id")
    groupings = ibis.union(
        _grouped(flat, "field", flat.field), _grouped(named, "procedure", named.procedure),
        _grouped(flat, "month", flat.received_at.strftime("%m/%Y")), _grouped(steps, "step", steps.step),
    )
    share = groupings.n_late / groupings.n
    low, high = wilson(share, groupings.n)
    return groupings.mutate(rate_late=share, low=low, high=high)


def _grouped(rows: ir.Table, grouping: str, by: ir.Value) -> ir.Table:
    named = rows.select("is_late", group=ibis.coalesce(by, "–"))
    summed = named.group_by("group").agg(n=named.count(), n_late=named.is_late.sum())
    return summed.mutate(grouping=ibis.literal(grouping)).select("grouping", "group", "n", "n_late")
