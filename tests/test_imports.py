"""Imports point one way: docs/architecture.md says who may import whom, and the code is held to it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "tthc"
PURE = ("worktime", "life", "outcomes", "segments", "causes", "measures", "integrity", "warning")
EXECUTES = {
    "execute", "to_pandas", "to_pyarrow", "to_polars", "to_pyarrow_batches", "to_parquet", "to_csv", "raw_sql", "fetch", "materialise",
}


# `time.monotonic` is no reading of the clock: it tells how long something took.
READS = {
    ("os", "environ"), ("os", "getenv"), ("os", "environb"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"),
    ("date", "today"), ("time", "time"), ("time", "localtime"), ("time", "strftime"),
}  # fmt: skip


def _table() -> dict[str, set[str]]:
    """Module → the modules it may import, from the table in docs/architecture.md (`*`: any)."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", text, flags=re.MULTILINE)
    return {module: {name.strip() for name in allowed.split(",") if name.strip()} for module, allowed in rows}


def _module(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def _files() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def _imports(path: Path, source: str | None = None) -> Iterator[str]:
    """Every dotted name that the file imports, inside functions too; relative ones made absolute."""
    package = ("tthc", *path.relative_to(SOURCE).parent.parts)
    for node in ast.walk(ast.parse(source if source is not None else path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            base = ".".join(part for part in (above, node.module) if part)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _own(names: Iterator[str]) -> set[str]:
    """The package's modules among the imported names."""
    return {name.split(".")[1] for name in names if name.startswith("tthc.")} - {"__version__", "open"}


def _first(names: Iterator[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def _users_of(*libraries: str) -> set[str]:
    return {_module(path) for path in _files() if _first(_imports(path)) & set(libraries)}


def test_every_module_stands_in_the_table_and_the_table_names_no_other():
    modules = {_module(path) for path in _files() if path.parent != SOURCE or path.name != "__init__.py"}
    modules -= {"templates", "__main__"}
    assert modules - set(_table()) == set(), "add the module to the table in docs/architecture.md"
    assert set(_table()) - modules == set(), "the table names modules that do not exist"


@pytest.mark.parametrize("path", _files(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_file_imports_only_what_the_table_allows(path: Path):
    module = _module(path)
    doors = {"__init__": {"study"}, "__main__": {"cli"}}  # what `import tthc` and `python -m tthc` open
    allowed = doors.get(module) or _table().get(module, set())
    if "*" not in allowed:
        assert _own(_imports(path)) - {module} - allowed == set()


def test_the_table_has_no_circle():
    table = {module: allowed for module, allowed in _table().items() if "*" not in allowed}
    while table:
        free = [module for module, allowed in table.items() if not allowed & set(table)]
        assert free, f"these import each other: {sorted(table)}"
        table = {module: allowed for module, allowed in table.items() if module not in free}


def test_imports_inside_functions_and_relative_ones_are_seen():
    source = "def f():\n    from tthc import report\n    import tthc.study\n    from . import naming\n    from ..engine import connect\n"
    assert _own(_imports(SOURCE / "read" / "x.py", source)) == {"report", "study", "read", "engine"}


def test_only_engine_names_an_engine():
    assert _users_of("duckdb", "pyspark") <= {"engine"}
    for path in _files():
        named = re.findall(r"\bibis\.(?:duckdb|pyspark)\b", path.read_text(encoding="utf-8"))
        assert not named or _module(path) == "engine", path


def test_only_figures_imports_matplotlib():
    assert _users_of("matplotlib") == {"figures"}


def test_only_report_imports_papermill_and_nbconvert():
    assert _users_of("papermill", "nbconvert") == {"report"}


@pytest.mark.parametrize("path", [path for path in _files() if _module(path) in PURE], ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_stage_neither_imports_pandas_nor_executes_a_query(path: Path):
    assert not _first(_imports(path)) & {"pandas", "duckdb", "pyspark", "polars"}
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    assert {called.attr for called in calls if isinstance(called, ast.Attribute)} & EXECUTES == set()


def test_only_settings_reads_environment_variables_and_the_clock():
    readers = {
        _module(path)
        for path in _files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in READS
    }  # fmt: skip
    assert readers == {"settings"}
