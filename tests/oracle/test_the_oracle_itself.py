"""The oracle on cases that were worked out by hand, so that it may judge others."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.oracle.changes import changes
from tests.oracle.clock import Clock
from tests.oracle.export import ROOT
from tests.oracle.form import form_06a
from tests.oracle.generate import Plan, world
from tests.oracle.rules import outcomes
from tests.oracle.settings import chosen
from tests.oracle.shares import wilson
from tests.oracle.survival import in_time_km

EMPTY = {name: [] for name in ("dossiers", "steps", "stops", "due_changes", "norms", "units", "absences", "feedback", "procedures")}
ROW = {"procedure_code": "P", "channel": "counter", "submitted_at": None, "refused_at": None, "finished_at": None, "due_at": None, "status": "4",
       "issued_at": None, "returned_at": None}


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock(ROOT / "data" / "reference")


def at(text: str | None) -> datetime | None:
    """`04/03 08:00` of 2024; without an hour closing time."""
    return datetime.strptime(f"{text if ' ' in text else f'{text} 17:00'} 2024", "%d/%m %H:%M %Y") if text else None


def judged(clock: Clock, received: str, due: str | None, end: str | None, *, stops=(), moves=(), norm: int = 0, cut: str = "01/06 00:00", **settings) -> dict:
    """Outcome and deadline by rule of one dossier; stops: (kind, from, to), moves: (at, old, new)."""
    row = ROW | {"dossier_id": "a", "received_at": at(received), "due_at": at(due), "finished_at": at(end), "status": "10" if end else "4"}
    norms = [{"procedure_code": "P", "step": "x", "channel": None, "norm_wm": 480 * norm, "valid_from": date(2020, 1, 1)}] if norm else []
    tables = EMPTY | {"dossiers": [row], "norms": norms,
                      "stops": [{"dossier_id": "a", "kind": kind, "from_at": at(since), "to_at": at(until)} for kind, since, until in stops],
                      "due_changes": [{"dossier_id": "a", "at": at(one), "old_due_at": at(old), "new_due_at": at(new)} for one, old, new in moves]}
    rows = outcomes(tables, clock, datetime(2024, 1, 1), at(cut), chosen(**settings))
    return {row["rule"]: row["outcome"] for row in rows} | {f"{row['rule']}_due": row["due_at"] for row in rows}


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [("29/01 08:00", 5, "05/02"), ("29/01 08:00", 15, "26/02"), ("07/02 08:00", 5, "21/02"), ("15/04 08:00", 15, "09/05"), ("26/04 08:00", 5, "07/05"),
     ("01/03 17:00", 1, "04/03"), ("01/03 17:01", 1, "05/03"), ("02/03 09:00", 1, "05/03")],
)  # fmt: skip
def test_deadlines_over_tet_and_the_worked_saturday(clock, received, days, due):
    assert clock.deadline(at(received), days, chosen()) == at(due)


def test_the_clock_counts_office_hours_only(clock):
    assert clock.between(datetime(2024, 1, 1), datetime(2024, 6, 1)) == 101 * 480
    assert clock.between(at("01/03 11:00"), at("01/03 14:00")) == 60
    assert clock.between(at("01/03 16:30"), at("04/03 07:30")) == 60


def test_a_supplement_before_reception_moves_nothing(clock):
    found = judged(clock, "04/03 08:00", "08/03", "12/03 10:00", stops=[("supplement", "26/02 08:00", "01/03 08:00")])
    assert found["qd766"] == "late"
    found = judged(clock, "04/03 08:00", None, "08/03 10:00", stops=[("supplement", "28/02 08:00", "29/02 08:00")], norm=4)
    assert (found["decree"], found["decree_due"]) == ("on_time", at("08/03"))


def test_a_request_after_the_deadline_restarts_no_clock(clock):
    found = judged(clock, "04/03 08:00", "08/03", "15/03 10:00", stops=[("supplement", "11/03 08:00", "20/03 08:00")], norm=4)
    assert (found["qd766"], found["decree"], found["system"]) == ("late", "late", "late")
    restarted = judged(clock, "04/03 08:00", "08/03", "22/03 10:00", stops=[("supplement", "11/03 08:00", "20/03 08:00")], norm=4,
                       late_request="restarts")
    assert (restarted["decree"], restarted["decree_due"]) == ("early", at("26/03"))


def test_a_deadline_moved_after_the_end_or_too_late(clock):
    assert judged(clock, "01/03 08:00", "22/03", "15/03 10:00", moves=[("18/03 08:00", "08/03", "22/03")])["system"] == "late"
    moved = {"moves": [("11/03 08:00", "08/03", "22/03")]}
    assert judged(clock, "01/03 08:00", "22/03", "15/03 10:00", **moved)["system"] == "late"
    assert judged(clock, "01/03 08:00", "22/03", "15/03 10:00", **moved, due_moved_late="moved")["system"] == "early"
    in_a_stop = {"stops": [("supplement", "07/03 08:00", "11/03 08:00")]}
    assert judged(clock, "01/03 08:00", "22/03", "15/03 10:00", **moved, **in_a_stop)["system"] == "early"


def test_a_deadline_moved_after_the_cut_has_not_moved(clock):
    found = judged(clock, "01/03 08:00", "30/04", "29/04 10:00", moves=[("10/04 09:00", "15/03", "30/04")], cut="01/04 00:00")
    assert found["system"] == "open_late"


def test_a_deadline_on_a_day_off(clock):
    assert judged(clock, "01/03 08:00", "10/03", "11/03 09:00")["system"] == "on_time"
    assert judged(clock, "01/03 08:00", "10/03", "12/03 09:00")["system"] == "late"
    assert judged(clock, "01/03 08:00", "10/03", "11/03 09:00", due_on_day_off="as_recorded")["system"] == "late"


def test_an_open_dossier_by_qd766_is_read_at_the_last_day_less_its_waiting(clock):
    waited = {"stops": [("supplement", "08/04 08:00", "23/04 08:00")]}
    assert judged(clock, "01/04 08:00", "23/04", None, cut="01/05 00:00", **waited)["qd766"] == "open_in_time"
    assert judged(clock, "01/04 08:00", "12/04", None, cut="01/05 00:00", **waited)["qd766"] == "open_late"
    asked_in_time = {"stops": [("supplement", "08/04 08:00", None)]}
    assert judged(clock, "01/04 08:00", "12/04", None, cut="01/05 00:00", **asked_in_time)["qd766"] == "stopped"
    assert judged(clock, "01/04 08:00", "05/04", None, cut="01/05 00:00", **asked_in_time)["qd766"] == "open_late"


def test_two_supplements_are_late_by_qd766(clock):
    two = {"stops": [("supplement", "04/03 08:00", "05/03 08:00"), ("supplement", "06/03 08:00", "07/03 08:00")]}
    found = judged(clock, "01/03 08:00", "29/03", "11/03 09:00", **two)
    assert (found["system"], found["qd766"]) == ("early", "late")


def test_the_form_adds_up_on_random_dossiers(clock):
    tables = world(Plan(7, size=200), clock)
    rows = form_06a(tables["dossiers"], outcomes(tables, clock, datetime(2024, 3, 1), datetime(2024, 4, 1), chosen()), "system")
    assert sum(row["c3"] for row in rows) > 100
    for row in rows:
        assert row["c3"] == row["c4"] + row["c5"] + row["c6"] == row["c7"] + row["c11"]
        assert row["c7"] == row["c8"] + row["c9"] + row["c10"] and row["c11"] == row["c12"] + row["c13"]


def test_wilson_bounds_known_from_tables():
    assert wilson(8, 10) == pytest.approx((49.0162, 94.3318), abs=1e-3)
    assert wilson(0, 5) == pytest.approx((0, 43.4482), abs=1e-3)


def test_product_limit_with_one_open_dossier(clock):
    """Used shares 0.25 (in time), 0.5 (open), 1 (in time), late: 1 − (3/4)·(1/2) = 62.5 %."""
    row = {"intake": "period", "received_at": at("04/03 07:00"), "budget_wm": 960.0}
    rows = [row | {"outcome": "early", "total_wm": 240.0}, row | {"outcome": "open_in_time", "total_wm": 480.0},
            row | {"outcome": "on_time", "total_wm": 960.0}, row | {"outcome": "late", "total_wm": 1440.0}]
    assert in_time_km(rows, clock, at("01/03 00:00"))[2] == pytest.approx(62.5)


def test_an_end_written_back_is_altered_and_one_that_came_since_is_settled():
    row = ROW | {"dossier_id": "a", "received_at": at("04/03 09:00"), "due_at": at("20/03")}
    then = EMPTY | {"dossiers": [row]}
    for end, told in (("15/03 16:00", {("a", "finished_altered")}), ("18/03 16:00", {("a", "settled")})):
        now = EMPTY | {"dossiers": [row | {"finished_at": at(end), "status": "10"}]}
        assert changes(then, now, {"a": "open_in_time"}, {"a": "early"}, at("16/03 00:00")) == told
