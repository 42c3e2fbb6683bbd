"""What each command costs a small office: CPU as a multiple of what importing the libraries costs in the same run.

    python benchmarks/office.py [--write docs/office-speed.md]

Machines differ fivefold, so nothing is told in seconds alone. Each command runs as a process of its own in a project
made by `tthc init --example` (263 dossiers), children counted: on a new machine (no compiled statements, no tables),
cold (statements there from another period, no tables) and stored (both there). Aims stand in brackets.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

PERIOD, OTHER = "2024-01..2024-05", "2024-01..2024-04"
FLOOR = "import ibis, duckdb, pandas, pyarrow, typer; ibis.duckdb.connect()"
TTHC = [sys.executable, "-m", "tthc"]
MARK = "<!-- table -->"


class Job(NamedTuple):
    """A command with its aims, as multiples of the floor; None where there is none."""

    name: str
    words: tuple[str, ...]
    cold: float | None
    stored: float | None


def _python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", f"import tthc; study = tthc.open('{{period}}'); {code}")


JOBS = (
    Job("profiles", (*TTHC, "profiles"), 0.4, None),
    Job("check", (*TTHC, "check", "--period", "{period}"), 2, None),
    Job("export late", (*TTHC, "export", "late", "--period", "{period}", "-o", "late.csv"), 4, 0.8),
    Job("warn", (*TTHC, "warn", "--period", "{period}"), 5, 1.6),
    Job("tthc.open", _python("repr(study)"), 1.2, None),
    Job("all public tables", _python("study.ensure()"), 7, None),
    Job("report", (*TTHC, "report", "--period", "{period}"), 14, 9),
)


class Cost(NamedTuple):
    """Seconds of the processor over all processes of a command, and of the clock."""

    cpu: float
    wall: float


def main(arguments: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        project, cache = Path(name) / "du-an", Path(name) / "cache"
        environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
        subprocess.run([*TTHC, "init", str(project), "--example"], check=True, capture_output=True, env=environment)
        floor = min(cost((sys.executable, "-c", FLOOR), project, environment).cpu for _ in range(3))
        lines = [
            f"The floor, importing the libraries: {floor:.2f} CPU s.\n",
            "| command | new machine | cold | stored | wall ÷ CPU, cold |", "|---|---:|---:|---:|---:|",
        ]
        for job in JOBS:
            lines.append(_line(job, floor, project, cache, environment))
            print(lines[-1], file=sys.stderr, flush=True)
    text = "\n".join(lines)
    print(text)
    if arguments[:1] == ["--write"]:
        page = Path(arguments[1])
        page.write_text(f"{page.read_text(encoding='utf-8').split(MARK)[0]}{MARK}\n\n{text}\n", encoding="utf-8")


def _line(job: Job, floor: float, project: Path, cache: Path, environment: dict[str, str]) -> str:
    shutil.rmtree(cache, ignore_errors=True)
    new = _run(job, PERIOD, project, environment, fresh=True)
    shutil.rmtree(cache, ignore_errors=True)
    _run(job, OTHER, project, environment, fresh=True)
    cold = _run(job, PERIOD, project, environment, fresh=True)
    stored = _run(job, PERIOD, project, environment, fresh=False)
    told = [f"{new.cpu / floor:.1f}", _told(cold.cpu / floor, job.cold), _told(stored.cpu / floor, job.stored)]
    return f"| {job.name} | {' | '.join(told)} | {cold.wall / cold.cpu:.2f} |"


def _told(times: float, aim: float | None) -> str:
    return f"{times:.1f}" if aim is None else f"{times:.1f} (≤ {aim:g})"


def _run(job: Job, period: str, project: Path, environment: dict[str, str], *, fresh: bool) -> Cost:
    if fresh:
        shutil.rmtree(project / ".tthc", ignore_errors=True)
    return cost([word.replace("{period}", period) for word in job.words], project, environment)


def cost(words: Sequence[str], folder: Path, environment: dict[str, str]) -> Cost:
    """What one process and its children took. Raises where it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(words, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(words)}: {said.decode(errors='replace')[-800:]}")
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - started)


if __name__ == "__main__":
    main(sys.argv[1:])
