"""A sheet of an unknown system as it is looked at: where its header stands, and what its columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import ibis.expr.types as ir

from tthc.engine import Engine, Malformed
from tthc.sources.read.grids import Grid
from tthc.sources.read.headers import Header, aliases, header_rows
from tthc.sources.read.names import plain
from tthc.sources.read.profile import Profile
from tthc.sources.read.wizard.meanings import OF_TABLE, bare, is_time

SAMPLE = 2_000  # rows looked at
_FEW_ROWS = 15  # rows that tell enough where nobody asks for more
_LEAST, _COLUMNS = 2, 3  # columns of a table: whose headers mean something; that only look like one


@dataclass(frozen=True)
class SeenSheet:
    """`headers` has one text a column (empty: none), `over` what else stands above it; `values` the texts below,
    without gaps.
    """

    grid: Grid
    header_row: int
    headers: tuple[str, ...]
    over: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]

    def values(self, position: int) -> list[str]:
        return [row[position] for row in self.rows if row[position]]


def seen_sheet(grid: Grid, known: Sequence[Profile], engine: Engine) -> SeenSheet | None:
    """The sheet under its likeliest header; None where nothing looks like one."""
    words = _words(known)
    best = _likely_header(grid, words)
    return whole_sheet(_under(grid, *best, (), words), engine) if best else None


def whole_sheet(seen: SeenSheet, engine: Engine) -> SeenSheet:
    """The same sheet with the rows that are looked at, those far below the header too."""
    frame = engine.fetch(_first_rows(seen, engine))
    rows = (
        tuple("" if value is None or value != value else str(value).strip() for value in row)
        for row in frame.itertuples(index=False)
    )
    return replace(seen, rows=tuple(row for row in rows if any(row)))


def _first_rows(seen: SeenSheet, engine: Engine) -> ir.Table:
    """By the patient way where the engine finds the file malformed, as reading does."""
    grid, asked = seen.grid, (seen.header_row, (), range(seen.grid.width))
    names = [f"c{n}" for n in range(grid.width)]
    body = grid.body(*asked)
    if grid.patient is None or "src_row" in body.columns:
        return body.select(*names).limit(SAMPLE)
    try:
        return engine.materialise_numbered(body.select(*names).limit(SAMPLE), "seen_rows", 1).select(*names)
    except Malformed:
        return grid.patient(*asked).select(*names).limit(SAMPLE)


def top_of_sheet(grid: Grid, known: Sequence[Profile], header_row: int | None = None) -> SeenSheet | None:
    """The sheet as far as its first rows tell, under the header in that row or its likeliest one; costs no query."""
    words = _words(known)
    own = dict(header_rows(grid.top)).get(header_row) if header_row else None
    best = (header_row, own) if header_row and own else _likely_header(grid, words)
    return _under(grid, *best, grid.top[best[0] : best[0] + _FEW_ROWS], words) if best else None


@lru_cache(maxsize=8)
def _words_of(known: tuple[Profile, ...]) -> frozenset[str]:
    return frozenset(word for profile in known for layout in profile.layouts for word in aliases(layout))


def _words(known: Sequence[Profile]) -> frozenset[str]:
    return _words_of(tuple(known))


def _likely_header(grid: Grid, words: frozenset[str]) -> tuple[int, Header] | None:
    best = max(header_rows(grid.top), key=lambda one: (_score(one[1], words), -one[0]), default=None)
    return best if best is not None and _score(best[1], words) >= _LEAST else _by_its_look(grid.top)


def _under(
    grid: Grid, number: int, header: Header, rows: Sequence[Sequence[str]], words: frozenset[str],
) -> SeenSheet:
    texts = [tuple(header[n]) if n < len(header) else () for n in range(grid.width)]
    whole = (tuple(row[n].strip() if n < len(row) else "" for n in range(grid.width)) for row in rows)
    return SeenSheet(
        grid, number, tuple(_chosen(one, words) for one in texts), tuple(texts), tuple(row for row in whole if any(row)),
    )


def _by_its_look(top: Sequence[Sequence[str]]) -> tuple[int, Header] | None:
    """The first row of several different words, none a date or a number, over a row that has a date; None where there
    is none.
    """
    for number, (row, below) in enumerate(zip(top, top[1:], strict=False), 1):
        texts = [text for text in row if text]
        if len(set(texts)) == len(texts) >= _COLUMNS and not any(
            map(_is_value, texts)
        ) and any(is_time(text) for text in below if text):
            return number, [(text,) if text else () for text in row]
    return None


def _is_value(text: str) -> bool:
    return is_time(text) or not any(letter.isalpha() for letter in text)


def _chosen(texts: Sequence[str], words: frozenset[str]) -> str:
    """Of what may be the header the one that some profile knows; under the title of a group the lower one."""
    return next((text for text in texts if plain(text) in words), texts[0] if texts else "")


def _score(header: Sequence[Sequence[str]], words: frozenset[str]) -> float:
    """How many columns have a header that means something, known ones counting double; dates are no headers."""
    return sum(_worth(texts, words) for texts in header if texts)


def _worth(texts: Sequence[str], words: frozenset[str]) -> float:
    if any(plain(text) in words for text in texts):
        return 2.0
    if _means(texts[0]):
        return 1.0
    return -0.5 if is_time(texts[0]) else 0.0


def _means(text: str) -> bool:
    return len(text) <= 60 and any(meaning.fits(bare(text)) for meanings in OF_TABLE.values() for meaning in meanings)
