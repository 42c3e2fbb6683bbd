"""Export + profile → the nine canonical tables, with findings and row accounting."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.analysis.calendar import calendar_table
from tthc.engine import Engine
from tthc.model.errors import DataStop
from tthc.model.schema import CANONICAL, TABLES
from tthc.model.settings import Run
from tthc.sources.read.alike import Understood, laid_together
from tthc.sources.read.beside import table_beside, without
from tthc.sources.read.bodies import bodies_apart
from tthc.sources.read.code_pages import TWICE, old_code_page
from tthc.sources.read.duplicates import count_aside, ranked
from tthc.sources.read.export_times import Newness, export_of, newness
from tthc.sources.read.faults import Faults, MaybeColumn
from tthc.sources.read.grids import Grid
from tthc.sources.read.headers import CASE, Match, aliases, matches, seen_headers
from tthc.sources.read.histories import add_histories, log_dossiers
from tthc.sources.read.joined_dossiers import DossierSource, joined_dossiers, with_untold_ends
from tthc.sources.read.lost_zeros import zeros_back
from tthc.sources.read.merge_registers import merge_registers, with_synced
from tthc.sources.read.moved_deadlines import with_moved_deadlines
from tthc.sources.read.names import plain
from tthc.sources.read.not_read import (
    is_history_in_disguise,
    maybe_columns,
    report_maybe,
    report_turns,
    report_units_elsewhere,
    report_unknown,
    untold_ends,
)
from tthc.sources.read.passed_over import report_passed_over
from tthc.sources.read.profile import Profile
from tthc.sources.read.sheets import SheetRows, as_table, read_sheet, supplied
from tthc.sources.read.sources import InputFile, as_shown, grids, input_file, shown_name
from tthc.sources.read.swapped_days import report_swapped_days
from tthc.sources.read.systems import SystemFiles, SystemRead, kept_apart, systems_of, systems_read
from tthc.sources.read.time_limits import with_limits
from tthc.sources.read.times import edges
from tthc.sources.read.unread import UnreadColumn, advice, grouped
from tthc.sources.read.workbook_times import workbook_times

_SEEN = 30  # headers named where one is missing or not used


@dataclass(frozen=True)
class Reading:
    """What was read: the nine canonical tables, the findings, the row accounting, which columns the source has, and
    those with key cells that were not read. `systems` is empty where the files are all of one."""

    tables: Mapping[str, ir.Table]
    findings: ir.Table
    accounting: ir.Table
    present: Mapping[str, frozenset[str]]
    profile: Profile
    inputs: tuple[InputFile, ...]
    unread: tuple[UnreadColumn, ...] = ()
    systems: tuple[SystemRead, ...] = ()


def read_sources(run: Run, engine: Engine) -> Reading:
    """All sources of the run as canonical tables; dates without time read as opening or closing time.

    Raises UsageError for an unknown profile or calendar, DataStop (with all findings) where a finding forbids to go on.
    """
    faults = Faults()
    report_passed_over(run.sources, faults)
    systems = systems_of(run, faults)
    paths = [path for system in systems for path in system.paths]
    with tempfile.TemporaryDirectory(prefix="tthc-doc-") as scratch, ThreadPoolExecutor(1) as beside:
        inputs = beside.map(input_file, paths, [shown_name(path, paths) for path in paths])
        sheets = [
            one
            for nth, system in enumerate(systems)
            for one in _sheets(system, nth, paths, run, Path(scratch), engine, faults)
        ]
    sheets = zeros_back(sheets, engine, faults)
    _report_pages(faults)
    _report_unread(faults, run.rules)
    limited = {profile.calendar for profile, _ in sheets if profile.limit}
    days = {
        name: engine.load(calendar_table(run.reference, name), f"read_limit_{name.replace('-', '_')}")
        for name in sorted(limited)
    }
    return _reading(
        bodies_apart(kept_apart(sheets, engine, faults), engine, faults), days, systems[0].profiles[0], tuple(inputs),
        engine, faults,
    )


def _report_pages(faults: Faults) -> None:
    """Pages of one answer say the same total; together they must hold so many."""
    for total in sorted({total for _, _, total in faults.pages}):
        pages = [(file, n) for file, n, said in faults.pages if said == total]
        if (n := sum(n for _, n in pages)) < total:
            faults.add("file.pages", pages[0][0] if len(pages) == 1 else None, detail=n, width=total)


def _report_unread(faults: Faults, rules: Mapping[str, str]) -> None:
    """Columns whose way of writing nobody declared: they stop the run, unless it was allowed to go on without them."""
    rule = "column.unread_all" if rules["unjudged"] == "stop" else "column.unread"
    for columns in grouped(column for column in faults.unread if column.is_whole):
        for one in columns:
            faults.add(
                rule, one.file, one.sheet, column=one.label, header=one.header, n=one.n, examples=one.examples,
                advice=advice(columns),
            )


def _sheets(
    system: SystemFiles, nth: int, every: list[Path], run: Run, scratch: Path, engine: Engine, faults: Faults
) -> list[tuple[Profile, SheetRows]]:
    """Every sheet of a system that some profile understands, read; the others leave a finding. `every` are the files of
    all systems.
    """
    found: list[Understood] = []
    looked_at: dict[tuple, list[MaybeColumn]] = {}
    days: dict[str, ir.Table] = {}
    words = frozenset(word for profile in system.profiles for layout in profile.layouts for word in aliases(layout))
    for number, path in enumerate(system.paths):
        times = workbook_times(path)
        stage, shown = f"read_{number}" if not nth else f"read_{nth}_of_{number}", as_shown(path, every, scratch)
        for place, grid in enumerate(grids(shown, system.profiles[0], scratch, engine, faults, stage, words)):
            for how, profile in understood(grid, list(system.profiles), faults):
                if is_history_in_disguise(grid, how, system.profiles, engine, faults):
                    continue
                # Files of one export have one header: it is looked at once.
                kind = (id(profile), id(how.layout), tuple(how.columns), how.ignored)
                if kind not in looked_at:
                    looked_at[kind] = maybe_columns(grid, how, profile)
                faults.maybe += [replace(one, file=grid.file, sheet=grid.sheet) for one in looked_at[kind]]
                report_turns(grid, how, profile, faults)
                report_swapped_days(grid, how, profile, engine, faults)
                if profile.calendar not in days:
                    days[profile.calendar] = _edges(run, profile.calendar, engine)
                export = export_of(path, grid, _place(path, system.sources), system.name, times)
                found.append(Understood(grid, how, profile, export, f"{stage}_{place}_{how.layout.table}"))
    read = [
        (one.profile, replace(
            read_sheet(one.grid, one.match, one.profile, days[one.profile.calendar], engine, faults, one.stage),
            export=one.export,
        ))
        for one in laid_together(found, engine)
    ]
    _report_empty([sheet for _, sheet in read], faults)
    return read


def _report_empty(sheets: Sequence[SheetRows], faults: Faults) -> None:
    """Lists and logs that have a header and no row; nobody wonders at a list of absences that is empty."""
    for sheet in sheets:
        if sheet.match.layout.table == "dossiers" or sheet.match.layout.is_history:
            for one in sheet.each:
                if not one.n_read:
                    faults.add("file.empty", one.file, one.sheet)


def _place(path: Path, sources: Sequence[Path]) -> int:
    """The place of the file's source among those of the run; the last one handed over is the newest."""
    return max((place for place, source in enumerate(sources) if path == source or path.parent == source), default=0)


def _edges(run: Run, calendar: str, engine: Engine) -> ir.Table:
    """A view: only a file that names days without a time of day looks at it."""
    name = calendar.replace("-", "_")
    return engine.view(
        edges(engine.load(calendar_table(run.reference, calendar), f"read_days_{name}")), f"read_edges_{name}",
    )


def understood(grid: Grid, profiles: list[Profile], faults: Faults) -> list[tuple[Match, Profile]]:
    """How the profile that knows most of its headers reads the grid; nothing, and a finding that says why, where none
    can.
    """
    if not any(any(row) for row in grid.top):
        faults.add("file.empty", grid.file, grid.sheet)
        return []
    tries = [(found, profile) for profile in profiles for found in matches(grid, profile)]
    whole = [one for one in tries if not one[0].missing]
    if whole:
        best = max(whole, key=lambda one: how_well(grid, *one))
        if (beside := table_beside(grid, best[0], profiles)) is not None:
            _report_beside(grid, beside, faults)
            if own := understood(without(grid, beside.positions), profiles, faults):
                return own
        _report_header(grid, best[0], faults)
        return [one for one in whole if one[1] is best[1]]
    if old := old_code_page(grid, profiles):
        faults.take_back("file.code_page", grid.file)  # it was none of those that can be read
        faults.add("file.twice" if old == TWICE else "file.tcvn3", grid.file, grid.sheet, detail=old)
    elif tries:
        _report_missing(grid, *tries[0], faults)
    else:
        report_unknown(grid, profiles, faults)
    return []


def how_well(grid: Grid, found: Match, profile: Profile) -> tuple[int, int, bool, int]:
    """How well a profile knows a grid, to be compared: how many of its headers it lists, and how many of these as they
    are spelled; whether it is for files that end so; then those that the package's own labels know.

    What a file holds goes before what it is called: an export of the office's own system may be JSON too.
    """
    own = {name: words for part in (found.layout.columns, found.layout.dossier) for name, words in part.items()}
    scaled = {name: tuple(worths) for name, worths in found.layout.scaled.items()}
    listed = {name: (*own.get(name.removeprefix(CASE), ()), *scaled.get(name, ())) for name in found.columns}
    known = [name for name, header in found.headers.items() if plain(header) in map(plain, listed.get(name, ()))]
    spelled = [name for name in known if found.headers[name] in listed[name]]
    return len(known), len(spelled), grid.file.lower().endswith(profile.files or "?"), len(found.columns)


def _report_missing(grid: Grid, found: Match, profile: Profile, faults: Faults) -> None:
    rule = "sheet.columns" if found.layout.table in ("dossiers", "events") else "sheet.columns_other"
    seen = ", ".join(f"“{text}”" for text in seen_headers(found)[:_SEEN])
    faults.add(
        rule, grid.file, grid.sheet, row=grid.first + found.header_row, columns=_labels(found), seen=seen,
        lines=", ".join(found.missing),
        table=found.layout.table, profile=profile.file,
    )


def _report_beside(grid: Grid, beside: Match, faults: Faults) -> None:
    rule = "sheet.two_tables" if beside.layout.table in ("dossiers", "events") else "sheet.beside"
    seen = ", ".join(f"“{text}”" for text in seen_headers(beside)[:_SEEN])
    faults.add(rule, grid.file, grid.sheet, row=grid.first + beside.header_row, seen=seen)


def _report_header(grid: Grid, found: Match, faults: Faults) -> None:
    row = grid.first + found.header_row
    for text in found.twice:
        faults.add("sheet.header_twice", grid.file, grid.sheet, row=row, column=text, detail=text)
    more = [f"{len(found.ignored) - _SEEN} cột khác"] if len(found.ignored) > _SEEN else []
    for text in (*found.ignored[:_SEEN], *more):
        faults.add("sheet.column_ignored", grid.file, grid.sheet, row=row, column=text)


def _labels(found: Match) -> str:
    table = CANONICAL["steps" if found.layout.is_events else found.layout.table]
    return ", ".join(f"“{(found.layout.columns.get(name) or (table[name].label,))[0]}”" for name in found.missing)


def _reading(
    sheets: list[tuple[Profile, SheetRows]], days: dict[str, ir.Table], profile: Profile, inputs: tuple[InputFile, ...],
    engine: Engine, faults: Faults
) -> Reading:
    parts: dict[str, list[ir.Table]] = {name: [] for name in CANONICAL}
    present: dict[str, set[str]] = {name: set() for name in CANONICAL}
    aside: dict[tuple, int] = {}
    systems = systems_read(sheets)
    sheets = merge_registers(sheets, engine, faults)
    how_new = newness(
        [sheet.export for _, sheet in sheets],
        [(sheet.match.layout.table, frozenset(sheet.match.columns)) for _, sheet in sheets],
    )
    new = [one.rank for one in how_new]
    logged = log_dossiers(sheets, new, engine, faults)
    untold: list[MaybeColumn] = []
    for (owner, sheet), its in zip(sheets, how_new, strict=True):
        table = sheet.match.layout.table
        if table == "dossiers":
            own = untold_ends(faults.maybe, _places(sheet), supplied(sheet))
            untold += own
            logged.append(_listed(sheet, owner, its, own))
        elif not sheet.match.layout.is_history:
            parts[table].append(as_table(sheet).mutate(newness=ibis.literal(its.rank)))
        present.get(table, set()).update(() if sheet.match.layout.is_history else supplied(sheet))
    if logged:
        parts["dossiers"] = [with_limits(joined_dossiers(logged, engine, faults, aside), sheets, days, engine, faults)]
        present["dossiers"] |= {"due_at"} if days else set()
    histories = [number for number, one in enumerate(sheets) if one[1].match.layout.is_history]
    received = parts["dossiers"][0] if parts["dossiers"] and any("received_at" in one.has for one in logged) else None
    add_histories(
        [sheets[n] for n in histories], [new[n] for n in histories], received, parts, present, aside, engine, faults,
    )
    if not logged and not faults.stops():
        faults.add("sheet.no_dossiers", inputs[0].name if len(inputs) == 1 else None)
    if faults.stops():
        raise _stop(faults, engine)
    report_maybe(faults.maybe, untold, present, faults)
    present["dossiers"] |= {"finished_at"} if present["dossiers"] & {"issued_at", "returned_at"} else set()
    if "unit" not in present["dossiers"] | present["steps"]:
        lists = [sheet for _, sheet in sheets if sheet.match.layout.table == "dossiers"]
        places = [place for sheet in lists for place in _places(sheet)]
        report_units_elsewhere(places, _notes(faults, engine), faults)
    # no row stands twice there
    single = {"dossiers"} | ({"steps"} if parts["steps"] and "step_no" not in present["steps"] else set())
    tables = {
        name: parts[name][0] if name in single else _whole(name, parts[name], engine, faults, aside)
        for name in CANONICAL
    }
    if parts["due_changes"] and "due_at" in present["dossiers"]:
        tables["dossiers"] = with_moved_deadlines(tables["dossiers"], tables["due_changes"], engine, faults)
    listed = {owner.source for owner, sheet in sheets if sheet.match.layout.table == "dossiers"}
    if {"register", "national"} <= listed and "synced" not in present["dossiers"]:
        tables["dossiers"] = engine.materialise(with_synced(tables["dossiers"]), "read_dossiers_synced")
    if "national" in listed:
        present["dossiers"].add("synced")
    findings = faults.table(engine)
    return Reading(
        tables, findings, _accounting(sheets, aside, engine),
        {name: frozenset(columns) for name, columns in present.items()}, profile, inputs,
        tuple(faults.unread), systems,
    )


def _notes(faults: Faults, engine: Engine) -> list[str]:
    """What stands in the place of the id in some of the rows that are notes."""
    if not faults.tables:
        return []
    found = ibis.union(*faults.tables) if len(faults.tables) > 1 else faults.tables[0]
    notes = found.filter(found.rule == "row.note", found.dossier_id.notnull()).select("dossier_id").limit(50)
    return list(engine.fetch(notes).dossier_id)


def _places(sheet: SheetRows) -> list[tuple[str, str | None]]:
    return [(one.file, one.sheet) for one in sheet.each]


def _listed(sheet: SheetRows, owner: Profile, its: Newness, untold: list[MaybeColumn]) -> DossierSource:
    """What a list tells of its dossiers; those of the national export are synchronised. `untold` says of the end what
    stands in columns that are not read.
    """
    rows, has = as_table(sheet), set(supplied(sheet))
    if "source" not in sheet.match.columns:
        rows = rows.mutate(source=ibis.literal(owner.source))
    if "synced" not in sheet.match.columns and owner.source == "national":
        rows, has = rows.mutate(synced=ibis.literal(True)), has | {"synced"}
    rows = with_untold_ends(rows, has, {one.column for one in untold})
    return DossierSource(rows, frozenset(has), its.rank, False, sheet.file, sheet.sheet, why=its.why)


def _whole(name: str, parts: list[ir.Table], engine: Engine, faults: Faults, aside: dict[tuple, int]) -> ir.Table:
    """All rows of one canonical table, each key once; what was set aside is counted per file and sheet."""
    table = CANONICAL[name]
    if not parts:
        return engine.load(table.ibis_schema().to_pyarrow().empty_table(), f"read_{name}")
    parts = [part if "newness" in part.columns else part.mutate(newness=ibis.literal(0)) for part in parts]
    rows = engine.materialise(ibis.union(*parts) if len(parts) > 1 else parts[0], f"read_{name}_all")
    keys = rows.select(*table.key).distinct()
    n_all, n_keys = (int(engine.fetch(one.aggregate(n=one.count())).n[0]) for one in (rows, keys))
    if n_all == n_keys:
        return rows.drop("newness")
    marked = engine.materialise(ranked(rows, name), f"read_{name}_marked")
    copies = marked.filter(marked.copy_no > 1)
    key = ibis.literal(" · ").join([copies[column].cast("string").fill_null("") for column in table.key])
    named = copies if "dossier_id" in copies.columns else copies.mutate(dossier_id=ibis.null("string"))
    for rule, those in (("row.equal", named.is_equal), ("row.duplicate", ~named.is_equal)):
        faults.add_rows(rule, named.filter(those), column=None, value=key if "dossier_id" in copies.columns else None)
    count_aside(copies, name, aside, engine)
    return engine.materialise(marked.filter(marked.copy_no == 1).drop("copy_no", "is_equal", "newness"), f"read_{name}")


def _accounting(sheets: list[tuple[Profile, SheetRows]], aside: dict[tuple, int], engine: Engine) -> ir.Table:
    rows = []
    for _, sheet in sheets:
        table = "steps" if sheet.match.layout.is_history else sheet.match.layout.table
        for one in sheet.each:
            n_aside = one.n_set_aside + aside.pop((one.file, one.sheet, table), 0)
            rows.append({
                "file": one.file, "sheet": one.sheet, "table": table,
                "n_read": one.n_read, "n_accepted": one.n_read - n_aside, "n_set_aside": n_aside,
            })
    return engine.load(
        pa.Table.from_pylist(rows, schema=TABLES["accounting"].ibis_schema().to_pyarrow()), "read_accounting",
    )


def _stop(faults: Faults, engine: Engine) -> DataStop:
    rows = [row for row in faults.rows if row["severity"] == "stop"]
    first = rows[0]
    where = f"{first['file']}: " if first["file"] else ""
    more = f" (và {len(rows) - 1} lỗi khác)" if len(rows) > 1 else ""
    error = DataStop(f"{where}{first['message']} {first['action']}{more}")
    error.findings = tuple(engine.fetch(faults.table(engine)).to_dict("records"))
    return error
