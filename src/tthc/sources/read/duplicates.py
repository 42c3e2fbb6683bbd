"""Rows that stand twice: equal ones merge, of two that differ the newer export's or the one with the later last event
wins.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.model.schema import CANONICAL
from tthc.sources.read.sheets import ORIGIN

# Deadlines say what should happen, not what did.
_PLANS = frozenset({"accept_by_at", "due_at", "step_due_at", "old_due_at", "new_due_at"})


def ranked(rows: ir.Table, table: str, *, beside: tuple[str, ...] = ()) -> ir.Table:
    """`rows` with `copy_no` (1 for the row kept of those with the same key) and `is_equal` (same as the kept row).

    The newest export's row is kept (`newness`, where the rows have it), then the one with the later last event.
    `beside` are columns that belong to the key.
    """
    names = [name for name in CANONICAL[table].names if name not in ORIGIN]
    moments = [rows[name] for name in names if name.endswith("_at") and name not in _PLANS]
    last = (
        ibis.greatest(*(moment.coalesce(ibis.timestamp("1000-01-01")) for moment in moments))
        if moments
        else ibis.literal(0)
    )
    described = rows.mutate(last_event=last, told=told_text(rows, names))
    key = [*CANONICAL[table].key, *beside]
    newest = [described.newness.desc()] if "newness" in described.columns else []
    order = ibis.window(
        group_by=key,
        order_by=[
            *newest, described.last_event.desc(), described.src_file.desc(nulls_first=False), described.src_row.desc(),
        ],
        rows=(None, 0),
    )
    best = described.mutate(copy_no=ibis.row_number().over(order) + 1)
    whole = ibis.window(group_by=key)
    kept = ibis.cases((best.copy_no == 1, best.told)).max().over(whole)
    return best.mutate(is_equal=best.told == kept).drop("told", "last_event")


def told_text(rows: ir.Table, names: Sequence[str]) -> ir.StringValue:
    """Everything that a row says as one text."""
    return ibis.literal("\x1f").join([rows[name].cast("string").fill_null("\x1e") for name in names])


def count_aside(copies: ir.Table, table: str, aside: dict[tuple, int], engine: Engine) -> None:
    """Add the rows set aside to the count of their file, sheet and table."""
    for row in engine.fetch(copies.group_by("src_file", "src_sheet").aggregate(n=copies.count())).itertuples():
        place = (row.src_file, row.src_sheet if isinstance(row.src_sheet, str) else None, table)
        aside[place] = aside.get(place, 0) + int(row.n)
