"""Workbooks that a spreadsheet of another region opened: it took the days up to 12 for months and made dates of them,
and left the others as texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.sources.read.cells import declared, missing_marks
from tthc.sources.read.faults import Faults
from tthc.sources.read.grids import Grid
from tthc.sources.read.headers import Match
from tthc.sources.read.loose_times import DAY_FIRST, order_of
from tthc.sources.read.profile import Profile

_CELL, _TEXT = r"^\d{4}-\d\d-(\d\d)", r"^(\d{1,2})[/.\-]\d{1,2}[/.\-]\d{4}"  # a date cell; the day of a text
_MONTHS = 12
_MIXED, _FEW = 2, 4  # of each kind: so many in one column, so many in all such columns


def report_swapped_days(grid: Grid, match: Match, profile: Profile, engine: Engine, faults: Faults) -> None:
    """A finding that stops where columns hold both, and every date cell is of a day up to 12, every text of a later
    one: chance does not part them so.
    """
    if order_of(profile.dates) != DAY_FIRST or grid.is_records:
        return
    times = {name: place for name, place in match.columns.items() if declared(match, name).type == "timestamp(6)"}
    mixed = [name for name, place in times.items() if _may_be(grid.top[match.header_row :], place)]
    if not mixed:
        return
    body = grid.body(match.header_row, missing_marks(profile), match.positions)
    counts = engine.fetch(body.aggregate(**_counts(body, {name: times[name] for name in mixed}))).iloc[0]
    found = [name for name in mixed if all(counts[f"{kind}_{name}"] >= _MIXED for kind in ("cells", "texts"))]
    n_cells, n_texts = (sum(counts[f"{kind}_{name}"] for name in found) for kind in ("cells", "texts"))
    is_parted = all(counts[f"most_{name}"] <= _MONTHS < counts[f"least_{name}"] for name in found)
    if is_parted and min(n_cells, n_texts) >= _FEW:
        for name in found:
            faults.add(
                "column.swapped_days", grid.file, grid.sheet, column=match.headers[name],
                detail=int(counts[f"cells_{name}"]), width=int(counts[f"texts_{name}"]),
            )


def _may_be(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Whether the first rows speak for it; costs no query."""
    texts = [row[place] for row in rows if place < len(row) and row[place]]
    cells = [int(found[1]) for text in texts if (found := re.match(_CELL, text))]
    days = [int(found[1]) for text in texts if (found := re.match(_TEXT, text))]
    return bool(cells and days) and max(cells) <= _MONTHS < min(days)


def _counts(body: ir.Table, places: dict[str, int]) -> dict[str, ir.Value]:
    counts: dict[str, ir.Value] = {}
    for name, place in places.items():
        text = body[f"c{place}"].strip()
        cell, day = (
            ibis.cases((text.re_search(form), text.re_extract(form, 1).try_cast("int64"))) for form in (_CELL, _TEXT)
        )
        counts |= {
            f"cells_{name}": cell.count(), f"texts_{name}": day.count(), f"most_{name}": cell.max().coalesce(0),
            f"least_{name}": day.min().coalesce(0),
        }
    return counts
