"""Compiled statements that are kept: from a table's declaration and the columns of its inputs to the engine's own text.

Compiling three hundred expressions is half of what a small office's report costs, and the statements are the same for
every period. They are kept in the user's own cache folder, never inside a project: a project that somebody else made
must not bring statements with it. A line is found by the digest of all that it depends on (the package's code,
versions, engine, the declaration's name, columns of the inputs, settings, values), so that a wrong hit cannot happen; a
line that is cut off or altered does not match its own digest and is left aside.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tthc.engine.statement import Kind, Statement


class Part(NamedTuple):
    """One statement of a table and the name under which its rows are stored; the last part is the table itself."""

    name: str
    statement: Statement


class Kept:
    """The statements known for one state of the code; without a folder they are remembered for this process alone."""

    def __init__(self, folder: Path | None, code: str) -> None:
        self._file = folder / f"{code}.jsonl" if folder else None
        self._known: dict[str, tuple[Part, ...]] = {}
        self._is_read = self._file is None

    def get(self, key: str) -> tuple[Part, ...] | None:
        if not self._is_read:
            self._read()
        return self._known.get(key)

    def put(self, key: str, parts: Sequence[Part]) -> None:
        """Remember the statements; those that name rows in memory would mean nothing to another run."""
        if not all(part.statement.can_be_kept for part in parts):
            return
        self._known[key] = tuple(parts)
        if self._file:
            self._write(self._file, key, parts)

    def _read(self) -> None:
        self._is_read = True
        if self._file is None or not is_own(self._file):
            return
        for line in self._file.read_bytes().splitlines():
            mark, _, text = line.partition(b" ")
            if hashlib.sha256(text).hexdigest().encode() == mark:
                entry = json.loads(text)
                self._known[entry["key"]] = tuple(_part(one) for one in entry["parts"])

    def _write(self, file: Path, key: str, parts: Sequence[Part]) -> None:
        entry = {"key": key, "parts": [[part.name, part.statement.sql, part.statement.columns] for part in parts]}
        text = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
        line = hashlib.sha256(text).hexdigest().encode() + b" " + text + b"\n"
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # One write at the end of the file: two processes never mix their lines.
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(handle, line)
            finally:
                os.close(handle)
        except OSError:
            self._file = None  # a cache that cannot be written costs time, nothing else


def is_own(file: Path) -> bool:
    """Whether the file is there and nobody but this user can write it."""
    try:
        stat = file.stat()
    except OSError:
        return False
    return not hasattr(os, "getuid") or (stat.st_uid == os.getuid() and not stat.st_mode & 0o022)


def key_of(
    name: str, engine: str, columns: Mapping[str, Sequence[Kind]], settings: Mapping[str, str],
    values: Mapping[str, object],
) -> str:
    """The digest of all that a declared table's statements depend on beside the code."""
    lines = [
        name, engine, sorted(columns.items()), sorted(settings.items()),
        sorted((name, plain(value)) for name, value in values.items()),
    ]
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()


def plain(value: Any) -> Any:
    """The value as JSON can write it, sets in order."""
    if isinstance(value, Mapping):
        return sorted((key, plain(one)) for key, one in value.items())
    if isinstance(value, set | frozenset):
        return sorted(plain(one) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *(plain(getattr(value, one.name)) for one in dataclasses.fields(value))]
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool) or value is None else repr(value)


def _part(entry: Sequence[Any]) -> Part:
    name, sql, columns = entry
    return Part(name, Statement(sql, tuple(Kind(*column) for column in columns)))
