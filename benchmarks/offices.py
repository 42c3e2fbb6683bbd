"""Simulated offices as one batch: canonical rows with the office's number before every id and name, and their truth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pyarrow as pa

from tthc.engine import connect
from tthc.model.schema import CANONICAL, TABLES
from tthc.model.settings import load_run
from tthc.simulate import World, at_level, plant, run_office, twin
from tthc.sources.read import Reading
from tthc.study.graph.period import Edition, period_runner

ROOT = Path(__file__).resolve().parents[1]
START, END = date(2024, 1, 1), date(2024, 5, 31)
_NAMES = ("dossier_id", "officer", "unit", "parent", "procedure_code", "code")


@dataclass(frozen=True)
class Office:
    """One disturbed office; `rescued` says for each disturbance which late dossiers its twin without it settles on
    time.
    """

    number: int
    world: World
    rescued: Mapping[str, frozenset[str]]

    def named(self, name: str) -> str:
        return f"{self.number}:{name}"


def offices(
    seeds: Iterable[int], *, size: int, kinds: Sequence[str], disturbances: int, first: int = 0,
) -> list[Office]:
    """One office per seed with up to `disturbances` planted of these kinds, and a twin run without each of them."""
    found = []
    for number, seed in enumerate(seeds, start=first):
        planted = plant(run_office(seed, size=size, start=START, end=END), kinds, disturbances)
        world = run_office(seed, size=size, start=START, end=END, disturbances=planted)
        late = {row["dossier_id"] for row in world.truth if row["is_late"]}
        rescued = {one.id: frozenset(late - _late(twin(world, one))) for one in planted}
        found.append(Office(number, world, rescued))
    return found


def _late(world: World) -> set[str]:
    return {row["dossier_id"] for row in world.truth if row["is_late"]}


# the last has dossiers settled before the period too
TABLES_READ = ("late", "cause_shares", "segments", "parts", "state_minutes_all")


def computed(
    batch: Sequence[Office], level: int = 3, tables: Sequence[str] = TABLES_READ,
) -> dict[str, pd.DataFrame]:
    """These tables over all offices as one run, at an evidence level, as frames."""
    engine = connect("duckdb")
    rows: dict[str, list[dict]] = {name: [] for name in CANONICAL}
    for office in batch:
        for name, table in at_level(office.world.tables, level).items():
            rows[name].extend(_numbered(office, row) for row in table)
    read = {name: engine.load(_arrow(name, rows[name]), f"batch_{name}") for name in CANONICAL}
    run = load_run(f"{START}..{END}", root=ROOT, source=ROOT / "data", rules={"rule": "system"})
    profile = SimpleNamespace(calendar="vn")
    told = {
        name: engine.load(TABLES[name].ibis_schema().to_pyarrow().empty_table(), f"batch_{name}")
        for name in ("findings", "accounting")
    }
    made = Edition(Reading(read, told["findings"], told["accounting"], {}, profile, ()))
    found = {name: engine.fetch(table) for name, table in period_runner(run, engine, made).tables(tables).items()}
    engine.close()
    return found


def _numbered(office: Office, row: Mapping) -> dict:
    return {key: office.named(value) if key in _NAMES and value else value for key, value in row.items()}


def _arrow(name: str, rows: Sequence[Mapping]) -> pa.Table:
    schema = CANONICAL[name].ibis_schema().to_pyarrow()
    return pa.Table.from_pylist([{column: row.get(column) for column in schema.names} for row in rows], schema=schema)
