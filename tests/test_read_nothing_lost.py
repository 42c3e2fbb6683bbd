"""Random tables built from the schema and broken at random: no row is lost or invented."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from tests.exports import headers
from tests.reading import assert_accounted, read

from examples import drawn
from tthc.engine import connect
from tthc.model.errors import DataStop
from tthc.model.schema import CANONICAL, CODES
from tthc.model.schema.checks import NO_RECORDS

NOISE = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\0\r\n"), max_size=12)
DATES = st.datetimes().map(lambda moment: moment.strftime("%d/%m/%Y %H:%M:%S"))
WRONG = st.sampled_from(["", "31/02/2024", "0", "-1", "9999-99-99", "null", "Có", "1e400", "01/01/1900", "31/12/9999", "=1/0", '"', "'", ";"])


@pytest.fixture(scope="module")
def engine():
    connected = connect()
    yield connected
    connected.close()


def cells(column) -> st.SearchStrategy[str]:
    """Mostly what belongs there, sometimes what does not."""
    if column.codes:
        good = st.sampled_from(list(CODES[column.codes].values()))
    elif column.type == "timestamp(6)":
        good = DATES
    elif column.type == "boolean":
        good = st.sampled_from(["Có", "Không"])
    elif column.name == "dossier_id":
        good = st.integers(1, 6).map(lambda number: f"H56.01-240105-{number:04d}")
    else:
        good = NOISE
    return st.one_of(good, good, good, good, WRONG, NOISE)


@st.composite
def tables(draw) -> tuple[list[str], list[list[str]]]:
    """A header with at least the id, and rows of random length around it."""
    known = headers("cong_tinh", "dossiers")
    optional = draw(st.lists(st.sampled_from([name for name in known if name != "dossier_id"]), unique=True, min_size=3))
    names = draw(st.permutations(["dossier_id", *optional]))
    rows = draw(st.lists(st.tuples(*(cells(CANONICAL["dossiers"][name]) for name in names)).map(list), max_size=12))
    cut = draw(st.lists(st.integers(-2, 2), min_size=len(rows), max_size=len(rows)))
    ragged = draw(st.booleans())
    rows = [_bent(row, by) if ragged else row for row, by in zip(rows, cut, strict=True)]
    return [known[name] for name in names], rows


def _bent(row: list[str], by: int) -> list[str]:
    return row + ["thừa"] * by if by >= 0 else row[:by]


@settings(max_examples=drawn(5, 200), deadline=None, suppress_health_check=list(HealthCheck))
@given(table=tables())
def test_no_row_is_lost_or_invented(engine, table):
    header, rows = table
    missing = {"", "-", "–", "NULL", "N/A", "(trống)"}
    # A row counts where any of its cells below the header says something.
    filled = [row for row in rows if any(cell.strip(" \t\n\v\f\u00a0") not in missing for cell in row[: max(len(header), *(len(one) for one in rows))])]
    with tempfile.TemporaryDirectory() as folder:
        with (Path(folder) / "ho-so.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        try:
            frames = read(Path(folder), engine)
        except DataStop as stopped:
            assert {finding["severity"] for finding in stopped.findings} >= {"stop"}
            event("stopped")
            return
    event(f"accepted {len(frames.dossiers)}, set aside {frames.accounting.n_set_aside.sum()}")
    assert_accounted(frames)
    assert frames.accounting.n_read.sum() == len(filled)
    assert set(frames.dossiers.src_row) <= set(range(2, len(rows) + 2))
    assert frames.dossiers.src_row.is_unique
    assert not frames.dossiers.duplicated(["dossier_id", "source"]).any()
    # Every row set aside is explained, and by one finding only.
    aside = frames.findings[frames.findings.rule.isin(["row.required", "row.shifted", "row.equal", "row.duplicate", *NO_RECORDS])]
    assert len(aside) == frames.accounting.n_set_aside.sum()
    assert not set(aside.row) & set(frames.dossiers.src_row)
