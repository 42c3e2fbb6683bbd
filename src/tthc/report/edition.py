"""The two editions of a report: for the office, and for others. What others get is made of a list,
not of what is left.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

from tthc.model.settings import INTERNAL, SHARED, Run

NAMES = {INTERNAL: "Bản nội bộ", SHARED: "Bản chia sẻ"}
FOLDER = "chia-se"  # under the reports' folder; the only one meant for others


def out_folder(run: Run) -> Path:
    """Where this edition's reports and their index lie."""
    return run.out / FOLDER if run.audience == SHARED else run.out


def is_told(metadata: dict, audience: str) -> bool:
    """False for a chapter, or a cell, that stays inside the office."""
    inside = metadata.get("tthc", {}).get("audience") == INTERNAL or INTERNAL in metadata.get("tags", [])
    return audience != SHARED or not inside


def keep_only(work: Path, names: Collection[str]) -> None:
    """Removes from the finished folder whatever is not named: executed notebooks, and what nobody thought of."""
    for path in work.iterdir():
        if path.name not in names:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
