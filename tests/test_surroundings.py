"""What a machine is set to changes no figure: time zone, locale, hash seed, and the day on which the report is made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tthc.simulate import run_office, write_world

ROOT = Path(__file__).resolve().parents[1]
PERIOD = "2024-03"
# The tables whose reckoning meets clocks, words and orders; behind `late` are most of the other stages.
TABLES = ("outcomes", "deadline_checks", "findings")
_CHILD = """
import json, sys
from datetime import datetime
from tthc.model import settings
now = datetime.fromisoformat(sys.argv[1])
settings.current_time, settings.current_day, settings.current_seconds = (lambda: now), now.date, now.timestamp
import tthc
study = tthc.open(sys.argv[2], source=sys.argv[3])
study.ensure(sys.argv[4:])
def rows(name):
    # As a set, floats to nine digits: in which order an engine's threads add up is no part of a result.
    text = study.frame(name).to_json(orient="records", date_format="iso", force_ascii=True)
    values = json.loads(text, parse_float=lambda one: f"{float(one):.9g}")
    return sorted(json.dumps(row, sort_keys=True) for row in values)
print(json.dumps({name: rows(name) for name in sys.argv[4:]}))
"""
IN_2027 = {"TZ": "America/St_Johns", "PYTHONHASHSEED": "1", "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
ON_A_LEAP_DAY = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8"}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    write_world(run_office(7, size=80, start=date(2024, 3, 1), end=date(2024, 3, 31), warm_up=21), folder)
    return folder


def _tables(project: Path, export: Path, now: str, environment: dict[str, str], names: Sequence[str]) -> dict[str, list[str]]:
    project.mkdir()
    (project / "tthc.toml").write_text((ROOT / "tthc.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (project / "data").symlink_to(ROOT / "data")
    # Nothing kept of the run before: statements are written anew too.
    given = {**os.environ, "TTHC_CACHE": "", "PYTHONPATH": str(ROOT / "src"), **environment}
    words = [sys.executable, "-c", _CHILD, now, PERIOD, str(export), *names]
    done = subprocess.run(words, cwd=project, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("names", [TABLES, pytest.param(("late", *TABLES), marks=pytest.mark.soak)], ids=["judging", "explaining"])
def test_two_machines_that_have_nothing_in_common_give_the_same_tables(names: Sequence[str], export: Path, tmp_path: Path):
    one = _tables(tmp_path / "one", export, "2027-06-30T23:30:00", IN_2027, names)
    other = _tables(tmp_path / "other", export, "2028-02-29T00:30:00", ON_A_LEAP_DAY, names)
    assert all(one[name] for name in names if name != "deadline_checks"), "an empty table shows nothing"
    for name in names:
        assert one[name] == other[name], name
