"""Two tables side by side in one sheet: the second is found and named, and lends no column to the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tthc.sources.read.grids import Grid
from tthc.sources.read.headers import Match, header_rows, matches
from tthc.sources.read.profile import Profile

_FEWEST = 3  # headers of a table that is told by them alone


def table_beside(grid: Grid, found: Match, profiles: Sequence[Profile]) -> Match | None:
    """The table that stands beside the one that was found: behind an empty column of its header, or with headers that
    the first table has already. None where there is none.
    """
    header = dict(header_rows(grid.top))[found.header_row]
    runs = _runs([bool(texts) for texts in header])
    own = next((run for run in runs if found.columns.get("dossier_id", min(found.positions)) in run), range(0))
    others = [run for run in runs if run is not own and len(run) >= _FEWEST]
    if found.twice:
        others.append(own)
    tries = [
        one
        for run in others
        for profile in profiles
        for one in matches(replace(_only(grid, run, found if run is own else None), sheet="", first=1), profile)
        if not one.missing and ("dossier_id" in one.columns or len(one.columns) >= _FEWEST)
    ]
    return max(tries, key=lambda one: len(one.columns), default=None)


def without(grid: Grid, positions: Sequence[int]) -> Grid:
    """The grid without the headers from the first to the last of `positions`."""
    hidden = range(min(positions), max(positions) + 1)
    return _with(grid, lambda place: place not in hidden)


def _only(grid: Grid, run: range, taken: Match | None) -> Grid:
    used = set(taken.positions) if taken else set()
    return _with(grid, lambda place: place in run and place not in used)


def _with(grid: Grid, is_kept) -> Grid:
    top = tuple(tuple(cell if is_kept(place) else "" for place, cell in enumerate(row)) for row in grid.top)
    return replace(grid, top=top)


def _runs(filled: Sequence[bool]) -> list[range]:
    """The stretches of columns with a header."""
    runs, start = [], None
    for place, is_filled in enumerate([*filled, False]):
        if is_filled and start is None:
            start = place
        elif not is_filled and start is not None:
            runs.append(range(start, place))
            start = None
    return runs
