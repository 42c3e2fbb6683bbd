"""Equal ids that two competent bodies of one system gave to different dossiers, as registers of several communes in one
file have them.

A dossier that was transferred stands under both bodies too, with its procedure and its applicant: it is one dossier.
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
_ABOUT = ("unit", "procedure_code", "procedure_name", "applicant")


def bodies_apart(sheets: Sheets, engine: Engine, faults: Faults) -> Sheets:
    """The sheets, ids under which two bodies have different dossiers being given the name of their body.

    Two dossiers they are where the procedures differ, or both the applicants and the days of reception. What a history
    tells of such an id belongs to the body that its rows name, and to nobody where they name none.
    """
    for nth, system in enumerate(dict.fromkeys((sheet.export.system, profile.source) for profile, sheet in sheets)):
        is_own = [(sheet.export.system, profile.source) == system for profile, sheet in sheets]
        lists = [sheet for is_one, (_, sheet) in zip(is_own, sheets, strict=True) if is_one and _tells_bodies(sheet)]
        clash = _clash(lists, engine, f"read_bodies_{nth}") if lists else None
        if clash is not None:
            _report(lists, clash, faults)
            sheets = [
                (profile, _named(sheet, clash) if is_one else sheet)
                for is_one, (profile, sheet) in zip(is_own, sheets, strict=True)
            ]
    return sheets


def _tells_bodies(sheet: SheetRows) -> bool:
    return sheet.match.layout.table == "dossiers" and "unit" in sheet.rows.columns


def _clash(lists: list[SheetRows], engine: Engine, stage: str) -> ir.Table | None:
    """One row per id and body of those that stand for several dossiers: body_id, body_unit; None
    where there are none.
    """
    listed = [_about(sheet) for sheet in lists]
    rows = ibis.union(*listed) if len(listed) > 1 else listed[0]
    rows = rows.filter(rows.unit.notnull())
    what = rows.procedure_code.coalesce(rows.procedure_name)
    counts = rows.group_by("dossier_id").aggregate(
        n_units=rows.unit.nunique(), n_what=what.nunique(), n_who=rows.applicant.nunique(),
        n_days=rows.received_at.date().nunique(),
    )
    several = counts.filter((counts.n_units > 1) & ((counts.n_what > 1) | ((counts.n_who > 1) & (counts.n_days > 1))))
    clash = rows.semi_join(several, "dossier_id").select(body_id="dossier_id", body_unit="unit").distinct()
    clash = engine.materialise(clash, stage)
    return clash if int(engine.fetch(clash.aggregate(n=clash.count())).n[0]) else None


def _about(sheet: SheetRows) -> ir.Table:
    texts = {name: _or_null(sheet.rows, name, "string") for name in _ABOUT}
    return sheet.rows.select("dossier_id", **texts, received_at=_or_null(sheet.rows, "received_at", "timestamp(6)"))


def _or_null(rows: ir.Table, name: str, kind: str) -> ir.Value:
    return rows[name].cast(kind) if name in rows.columns else ibis.null(kind)


def _report(lists: list[SheetRows], clash: ir.Table, faults: Faults) -> None:
    for sheet in lists:
        twice = sheet.rows.semi_join(
            clash, [sheet.rows.dossier_id == clash.body_id, sheet.rows.unit == clash.body_unit],
        )
        first = twice.group_by("dossier_id", "unit").aggregate(
            **{name: twice[name].min() for name in ("src_file", "src_sheet", "src_row")}
        )
        faults.add_rows("dossier.bodies", first, column=None, value=first.unit)


def _named(sheet: SheetRows, clash: ir.Table) -> SheetRows:
    if not {"dossier_id", "unit"} <= set(sheet.rows.columns):
        return sheet
    joined = sheet.rows.left_join(clash, [sheet.rows.dossier_id == clash.body_id, sheet.rows.unit == clash.body_unit])
    own = ibis.cases(
        (joined.body_id.notnull(), joined.dossier_id + " (" + joined.body_unit + ")"), else_=joined.dossier_id,
    )
    return replace(sheet, rows=joined.mutate(dossier_id=own).drop("body_id", "body_unit"))
