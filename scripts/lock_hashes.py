"""Writes the hashes of every pinned file into the lock files (`make hashes`), as the Python Package Index has them.

The pins stay as they are: uv is asked for the hashes of exactly these versions, for every platform and kind of file,
so that `pip install --require-hashes` takes a wheel of Windows as well as one of Linux. A mirror that rebuilds files is
refused by that, which is what hashes are for. uv comes from the index that pip is configured for, into a place that is
thrown away.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-docs.lock", "requirements-spark.lock")
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==")
OLDEST = "3.11.5"  # of the Pythons that every package of the documentation runs on


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        tools = Path(name)
        subprocess.run([sys.executable, "-m", "venv", tools], check=True)
        subprocess.run([tools / "bin" / "python", "-m", "pip", "install", "--quiet", "uv"], check=True)
        for lock in LOCKS:
            path = ROOT / lock
            path.write_text(with_hashes(path.read_text(encoding="utf-8"), _asked(tools, path)), encoding="utf-8")


def with_hashes(lock: str, hashes: dict[str, list[str]]) -> str:
    """The lock's comments and pins, each pin followed by its hashes. Raises KeyError for a pin that has none."""
    lines = []
    for line in lock.splitlines():
        found = _PIN.match(line)
        if found:
            marks = (f"    --hash={one}" for one in hashes[canonical(found["name"])])
            line = " \\\n".join([line.removesuffix(" \\").rstrip(), *marks])
        if not line.startswith("    --hash="):  # those of before
            lines.append(line)
    return "\n".join(lines) + "\n"


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _asked(tools: Path, lock: Path) -> dict[str, list[str]]:
    """Package → the hashes of all files of the pinned version."""
    plain = tools / lock.name
    pins = [line.removesuffix(" \\") for line in lock.read_text(encoding="utf-8").splitlines() if _PIN.match(line)]
    plain.write_text("\n".join(pins) + "\n", encoding="utf-8")
    asked = ["--universal", "--no-deps", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
    words = [tools / "bin" / "uv", "pip", "compile", *asked, "--python-version", OLDEST, plain]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    found: dict[str, list[str]] = {}
    for part in re.split(r"\n(?=\S)", told):
        if pin := _PIN.match(part):
            found.setdefault(canonical(pin["name"]), []).extend(re.findall(r"--hash=(sha256:[0-9a-f]{64})", part))
    return found


if __name__ == "__main__":
    main()
