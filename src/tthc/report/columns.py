"""Widths of a printed table's columns: what the author asked for, bent so that dates and figures never break."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tthc.report.markdown import Item

# About how many letters of table size fit on a line of a portrait and of a landscape page.
_LETTERS, _LETTERS_WIDE = 112, 172
# Words up to this long (a dossier's code has 25 letters) keep their column wide enough; longer ones may break.
_WHOLE_WORD = 26
# Figures with their unit, such as "32,9 – 46,6 %", stay on one line.
_WHOLE_FIGURE = 16
_BREAK = "\u200b"


def fit_columns(table: Item) -> None:
    """Set the widths of a table's columns in letters, and let words break that are longer than their column."""
    columns, rows = table["columns"], table["rows"]
    longest = [_longest(column, [row[j] for row in rows]) for j, column in enumerate(columns)]
    room = widths([column["width"] for column in columns], longest, _LETTERS_WIDE if table["wide"] else _LETTERS)
    for column, width in zip(columns, room, strict=True):
        column["width"] = round(width, 2)
        column["label"] = broken(column["label"], int(width) - 1)
    table["rows"] = [[broken(text, int(width) - 1) for text, width in zip(row, room, strict=True)] for row in rows]


def widths(wanted: Sequence[float], longest: Sequence[int], letters: int) -> list[float]:
    """Shares of a line of `letters`: columns too narrow for their longest word take from those with room to spare."""
    whole = sum(wanted) or 1
    shares = [letters * width / whole for width in wanted]
    needed = [min(word, _WHOLE_WORD) + 2.0 for word in longest]
    missing = sum(max(0.0, need - share) for need, share in zip(needed, shares, strict=True))
    spare = sum(max(0.0, share - need) for need, share in zip(needed, shares, strict=True))
    given = min(1.0, missing / spare) if spare else 0.0
    taken = min(1.0, spare / missing) if missing else 0.0
    return [
        share + (need - share) * (taken if need > share else given) for need, share in zip(needed, shares, strict=True)
    ]


def broken(text: str, room: int) -> str:
    """Only words longer than `room` get invisible breaks, so that all other text extracts as it is."""
    room = max(room, 3)
    return re.sub(rf"\S{{{room + 1},}}", lambda word: _pieces(word[0], room), text)


def _pieces(word: str, room: int) -> str:
    return _BREAK.join(word[i : i + room] for i in range(0, len(word), room))


def _longest(column: Item, cells: Sequence[str]) -> int:
    words = [word for text in (column["label"], *cells) for word in text.split()]
    figures = [text for text in cells if column["align"] == "right" and len(text) <= _WHOLE_FIGURE]
    return max(map(len, [*words, *figures]), default=0)
