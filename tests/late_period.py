"""A simulated period with thousands of late dossiers: a busy office, its deadlines set closer than it can keep."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from tthc.simulate import Written, run_office, write_world

SEED, SIZE = 5000, 7000
CLOSER = timedelta(days=35)


def write_late_period(folder: Path) -> Written:
    """The export of the period in `folder`: every deadline is five weeks earlier, but never before the day after reception."""
    world = run_office(SEED, size=SIZE, start=date(2024, 1, 1), end=date(2024, 5, 31))
    for dossier in world.tables["dossiers"]:
        if dossier["due_at"] and dossier["received_at"]:
            dossier["due_at"] = max(dossier["due_at"] - CLOSER, dossier["received_at"] + timedelta(days=1))
    world.tables["due_changes"].clear()
    return write_world(world, folder)
