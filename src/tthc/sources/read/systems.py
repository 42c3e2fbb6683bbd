"""Several systems in one period: which files belong to which, and ids that two of them gave to different dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.model.settings import Run
from tthc.sources.read.faults import Faults
from tthc.sources.read.passed_over import where_nothing_is
from tthc.sources.read.profile import Profile, load_profile
from tthc.sources.read.sheets import SheetRows, supplied
from tthc.sources.read.sources import input_paths

Sheets = list[tuple[Profile, SheetRows]]


@dataclass(frozen=True)
class SystemFiles:
    """The files of one system, its sources, and the profiles that read them, its own first."""

    name: str
    sources: tuple[Path, ...]
    paths: tuple[Path, ...]
    profiles: tuple[Profile, ...]


@dataclass(frozen=True)
class SystemRead:
    """What was read of one of several systems: the names of its files, and the columns that they have, as
    “dossiers.due_at”.
    """

    name: str
    files: tuple[str, ...]
    columns: tuple[str, ...]


def systems_read(sheets: Sheets) -> tuple[SystemRead, ...]:
    """Of each system, in their order; nothing where there is one system only."""
    names = list(dict.fromkeys(sheet.export.system for _, sheet in sheets))
    if len(names) < 2:
        return ()
    # What was synchronised is known of every dossier where the national export stands beside the register.
    kinds = {profile.source for profile, sheet in sheets if _tells_dossiers(sheet)}
    known = {"dossiers.synced"} if kinds >= {"register", "national"} else set()
    return tuple(_read_of(name, [one for _, one in sheets if one.export.system == name], known) for name in names)


def _read_of(name: str, sheets: Sequence[SheetRows], known: set[str]) -> SystemRead:
    columns = set(known)
    for sheet in sheets:
        table = "steps" if sheet.match.layout.is_events else sheet.match.layout.table
        columns |= {f"{table}.{column}" for column in supplied(sheet)}
        if sheet.match.layout.is_events:
            columns |= {f"dossiers.{column}" for column in supplied(sheet, dossier=True)}
    files = dict.fromkeys(one.file for sheet in sheets for one in sheet.each)
    return SystemRead(name, tuple(files), tuple(sorted(columns)))


def systems_of(run: Run, faults: Faults) -> list[SystemFiles]:
    """The systems that the project file lists; without a list the run's sources are one. A system without files is a
    finding.
    """
    given = [(one.name, one.paths, one.profile) for one in run.systems] or [("", run.sources, run.profile)]
    found = [_system(*one, run.reference / "profiles") for one in given]
    for one in found:
        if not one.paths:
            faults.add("file.none", None, where=where_nothing_is(one.sources))
    return found


def _system(name: str, sources: tuple[Path, ...], profile: str, folder: Path) -> SystemFiles:
    own = load_profile(profile, folder)
    return SystemFiles(
        name, sources, tuple(input_paths(sources)), (own, *(load_profile(other, folder) for other in own.also)),
    )


def kept_apart(sheets: Sheets, engine: Engine, faults: Faults) -> Sheets:
    """The sheets, ids that an earlier system of the same kind has too being given the name of their own system.

    Register and national export tell of the same dossiers and keep their ids. A dossier that was transferred inside one
    system is one dossier.
    """
    names = list(dict.fromkeys(sheet.export.system for _, sheet in sheets))
    if len(names) < 2:
        return sheets
    for number, name in enumerate(names[1:], 1):
        sheets = _renamed(sheets, name, names[:number], engine, faults)
    return sheets


def _renamed(sheets: Sheets, name: str, earlier: list[str], engine: Engine, faults: Faults) -> Sheets:
    own = [one for one in sheets if one[1].export.system == name]
    kinds = {profile.source for profile, _ in own}
    others = _ids([one for one in sheets if one[1].export.system in earlier and one[0].source in kinds])
    mine = _ids(own)
    if others is None or mine is None:
        return sheets
    stage = f"read_double_{len(earlier)}"
    clash = engine.materialise(mine.semi_join(others, "double_id"), stage)
    if not int(engine.fetch(clash.aggregate(n=clash.count())).n[0]):
        return sheets
    for _, sheet in own:
        if _tells_dossiers(sheet):
            twice = sheet.rows.semi_join(clash, [sheet.rows.dossier_id == clash.double_id])
            first = twice.group_by("dossier_id").aggregate(
                **{column: twice[column].min() for column in ("src_file", "src_sheet", "src_row")}
            )
            faults.add_rows("dossier.double", first, column=None, value=first.dossier_id, detail=name)
    return [
        (profile, _with_names(sheet, clash, name, engine) if sheet.export.system == name else sheet)
        for profile, sheet in sheets
    ]


def _with_names(sheet: SheetRows, clash: ir.Table, name: str, engine: Engine) -> SheetRows:
    if "dossier_id" not in sheet.rows.columns:
        return sheet
    joined = sheet.rows.left_join(clash, [sheet.rows.dossier_id == clash.double_id])
    own = ibis.cases((joined.double_id.notnull(), joined.dossier_id + f" ({name})"), else_=joined.dossier_id)
    return replace(sheet, rows=joined.mutate(dossier_id=own).drop("double_id"))


def _ids(sheets: Sheets) -> ir.Table | None:
    """One row per dossier that the sheets list."""
    found = [sheet.rows.select(double_id="dossier_id") for _, sheet in sheets if _tells_dossiers(sheet)]
    if not found:
        return None
    return (ibis.union(*found) if len(found) > 1 else found[0]).distinct()


def _tells_dossiers(sheet: SheetRows) -> bool:
    return sheet.match.layout.table == "dossiers" or sheet.match.layout.is_events
