"""What `--by unit` costs with ten units: the report with a page, print and workbook for each against the report alone.

    python benchmarks/units.py [TIMES]

Both compute the period anew, in turn, TIMES times each (default 3); the median counts.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from tthc.model.settings import load_run  # noqa: E402
from tthc.report import make_report  # noqa: E402
from units_project import rename_units  # noqa: E402

PERIOD = "2024-01..2024-05"
UNITS = 10


def project(folder: Path) -> Path:
    """The sample, its largest unit split in four, which makes ten."""
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "tthc.toml", folder)
    rename_units(folder / "data" / "raw" / "2024-01_2024-05", parts=4)
    return folder


def seconds(root: Path, by: str | None) -> tuple[float, Path]:
    """How long one report takes from the files on, and where it lies."""
    shutil.rmtree(root / ".tthc", ignore_errors=True)
    started = time.perf_counter()
    folder = make_report(load_run(PERIOD, root=root), by=by)
    return time.perf_counter() - started, folder


def main(times: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = project(Path(name))
        seconds(root, None)  # what is loaded once counts for neither
        measured: dict[str | None, list[float]] = {None: [], "unit": []}
        for _ in range(times):
            for by, found in measured.items():
                took, folder = seconds(root, by)
                found.append(took)
        pages = len(list((folder / "don-vi").iterdir()))
    alone, whole = (statistics.median(measured[by]) for by in (None, "unit"))
    print(
        f"report alone {alone:.1f} s, with {pages} units {whole:.1f} s, ratio {whole / alone:.2f} (at most 2 is wanted "
        f"for {UNITS})"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
