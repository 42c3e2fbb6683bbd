"""The product-limit estimate: which share goes on past each tick of a clock, when some are lost sight of and some join
late (right censoring, left truncation).

E. L. Kaplan and P. Meier, JASA 53 (1958): S(x) = Π (1 − d/n) over the ticks up to x, at which d of the n at risk ended.
Three dossiers: one ends at tick 2, one is lost sight of at 3, one ends at 5. At 2 three are at risk and S = 2/3; at 3
nobody ends; at 5 one is at risk and S = 0. Ticks are whole numbers: they tie alike on every engine, and a curve stays
short however many are behind it.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

COUNTS = ("n_join", "n_leave", "n_end")


def moves(rows: ir.Table, cell: Sequence[str], *, joins: str, leaves: str, n: ir.Value, n_end: ir.Value) -> ir.Table:
    """Two rows per row: at the tick in `joins` n come, at the tick in `leaves` n go, of whom n_end ended."""
    none = ibis.literal(0, "int64")
    return ibis.union(
        rows.select(*cell, tick=joins, n_join=n, n_leave=none, n_end=none),
        rows.select(*cell, tick=leaves, n_join=none, n_leave=n, n_end=n_end.cast("int64")),
    )


def at_ticks(rows: ir.Table, cell: Sequence[str]) -> ir.Table:
    """One row per cell and tick: how many of `moves` join, leave, and leave because they ended."""
    return rows.group_by(*cell, "tick").agg(**{name: rows[name].sum().cast("int64") for name in COUNTS})


def with_steps(ticks: ir.Table, cell: Sequence[str], *, at_once: bool) -> ir.Table:
    """`at_ticks` with n_risk, is_last (all at risk ended) and log_step, the logarithm of the share that went on:
    0 where nobody ended, and where nobody was left.

    at_once: whether who joins at a tick is at risk at it; else from the next one on.
    """
    so_far = ibis.window(group_by=[ticks[name] for name in cell], order_by=ticks.tick, rows=(None, 0))
    there = (ticks.n_join - ticks.n_leave).sum().over(so_far) + ticks.n_leave
    rows = ticks.mutate(n_risk=(there if at_once else there - ticks.n_join).cast("int64"))
    is_last = (rows.n_end > 0) & (rows.n_end == rows.n_risk)
    share = is_last.ifelse(1.0, (rows.n_risk - rows.n_end) / rows.n_risk.nullif(0))
    return rows.mutate(is_last=is_last, log_step=ibis.coalesce(share.ln(), 0.0))
