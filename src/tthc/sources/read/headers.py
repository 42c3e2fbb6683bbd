"""Which table a sheet is, where its header stands, and which column is what."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import zip_longest

from tthc.model.schema import CANONICAL, NOT_IN_SOURCES, Table
from tthc.sources.read.clock_columns import clock_positions, is_clock
from tthc.sources.read.grids import Grid
from tthc.sources.read.names import plain
from tthc.sources.read.paths import depth, said_by_path
from tthc.sources.read.profile import Layout, Profile
from tthc.sources.read.transitions import are_transitions

_DERIVED = {"steps": ("step_no",), "events": ("step_no",)}
# What a row of a log means depends on these, so that they are read in every log, whatever its profile names.
_LOG_WORDS = {
    "lifecycle": ("lifecycle:transition", "lifecycle", "lifecycle_id", "life_cycle", "transition"),
    "event_order": ("_SORTING",),
}
_STAMPS = frozenset({"arrived_at", "started_at", "ended_at"})  # without any of them a history tells nothing
# a row with a date is data, and no second row of a header
_IS_DATED = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|^\d{8,14}$")
# Of the columns under one title that of the day is meant by the title alone: "Trả kết quả" over "Ngày, tháng, năm" and
# "Ký nhận".
_IS_DAY = re.compile(r"(?i)\s*(ngày|thời (gian|điểm)|ngày giờ)([\s,/]*(tháng|năm|giờ))*\s*$")
_HINT = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")
CASE = "case_"  # prefix of the dossier attributes that an event log repeats on each row


@dataclass(frozen=True)
class Match:
    """A sheet understood: `columns` maps a canonical column to its position, `scale` to what one unit is worth,
    `headers` to what the file calls it, `texts` to all that stands over it where the header takes two rows, `clocks` a
    column of days to the position of the one that has their times of day."""

    layout: Layout
    header_row: int
    columns: Mapping[str, int]
    scale: Mapping[str, float]
    missing: tuple[str, ...]
    twice: tuple[str, ...]
    ignored: tuple[str, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    clocks: Mapping[str, int] = field(default_factory=dict)

    @property
    def positions(self) -> list[int]:
        """The columns of the sheet that the match reads."""
        return sorted({*self.columns.values(), *self.clocks.values()})


def matches(grid: Grid, profile: Profile) -> list[Match]:
    """The best reading of the grid under the profile, and the others that its title names too; none where hardly any
    header is known. One list of supplements may tell both the stops and the changes of the deadline.
    """
    title = plain(grid.sheet or grid.file.split(".")[0]) if not grid.first else ""  # it is that of the table above
    every = _every_word(profile)
    likely = [
        (number, header)
        for number, header in header_rows(grid.top)
        if sum(any(plain(text) in every for text in texts) for texts in header) > 1
    ]
    known = [(layout, words, _named(layout, title)) for layout, words in _layouts(profile)]
    tries = [
        (named, found)
        for layout, words, named in known
        for number, header in likely
        if len(
            (found := _match(layout, words, number, header)).columns
        ) >= 2 and set(layout.only_with) <= set(found.columns)
    ]
    best: dict[str, tuple[bool, Match]] = {}
    for one in sorted(tries, key=lambda one: (one[0], _weight(one[1]), -one[1].header_row), reverse=True):
        best.setdefault(one[1].layout.table, one)
    ranked = list(best.values())
    chosen = [found for named, found in ranked if named and not found.missing] or [found for _, found in ranked[:1]]
    return [with_clocks(_with_lifecycle(found, grid), dict(header_rows(grid.top)), grid.top) for found in chosen]


@lru_cache(maxsize=32)
def _layouts(profile: Profile) -> tuple[tuple[Layout, dict[str, tuple[str, float]]], ...]:
    return tuple((layout, aliases(layout)) for layout in profile.layouts)


@lru_cache(maxsize=32)
def _every_word(profile: Profile) -> frozenset[str]:
    """What any layout knows; a row with fewer than two of these is no header."""
    return frozenset(word for _, words in _layouts(profile) for word in words)


def _with_lifecycle(found: Match, grid: Grid) -> Match:
    """A history with the column that says of each row whether it begins or ends its activity, whatever that column is
    called.
    """
    if not found.layout.is_history or "lifecycle" in found.columns or not found.ignored:
        return found
    header, below = dict(header_rows(grid.top))[found.header_row], grid.top[found.header_row :]
    for position, texts in enumerate(header):
        values = [row[position] for row in below if position < len(row)]
        if texts and position not in found.columns.values() and are_transitions(values):
            return replace(
                found, columns={**found.columns, "lifecycle": position}, scale={**found.scale, "lifecycle": 1.0},
                headers={**found.headers, "lifecycle": texts[0]}, texts={**found.texts, "lifecycle": texts},
                ignored=tuple(text for text in found.ignored if text != texts[0]),
            )
    return found


def with_clocks(found: Match, headers: Mapping[int, Header], top: Sequence[Sequence[str]]) -> Match:
    """The match with the columns that hold the times of day of its days."""
    table = CANONICAL["steps" if found.layout.is_events else found.layout.table]
    days = {
        name: place
        for name, place in found.columns.items()
        if _kind(name, table) == "timestamp(6)"
    }
    names = {word: name for word, (name, _) in aliases(found.layout).items()}
    clocks = clock_positions(headers[found.header_row], days, names, found.columns, top[found.header_row :])
    used = {headers[found.header_row][place][0] for place in clocks.values()}
    return replace(found, clocks=clocks, ignored=tuple(text for text in found.ignored if text not in used))


def _kind(name: str, table: Table) -> str:
    own = CANONICAL["dossiers"] if name.startswith(CASE) else table
    name = name.removeprefix(CASE)
    return own[name].type if name in own.names else ""


def seen_headers(found: Match) -> tuple[str, ...]:
    """What stands in the header that the match understood, the columns in the order of the sheet first."""
    return (*(found.headers[name] for name in sorted(found.columns, key=found.columns.__getitem__)), *found.ignored)


def _weight(found: Match) -> int:
    """A table that lacks a required column must know two headers more to be taken for the right one."""
    return len(found.columns) + (0 if found.missing else 2)


def required(layout: Layout) -> tuple[str, ...]:
    """The columns without which a sheet cannot be this table."""
    table = "steps" if layout.is_events else layout.table
    derived = _DERIVED.get(layout.table, ())
    return tuple(
        column.name
        for column in CANONICAL[table].columns
        if column.required and column.name not in derived and column.name not in layout.fixed
    )


def aliases(layout: Layout) -> dict[str, tuple[str, float]]:
    """Comparable header → canonical column and what one unit is worth; the profile's words win over the schema's."""
    words: dict[str, tuple[str, float]] = {}
    table = CANONICAL["steps" if layout.is_events else layout.table]
    if not layout.is_events:
        for one in (one for one in table.columns if one.name not in NOT_IN_SOURCES):
            words[plain(one.label)] = words[plain(one.name)] = (one.name, 1.0)
    else:
        words.update({plain(header): (column, 1.0) for column, headers in _LOG_WORDS.items() for header in headers})
    for column, headers in layout.columns.items():
        words.update({plain(header): (column, 1.0) for header in headers})
    for column, headers in layout.dossier.items():
        words.update({plain(header): (CASE + column, 1.0) for header in headers})
    for key in layout.where:
        words.setdefault(plain(key), (where_column(key), 1.0))
    for column, worths in layout.scaled.items():
        words.update({plain(header): (column, float(worth)) for header, worth in worths.items()})
    return words


def where_column(key: str) -> str:
    """The column of a header that only tells which rows belong to the table."""
    return f"where_{plain(key)}"


def where_columns(layout: Layout, columns: Mapping[str, int], words: Mapping[str, tuple[str, float]]) -> dict[str, str]:
    """What a table's rows are chosen by → the matched column that holds it; a header may also be one of the table's
    own.
    """
    names = {key: (key, words.get(plain(key), ("", 1.0))[0]) for key in layout.where}
    return {key: next((name for name in names_of if name in columns), "") for key, names_of in names.items()}


def _named(layout: Layout, title: str) -> bool:
    return any(plain(name) == title for name in layout.names)


Header = list[tuple[str, ...]]  # for each column what its header may be, the likeliest first; nothing where it has none


def header_rows(top: Sequence[Sequence[str]]) -> list[tuple[int, Header]]:
    """Every row that may be a header, with its row number; two rows under merged titles count as one."""
    singles: list[
        tuple[int, Header]
    ] = [(number, [_with_bare((text,)) if text else () for text in row]) for number, row in enumerate(top, 1)]
    pairs = enumerate(zip(top, top[1:], strict=False), 1)
    doubles = [
        (number + 1, _joined(upper, lower))
        for number, (upper, lower) in pairs
        if not any(map(_IS_DATED.search, lower))
    ]
    return singles + doubles


def _joined(upper: Sequence[str], lower: Sequence[str]) -> Header:
    """Under the title of a group a header may need it: "Ngày" over "Tiếp nhận"."""
    dated = {above for above, below in zip(upper, lower, strict=False) if above and _IS_DAY.match(below)}
    return [_with_bare(_both(above, below, dated)) for above, below in zip_longest(upper, lower, fillvalue="")]


def _both(above: str, below: str, dated: Collection[str]) -> tuple[str, ...]:
    """All that the two may say together. A title in `dated` alone means its day, and none of the columns beside it."""
    if not (above and below) or above == below:
        return (below or above,) * bool(below or above)
    alone = (above,) if above not in dated or _IS_DAY.match(below) else ()
    return (below, f"{above} {below}", f"{below} {above}", *alone)


def _with_bare(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The texts, and those that end with a hint in brackets without it: "Ngày tiếp nhận (dd/mm/yyyy)"; what a dotted
    name of JSON also says.
    """
    bare = (_HINT.sub("", text).strip() for text in texts if text.endswith((")", "]")))
    dotted = (name for text in texts if "." in text for name in said_by_path(text))
    return (*texts, *(text for text in bare if text), *dotted)


def _counts_dossiers(columns: Mapping[str, int], headers: Mapping[str, str]) -> bool:
    """Whether "Số hồ sơ" is how many they are, in a summary, and not what each is called: nothing tells of any one."""
    is_told = any(name in ("status", "step") or name.endswith("_at") for name in columns)
    return plain(headers.get("dossier_id", "")) == "sohoso" and not is_told


def _match(layout: Layout, words: Mapping[str, tuple[str, float]], number: int, header: Header) -> Match:
    columns, scale, headers, over, twice, ignored = {}, {}, {}, {}, [], []
    for position, texts in sorted(enumerate(header), key=lambda one: depth(one[1][0]) if one[1] else 0):
        text = next((one for one in texts if plain(one) in words and not is_clock(texts)), texts[0] if texts else "")
        column, worth = words.get(plain(text), (None, 1.0)) if text else (None, 1.0)
        if column is None:
            ignored += [text] if text else []
        elif column in columns:
            twice.append(text)
        else:
            columns[column], scale[column], headers[column], over[column] = position, worth, text, texts
    if _counts_dossiers(columns, headers):
        columns = {}
    missing = tuple(name for name in required(layout) if name not in columns)
    missing += tuple(key for key, name in where_columns(layout, columns, words).items() if not name)
    if layout.is_history and not _STAMPS & set(columns):
        missing = (*missing, "ended_at")
    return Match(layout, number, columns, scale, missing, tuple(twice), tuple(ignored), headers, over)
