"""Kaplan–Meier curves of how long dossiers still took: open dossiers are right-censored, some are left-truncated (they
join the risk set later). A row says at which tick of a curve dossiers join and leave, and whether they left by ending.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis import kaplan_meier

# From the dossiers most like it to all: what those behind a curve have in common.
LEVELS = ("procedure", "field", "point", "all")
CELL = ("moment", "measure", "level", "procedure", "field", "kind", "step", "start_wm")
_LOG_HALF = -0.693147


def levelled(rows: ir.Table) -> ir.Table:
    """`rows` once for each level, with the names that its dossiers share; the others are empty."""
    nothing = ibis.literal("")
    procedure, field = ibis.coalesce(rows.procedure_code, ""), ibis.coalesce(rows.field, "")
    shared = (
        (procedure, nothing, rows.step), (nothing, field, rows.step), (nothing, nothing, rows.step),
        (nothing, nothing, nothing),
    )
    kept = [name for name in rows.columns if name not in ("procedure_code", "field", "step")]
    levels = [
        rows.select(*kept, level=ibis.literal(number, "int8"), procedure=names[0], field=names[1], step=names[2])
        for number, names in enumerate(shared)
    ]
    return ibis.union(*levels)


def curves(rows: ir.Table) -> ir.Table:
    """One row per cell (`CELL`) and tick at which a dossier ended or was lost sight of.

    n_end dossiers ended there, of n_risk that were still going; log_step is the logarithm of the share that went on, 0
    where none did (is_last). `rows` has n dossiers with the same from_tick, to_tick and is_end.
    """
    n_end = rows.is_end.ifelse(rows.n, 0)
    moves = kaplan_meier.moves(rows, CELL, joins="from_tick", leaves="to_tick", n=rows.n, n_end=n_end)
    found = kaplan_meier.with_steps(kaplan_meier.at_ticks(moves, CELL), CELL, at_once=False)
    left = found.filter(found.n_leave > 0)
    return left.select(*CELL, "tick", "n_end", "n_risk", "is_last", log_step=left.log_step.round(12))


def lookups(queries: ir.Table, curves: ir.Table) -> ir.Table:
    """One row per question and level: n_like dossiers that tell, and the share of them that were still going at
    due_tick.

    Those tell that ended between now_tick and due_tick of the curve, or were seen going on after it.
    """
    rows = queries.left_join(curves, list(CELL), rname="cu_{name}")
    within = (rows.tick > rows.now_tick) & (rows.tick <= rows.due_tick)
    key = [rows[name] for name in ("moment", "dossier_id", "measure", "level")]
    found = rows.group_by(key).agg(
        log_share=ibis.coalesce(rows.log_step.sum(where=within), 0.0),
        is_last=ibis.coalesce((rows.is_last & within).any(), False),
        n_ended=ibis.coalesce(rows.n_end.sum(where=within), 0),
        n_longer=ibis.coalesce(rows.n_risk.max(where=rows.tick > rows.due_tick), 0),
    )  # fmt: skip
    share = found.is_last.ifelse(0.0, found.log_share.exp()).round(9)
    return found.select(
        "moment", "dossier_id", "measure", "level",
        n_like=(found.n_ended + found.n_longer).cast("float64").cast("int64"), share_longer=share,
    )


def medians(queries: ir.Table, curves: ir.Table) -> ir.Table:
    """One row per question: half_tick, by which half of those still going at now_tick had ended; null where that was
    not seen.
    """
    rows = queries.left_join(curves, list(CELL), rname="cu_{name}")
    rows = rows.filter(rows.tick > rows.now_tick)
    onward = ibis.window(group_by=[rows.moment, rows.dossier_id], order_by=rows.tick, rows=(None, 0))
    rows = rows.mutate(
        log_so_far=rows.log_step.sum().over(onward), is_over=rows.is_last.ifelse(1, 0).max().over(onward),
    )
    half = (rows.is_over == 1) | (rows.log_so_far <= _LOG_HALF)
    return rows.group_by("moment", "dossier_id").agg(half_tick=rows.tick.min(where=half))
