"""Widths of a printed table's columns: what the author asked for, bent so that dates and figures never break."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tthc.report.markdown import Item

# About how many letters of table size fit on a line of a portrait and of a landscape page.
_LETTERS, _LETTERS_SMALL, _LETTERS_WIDE = 112, 122, 172
# Words up to this long (a dossier's code has 25 letters) keep their column wide enough; longer ones may break.
_WHOLE_WORD = 26
# Figures with their unit, such as "32,9 – 46,6%", stay on one line.
_WHOLE_FIGURE = 16
_INSET = 2.0  # the white at both sides of a cell, in letters
_BREAK = "\u200b"


def fit_columns(table: Item, *, is_small: bool = False) -> None:
    """Set the widths of a table's columns in letters, and let words break that are longer than their column."""
    columns, rows = table["columns"], table["rows"]
    cells = [[row[j] for row in rows] for j in range(len(columns))]
    longest = [_longest_word(column, texts) for column, texts in zip(columns, cells, strict=True)]
    whole = [max([len(column["label"]) // 2, *map(len, texts)]) for column, texts in zip(columns, cells, strict=True)]
    room = widths(
        [column["width"] for column in columns], longest, whole,
        _LETTERS_WIDE if table["wide"] else _LETTERS_SMALL if is_small else _LETTERS,
    )
    for column, width in zip(columns, room, strict=True):
        column["width"] = round(width, 2)
        column["label"] = broken(column["label"], int(width) - 1)
    table["rows"] = [[broken(text, int(width) - 1) for text, width in zip(row, room, strict=True)] for row in rows]


def fits_upright(table: Item) -> bool:
    """Whether a portrait page is wide enough for the longest word of every column."""
    columns, rows = table["columns"], table["rows"]
    longest = [_longest_word(column, [row[j] for row in rows]) for j, column in enumerate(columns)]
    return sum(min(word, _WHOLE_WORD) + _INSET for word in longest) <= _LETTERS


def widths(wanted: Sequence[float], longest: Sequence[int], whole: Sequence[int], letters: int) -> list[float]:
    """Shares of a line of `letters`, from the shares `wanted`.

    A column wider than its longest text (`whole`) gives the rest to those that must wrap theirs; then one too narrow
    for its longest word takes what it lacks from those with room to spare.
    """
    asked = sum(wanted) or 1
    shares = [letters * width / asked for width in wanted]
    shares = _moved(shares, [text + _INSET for text in whole])
    needed = [min(word, _WHOLE_WORD) + _INSET for word in longest]
    return _moved(shares, needed)


def _moved(shares: list[float], goals: Sequence[float]) -> list[float]:
    """Letters move from columns above their goal to columns below it, in proportion, as many as both sides allow."""
    above = [max(0.0, share - goal) for share, goal in zip(shares, goals, strict=True)]
    below = [max(0.0, goal - share) for share, goal in zip(shares, goals, strict=True)]
    amount = min(sum(above), sum(below))
    if not amount:
        return shares
    return [
        share - amount * up / sum(above) + amount * down / sum(below)
        for share, up, down in zip(shares, above, below, strict=True)
    ]


def broken(text: str, room: int) -> str:
    """Only words longer than `room` get invisible breaks, so that all other text extracts as it is."""
    room = max(room, 3)
    return re.sub(rf"\S{{{room + 1},}}", lambda word: _pieces(word[0], room), text)


def _pieces(word: str, room: int) -> str:
    return _BREAK.join(word[i : i + room] for i in range(0, len(word), room))


def _longest_word(column: Item, cells: Sequence[str]) -> int:
    """The longest word of cells and head, at least a third of the head: it should not take more than three lines."""
    words = [word for text in (column["label"], *cells) for word in text.split()]
    figures = [text for text in cells if column["align"] == "right" and len(text) <= _WHOLE_FIGURE]
    return max([len(column["label"]) // 3, *map(len, [*words, *figures])])
