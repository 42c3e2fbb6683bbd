"""What needs a network or other people's tools, tried by hand: `make interop` prints it, docs/interop.md keeps it.

The wheel is built and installed by pip, uv and pipx, as far as the machine has them, each into a place of its own;
there the commands of a first report are typed in an empty folder. pm4py opens the event log in an environment that
TTHC_PM4PY names (its python). With WHEELS=folder everything is installed without a network. Arguments are the ways to
try, all without any: `scripts/interop.py uv`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
PERIOD = ["--period", "2024-01..2024-05"]
COMMANDS = (
    ["init", "--example"], ["check", *PERIOD], ["export", "late", *PERIOD, "-o", "late.csv"],
    ["export", "log", *PERIOD, "-o", "log.xes"], ["export", "log", *PERIOD, "-o", "log.csv"],
    ["export", "model", *PERIOD, "-o", "model"], ["report", *PERIOD], ["doctor"],
)
PEER = """
import json, sys, pm4py
log = pm4py.read_xes(sys.argv[1])
case, activity, at = "case:concept:name", "concept:name", "time:timestamp"
spans = log.groupby(case)[at].agg(lambda times: (times.max() - times.min()).total_seconds())
print(json.dumps({"cases": int(log[case].nunique()), "events": len(log), "variants": len(pm4py.get_variants(log)),
                  "median_seconds": float(spans.median()), "version": pm4py.__version__}))
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = _built(folder)
        for tool, installed in _tools(folder, wheel):
            if isinstance(installed, str):
                print(f"- {tool}: not run ({installed})")
                continue
            empty = folder / f"empty-{tool}"
            empty.mkdir()
            print(f"- {tool}: {_typed(installed, empty)}")
            if (empty / "log.xes").is_file():
                print(f"  pm4py on its log: {_compared(empty)}")


def _built(folder: Path) -> Path:
    """Built in a clone: what an earlier build left behind would go into the wheel."""
    _run(["git", "clone", "--quiet", "--depth", "1", f"file://{ROOT}", folder / "clone"])
    built = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    _run([*built, "-w", folder, folder / "clone"])
    return next(folder.glob("tthc-*.whl"))


def _tools(folder: Path, wheel: Path) -> Iterator[tuple[str, Path | str]]:
    """Each way of installing, and the command it left; a sentence where the machine does not have it."""
    wheels = os.environ.get("WHEELS")
    offline = ["--no-index", "--find-links", str(Path(wheels).resolve())] if wheels else []
    wanted = sys.argv[1:] or ["pip", "uv", "pipx"]
    if "pip" in wanted:
        own = folder / "own"
        _run([sys.executable, "-m", "venv", own])
        _run([own / "bin" / "python", "-m", "pip", "install", "--quiet", *offline, wheel])
        yield "pip", own / "bin" / "tthc"
    for tool, arguments, place in (
        ("uv", ["tool", "install", *offline, wheel], {"UV_TOOL_DIR": "uv", "UV_TOOL_BIN_DIR": "uv-bin"}),
        ("pipx", ["install", *([f"--pip-args={' '.join(offline)}"] if offline else []), wheel],
         {"PIPX_HOME": "pipx", "PIPX_BIN_DIR": "pipx-bin"}),
    ):  # fmt: skip
        program = shutil.which(tool)
        if tool not in wanted:
            continue
        if program is None:
            yield tool, "this machine has none"
            continue
        places = {name: str(folder / path) for name, path in place.items()}
        typed = [program, *map(str, arguments)]
        done = subprocess.run(typed, env={**os.environ, **places}, capture_output=True, text=True)
        command = folder / f"{tool}-bin" / "tthc"
        yield tool, command if command.exists() else f"it failed: {done.stderr.strip().splitlines()[-1]}"


def _typed(command: Path, empty: Path) -> str:
    """Every command in the empty folder, away from the repository; its exit codes."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    codes = [
        subprocess.run([command, *words], cwd=empty, env=clean, capture_output=True, text=True).returncode
        for words in COMMANDS
    ]
    pages = len(list(empty.glob("reports/*/*/*.html")))
    return ", ".join(f"{' '.join(words[:2])} → {code}" for words, code in zip(COMMANDS, codes, strict=True)) + (
        f"; the report has {pages} pages"
    )


def _compared(folder: Path) -> str:
    python = os.environ.get("TTHC_PM4PY")
    if not python:
        return "not run (TTHC_PM4PY names no python that has it)"
    theirs = json.loads(_run([python, "-c", PEER, folder / "log.xes"]).strip().splitlines()[-1])
    version = theirs.pop("version")
    ours = _figures(pd.read_csv(folder / "log.csv", parse_dates=["time:timestamp"]))
    return f"{version} tells {theirs}; our own CSV tells {ours}; equal: {theirs == ours}"


def _figures(log: pd.DataFrame) -> dict[str, float]:
    cases = log.groupby("case:concept:name", sort=False)
    at = cases["time:timestamp"]
    return {
        "cases": cases.ngroups, "events": len(log), "variants": cases["concept:name"].agg(tuple).nunique(),
        "median_seconds": float((at.max() - at.min()).dt.total_seconds().median()),
    }


def _run(command: list) -> str:
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
