"""A grid is one sheet as it lies in a file: cells of text, numbered rows, not yet understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import pyarrow as pa

TOP_ROWS = 40  # as far down as a header is looked for


@dataclass(frozen=True)
class Grid:
    """One sheet. `top` holds its first rows as text; `body(n, missing)` the rows after row `n` as columns c0, c1, … of text.

    Where the body has no column `src_row`, its rows are those of the file in order, the first being row `n` + 1, and cells
    that read as one of `missing` are null.
    `patient(n)` reads the same more slowly where the engine finds the file malformed.
    """

    file: str
    sheet: str | None
    width: int
    top: tuple[tuple[str, ...], ...]
    body: Callable[[int, Sequence[str]], ir.Table]
    patient: Callable[[int], ir.Table] | None = None


def arrow_rows(rows: list[list[str | None]], width: int, first: int) -> pa.Table:
    """Rows of text as an Arrow table c0 … and src_row; short rows are filled with null, longer ones are cut."""
    columns = {f"c{n}": pa.array([row[n] if n < len(row) else None for row in rows], pa.string()) for n in range(width)}
    return pa.table({**columns, "src_row": pa.array(range(first, first + len(rows)), pa.int64())})
