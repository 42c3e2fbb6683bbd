"""Which column of a sheet is what, once it is tried as a table: by headers, by meanings, by values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tthc.model.schema import CANONICAL
from tthc.sources.read.headers import CASE, aliases
from tthc.sources.read.names import plain
from tthc.sources.read.profile import LIMIT_DAYS, Profile
from tthc.sources.read.wizard.by_values import free_dates, guessed_by_values, promised
from tthc.sources.read.wizard.meanings import FEW, ID, OF_TABLE, TEXT, TIME, UNITS_OF_NORM, Meaning, bare, is_of
from tthc.sources.read.wizard.seen import SeenSheet
from tthc.sources.read.wizard.tables.sheet import BY_DOSSIER, KEY_COLUMNS, STAMPS, Column, ProposedSheet

_UNITS = re.compile(r"^(phong|ban|so|chi cuc|trung tam|ubnd|uy ban|to|van phong|bo phan|doi|vien)\b")
_ROWS = 3  # so few say nothing of a column
_LEAST_ID = 5  # letters and figures


def understood(seen: SeenSheet, table: str, known: Sequence[Profile], *, any_id: bool = False) -> ProposedSheet:
    words = _words(table, known)
    columns: dict[str, Column] = {}
    for position, texts in enumerate(seen.over):
        for text in texts:
            name = words.get(plain(text))
            if name and name not in columns and _is_meant(table, name, seen.values(position)):
                columns[name] = Column(text, position, True)
                break
    columns |= _guessed(seen, table, columns)
    if any_id and table in BY_DOSSIER and "dossier_id" not in columns:
        columns = _with_likely_id(seen, columns)
    columns |= {
        one.name: Column(seen.headers[one.position], one.position, False, one.why)
        for one in guessed_by_values(seen, table, {name: column.position for name, column in columns.items()})
    }
    if table == "steps":
        columns = _with_one_stamp(seen, columns)
    if table == "dossiers":
        columns = _without_promises(seen, columns)
    if "due_at" in columns:  # a deadline that is recorded needs no limit
        columns.pop(LIMIT_DAYS, None)
    used = {column.position for column in columns.values()}
    missing = tuple(
        column.name
        for column in CANONICAL[table].columns
        if column.required and column.name not in (*columns, "step_no", "status")
    )
    missing = tuple(name for name in missing if not (table == "stops" and name == "kind"))
    left = tuple(text for position, text in enumerate(seen.headers) if text and position not in used)
    found = ProposedSheet(seen, table, columns, left, missing=missing)
    return _with_norms(found) if table == "norms" else found


def _without_promises(seen: SeenSheet, columns: dict[str, Column]) -> dict[str, Column]:
    """A day that is promised is the deadline, where nothing else is, and no end."""
    for name in promised(seen, {name: column.position for name, column in columns.items()}):
        if name in columns and not columns[name].is_sure:
            columns = as_deadline(columns, name, "hồ sơ chưa xong cũng có ngày này, nên là ngày hẹn")
    return columns


def as_deadline(columns: dict[str, Column], name: str, why: str) -> dict[str, Column]:
    column = columns[name]
    rest = {one: other for one, other in columns.items() if one != name}
    return rest if "due_at" in rest else {**rest, "due_at": Column(column.header, column.position, False, why)}


def _is_meant(table: str, name: str, values: list[str]) -> bool:
    """Whether the values under a known header are what it says: running numbers may be ids, one number for all is a
    count.
    """
    if name == "dossier_id" and table == "dossiers" and len(values) >= _ROWS and all(value.isdigit() for value in values):
        return len(set(values)) == len(values)
    return is_of(_kind(table, name), values)


def likely_columns(seen: SeenSheet, table: str, taken: dict[str, int]) -> dict[str, str]:
    """What the columns beside those that are `taken` (column → position) may be: column → header. Of a list without
    the day of reception, deadline or end any other column of dates may be it.
    """
    known = {name: Column(seen.headers[position], position, True) for name, position in taken.items()}
    found = _guessed(seen, table, known)
    places = taken | {name: column.position for name, column in found.items()}
    by_values = {one.name: seen.headers[one.position] for one in guessed_by_values(seen, table, places)}
    likely = {name: column.header for name, column in found.items()} | by_values
    dates = [header for header in free_dates(seen, places) if header not in likely.values()]
    if table == "dossiers" and dates:
        likely |= {name: dates[0] for name in KEY_COLUMNS[:-1] if name not in (*taken, *likely)}
    return likely


def _words(table: str, known: Sequence[Profile]) -> dict[str, str]:
    layouts = [
        layout
        for profile in known
        for layout in profile.layouts
        if layout.table == table or (table == "steps" and layout.is_events)
    ]
    return {
        word: column
        for layout in layouts
        for word, (column, _) in aliases(layout).items()
        if not column.startswith(CASE)
    }


def _guessed(seen: SeenSheet, table: str, taken: dict[str, Column]) -> dict[str, Column]:
    found: dict[str, Column] = {}
    used = {column.position for column in taken.values()}
    for meaning in OF_TABLE.get(table, ()):
        if meaning.column in taken or meaning.column in found:
            continue
        likely = [
            position
            for position, text in enumerate(seen.headers)
            if text and position not in used and _means(meaning, seen.over[position])
            and is_of(meaning.kind, seen.values(position)) and not (
                meaning.column == "officer" and _are_units(seen.values(position))
            )
        ]
        if likely:
            best = min(likely, key=lambda place: (_is_worse(meaning.kind, seen.values(place)), place))
            found[meaning.column] = Column(seen.headers[best], best, False, "tiêu đề chỉ gần giống")
            used.add(best)
    return found


def _are_units(values: Sequence[str]) -> bool:
    """Whether most of what stands in the place of people are departments."""
    return bool(values) and sum(bool(_UNITS.match(bare(text))) for text in values[:200]) > len(values[:200]) / 2


def _is_worse(kind: str, values: Sequence[str]) -> bool:
    """Whether another column of the same meaning is rather meant: one that is empty, or numbers in the place of
    names.
    """
    return not values or (kind in (FEW, TEXT) and all(value.isalnum() and not value.isalpha() for value in values[:50]))


def _means(meaning: Meaning, texts: Sequence[str]) -> bool:
    return any(meaning.fits(bare(text)) for text in texts[:2])


def _kind(table: str, name: str) -> str:
    if name == "dossier_id":
        return ID
    kind = CANONICAL[table][name].type if name in CANONICAL[table].names else "string"
    return TIME if kind in ("timestamp(6)", "date") else "any"


def _with_likely_id(seen: SeenSheet, columns: dict[str, Column]) -> dict[str, Column]:
    """Where no header says so: the first column of codes made of letters and figures."""
    used = {column.position for column in columns.values()}
    for position, text in enumerate(seen.headers):
        values = seen.values(position)
        if text and position not in used and values and is_of(
            ID, values,
        ) and all(len(value) >= _LEAST_ID and not value.isdigit() for value in values[:200]):
            return {"dossier_id": Column(text, position, False, "cột duy nhất trông giống mã hồ sơ"), **columns}
    return columns


def _with_one_stamp(seen: SeenSheet, columns: dict[str, Column]) -> dict[str, Column]:
    """A history whose only time is called anything at all: that time is its stamp."""
    if set(STAMPS) & set(columns):
        return columns
    used = {column.position for column in columns.values()}
    times = [
        n
        for n, text in enumerate(seen.headers)
        if text and n not in used and seen.values(n) and is_of(TIME, seen.values(n))
    ]
    return columns | (
        {"ended_at": Column(seen.headers[times[0]], times[0], False, "mốc thời gian duy nhất của bảng")}
        if times
        else {}
    )


def _with_norms(found: ProposedSheet) -> ProposedSheet:
    """A norm needs its unit: days, hours or minutes, as its header says; 8-hour days where it does not."""
    if "norm_wm" not in found.columns:
        return found
    column = found.columns["norm_wm"]
    worth = next((worth for word, worth in UNITS_OF_NORM if word in bare(column.header).split()), None)
    columns = {name: one for name, one in found.columns.items() if name != "norm_wm"}
    return replace(found, columns=columns, scaled={"norm_wm": (column.header, worth or 480.0, worth is not None)})
