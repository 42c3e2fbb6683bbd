"""Why a dossier waited for its officer, on the officer's own clocks: hand-worked (480 minutes a day from 2 January 2024).

A case is a function that returns its rows and, for each dossier, the minutes of each reason for waiting.
"""

from __future__ import annotations

import pyarrow as pa
import pytest

from batch import apart, together
from desk import desk_minutes
from dossier_rows import at, dossier, step
from small_tables import canonical
from tthc.analysis.segments.officer_clocks import CLOCKS, clock_moves

CUT = at("1/2")
UNITS = [{"unit": "an_officer_that_is_in_truth_a_unit/An", "is_own": True}]
CASES = {}


def told(function):
    CASES[function.__name__] = function()
    return function


def case(steps, absences=(), stops=(), dossiers=None):
    names = sorted({row["dossier_id"] for row in steps})
    given = dossiers or [dossier(name, "2/1 7:00", "31/1 17:00") for name in names]
    return {"dossiers": given, "steps": steps, "absences": absences, "stops": stops}


@told
def first_come_first_served_is_a_queue():
    given = case([
        step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 11:30"),
        step("B", 1, "Thẩm định", "2/1 8:00", "2/1 13:30", "2/1 17:00"),
    ])
    return given, {"B": {"wait_queue": 210.0}}  # A's remaining work, 8:00–11:30


@told
def a_later_dossier_taken_first_is_being_overtaken():
    given = case([
        step("A", 1, "Thẩm định", "2/1 7:00", "2/1 13:30", "2/1 17:00"),
        step("B", 1, "Thẩm định", "2/1 8:00", "2/1 8:00", "2/1 11:30"),
    ])
    return given, {"A": {"wait_idle": 60.0, "wait_overtaken": 210.0}}


@told
def a_recorded_priority_that_goes_first_overtakes_nobody():
    # B came later and has a recorded priority; C came later and has none.
    given = case(
        [
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 13:30", "2/1 17:00"),
            step("B", 1, "Thẩm định", "2/1 8:00", "2/1 8:00", "2/1 9:30"),
            step("C", 1, "Thẩm định", "2/1 8:30", "2/1 9:30", "2/1 11:30"),
        ],
        dossiers=[
            dossier("A", "2/1 7:00", "31/1 17:00"), dossier("B", "2/1 7:00", "31/1 17:00", has_priority=True),
            dossier("C", "2/1 7:00", "31/1 17:00", has_priority=False),
        ],
    )
    return given, {"A": {"wait_idle": 60.0, "wait_queue": 90.0, "wait_overtaken": 120.0}, "C": {"wait_queue": 60.0}}


@told
def absence_wins_over_busy():
    given = case(
        [
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 17:00"),
            step("B", 1, "Thẩm định", "2/1 7:30", "4/1 7:00", "4/1 17:00"),
        ],
        absences=[{"officer": "An", "from_at": at("3/1 7:00"), "to_at": at("3/1 11:30")}],
    )
    # B waits 450 + 480 minutes; the morning of the 3rd (270) An was away although A was still open with him.
    return given, {"A": {"wait_absent": 270.0}, "B": {"wait_absent": 270.0, "wait_queue": 660.0}}


@told
def an_absence_told_twice_and_one_within_another_count_once():
    morning = {"officer": "An", "from_at": at("3/1 7:00"), "to_at": at("3/1 11:30")}
    given = case(
        [step("A", 1, "Thẩm định", "3/1 7:00", "4/1 7:00", "4/1 17:00")],
        absences=[morning, morning, {"officer": "An", "from_at": at("3/1 9:00"), "to_at": at("3/1 10:00")}],
    )
    return given, {"A": {"wait_absent": 270.0, "waiting": 210.0}}  # no stamp shows that An was there in the afternoon


@told
def a_step_that_ends_as_the_next_one_starts_leaves_no_gap_and_no_overlap():
    given = case([
        step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 9:00"),
        step("B", 1, "Thẩm định", "2/1 7:00", "2/1 9:00", "2/1 11:00"),
        step("C", 1, "Thẩm định", "2/1 7:00", "2/1 11:00", "2/1 11:30"),
    ])
    return given, {"B": {"wait_queue": 120.0}, "C": {"wait_queue": 240.0}}


@told
def an_officer_is_free_while_the_applicant_holds_the_dossier():
    given = case(
        [
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 7:00"),
            step("B", 1, "Thẩm định", "2/1 7:00", "3/1 7:00", "3/1 17:00"),
        ],
        stops=[{"dossier_id": "A", "kind": "supplement", "from_at": at("2/1 13:30"), "to_at": at("3/1 7:00")}],
    )
    return given, {"B": {"wait_queue": 270.0, "waiting": 210.0}}


@told
def a_dossier_outside_the_period_keeps_the_officer_busy_too():
    given = case(
        [
            step("old", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 17:00"),
            step("B", 1, "Thẩm định", "2/1 13:30", "3/1 7:00", "3/1 17:00"),
        ],
        dossiers=[dossier("old", "2/1 7:00", "2/1 17:00"), dossier("B", "2/1 13:30", "31/1 17:00")],
    )
    return given, {"B": {"wait_queue": 210.0}}


@told
def three_done_as_soon_as_the_last_had_come_were_gathered():
    given = case([
        step("A", 1, "Thẩm định", "2/1 7:00", "2/1 14:00", "2/1 14:30"),
        step("B", 1, "Thẩm định", "2/1 9:00", "2/1 14:30", "2/1 15:00"),
        step("C", 1, "Thẩm định", "2/1 13:58", "2/1 15:00", "2/1 15:30"),
    ])
    return given, {
        "A": {"wait_batch": 300.0},
        "B": {"wait_batch": 180.0, "wait_queue": 30.0},
        "C": {"wait_batch": 2.0, "wait_queue": 60.0},
    }


@told
def three_started_in_the_same_minute_were_gathered():
    steps = [step(name, 1, "Ký", "2/1 7:00", "2/1 14:00", "2/1 14:01") for name in "ABC"]
    steps.append(step("D", 1, "Ký", "3/1 7:00", "3/1 8:00", "3/1 17:00"))
    given = case(steps)
    return given, {name: {"wait_batch": 300.0} for name in "ABC"} | {"D": {"wait_idle": 60.0}}


@told
def a_run_that_began_for_no_visible_reason_is_idle_time():
    given = case([
        step("A", 1, "Thẩm định", "2/1 7:00", "2/1 14:00", "2/1 14:30"),
        step("B", 1, "Thẩm định", "2/1 9:00", "2/1 14:30", "2/1 15:00"),
        step("C", 1, "Thẩm định", "2/1 10:00", "2/1 15:00", "2/1 15:30"),
    ])
    # An's stamps show that he was there in the afternoon; where he was in the morning nobody knows.
    return given, {
        "A": {"waiting": 270.0, "wait_idle": 30.0}, "B": {"waiting": 150.0, "wait_idle": 30.0, "wait_queue": 30.0},
        "C": {"waiting": 90.0, "wait_idle": 30.0, "wait_queue": 60.0},
    }


@told
def three_started_at_opening_were_not():
    given = case([
        step("A", 1, "Thẩm định", "2/1 16:00", "3/1 7:05", "3/1 8:00"),
        step("B", 1, "Thẩm định", "2/1 16:00", "3/1 8:00", "3/1 9:00"),
        step("C", 1, "Thẩm định", "2/1 16:30", "3/1 9:00", "3/1 10:00"),
    ])
    return given, {
        "A": {"waiting": 60.0, "wait_idle": 5.0}, "B": {"waiting": 60.0, "wait_idle": 5.0, "wait_queue": 55.0},
        "C": {"waiting": 30.0, "wait_idle": 5.0, "wait_queue": 115.0},
    }


@told
def an_officer_whose_steps_overlap():
    given = case([
        step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 17:00"),
        step("B", 1, "Thẩm định", "2/1 7:00", "2/1 9:00", "4/1 17:00"),
    ])
    return given, {"B": {"wait_busy": 120.0}}  # queue or overtaken is what is not known


@told
def an_officer_that_is_in_truth_a_unit():
    given = case([
        step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 17:00"),
        step("B", 1, "Thẩm định", "2/1 7:00", "4/1 7:00", "4/1 17:00"),
    ])
    return given, {"B": {"waiting": 960.0}}


@pytest.fixture(scope="module")
def minutes(engine):
    """The state minutes of all cases, by case."""
    tables = canonical(engine, units=UNITS, **together({name: given for name, (given, _) in CASES.items()}))
    return apart(desk_minutes(engine, tables, CUT))


@pytest.mark.parametrize("name", CASES)
def test_waiting_of(name, minutes):
    rows = minutes[name]
    rows = rows[rows.state.str.startswith("wait")]
    assert {key: dict(zip(part.state, part.wm, strict=True)) for key, part in rows.groupby("dossier_id")} == CASES[name][1]


def test_a_step_that_begins_as_another_ends_moves_no_clock(engine):
    """An busy from the clock's 0 to 100 with one step and on to 200 with the next."""
    moves = [(0.0, 1.0), (100.0, 1.0), (100.0, -1.0), (200.0, -1.0)]
    turns = pa.Table.from_pylist([{"officer": "An", "at_ws": at_ws, **{f"on_{clock}": on for clock in CLOCKS}} for at_ws, on in moves])
    found = engine.fetch(clock_moves(engine.load(turns, "tie_turns"))).sort_values("at_ws")
    assert list(found[["at_ws", "on_busy"]].itertuples(index=False, name=None)) == [(0.0, 1.0), (200.0, -1.0)]
