"""Cells of a workbook whose formula is in error or was never calculated: they are unread, and not empty."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.engine import Engine
from tthc.sources.read.cells import BAD, declared
from tthc.sources.read.faults import LostCell
from tthc.sources.read.headers import CASE, Match

_PLACE = ("lost_file", "lost_sheet", "lost_row")


def with_lost_cells(rows: ir.Table, match: Match, lost: Sequence[LostCell], engine: Engine, stage: str) -> ir.Table:
    """`rows` in which such a cell counts as not read where it should tell an instant or a status."""
    for name, place in match.columns.items():
        own = [one for one in lost if one.column == place]
        is_status = name.removeprefix(CASE) == "status"
        if own and (is_status or declared(match, name).type in ("timestamp(6)", "date")):
            marks = engine.load(_table(own), f"{stage}_lost_{name}")
            column = name if is_status else BAD + name  # a word of status is looked up later
            keys = zip(("src_file", "src_sheet", "src_row"), _PLACE, strict=True)
            joined = rows.left_join(marks, [rows[one] == marks[other] for one, other in keys])
            text = ibis.cases((joined[name].isnull(), joined[column].coalesce(joined.lost_text)), else_=joined[column])
            rows = engine.view(joined.mutate(**{column: text}).drop(*_PLACE, "lost_text"), f"{stage}_lost_{name}_in")
    return rows


def _table(lost: Sequence[LostCell]) -> pa.Table:
    return pa.table({
        "lost_file": pa.array([one.file for one in lost], pa.string()),
        "lost_sheet": pa.array([one.sheet for one in lost], pa.string()),
        "lost_row": pa.array([one.row for one in lost], pa.int64()),
        "lost_text": pa.array([one.text for one in lost], pa.string()),
    })
