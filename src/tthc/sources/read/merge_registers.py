"""Register and national export side by side: the register tells what happened, the national export what was
synchronised.
"""

from __future__ import annotations

from dataclasses import replace

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.sources.read.faults import Faults
from tthc.sources.read.profile import Profile
from tthc.sources.read.sheets import SheetRows

Sheets = list[tuple[Profile, SheetRows]]


def merge_registers(sheets: Sheets, engine: Engine, faults: Faults) -> Sheets:
    """The sheets without the national steps, stops and changes of dossiers whose own the register tells already."""
    return [(owner, _own(owner, sheet, sheets, engine, faults)) for owner, sheet in sheets]


def _own(owner: Profile, sheet: SheetRows, sheets: Sheets, engine: Engine, faults: Faults) -> SheetRows:
    kind = _kind(sheet)
    register = [other for profile, other in sheets if profile.source == "register" and _kind(other) == kind]
    if owner.source != "national" or kind not in ("steps", "stops", "due_changes") or not register:
        return sheet
    listed = [
        other.rows.select("dossier_id")
        for profile, other in sheets
        if profile.source == "register" and _kind(other) in ("dossiers", kind)
    ]
    known = (ibis.union(*listed) if len(listed) > 1 else listed[0]).distinct()
    again = sheet.rows.semi_join(known, "dossier_id")
    n_again = int(engine.fetch(again.aggregate(n=again.count())).n[0])
    if not n_again:
        return sheet
    faults.add_rows("row.other_source", again, column=None)
    return replace(sheet, rows=sheet.rows.anti_join(known, "dossier_id"), n_set_aside=sheet.n_set_aside + n_again)


def _kind(sheet: SheetRows) -> str:
    return "steps" if sheet.match.layout.is_history else sheet.match.layout.table


def with_synced(dossiers: ir.Table) -> ir.Table:
    """Where the register does not say what was synchronised: the dossiers that the national export has."""
    national = dossiers.filter(dossiers.source == "national").select(national_id="dossier_id").distinct()
    joined = dossiers.left_join(national, dossiers.dossier_id == national.national_id)
    return joined.mutate(synced=joined.national_id.notnull()).drop("national_id")
