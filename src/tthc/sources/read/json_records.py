"""What the records of a JSON text are, wherever in it they stand. The rule, in this order:

1. **A table in two parts** is as many records as it has rows: names of columns (texts, or objects that name them)
   beside rows of cells (`{"columns": […], "rows": [[…]]}`); a list of rows of which the first is the header; lists of
   equal length under the names of columns; objects by number under the names of columns.
2. **A list of objects** is a list of records. Lists in a list are parts of one list (pages).
3. **An object that has a dossier's id** is a record itself, and so is one without any list of objects in it. Lists in
   a record are tables of their own (`json_files`), objects in it are spread.
4. **Any other object around lists** is an envelope, however many lie in each other. Every list in it is a sheet: two
   lists of objects are two sheets. Of an element of a list that is an envelope (a page, the dossiers of one unit) the
   values belong to each of its records. What stands beside the lists of the outermost one is `beside`: nobody knows
   whose it is, so it is named and not read; how many records there are in all is `total`.

What only says that a service has answered (`code`, `message`, `page`…) is passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from tthc.sources.read.json_tables import cells_of_table
from tthc.sources.read.names import plain
from tthc.sources.read.text_files import Unreadable

LISTS_IN = frozenset(
    "data items content result results rows records value values danhsach danhsachhoso hoso hits edges features".split()
)
_WRAPPED_IN = ("_source", "node", "attributes")  # what search engines and interfaces put around each record
IDS = frozenset(
    "mahoso sohoso masohoso code dossierid dossiercode dossierno mahs sohs sobiennhan mabiennhan sophieu maphieu "
    "caseid fileno applicationno requestno".split()
)
_TOTALS = frozenset(
    "total totalelements totalcount totalrecords totalitems recordsfiltered count tong tongcong tongso tongsohoso "
    "tongsobanghi".split()
)
_TOTALS_IN = ("page", "paging", "pagination", "meta", "phantrang", *_TOTALS)
_ANSWER = _TOTALS | frozenset(
    "success message msg error errors errorcode errormessage timestamp time took timedout version requestid "
    "traceid ok isok page pages pagesize pagenumber pageindex size limit offset skip number numberofelements "
    "totalpages totalpage first last empty hasnext hasprevious hasmore next previous nextpage cursor draw recordstotal "
    "sort sorted unsorted unpaged paged trang sotrang tongsotrang kichthuoctrang thongbao maloi odatacontext "
    "odatanextlink odatacount relation maxscore shards".split()
)
_STATES, _WELL = ("code", "status", "trangthai"), ("ok", "success", "succeeded", "thanhcong", "00", "0", "1")
_THREE_FIGURES = re.compile(r"^[1-5]\d\d$", re.ASCII)
_TWICE = " ‖ "  # between the values of one key: no date and no code reads so
_DATED = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|^\d{12,14}$")
_FIGURES = re.compile(r"^\d{1,9}$", re.ASCII)
_SPACE = re.compile(r"[\s,]*")


@dataclass(frozen=True)
class RecordList:
    """Records that stand together, and what the list is called."""

    name: str | None
    records: list[dict]


@dataclass
class Found:
    """The lists of records, what stands `beside` them (dotted names), how many records the source says there are, keys
    told twice in one record.
    """

    by_path: dict[tuple[str, ...], list[dict]] = field(default_factory=dict)
    beside: dict[str, None] = field(default_factory=dict)
    total: int | None = None
    twice: set[str] = field(default_factory=set)

    @property
    def lists(self) -> list[RecordList]:
        """Those that hold anything, else one that is empty; of two called alike the whole way to each is told."""
        paths = [path for path, records in self.by_path.items() if records] or list(self.by_path)[:1]
        last = [path[-1:] for path in paths]
        names = [".".join(path if last.count(path[-1:]) > 1 else path[-1:]) or None for path in paths]
        return [RecordList(name, self.by_path[path]) for name, path in zip(names, paths, strict=True)]

    def add(self, path: tuple[str, ...], records: list[dict]) -> None:
        self.by_path.setdefault(path, []).extend(records)


def found_records(text: str) -> Found:
    """Raises Unreadable for broken JSON and for what is no list of records."""
    found = Found()

    def pairs(items: list[tuple[str, object]]) -> dict:
        record: dict = {}
        for key, value in items:
            if key in record and record[key] != value:
                found.twice.add(key)
                value = _TWICE.join((_word(record[key]), _word(value)))
            record[key] = value
        return record

    try:
        whole = _whole(text, pairs)
        if not isinstance(whole, list | dict):
            raise Unreadable("file.format", detail="JSON không phải danh sách hồ sơ")
        if isinstance(whole, list):
            _of_list(whole, (), found)
        else:
            _of_object(whole, (), found)
    except RecursionError:
        raise Unreadable("file.truncated") from None
    return found


def _whole(text: str, pairs: Callable[[list[tuple[str, object]]], dict]) -> object:
    """The value of the text; where several follow each other, one a line or not, the list of them."""
    decoder, at, values = json.JSONDecoder(object_pairs_hook=pairs), _after_space(text, 0), []
    try:
        while at < len(text):
            value, at = decoder.raw_decode(text, at)
            values.append(value)
            at = _after_space(text, at)
    except ValueError:
        raise Unreadable("file.truncated") from None
    return values[0] if len(values) == 1 else values


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _word(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _of_list(values: list, path: tuple[str, ...], found: Found, over: Mapping[str, object] | None = None) -> None:
    """`over` are the values of the envelope that the list stands in and that belong to each of its records."""
    over = over or {}
    found.add(path, [])
    if (table := cells_of_table(values)) is not None:
        found.add(path, [{**over, **row} for row in table.records])
        return
    is_shell = _is_one_shell(values)
    for one in values:
        if isinstance(one, list):
            _of_list(one, path, found, over)
        elif not isinstance(one, dict):
            found.add(path, [{"?": one}])
        elif _is_envelope(one):
            _of_envelope(one, path, found, {**over, **_own_values(one)})
        else:
            record = _unwrapped(next(iter(one.values())) if is_shell else one)
            found.add(path, [{**{name: value for name, value in over.items() if name not in record}, **record}])


def _is_one_shell(values: list) -> bool:
    """Whether each element has one key only, the same, with an object in it: then that is the record."""
    keys = {tuple(one) if isinstance(one, dict) else () for one in values}
    if len(keys) != 1 or len(next(iter(keys))) != 1:
        return False
    return all(isinstance(next(iter(one.values())), dict) for one in values)


def _unwrapped(record: dict) -> dict:
    """The record with what it holds in an envelope of its own beside the rest of it."""
    for key in _WRAPPED_IN:
        if isinstance(inner := record.get(key), dict):
            return {**{name: value for name, value in record.items() if name != key}, **inner}
    return record


def _of_object(value: dict, path: tuple[str, ...], found: Found) -> None:
    """The outermost object: a table, a record, or an envelope; around one single record it may lie several times."""
    if (table := cells_of_table(value)) is not None:
        found.add(path, table.records)
        _note_totals(value, found)
        rest = {key: inner for key, inner in value.items() if key not in table.keys}
        found.beside |= dict.fromkeys(_beside(rest, "".join(f"{key}." for key in path)))
        return
    if _has_id(value) or not (_holds_lists(value) or _only_part(value)):
        found.add(path, [_unwrapped(value)])
        return
    if (key := _only_part(value)) and not _lists(value):
        _note_totals(value, found)
        _of_object(value[key], (*path, key), found)
        return
    _of_envelope(value, path, found, {})
    found.beside |= dict.fromkeys(_beside(value, "".join(f"{key}." for key in path)))


def _only_part(value: dict) -> str | None:
    """The one key with an object of content, where all beside it only says that a service answered."""
    parts = [key for key, inner in value.items() if isinstance(inner, dict) and not _is_answer(key, inner)]
    rest = [key for key, inner in value.items() if key not in parts and not _is_answer(key, inner)]
    return parts[0] if len(parts) == 1 and not rest else None


def _of_envelope(value: dict, path: tuple[str, ...], found: Found, over: Mapping[str, object]) -> None:
    if (table := cells_of_table(value)) is not None:
        found.add(path, [{**over, **row} for row in table.records])
        return
    _note_totals(value, found)
    for key, inner in value.items():
        if _is_records(key, inner):
            _of_list(inner, (*path, key), found, over)
        elif isinstance(inner, dict) and (_holds_lists(inner) or cells_of_table(inner) is not None):
            _of_envelope(inner, (*path, key), found, over)


def _note_totals(answer: dict, found: Found) -> None:
    for name, value in answer.items():
        inner = value if isinstance(value, dict) and plain(name) in _TOTALS_IN else {name: value}
        for key, number in inner.items():
            is_total = plain(key) in _TOTALS or (key == "value" and inner is value)
            if is_total and not isinstance(number, bool) and _FIGURES.match(str(number)):
                found.total = max(found.total or 0, int(str(number)))


def _is_records(key: str, value: object) -> bool:
    """Whether a list holds objects or rows; an empty one may where it is called so."""
    if not isinstance(value, list):
        return False
    return any(isinstance(one, dict | list) for one in value) or (not value and plain(key) in LISTS_IN)


def _lists(value: dict) -> dict[str, list]:
    return {key: inner for key, inner in value.items() if _is_records(key, inner)}


def _holds_lists(value: dict) -> bool:
    """Whether records may lie in the object, however deep in other objects."""
    return bool(_lists(value)) or any(
        isinstance(inner, dict) and (_holds_lists(inner) or cells_of_table(inner) is not None)
        for inner in value.values()
    )


def _has_id(value: dict) -> bool:
    """Whether the object is a dossier: it has an id, or an object right in it has one that no record beside it has."""
    own = [inner for key, inner in value.items() if is_id(key, inner)]
    if own:
        return True
    nested = [
        one
        for inner in value.values()
        if isinstance(inner, dict)
        for key, one in inner.items()
        if is_id(key, one) and plain(key) != "code"
    ]
    beside = {one for record in _elements(value) for key, one in record.items() if is_id(key, one)}
    return bool(nested) and beside <= set(nested) and not _only_part(value)


def _elements(value: dict) -> Iterator[dict]:
    """The objects in the lists right in it."""
    return (one for inner in _lists(value).values() for one in inner if isinstance(one, dict))


def is_id(key: str, value: object) -> bool:
    """Whether a value is what a dossier is called. With a number called "code" a service says that it answered."""
    if plain(key) not in IDS or isinstance(value, dict | list | bool) or value is None:
        return False
    is_answer = isinstance(value, int) or str(value) in ("0", "00", "200", "OK", "SUCCESS")
    return not (plain(key) == "code" and is_answer)


def _is_envelope(one: dict) -> bool:
    """Whether an element of a list stands around records: a table, a page that says nothing of its own, or a group of
    dossiers that have ids while it has none.
    """
    if _has_id(one):
        return False
    if cells_of_table(one) is not None:
        return True
    if not _holds_lists(one):
        return False
    own = _own_values(one)
    is_dated = any(_DATED.search(str(text)) for text in own.values())
    is_named = any(plain(key) in LISTS_IN and inner for key, inner in _lists(one).items()) and not is_dated
    return is_named or not own or any(is_id(key, inner) for record in _elements(one) for key, inner in record.items())


def _is_answer(key: str, value: object) -> bool:
    """Whether a value beside records only says that a service answered, or nothing at all."""
    name = plain(key)
    if isinstance(value, dict):
        is_count = name in _TOTALS and "value" in value
        rest = ((one, inner) for one, inner in value.items() if not (is_count and one == "value"))
        return not _holds_lists(value) and all(_is_answer(one, inner) for one, inner in rest)
    if value in (None, "", []) or isinstance(value, bool):
        return True
    if name in _TOTALS:
        return bool(_FIGURES.match(str(value)))
    return name in _ANSWER or (name in _STATES and _says_well(value))


def _says_well(value: object) -> bool:
    """Whether a state is a service's (200, "OK") and no dossier's."""
    return plain(str(value)) in _WELL or bool(_THREE_FIGURES.match(str(value)))


def _own_values(value: dict) -> dict[str, object]:
    """What an envelope says of its own: neither lists of records nor that a service answered."""
    found: dict[str, object] = {}
    for key, inner in value.items():
        if isinstance(inner, dict) and _holds_lists(inner):
            found |= _own_values(inner)
        elif not _is_records(key, inner) and not _is_answer(key, inner):
            found[key] = inner
    return found


def _beside(value: dict, prefix: str = "") -> Iterator[str]:
    for key, inner in value.items():
        if isinstance(inner, dict) and not _is_answer(key, inner):
            table = cells_of_table(inner)
            rest = {name: one for name, one in inner.items() if table is None or name not in table.keys}
            yield from _beside(rest, f"{prefix}{key}.")
        elif not _is_records(key, inner) and not _is_answer(key, inner):
            yield f"{prefix}{key}"
