"""Dossiers whose result was there in time and which only the closing in the system made late."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir


def mark_apparent(rows: ir.Table, lifetimes: ir.Table, *, compare: str) -> ir.Table:
    """`rows` (dossier_id, due_at) with is_apparent: the result existed (closed_at of `lifetimes`) by the deadline,
    with compare="date" by the end of its day.
    """
    rows = rows.left_join(lifetimes.select("dossier_id", "closed_at"), "dossier_id").drop("dossier_id_right")
    existed = rows.closed_at.date() <= rows.due_at.date() if compare == "date" else rows.closed_at <= rows.due_at
    return rows.mutate(is_apparent=ibis.coalesce(existed, False))
