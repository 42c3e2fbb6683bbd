"""What a file holds and no profile knows: whole tables, and columns that may be the ones which the report lacks.

What is not read may not be spoken of as absent, so each of these is a finding that names it and the way to read it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from tthc.engine import Engine
from tthc.model.schema import CANONICAL
from tthc.sources.read.alternating import alternating
from tthc.sources.read.faults import Faults, MaybeColumn
from tthc.sources.read.grids import Grid
from tthc.sources.read.headers import CASE, Match, header_rows
from tthc.sources.read.profile import EVENTS, Profile
from tthc.sources.read.unread import listed
from tthc.sources.read.wizard.by_values import free_dates
from tthc.sources.read.wizard.meanings import DOSSIERS, TIME, bare, is_of
from tthc.sources.read.wizard.misshapen import misshapen
from tthc.sources.read.wizard.seen import SeenSheet, top_of_sheet, whole_sheet
from tthc.sources.read.wizard.tables import likely_columns, likely_table

_SEEN = 30  # headers named
_MOST = 300  # unused columns that are looked at; what has more is no list of dossiers
# The columns without which the report leaves something out or charges nobody.
_WEIGHTY = {
    "dossiers": ("received_at", "due_at", "finished_at", "issued_at", "returned_at", "status", "unit", "officer"),
    "steps": ("step", "unit", "officer", "arrived_at", "started_at", "ended_at"),
    "stops": ("from_at", "to_at"),
    "absences": ("from_at", "to_at"),
}
_UNIT = re.compile(r"\b(phong|ban|ubnd|uy ban|so|chi cuc|trung tam|xa|phuong|don vi|bo phan|van phong|to)\b")
_MOVED = re.compile(r"\b(hen|han|gia han|dieu chinh)\b")  # beside the deadline another one
_STEP = re.compile(r"\b(b|buoc|khau|cong doan|step) ?\d")  # steps beside each other in the row of their dossier
_COUNTERS = ("stt", "tt", "so tt", "so thu tu")  # the number of a row, whatever its values look like
_SHOWN = 4
_ENDS = ("status", "finished_at", "issued_at", "returned_at")
_HISTORIES = ("steps", "stops", "due_changes")
_STAMPS = ("arrived_at", "started_at", "ended_at")


def maybe_columns(grid: Grid, found: Match, profile: Profile) -> list[MaybeColumn]:
    """The unused columns of a sheet that may be a column of weight which the sheet lacks, each as one thing."""
    table = "steps" if found.layout.is_events else found.layout.table
    if not 0 < len(found.ignored) <= _MOST or table not in _WEIGHTY:
        return []
    seen = top_of_sheet(grid, (profile,), found.header_row)
    if seen is None:
        return []
    taken = {name: place for name, place in (*found.columns.items(), *_clocks(found)) if not name.startswith(CASE)}
    own = {header: texts[0] for header, texts in zip(seen.headers, seen.over, strict=True) if texts}  # in the file
    likely = {
        name: own.get(header, header)
        for name, header in likely_columns(seen, table, taken | _of_cases(found)).items()
    }
    row = grid.first + found.header_row
    found_maybe = [
        MaybeColumn(grid.file, grid.sheet, row, header, table, name, profile.file)
        for name, header in likely.items()
        if name in _WEIGHTY[table] and header in found.ignored and bare(header) not in _COUNTERS
    ]
    found_maybe += [
        MaybeColumn(grid.file, grid.sheet, row, header, *_deadline(table, found), profile.file)
        for header in free_dates(seen, dict(found.columns))
        if table in ("dossiers", "steps") and header in found.ignored and _MOVED.search(bare(header))
    ]
    found_maybe += [
        MaybeColumn(grid.file, grid.sheet, row, header, "steps", "ended_at", profile.file)
        for header, values in ((seen.headers[n], seen.values(n)) for n in range(len(seen.headers)))
        if table == "dossiers" and header in found.ignored and _STEP.search(bare(header)) and values
        and is_of(TIME, values)
    ]
    return list({one.header: one for one in reversed(found_maybe)}.values())[::-1]


def _deadline(table: str, found: Match) -> tuple[str, str]:
    """What a date called so may be: in a list that has its deadline a later one, else the dossier's."""
    is_second = table == "dossiers" and "due_at" in found.columns
    return ("due_changes", "new_due_at") if is_second else ("dossiers", "due_at")


def untold_ends(
    columns: Sequence[MaybeColumn], places: Sequence[tuple[str, str | None]], has: Collection[str],
) -> list[MaybeColumn]:
    """The unused columns of these sheets (file, sheet) that by their headers say of the end of a dossier what the
    columns `has` do not: one without an end there is not open for all that.
    """
    wanted = ("finished_at",) if "status" in has else _ENDS
    return [
        one
        for one in columns
        if one.table == "dossiers" and one.column in wanted and (one.file, one.sheet) in places
        and any(meaning.fits(bare(one.header)) for meaning in DOSSIERS if meaning.column == one.column)
    ]


def _clocks(found: Match) -> list[tuple[str, int]]:
    return [(f"{name} (giờ)", place) for name, place in found.clocks.items()]


def _of_cases(found: Match) -> dict[str, int]:
    """The columns that tell of the dossier in each row of a log are no step's."""
    return {name: place for name, place in found.columns.items() if name.startswith(CASE)}


def report_turns(grid: Grid, found: Match, profile: Profile, faults: Faults) -> None:
    """A finding where an unused column of a history has two values that take turns in each step: such a column changes
    what a row means.
    """
    if not found.layout.is_history or "lifecycle" in found.columns or not {"dossier_id", "step"} <= set(found.columns):
        return
    ids, step = found.columns["dossier_id"], found.columns["step"]
    below = [row for row in grid.top[found.header_row :] if len(row) > max(ids, step)]
    header = dict(header_rows(grid.top))[found.header_row]
    for position, texts in enumerate(header):
        if texts and texts[0] in found.ignored and (
            words := alternating([(row[ids], row[step], row[position]) for row in below if position < len(row)])
        ):
            faults.add(
                "log.two_kinds", grid.file, grid.sheet, row=grid.first + found.header_row, column=texts[0],
                header=texts[0], first=words[0], last=words[1], profile=profile.file,
                line=f"lifecycle = {listed(texts[:1])}",
                codes=f"start = {listed(words[:1])}, complete = {listed(words[1:])}",
            )


def report_maybe(
    columns: Sequence[MaybeColumn], untold: Collection[MaybeColumn], present: dict[str, set[str]], faults: Faults,
) -> None:
    """A finding for each, where no other sheet tells the same of the table, and for those that are `untold` anyway."""
    for one in columns:
        if one in untold or one.column not in present.get(one.table, ()):
            faults.add(
                "sheet.column_not_read", one.file, one.sheet, row=one.header_row, column=one.header,
                label=CANONICAL[one.table][one.column].label, line=one.column, table=one.table, profile=one.profile,
            )


def report_unknown(grid: Grid, profiles: Sequence[Profile], faults: Faults) -> None:
    """A finding for a sheet that nobody understands: a warning where it holds dates or norms, as no summary does."""
    if rule := misshapen(grid, profiles):
        faults.add(rule, grid.file, grid.sheet)
        return
    seen = top_of_sheet(grid, profiles)
    guessed = likely_table(seen, profiles) if seen else None
    if seen and (_holds_dates(seen) or (guessed and guessed.table == "norms")):
        _report_table(seen, guessed.table if guessed else "", faults)
    else:
        faults.add("sheet.unknown", grid.file, grid.sheet)


def _holds_dates(seen: SeenSheet) -> bool:
    return any(seen.values(n) and is_of(TIME, seen.values(n)) for n in range(len(seen.headers)))


def _report_table(seen: SeenSheet, table: str, faults: Faults) -> None:
    headers = ", ".join(f"“{text}”" for text in [text for text in seen.headers if text][:_SEEN])
    like = f" (giống bảng “{CANONICAL[table].label}”)" if table else ""
    faults.add(
        "sheet.not_read", seen.grid.file, seen.grid.sheet, row=seen.grid.first + seen.header_row, seen=headers,
        like=like,
    )


def is_history_in_disguise(
    grid: Grid, found: Match, profiles: Sequence[Profile], engine: Engine, faults: Faults,
) -> bool:
    """Whether what the profile takes for a list of dossiers tells steps, stops or changes under headers that it does
    not know: each dossier stands there several times, and what happened to it is in the unused columns. It is reported.
    """
    if found.layout.table != "dossiers" or len(found.ignored) < 2:
        return False
    seen = top_of_sheet(grid, profiles, found.header_row)
    if seen is None or not _tells_steps(seen, found):
        return False
    n_before = len(faults.rows)
    guessed = likely_table(whole_sheet(seen, engine), profiles)
    del faults.rows[n_before:]  # of its rows is told when they are read
    if guessed is None or guessed.table not in (*_HISTORIES, EVENTS):
        return False
    _report_table(seen, guessed.table, faults)
    return True


def _tells_steps(seen: SeenSheet, found: Match) -> bool:
    """Whether two of the unused columns may be what a step and its times are; costs no query."""
    likely = likely_columns(seen, "steps", {"dossier_id": found.columns["dossier_id"]}) if (
        "dossier_id" in found.columns
    ) else {}
    return sum(likely.get(name) in found.ignored for name in ("step", "officer", *_STAMPS)) > 1


def report_units_elsewhere(
    sheets: Sequence[tuple[str, str | None]], notes: Sequence[str], faults: Faults,
) -> None:
    """A finding where no list has a column of units, and the names of its sheets or the rows between its dossiers look
    like units: nothing is put down to them, and that is not because nobody says which unit it was.

    sheets: file and sheet of each list; notes: what stands in the place of the id in rows that are no dossiers.
    """
    for file in dict.fromkeys(file for file, _ in sheets):
        names = [sheet for one, sheet in sheets if one == file and sheet and _UNIT.search(bare(sheet))]
        _report_units(file, names, "tên trang tính", faults)
    groups = [text for text in notes if _UNIT.search(bare(text))]
    _report_units(sheets[0][0] if len(sheets) == 1 else None, groups, "dòng tên nhóm", faults)


def _report_units(file: str | None, names: Sequence[str], what: str, faults: Faults) -> None:
    if len(set(names)) > 1:
        each = list(dict.fromkeys(names))
        shown = ", ".join(f"“{name}”" for name in each[:_SHOWN]) + "…" * (len(each) > _SHOWN)
        faults.add("sheet.units", file, detail=f"{what} ({shown})")
