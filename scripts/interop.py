"""What needs a network or other people's tools, tried by hand: `make interop` prints it, docs/interop.md keeps it.

The wheel is built in a clone and installed by pip, uv and pipx, each into a place of its own; there the commands of a
first report are typed in an empty folder. The event log is held against the schema, read back by tthc itself, and
opened by pm4py in an environment of its own (pm4py is AGPL: nothing here depends on it). The tools come from the index
that pip is configured for; what cannot be had is told, and the rest goes on. WHEELS=folder installs the wheel without a
network. Arguments are the ways to try, all without any: `scripts/interop.py uv`.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from interop_log import compared

ROOT = Path(__file__).resolve().parents[1]
PERIOD = ("--period", "2024-01..2024-05")
COMMANDS = (
    ("init", "--example"), ("check", *PERIOD), ("export", "late", *PERIOD, "-o", "late.csv"),
    ("export", "log", *PERIOD, "-o", "log.xes"), ("export", "log", *PERIOD, "-o", "log.csv"),
    ("export", "model", *PERIOD, "-o", "model"), ("notebooks", "copy", "20"), ("report", *PERIOD), ("doctor",),
)  # fmt: skip
WAYS = ("pip", "uv", "pipx")


class NotHad(Exception):
    """A tool that this machine could not get; the sentence says why."""


def main() -> None:
    print(f"{datetime.now():%d %B %Y}, {platform.system()}, Python {platform.python_version()}.\n")
    print("| installed by | took | exit codes in an empty folder | pages |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = _built(folder)
        tried = [_tried(way, wheel, folder) for way in sys.argv[1:] or WAYS]
        logs = [found for found in tried if found and (found[1] / "log.xes").is_file()]
        print("\n" + "\n".join(_told_of_the_log(*logs[0], folder)) if logs else "\nNo log was written.")


def _tried(way: str, wheel: Path, folder: Path) -> tuple[Path, Path] | None:
    """Install, type the commands, print one row of the table; the command and the folder, nothing where it failed."""
    began = datetime.now()
    try:
        version, command = _installed(way, wheel, folder)
    except NotHad as lacking:
        print(f"| {way} | – | not run: {lacking} | |")
        return None
    took = (datetime.now() - began).seconds
    empty = folder / f"empty-{way}"
    empty.mkdir()
    codes = [f"`{_short(words)}` {_typed(command, words, empty)}" for words in COMMANDS]
    pages = len(list(empty.glob("reports/*/*/*.html")))
    print(f"| {version} | {took} s | {', '.join(codes)} | {pages} |", flush=True)
    return command, empty


def _short(words: Sequence[str]) -> str:
    """The command without the period, which is the same for all."""
    return " ".join(word for word in words if word not in PERIOD)


def _typed(command: Path, words: Sequence[str], folder: Path) -> int:
    """The exit code of one command, away from the repository."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run([command, *words], cwd=folder, env=clean, capture_output=True).returncode


def _told_of_the_log(command: Path, empty: Path, folder: Path) -> Iterator[str]:
    try:
        pm4py = _environment(folder / "pm4py", "pm4py") / "python"
    except NotHad as lacking:
        yield f"- pm4py: not run: {lacking}"
        pm4py = None
    yield from compared(command, empty, PERIOD, pm4py)


def _built(folder: Path) -> Path:
    """Built in a clone: what an earlier build left behind would go into the wheel."""
    _run(["git", "clone", "--quiet", "--depth", "1", f"file://{ROOT}", folder / "clone"])
    built = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    _run([*built, "-w", folder, folder / "clone"])
    return next(folder.glob("tthc-*.whl"))


def _installed(way: str, wheel: Path, folder: Path) -> tuple[str, Path]:
    """The tool with its version, and the command that its installation left. Raises NotHad."""
    wheels = os.environ.get("WHEELS")
    offline = ["--no-index", "--find-links", str(Path(wheels).resolve())] if wheels else []
    if way == "pip":
        tools = _environment(folder / "own", *offline, str(wheel))
        return _run([tools / "python", "-m", "pip", "--version"]).split(" from ")[0], tools / "tthc"
    tool = _environment(folder / f"{way}-itself", way) / way
    if way == "uv":
        place, words = {"UV_TOOL_DIR": "uv", "UV_TOOL_BIN_DIR": "uv-bin"}, ["tool", "install", *offline, wheel]
    else:
        place = {"PIPX_HOME": "pipx", "PIPX_BIN_DIR": "pipx-bin", "PIPX_MAN_DIR": "pipx-man"}
        words = ["install", *([f"--pip-args={' '.join(offline)}"] if offline else []), wheel]
    _run([tool, *words], **{name: str(folder / path) for name, path in place.items()})
    return f"{way} {_run([tool, '--version']).removeprefix('uv').split()[0]}", folder / f"{way}-bin" / "tthc"


def _environment(folder: Path, *wanted: str) -> Path:
    """The folder of commands of a fresh environment that holds what is wanted. Raises NotHad."""
    _run([sys.executable, "-m", "venv", folder])
    _run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted])
    return folder / "bin"


def _run(command: Sequence[object], **environment: str) -> str:
    given = {**os.environ, **environment}
    done = subprocess.run([str(part) for part in command], env=given, capture_output=True, text=True)
    if done.returncode:
        raise NotHad((done.stderr.strip() or done.stdout.strip() or "no word of why").splitlines()[-1])
    return done.stdout


if __name__ == "__main__":
    main()
