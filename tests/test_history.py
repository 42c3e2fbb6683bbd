"""What changed between two reports, on literal tables: altered is only what was recorded of the time before the last one."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from small_tables import load
from tthc.analysis import history
from tthc.engine import connect
from tthc.study import memory

UNTIL = datetime(2024, 3, 16)
NOTHING = {"received_at": "04/03/2024 09:00", "due_at": "20/03/2024 17:00", "status": "4"}


@pytest.fixture(scope="module")
def duck():
    connected = connect()
    yield connected
    connected.close()


def now(duck, dossiers: list[dict], outcomes: dict[str, str], **others: list[dict]) -> dict:
    """The tables as they are now; outcomes by dossier under the system's rule."""
    judged = [{"dossier_id": code, "rule": "system", "intake": "period", "outcome": outcome} for code, outcome in outcomes.items()]
    rows = {"registered": [{**NOTHING, **row} for row in dossiers], "outcomes": judged, "steps": [], "stops": [], "due_changes": []}
    return {name: load(duck, name, found) for name, found in (rows | others).items()}


def compared(duck, then: dict, tables: dict, **how) -> dict[str, set[str]]:
    """Change → the dossiers of which it is told. then: the tables of the last report."""
    known = [then[name] for name in ("registered", "outcomes", "steps")]
    last = duck.materialise(history.fingerprints(*known, name="r1", rule="system", until=UNTIL), "last")
    rows = duck.fetch(history.changes(last, tables, rule="system", until=UNTIL, **how))
    assert not rows.duplicated(["dossier_id", "change"]).any()
    return {change: set(found.dossier_id) for change, found in rows.groupby("change")}


def test_nothing_happened(duck):
    tables = now(duck, [{"dossier_id": "a"}], {"a": "open_in_time"}, steps=[{"dossier_id": "a", "step": "x", "ended_at": "05/03/2024"}])
    assert compared(duck, tables, tables) == {}


def test_what_went_on_since_is_settled_or_newly_late_not_altered(duck):
    steps = [{"dossier_id": "a", "step_no": 1, "step": "x", "arrived_at": "05/03/2024", "officer": "An"}]
    then = now(duck, [{"dossier_id": "a"}, {"dossier_id": "b"}], {"a": "open_in_time", "b": "open_in_time"}, steps=steps)
    ended = [steps[0] | {"ended_at": "18/03/2024", "officer": "Bình"}, {"dossier_id": "a", "step_no": 2, "step": "y", "arrived_at": "18/03/2024"}]
    done = {"dossier_id": "a", "status": "9", "finished_at": "19/03/2024 10:00", "issued_at": "19/03/2024 09:00"}
    later = now(duck, [done, {"dossier_id": "b"}, {"dossier_id": "c", "received_at": "16/03/2024 00:00"}],
                {"a": "early", "b": "open_late", "c": "open_in_time"}, steps=ended)  # fmt: skip
    assert compared(duck, then, later) == {"settled": {"a"}, "newly_late": {"b"}}


def test_an_end_that_is_written_back_before_the_last_report_is_asked_about(duck):
    """The last report's cut is the 16th: an end on the 15th that it did not have was recorded later."""
    then = now(duck, [{"dossier_id": "a"}], {"a": "open_in_time"})
    later = now(duck, [{"dossier_id": "a", "status": "9", "finished_at": "15/03/2024 16:00"}], {"a": "on_time"})
    assert compared(duck, then, later) == {"finished_altered": {"a"}}


def test_an_end_that_was_reset_or_removed(duck):
    ended = {"status": "9", "finished_at": "14/03/2024 10:00"}
    then = now(duck, [{"dossier_id": "a", **ended}, {"dossier_id": "b", **ended}], {"a": "early", "b": "early"})
    later = now(duck, [{"dossier_id": "a", **ended, "finished_at": "18/03/2024 10:00"}, {"dossier_id": "b"}], {"a": "early", "b": "open_in_time"})
    assert compared(duck, then, later) == {"finished_altered": {"a", "b"}}


def test_a_deadline_that_moved_with_a_record_of_it_is_told_apart(duck):
    then = now(duck, [{"dossier_id": code} for code in "abc"], dict.fromkeys("abc", "open_in_time"))
    moved = [{"dossier_id": code, "due_at": "29/03/2024 17:00"} for code in "abc"]
    later = now(duck, moved, dict.fromkeys("abc", "open_in_time"),
                due_changes=[{"dossier_id": "b", "at": "18/03/2024 09:00", "old_due_at": "20/03/2024 17:00", "new_due_at": "29/03/2024 17:00"}],
                stops=[{"dossier_id": "c", "kind": "supplement", "from_at": "12/03/2024", "to_at": "19/03/2024"},
                       {"dossier_id": "a", "kind": "supplement", "from_at": "05/03/2024", "to_at": "06/03/2024"}])  # fmt: skip
    assert compared(duck, then, later) == {"due_altered": {"a"}, "due_moved": {"b", "c"}}


def test_late_no_more_is_told_by_the_date_that_moved_or_else_by_itself(duck):
    then = now(duck, [{"dossier_id": "a"}, {"dossier_id": "b"}], {"a": "open_late", "b": "open_late"})
    later = now(duck, [{"dossier_id": "a", "due_at": "29/03/2024 17:00"}, {"dossier_id": "b"}], {"a": "open_in_time", "b": "stopped"})
    assert compared(duck, then, later) == {"due_altered": {"a"}, "no_longer_late": {"b"}}


def test_what_ended_since_is_settled_and_no_question(duck):
    """a was late and open, and was withdrawn after the last report; b was stopped for good."""
    then = now(duck, [{"dossier_id": "a"}, {"dossier_id": "b"}], {"a": "open_late", "b": "open_in_time"})
    over = [{"dossier_id": "a", "status": "7", "finished_at": "18/03/2024 10:00"}, {"dossier_id": "b", "status": "8", "finished_at": "18/03/2024 10:00"}]
    assert compared(duck, then, now(duck, over, {"a": "withdrawn", "b": "ended"})) == {"settled": {"a", "b"}}


def test_another_reckoning_alters_no_dossier(duck):
    """a and b read as before, c is late because its deadline passed since, d had its deadline altered, e is of no period now."""
    names = "abcde"
    due = {"a": "15/03/2024 17:00", "b": "15/03/2024 17:00", "c": "20/03/2024 17:00", "d": "15/03/2024 17:00", "e": "15/03/2024 17:00"}
    rows = [{"dossier_id": name, "due_at": due[name]} for name in names]
    then = now(duck, rows, {"a": "open_in_time", "b": "open_late", "c": "open_in_time", "d": "open_late", "e": "open_late"})
    later = [row | ({"due_at": "29/03/2024 17:00"} if row["dossier_id"] == "d" else {}) for row in rows]
    later = now(duck, later, {"a": "open_late", "b": "stopped", "c": "open_late", "d": "open_in_time"})
    altered = {"due_altered": {"d"}}
    assert compared(duck, then, later, is_reckoned_alike=False) == altered | {"reckoned_anew": {"a", "b", "e"}, "newly_late": {"c"}}
    assert compared(duck, then, later) == altered | {"newly_late": {"a", "c"}, "no_longer_late": {"b"}, "left": {"e"}}


def test_deleted_left_and_late_arrivals(duck):
    """d finished before the period and is reopened: its end was removed, it did not arrive late."""
    old = {"received_at": "02/01/2024 09:00", "status": "9", "finished_at": "05/01/2024 09:00"}
    then = now(duck, [{"dossier_id": "a"}, {"dossier_id": "b"}, {"dossier_id": "d", **old}], {"a": "open_in_time", "b": "open_in_time"})
    later = now(duck, [{"dossier_id": "b", "unit": "Phòng B"}, {"dossier_id": "c"}, {"dossier_id": "d", **old, "finished_at": None}],
                {"c": "open_in_time", "d": "open_late"})  # fmt: skip
    assert compared(duck, then, later) == {
        "deleted": {"a"}, "left": {"b"}, "late_arrival": {"c"}, "finished_altered": {"d"}, "newly_late": {"d"},
    }  # fmt: skip


def test_a_reception_moved_out_of_the_period_is_altered_not_deleted(duck):
    then = now(duck, [{"dossier_id": "a"}], {"a": "open_in_time"})
    later = now(duck, [{"dossier_id": "a", "received_at": "01/04/2024 08:00"}], {})
    assert compared(duck, then, later) == {"received_altered": {"a"}}


@pytest.mark.parametrize(
    "change",
    [{"ended_at": "07/03/2024 16:00"}, {"officer": "Bình"}, {"step": "Thẩm tra"}, {"arrived_at": "04/03/2024 10:00"}, None],
    ids=["its end", "its officer", "its name", "its arrival", "removed"],
)
def test_a_step_that_was_ended_then_and_reads_otherwise_now(duck, change):
    steps = [{"dossier_id": "a", "step_no": n, "step": "Thẩm định", "officer": "An", "arrived_at": f"0{n}/03/2024 09:00", "ended_at": f"0{n + 1}/03/2024 09:00"} for n in (5, 6)]  # fmt: skip
    then = now(duck, [{"dossier_id": "a"}], {"a": "open_in_time"}, steps=steps)
    edited = [steps[0], steps[1] | change] if change else steps[:1]
    assert compared(duck, then, now(duck, [{"dossier_id": "a"}], {"a": "open_in_time"}, steps=edited)) == {"steps_altered": {"a"}}


def test_numbering_steps_anew_alters_none(duck):
    steps = [{"dossier_id": "a", "step_no": n, "step": f"b{n}", "ended_at": f"0{n}/03/2024 09:00"} for n in (5, 6)]
    then = now(duck, [{"dossier_id": "a"}], {"a": "open_in_time"}, steps=steps)
    again = [step | {"step_no": 10 - step["step_no"]} for step in steps]
    assert compared(duck, then, now(duck, [{"dossier_id": "a"}], {"a": "open_in_time"}, steps=again)) == {}


def report(folder: Path, **tables) -> Path:
    """A published report that carries its rows."""
    folder.mkdir(parents=True)
    memory.stage(folder, tables)
    return folder


@pytest.fixture
def carried(duck) -> dict:
    tables = now(duck, [{"dossier_id": "a"}], {"a": "open_in_time"})
    rows = history.fingerprints(tables["registered"], tables["outcomes"], tables["steps"], name="r", rule="system", until=UNTIL)
    return {"fingerprints": rows, "results": load(duck, "results", [])}


def test_a_run_that_was_killed_after_publishing_is_made_good_by_the_next(tmp_path, carried):
    report(tmp_path / "2024-03" / "20240401-080000", **carried)
    report(tmp_path / ".dang-lap-x" / "20240401-080001", **carried)  # not published: not remembered
    memory.collect(tmp_path)
    memory.collect(tmp_path)
    assert list(memory.remembered(tmp_path / ".lich-su", "fingerprints").to_pandas().dossier_id) == ["a"]
    assert not (tmp_path / "2024-03" / "20240401-080000" / "lich-su").exists()


def test_a_file_that_cannot_be_read_hides_no_other(tmp_path, carried):
    report(tmp_path / "2024-03" / "20240401-080000", **carried)
    memory.collect(tmp_path)
    (tmp_path / ".lich-su" / "fingerprints" / "x.parquet").write_bytes(b"PAR1")
    assert len(memory.remembered(tmp_path / ".lich-su", "fingerprints")) == 1
    assert len(memory.remembered(tmp_path / "nowhere", "results")) == 0


def test_a_memory_that_cannot_be_written_leaves_the_report_published(tmp_path, carried, monkeypatch):
    folder = report(tmp_path / "2024-03" / "20240401-080000", **carried)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    memory.collect(tmp_path)
    assert sorted(path.name for path in (folder / "lich-su").iterdir()) == ["fingerprints.parquet", "results.parquet"]


def test_an_empty_memory_has_the_declared_columns(tmp_path):
    frame = memory.remembered(tmp_path, "results").to_pandas()
    assert {"run", "made_at", "measure", "value"} <= set(frame.columns) and isinstance(frame, pd.DataFrame)


def test_the_chapter_and_what_it_reads_stay_inside_the_office():
    from tthc.report.notebooks import chapter_notebooks

    folder = Path(__file__).resolve().parents[1]
    inside, outside = ({path.stem for path in chapter_notebooks(folder, edition)} for edition in ("internal", "shared"))
    assert "95_thay_doi" in inside - outside
