"""Imports point one way: docs/architecture.md says who may import whom, and the code is held to it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "tthc"
EXECUTES = {
    "execute", "to_pandas", "to_pyarrow", "to_polars", "to_pyarrow_batches", "to_parquet", "to_csv", "raw_sql", "fetch", "materialise",
}


# `time.monotonic` is no reading of the clock: it tells how long something took.
READS = {
    ("os", "environ"), ("os", "getenv"), ("os", "environb"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"),
    ("date", "today"), ("time", "time"), ("time", "localtime"), ("time", "strftime"),
}  # fmt: skip


def _rows(head: str) -> dict[str, list[str]]:
    """First column → names of the last, of the table in docs/architecture.md whose head begins so."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.split(f"| {head} |", 1)[1].split("\n\n", 1)[0]
    rows = re.findall(r"^\| `([\w.]+)` \|[^|]*\|([^|]*)\|$", table, flags=re.MULTILINE)
    return {name: [one.strip() for one in allowed.split(",") if one.strip()] for name, allowed in rows}


ROOMS, PARTS = _rows("room"), _rows("part")
BESIDE = {"templates", "__init__", "__main__", "old_names"}
# What `import tthc`, `python -m tthc` and the old names open; types of what notebooks import stand in `__init__` too.
DOORS = {"tthc": {"tthc.study", "tthc.old_names", "tthc.display"}, "tthc.__main__": {"tthc.cli"}, "tthc.old_names": set()}


def _name(path: Path) -> str:
    """The module of a file, dotted."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _room(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


def _part(module: str) -> str:
    """The part of a room that a module lies in; the room itself for a file beside the parts."""
    room_and_part = ".".join(module.split(".")[1:3])
    return room_and_part if room_and_part in PARTS else _room(module)


def _files() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    """All of a file's syntax tree, parsed once."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def _imports(path: Path, source: str | None = None) -> Iterator[str]:
    """Every dotted name that the file imports, inside functions too; relative ones made absolute."""
    package = ("tthc", *path.relative_to(SOURCE).parent.parts)
    for node in _nodes(path) if source is None else ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            base = ".".join(part for part in (above, node.module) if part)
            yield from (f"{base}.{alias.name}" for alias in node.names)


MODULES = {_name(path): path for path in _files()}


def _own(names: Iterator[str]) -> set[str]:
    """The package's modules among the imported names: `tthc.a.b` for `from tthc.a import b` where b is a module, else `tthc.a`."""
    own = (name for name in names if name.startswith("tthc."))
    return {name if name in MODULES else name.rpartition(".")[0] for name in own} - {"tthc"}


def _first(names: Iterator[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def _users_of(*libraries: str) -> set[str]:
    return {_part(name) for name, path in MODULES.items() if _first(_imports(path)) & set(libraries)}


def _is_in(module: str, places: Iterable[str]) -> bool:
    return any(module == f"tthc.{place}" or module.startswith(f"tthc.{place}.") for place in places)


def test_every_room_and_part_stands_in_the_tables_and_they_name_no_other():
    rooms = {_room(name) for name in MODULES} - BESIDE
    assert rooms == set(ROOMS), "the table of rooms in docs/architecture.md"
    parts = {".".join(name.split(".")[1:3]) for name in MODULES if name.count(".") == 3}
    whole = {name for name, path in MODULES.items() if name.count(".") == 2 and path.name == "__init__.py"}
    assert parts | {name.removeprefix("tthc.") for name in whole} == set(PARTS), "the table of parts in docs/architecture.md"


@pytest.mark.parametrize("name", MODULES)
def test_a_file_imports_only_what_the_tables_allow(name: str):
    imported = _own(_imports(MODULES[name]))
    if name in DOORS:
        assert {one for one in imported if not _is_in(one, [door.removeprefix("tthc.") for door in DOORS[name]])} == set()
        return
    room, part = _room(name), _part(name)
    if "*" not in ROOMS[room]:
        assert {one for one in imported if _room(one) != room and not _is_in(one, ROOMS[room])} == set()
    inside = {one for one in imported if _room(one) == room and _part(one) != part}
    allowed = {room if one == room else f"{room}.{one}" for one in PARTS.get(part, ())}
    assert part == room or {one for one in inside if _part(one) not in allowed and _part(one) != room} == set()


def test_the_rooms_have_no_circle():
    table = {room: {one.split(".")[0] for one in allowed} for room, allowed in ROOMS.items() if "*" not in allowed}
    while table:
        free = [room for room, allowed in table.items() if not allowed & set(table)]
        assert free, f"these import each other: {sorted(table)}"
        table = {room: allowed for room, allowed in table.items() if room not in free}


def _circle(graph: dict[str, set[str]]) -> list[str]:
    """What is left of a graph when what imports nothing of the rest is taken away until nothing more goes."""
    graph = dict(graph)
    while free := [name for name, imported in graph.items() if not imported & set(graph)]:
        for name in free:
            del graph[name]
    return sorted(graph)


def test_no_module_imports_one_that_imports_it():
    assert _circle({name: _own(_imports(path)) - {name} for name, path in MODULES.items()}) == []


def test_a_circle_of_three_is_seen():
    assert _circle({"a": {"b"}, "b": {"c", "d"}, "c": {"a"}, "d": set(), "e": set()}) == ["a", "b", "c"]


def test_imports_inside_functions_and_relative_ones_are_seen():
    source = "def f():\n    from tthc import report\n    import tthc.study\n    from . import naming\n    from ..engine import connect\n"
    assert _own(_imports(SOURCE / "sources" / "x.py", source)) == {"tthc.report", "tthc.study", "tthc.sources", "tthc.engine"}


def test_only_engine_names_an_engine():
    assert _users_of("duckdb", "pyspark") <= {"engine"}
    for name, path in MODULES.items():
        named = re.findall(r"\bibis\.(?:duckdb|pyspark)\b", path.read_text(encoding="utf-8"))
        assert not named or _room(name) == "engine", path


def test_only_figures_imports_matplotlib():
    assert _users_of("matplotlib") == {"display.figures"}


def test_only_report_imports_papermill_and_nbconvert():
    assert _users_of("papermill", "nbconvert") == {"report"}


@pytest.mark.parametrize("name", [name for name in MODULES if _room(name) == "analysis"])
def test_the_analysis_neither_imports_pandas_nor_executes_a_query(name: str):
    path = MODULES[name]
    assert not _first(_imports(path)) & {"pandas", "duckdb", "pyspark", "polars"}
    calls = [node.func for node in _nodes(path) if isinstance(node, ast.Call)]
    assert {called.attr for called in calls if isinstance(called, ast.Attribute)} & EXECUTES == set()


def test_only_settings_reads_environment_variables_and_the_clock():
    readers = {
        name
        for name, path in MODULES.items()
        for node in _nodes(path)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in READS
    }  # fmt: skip
    assert readers == {"tthc.model.settings.environment"}
