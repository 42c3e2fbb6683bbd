"""How much rendering adds: the report of a period against papermill alone on the same notebooks, one after the other.

    python benchmarks/report.py [PERIOD]

Both run in this process's project folder with the period computed beforehand, so that only notebooks and rendering
count.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tthc.model.settings import load_run
from tthc.report import make_report, notebooks
from tthc.study import open_run


def papermill_alone(run, folder: Path) -> float:
    """Seconds that papermill needs for all chapters, one fresh kernel each, as its command line would do it."""
    import papermill

    started = time.perf_counter()
    for path in notebooks.chapter_notebooks(run.root):
        papermill.execute_notebook(
            path, folder / path.name, parameters=notebooks.parameters(run), kernel_name="python3", progress_bar=False
        )
    return time.perf_counter() - started


def whole_report(run, folder: Path) -> float:
    """Seconds for the same chapters run and rendered: HTML, PDF, XLSX, manifest, index."""
    started = time.perf_counter()
    make_report(replace(run, out=folder / "reports"))
    return time.perf_counter() - started


def main(period: str) -> None:
    run = load_run(period)
    open_run(run)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        alone, whole = papermill_alone(run, folder), whole_report(run, folder)
    print(f"papermill alone {alone:.1f} s, report {whole:.1f} s, ratio {whole / alone:.2f} (at most 2 is wanted)")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "2024-01..2024-05")
