"""Zeros before an id's figures that a spreadsheet dropped: given back where every id has as many figures."""

from __future__ import annotations

from dataclasses import replace

import ibis

from tthc.engine import Engine
from tthc.sources.read.faults import Faults
from tthc.sources.read.profile import Profile
from tthc.sources.read.sheets import SheetRows

Sheets = list[tuple[Profile, SheetRows]]
_LONG = 10  # figures of an id that is no running number
_FIGURES = r"^\d+$"


def zeros_back(sheets: Sheets, engine: Engine, faults: Faults) -> Sheets:
    """The sheets, ids of figures alone that lack zeros given them back, with a finding for each sheet.

    Only where the ids of all sheets are figures, those that begin with a zero are all of the greatest length, and the
    shorter ones begin with none: "123" beside "000124" can be nothing but "000123".
    """
    own = [place for place, (_, sheet) in enumerate(sheets) if "dossier_id" in sheet.rows.columns]
    if not own or not all(_first(sheets[place][1], engine).isdigit() for place in own):
        return sheets
    ids = [sheets[place][1].rows.select(id="dossier_id").distinct() for place in own]
    every = ibis.union(*ids) if len(ids) > 1 else ids[0]
    every = every.mutate(width=every.id.length(), is_zero=every.id.startswith("0"))
    counts = engine.fetch(every.aggregate(
        n_others=(~every.id.re_search(_FIGURES)).sum(), width=every.width.max(),
        narrowest=every.width.min(), zeros_from=every.width.min(where=every.is_zero),
    )).iloc[0]
    if counts.n_others or counts.narrowest == counts.width:
        return sheets
    if counts.zeros_from != counts.width:
        _say_widths(sheets[own[0]][1], int(counts.narrowest), int(counts.width), faults)
        return sheets
    return [
        (profile, _padded(sheet, int(counts.width), engine, faults) if place in own else sheet)
        for place, (profile, sheet) in enumerate(sheets)
    ]


def _say_widths(sheet: SheetRows, narrowest: int, width: int, faults: Faults) -> None:
    """Running numbers grow longer; ids of so many figures have one length, unless something was lost."""
    if width >= _LONG:
        faults.add("id.widths", sheet.file, sheet.sheet, detail=narrowest, width=width)


def _first(sheet: SheetRows, engine: Engine) -> str:
    found = engine.fetch(sheet.rows.aggregate(first=sheet.rows.dossier_id.min())).first[0] if sheet.n_read else ""
    return found if isinstance(found, str) else "0"


def _padded(sheet: SheetRows, width: int, engine: Engine, faults: Faults) -> SheetRows:
    is_short = sheet.rows.dossier_id.length() < width
    n = int(engine.fetch(sheet.rows.aggregate(n=is_short.sum().coalesce(0))).n[0])
    if not n:
        return sheet
    faults.add("id.zeros", sheet.file, sheet.sheet, detail=n, width=width)
    return replace(sheet, rows=sheet.rows.mutate(dossier_id=sheet.rows.dossier_id.lpad(width, "0")))
