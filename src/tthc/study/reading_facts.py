"""What reading tells beside its tables, as JSON: which columns are present, which files were read,
what was not read.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tthc.sources.read import InputFile, Reading, SystemRead, UnreadColumn

_TABLES = frozenset(("tables", "findings", "accounting", "profile"))


def _rows(kind: type) -> Callable[[list[dict[str, Any]]], tuple[Any, ...]]:
    fields = {field.name: field for field in dataclasses.fields(kind)}

    def made(rows: list[dict[str, Any]]) -> tuple[Any, ...]:
        return tuple(
            kind(
                **{
                    name: tuple(value) if isinstance(value, list) else value
                    for name, value in row.items()
                    if name in fields
                }
            )
            for row in rows
        )

    return made


# How each fact comes back; a fact that is not named here keeps a reading from being stored at all.
_BACK: dict[str, Callable[[Any], Any]] = {
    "present": lambda columns_of: {name: frozenset(columns) for name, columns in columns_of.items()},
    "inputs": _rows(InputFile),
    "unread": _rows(UnreadColumn),
    "systems": _rows(SystemRead),
}


def save_facts(reading: Reading, path: Path) -> None:
    """Write the facts, whole or not at all; nothing where the reading tells what this module does not know."""
    names = [field.name for field in dataclasses.fields(reading) if field.name not in _TABLES]
    if not set(names) <= set(_BACK):
        return
    facts = {name: getattr(reading, name) for name in names}
    arriving = path.with_suffix(f".{os.getpid()}")
    arriving.write_text(json.dumps(facts, ensure_ascii=False, default=_plain), encoding="utf-8")
    os.replace(arriving, path)


def load_facts(path: Path) -> dict[str, Any] | None:
    """The facts as `Reading` takes them; None where there are none or they are not whole."""
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        return {name: _BACK[name](value) for name, value in facts.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    return str(value)
