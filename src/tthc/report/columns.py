"""Widths of a printed table's columns: what the author asked for, bent so that dates and figures never break."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import permutations
from math import ceil

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
    """Set the widths of a table's columns in letters, let words break that are longer than their column, and say which
    rows stay together at the top and at the end (`first_rows`, `last_rows`): no row is left alone on a page.
    """
    columns, rows = table["columns"], table["rows"]
    cells = [[row[j] for row in rows] for j in range(len(columns))]
    longest = [_longest_word(column, texts) for column, texts in zip(columns, cells, strict=True)]
    whole = [max([len(column["label"]) // 2, *map(len, texts)]) for column, texts in zip(columns, cells, strict=True)]
    needed = [_with_short(word, texts) for word, texts in zip(longest, cells, strict=True)]
    room = widths(
        [column["width"] for column in columns],
        needed,
        whole,
        _LETTERS_WIDE if table["wide"] else _LETTERS_SMALL if is_small else _LETTERS,
    )
    if rows:
        least = [min(word, _WHOLE_WORD) + _INSET for word in needed]
        room = shortest(room, least, rows)
    for column, width in zip(columns, room, strict=True):
        column["width"] = round(width, 2)
        column["label"] = broken(column["label"], int(width) - 1)
    table["first_rows"], table["last_rows"] = _kept_together([_lines(row, room) for row in rows])
    table["rows"] = [[broken(text, int(width) - 1) for text, width in zip(row, room, strict=True)] for row in rows]


def shortest(room: Sequence[float], least: Sequence[float], rows: Sequence[Sequence[str]]) -> list[float]:
    """The widths moved, a few letters at a time, to where the rows take the fewest lines; no column is made narrower
    than `least`. The first rows stand for all.
    """
    room, some = list(room), rows[:_LOOKED_AT]
    best = _height(some, room)
    while best[0] > len(some):
        tried = list(_shifted(room, least))
        found = min(((*_height(some, one), number) for number, one in enumerate(tried)), default=(*best, 0))
        if found[:2] >= best:
            break
        best, room = found[:2], tried[found[2]]
    return room


_STEPS, _LOOKED_AT = (2.0, 4.0, 8.0), 24
_TOGETHER, _FEW_LINES, _MOST_LINES = 5, 10, 24  # rows of a table that is not parted; lines of rows that are not


def _shifted(room: Sequence[float], least: Sequence[float]) -> Iterator[list[float]]:
    """The widths with some letters of one column given to another."""
    for source, target in permutations(range(len(room)), 2):
        for step in _STEPS:
            if room[source] - step >= least[source]:
                moved = list(room)
                moved[source], moved[target] = moved[source] - step, moved[target] + step
                yield moved


def _height(rows: Sequence[Sequence[str]], room: Sequence[float]) -> tuple[int, int]:
    """The lines of all rows, and of all cells: what brings a row nearer to being shorter counts too."""
    cells = [[lines_of(text, width - _INSET) for text, width in zip(row, room, strict=True)] for row in rows]
    return sum(map(max, cells)), sum(map(sum, cells))


def _lines(row: Sequence[str], room: Sequence[float]) -> int:
    return max((lines_of(text, width - _INSET) for text, width in zip(row, room, strict=True)), default=1)


@lru_cache(maxsize=65536)
def lines_of(text: str, letters: float) -> int:
    """How many lines a text takes in a column of so many letters, broken between words."""
    lines, left = 1, letters
    for word in text.split():
        if len(word) > left and left < letters:
            lines, left = lines + 1, letters
        while len(word) > left:
            word, lines, left = word[max(1, int(left)) :], lines + 1, letters
        left -= len(word) + 1
    return lines


def _kept_together(lines: Sequence[int]) -> tuple[int, int]:
    """How many rows stay together at the top and at the end; all of them are one group where the table is short."""
    if len(lines) <= _TOGETHER and sum(lines) <= _FEW_LINES:
        return len(lines), 0
    first, last = (min(2, len(lines) - 2) if sum(part) <= _MOST_LINES else 1 for part in (lines[:2], lines[-2:]))
    return max(1, first), max(1, last)


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


# Cells of so few letters stay whole; words of Vietnamese are a little wider than figures, by which lines are counted.
_SHORT, _WIDER = 10, 1.1


def _with_short(longest: int, cells: Sequence[str]) -> int:
    """Cells of a word or two, such as “Khách quan”, stay on one line where all of a column are so short."""
    widest = max(map(len, cells), default=0)
    return max(longest, ceil(widest * _WIDER)) if " " in "".join(cells) and widest <= _SHORT else longest


def _longest_word(column: Item, cells: Sequence[str]) -> int:
    """The longest word of cells and head, at least a third of the head: it should not take more than three lines."""
    words = [word for text in (column["label"], *cells) for word in text.split()]
    figures = [text for text in cells if column["align"] == "right" and len(text) <= _WHOLE_FIGURE]
    return max([len(column["label"]) // 3, *map(len, [*words, *figures])])
