"""The records of a JSON text, wherever in it they stand: an array, pages of one, one object a line, wrapped in an
answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from tthc.sources.read.names import plain
from tthc.sources.read.text_files import Unreadable

_LISTS_IN = frozenset(
    "data items content result results rows records danhsachhoso hoso hits edges".split()
)
_WRAPPED_IN = ("_source", "node", "attributes")  # what search engines and interfaces put around each record
_IDS = frozenset({"mahoso", "sohoso", "code", "dossierid"})
_TOTALS = frozenset(
    {"total", "totalelements", "totalcount", "totalrecords", "totalitems", "tongso", "tongsohoso", "tongsobanghi"}
)
_TWICE = " ‖ "  # between the values of one key: no date and no code reads so


@dataclass
class Found:
    """The records, the name of the list they stand in, how many the source says there are, keys told twice in one
    record.
    """

    records: list[dict] = field(default_factory=list)
    name: str | None = None
    total: int | None = None
    twice: set[str] = field(default_factory=set)


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
        _collect(whole, None, found)
    except RecursionError:
        raise Unreadable("file.truncated") from None
    if not isinstance(whole, list | dict):
        raise Unreadable("file.format", detail="JSON không phải danh sách hồ sơ")
    return found


def _whole(text: str, pairs) -> object:
    try:
        return json.loads(text, object_pairs_hook=pairs)
    except ValueError:
        pass
    try:
        return [json.loads(line, object_pairs_hook=pairs) for line in text.splitlines() if line.strip()]
    except ValueError:
        raise Unreadable("file.truncated") from None


def _word(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _collect(value: object, name: str | None, found: Found) -> None:
    """The records in `value`: those of its pages, of the list inside it, or itself."""
    if isinstance(value, list):
        found.name = found.name or name
        for one in value:
            if (inner := _inside(one)) is not None:
                _collect_answer(one, inner, found)
            else:
                found.records.append(_unwrapped(one) if isinstance(one, dict) else {"?": one})
    elif isinstance(value, dict):
        if (inner := _inside(value)) is not None:
            _collect_answer(value, inner, found)
        else:
            found.records.append(value)


def _unwrapped(record: dict) -> dict:
    """The record with what it holds in an envelope of its own beside the rest of it."""
    for key in _WRAPPED_IN:
        if isinstance(inner := record.get(key), dict):
            return {**{name: value for name, value in record.items() if name != key}, **inner}
    return record


def _collect_answer(answer: dict, key: str, found: Found) -> None:
    for name, value in answer.items():
        value = value.get("value") if isinstance(value, dict) else value
        if plain(name) in _TOTALS and isinstance(value, int) and not isinstance(value, bool):
            found.total = max(found.total or 0, value)
    _collect(answer[key], key, found)


def _is_answer_code(key: str, value: object) -> bool:
    """The number with which a service says that it answered, which is called as some systems call a dossier's id."""
    return plain(key) == "code" and (isinstance(value, int) or str(value) in ("0", "00", "200", "OK", "SUCCESS"))


def _inside(value: object) -> str | None:
    """The key under which an answer holds its records; None where `value` is a record itself."""
    if not isinstance(value, dict) or any(plain(key) in _IDS and not _is_answer_code(key, value[key]) for key in value):
        return None
    lists = [key for key, inner in value.items() if isinstance(inner, list)]
    named = [key for key in lists if plain(key) in _LISTS_IN] or (lists if len(lists) == len(value) else [])
    wrapped = [
        key
        for key, inner in value.items()
        if isinstance(inner, dict) and (plain(key) in _LISTS_IN or _inside(inner) is not None)
    ]
    return next(iter([*named, *wrapped]), None)


def entries(record: dict, name: str) -> list[dict]:
    """The entries of the list `name` in a record; what is no object is kept as one, so that it is counted and
    explained.
    """
    inner = record.get(name)
    return _objects(inner) if isinstance(inner, list) else []


def _objects(values: Iterable[object]) -> list[dict]:
    return [value if isinstance(value, dict) else {"?": value} for value in values]
