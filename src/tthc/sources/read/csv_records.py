"""The records of a delimited text line by line, so that a quote that nobody closed does not swallow
the rows after it.
"""

from __future__ import annotations

import csv
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tthc.sources.read.names import plain

DELIMITERS = (",", ";", "\t", "|", "~", "^")
_LINES = 20  # a cell over more lines than this comes from a quote that nobody closed
_NARROW = 4  # in a table of fewer columns a line of prose looks like a row

csv.field_size_limit(1 << 27)


@dataclass(frozen=True)
class Record:
    """One row of cells; `is_torn`: a quote in it was opened and not closed, and no quote of its line was heeded."""

    cells: list[str]
    is_torn: bool = False


def records(lines: Iterable[str], delimiter: str, width: int | None = None) -> Iterator[Record]:
    """Every record, empty lines included. Of a quote that stays open while whole rows of `width` cells follow, or over
    more lines than a cell has, or to the end, its line is taken for a row of its own.
    """
    ahead: deque[str] = deque()
    source = iter(lines)
    while (line := ahead.popleft() if ahead else next(source, None)) is not None:
        held = [line]
        is_open = _stays_open(line, delimiter, False)
        while is_open and not _is_swallowing(held, delimiter, width):
            more = ahead.popleft() if ahead else next(source, None)
            if more is None:
                break
            held.append(more)
            is_open = _stays_open(more, delimiter, True)
        if is_open or _is_swallowing(held, delimiter, width):
            ahead.extendleft(reversed(held[1:]))
            yield Record([cell.strip('" ') for cell in _cells([held[0]], delimiter, csv.QUOTE_NONE)], True)
        else:
            yield Record(_cells(held, delimiter, csv.QUOTE_MINIMAL))


def _cells(lines: Sequence[str], delimiter: str, quoting: Literal[0, 3]) -> list[str]:
    return next(csv.reader(lines, delimiter=delimiter, quoting=quoting), [])


def _is_swallowing(held: list[str], delimiter: str, width: int | None) -> bool:
    if len(held) < 2:
        return False
    whole = width is not None and width >= _NARROW and all(
        line.count(delimiter) == width - 1
        for line in (held[0], held[-1])
    )
    return whole or len(held) > _LINES


def _stays_open(line: str, delimiter: str, is_open: bool) -> bool:
    """Whether a quoted cell goes on after the line. A quote opens at the beginning of a cell only; two in a row are one
    mark.
    """
    place = 0
    while True:
        if is_open:
            place = line.find('"', place)
            if place < 0:
                return True
            if line[place + 1 : place + 2] == '"':
                place += 2
                continue
            is_open = False
        start = 0 if place == 0 and line.startswith('"') else line.find(f'{delimiter}"', place)
        if start < 0:
            return False
        place = start + (1 if place == 0 and line.startswith('"') and start == 0 else 2)
        is_open = True


def has_open_lines(chunks: Iterable[bytes]) -> bool:
    """Whether a line may end inside a quoted cell: an odd number of quotes before its end."""
    n_quotes = 0
    for chunk in chunks:
        if b'"' not in chunk and n_quotes % 2 == 0:
            continue
        data = np.frombuffer(chunk, np.uint8)
        quotes, ends = np.flatnonzero(data == ord('"')), np.flatnonzero(data == ord("\n"))
        if ((np.searchsorted(quotes, ends) + n_quotes) % 2).any():
            return True
        n_quotes += len(quotes)
    return n_quotes % 2 == 1


def delimiter_of(lines: Sequence[str], words: frozenset[str]) -> str:
    """The mark that the file declares ("sep=;"), else the one under which the most headers are known, else the one that
    cuts the most lines into equally many cells.
    """
    first = lines[0].strip().lower() if lines else ""
    if first.startswith("sep=") and len(first) == len("sep=") + 1:
        return first[-1]
    return max(DELIMITERS, key=lambda mark: _fit(lines, mark, words))


def _fit(lines: Sequence[str], mark: str, words: frozenset[str]) -> tuple[int, int]:
    rows = [record.cells for record in records(lines, mark)]
    known = max((len({plain(cell) for cell in row} & words) for row in rows if len(row) > 1), default=0)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return known, max(((width - 1) * n for width, n in widths.items()), default=0)
