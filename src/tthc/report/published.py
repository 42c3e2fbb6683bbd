"""The reports that stand in their place already."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tthc.model.settings import Run
from tthc.report import edition, publish
from tthc.report.manifest import FILE, read_manifest


def newest_report(run: Run) -> tuple[Path, dict[str, Any]] | None:
    """Folder and manifest of the newest finished report of this run's period, scope and audience; None where there is
    none.
    """
    parent = edition.out_folder(run) / publish.folder_name(run)
    found = [(path.parent, data) for path in parent.glob(f"*/{FILE}") if (data := read_manifest(path)) is not None]
    return max(found, key=lambda one: (one[1]["made_at"], one[0].name), default=None)
