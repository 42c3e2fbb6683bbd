"""One sheet → typed rows of one canonical table (or of an event log), its findings, and what was set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine, Malformed
from tthc.model.schema import CANONICAL, KEY_CELLS, Column, Table
from tthc.model.schema.checks import NO_RECORDS
from tthc.sources.read.cells import (
    BAD,
    DAY,
    declared,
    in_reach,
    is_blank,
    known_texts,
    missing_marks,
    texts_of_file,
    trimmed,
    values_of,
    with_faults,
    with_odd_texts,
)
from tthc.sources.read.codes import MOST, coded
from tthc.sources.read.export_times import Export
from tthc.sources.read.faults import Faults, LostCell
from tthc.sources.read.grids import LONG_ROW, Grid
from tthc.sources.read.headers import CASE, Match, aliases, required, where_columns
from tthc.sources.read.ids import with_ids
from tthc.sources.read.lost_cells import with_lost_cells
from tthc.sources.read.names import plain
from tthc.sources.read.other_rows import OTHER, with_other
from tthc.sources.read.profile import Profile
from tthc.sources.read.recorded import with_recorded
from tthc.sources.read.second_look import second_look
from tthc.sources.read.times import at_edges
from tthc.sources.read.unread import unread_columns

if TYPE_CHECKING:
    import pandas as pd

ORIGIN = ("src_file", "src_sheet", "src_row")
LONG = 2_000  # a cell longer than this is likely several cells run together


@dataclass(frozen=True)
class Member:
    """One sheet of several that were read as one: how many rows it has, and how many of them were set aside."""

    file: str
    sheet: str | None
    n_read: int
    n_set_aside: int


@dataclass(frozen=True)
class SheetRows:
    """The accepted rows of one sheet, or of several alike (`members`; their rows have `sheet_no`, and `file` says how
    many they are). `n_read` counts every row below the header that is not empty."""

    match: Match
    source: str
    file: str
    sheet: str | None
    rows: ir.Table
    n_read: int
    n_set_aside: int
    export: Export = Export()
    members: tuple[Member, ...] = ()

    @property
    def each(self) -> tuple[Member, ...]:
        """The sheets whose rows these are."""
        return self.members or (Member(self.file, self.sheet, self.n_read, self.n_set_aside),)


def read_sheet(
    grid: Grid, match: Match, profile: Profile, edges: ir.Table, engine: Engine, faults: Faults, stage: str,
) -> SheetRows:
    """The rows of a sheet whose header is understood; rows without their required columns are set aside."""
    stored = _stored(grid, match, profile, engine, stage)
    rows = with_faults(stored.filter(~stored.is_blank).drop("is_blank"), match)
    rows = with_lost_cells(rows, match, _lost(grid, faults), engine, stage) if faults.lost else rows
    n_before = rows.group_by("src_file", "src_sheet").aggregate(n=rows.count()) if grid.members else None
    rows, n_other = _records(rows, match, grid, engine, faults, stage)
    rows = _understood(rows, match, profile, engine, stage)
    rows, n_shifted = _unshifted(rows, match, engine, faults)
    rows, counts, n_aside = _accepted(rows, match, engine, faults)
    faults.unread += unread_columns(rows, match, counts, (grid.file, grid.sheet), profile, engine)
    _cell_faults(rows, match, counts, faults)
    rows = rows.mutate(unread=_unread(match, counts, rows)) if _tells_dossiers(match) else rows
    days = {name: DAY + name for name in match.columns if counts.get(f"days_{name}", 0)}
    rows = rows.drop(
        *(name for name in rows.columns if name.startswith(BAD) or (name.startswith(DAY) and name not in days.values()))
    )
    rows = engine.materialise(at_edges(rows, days, edges, engine, stage), f"{stage}_rows") if days else rows
    rows = rows.mutate(**{name: ibis.literal(value) for name, value in match.layout.fixed.items()})
    n_aside += n_other + n_shifted
    members = _members(grid, n_before, rows, engine) if n_before is not None else ()
    return SheetRows(
        match, profile.source, grid.file, grid.sheet, rows, int(counts.n) + n_aside, n_aside, members=members,
    )


def _lost(grid: Grid, faults: Faults) -> list[LostCell]:
    places = set(grid.members or [(grid.file, grid.sheet)])
    return [one for one in faults.lost if (one.file, one.sheet) in places]


def _members(grid: Grid, n_before: ir.Table, rows: ir.Table, engine: Engine) -> tuple[Member, ...]:
    """The sheets that the grid lays together, with what was read and what was accepted of each."""
    n_after = rows.group_by("src_file", "src_sheet").aggregate(n=rows.count())
    read, taken = (
        {(row.src_file, row.src_sheet if isinstance(row.src_sheet, str) else None): int(row.n) for row in count}
        for count in (engine.fetch(counts).itertuples() for counts in (n_before, n_after))
    )
    return tuple(Member(*one, read.get(one, 0), read.get(one, 0) - taken.get(one, 0)) for one in grid.members)


def _understood(rows: ir.Table, match: Match, profile: Profile, engine: Engine, stage: str) -> ir.Table:
    """The rows of this table with all that could be read: instants in other forms, the system's own words, codes."""
    rows = with_recorded(with_ids(rows, match, engine, stage), match, engine, stage)
    rows = second_look(rows, match, profile, engine, stage)
    rows = coded(rows, match, profile, engine, stage)
    rows = rows.filter(*(rows[name].notnull() for name in match.layout.only_with)) if match.layout.only_with else rows
    rows = _chosen(rows, match, engine) if match.layout.where else rows
    return engine.view(rows, f"{stage}_some")


def _chosen(rows: ir.Table, match: Match, engine: Engine) -> ir.Table:
    """The rows in which every column of `where` says one of its values, compared without accents, case, spaces and
    marks.
    """
    for key, name in where_columns(match.layout, match.columns, aliases(match.layout)).items():
        wanted = {plain(value) for value in match.layout.where[key]}
        words = engine.fetch(
            rows.select(word=rows[name].cast("string")).filter(ibis._.word.notnull()).distinct().limit(MOST)
        ).word
        rows = rows.filter(rows[name].cast("string").isin([word for word in words if plain(word) in wanted]))
    return rows


def _unshifted(rows: ir.Table, match: Match, engine: Engine, faults: Faults) -> tuple[ir.Table, int]:
    """The rows without those with more cells than the header of which some do not fit their columns; how many these
    were.
    """
    if LONG_ROW not in rows.columns:
        return rows, 0
    bad = [rows[BAD + name].notnull() for name in match.columns if BAD + name in rows.columns]
    is_shifted = rows[LONG_ROW] & (ibis.or_(*bad) if bad else ibis.literal(False))
    for rule, which in (("row.shifted", is_shifted), ("row.long", rows[LONG_ROW] & ~is_shifted)):
        faults.add_rows(rule, _named(rows.filter(which), match), column=None)
    n = int(engine.fetch(rows.aggregate(n=is_shifted.sum().coalesce(0))).n[0])
    return rows.filter(~is_shifted).drop(LONG_ROW), n


def _accepted(rows: ir.Table, match: Match, engine: Engine, faults: Faults) -> tuple[ir.Table, pd.Series, int]:
    """The rows that have all they need, what `_counts` says of them, and how many were set aside."""
    needed = [name for name in required(match.layout) if name in match.columns]
    counts = engine.fetch(_counts(rows, match)).iloc[0]
    if not sum(counts[f"null_{name}"] for name in needed):
        return rows, counts, 0
    good = _set_aside(rows, match, needed, faults)
    of_good = engine.fetch(_counts(good, match)).iloc[0]
    return good, of_good, int(counts.n - of_good.n)


def _records(
    rows: ir.Table, match: Match, grid: Grid, engine: Engine, faults: Faults, stage: str,
) -> tuple[ir.Table, int]:
    """The rows without those that are no records, which are reported; how many these were."""
    if grid.is_records:
        return rows, 0
    extended = engine.view(with_other(rows, match), f"{stage}_told")
    n = int(engine.fetch(extended.aggregate(n=extended[OTHER].count())).n[0])
    for rule in NO_RECORDS if n else ():
        faults.add_rows(rule, _named(extended.filter(extended[OTHER] == rule), match), column=None)
    return (extended.filter(extended[OTHER].isnull()) if n else extended).drop(OTHER), n


def _stored(grid: Grid, match: Match, profile: Profile, engine: Engine, stage: str) -> ir.Table:
    asked = (match.header_row, missing_marks(profile), match.positions)
    try:
        stored = _typed(grid.body(*asked), grid, match, profile, engine, stage)
    except Malformed:
        if grid.patient is None:
            raise
        stored = _typed(grid.patient(*asked), grid, match, profile, engine, stage)
    if grid.members:
        return stored
    sheet = ibis.null("string") if grid.sheet is None else ibis.literal(grid.sheet)
    return stored.mutate(src_file=ibis.literal(grid.file), src_sheet=sheet)


def _typed(body: ir.Table, grid: Grid, match: Match, profile: Profile, engine: Engine, stage: str) -> ir.Table:
    # One view a step: what follows names a column instead of repeating how it came about.
    numbered = "src_row" in body.columns
    texts = _texts(body, match, profile, engine, stage) if numbered else body.mutate(
        **texts_of_file(body, match, profile, engine)
    )
    texts = engine.view(texts, f"{stage}_texts")
    texts = texts.mutate(is_blank=is_blank(texts, match))
    values = engine.view(texts.mutate(**values_of(texts, match, profile, engine, grid.days_late)), f"{stage}_values")
    values = engine.view(values.mutate(**in_reach(values, match)), f"{stage}_reach")
    kept = {name: values[name] for name in (*ORIGIN, "sheet_no", "is_blank", LONG_ROW) if name in values.columns}
    whole = values.select(**with_odd_texts(values, match), **kept)
    return engine.materialise(whole, stage) if numbered else engine.materialise_numbered(
        whole, stage, match.header_row + 1,
    )


def _texts(body: ir.Table, match: Match, profile: Profile, engine: Engine, stage: str) -> ir.Table:
    texts = engine.view(body.mutate(**trimmed(body, match, engine)), f"{stage}_trimmed")
    return texts.mutate(**known_texts(texts, match, profile))


def _counts(rows: ir.Table, match: Match) -> ir.Table:
    """One row: how many rows, and per column how many texts did not fit, named only a day, or are missing."""
    sums = {"n": rows.count()}
    for name in match.columns:
        sums[f"null_{name}"] = rows[name].isnull().sum()
        if BAD + name in rows.columns:
            sums[f"bad_{name}"] = rows[BAD + name].notnull().sum()
        if DAY + name in rows.columns:
            sums[f"days_{name}"] = rows[DAY + name].sum()
        if declared(match, name).type == "string" and BAD + name not in rows.columns:
            sums[f"long_{name}"] = (rows[name].length() > LONG).sum()
    return rows.aggregate(**{name: value.coalesce(0) for name, value in sums.items()})


def _cell_faults(rows: ir.Table, match: Match, counts: pd.Series, faults: Faults) -> None:
    for name in match.columns:
        column = declared(match, name)
        if counts.get(f"bad_{name}", 0):
            bad = rows[BAD + name]
            faults.add_rows(_rule(column), _named(rows.filter(bad.notnull()), match), column=column.label, value=bad)
        if counts.get(f"long_{name}", 0):
            long = rows.filter(rows[name].length() > LONG)
            faults.add_rows(
                "cell.long", _named(long, match), column=column.label, value=long[name].substr(0, 100),
                detail=f"hơn {LONG}",
            )


def _rule(column: Column) -> str:
    if column.name == "dossier_id":
        return "cell.id"
    if column.codes:
        return "cell.code"
    if column.type == "boolean":
        return "cell.truth"
    return "cell.number" if column.type in ("int64", "float64") else "cell.time"


def _set_aside(rows: ir.Table, match: Match, needed: list[str], faults: Faults) -> ir.Table:
    """The rows that have all they need; the others are reported, each for the first thing that it lacks."""
    good = rows
    for name in needed:
        lacking = good.filter(_lacks(good, name, match))
        bad = lacking[BAD + name] if BAD + name in rows.columns else None
        faults.add_rows("row.required", _named(lacking, match), column=declared(match, name).label, value=bad)
        good = good.filter(~_lacks(good, name, match))
    return good


def _tells_dossiers(match: Match) -> bool:
    return match.layout.table == "dossiers" or match.layout.is_events


def _unread(match: Match, counts: pd.Series, rows: ir.Table) -> ir.StringValue:
    """The names of the key cells of a row which hold something that was not read, joined by commas; null where there is
    none.
    """
    names = {name: (CASE if match.layout.is_events and name != "dossier_id" else "") + name for name in KEY_CELLS}
    held = [
        rows[BAD + own].notnull().ifelse(f",{name}", "")
        for name, own in names.items()
        if counts.get(f"bad_{own}", 0)
    ]
    return ibis.literal("").join(held)[1:].nullif("") if held else ibis.null("string")


def _lacks(rows: ir.Table, name: str, match: Match) -> ir.BooleanValue:
    """Whether the row lacks what it needs. A row of a log that tells nothing of any event is about
    its dossier alone.
    """
    problems = [
        rows[column].notnull()
        for column in match.columns
        if column != "dossier_id" and not column.startswith(CASE)
    ]
    if name != "step" or not match.layout.is_events or not problems:
        return rows[name].isnull()
    return rows[name].isnull() & (
        ibis.or_(*problems) | (rows[BAD + name].notnull() if BAD + name in rows.columns else False)
    )


def _named(rows: ir.Table, match: Match) -> ir.Table:
    return rows if "dossier_id" in match.columns else rows.mutate(dossier_id=ibis.null("string"))


def as_table(sheet: SheetRows) -> ir.Table:
    """The rows with exactly the declared columns of their canonical table; what the source lacks is null."""
    table = CANONICAL[sheet.match.layout.table]
    rows = sheet.rows
    return rows.select(**{
        column.name: (rows[column.name] if column.name in rows.columns else ibis.null(column.type)).cast(column.type)
        for column in table.columns
    })


def _canonical(match: Match) -> Table:
    return CANONICAL["steps" if match.layout.is_events else match.layout.table]


def supplied(sheet: SheetRows, *, dossier: bool = False) -> frozenset[str]:
    """The canonical columns that the sheet has; for an event log those of its steps, or of its dossiers."""
    names = sheet.match.columns
    if dossier:
        return frozenset({"dossier_id", *(name.removeprefix(CASE) for name in names if name.startswith(CASE))})
    return frozenset({*names, *sheet.match.layout.fixed} & set(_canonical(sheet.match).names))
