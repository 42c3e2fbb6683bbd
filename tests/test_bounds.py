"""What arrivals, ends and absences bound where no start is recorded: least and most minutes of each reason, worked out by hand."""

from __future__ import annotations

import pytest

from desk import desk_bounds_table
from dossier_rows import at, dossier, step
from small_tables import canonical

CUT = at("1/2")
COLUMNS = ["queue_least_wm", "queue_most_wm", "own_least_wm", "own_most_wm", "unexplained_least_wm", "unexplained_most_wm"]
EVERY_TWO_HOURS = [f"{day}/1 {hour}" for day in (2, 3, 4) for hour in ("9:00", "11:00", "15:00", "17:00")]


@pytest.fixture(scope="module")
def bounds(engine):
    """Twelve that came at once, one done every two hours; An was away on the 5th with B on his desk; C is done the day after."""
    steps = [step(f"A{n:02}", 1, "Thẩm định", "2/1 7:00", None, end) for n, end in enumerate(EVERY_TWO_HOURS)]
    steps += [step("B", 1, "Thẩm định", "4/1 17:00", None, "8/1 11:00"), step("C", 1, "Thẩm định", "5/1 7:00", None, "8/1 9:00")]
    absences = [{"officer": "An", "from_at": at("5/1 7:00"), "to_at": at("5/1 17:00")}]
    dossiers = [dossier(row["dossier_id"], "2/1 7:00", "31/1 17:00") for row in steps]
    tables = canonical(engine, dossiers=dossiers, steps=steps, absences=absences)
    return desk_bounds_table(engine, tables, CUT).set_index("dossier_id")


def test_the_last_of_a_queue_waited_for_the_eleven_before_it(bounds):
    row = bounds.loc["A11"]
    assert (row.held_wm, row.absent_wm, row.n_ended, row.is_overtaken) == (1440.0, 0.0, 11, False)
    assert row[COLUMNS].tolist() == [1320.0, 1320.0, 120.0, 120.0, 0.0, 0.0]


def test_the_first_was_worked_on_for_two_hours_at_most(bounds):
    assert bounds.loc["A00"][COLUMNS].tolist() == [0.0, 0.0, 120.0, 120.0, 0.0, 0.0]


def test_absence_is_told_apart_and_one_that_came_later_makes_no_waiting_certain(bounds):
    row = bounds.loc["B"]
    # On the desk on Monday alone, four hours; C, which came later, was done at 9:00.
    assert (row.held_wm, row.absent_wm, row.n_ended, row.is_overtaken) == (240.0, 480.0, 1, True)
    assert row[COLUMNS].tolist() == [0.0, 120.0, 120.0, 120.0, 0.0, 120.0]
