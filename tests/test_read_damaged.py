"""A good export damaged at random: the figures are those of the good one, or it is said, or the run stops."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.damages import GOOD, HEADER, Damage, damages
from tests.reading import ROOT

from stages import judgements, stage
from tthc.analysis.calendar import calendar_table
from tthc.engine import connect
from tthc.model.errors import DataStop
from tthc.model.schema import CANONICAL
from tthc.model.settings import load_run
from tthc.sources.checks import check
from tthc.sources.read import read_sources

UNDAMAGED = Damage("nothing", tuple(HEADER), tuple(map(tuple, GOOD)))


@pytest.fixture(scope="module")
def engine():
    connected = connect()
    yield connected
    connected.close()


def _read(damage: Damage, engine):
    with tempfile.TemporaryDirectory() as folder:
        damage.write(Path(folder))
        reading = read_sources(load_run("2024-01..2024-05", root=ROOT, source=folder, profile="cong_tinh"), engine)
        return engine.fetch(reading.tables["dossiers"]), engine.fetch(reading.findings), reading.present


def _judged(read: dict[int, tuple], engine) -> tuple[dict[int, dict[str, str]], dict[int, Counter]]:
    """By number of the reading: outcome by dossier, and how often each finding was made."""
    schema = CANONICAL["dossiers"].ibis_schema().to_pyarrow()
    marked = [rows.assign(dossier_id=f"{n}:" + rows.dossier_id, src_file=str(n)) for n, (rows, _, _) in read.items()]
    tables = {name: engine.load(table.ibis_schema().to_pyarrow().empty_table(), f"damaged_{name}") for name, table in CANONICAL.items()}
    tables["dossiers"] = engine.load(pa.Table.from_pandas(pd.concat(marked), schema=schema, preserve_index=False), "damaged_dossiers")
    calendar = engine.load(calendar_table(ROOT / "data" / "reference", "vn"), "damaged_calendar")
    run = load_run("2024-01..2024-05", root=ROOT, source=ROOT, profile="cong_tinh")
    rows = engine.fetch(judgements(engine, tables, calendar, start=datetime(2024, 1, 1), cut=run.cut, rules=run.rules))
    judged: dict[int, dict[str, str]] = {n: {} for n in read}
    for name, outcome in rows[rows.rule == "system"][["dossier_id", "outcome"]].itertuples(index=False):
        judged[int(name.split(":")[0])][name.split(":")[1]] = outcome
    every = {name: frozenset(table.names) for name, table in CANONICAL.items()}
    checked = engine.fetch(stage(engine, check, tables, calendar, present=every))
    said = {n: Counter(zip(own.rule, own.column.fillna(""), strict=True)) for n, (_, own, _) in read.items()}
    for file, rule in checked[["file", "rule"]].dropna().itertuples(index=False):
        said[int(file)][rule, ""] += 1
    return judged, said


def _holds(batch: list[Damage], engine) -> Counter:
    read, stopped = {0: _read(UNDAMAGED, engine)}, 0
    for number, damage in enumerate(batch, 1):
        try:
            read[number] = _read(damage, engine)
        except DataStop as stop:
            assert str(stop).strip()
            stopped += 1
    judged, said = _judged(read, engine)
    assert Counter(judged[0].values()) == {"early": 2, "on_time": 2, "late": 2, "open_in_time": 1, "open_late": 1}
    kinds = Counter(stopped=stopped)
    for number in list(read)[1:]:
        changed = {name for name in {*judged[number], *judged[0]} if judged[number].get(name) != judged[0].get(name)}
        silent = {name for name in changed if judged[number].get(name) != "unjudged"}
        lacks = read[0][2]["dossiers"] - read[number][2]["dossiers"]  # columns that are not there are said once for all
        # A dossier whose outcome is another one, or which is gone, has left a finding that the good export has not.
        assert not silent or said[number] - said[0] or lacks, (batch[number - 1].what, silent)
        kinds["as it was" if not changed else "not judged" if not silent else "said"] += 1
    return kinds


def _drawn(number: int, derandomize: bool) -> list[Damage]:
    """Damages as Hypothesis draws them, judged together afterwards: one by one, most of the time would go into the outcomes."""
    found: list[Damage] = []

    @settings(max_examples=number, derandomize=derandomize, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(damage=damages())
    def draw(damage: Damage) -> None:
        found.append(damage)

    draw()
    return found


def test_damage_is_undone_or_told(engine):
    kinds = _holds(_drawn(10, derandomize=True), engine)
    assert len(+kinds) == 4, kinds  # no kind of end alone


@pytest.mark.soak
def test_damage_is_undone_or_told_five_hundred_times(engine):
    _holds(_drawn(500, derandomize=False), engine)
