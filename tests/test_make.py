"""Every line with `make` that people are told to type does what its target says: what it would start is there and is the tests' own."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import typer
from tests.told import ROOT, said, typed

from tthc.cli.app import app

COMMANDS = typer.main.get_command(app).commands
TOLD = sorted({tuple(words) for words in [*typed("make"), *said("make")]})
INSTALLED = Path(sys.executable).parent


def _recipe(*words: str) -> list[str]:
    """What `make` with these words would start, setting everything up anew; nothing is started."""
    clean = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    done = subprocess.run(["make", "-n", "-B", *words], cwd=ROOT, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.replace("\\\n", " ").splitlines()


def test_the_targets_that_matter_are_told():
    assert {words[0] for words in TOLD} >= {"report", "test", "test-fast", "soak", "interop", "docs", "lab", "wheels", "wheels-windows"}


@pytest.mark.parametrize("words", TOLD, ids=" ".join)
def test_what_a_make_line_starts_is_there(words: tuple[str, ...]):
    started = [shlex.split(line) for line in _recipe(*words)]
    own = [line for line in started if any(".venv" in word for word in line)]
    assert own or words[0] == "help"
    for line in own:
        line = [word for word in line if not re.fullmatch(r"[A-Z_0-9]+=.*", word)]
        if line[0] == ".venv/bin/tthc":
            COMMANDS[line[1]].make_context(line[1], line[2:])
        elif line[0].startswith(".venv/bin/"):
            assert (INSTALLED / Path(line[0]).name).exists(), line
        assert [word for word in line if word.endswith((".py", ".lock")) and not word.startswith((".venv", "-")) and not (ROOT / word).exists()] == []


def test_tests_are_chosen_by_marks_that_there_are():
    told = {mark.split(":")[0] for mark in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]["markers"]}
    for target in ("test", "test-fast", "test-spark", "soak"):
        (line,) = [shlex.split(line) for line in _recipe(target) if "-m pytest" in line]
        marks = re.findall(r"\w+", line[len(line) - 1 - line[::-1].index("-m") + 1])
        assert marks and set(marks) - {"not", "and", "or"} <= told, target


def test_windows_installs_what_make_installs():
    spec = importlib.util.spec_from_file_location("chay_bao_cao", ROOT / "chay_bao_cao.py")
    start = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(start)
    pip = [shlex.split(line)[1:] for line in _recipe("report") if "-m pip install" in line]
    assert [words[words.index("--disable-pip-version-check") + 1 :] for words in pip] == start.install_commands(ROOT / "nowhere")
    (report,) = [line for line in _recipe("report") if line.startswith(".venv/bin/tthc")]
    assert shlex.split(report)[1:] == list(start.SAMPLE)


def test_the_list_for_windows_keeps_every_pin_and_hash_without_its_marker():
    (cut,) = [line.split(" > ")[0] for line in _recipe("wheels-windows") if line.startswith("sed ")]
    shown = subprocess.run(["sh", "-c", cut], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    whole = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    joined = [line for line in shown.replace("\\\n", "").splitlines() if not line.startswith("#")]
    pins = [line.split()[0] for line in joined]
    assert pins == re.findall(r"^([A-Za-z0-9][^ ;\\]*)", whole, re.MULTILINE) and not any(";" in line for line in joined)
    assert sum(line.count(" --hash=sha256:") for line in joined) == whole.count("--hash=") > 3000
