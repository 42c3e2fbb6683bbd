"""Delimited text as one grid: the engine's reader where the file is regular, Python's patient one where it is not."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.engine import Engine
from tthc.read.faults import Faults
from tthc.read.grids import TOP_ROWS, Grid, arrow_rows
from tthc.read.text_files import CleanText, clean_text

DELIMITERS = (",", ";", "\t", "|")
_BLOCK = 50_000
_REPORTED = 1_000  # rows of a wrong length told one by one; the rest would say the same
_LINES = 20  # a cell over more lines than this comes from a quote that nobody closed

csv.field_size_limit(1 << 27)


@dataclass(frozen=True)
class _Source:
    name: str
    text: CleanText
    delimiter: str
    width: int


def csv_grid(path: Path, scratch: Path, engine: Engine, faults: Faults, stage: str) -> Grid:
    """The file as one grid. Raises Unreadable where it cannot be read to its end."""
    text = clean_text(path, scratch, faults)
    delimiter = _delimiter(text.path)
    top = tuple(tuple(cell.strip() for cell in row) for row in itertools.islice(_records(text.path, delimiter), TOP_ROWS))
    source = _Source(path.name, text, delimiter, max((len(row) for row in top), default=0))

    def body(header_row: int, missing: Sequence[str] = ()) -> ir.Table:
        if text.has_blank_lines or _is_multiline(source, header_row) or any({delimiter, '"'} & set(mark) for mark in missing):
            return patient(header_row)
        width = len(top[header_row - 1]) if header_row else source.width
        rows = engine.read_csv_text(text.path, f"{stage}_csv", width=width, skip=header_row, delimiter=delimiter, missing=missing)
        return rows.mutate(**{f"c{n}": ibis.null("string") for n in range(width, source.width)})

    def patient(header_row: int) -> ir.Table:
        return engine.load(_patient(source, header_row, faults), f"{stage}_patient")

    return Grid(path.name, None, source.width, top, body, patient)


def _delimiter(path: Path) -> str:
    """The mark that cuts the first lines into the most cells."""
    with path.open(encoding="utf-8-sig") as file:
        lines = [line for line in itertools.islice(file, TOP_ROWS) if line.strip()]
    return max(DELIMITERS, key=lambda mark: max((line.count(mark) for line in lines), default=0))


def _records(path: Path, delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.reader(file, delimiter=delimiter, quoting=quoting)


def _is_multiline(source: _Source, header_row: int) -> bool:
    """Whether a row down to the header spans several lines, so that rows and lines part."""
    with source.text.path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=source.delimiter)
        for _ in itertools.islice(reader, header_row):
            pass
        return reader.line_num != header_row


def _patient(source: _Source, header_row: int, faults: Faults) -> pa.Table:
    """Every record, whatever its length; rows of a wrong length are reported."""
    quoting = csv.QUOTE_NONE if _has_open_quote(source) else csv.QUOTE_MINIMAL
    records = itertools.islice(enumerate(_records(source.text.path, source.delimiter, quoting), 1), header_row, None)
    blocks, told = [], 0
    while block := list(itertools.islice(records, _BLOCK)):
        told = _report_ragged(block, source, faults, told)
        rows = [[cell.strip('" ') if quoting == csv.QUOTE_NONE else cell for cell in row] for _, row in block]
        blocks.append(arrow_rows(rows, source.width, block[0][0]))
    return pa.concat_tables(blocks) if blocks else arrow_rows([], source.width, header_row + 1)


def _has_open_quote(source: _Source) -> bool:
    return any(cell.count("\n") > _LINES for row in _records(source.text.path, source.delimiter) for cell in row)


def _report_ragged(block: list[tuple[int, list[str]]], source: _Source, faults: Faults, told: int) -> int:
    for number, row in block:
        if row and len(row) != source.width and told < _REPORTED:
            faults.add("file.ragged", source.name, row=number, value=source.delimiter.join(row)[:200], detail=len(row), width=source.width)
            told += 1
    return told
