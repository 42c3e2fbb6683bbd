"""Cells that the profile calls missing are null however they are written, and are no fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from tthc.engine import connect
from tthc.model.settings import load_run
from tthc.sources.read import read_sources

ROOT = Path(__file__).resolve().parents[1]
HEADER = "case_id,activity,resource,group,start_time,end_time\n"


def officers(path: Path) -> list[str | None]:
    engine = connect("duckdb")
    reading = read_sources(load_run("2023", root=ROOT, source=path, profile="su_kien"), engine)
    found = engine.fetch(reading.tables["steps"].order_by("src_row")).officer
    faults = engine.fetch(reading.findings)
    engine.close()
    assert not set(faults.rule) & {"cell.time", "cell.long", "row.required"}
    return [None if one != one else one for one in found]


CELLS = {
    "An": "An", "-": None, " - ": None, '"NULL"': None, "": None, "   ": None, " Bình ": "Bình", "NaN ": None, "-An": "-An", "\tChi": "\tChi",
    '" An, Bình "': "An, Bình",
}


@pytest.mark.parametrize("end", ["02/01/2023 10:00:00", "-", " ", "NULL"])
def test_missing_cells_of_a_file(tmp_path: Path, end: str):
    rows = "".join(f"H{n:02},Bước,{cell},Phòng A,02/01/2023 09:00:00,{end}\n" for n, cell in enumerate(CELLS))
    path = tmp_path / "log.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    assert officers(path) == list(CELLS.values())
