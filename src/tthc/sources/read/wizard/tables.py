"""Which table a seen sheet is, and which of its columns is what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tthc.model.schema import CANONICAL
from tthc.sources.read.headers import CASE, aliases
from tthc.sources.read.names import plain
from tthc.sources.read.profile import EVENTS, LIMIT_DAYS, Profile
from tthc.sources.read.wizard.by_values import (
    ENDS,
    after_all,
    candidates,
    free_dates,
    guessed_by_values,
    last_moment,
    promised,
)
from tthc.sources.read.wizard.meanings import FEW, ID, OF_TABLE, TEXT, TIME, UNITS_OF_NORM, Meaning, bare, is_of
from tthc.sources.read.wizard.seen import SeenSheet

_BY_DOSSIER = ("dossiers", "steps", "stops", "due_changes")
_STAMPS = ("arrived_at", "started_at", "ended_at")
_OFTEN = 1.3  # rows a dossier: from here on the sheet tells what happened to dossiers, not which there are
_UNITS = re.compile(r"^(phong|ban|so|chi cuc|trung tam|ubnd|uy ban|to|van phong|bo phan|doi|vien)\b")
_STOP = re.compile(r"bo sung|tam dung|\bdung\b|nghia vu|suspen|pause|on hold|supplement")
KEY_COLUMNS = ("received_at", "due_at", "finished_at", "status")
_ROWS = 3  # so few say nothing of a column
_LEAST_ID = 5  # letters and figures
_SAME = 0.9  # of the dossiers: a value that is one in each of them belongs to the dossier


@dataclass(frozen=True)
class Column:
    """Where a column stands, what the file calls it, whether that is sure, and what a person must know about it."""

    header: str
    position: int
    is_sure: bool
    note: str = ""


@dataclass(frozen=True)
class ProposedSheet:
    """A seen sheet understood: canonical column → where it stands; `left` are the headers that are not used."""

    seen: SeenSheet
    table: str
    columns: dict[str, Column]
    left: tuple[str, ...]
    # column → header, worth, whether that is sure
    scaled: dict[str, tuple[str, float, bool]] = field(default_factory=dict)
    stamps: str = ""
    stamps_note: str = ""
    table_note: str = ""  # what decides which table it is, where that is not sure
    missing: tuple[str, ...] = ()

    @property
    def lacking(self) -> dict[str, list[str]]:
        """Of a list of dossiers the columns that every figure needs and that nothing values_of → the headers that may be
        them.
        """
        taken = {name: column.position for name, column in self.columns.items()}
        names = [name for name in KEY_COLUMNS if name not in taken] if self.table == "dossiers" else []
        found = {name: candidates(self.seen, taken, time=name != "status") for name in names}
        if "submitted_at" in self.columns and found.get("received_at") == []:  # some systems know one of the two
            found["received_at"] = [self.columns["submitted_at"].header]
        return found

    def values(self, column: str) -> list[str]:
        return self.seen.values(self.columns[column].position)

    def values_of(self, column: str) -> list[str]:
        """The values of the rows that name a dossier, or anybody's where the sheet has none: what stands below a table
        is no data.
        """
        return [value for _, value in self.pairs(column)] if "dossier_id" in self.columns else self.values(column)

    def pairs(self, column: str) -> list[tuple[str, str]]:
        """Dossier and value of every row that has both."""
        one, other = self.columns["dossier_id"].position, self.columns[column].position
        return [(row[one], row[other]) for row in self.seen.rows if row[one] and row[other]]


def proposed_sheets(seen: Sequence[SeenSheet], known: Sequence[Profile]) -> tuple[list[ProposedSheet], list[SeenSheet]]:
    """The sheets that are tables, the lists of dossiers first, and those left out: a summary has no dossiers."""
    tables = [(one, likely_table(one, known)) for one in seen]
    has_list = any(found and found.table == "dossiers" for _, found in tables)
    understood = [
        found if has_list or found.table != "steps" else _as_log(found, known)
        for _, found in tables
        if found
    ]
    understood = [_with_own_deadline(one, understood) for one in understood]
    order = {name: n for n, name in enumerate(("dossiers", EVENTS, "steps"))}
    understood = [_without_future_ends(one, understood) for one in understood]
    understood = [replace(one, table_note=_table_note(one)) for one in understood]
    return sorted(understood, key=lambda one: order.get(one.table, 9)), [one for one, found in tables if not found]


def _table_note(one: ProposedSheet) -> str:
    """Why the sheet is taken for this table; nothing where its headers or its single rows leave no other."""
    if "dossier_id" not in one.columns:
        return "" if all(column.is_sure for column in one.columns.values()) else "tiêu đề chỉ gần giống các cột của bảng này"
    often = _rows_a_dossier(one)
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


def likely_table(seen: SeenSheet, known: Sequence[Profile]) -> ProposedSheet | None:
    """The sheet as the table that it is under its headers; where they name none, one of dossiers by what looks like
    their ids.
    """
    return _best(seen, known, any_id=False) or _best(seen, known, any_id=True)


def _best(seen: SeenSheet, known: Sequence[Profile], *, any_id: bool) -> ProposedSheet | None:
    tries = [_understood(seen, table, known, any_id=any_id) for table in CANONICAL]
    able = [one for one in tries if not one.missing and _is_table(one) and _tells_its_own(one)]
    ids = next((one for one in able if "dossier_id" in one.columns), None)
    if ids and (best := _of_dossiers(able, _rows_a_dossier(ids))):
        return best
    others = [one for one in able if one.table not in _BY_DOSSIER]
    return max(others, key=_weight, default=None)


def _is_table(one: ProposedSheet) -> bool:
    """Of tables without dossiers at least two headers must be known for certain: anything else may be a summary."""
    return one.table in _BY_DOSSIER or sum(column.is_sure for column in one.columns.values()) + len(one.scaled) >= 2


def _tells_its_own(one: ProposedSheet) -> bool:
    """A change of a deadline tells of one: an instant alone is anybody's."""
    return one.table != "due_changes" or bool({"old_due_at", "new_due_at"} & set(one.columns))


def _weight(one: ProposedSheet) -> float:
    return sum(1.0 if column.is_sure else 0.7 for column in one.columns.values())


def _of_dossiers(able: list[ProposedSheet], rows_a_dossier: float) -> ProposedSheet | None:
    """A list has each dossier once; what tells a dossier several times is its history, its stops or its deadlines'
    changes.
    """
    tables = {one.table: one for one in able}
    if special := _not_whole_dossiers(tables, rows_a_dossier):
        return special
    most = max((_weight(one) for name, one in tables.items() if name in _BY_DOSSIER), default=0.0)
    if rows_a_dossier < _OFTEN and "dossiers" in tables and _weight(tables["dossiers"]) + 1 >= most:
        return tables["dossiers"]
    timed = {name: one for name, one in tables.items() if name != "steps" or set(_STAMPS) & set(one.columns)}
    history = [timed[name] for name in ("steps", "stops", "due_changes") if name in timed]
    return max(history, key=_weight, default=tables.get("dossiers"))


def _not_whole_dossiers(tables: dict[str, ProposedSheet], rows_a_dossier: float) -> ProposedSheet | None:
    """Each dossier once, and yet no list of them: an old and a new deadline, or from when to when something was awaited
    beside neither reception nor deadline. Intervals of several steps of somebody, none called a stop, are a history.
    """
    changes, stops, listed = (tables.get(name) for name in ("due_changes", "stops", "dossiers"))
    if changes and {"old_due_at", "new_due_at"} <= set(changes.columns):
        return changes
    is_list = listed and {"received_at", "due_at"} & set(listed.columns)
    own = set(tables["steps"].columns) if "steps" in tables else set()
    is_history = rows_a_dossier >= _OFTEN and {"step", "officer"} <= own
    if stops is None or "to_at" not in stops.columns or is_list or (is_history and not _is_called_stop(stops.seen)):
        return None
    return stops


def _is_called_stop(seen: SeenSheet) -> bool:
    return any(_STOP.search(bare(text)) for text in (*seen.headers, seen.grid.sheet or "", seen.grid.file))


def _rows_a_dossier(one: ProposedSheet) -> float:
    ids = one.values("dossier_id")
    return len(ids) / max(len(set(ids)), 1)


def _understood(seen: SeenSheet, table: str, known: Sequence[Profile], *, any_id: bool = False) -> ProposedSheet:
    words = _words(table, known)
    columns: dict[str, Column] = {}
    for position, texts in enumerate(seen.over):
        for text in texts:
            name = words.get(plain(text))
            if name and name not in columns and _is_meant(table, name, seen.values(position)):
                columns[name] = Column(text, position, True)
                break
    columns |= _guessed(seen, table, columns)
    if any_id and table in _BY_DOSSIER and "dossier_id" not in columns:
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
            columns = _as_deadline(columns, name, "hồ sơ chưa xong cũng có ngày này, nên là ngày hẹn")
    return columns


def _as_deadline(columns: dict[str, Column], name: str, why: str) -> dict[str, Column]:
    column = columns[name]
    rest = {one: other for one, other in columns.items() if one != name}
    return rest if "due_at" in rest else {**rest, "due_at": Column(column.header, column.position, False, why)}


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
            columns = _as_deadline(columns, name, "nhiều ngày ở cột này sau sự kiện cuối cùng, nên là ngày hẹn")
    used = {column.position for column in columns.values()}
    left = tuple(text for position, text in enumerate(sheet.seen.headers) if text and position not in used)
    return replace(sheet, columns=columns, left=left)


def _stamps_of(sheet: ProposedSheet) -> list[int]:
    return [sheet.columns[name].position for name in _STAMPS if name in sheet.columns]


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
    if set(_STAMPS) & set(columns):
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


def _as_log(steps: ProposedSheet, known: Sequence[Profile]) -> ProposedSheet:
    """A history without a list beside it: what is one in each dossier is values_of of the dossier."""
    about = _understood(steps.seen, "dossiers", known)
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
    several = [set(values_of) for values_of in values.values() if len(values_of) > 1]
    return bool(several) and sum(len(values_of) == 1 for values_of in several) >= _SAME * len(several)
