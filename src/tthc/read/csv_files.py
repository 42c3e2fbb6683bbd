"""Delimited text as one grid: the engine's reader where the file is regular, Python's patient one where it is not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.engine import Engine
from tthc.read.csv_records import Record, delimiter_of, has_open_lines, records
from tthc.read.faults import Faults
from tthc.read.grids import LONG_ROW, TOP_ROWS, Grid, arrow_rows
from tthc.read.text_files import CleanText, byte_chunks, clean_text, plain_name

_BLOCK = 50_000
_REPORTED = 1_000  # rows told one by one; the rest would say the same


@dataclass(frozen=True)
class _Source:
    name: str
    text: CleanText
    delimiter: str
    width: int


def csv_grid(path: Path, scratch: Path, engine: Engine, faults: Faults, stage: str, words: frozenset[str] = frozenset()) -> Grid:
    """The file as one grid; `words` are the headers that the profiles know. Raises Unreadable where it cannot be read."""
    text = clean_text(path, scratch, faults)
    delimiter = _delimiter(text.path, words)
    has_open = has_open_lines(byte_chunks(text.path))
    top = tuple(tuple(cell.strip() for cell in record.cells) for record in itertools.islice(_records(text.path, delimiter, None), TOP_ROWS))
    source = _Source(path.name, text, delimiter, max((len(row) for row in top), default=0))

    def body(header_row: int, missing: Sequence[str] = ()) -> ir.Table:
        if text.has_blank_lines or has_open or any({delimiter, '"'} & set(mark) for mark in missing):
            return patient(header_row)
        width = len(top[header_row - 1]) if header_row else source.width
        rows = engine.read_csv_text(plain_name(text.path, scratch), f"{stage}_csv", width=width, skip=header_row, delimiter=delimiter, missing=missing)
        return rows.mutate(**{f"c{n}": ibis.null("string") for n in range(width, source.width)})

    def patient(header_row: int) -> ir.Table:
        return engine.load(_patient(source, header_row, _width(top, header_row, source), faults), f"{stage}_patient")

    return Grid(path.name, None, source.width, top, body, patient)


def _width(top: Sequence[Sequence[str]], header_row: int, source: _Source) -> int:
    return len(top[header_row - 1]) if header_row else source.width


def _delimiter(path: Path, words: frozenset[str]) -> str:
    with path.open(encoding="utf-8-sig") as file:
        return delimiter_of([line for line in itertools.islice(file, TOP_ROWS) if line.strip()], words)


def _records(path: Path, delimiter: str, width: int | None) -> Iterator[Record]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from records(file, delimiter, width)


def _patient(source: _Source, header_row: int, width: int, faults: Faults) -> pa.Table:
    """Every record below the header, whatever its length; `long_row` marks those with something beyond the header's width."""
    numbered = itertools.islice(enumerate(_records(source.text.path, source.delimiter, width), 1), header_row, None)
    blocks, told = [], 0
    while block := list(itertools.islice(numbered, _BLOCK)):
        told = _report(block, source, width, faults, told)
        is_long = pa.array([any(cell.strip() for cell in record.cells[width:]) for _, record in block], pa.bool_())
        blocks.append(arrow_rows([record.cells for _, record in block], source.width, block[0][0]).append_column(LONG_ROW, is_long))
    if blocks:
        return pa.concat_tables(blocks)
    return arrow_rows([], source.width, header_row + 1).append_column(LONG_ROW, pa.array([], pa.bool_()))


def _report(block: list[tuple[int, Record]], source: _Source, width: int, faults: Faults, told: int) -> int:
    """Rows whose quote nobody closed and rows with too few cells; those with too many are judged by how they read."""
    for number, record in block:
        value = source.delimiter.join(record.cells)[:200]
        if told < _REPORTED and (record.is_torn or 0 < len(record.cells) < width):
            rule = "file.open_quote" if record.is_torn else "file.ragged"
            faults.add(rule, source.name, row=number, value=value, detail=len(record.cells), width=width)
            told += 1
    return told
