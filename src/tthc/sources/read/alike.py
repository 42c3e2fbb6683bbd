"""Many files of one export, read as one: the same header in the same places, one query instead of one each."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import ibis.expr.types as ir
import pyarrow as pa

from tthc.engine import Engine
from tthc.sources.read.export_times import Export
from tthc.sources.read.grids import Grid
from tthc.sources.read.headers import Match
from tthc.sources.read.profile import Profile

MANY = 8  # fewer sheets alike are read one by one


@dataclass(frozen=True)
class Understood:
    """A grid with how it is read; `stage` names what is stored of it, `export` says when it was made."""

    grid: Grid
    match: Match
    profile: Profile
    export: Export
    stage: str


def laid_together(found: Sequence[Understood], engine: Engine) -> list[Understood]:
    """The grids, many that are alike as one; in the order in which the first of each kind was found."""
    kinds: dict[Hashable, list[Understood]] = {}
    for number, one in enumerate(found):
        kinds.setdefault(_kind(one) or number, []).append(one)
    return [
        part
        for alike in kinds.values()
        for part in ([_joined(alike, engine)] if len(alike) >= MANY else alike)
    ]


def _kind(one: Understood) -> Hashable | None:
    """What must be equal; None for a grid that stands for itself. Rows of logs tell of their dossiers by their file."""
    grid, match, layout = one.grid, one.match, one.match.layout
    if grid.cells is None or layout.is_events or layout.only_with or layout.where:
        return None
    meaning = (match.columns, match.scale, match.headers, match.texts, match.clocks)
    return (
        id(one.profile), id(layout), one.export, grid.days_late, grid.is_records, grid.patient is None, grid.sheet,
        *(tuple(part.items()) for part in meaning),
    )


def _joined(alike: list[Understood], engine: Engine) -> Understood:
    first = alike[0]

    def body(header_row: int, missing: Sequence[str], wanted: Sequence[int]) -> ir.Table:
        parts = [_placed(one, number, missing, wanted) for number, one in enumerate(alike)]
        return engine.load(pa.concat_tables(parts), f"{first.stage}_alike")

    shown = f"{first.grid.file} (và {len(alike) - 1} tệp cùng mẫu)"
    members = tuple((one.grid.file, one.grid.sheet) for one in alike)
    grid = replace(first.grid, file=shown, body=body, patient=None, members=members)
    return replace(first, grid=grid, export=replace(first.export, created=None, saved=None))


def _placed(one: Understood, number: int, missing: Sequence[str], wanted: Sequence[int]) -> pa.Table:
    assert one.grid.cells is not None
    rows = one.grid.cells(one.match.header_row, missing, wanted)
    n = rows.num_rows
    place = {
        "src_file": pa.array([one.grid.file] * n, pa.string()),
        "src_sheet": pa.array([one.grid.sheet] * n, pa.string()),
        "sheet_no": pa.array([number] * n, pa.int64()),
    }
    for name, column in place.items():
        rows = rows.append_column(name, column)
    return rows
