"""Why a dossier waited for its officer, on the officer's own clocks: hand-worked (480 minutes a day from 2 January 2024)."""

from __future__ import annotations

import pytest
from dossier_rows import at, dossier, step
from small_tables import canonical, vn_calendar

from tthc.segments import lives, officer_events, officer_readings, segments, state_minutes
from tthc.segments.holdings import holdings, step_spans
from tthc.segments.waiting import waiting_questions, waits

CUT = at("1/2")


@pytest.fixture
def waiting(engine):
    """The reasons of each waiting step: {dossier: {reason: minutes}}."""

    def run(steps, absences=(), stops=(), units=(), dossiers=None):
        names = sorted({row["dossier_id"] for row in steps})
        given = dossiers or [dossier(name, "2/1 7:00", "31/1 17:00") for name in names]
        tables = canonical(engine, dossiers=given, steps=steps, absences=absences, stops=stops, units=units)
        days = vn_calendar(engine)
        living = engine.materialise(lives(tables["dossiers"], days, cut=CUT), "w_lives")
        spans = engine.materialise(step_spans(tables["steps"], tables["units"], days, cut=CUT), "w_spans")
        held = engine.materialise(holdings(spans, tables["stops"], living, days, cut=CUT), "w_held")
        due = living.select("dossier_id", due_wm=living.end_wm)
        cut_up = engine.materialise(segments(held, living, due), "w_segments")
        events = engine.materialise(officer_events(spans, held, tables["absences"], living, days), "w_events")
        readings = engine.materialise(officer_readings(events, waiting_questions(cut_up, spans)), "w_readings")
        waited = engine.materialise(waits(cut_up, spans, readings, tables["units"]), "w_waits")
        rows = engine.fetch(state_minutes(cut_up, waited))
        rows = rows[rows.state.str.startswith("wait")]
        return {key: dict(zip(part.state, part.wm, strict=True)) for key, part in rows.groupby("dossier_id")}

    return run


def test_first_come_first_served_is_a_queue(waiting):
    found = waiting([
        step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 11:30"),
        step("B", 1, "Thẩm định", "2/1 8:00", "2/1 13:30", "2/1 17:00"),
    ])
    assert found == {"B": {"wait_queue": 210.0}}  # A's remaining work, 8:00–11:30


def test_a_later_dossier_taken_first_is_being_overtaken(waiting):
    found = waiting([
        step("A", 1, "Thẩm định", "2/1 7:00", "2/1 13:30", "2/1 17:00"),
        step("B", 1, "Thẩm định", "2/1 8:00", "2/1 8:00", "2/1 11:30"),
    ])
    assert found == {"A": {"wait_idle": 60.0, "wait_overtaken": 210.0}}


def test_absence_wins_over_busy(waiting):
    found = waiting(
        [
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 17:00"),
            step("B", 1, "Thẩm định", "2/1 7:30", "4/1 7:00", "4/1 17:00"),
        ],
        absences=[{"officer": "An", "from_at": at("3/1 7:00"), "to_at": at("3/1 11:30")}],
    )
    # B waits 450 + 480 minutes; the morning of the 3rd (270) An was away although A was still open with him.
    assert found == {"B": {"wait_absent": 270.0, "wait_queue": 660.0}}


def test_an_officer_is_free_while_the_applicant_holds_the_dossier(waiting):
    found = waiting(
        [
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 7:00"),
            step("B", 1, "Thẩm định", "2/1 7:00", "3/1 7:00", "3/1 17:00"),
        ],
        stops=[{"dossier_id": "A", "kind": "supplement", "from_at": at("2/1 13:30"), "to_at": at("3/1 7:00")}],
    )
    assert found == {"B": {"wait_queue": 270.0, "wait_idle": 210.0}}


def test_a_dossier_outside_the_period_keeps_the_officer_busy_too(waiting):
    found = waiting(
        [
            step("old", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 17:00"),
            step("B", 1, "Thẩm định", "2/1 13:30", "3/1 7:00", "3/1 17:00"),
        ],
        dossiers=[dossier("old", "2/1 7:00", "2/1 17:00"), dossier("B", "2/1 13:30", "31/1 17:00")],
    )
    assert found == {"B": {"wait_queue": 210.0}}


def test_three_done_as_soon_as_the_last_had_come_were_gathered(waiting):
    found = waiting([
        step("A", 1, "Thẩm định", "2/1 7:00", "2/1 14:00", "2/1 14:30"),
        step("B", 1, "Thẩm định", "2/1 9:00", "2/1 14:30", "2/1 15:00"),
        step("C", 1, "Thẩm định", "2/1 13:58", "2/1 15:00", "2/1 15:30"),
    ])
    assert found == {
        "A": {"wait_batch": 300.0},
        "B": {"wait_batch": 180.0, "wait_queue": 30.0},
        "C": {"wait_batch": 2.0, "wait_queue": 60.0},
    }


def test_three_started_in_the_same_minute_were_gathered(waiting):
    steps = [step(name, 1, "Ký", "2/1 7:00", "2/1 14:00", "2/1 14:01") for name in "ABC"]
    steps.append(step("D", 1, "Ký", "3/1 7:00", "3/1 8:00", "3/1 17:00"))
    found = waiting(steps)
    assert [found[name] for name in "ABC"] == [{"wait_batch": 300.0}] * 3


def test_a_run_that_began_for_no_visible_reason_is_idle_time(waiting):
    found = waiting([
        step("A", 1, "Thẩm định", "2/1 7:00", "2/1 14:00", "2/1 14:30"),
        step("B", 1, "Thẩm định", "2/1 9:00", "2/1 14:30", "2/1 15:00"),
        step("C", 1, "Thẩm định", "2/1 10:00", "2/1 15:00", "2/1 15:30"),
    ])
    assert found["A"] == {"wait_idle": 300.0}


def test_three_started_at_opening_were_not(waiting):
    found = waiting([
        step("A", 1, "Thẩm định", "2/1 16:00", "3/1 7:05", "3/1 8:00"),
        step("B", 1, "Thẩm định", "2/1 16:00", "3/1 8:00", "3/1 9:00"),
        step("C", 1, "Thẩm định", "2/1 16:30", "3/1 9:00", "3/1 10:00"),
    ])
    assert found["A"] == {"wait_idle": 65.0}


@pytest.mark.parametrize("crowd", ["overlap", "unit"])
def test_waiting_stays_whole_where_the_officer_cannot_be_read(waiting, crowd):
    steps = [
        step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 17:00"),
        step("B", 1, "Thẩm định", "2/1 7:00", "2/1 9:00" if crowd == "overlap" else "4/1 7:00", "4/1 17:00"),
    ]
    units = [{"unit": "An", "is_own": True}] if crowd == "unit" else []
    assert set(waiting(steps, units=units)["B"]) == {"waiting"}
