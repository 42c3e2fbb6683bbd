"""A report joins the memory when it is published, and old editions leave the folder; what is
remembered of them stays.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from tthc.analysis.history import fingerprints
from tthc.model.settings import Run
from tthc.report import edition, publish
from tthc.report.manifest import FILE, read_manifest
from tthc.study import memory


def remember(run: Run, work: Path, study: Any, made_at: datetime) -> None:
    """Put what is remembered of the report into its folder; `memory.collect` takes it from there once it is published.

    The edition for others adds nothing: it tells of the same dossiers under codes.
    """
    if "registered" not in study.names:
        return
    folder = publish.folder_name(run)
    name = memory.report_name(folder, publish.edition_name(edition.out_folder(run) / folder, made_at))
    until = memory.known_until(run, made_at)
    dossiers = [study.table(table) for table in ("registered", "outcomes", "steps")]
    tables = {
        "results": memory.results(study.table("measures"), run, study.info, name=name, made_at=made_at),
        "fingerprints": fingerprints(*dossiers, name=name, rule=run.rules["rule"], until=until),
    }
    memory.stage(work, tables)


def forget_old(run: Run, target: Path, keep: int) -> None:
    """Delete the oldest finished editions beside `target` until `keep` are left; 0 keeps all. `target` always stays.

    Each is first moved out of sight in one step, so that no index and no reader meets half of it; `publish` sweeps what
    a kill leaves of it.
    """
    found = ((read_manifest(path / FILE), path) for path in target.parent.iterdir())
    done = sorted((data["made_at"], path.name) for data, path in found if data is not None and path != target)
    for _, name in done[: max(0, len(done) + 1 - keep)] if keep else ():
        # The new report is published: an old one that is open in Excel, or another account's, stays until the next
        # time.
        with suppress(OSError), publish.workspace(run.out) as hidden:
            (target.parent / name).rename(hidden / name)
