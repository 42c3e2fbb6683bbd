"""A table's address: the digest of all that its rows depend on, so that equal addresses mean equal rows."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tthc.study.graph.declared import Declared
from tthc.study.graph.kept import plain
from tthc.study.graph.runner import Runner

_VERSIONED = ("ibis-framework", "sqlglot", "duckdb", "pyspark", "pyarrow")


@cache
def code_digest() -> str:
    """The digest of the package's code as a whole and of the versions under it: a changed helper
    changes every address.
    """
    digest = hashlib.sha256(json.dumps([platform.python_version(), *map(_version, _VERSIONED)]).encode())
    package = Path(__file__).resolve().parents[2]
    for path in sorted(package.rglob("*.py")):
        digest.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:32]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


class Addresses:
    """The addresses of a runner's tables. `reading` is the address of what was read: files,
    profile, calendar, edition.
    """

    def __init__(self, runner: Runner, reading: str) -> None:
        self._runner, self._reading = runner, reading
        self._known: dict[str, str] = {}

    def of(self, name: str) -> str:
        """Thirty-two hexadecimal digits."""
        if name not in self._known:
            self._known[name] = self._digest(name)
        return self._known[name]

    def _digest(self, name: str) -> str:
        declared = self._runner.registry.get(name)
        if declared is None or name in self._runner.given:
            return _hash([code_digest(), self._reading, name])
        engine = type(self._runner.engine).__name__
        inputs = [code_digest(), engine, name, self._chosen(declared), self._stamp(declared)]
        # A computed table looks at the run itself, so that codes in the place of names may stand in it: never another
        # edition's.
        edition = self._reading if declared.is_computed else ""
        return _hash([*inputs, edition, [self.of(one) for one in declared.inputs]])

    def _chosen(self, declared: Declared) -> Mapping[str, object]:
        settings = {one: self._runner.settings[one] for one in declared.setting_names}
        values = {one: plain(self._runner.values[one]) for one in declared.value_names}
        return {"settings": settings, "values": values}

    def _stamp(self, declared: Declared) -> str:
        return declared.stamp(self._runner.context) if declared.stamp else ""


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:32]
