"""What an officer's desk tells and what it does not: absences, starts that are no starts, silence of the whole office.

Hand-worked (480 minutes a day from Tuesday 2 January 2024). A case is a function that returns its rows and the minutes of each
state of the dossiers it speaks of. Each case is a source of its own: silence is said of a whole source.
"""

from __future__ import annotations

import pytest

from desk import desk_minutes
from dossier_rows import at, dossier, step
from small_tables import canonical

CUT = at("1/2")
NORM = {"procedure_code": "P", "step": "Thẩm định", "norm_wm": 1440.0}
CASES = {}


def told(function):
    CASES[function.__name__] = function()
    return function


def case(steps, absences=(), stops=(), dossiers=None, norms=(NORM,)):
    names = sorted({row["dossier_id"] for row in steps})
    given = dossiers or [dossier(name, "2/1 7:00", "31/1 17:00") for name in names]
    given = [{"procedure_code": "P", **row} for row in given]
    return {"dossiers": given, "steps": steps, "absences": absences, "stops": stops, "norms": list(norms)}


def away(officer, start, end):
    return {"officer": officer, "from_at": at(start), "to_at": at(end)}


@told
def leave_in_the_midst_of_work_is_absence():
    # Opened on the 2nd, on leave 3–5 January (three working days), done on the 8th at 9:00.
    given = case([step("A", 1, "Thẩm định", "2/1 7:00", "2/1 8:00", "8/1 9:00")], [away("An", "3/1 7:00", "5/1 17:00")])
    return given, {"A": {"waiting_or_idle": 60.0, "work": 420.0 + 120.0, "wait_absent": 1440.0}}


@told
def leave_counts_where_no_start_is_recorded():
    given = case([step("A", 1, "Thẩm định", "2/1 7:00", None, "8/1 9:00")], [away("An", "3/1 7:00", "5/1 17:00")])
    return given, {"A": {"held": 480.0 + 120.0, "wait_absent": 1440.0}}


@told
def leave_counts_although_steps_overlap_weeks_later():
    later = [step(name, 1, "Thẩm định", "16/1 7:00", f"16/1 {hour}:00", "17/1 17:00") for name, hour in zip("BCD", (9, 10, 11), strict=True)]
    given = case(
        [step("A", 1, "Thẩm định", "2/1 7:00", "8/1 7:00", "8/1 9:00"), *later], [away("An", "2/1 7:00", "5/1 17:00")],
        norms=[{**NORM, "norm_wm": 2400.0}],
    )
    return given, {"A": {"wait_absent": 1920.0, "work": 120.0}}


@told
def several_absences_are_cut_out_of_one_stretch():
    given = case(
        [step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "5/1 17:00")],
        [away("An", "3/1 7:00", "3/1 11:30"), away("An", "2/1 13:30", "2/1 17:00"), away("An", "5/1 7:00", "5/1 17:00")],
    )
    return given, {"A": {"work": 270.0 + 210.0 + 480.0, "wait_absent": 210.0 + 270.0 + 480.0}}


@told
def begun_and_done_clicked_together_tells_nothing_of_work_or_idleness():
    days = ["2/1", "3/1", "4/1", "5/1", "8/1", "9/1"]
    given = case([step(f"A{n}", 1, "Thẩm định", "2/1 7:00", f"{day} 16:50", f"{day} 16:52") for n, day in enumerate(days)])
    return given, {"A5": {"held": 5 * 480.0 + 472.0}}


@told
def work_of_half_an_hour_for_a_norm_of_days_is_booked_and_not_begun():
    # Norm three days, each lay for a day or more: 28 minutes are under a fortieth of it, 80 minutes are not.
    days = ["3/1", "4/1", "5/1", "8/1", "9/1"]
    given = case(
        [step(f"A{n}", 1, "Thẩm định", "2/1 7:00", f"{day} 16:00", f"{day} 16:28") for n, day in enumerate(days)]
        + [step(f"B{n}", 1, "Soạn thảo", "2/1 7:00", f"{day} 9:00", f"{day} 10:20", officer="Bình") for n, day in enumerate(days)],
        norms=[{"procedure_code": "P", "step": name, "norm_wm": 1440.0} for name in ("Thẩm định", "Soạn thảo")],
    )
    return given, {"A4": {"held": 5 * 480.0 + 448.0}, "B0": {"waiting": 480.0, "wait_idle": 120.0, "work": 80.0}}


@told
def a_dossier_that_was_with_the_applicant_did_not_lie_on_the_desk():
    # Two minutes of work as soon as the supplement was there: nobody booked a step that had lain for days.
    given = case(
        [step("A", 1, "Thẩm định", "2/1 7:00", "4/1 7:00", "4/1 7:10")],
        stops=[{"dossier_id": "A", "kind": "supplement", "from_at": at("2/1 7:00"), "to_at": at("4/1 7:00")}],
    )
    return given, {"A": {"work": 10.0}}


@told
def honest_steps_of_two_minutes_stay_what_they_are():
    # A stamp with a norm of half a day: B lay there while nothing else was in work. That An was there shows on the morning of the 2nd alone.
    given = case(
        [step("A", 1, "Đóng dấu", "2/1 7:00", "2/1 7:00", "2/1 7:02"), step("B", 1, "Đóng dấu", "2/1 7:00", "4/1 7:00", "4/1 7:02")],
        norms=[{"procedure_code": "P", "step": "Đóng dấu", "norm_wm": 240.0}],
    )
    return given, {"B": {"wait_queue": 2.0, "wait_idle": 268.0, "waiting": 690.0, "work": 2.0}}


@told
def starts_all_at_the_days_end_are_no_starts():
    days = ["2/1", "3/1", "4/1", "5/1"]
    given = case([step(f"A{n}", 1, "Thẩm định", "2/1 7:00", f"{day} 16:45", "10/1 16:45") for n, day in enumerate(days)])
    return given, {"A3": {"held": 6 * 480.0 + 465.0}}


@told
def one_start_forgotten_makes_nobody_idle():
    # B has no start: while it lay there An may have worked on it, so A's waiting of the 2nd and 3rd stays open.
    more = [step(f"M{n}", 1, "Thẩm định", f"{n}/1 7:00", f"{n}/1 8:00", f"{n}/1 16:00") for n in range(9, 13)]
    given = case([step("A", 1, "Thẩm định", "2/1 7:00", "4/1 7:00", "4/1 17:00"), step("B", 1, "Thẩm định", "2/1 7:00", None, "3/1 17:00"), *more])
    return given, {"A": {"waiting": 960.0, "work": 480.0}, "B": {"held": 960.0}, "M9": {"wait_idle": 60.0, "work": 360.0}}


@told
def a_step_left_open_for_days_beside_others_is_no_proof_of_work():
    given = case([
        step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "10/1 17:00"),
        step("B", 1, "Thẩm định", "3/1 7:00", "5/1 7:00", "5/1 17:00"),
    ])
    # Seven days open around B: not known as work; B may have waited for it or not.
    return given, {"A": {"held": 3360.0}, "B": {"waiting": 960.0, "work": 480.0}}


@told
def a_step_open_across_a_consultation_has_work_only_where_work_can_be():
    given = case([
        step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "9/1 17:00"),
        step("A", 2, "Lấy ý kiến", "3/1 7:00", None, "8/1 17:00", officer=None, unit="Sở X", kind="consult"),
        step("B", 1, "Thẩm định", "3/1 7:00", "4/1 7:00", "4/1 17:00"),
    ])
    return given, {"A": {"work": 960.0, "consult": 4 * 480.0}, "B": {"waiting": 480.0, "work": 480.0}}


@told
def interleaved_work_keeps_busy_apart_from_idle():
    # A and B are in work together 9:00–11:30 on the 2nd; C waits that day, and on the 3rd nothing is in work until 9:00.
    given = case([
        step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 11:30"),
        step("B", 1, "Thẩm định", "2/1 7:00", "2/1 9:00", "2/1 17:00"),
        step("C", 1, "Thẩm định", "2/1 7:00", "3/1 9:00", "3/1 11:00"),
    ])
    return given, {
        "A": {"work": 120.0, "interleaved": 150.0}, "B": {"wait_busy": 120.0, "interleaved": 150.0, "work": 210.0},
        "C": {"wait_busy": 480.0, "wait_idle": 120.0, "work": 120.0},
    }


@told
def an_account_at_work_day_and_night_is_not_judged():
    hours = [5, 7, 8, 9, 10, 11, 13, 14, 15, 16, 18, 19, 20, 21, 22, 23]
    steps = [step(f"S{n}", 1, "Thẩm định", "2/1 7:00", f"{3 + n // 16}/1 {hours[n % 16]}:00", f"{3 + n // 16}/1 {hours[n % 16]}:30") for n in range(48)]
    given = case([*steps, step("A", 1, "Thẩm định", "8/1 7:00", "15/1 7:00", "15/1 17:00")])
    return given, {"A": {"held": 6 * 480.0}}


_EVERY_TWO_HOURS = [f"{day}/1 {hour}" for day in (2, 3, 4) for hour in ("9:00", "11:00", "15:00", "17:00")]


@told
def ends_in_the_order_of_arrival_tell_how_long_a_dossier_waited_at_least():
    # No start is recorded. Twelve came at once; one is done every two hours, so the last waited 22 hours and was worked on for two at most.
    given = case([step(f"A{n:02}", 1, "Thẩm định", "2/1 7:00", None, end) for n, end in enumerate(_EVERY_TWO_HOURS)])
    return given, {"A11": {"wait_queue": 1320.0, "held": 120.0}, "A00": {"held": 120.0}}


@told
def whoever_came_at_the_same_moment_did_not_come_later():
    # As above, but the last one to be done stands first in the file: nobody overtook it.
    names = ["Z", *(f"A{n:02}" for n in range(10)), "A"]
    given = case([step(name, 1, "Thẩm định", "2/1 7:00", None, end) for name, end in zip(names, _EVERY_TWO_HOURS, strict=True)])
    return given, {"A": {"wait_queue": 1320.0, "held": 120.0}}


@told
def where_later_ones_were_finished_first_no_waiting_is_certain():
    later = [step(f"A{n:02}", 1, "Thẩm định", "2/1 7:30", None, end) for n, end in enumerate(_EVERY_TWO_HOURS[:11])]
    given = case([*later, step("D", 1, "Thẩm định", "2/1 7:00", None, _EVERY_TWO_HOURS[11])])
    return given, {"D": {"held": 1440.0}}


@told
def one_with_a_recorded_priority_that_was_finished_first_takes_nothing_from_the_queue():
    # As above, but the one that came half an hour later and was done first has priority: it took an hour and a half at most.
    rows = [step(f"A{n:02}", 1, "Thẩm định", "2/1 7:00" if n else "2/1 7:30", None, end) for n, end in enumerate(_EVERY_TWO_HOURS)]
    given = case(rows, dossiers=[dossier(row["dossier_id"], "2/1 7:00", "31/1 17:00", has_priority=row["dossier_id"] == "A00") for row in rows])
    return given, {"A11": {"wait_queue": 1290.0, "held": 150.0}}


@told
def the_turn_of_a_dossier_that_was_elsewhere_is_not_counted_twice():
    # The last of twelve is with the applicant on 3 January: of the eleven done meanwhile four may fall on that day.
    given = case(
        [step(f"A{n:02}", 1, "Thẩm định", "2/1 7:00", None, end) for n, end in enumerate(_EVERY_TWO_HOURS)],
        stops=[{"dossier_id": "A11", "kind": "supplement", "from_at": at("3/1 7:00"), "to_at": at("4/1 7:00")}],
    )
    return given, {"A11": {"wait_queue": 1320.0 - 480.0, "held": 120.0}}


OFFICERS = ("An", "Bình", "Chi")


@told
def three_officers_silent_together_in_a_short_source_is_not_known():
    given = case([step(f"A{n}", 1, "Thẩm định", "2/1 7:00", "9/1 7:00", "9/1 16:00", officer=one) for n, one in enumerate(OFFICERS)])
    return given, {"A0": {"silent": 5 * 480.0, "work": 420.0}}


@told
def one_officer_without_any_stamp_is_not_known_to_be_idle():
    # He may have been on leave that nobody recorded.
    given = case([step("A", 1, "Thẩm định", "2/1 7:00", "9/1 7:00", "9/1 16:00")])
    return given, {"A": {"waiting": 5 * 480.0, "work": 420.0}}


def _month(officers, days, name="M"):
    """Each officer settles one dossier a day from 8:00 to 9:00."""
    return [
        step(f"{name}{day}{one}", 1, "Thẩm định", f"{day}/1 7:00", f"{day}/1 8:00", f"{day}/1 9:00", officer=one)
        for day in days for one in officers
    ]


@told
def a_run_of_silent_days_in_a_busy_office_is_an_outage():
    # Four officers leave a stamp on each of the other working days of January; nobody does from 9:00 on the 16th to 7:00 on the 19th.
    others = [day for day in range(2, 32) if day not in (6, 7, 13, 14, 17, 18, 20, 21, 27, 28)]
    waiting = [step(f"A{n}", 1, "Thẩm định", "16/1 8:00", "19/1 7:00", "19/1 16:00", officer=one) for n, one in enumerate(OFFICERS)]
    given = case([*_month((*OFFICERS, "Dũng"), others), *waiting])
    return given, {"A0": {"wait_queue": 60.0, "outage": 360.0 + 960.0, "work": 60.0, "interleaved": 60.0, "work_after": 300.0}}


@told
def what_lay_with_its_result_while_the_office_was_silent_is_no_late_closing():
    # As above; A0's result was there on the 15th: unclosed from then to 9:00 on the 16th, and from 7:00 on the 19th to its end.
    given, _ = a_run_of_silent_days_in_a_busy_office_is_an_outage()
    given["dossiers"] = [{**row, "issued_at": at("15/1 17:00") if row["dossier_id"] == "A0" else None} for row in given["dossiers"]]
    given["dossiers"] = [{**row, "finished_at": at("19/1 16:00") if row["dossier_id"] == "A0" else row["finished_at"]} for row in given["dossiers"]]
    return given, {"A0": {"unclosed": 120.0 + 420.0, "outage": 360.0 + 960.0}}


@told
def no_answer_of_another_body_can_be_recorded_while_the_whole_source_is_silent():
    # As above; A0 went to another body on the 16th at 8:00, whose answer is recorded on the 19th at 16:00.
    given, _ = a_run_of_silent_days_in_a_busy_office_is_an_outage()
    asked = {"officer": None, "unit": "Sở X", "kind": "consult", "started_at": None}
    more = step("A3", 1, "Thẩm định", "16/1 8:00", "19/1 7:00", "19/1 16:00", officer="Dũng")
    given["steps"] = [{**row, **asked} if row["dossier_id"] == "A0" else row for row in given["steps"]] + [more]
    given["dossiers"] = [*given["dossiers"], {"procedure_code": "P", **dossier("A3", "2/1 7:00", "31/1 17:00")}]
    return given, {"A0": {"consult": 60.0 + 480.0 - 60.0, "outage": 360.0 + 960.0}}


@told
def silent_days_of_one_among_busy_colleagues_are_no_outage():
    others = [day for day in range(2, 32) if day not in (6, 7, 13, 14, 20, 21, 27, 28)]
    given = case([*_month(("Bình", "Chi", "Dũng"), others), step("A", 1, "Thẩm định", "16/1 7:00", "19/1 7:00", "19/1 16:00")])
    return given, {"A": {"waiting": 3 * 480.0, "work": 420.0}}


@told
def who_leaves_stamps_beside_a_waiting_dossier_is_idle_in_those_half_days():
    # M is done on the mornings of the 2nd to the 4th, each in an hour; A waits until the 5th. Of the afternoons nothing is known.
    given = case([*_month(("An",), (2, 3, 4)), step("A", 1, "Thẩm định", "2/1 7:30", "5/1 7:00", "5/1 11:30")])
    return given, {"A": {"wait_queue": 60.0, "wait_overtaken": 120.0, "wait_idle": 3 * 210.0 - 30.0, "waiting": 3 * 210.0, "work": 270.0}}


def _mornings(unit):
    """M is done on the mornings of the 2nd to the 4th in this unit; An of Phòng A ends A on the 5th, and Z on the 2nd."""
    mornings = [{**row, "unit": unit} for row in _month(("An",), (2, 3, 4))]
    return [*mornings, step("A", 1, "Thẩm định", "2/1 7:30", "5/1 7:00", "5/1 11:30")]


@told
def a_name_in_two_units_turn_and_turn_about_may_be_two_peoples():
    # Whose mornings they were nobody knows: An of Phòng A may have been away.
    given = case([*_mornings("Phòng B"), step("Z", 1, "Thẩm định", "2/1 7:00", None, "2/1 8:00")])
    return given, {"A": {"held": 3 * 480.0 - 30.0 + 270.0}}


@told
def who_went_from_one_unit_to_another_is_one_person():
    return case(_mornings("Phòng B")), who_leaves_stamps_beside_a_waiting_dossier_is_idle_in_those_half_days()[1]


@told
def a_step_open_for_days_without_any_stamp_is_not_known_to_be_work():
    # Opened on the 2nd, done on the 8th: the 3rd to the 5th are whole days without a stamp. B waits behind it as recorded.
    given = case([step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "8/1 11:30"), step("B", 1, "Thẩm định", "2/1 7:00", "8/1 13:30", "8/1 17:00")])
    return given, {"A": {"work": 480.0 + 270.0, "quiet": 1440.0}, "B": {"wait_queue": 2190.0, "work": 210.0}}


@told
def two_days_without_a_stamp_are_work_as_it_was_recorded():
    given = case([step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "5/1 11:30")])
    return given, {"A": {"work": 3 * 480.0 + 270.0}}


_ALIAS = {"waiting_or_idle": "wait_idle", "work_after": "work"}


@pytest.mark.parametrize("name", CASES)
def test_desk_of(name, engine):
    given, expected = CASES[name]
    rows = desk_minutes(engine, canonical(engine, **given), CUT)
    on_desk = rows[(rows.part == "step") | (rows.step.notna() & (rows.part == "unclosed"))]
    for dossier_id, states in expected.items():
        wanted: dict[str, float] = {}
        for state, wm in states.items():
            wanted[_ALIAS.get(state, state)] = wanted.get(_ALIAS.get(state, state), 0.0) + wm
        mine = on_desk[on_desk.dossier_id == dossier_id]
        assert dict(zip(mine.state, mine.wm, strict=True)) == pytest.approx(wanted), dossier_id
    assert (rows.wm > 0).all()
