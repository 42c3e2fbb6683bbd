"""Tables that JSON tells in two parts, names of columns and rows of cells, as databases and spreadsheets write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from tthc.sources.read.names import plain

_NAMES = frozenset("columns cols column fields headers header columnnames cot tieude".split())
_ROWS = frozenset("rows data values items records result dong".split())
_COUNTS = frozenset("total totalcount count tong tongso size length".split())
_CALLED = ("label", "display_name", "displayName", "title", "header", "name", "field", "id", "key")


@dataclass(frozen=True)
class Cells:
    """The rows as records, and the keys of the object that they were told under."""

    records: list[dict]
    keys: frozenset[str] = frozenset()


def cells_of_table(value: object) -> Cells | None:
    """None where `value` is no such table. A name that stands twice is numbered, a cell without a name is kept under
    its place.
    """
    if isinstance(value, list):
        rows = _under_first(value)
        return Cells(rows) if rows is not None else None
    if not isinstance(value, dict):
        return None
    whole = _by_column(value) or _by_number(value)
    return Cells(whole, frozenset(value)) if whole else _in_two_parts(value)


def _under_first(values: list) -> list[dict] | None:
    """Rows of which the first is the header; without one the cells are numbered."""
    if not values or not all(isinstance(row, list) and not _is_nested(row) for row in values):
        return None
    if len(values) == 1 and len(values[0]) < 2:
        return None
    if all(map(_is_name, values[0])) and len(set(values[0])) == len(values[0]) > 1:
        return _records([str(name) for name in values[0]], values[1:])
    return _records([str(n) for n in range(1, max(map(len, values)) + 1)], values)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not re.search(r"\d{2}", value)


def _in_two_parts(value: dict) -> Cells | None:
    """A list of rows (or none) beside the names of their cells, at least one of the two being called so."""
    lists = {key: one for key, one in value.items() if isinstance(one, list)}
    for key, rows in lists.items() if len(lists) > 1 else ():
        if not all(map(_is_row, rows)):
            continue
        cells = [_cells(row) for row in rows]
        for other, names in lists.items():
            is_called = plain(other) in _NAMES or (bool(rows) and plain(key) in _ROWS)
            texts = [text for one in names if (text := _name(one))]
            if other != key and is_called and 0 < len(texts) == len(names) >= max(map(len, cells), default=0) and (
                rows or plain(key) in _ROWS
            ):
                return Cells(_records(texts, cells), frozenset((key, other)))
    return None


def _by_column(value: dict) -> list[dict] | None:
    """Lists of equal length under the names of columns."""
    named = {key: one for key, one in value.items() if plain(key) not in _COUNTS}
    parts = [one for one in named.values() if isinstance(one, list) and one and not _is_nested(one)]
    if len(parts) < 2 or len(parts) < len(named) or len({len(one) for one in parts}) > 1:
        return None
    return [dict(zip(named, row, strict=True)) for row in zip(*parts, strict=True)]


def _by_number(value: dict) -> list[dict] | None:
    """Objects by number under the names of columns, or records under their numbers or ids."""
    parts = list(value.values())
    if len(parts) < 2 or not all(isinstance(one, dict) and one for one in parts):
        return None
    inner = [set(one) for one in parts]
    if all(key.isdigit() for keys in inner for key in keys) and len(set(map(frozenset, inner))) == 1:
        return [{name: value[name][n] for name in value} for n in parts[0]]
    shared = set.intersection(*inner)
    if all(re.search(r"\d", key) for key in value) and len(shared) >= 2:
        return [{"_key": key, **one} for key, one in value.items()]
    return None


def _is_row(row: object) -> bool:
    if isinstance(row, dict):
        return list(row) == ["c"] and isinstance(row["c"], list)
    return isinstance(row, list) and not (row and all(isinstance(one, dict | list) for one in row))


def _cells(row: list | dict) -> list:
    """The cells of a row; a chart's data have each cell as {"v": value}."""
    if isinstance(row, list):
        return row
    return [one.get("v") if isinstance(one, dict) else one for one in row["c"]]


def _is_nested(row: list) -> bool:
    return any(isinstance(one, dict | list) for one in row)


def _name(one: object) -> str | None:
    if isinstance(one, dict):
        return next((str(one[key]) for key in _CALLED if isinstance(one.get(key), str) and one[key].strip()), None)
    return one if isinstance(one, str) and one.strip() else None


def _records(names: list[str], rows: list[list]) -> list[dict]:
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return [
        {name or f"?{n}": cell for n, (name, cell) in enumerate(zip_longest(unique, row), 1)}
        for row in rows
    ]
