"""CONTRIBUTING.md is true: its first four recipes are done as they stand there, in a copy of the package, and work."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tthc.simulate import run_office, write_world

ROOT = Path(__file__).resolve().parents[1]
_STEP = re.compile(r"(?:[Ii]n|New file) `(?P<path>[^`]+)`(?:, below `(?P<line>[^`]+)`)?:\n\n```python\n(?P<code>.*?)```", re.DOTALL)
_CHILD = """
import json, sys
from pathlib import Path
import tthc
from tthc.cli import exporting
study = tthc.open("2024-03", source=sys.argv[1], rules={"many_steps": "3"})
study.ensure(["long_ways", "measures"])
rows = study.long_ways
form = exporting.choose_form(None, Path("rows.tsv"))
exporting.write(rows, form, Path("rows.tsv"))
measures = study.measures
print(json.dumps({"rows": len(rows), "fewest": int(rows["n_steps"].min()), "written": Path("rows.tsv").read_text(encoding="utf-8"),
                  "measure": int((measures["measure"] == "open_share").sum()), "file": tthc.__file__}))
"""

_DECLARED = """
from tthc.analysis.indicators import MEASURES
from tthc.cli import exporting
from tthc.model.schema import TABLES
from tthc.model.settings import RULES
from tthc.study.graph.wiring import registry
assert registry()["long_ways"].setting_names == ("many_steps",) and "long_ways" in TABLES
assert "open_share" in {one.id for one in MEASURES} and "many_steps" in {one.name for one in RULES}
from pathlib import Path
exporting.choose_form(None, Path("rows.tsv"))
from tthc.engine import connect
from worked import EXAMPLES
from worked.running import comparable, expected, found
example = next(one for one in EXAMPLES if one.table == "long_ways")
rows = found(connect("duckdb"), example, Path())
assert comparable(rows) == comparable(expected(example, ["dossier_id", "n_steps"])), rows
"""


def _follow(recipes: str, root: Path) -> int:
    """Do what the recipes say to the copy below `root`; how many steps that were."""
    steps = list(_STEP.finditer(recipes))
    for step in steps:
        path = root / step["path"]
        if step["line"] is None:
            assert not path.exists(), path
            path.write_text(step["code"], encoding="utf-8")
            continue
        text = path.read_text(encoding="utf-8")
        assert text.count(f"\n{step['line']}\n") == 1, f"{step['path']} has no such line (or several): {step['line']}"
        path.write_text(text.replace(f"\n{step['line']}\n", f"\n{step['line']}\n{step['code']}"), encoding="utf-8")
    return len(steps)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package with everything that the recipes say done to it."""
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copytree(ROOT / "data" / "reference", copy / "data" / "reference")
    shutil.copy(ROOT / "tthc.toml", copy)
    shutil.copytree(ROOT / "tests" / "worked", copy / "tests" / "worked", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "tests" / "small_tables.py", copy / "tests")
    assert _follow((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), copy) == 8
    return copy


def test_the_recipes_fit_into_the_code_as_it_stands(copy: Path):
    """Their tables, settings and indicators are declared and the worked example is right; that they compute is for `make soak`."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(copy / name) for name in ("src", "tests"))}
    done = subprocess.run([sys.executable, "-c", _DECLARED], cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.soak
def test_the_recipes_work_as_they_stand(copy: Path, tmp_path: Path):
    export = tmp_path / "export"
    export.mkdir()
    write_world(run_office(7, size=60, start=date(2024, 3, 1), end=date(2024, 3, 31), warm_up=14), export)
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "TTHC_CACHE": ""}
    done = subprocess.run([sys.executable, "-c", _CHILD, str(export)], cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]

    found = json.loads(done.stdout.splitlines()[-1])
    assert Path(found["file"]).is_relative_to(copy)
    assert found["rows"] > 0 and found["fewest"] >= 3  # the setting reaches the table
    assert found["written"].startswith("dossier_id\tn_steps\n") and found["written"].count("\n") == found["rows"] + 1
    assert found["measure"] > 0


def _soaked() -> set[str]:
    """The files with tests that `make soak` alone runs."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return {str(path.relative_to(ROOT)) for path in files if re.search(r"^(@|pytestmark = )pytest\.mark\.soak|marks=pytest\.mark\.soak", path.read_text(encoding="utf-8"), re.MULTILINE)}


def test_the_docs_list_what_soak_alone_runs():
    page = (ROOT / "docs" / "soak.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(tests/[\w/]+\.py)` \|", page, re.MULTILINE)
    assert sorted(listed) == sorted(_soaked()), "docs/soak.md has one row for each file with tests that only `make soak` runs"


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_every_file_that_the_page_names_is_there(page: str):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:tests|docs|notebooks|data|src)/[\w./-]+\.\w+)`", text)) - {"src/tthc/analysis/segments/long_ways.py"}
    named |= {f"src/tthc/{name}" for name in re.findall(r"`((?:model|engine|analysis|sources|display|study|report|schedule|cli)/[\w./-]*)`", text)}
    missing = [name for name in sorted(named) if "NAME" not in name and "NN_" not in name and not (ROOT / name).exists()]
    assert len(named) > 25 and missing == []
