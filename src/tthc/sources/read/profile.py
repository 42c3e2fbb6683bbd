"""A profile says how one source system writes its exports: one TOML file, no code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tthc.model.errors import UsageError
from tthc.model.schema import CANONICAL, CODES, NOT_IN_SOURCES
from tthc.model.shipped import reference_files
from tthc.model.toml_text import read_toml
from tthc.sources.read.names import plain
from tthc.sources.read.profile_shape import check_date_form, check_shape

EVENTS = "events"
_KEYS = {
    "name", "label", "timezone", "calendar", "source", "dates", "midnight_is_date", "missing", "also", "true", "false",
    "derive", "files", "hidden_sheets", "ids_by_unit", "sheet", "codes", "stop", "queues", "limit",
}
_DERIVE = {"received_at": ("first_event",), "finished_at": ("last_event",)}
# What a log's rows have beside the columns of steps: which activity they belong to, who sent, what happened, their
# order.
LOG_COLUMNS = ("event_id", "sent_by", "lifecycle", "event_order")
LIMIT_DAYS = "limit_days"  # a column of a list or log that says how many days its dossier has
BEGIN, END = "begin", "end"
_TRUE = ("Có", "x", "1", "true", "yes", "đúng", "đã", "rồi")
_FALSE = ("Không", "0", "false", "no", "sai", "chưa")


@dataclass(frozen=True)
class Layout:
    """How one sheet writes one canonical table (or a log of events): the headers that stand for each column.

    `scaled` maps a column's header to what one unit of it is worth (`norm_wm` from hours: 60). `fixed` gives columns
    one value for all rows. Only rows that have every column of `only_with` are rows of this table. `stamps` says of a
    history with one stamp a row whether a step begins or ends then; empty where the profile leaves it to its columns.
    Only rows in which each column or header of `where` says one of its values are rows of this table. `dates` are the
    forms of single columns.
    """

    table: str
    names: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    dossier: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scaled: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    only_with: tuple[str, ...] = ()
    stamps: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_events(self) -> bool:
        """A log whose rows repeat what they say of the dossier."""
        return self.table == EVENTS

    @property
    def is_history(self) -> bool:
        """Rows that tell steps, with or without the dossier's own attributes."""
        return self.table in (EVENTS, "steps")


@dataclass(frozen=True)
class Stop:
    """A stop that a log shows only as a pair of activities: from the end of one of `begins` to the start of one of
    `ends`.

    Where the log does not record the start of the one that ends it, to its end.
    """

    kind: str
    begins: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True)
class Limit:
    """How many days a dossier has where the source records no deadline: of all procedures, and of single ones by code
    or name.

    `unit`: working or calendar days.
    """

    days: float | None
    procedures: Mapping[str, float]
    unit: str


@dataclass(frozen=True, eq=False)
class Profile:
    """One source system. `dates` are tried in this order; ISO texts are always read; the order is never guessed per
    row.

    Beside other profiles (`also`), this one comes first for files that end like one of `files`. `file` is where it
    stands. `hidden_sheets`: sheets that a workbook hides are read too. `ids_by_unit`: each unit numbers its own
    dossiers, so that equal ids of two units are two (None: the data are looked at).
    `queues` are steps in which a dossier lies with nobody (None: the profile does not say); `ends` the activities with
    which a dossier of a log ends.
    """

    name: str
    file: str
    label: str
    timezone: str
    calendar: str
    source: str
    dates: tuple[str, ...]
    midnight_is_date: bool
    missing: tuple[str, ...]
    also: tuple[str, ...]
    true: tuple[str, ...]
    false: tuple[str, ...]
    derive: Mapping[str, str]
    files: tuple[str, ...]
    layouts: tuple[Layout, ...]
    codes: Mapping[str, Mapping[str, str]]
    stops: tuple[Stop, ...]
    queues: tuple[str, ...] | None = None
    ends: tuple[str, ...] = ()
    hidden_sheets: bool = False
    ids_by_unit: bool | None = None
    limit: Limit | None = None

    def code_of(self, codes: str) -> dict[str, str]:
        """Comparable text → code, for the code list `codes`: the profile's words, then the codes
        and labels themselves.
        """
        own = {
            plain(word): code
            for code, words in self.codes.get(codes, {}).items()
            for word in (words if isinstance(words, list) else [words])
        }
        labels = {plain(text): code for code, text in CODES[codes].items()}
        return {**{plain(code): code for code in CODES[codes]}, **labels, **own}

    def truth_of(self) -> dict[str, bool]:
        """Comparable text → yes or no."""
        return {**{plain(word): False for word in self.false}, **{plain(word): True for word in self.true}}


def profile_files(folder: Path) -> dict[str, Path]:
    """The profiles that the project has: name → file, in alphabetical order."""
    return {path.stem: path for path in reference_files(folder, "*.toml", "profiles")}


def load_profile(name_or_path: str | Path, folder: Path) -> Profile:
    """The profile of that name in `folder`, or in that file. Raises UsageError where there is none
    or it is not right.
    """
    known = profile_files(folder)
    try:
        path = known.get(str(name_or_path)) or Path(name_or_path).expanduser()
    except RuntimeError:  # "~somebody" whom nobody knows
        path = Path(name_or_path)
    if path.suffix != ".toml" or not _is_file(path):
        raise UsageError(
            f"Không có mẫu đọc dữ liệu “{name_or_path}”; được dùng: {', '.join(known)} hoặc đường dẫn tới một tệp "
            ".toml."
        )
    keys = read_toml(path)
    return _profile(keys, path, folder)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # longer than a name can be
        return False


def _profile(keys: dict, path: Path, folder: Path) -> Profile:
    _only(keys, _KEYS, path, "tệp")
    check_shape(keys, path)
    derive, ends = _derive(keys.get("derive", {}), path)
    return Profile(
        name=str(keys.get("name", path.stem)),
        file=_shown_path(path, folder),
        label=str(keys.get("label", path.stem)),
        timezone=_zone(str(keys.get("timezone", "Asia/Ho_Chi_Minh")), path),
        calendar=str(keys.get("calendar", "vn")),
        source=_one_of(keys.get("source", "register"), tuple(CODES["source"]), path, "source"),
        dates=tuple(_date_form(form, path) for form in keys.get("dates", ())),
        midnight_is_date=bool(keys.get("midnight_is_date", True)),
        missing=tuple(keys.get("missing", ("", "-", "NULL"))),
        also=tuple(keys.get("also", ())),
        true=tuple(keys.get("true", _TRUE)),
        false=tuple(keys.get("false", _FALSE)),
        derive=derive,
        files=tuple(keys.get("files", ())),
        layouts=tuple(_layout(sheet, path) for sheet in keys.get("sheet", ())),
        codes=_codes(keys.get("codes", {}), path),
        stops=tuple(_stop(stop, path) for stop in keys.get("stop", ())),
        hidden_sheets=bool(keys.get("hidden_sheets", False)),
        ids_by_unit=keys.get("ids_by_unit"),
        queues=tuple(keys["queues"]) if "queues" in keys else None,
        ends=ends,
        limit=_limit(keys["limit"], path) if "limit" in keys else None,
    )


def _limit(limit: dict, path: Path) -> Limit:
    """Without a number and without procedures the limit is a column's (`limit_days`)."""
    _only(limit, {"days", "procedures", "unit"}, path, "mục [limit]")
    procedures = dict(limit.get("procedures", {}))
    said = {**({"days": limit["days"]} if "days" in limit else {}), **procedures}
    for name, days in said.items():
        if isinstance(days, bool) or not isinstance(days, int) or days < 0:
            raise UsageError(f"Tệp {path.name}, mục [limit]: thời hạn “{name}” phải là số ngày nguyên, ví dụ 10.")
    return Limit(
        limit.get("days"), procedures,
        _one_of(limit.get("unit", "working"), ("working", "calendar"), path, "[limit] unit"),
    )


def _shown_path(path: Path, folder: Path) -> str:
    """The file as people find it: those of the project (in `folder`) by their place in it; one of the package's is
    copied into the project before it is edited.
    """
    if path.parent.parts[-3:] != ("data", "reference", "profiles"):
        return str(path)
    copying = f" (chép ra bằng: tthc reference copy profiles/{path.name})"
    is_own = path.parent.resolve() == folder.resolve()
    return f"data/reference/profiles/{path.name}{'' if is_own else copying}"


def _derive(derive: Mapping[str, Any], path: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    """The ways of deriving by column, and the activities that end a dossier where the profile lists them."""
    ends = derive.get("finished_at")
    activities = tuple(map(str, ends)) if isinstance(ends, list) and ends else ()
    ways = {**derive, "finished_at": "last_event"} if activities else dict(derive)
    for column, way in ways.items():
        _one_of(way, _DERIVE.get(column, ()), path, f"[derive] {column}")
    return ways, activities


def _layout(sheet: dict, path: Path) -> Layout:
    _only(
        sheet, {"table", "names", "columns", "dossier", "scaled", "fixed", "only_with", "stamps", "where", "dates"},
        path, "mục [[sheet]]",
    )
    table = _one_of(sheet.get("table"), (*CANONICAL, EVENTS), path, "[[sheet]] table")
    allowed = set(CANONICAL["steps" if table == EVENTS else table].names) - NOT_IN_SOURCES | (
        {LIMIT_DAYS} if table == "dossiers" else set()
    )
    _only(
        sheet.get("dossier", {}),
        {*CANONICAL["dossiers"].names, LIMIT_DAYS} - NOT_IN_SOURCES if table == EVENTS else set(), path,
        "mục [sheet.dossier]",
    )
    if table in (EVENTS, "steps"):
        allowed |= set(LOG_COLUMNS)
    for part in ("columns", "scaled", "fixed"):
        _only(sheet.get(part, {}), allowed, path, f"mục [sheet.{part}] của bảng {table}")
    return Layout(
        table=table, names=tuple(sheet.get("names", ())), columns=_aliases(sheet.get("columns", {})),
        dossier=_aliases(sheet.get("dossier", {})),
        scaled=sheet.get("scaled", {}), fixed=sheet.get("fixed", {}), only_with=tuple(sheet.get("only_with", ())),
        stamps=_stamps(sheet, table, path), where=_aliases(sheet.get("where", {})), dates=_column_dates(sheet, path),
    )


def _column_dates(sheet: dict, path: Path) -> dict[str, tuple[str, ...]]:
    """The forms of the columns that are written otherwise than the rest of the file."""
    named = {*sheet.get("columns", {}), *sheet.get("dossier", {})}
    _only(sheet.get("dates", {}), named, path, "mục [sheet.dates]")
    return {
        name: tuple(_date_form(form, path) for form in forms)
        for name, forms in _aliases(sheet.get("dates", {})).items()
    }


def _stamps(sheet: dict, table: str, path: Path) -> str:
    """What the history's stamps are; other tables have none."""
    if "stamps" not in sheet:
        return ""
    return _one_of(
        sheet["stamps"], (BEGIN, END) if table in (EVENTS, "steps") else (), path, f"[[sheet]] stamps của bảng {table}",
    )


def _aliases(columns: Mapping[str, list[str] | str]) -> dict[str, tuple[str, ...]]:
    return {name: (words,) if isinstance(words, str) else tuple(words) for name, words in columns.items()}


def _stop(stop: dict, path: Path) -> Stop:
    _only(stop, {"kind", "from", "to"}, path, "mục [[stop]]")
    kind = _one_of(stop.get("kind"), tuple(CODES["stop_kind"]), path, "[[stop]] kind")
    return Stop(kind, tuple(stop.get("from", ())), tuple(stop.get("to", ())))


def _codes(codes: dict, path: Path) -> dict:
    _only(codes, set(CODES), path, "mục [codes]")
    for name, words in codes.items():
        _only(words, set(CODES[name]), path, f"mục [codes.{name}]")
    return codes


def _date_form(form: str, path: Path) -> str:
    if form != "excel" and (
        "%d" not in form or "%m" not in form or not {
            "%Y", "%y",
        } & {form[place : place + 2] for place in range(len(form))}
    ):
        raise UsageError(
            f"Tệp {path.name}: dạng ngày “{form}” phải có %d, %m và %Y, ví dụ \"%d/%m/%Y %H:%M:%S\", hoặc là \"excel\"."
        )
    if form != "excel":
        check_date_form(form, path)
    return form


def _zone(name: str, path: Path) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise UsageError(f"Tệp {path.name}: không có múi giờ “{name}”; hãy ghi tên như Asia/Ho_Chi_Minh.") from None
    return name


def _only(keys: Mapping, allowed: set[str], path: Path, where: str) -> None:
    for key in keys:
        if key not in allowed:
            raise UsageError(
                f"Tệp {path.name}, {where}: không có khóa “{key}”; được dùng: {', '.join(sorted(allowed))}."
            )


def _one_of(value: object, allowed: tuple[str, ...], path: Path, what: str) -> str:
    if value not in allowed:
        raise UsageError(f"Tệp {path.name}: {what} không nhận giá trị “{value}”; được dùng: {', '.join(allowed)}.")
    return str(value)
