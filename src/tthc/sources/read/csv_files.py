"""Delimited text as one grid: the engine's reader where the file is regular, Python's patient one where it is not."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.engine import Engine
from tthc.sources.read.csv_records import DELIMITERS, Record, delimiter_of, has_open_lines, records
from tthc.sources.read.faults import Faults
from tthc.sources.read.grids import LONG_ROW, REST, TOP_ROWS, Grid, arrow_rows
from tthc.sources.read.labelled_blocks import block_grid
from tthc.sources.read.text_files import CleanText, byte_chunks, clean_text, plain_name

_LINES = 2  # a header and a row
_BLOCK = 50_000
_SMALL = 1 << 20  # bytes of a file that Python reads as fast as a query is written
_WIDE = 64  # so many columns that nobody asks for are not worth a query that names them all
_TRIED = 20_000  # lines that tell how the file writes a quote inside a cell
_REPORTED = 1_000  # rows told one by one; the rest would say the same


@dataclass(frozen=True)
class _Source:
    name: str
    text: CleanText
    delimiter: str
    width: int


def csv_grid(
    path: Path, scratch: Path, engine: Engine, faults: Faults, stage: str, words: frozenset[str] = frozenset(),
) -> Grid:
    """The file as one grid; `words` are the headers that the profiles know. Raises Unreadable where
    it cannot be read.
    """
    text = clean_text(path, scratch, faults)
    if (blocks := block_grid(path.name, text.path, engine, stage, words)) is not None:
        return blocks
    text = _unquoted(text, scratch)
    delimiter = _delimiter(text.path, words)
    text = _with_double_quotes(text, delimiter, scratch)
    has_open = has_open_lines(byte_chunks(text.path))
    top = tuple(
        tuple(cell.strip() for cell in record.cells)
        for record in itertools.islice(_records(text.path, delimiter, None), TOP_ROWS)
    )
    source = _Source(path.name, text, delimiter, max((len(row) for row in top), default=0))

    def body(header_row: int, missing: Sequence[str], wanted: Sequence[int]) -> ir.Table:
        width = _width(top, header_row, source)
        is_odd = text.has_blank_lines or has_open or any({delimiter, '"'} & set(mark) for mark in missing)
        if is_odd or width - len(wanted) > _WIDE:
            return patient(header_row, missing, wanted)
        rows = engine.read_csv_text(
            plain_name(text.path, scratch), f"{stage}_csv", width=width, skip=header_row, delimiter=delimiter,
            missing=missing,
        )
        cells = {f"c{n}": rows[f"c{n}"] if n < width else ibis.null("string") for n in wanted}
        rest = [_said(engine.trim(rows[f"c{n}"]), missing) for n in range(width) if n not in wanted]
        return rows.select(**cells, **{REST: ibis.coalesce(*rest) if rest else ibis.null("string")})

    def patient(header_row: int, missing: Sequence[str], wanted: Sequence[int]) -> ir.Table:
        return engine.load(
            _patient(source, header_row, _width(top, header_row, source), missing, wanted, faults), f"{stage}_patient",
        )

    def cells(header_row: int, missing: Sequence[str], wanted: Sequence[int]) -> pa.Table:
        return _patient(source, header_row, _width(top, header_row, source), missing, wanted, faults)

    is_small = text.path.stat().st_size < _SMALL
    return Grid(path.name, None, source.width, top, body, patient, cells=cells if is_small else None)


def _unquoted(text: CleanText, scratch: Path) -> CleanText:
    """The text without the quotes around each whole line, as after a spreadsheet that saw one column only."""
    with text.path.open(encoding="utf-8-sig", newline="") as file:
        first = [line for line in itertools.islice(file, TOP_ROWS) if line.strip()]
    whole = [_cell_of_line(line) for line in first]
    if len(first) < _LINES or not all(cell is not None and any(mark in cell for mark in DELIMITERS) for cell in whole):
        return text
    path = scratch / f"{text.path.stem}.khong-nhay.csv"
    with text.path.open(encoding="utf-8-sig", newline="") as file, path.open("w", encoding="utf-8", newline="") as out:
        for line in file:
            cell = _cell_of_line(line)
            out.write(line if cell is None else f"{cell}\n")
    return CleanText(path, text.has_blank_lines)


def _with_double_quotes(text: CleanText, delimiter: str, scratch: Path) -> CleanText:
    """The text with a quote inside a cell written twice, where it stands behind a backslash ("a \\"b\\" c") and fewer
    quotes lie in the midst of a cell so.
    """
    if not any(b'\\"' in chunk for chunk in byte_chunks(text.path)):
        return text
    with text.path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(itertools.islice(file, _TRIED))
    if _n_inside(map(_doubled, lines), delimiter) >= _n_inside(lines, delimiter):
        return text
    path = scratch / f"{text.path.stem}.hai-nhay.csv"
    with text.path.open(encoding="utf-8-sig", newline="") as file, path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(map(_doubled, file))
    return CleanText(path, text.has_blank_lines)


def _doubled(line: str) -> str:
    return line.replace('\\"', '""')


def _n_inside(lines: Iterable[str], delimiter: str) -> int:
    """How many single quotes have text on both sides, so that they neither begin nor end a cell."""
    edge = re.escape(delimiter)
    inside = re.compile(rf'(?<=[^{edge}\s"])"(?=[^{edge}\s"])')
    return sum(len(inside.findall(line.replace('""', ""))) for line in lines)


def _cell_of_line(line: str) -> str | None:
    """The one cell that a quoted line is; None where it has several or its quote stays open."""
    bare = line.strip()
    inner = bare[1:-1]
    is_one = len(bare) > 1 and bare[0] == bare[-1] == '"' and '"' not in inner.replace('""', "")
    return inner.replace('""', '"') if is_one else None


def _said(cell: ir.StringValue, missing: Sequence[str]) -> ir.StringValue:
    return (
        ibis.cases((ibis.or_(*(cell == mark for mark in missing)), ibis.null("string")), else_=cell)
        if missing
        else cell
    )


def _width(top: Sequence[Sequence[str]], header_row: int, source: _Source) -> int:
    return len(top[header_row - 1]) if header_row else source.width


def _delimiter(path: Path, words: frozenset[str]) -> str:
    with path.open(encoding="utf-8-sig") as file:
        return delimiter_of([line for line in itertools.islice(file, TOP_ROWS) if line.strip()], words)


def _records(path: Path, delimiter: str, width: int | None) -> Iterator[Record]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from records(file, delimiter, width)


def _patient(
    source: _Source, header_row: int, width: int, missing: Sequence[str], wanted: Sequence[int], faults: Faults
) -> pa.Table:
    """Every record below the header, whatever its length; `long_row` marks those with something beyond the header's
    width.
    """
    numbered = itertools.islice(enumerate(_records(source.text.path, source.delimiter, width), 1), header_row, None)
    blocks, n_reported = [], 0
    while block := list(itertools.islice(numbered, _BLOCK)):
        n_reported = _report(block, source, width, faults, n_reported)
        blocks.append(_arrow([record.cells for _, record in block], block[0][0], width, missing, wanted))
    return pa.concat_tables(blocks) if blocks else _arrow([], header_row + 1, width, missing, wanted)


def _arrow(
    rows: Sequence[Sequence[str]], first: int, width: int, missing: Sequence[str], wanted: Sequence[int],
) -> pa.Table:
    is_long = pa.array([any(cell.strip() for cell in row[width:]) for row in rows], pa.bool_())
    return arrow_rows(rows, first, wanted, missing).append_column(LONG_ROW, is_long)


def _report(block: list[tuple[int, Record]], source: _Source, width: int, faults: Faults, n_reported: int) -> int:
    """Rows whose quote nobody closed and rows with too few cells; those with too many are judged by how they read."""
    for number, record in block:
        value = source.delimiter.join(record.cells)[:200]
        if n_reported < _REPORTED and (record.is_torn or 0 < len(record.cells) < width):
            rule = "file.open_quote" if record.is_torn else "file.ragged"
            faults.add(rule, source.name, row=number, value=value, detail=len(record.cells), width=width)
            n_reported += 1
    return n_reported
