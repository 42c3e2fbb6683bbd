"""Each way of working shows in what the office records, and every minute of a life still has one state."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import datetime, time, timedelta
from functools import cache

import pytest

from tthc.simulate import Disturbance, Ways, run_office, twin

SIZE = 120
EACH = {
    "as before": Ways(), "in hand": Ways(in_hand=3), "half time": Ways(half_time=1), "meetings": Ways(meetings=0.4),
    "handed over": Ways(handed_over=1.0), "parallel": Ways(parallel=1.0), "evening": Ways(evening=True), "bulk": Ways(bulk_closing=True),
    "click": Ways(starts="click"), "starts in the evening": Ways(starts="evening"), "no starts": Ways(starts="none"),
    "nested": Ways(nested=1.0), "spellings": Ways(spellings=1.0), "accounts": Ways(accounts=("emulation",)), "unlisted": Ways(unlisted=1.0),
}  # fmt: skip


@cache
def world(name: str):
    return run_office(3, size=SIZE, ways=EACH[name])


def own_steps(name: str) -> list[dict]:
    return [row for row in world(name).tables["steps"] if row["officer"]]


def ended(name: str) -> list[dict]:
    return [row for row in own_steps(name) if row["started_at"] and row["ended_at"] and row["ended_at"] > row["arrived_at"]]


@pytest.mark.parametrize("name", EACH)
def test_every_minute_of_a_life_has_one_state(name):
    for row in world(name).truth:
        assert min(row["states"].values()) >= 0
        assert sum(row["states"].values()) == row["life_wm"]


def most_open_at_once(rows: list[dict]) -> int:
    moves = sorted((at, step) for row in rows for at, step in ((row["started_at"], 1), (row["ended_at"], -1)))
    most = now = 0
    for _, step in moves:
        now += step
        most = max(most, now)
    return most


def test_dossiers_in_hand_at_once():
    for name, most in (("as before", 1), ("in hand", 3)):
        officers = {row["officer"] for row in ended(name)}
        assert max(most_open_at_once([row for row in ended(name) if row["officer"] == one]) for one in officers) == most


def test_half_time_officers_begin_nothing_in_the_afternoon_and_no_list_says_so():
    assert any(row["started_at"].time() > time(13, 30) for row in ended("as before"))
    assert all(row["started_at"].time() <= time(11, 30) for row in ended("half time"))
    assert world("half time").tables["absences"] == world("as before").tables["absences"]


def test_meetings_delay_and_are_in_no_list():
    assert world("meetings").tables["absences"] == world("as before").tables["absences"]
    away = {name: sum(row["states"]["wait_absent"] for row in world(name).truth) for name in ("meetings", "as before")}
    assert away["meetings"] > 2 * away["as before"]


def test_a_step_handed_over_half_done_has_two_rows_one_after_the_other():
    def handed(name: str) -> int:
        rows = world(name).tables["steps"]
        pairs = zip(rows, rows[1:], strict=False)
        return sum(
            a["dossier_id"] == b["dossier_id"] and a["step"] == b["step"] and a["officer"] != b["officer"]
            and a["ended_at"] == b["arrived_at"] > a["arrived_at"] and a["started_at"] != a["ended_at"]
            for a, b in pairs
        )  # fmt: skip

    assert handed("as before") == 0
    assert handed("handed over") > 20


def test_two_bodies_asked_at_once():
    asked = Counter((row["dossier_id"], row["arrived_at"]) for row in world("parallel").tables["steps"] if row["kind"] == "consult")
    assert set(asked.values()) == {2}
    after = [row for row in world("parallel").tables["steps"] if row["step"] == "Trình ký nội bộ"]
    last = {}
    for row in world("parallel").tables["steps"]:
        if row["kind"] == "consult" and row["ended_at"]:
            last[row["dossier_id"]] = max(row["ended_at"], last.get(row["dossier_id"], datetime.min))
    assert all(row["arrived_at"] >= last[row["dossier_id"]] for row in after if row["dossier_id"] in last)


def test_evening_work_goes_out_and_is_clicked_at_the_days_end():
    worked = [row for row in ended("evening") if row["started_at"] != row["ended_at"]]
    assert all(row["ended_at"].time() >= time(16, 30) for row in worked)
    starts = [row["started_at"] for row in own_steps("starts in the evening") if row["started_at"] and row["started_at"] != row["ended_at"]]
    assert all(one.time() >= time(16, 30) for one in starts) and starts


def test_clicks_and_missing_starts():
    assert all(row["ended_at"] - row["started_at"] <= timedelta(minutes=3) for row in ended("click"))
    assert any(row["ended_at"] - row["started_at"] > timedelta(hours=3) for row in ended("as before"))
    # handing over what waits, in which nobody begins anything, keeps its stamp
    assert not [row for row in ended("no starts") if row["started_at"]]


def test_bulk_closing_is_on_fridays_after_the_result_was_handed_over():
    closed = [row for row in world("bulk").tables["dossiers"] if row["status"] in ("9", "10")]
    assert sum(row["finished_at"].weekday() == 4 for row in closed) > 0.95 * len(closed)
    assert all(row["returned_at"] <= row["finished_at"] for row in closed if row["returned_at"])


def test_a_step_stays_open_across_the_consultation():
    rows = world("nested").tables["steps"]
    asked = {row["dossier_id"]: row for row in rows if row["kind"] == "consult"}
    before = {key: [one for one in rows if one["dossier_id"] == key and one["step_no"] < row["step_no"]][-1] for key, row in asked.items()}
    across = [(before[key], row) for key, row in asked.items() if row["ended_at"] and before[key]["step"] == "Thẩm định hồ sơ"]
    assert across and all(own["ended_at"] == row["ended_at"] for own, row in across)


def test_spellings_are_of_the_same_people():
    def plain(name: str) -> str:
        return " ".join(unicodedata.normalize("NFC", name).split()).casefold()

    names, before = ({row["officer"] for row in own_steps(name)} for name in ("spellings", "as before"))
    assert len(names) > 2 * len(before)
    assert {plain(one) for one in names} == {plain(one) for one in before}


def test_a_shared_account_stands_for_its_role():
    of_role = {row["officer"] for row in own_steps("accounts") if row["unit"] == "Ban Thi đua - Khen thưởng"}
    assert of_role == {world("accounts").staff["emulation"][0]}


def test_absences_left_out_of_the_list_still_happen():
    assert world("unlisted").tables["absences"] == []
    waited = [sum(row["states"]["wait_absent"] for row in world(name).truth) for name in ("unlisted", "as before")]
    assert waited[0] >= 0.9 * waited[1] > 0


def test_nobody_leaves_a_stamp_while_the_system_stands():
    outage = Disturbance("outage", "Sở Nội vụ", datetime(2024, 3, 4, 7), datetime(2024, 3, 15, 17))
    stood = run_office(3, size=SIZE, disturbances=(outage,))
    stamps = [row[name] for row in stood.tables["steps"] for name in ("started_at", "ended_at")]
    stamps += [row[name] for row in stood.tables["dossiers"] for name in ("received_at", "finished_at")]
    assert not [one for one in stamps if one and outage.from_at <= one < outage.to_at]
    calm = {row["dossier_id"] for row in twin(stood, outage).truth if row["is_late"]}
    assert {row["dossier_id"] for row in stood.truth if row["is_late"]} - calm


def test_unlisted_leave_makes_late_and_no_list_knows_it():
    target = world("as before").staff["religion"][0]
    leave = Disturbance("unlisted_leave", target, datetime(2024, 3, 4, 7), datetime(2024, 3, 25, 17))
    left = run_office(3, size=SIZE, disturbances=(leave,))
    assert any(leave.id in row["touched"] for row in left.truth)
    assert not [row for row in left.tables["absences"] if row["officer"] == target and row["from_at"] == leave.from_at]
    assert not [row for row in left.tables["steps"] if row["officer"] == target and row["ended_at"] and leave.from_at < row["ended_at"] < leave.to_at]


def test_an_unknown_way_to_record_starts_is_refused():
    with pytest.raises(ValueError, match="unknown way to record starts"):
        Ways(starts="sometimes")
