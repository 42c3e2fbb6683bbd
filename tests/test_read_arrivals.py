"""The arrival of a step that a log does not tell: the latest end in the dossier not after the step's beginning."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading import HEADER, ROW, read, write_xlsx

from examples import drawn
from tthc.engine import connect
from tthc.sources.read import events as logs

START = datetime(2024, 1, 2, 7)
SCHEMA = pa.schema([
    ("dossier_id", pa.string()), ("step", pa.string()), ("started_at", pa.timestamp("us")), ("ended_at", pa.timestamp("us")), ("event_no", pa.int64()),
])


def arrivals(rows: list[dict]) -> dict[int, datetime]:
    """The arrival of each event by its number, as `histories` infers it."""
    engine = connect("duckdb")
    events = engine.load(pa.Table.from_pylist([{"step": "Bước", **row} for row in rows], schema=SCHEMA), "arrival_events")
    ordered = logs.filled(engine.materialise(logs.in_order(events), "arrival_ordered"))
    found = engine.fetch(logs.steps(ordered, logs.latest_ends(ordered)))
    engine.close()
    return {int(row.src_row): row.arrived_at.to_pydatetime() for row in found.itertuples()}


def event(number: int, started: int, ended: int | None, dossier: str = "A") -> dict:
    return {
        "dossier_id": dossier, "event_no": number, "started_at": START + timedelta(minutes=started),
        "ended_at": None if ended is None else START + timedelta(minutes=ended),
    }


def minutes(found: dict[int, datetime]) -> dict[int, int]:
    return {number: int((at - START).total_seconds() // 60) for number, at in found.items()}


def test_steps_one_after_the_other_arrive_as_the_one_before_ends():
    assert minutes(arrivals([event(1, 0, 10), event(2, 30, 40), event(3, 50, 60)])) == {1: 0, 2: 10, 3: 40}


def test_a_long_step_beside_shorter_ones_is_no_predecessor_until_it_ends():
    found = arrivals([event(1, 0, 100), event(2, 10, 20), event(3, 30, 40), event(4, 120, 130)])
    assert minutes(found) == {1: 0, 2: 10, 3: 20, 4: 100}


def test_a_step_without_an_end_is_passed_over():
    assert minutes(arrivals([event(1, 0, 10), event(2, 20, None), event(3, 30, 40)])) == {1: 0, 2: 10, 3: 10}


def test_an_end_before_its_start_does_not_hide_a_later_end():
    assert minutes(arrivals([event(1, 0, 50), event(2, 60, 20), event(3, 70, 80)])) == {1: 0, 2: 50, 3: 50}


@settings(max_examples=drawn(5, 60), deadline=None)
@given(data=st.data())
def test_whatever_the_events_the_arrival_is_the_latest_end_before(data):
    rows = []
    for dossier in "ABCDEFGH":
        instants = data.draw(st.lists(st.integers(0, 10_000), min_size=2, max_size=12, unique=True))
        for first, second in zip(instants[::2], instants[1::2], strict=False):
            ended = None if data.draw(st.integers(0, 5)) == 0 else max(first, second)
            rows.append(event(len(rows) + 1, min(first, second), ended, dossier))
    expected = {}
    for row in rows:
        before = [other["ended_at"] for other in rows if other["dossier_id"] == row["dossier_id"] and other["ended_at"] and other["ended_at"] <= row["started_at"]]
        expected[row["event_no"]] = max(before, default=row["started_at"])
    assert arrivals(rows) == expected


def test_one_missing_arrival_is_the_latest_end_though_all_others_are_recorded(tmp_path):
    """The second step came and went within the first; nothing else in the file overlaps."""
    steps = [("Mã hồ sơ", "Thứ tự", "Bước xử lý", "Thời gian nhận", "Thời gian bắt đầu", "Thời gian kết thúc"),
             ("H56.01-240105-0001", 1, "Tiếp nhận", "05/01/2024 09:00", "05/01/2024 09:00", "09/01/2024 16:00"),
             ("H56.01-240105-0001", 2, "Thẩm định", "08/01/2024 10:00", "08/01/2024 10:00", "08/01/2024 11:00"),
             ("H56.01-240105-0001", 3, "Dự thảo", None, None, "15/01/2024 10:00")]
    write_xlsx(tmp_path / "ho-so.xlsx", {"Danh sách hồ sơ": [HEADER, ROW], "Quá trình xử lý": steps})
    engine = connect("duckdb")
    found = read(tmp_path, engine).steps.set_index("step_no")
    engine.close()
    assert found.arrived_at[3] == datetime(2024, 1, 9, 16) and found.is_assumed[3]
