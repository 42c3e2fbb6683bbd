"""Sync JSON as grids: one of the records, and one for each list inside them, with the record's id
beside every entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.sources.read.faults import Faults
from tthc.sources.read.grids import TOP_ROWS, Grid, arrow_rows
from tthc.sources.read.json_records import Found, entries, found_records
from tthc.sources.read.text_files import Unreadable, clean_text

_ENTRIES = 5  # of a list within an object


def json_grids(path: Path, scratch: Path, engine: Engine, faults: Faults, stage: str) -> list[Grid]:
    """The records and the lists inside them; row n + 1 is the n-th record or entry, in the order of the file.

    A column "List.Key" of the records says whether any entry of the list has the key. Raises Unreadable for broken
    JSON.
    """
    found = found_records(clean_text(path, scratch, faults).path.read_text(encoding="utf-8-sig"))
    for key in sorted(found.twice):
        faults.add("json.twice", path.name, detail=key)
    faults.pages += [(path.name, len(found.records), found.total)] if found.total is not None else []
    try:
        return _grids(path.name, found, engine, stage)
    except RecursionError:
        raise Unreadable("file.format", detail="JSON lồng quá nhiều tầng") from None


def _grids(file: str, found: Found, engine: Engine, stage: str) -> list[Grid]:
    records = found.records
    grids = [_grid(file, found.name, _flat(records), engine, f"{stage}_0")]
    for number, inner in enumerate(_list_names(records), 1):
        every = [{**_ids(record), **entry} for record in records for entry in entries(record, inner)]
        grids.append(_grid(file, inner, [_scalars(entry) for entry in every], engine, f"{stage}_{number}"))
    return grids


def _list_names(records: list[dict]) -> list[str]:
    return list(dict.fromkeys(key for record in records for key, value in record.items() if isinstance(value, list)))


def _ids(record: dict) -> dict:
    return {key: value for key, value in record.items() if key.casefold() in ("mahoso", "code", "dossier_id")}


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
