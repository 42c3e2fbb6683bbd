"""Sheets that no profile can read because of how they lie: dossiers side by side, columns parted by spaces alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tthc.sources.read.grids import Grid
from tthc.sources.read.headers import aliases
from tthc.sources.read.names import plain
from tthc.sources.read.profile import Profile
from tthc.sources.read.wizard.meanings import TIME, is_of

_FEWEST = 3  # headers that are known
_GAP = re.compile(r"\s{2,}")


def misshapen(grid: Grid, profiles: Sequence[Profile]) -> str | None:
    """The finding that says how the sheet lies and what to do; None where nothing of the kind is seen."""
    words = {word for profile in profiles for layout in profile.layouts for word in aliases(layout)}
    across = [row for row in grid.top if row and plain(row[0]) in words and any(row[1:])]
    if len({plain(row[0]) for row in across}) >= _FEWEST and any(map(_are_times, across)):
        return "sheet.transposed"
    lines = [row[0] for row in grid.top if len(row) == 1 or not any(row[1:])]
    if any(len({plain(part) for part in _GAP.split(line)} & words) >= _FEWEST for line in lines if line):
        return "file.fixed_width"
    return None


def _are_times(row: Sequence[str]) -> bool:
    """Dates of several dossiers stand beside a header; beside the words of a legend none do."""
    cells = [cell for cell in row[1:] if cell]
    return len(cells) > 1 and is_of(TIME, cells)
