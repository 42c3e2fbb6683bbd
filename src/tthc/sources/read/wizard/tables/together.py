"""The sheets of an export read together: what one lacks another tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tthc.sources.read.headers import CASE
from tthc.sources.read.profile import EVENTS, Profile
from tthc.sources.read.wizard.by_values import ENDS, after_all, last_moment
from tthc.sources.read.wizard.seen import SeenSheet
from tthc.sources.read.wizard.tables.columns import as_deadline, understood
from tthc.sources.read.wizard.tables.sheet import STAMPS, ProposedSheet
from tthc.sources.read.wizard.tables.which import likely_table, rows_a_dossier

_SAME = 0.9  # of the dossiers: a value that is one in each of them belongs to the dossier


def proposed_sheets(seen: Sequence[SeenSheet], known: Sequence[Profile]) -> tuple[list[ProposedSheet], list[SeenSheet]]:
    """The sheets that are tables, the lists of dossiers first, and those left out: a summary has no dossiers."""
    tables = [(one, likely_table(one, known)) for one in seen]
    has_list = any(one and one.table == "dossiers" for _, one in tables)
    found = [
        one if has_list or one.table != "steps" else _as_log(one, known)
        for _, one in tables
        if one
    ]
    found = [_with_own_deadline(one, found) for one in found]
    order = {name: n for n, name in enumerate(("dossiers", EVENTS, "steps"))}
    found = [_without_future_ends(one, found) for one in found]
    found = [replace(one, table_note=_table_note(one)) for one in found]
    return sorted(found, key=lambda one: order.get(one.table, 9)), [one for one, table in tables if not table]


def _table_note(one: ProposedSheet) -> str:
    """Why the sheet is taken for this table; nothing where its headers or its single rows leave no other."""
    if "dossier_id" not in one.columns:
        return "" if all(column.is_sure for column in one.columns.values()) else "tiêu đề chỉ gần giống các cột của bảng này"
    often = rows_a_dossier(one)
    told = f"mỗi hồ sơ có khoảng {f'{often:.1f}'.replace('.', ',')} dòng"
    if one.table == "dossiers":
        return f"{told}, mà danh sách có mỗi hồ sơ một dòng; là nhật ký thì ghi steps" if often > 1 else ""
    deciding = {"steps": ("step",), EVENTS: ("step",), "stops": ("from_at", "to_at")}.get(one.table, ("new_due_at",))
    if all(one.columns[name].is_sure for name in deciding if name in one.columns):
        return ""
    return f"{told}, mỗi dòng một thời điểm; là danh sách hồ sơ thì ghi dossiers"


def _with_own_deadline(sheet: ProposedSheet, every: Sequence[ProposedSheet]) -> ProposedSheet:
    """A history beside lists without deadlines: a due date that is one in each dossier is the dossier's own."""
    if sheet.table != "steps" or "step_due_at" not in sheet.columns or any("due_at" in one.columns for one in every):
        return sheet
    if not _is_one(sheet, "step_due_at"):
        return sheet
    columns = {name: column for name, column in sheet.columns.items() if name != "step_due_at"}
    return replace(sheet, table=EVENTS, columns={**columns, f"{CASE}due_at": sheet.columns["step_due_at"]})


def _without_future_ends(sheet: ProposedSheet, every: Sequence[ProposedSheet]) -> ProposedSheet:
    """A list without deadlines beside its history: a day that every dossier has, often after the last event of all, is
    a promise.
    """
    stamps = [last_moment(one.seen, _stamps_of(one)) for one in every if one.table == "steps"]
    last = max((at for at in stamps if at), default=None)
    if sheet.table != "dossiers" or last is None or "due_at" in sheet.columns:
        return sheet
    columns = sheet.columns
    for name in [name for name in ENDS if name in columns and not columns[name].is_sure]:
        if after_all(sheet.seen, columns[name].position, last):
            columns = as_deadline(columns, name, "nhiều ngày ở cột này sau sự kiện cuối cùng, nên là ngày hẹn")
    used = {column.position for column in columns.values()}
    left = tuple(text for position, text in enumerate(sheet.seen.headers) if text and position not in used)
    return replace(sheet, columns=columns, left=left)


def _stamps_of(sheet: ProposedSheet) -> list[int]:
    return [sheet.columns[name].position for name in STAMPS if name in sheet.columns]


def _as_log(steps: ProposedSheet, known: Sequence[Profile]) -> ProposedSheet:
    """A history without a list beside it: what is one in each dossier is the dossier's."""
    about = understood(steps.seen, "dossiers", known)
    columns = {
        name: column
        for name, column in steps.columns.items()
        if name != "step_due_at" or not _is_one(steps, name)
    }
    used = {column.position for column in columns.values()}
    for name, column in about.columns.items():
        if name != "dossier_id" and column.position not in used and _is_one(
            replace(steps, columns={**columns, name: column}), name,
        ):
            columns[CASE + name] = column
            used.add(column.position)
    left = tuple(text for position, text in enumerate(steps.seen.headers) if text and position not in used)
    return replace(steps, table=EVENTS, columns=columns, left=left)


def _is_one(sheet: ProposedSheet, column: str) -> bool:
    """Whether nearly every dossier of several rows has one value there: then the dossier has it, and not each of its
    steps.
    """
    values: dict[str, list[str]] = {}
    for dossier, value in sheet.pairs(column):
        values.setdefault(dossier, []).append(value)
    several = [set(them) for them in values.values() if len(them) > 1]
    return bool(several) and sum(len(them) == 1 for them in several) >= _SAME * len(several)
