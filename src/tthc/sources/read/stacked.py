"""Several tables one below the other in a sheet: where the later ones begin."""

from __future__ import annotations

from collections.abc import Sequence

from tthc.sources.read.names import plain

_FEWEST = 3  # headers of a row that are known
_TALL = 3  # rows that one header may take
Row = Sequence[str | None]


def tables_below(rows: Sequence[Row], words: frozenset[str]) -> list[int]:
    """The places, from 0, of the rows that are headers of another table than the first one. The first table's own
    header may come again, and a header may take two rows.
    """
    headers = [place for place, row in enumerate(rows) if _is_header(row, words)]
    if len(headers) < 2:
        return []
    current = {_said(rows[headers[0]])}
    starts, last = [], headers[0]
    for place in headers[1:]:
        if place - last < _TALL:
            current.add(_said(rows[place]))
        elif _said(rows[place]) not in current:
            starts.append(place)
            current = {_said(rows[place])}
        last = place
    return starts


def _said(row: Row) -> tuple[str, ...]:
    return tuple(plain(cell) if cell else "" for cell in row)


def _is_header(row: Row, words: frozenset[str]) -> bool:
    """At least three of its cells, and half of them, are known headers. Data are told at once by a figure in one of
    their first cells."""
    seen = [cell for cell in row if cell]
    if len(seen) < _FEWEST or any(map(_has_figure, seen[:2])):
        return False
    known = sum(plain(cell) in words for cell in seen)
    return known >= _FEWEST and 2 * known >= len(seen) and sum(map(_has_figure, seen)) <= len(seen) // 4


def _has_figure(cell: str) -> bool:
    return any(letter.isdigit() for letter in cell)
