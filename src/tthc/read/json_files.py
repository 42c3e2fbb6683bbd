"""Sync JSON as grids: one of the records, and one for each list inside them, with the record's id beside every entry."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.read.faults import Faults
from tthc.read.grids import TOP_ROWS, Grid, arrow_rows
from tthc.read.text_files import Unreadable, clean_text

_LISTS_IN = ("data", "items", "content", "result", "danhsachhoso", "hoso")


def json_grids(path: Path, scratch: Path, engine: Engine, faults: Faults, stage: str) -> list[Grid]:
    """The records and the lists inside them; row n + 1 is the n-th record or entry, in the order of the file.

    A column "List.Key" of the records says whether any entry of the list has the key. Raises Unreadable for broken JSON.
    """
    name, records = _records(clean_text(path, scratch, faults).path)
    grids = [_grid(path.name, name, _flat(records), engine, f"{stage}_0")]
    for number, inner in enumerate(_list_names(records), 1):
        entries = [{**_ids(record), **entry} for record in records for entry in _entries(record, inner)]
        grids.append(_grid(path.name, inner, [_scalars(entry) for entry in entries], engine, f"{stage}_{number}"))
    return grids


def _records(path: Path) -> tuple[str | None, list[dict]]:
    """The records and the name of the list they stand in: an array, an object that holds one, or one object a line."""
    text = path.read_text(encoding="utf-8-sig")
    try:
        whole = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return None, _lines(text)
    if isinstance(whole, list):
        return None, _objects(whole)
    if isinstance(whole, dict):
        for key, value in whole.items():
            if isinstance(value, list) and (key.casefold() in _LISTS_IN or not any(not isinstance(one, list) for one in whole.values())):
                return key, _objects(value)
        return None, [whole]
    raise Unreadable("file.format", detail="JSON không phải danh sách hồ sơ")


def _lines(text: str) -> list[dict]:
    try:
        return _objects([json.loads(line) for line in text.splitlines() if line.strip()])
    except (json.JSONDecodeError, RecursionError):
        raise Unreadable("file.truncated") from None


def _objects(values: Iterable[object]) -> list[dict]:
    """What is no object is kept as one, so that it is counted and explained."""
    return [value if isinstance(value, dict) else {"?": value} for value in values]


def _entries(record: dict, name: str) -> list[dict]:
    found = record.get(name)
    return _objects(found) if isinstance(found, list) else []


def _list_names(records: list[dict]) -> list[str]:
    return list(dict.fromkeys(key for record in records for key, value in record.items() if isinstance(value, list)))


def _ids(record: dict) -> dict:
    return {key: value for key, value in record.items() if key.casefold() in ("mahoso", "code", "dossier_id")}


def _scalars(record: dict) -> dict[str, str | None]:
    """Inner objects are spread as "outer.inner"; lists are left out."""
    flat: dict[str, str | None] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            flat.update({f"{key}.{inner}": text for inner, text in _scalars(value).items()})
        elif not isinstance(value, list):
            flat[key] = _text(value)
    return flat


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _flat(records: list[dict]) -> list[dict[str, str | None]]:
    keys = {name: list(dict.fromkeys(key for record in records for entry in _entries(record, name) for key in entry)) for name in _list_names(records)}
    return [{**_scalars(record), **_filled(record, keys)} for record in records]


def _filled(record: dict, keys: dict[str, list[str]]) -> dict[str, str]:
    return {
        f"{name}.{key}": "Có" if any(entry.get(key) not in (None, "") for entry in _entries(record, name)) else "Không"
        for name, wanted in keys.items() if isinstance(record.get(name), list) for key in wanted
    }


def _grid(file: str, name: str | None, rows: list[dict[str, str | None]], engine: Engine, stage: str) -> Grid:
    header = list(dict.fromkeys(key for row in rows for key in row))
    table = [[row.get(key) for key in header] for row in rows]
    top = [tuple(header), *(tuple(value or "" for value in row) for row in table[: TOP_ROWS - 1])]

    def body(header_row: int, missing: Sequence[str] = ()) -> ir.Table:
        return engine.load(arrow_rows(table[header_row - 1 :], len(header), header_row + 1), f"{stage}_json")

    return Grid(file, name, len(header), tuple(top), body, is_records=True)
