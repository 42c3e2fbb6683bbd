"""Sync JSON as grids: one of the records, and one for each list inside them, with the record's id
beside every entry.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.sources.read.faults import Faults
from tthc.sources.read.grids import TOP_ROWS, Grid, arrow_rows
from tthc.sources.read.json_records import Found, found_records, is_id
from tthc.sources.read.names import plain
from tthc.sources.read.text_files import Unreadable, clean_text

_ENTRIES = 5  # of a list within an object
_NAMED = 20  # values beside a list that are named
_DATED = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|^\d{12,14}$")


def json_grids(path: Path, scratch: Path, engine: Engine, faults: Faults, stage: str) -> list[Grid]:
    """The records and the lists inside them; row n + 1 is the n-th record or entry, in the order of the file.

    A column "List.Key" of the records says whether any entry of the list has the key. Raises Unreadable for broken
    JSON.
    """
    found = found_records(clean_text(path, scratch, faults).path.read_text(encoding="utf-8-sig"))
    for key in sorted(found.twice):
        faults.add("json.twice", path.name, detail=key)
    if found.beside:
        faults.add("json.beside", path.name, detail=", ".join(f"“{name}”" for name in list(found.beside)[:_NAMED]))
    if found.total is not None:
        faults.pages.append((path.name, max((len(one.records) for one in found.lists), default=0), found.total))
    try:
        return _grids(path.name, found, engine, stage)
    except RecursionError:
        raise Unreadable("file.format", detail="JSON lồng quá nhiều tầng") from None


def _grids(file: str, found: Found, engine: Engine, stage: str) -> list[Grid]:
    grids: list[Grid] = []
    for nth, one in enumerate(found.lists):
        own, records = f"{stage}_{nth}" if nth else stage, [_with_inner_lists(record) for record in one.records]
        grids.append(_grid(file, one.name, _flat(records), engine, f"{own}_0"))
        for number, inner in enumerate(_list_names(records), 1):
            every = [{**_ids(record), **entry} for record in records for entry in entries(record, inner)]
            name = f"{one.name}.{inner}" if inner in [grid.sheet for grid in grids] else inner
            grids.append(_grid(file, name, [_scalars(entry) for entry in every], engine, f"{own}_{number}"))
    return grids


def _with_inner_lists(record: dict) -> dict:
    """The record, lists of many entries in its objects being lists of its own under dotted names; short ones are
    spread.
    """
    found: dict = {}
    for key, value in record.items():
        if isinstance(value, dict) and (lists := _long_lists(value)):
            found |= {key: {name: one for name, one in value.items() if name not in lists}}
            found |= {f"{key}.{name}": one for name, one in lists.items()}
        else:
            found[key] = value
    return found


def _long_lists(value: dict) -> dict[str, list]:
    """Lists of objects that tell of something with a date, or that are too long to be spread: words in several
    languages are neither.
    """
    return {
        name: one
        for name, one in value.items()
        if isinstance(one, list) and one and (len(one) > _ENTRIES or any(map(_is_dated, one)))
    }


def _is_dated(entry: object) -> bool:
    return isinstance(entry, dict) and any(_DATED.search(str(value)) for value in entry.values())


def _list_names(records: list[dict]) -> list[str]:
    return list(dict.fromkeys(key for record in records for key, value in record.items() if isinstance(value, list)))


def entries(record: dict, name: str) -> list[dict]:
    """The entries of the list `name` in a record; what is no object is kept as one, so that it is counted and
    explained.
    """
    inner = record.get(name)
    return [one if isinstance(one, dict) else {"?": one} for one in inner] if isinstance(inner, list) else []


def _ids(record: dict) -> dict[str, object]:
    """What the record is called, under the name that its own column has."""
    own = {key: value for key, value in record.items() if is_id(key, value)}
    return own or {
        f"{outer}.{key}": value
        for outer, inner in record.items()
        if isinstance(inner, dict)
        for key, value in inner.items()
        if is_id(key, value) and plain(key) != "code"
    }


def _scalars(record: dict, *, is_inner: bool = False) -> dict[str, str | None]:
    """Inner objects are spread as "outer.inner", lists within them too ("outer[2].inner" where they have several); the
    record's own lists are left out, for they are tables.
    """
    flat: dict[str, str | None] = {}
    for key, value in record.items():
        value = _typed(value)
        if isinstance(value, dict):
            flat.update({f"{key}.{inner}": text for inner, text in _scalars(value, is_inner=True).items()})
        elif not isinstance(value, list):
            flat[key] = _text(value)
        elif is_inner:
            flat.update(_of_list(key, value))
    return flat


def _of_list(key: str, values: list) -> dict[str, str | None]:
    flat: dict[str, str | None] = {}
    for number, value in enumerate(values[:_ENTRIES], 1):
        name = key if len(values) == 1 else f"{key}[{number}]"
        flat.update(_scalars({name: value}, is_inner=True))
    return flat


def _typed(value: object) -> object:
    """The value that a database writes with its kind around it: {"$date": "2024-06-05T08:40:00Z"}."""
    while isinstance(value, dict) and len(value) == 1 and next(iter(value)).startswith("$"):
        value = next(iter(value.values()))
    return value


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    # Half of a letter outside the basic plane ("\\ud83d" alone) is no text that anything could store.
    return str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _flat(records: list[dict]) -> list[dict[str, str | None]]:
    keys = {
        name: list(dict.fromkeys(key for record in records for entry in entries(record, name) for key in entry))
        for name in _list_names(records)
    }
    return [{**_scalars(record), **_filled(record, keys)} for record in records]


def _filled(record: dict, keys: dict[str, list[str]]) -> dict[str, str]:
    return {
        f"{name}.{key}": "Có" if any(entry.get(key) not in (None, "") for entry in entries(record, name)) else "Không"
        for name, wanted in keys.items() if isinstance(record.get(name), list) for key in wanted
    }


def _grid(file: str, name: str | None, rows: list[dict[str, str | None]], engine: Engine, stage: str) -> Grid:
    header = list(dict.fromkeys(key for row in rows for key in row))
    table = [[row.get(key) for key in header] for row in rows]
    top = [tuple(header), *(tuple(value or "" for value in row) for row in table[: TOP_ROWS - 1])]

    def body(header_row: int, missing: Sequence[str], wanted: Sequence[int]) -> ir.Table:
        return engine.load(arrow_rows(table[header_row - 1 :], header_row + 1, wanted, missing), f"{stage}_json")

    return Grid(file, name, len(header), tuple(top), body, is_records=True)
