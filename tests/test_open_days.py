"""A swap that was proposed and not settled: how deadlines move if it holds, and that reports say so."""

from __future__ import annotations

import shutil

import pyarrow as pa
import pytest

from small_tables import REFERENCE, at
from tthc.analysis import calendar as worktime
from tthc.display.tables.open_days import open_days_sentence

# Received, working days, due as the calendar stands, due if 23/11 and 28/11/2026 are swapped. Worked out by hand: 24/11 is a day off.
CASES = [
    ("19/11/2026 09:00", 3, "25/11/2026 17:00", "26/11/2026 17:00"),
    ("16/11/2026 09:00", 5, "23/11/2026 17:00", "25/11/2026 17:00"),
    ("20/11/2026 09:00", 5, "30/11/2026 17:00", "30/11/2026 17:00"),
]


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """The reference calendar after an office settled the two days in the way the report says."""
    folder = tmp_path_factory.mktemp("settled")
    for name in ("calendar_vn.csv", "calendar_hours.csv"):
        shutil.copy(REFERENCE / name, folder)
    path = folder / "calendar_vn.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("open_off", "off").replace("open_work", "work"), encoding="utf-8"
    )
    return folder


@pytest.mark.parametrize("holds", [False, True], ids=["as the calendar stands", "the swap holds"])
def test_deadlines_across_the_swap(engine, settled, holds):
    folder = settled if holds else REFERENCE
    calendar = engine.load(worktime.calendar_table(folder, "vn"), f"calendar_swap_{holds}")
    rows = pa.table({"received_at": [at(case[0]) for case in CASES], "days": [case[1] for case in CASES]})
    table = worktime.add_deadline(engine.load(rows, f"swap_{holds}"), calendar, "received_at", "days", "due_at")
    due = dict(engine.fetch(table)[["received_at", "due_at"]].itertuples(index=False))
    assert [due[at(case[0])] for case in CASES] == [at(case[3 if holds else 2]) for case in CASES]


def test_the_sentence_names_the_days_how_they_count_and_what_to_change():
    days = [
        {"day": "2026-11-23", "proposed": "off", "name": "", "source": ""},
        {"day": "2026-11-28", "proposed": "work", "name": "", "source": ""},
    ]
    told = open_days_sentence({"open_days": days})
    assert "23/11/2026 (đề xuất nghỉ, đang tính là ngày làm việc)" in told
    assert "28/11/2026 (đề xuất làm việc, đang tính là ngày nghỉ)" in told
    assert "“open_off” của ngày 23/11/2026 thành “off”" in told and "calendar_vn.csv" in told
    assert "calendar_vn.csv" not in open_days_sentence({"open_days": days}, how=False)
    assert open_days_sentence({}) == open_days_sentence({"open_days": []}) == ""
