"""A grid is one sheet as it lies in a file: cells of text, numbered rows, not yet understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import pyarrow as pa

from tthc.engine import Engine
from tthc.sources.read.stacked import tables_below

TOP_ROWS = 40  # as far down as a header is looked for
REST = "rest"  # a body's column for all that is not asked for
LONG_ROW = "long_row"  # a body may have it: whether a row has cells beyond its header


Body = Callable[[int, Sequence[str], Sequence[int]], ir.Table]
Cells = Callable[[int, Sequence[str], Sequence[int]], pa.Table]


@dataclass(frozen=True)
class Grid:
    """One sheet. `top` holds its first rows as text; `body(n, missing, wanted)` the rows after row `n`: the `wanted`
    columns as c<number> of text, and `rest`, which is null where no other cell says more than `missing`.

    Where the body has no column `src_row`, its rows are those of the file in order, the first being row `n` + 1, and
    cells that read as one of `missing` are null.
    `patient` reads the same more slowly where the engine finds the file malformed. `is_records`: no row can be a title
    or a total, because the file is no sheet that people look at. `days_late`: how much later than usual a workbook
    begins to count its days. `first`: how many rows of the sheet stand above, which belong to another table. `cells`:
    what `body` loads, where it is small enough to be laid beside that of other files. `members`: file and sheet of each
    of several grids that were laid together; their rows then say where they are from.
    """

    file: str
    sheet: str | None
    width: int
    top: tuple[tuple[str, ...], ...]
    body: Body
    patient: Body | None = None
    is_records: bool = False
    days_late: int = 0
    first: int = 0
    cells: Cells | None = None
    members: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True)
class Span:
    """Cells merged into one: rows `top` to `bottom`, columns `left` to `right`, both ends included, from 0."""

    top: int
    bottom: int
    left: int
    right: int


def spread_down(rows: list[list[str | None]], spans: Sequence[Span]) -> None:
    """Merged over rows, a value belongs to each of them: the id of a dossier over its steps. Changes `rows`."""
    for span in spans:
        value = _at(rows, span.top, span.left)
        for row in rows[span.top + 1 : span.bottom + 1] if value is not None else ():
            row.extend([None] * (span.left + 1 - len(row)))
            row[span.left] = row[span.left] if row[span.left] is not None else value


def top_rows(rows: Sequence[Sequence[str | None]], spans: Sequence[Span] = ()) -> tuple[tuple[str, ...], ...]:
    """The rows among which the header is; merged over columns, the title of a group stands over each of them."""
    top = [[value or "" for value in row] for row in rows[:TOP_ROWS]]
    for span in spans:
        for row in top[span.top : span.bottom + 1]:
            if span.left < len(row) and row[span.left]:
                row.extend([""] * (span.right + 1 - len(row)))
                row[span.left : span.right + 1] = [text or row[span.left] for text in row[span.left : span.right + 1]]
    return tuple(tuple(row) for row in top)


def row_grids(
    file: str, sheet: str | None, rows: list[list[str | None]], spans: Sequence[Span], engine: Engine, stage: str,
    words: frozenset[str] = frozenset(), days_late: int = 0,
) -> list[Grid]:
    """The sheet's tables, each as a grid: one, or several where below the first another header begins. `words` are the
    headers that the profiles know, comparable.
    """
    spread_down(rows, spans)
    top = top_rows(rows, spans)
    starts = [0, *tables_below(rows, words)] if words else [0]
    ends = [*starts[1:], len(rows)]
    return [
        _part(file, sheet, rows[start:end], start, top if not start else top_rows(rows[start:end]), engine,
              f"{stage}_{start}" if start else stage, days_late)
        for start, end in zip(starts, ends, strict=True)
    ]


def _part(
    file: str, sheet: str | None, rows: list[list[str | None]], first: int, top: tuple[tuple[str, ...], ...],
    engine: Engine, stage: str, days_late: int,
) -> Grid:
    def cells(header_row: int, missing: Sequence[str], wanted: Sequence[int]) -> pa.Table:
        return arrow_rows(rows[header_row:], first + header_row + 1, wanted, missing)

    def body(header_row: int, missing: Sequence[str], wanted: Sequence[int]) -> ir.Table:
        return engine.load(cells(header_row, missing, wanted), f"{stage}_cells")

    width = max((len(row) for row in rows), default=0)
    return Grid(file, sheet, width, top, body, days_late=days_late, first=first, cells=cells)


def _at(rows: Sequence[Sequence[str | None]], row: int, column: int) -> str | None:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def arrow_rows(
    rows: Sequence[Sequence[str | None]], first: int, wanted: Sequence[int], missing: Sequence[str],
) -> pa.Table:
    """The `wanted` columns of rows of text as an Arrow table c<n>, `rest` and src_row. Rest is any cell beside them
    that says something; it is only looked for in rows whose wanted cells say nothing.
    """
    columns = {f"c{n}": pa.array([row[n] if n < len(row) else None for row in rows], pa.string()) for n in wanted}
    silent = frozenset(missing)
    rest = pa.array([_rest(row, wanted, silent) for row in rows], pa.string())
    return pa.table({**columns, REST: rest, "src_row": pa.array(range(first, first + len(rows)), pa.int64())})


def _rest(row: Sequence[str | None], wanted: Sequence[int], silent: frozenset[str]) -> str | None:
    if any(n < len(row) and (row[n] or "").strip() not in silent for n in wanted):
        return None
    return next((cell for cell in row if cell and cell.strip() not in silent), None)
