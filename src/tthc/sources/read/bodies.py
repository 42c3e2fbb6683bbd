"""Equal ids of two competent bodies in one system, as registers of several communes have them: one dossier that was
transferred, or two.

Procedure, applicant and day of reception say which; where they leave both open, both rows stay, are not judged, and a
finding asks.
"""

from __future__ import annotations

from dataclasses import replace

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.sources.read.faults import Faults
from tthc.sources.read.profile import Profile
from tthc.sources.read.same_dossier import folded
from tthc.sources.read.sheets import SheetRows

Sheets = list[tuple[Profile, SheetRows]]
_ABOUT = ("unit", "procedure_code", "procedure_name", "applicant")
_FEWEST = 3  # ids that are surely two dossiers each, before the bodies are taken to number their own


def bodies_apart(sheets: Sheets, engine: Engine, faults: Faults) -> Sheets:
    """The sheets, ids under which two bodies have different dossiers being given the name of their body.

    What a history tells of such an id belongs to the body that its rows name, and to nobody where they name none. Where
    the profile says so (`ids_by_unit`), every id is of its body, or none is.
    """
    for nth, system in enumerate(dict.fromkeys((sheet.export.system, profile.source) for profile, sheet in sheets)):
        is_own = [(sheet.export.system, profile.source) == system for profile, sheet in sheets]
        own = [one for is_one, one in zip(is_own, sheets, strict=True) if is_one]
        lists = [sheet for _, sheet in own if _tells_bodies(sheet)]
        said = next((profile.ids_by_unit for profile, _ in own if profile.ids_by_unit is not None), None)
        clash = _clash(lists, said, engine, f"read_bodies_{nth}") if lists and said is not False else None
        if clash is not None:
            _report(lists, clash, faults)
            sheets = [
                (profile, _named(sheet, clash) if is_one else sheet)
                for is_one, (profile, sheet) in zip(is_own, sheets, strict=True)
            ]
    return sheets


def _tells_bodies(sheet: SheetRows) -> bool:
    return sheet.match.layout.table == "dossiers" and "unit" in sheet.rows.columns


def _clash(lists: list[SheetRows], said: bool | None, engine: Engine, stage: str) -> ir.Table | None:
    """One row per id and body of those that stand, or may stand, for several dossiers: body_id, body, body_unit (as
    it is written), is_open (nobody knows whether it is one dossier or two); None where there are none.
    """
    listed = [_about(sheet) for sheet in lists]
    rows = ibis.union(*listed) if len(listed) > 1 else listed[0]
    rows = rows.filter(rows.unit.notnull()).mutate(body=_body(rows.unit))
    repeated = rows.group_by("dossier_id").aggregate(n=rows.count(), n_bodies=rows.body.nunique())
    repeated = engine.materialise(repeated.filter(repeated.n > 1), f"{stage}_repeated")
    n_kept = int(engine.fetch(repeated.aggregate(n=_n(repeated.n_bodies == 1))).n[0])
    shared = _shared(rows.semi_join(repeated.filter(repeated.n_bodies > 1), "dossier_id"), said)
    several = _several(engine.materialise(shared, f"{stage}_shared"), n_kept, engine)
    if several is None:
        return None
    own = rows.inner_join(several, "dossier_id").group_by("dossier_id", "body", "is_open")
    clash = own.aggregate(body_unit=ibis._.unit.min()).rename(body_id="dossier_id")
    return engine.materialise(clash, stage)


def _several(shared: ir.Table, n_kept: int, engine: Engine) -> ir.Table | None:
    """The ids that stand for several dossiers, or may (is_open); None where there are none.

    Where most ids of several bodies are surely two dossiers each, the bodies number their own; where more ids stand
    twice under one body (`n_kept`) than under several, exports repeat each other and a dossier changed its body.
    """
    kinds = {f"n_{name}": _n(shared[name]) for name in ("is_two", "is_one", "may_be_two")}
    counts = engine.fetch(shared.aggregate(n=shared.count(), **kinds))
    n, n_two, n_one, n_may = (int(value) for value in counts.iloc[0])
    if n_two >= _FEWEST and n_two > n_one:
        return shared.filter(~shared.is_one).select("dossier_id", is_open=ibis.literal(False))
    if n_kept > n:
        shared = shared.filter(shared.is_two)
    return shared.filter(shared.may_be_two).select("dossier_id", is_open=~shared.is_two) if n_may else None


def _shared(rows: ir.Table, said: bool | None) -> ir.Table:
    """One row per id of several bodies: is_two (surely two dossiers), is_one (so the applicant tells), may_be_two."""
    ids = rows.group_by("dossier_id").aggregate(
        has_codes=rows.procedure_code.notnull().all(), n_codes=rows.procedure_code.nunique(),
        n_names=folded(rows.procedure_name).nunique(), n_who=folded(rows.applicant).nunique(),
        is_who_known=rows.applicant.notnull().all(), n_days=rows.received_at.date().nunique(),
    )
    is_other_what = (ids.n_codes > 1) | (~ids.has_codes & (ids.n_names > 1))
    is_two = is_other_what | ((ids.n_who > 1) & (ids.n_days > 1)) | ibis.literal(bool(said))
    is_one = ~is_two & ids.is_who_known & (ids.n_who == 1)
    may_be_two = is_two | (ids.n_who > 1) | ((ids.n_days > 1) & ~is_one)
    return ids.select("dossier_id", is_two=is_two, is_one=is_one, may_be_two=may_be_two)


def _body(unit: ir.StringValue) -> ir.StringValue:
    return unit.lower().re_replace(r"\s+", " ").strip()


def _n(which: ir.BooleanValue) -> ir.IntegerValue:
    return which.sum().coalesce(0)


def _about(sheet: SheetRows) -> ir.Table:
    texts = {name: _or_null(sheet.rows, name, "string") for name in _ABOUT}
    return sheet.rows.select("dossier_id", **texts, received_at=_or_null(sheet.rows, "received_at", "timestamp(6)"))


def _or_null(rows: ir.Table, name: str, kind: str) -> ir.Value:
    return rows[name].cast(kind) if name in rows.columns else ibis.null(kind)


def _report(lists: list[SheetRows], clash: ir.Table, faults: Faults) -> None:
    for sheet in lists:
        twice = sheet.rows.inner_join(clash, _is_own(sheet.rows, clash))
        first = twice.group_by("dossier_id", "body_unit", "is_open").aggregate(
            **{name: twice[name].min() for name in ("src_file", "src_sheet", "src_row")}
        )
        for rule, those in (("dossier.bodies", ~first.is_open), ("dossier.bodies_open", first.is_open)):
            own = first.filter(those)
            faults.add_rows(rule, own, column=None, value=own.body_unit)


def _is_own(rows: ir.Table, clash: ir.Table) -> list[ir.BooleanValue]:
    return [rows.dossier_id == clash.body_id, _body(rows.unit) == clash.body]


def _named(sheet: SheetRows, clash: ir.Table) -> SheetRows:
    """The sheet with the body's name behind its ids; one that may be the other body's too counts as not read."""
    if not {"dossier_id", "unit"} <= set(sheet.rows.columns):
        return sheet
    joined = sheet.rows.left_join(clash, _is_own(sheet.rows, clash))
    own = ibis.cases(
        (joined.body_id.notnull(), joined.dossier_id + " (" + joined.body_unit + ")"), else_=joined.dossier_id,
    )
    rows = joined.mutate(dossier_id=own)
    if "unread" in sheet.rows.columns:
        marked = (rows.unread.fill_null("") + ",dossier_id").re_replace("^,", "")
        rows = rows.mutate(unread=ibis.cases((rows.is_open.fill_null(False), marked), else_=rows.unread))
    return replace(sheet, rows=rows.drop("body_id", "body", "body_unit", "is_open"))
