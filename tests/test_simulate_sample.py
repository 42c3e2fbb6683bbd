"""The sample period reproduces what was published, and the files in the repository are what the simulator writes."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tthc.simulate import ACCEPTABLE_CAUSES, sample_world, write_sample
from tthc.simulate.export import SYNTHETIC, WORKBOOKS

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "raw" / "2024-01_2024-05"
TRUTH = SAMPLE.with_name("2024-01_2024-05-su-that") / "truth.json"
START, CUT = datetime(2024, 1, 1), datetime(2024, 6, 1)


@pytest.fixture(scope="module")
def world():
    return sample_world()


@pytest.fixture(scope="module")
def register(world):
    """The dossiers received in the period or carried into it."""
    taken_in = [row for row in world.tables["dossiers"] if row["status"] not in ("1", "3")]
    return [row for row in taken_in if row["finished_at"] is None or row["finished_at"] >= START]


@pytest.fixture(scope="module")
def truth():
    return json.loads(TRUTH.read_text(encoding="utf-8"))


def is_late(row: dict) -> bool:
    return row["finished_at"] is not None and row["finished_at"].date() > row["due_at"].date()


def test_about_210_dossiers_over_seven_fields(register):
    assert len(register) == 210
    assert len({row["field"] for row in register}) == 7
    assert any(row["received_at"] < START for row in register)
    assert len({row["dossier_id"] for row in register}) == 210


def test_ten_late_all_in_emulation_and_none_open_late(register, world):
    assert [row["field"] for row in world.tables["dossiers"] if is_late(row)] == ["Thi đua - khen thưởng"] * 10
    assert all(row["finished_at"] < CUT for row in register if is_late(row))
    still_open = [row for row in register if row["finished_at"] is None]
    assert still_open and all(row["due_at"] >= CUT for row in still_open)


def test_two_thirds_of_the_thirty_synced_dossiers_are_in_time(world):
    synced = [row for row in world.tables["dossiers"] if row["synced"]]
    assert len(synced) == 30
    assert sum(is_late(row) for row in synced) == 10
    assert all(START <= row["received_at"] and row["finished_at"] < CUT for row in synced)
    complained = {row["dossier_id"] for row in world.tables["feedback"]}
    assert complained.isdisjoint(row["dossier_id"] for row in synced)


def test_the_formula_of_decision_766_finds_the_same_ten(world):
    """Supplement time is subtracted in calendar time, more than one supplement is late (domain facts, 1.2)."""
    waits: dict[str, list[timedelta]] = {}
    for row in world.tables["stops"]:
        if row["kind"] == "supplement" and row["to_at"]:
            waits.setdefault(row["dossier_id"], []).append(row["to_at"] - row["from_at"])
    late = set()
    for row in world.tables["dossiers"]:
        if row["synced"]:
            asked = waits.get(row["dossier_id"], [])
            end = row["finished_at"] - sum(asked, timedelta())
            if len(asked) > 1 or end.date() > row["due_at"].date():
                late.add(row["dossier_id"])
    assert late == {row["dossier_id"] for row in world.tables["dossiers"] if is_late(row)}


def test_outcomes_statuses_and_stops_are_varied(register, world):
    finished = [row for row in register if row["finished_at"] and row["status"] in ("9", "10")]
    days = [(row["due_at"].date() - row["finished_at"].date()).days for row in finished]
    assert sum(one > 0 for one in days) > 100 and sum(one == 0 for one in days) > 10
    assert {"3", "4", "5", "7", "10"} <= {row["status"] for row in world.tables["dossiers"]}
    assert {row["kind"] for row in world.tables["stops"]} >= {"supplement", "obligation"}
    assert any(row["reason"] == "Bổ sung hồ sơ" for row in world.tables["due_changes"])


def test_emulation_peaks_from_december_to_march(world):
    emulation = [row for row in world.tables["dossiers"] if row["field"] == "Thi đua - khen thưởng" and row["received_at"]]
    months = [row["received_at"].month for row in emulation]
    peak = sum(month in (12, 1, 2, 3) for month in months)
    assert peak > 0.6 * len(months)


def test_each_late_dossier_has_one_planted_reason(world, truth):
    late = [row for row in truth["dossiers"] if row["is_late"]]
    assert len(late) == 10
    planted = {one["id"]: one for one in truth["disturbances"]}
    kinds = []
    for row in late:
        (name,) = row["touched"]
        assert row["on_time_without"] == [name]
        kinds.append(planted[name]["kind"])
        assert planted[name]["causes"] == sorted(ACCEPTABLE_CAUSES[planted[name]["kind"]])
    assert len(set(kinds)) == 7
    assert kinds.count("forgotten_closing") == sum(row["is_apparent"] for row in late) == 3


def test_three_surveys_and_two_complaints(world):
    sheets = [row for row in world.tables["feedback"] if row["kind"] == "survey"]
    assert sorted(row["is_satisfied"] for row in sheets) == [False, True, True]
    assert [row["kind"] for row in world.tables["feedback"]].count("complaint") == 2


def test_the_repository_holds_what_the_simulator_writes(tmp_path):
    written = write_sample(tmp_path / "sample")
    assert written.n_late == 10
    for path in (*written.workbooks, tmp_path / "sample" / "README.md"):
        assert path.read_bytes() == (SAMPLE / path.name).read_bytes(), f"{path.name} is stale: run tthc simulate"
    assert written.truth.read_bytes() == TRUTH.read_bytes()


@pytest.mark.parametrize("name", WORKBOOKS)
def test_sheets_say_that_they_are_synthetic_above_the_header(name):
    book = CalamineWorkbook.from_path(str(SAMPLE / name))
    assert book.sheet_names == list(WORKBOOKS[name])
    for sheet, (_, headers) in WORKBOOKS[name].items():
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        assert rows[1][0] == SYNTHETIC
        assert rows[2] == list(headers.values())


def test_another_period_and_seed(tmp_path):
    written = write_sample(tmp_path / "q3", seed=3, size=40, period_start=date(2024, 7, 1), period_end=date(2024, 9, 30))
    assert written.n_dossiers > 30
    truth = json.loads(written.truth.read_text(encoding="utf-8"))
    assert truth["period"] == ["2024-07-01", "2024-09-30"]
    assert truth["disturbances"]
