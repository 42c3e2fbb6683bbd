"""Deadlines that the source does not record, from the time limit that its profile gives: a number, one per procedure,
or a column.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import add_deadline
from tthc.engine import Engine
from tthc.sources.read.amounts import whole_days
from tthc.sources.read.faults import Faults
from tthc.sources.read.headers import CASE
from tthc.sources.read.names import plain
from tthc.sources.read.profile import LIMIT_DAYS, Limit, Profile
from tthc.sources.read.sheets import SheetRows
from tthc.sources.read.times import INSTANT

_COUNTS = {"working": "work_no", "calendar": "calendar_no"}


def with_limits(
    dossiers: ir.Table, sheets: list[tuple[Profile, SheetRows]], days: dict[str, ir.Table], engine: Engine,
    faults: Faults,
) -> ir.Table:
    """The dossiers, those without a deadline given one by their profile's limit; `days` has the calendar of each
    profile that has one.

    Counted from the reception as the usual rule counts. A deadline that was not read stays unread.
    """
    for nth, profile in enumerate(dict.fromkeys(profile for profile, _ in sheets)):
        if profile.limit is None:
            continue
        own = [sheet for owner, sheet in sheets if owner is profile]
        rows = _with_days(dossiers, own, profile.limit.unit, engine, faults, f"read_limit_days_{nth}")
        is_own = rows.src_file.isin(
            sorted({one.file for sheet in own for one in sheet.each})
        ) & rows.due_at.isnull() & ~rows.unread.contains("due_at").fill_null(False)
        rows = rows.mutate(
            n_days=is_own.ifelse(
                _days(rows, profile.limit, engine).cast("int64"), ibis.null("int64"),
            )
        )
        rows = add_deadline(
            rows, days[profile.calendar], "received_at", "n_days", "limit_at", count=_COUNTS[profile.limit.unit],
        )
        rows = rows.mutate(due_at=rows.due_at.coalesce(rows.limit_at.cast(INSTANT)))
        n = int(engine.fetch(rows.aggregate(n=rows.limit_at.count())).n[0])
        if n:
            faults.add("derived.due_at", own[0].file, own[0].sheet, detail=n)
            dossiers = engine.materialise(rows.select(*dossiers.columns), f"read_dossiers_limited_{nth}")
    return dossiers


def _days(rows: ir.Table, limit: Limit, engine: Engine) -> ir.Value:
    """The dossier's own limit, else its procedure's; none where its own was not read."""
    usual = _of_procedure(rows, limit, engine)
    return rows.limit_days.coalesce(ibis.cases((~rows.limit_said.fill_null(False), usual)))


def _column(sheet: SheetRows) -> str:
    return next((name for name in (LIMIT_DAYS, CASE + LIMIT_DAYS) if name in sheet.rows.columns), "")


def _said(sheet: SheetRows, unit: str, faults: Faults) -> ir.Table:
    """What the sheet's column says, dossier by dossier; what is no whole number of days in that unit is told."""
    text = sheet.rows[_column(sheet)].strip()
    days = whole_days(text, unit)
    unread = sheet.rows.filter(text.notnull() & days.isnull())
    faults.add_rows("cell.number", unread, column="Thời hạn", value=unread[_column(sheet)])
    return sheet.rows.select("dossier_id", days=days, said=text.notnull())


def _with_days(
    dossiers: ir.Table, sheets: list[SheetRows], unit: str, engine: Engine, faults: Faults, stage: str,
) -> ir.Table:
    """The dossiers with limit_days, what a column of their sheets says, and limit_said: whether it says anything."""
    found = [_said(sheet, unit, faults) for sheet in sheets if _column(sheet)]
    if not found:
        return dossiers.mutate(limit_days=ibis.null("float64"), limit_said=ibis.literal(False))
    rows = ibis.union(*found) if len(found) > 1 else found[0]
    told = {"limit_days": rows.days.max(), "limit_said": rows.said.any()}
    days = engine.materialise(rows.group_by(limit_id="dossier_id").aggregate(**told), stage)
    return dossiers.left_join(days, [dossiers.dossier_id == days.limit_id])


def _of_procedure(rows: ir.Table, limit: Limit, engine: Engine) -> ir.Value:
    """The limit by the procedure's code or name, else the one of all procedures."""
    usual = ibis.literal(limit.days, type="float64")
    wanted = {plain(name): float(days) for name, days in limit.procedures.items()}
    if not wanted:
        return usual
    branches = []
    for name in ("procedure_code", "procedure_name"):
        texts = engine.fetch(rows.select(text=rows[name]).filter(ibis._.text.notnull()).distinct()).text
        branches += [(rows[name] == text, wanted[plain(text)]) for text in texts if plain(text) in wanted]
    return ibis.cases(*branches, else_=usual) if branches else usual
