"""Excess, shares, causes and what-if of literal late dossiers, worked out by hand (480 minutes are one working day).

The cases are computed as one batch; a test asks for its own.
"""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from batch import apart, together
from chain import run_chain
from dossier_rows import at, dossier, step
from tthc.analysis.causes.hands import handed_over

START, CUT = at("1/1"), at("1/3")
NORMS = [
    {"procedure_code": "P", "step": "Thẩm định", "order": 1, "norm_wm": 960.0},
    {"procedure_code": "P", "step": "Trình ký", "order": 2, "norm_wm": 480.0},
]
UNITS = [{"unit": "Phòng A", "is_own": True}, {"unit": "UBND tỉnh", "is_own": False}]
CASES = {}


def told(function):
    CASES[function.__name__] = function()
    return function


@told
def the_overrun_beyond_scaled_norms_shares_the_lateness():
    # Received 2/1 7:00, due 5/1 (4 days = 1920 minutes), ended 9/1 17:00 (6 days = 2880): L = 960.
    # Norms 960 and 480 are scaled to 1920: 1280 and 640. Work 1920 − 1280 = 640 over; signing upstairs 960 − 640 = 320 over.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "9/1 17:00", "5/1 17:00")],
        steps=[
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "5/1 17:00"),
            step("A", 2, "Trình ký", "5/1 17:00", None, "9/1 17:00", officer=None, unit="UBND tỉnh", kind="sign"),
        ],
        norms=NORMS,
    )


@told
def what_if_uses_the_unscaled_norm():
    # Unscaled: work 1920 − 960 = 960 ≥ L = 960, so without it on time; signing 960 − 480 = 480 < 960, so not.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "9/1 17:00", "5/1 17:00")],
        steps=[
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "5/1 17:00"),
            step("A", 2, "Trình ký", "5/1 17:00", None, "9/1 17:00", officer=None, unit="UBND tỉnh", kind="sign"),
        ],
        norms=NORMS,
    )


@told
def the_norm_pays_for_work_first_and_waiting_takes_the_rest():
    # One step with norm 480 (scaled to the budget of 480): waits 960, works 480. L = 960, all of it waiting.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "4/1 17:00", "2/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "4/1 7:00", "4/1 17:00")],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 480.0}],
    )


@told
def a_stop_is_granted_what_the_deadline_was_moved_for():
    # The supplement took 2 days (3–4/1); the deadline was moved by 1 day (from 3/1 to 4/1). Budget 3 days = 1440.
    # Norm 480 of the stop; the step's norm is scaled to 960. Ended 5/1: T = 1920, L = 480. Step used 960, stop 960 − 480 over.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "5/1 17:00", "4/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "5/1 17:00")],
        stops=[{"dossier_id": "A", "kind": "supplement", "from_at": at("3/1 7:00"), "to_at": at("5/1 7:00")}],
        due_changes=[{"dossier_id": "A", "at": at("5/1 7:00"), "old_due_at": at("3/1 17:00"), "new_due_at": at("4/1 17:00")}],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 960.0}],
    )


@told
def a_stop_that_moved_no_deadline_has_no_norm():
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "4/1 17:00", "3/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "4/1 17:00")],
        stops=[{"dossier_id": "A", "kind": "supplement", "from_at": at("3/1 7:00"), "to_at": at("4/1 7:00")}],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 960.0}],
    )


@told
def a_second_pass_has_no_norm_of_its_own():
    # Thẩm định 1 day, signed 1 day, back to Thẩm định 1 day; budget 2 days = the norms 960 scaled from 1440.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "4/1 17:00", "3/1 17:00")],
        steps=[
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 17:00"),
            step("A", 2, "Trình ký", "2/1 17:00", "3/1 7:00", "3/1 17:00", kind="sign"),
            step("A", 3, "Thẩm định", "3/1 17:00", "4/1 7:00", "4/1 17:00"),
        ],
        norms=NORMS,
    )


@told
def without_norms_each_late_minute_goes_to_who_held_it_then():
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "4/1 17:00", "2/1 17:00")],
        steps=[
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 11:30"),
            step("A", 2, "Lấy ý kiến", "3/1 11:30", None, "4/1 7:00", officer=None, unit="Công an tỉnh", kind="consult"),
        ],
    )


@told
def norms_come_from_the_steps_own_deadlines_where_the_list_is_missing():
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "4/1 17:00", "3/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "4/1 17:00", step_due_at=at("2/1 17:00"))],
    )


@told
def norms_are_estimated_from_dossiers_on_time_and_marked():
    others = [f"B{n}" for n in range(5)]
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "4/1 17:00", "3/1 17:00"), *[dossier(b, "2/1 7:00", "2/1 17:00", "3/1 17:00") for b in others]],
        steps=[
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "4/1 17:00"),
            *[step(b, 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 17:00", officer=b) for b in others],
        ],
    )


@told
def late_closing_is_apparent_and_counted_apart():
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "5/1 17:00", "4/1 17:00", issued_at=at("3/1 17:00"))],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 17:00")],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 1440.0}],
    )


@told
def a_result_that_is_still_not_closed():
    return dict(
        dossiers=[dossier("A", "2/1 7:00", None, "4/1 17:00", issued_at=at("3/1 17:00"))],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 17:00")],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 1440.0}],
    )


@told
def late_within_closed_hours_has_no_minutes_but_a_cause():
    # Due Friday 5/1 by date, ended on Saturday: no working minute is late, yet the date is.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "6/1 10:00", "5/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "6/1 10:00")],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 1920.0}],
    )


@told
def a_deadline_before_reception_makes_the_whole_life_late():
    return dict(
        dossiers=[dossier("A", "3/1 7:00", "4/1 17:00", "2/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "3/1 7:00", "3/1 7:00", "4/1 17:00")],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 480.0}],
    )


@told
def time_without_a_record_is_nobodys_fault():
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "9/1 17:00", "4/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 17:00")],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 1440.0}],
    )


@told
def a_step_that_the_latest_list_drops_takes_no_part_of_the_budget():
    # Budget 2 days. The list of 2023 had a second step; that of 2 January 2024 grants all of it to the first.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "4/1 17:00", "3/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "4/1 17:00")],
        norms=[*({**row, "valid_from": date(2023, 1, 1)} for row in NORMS), {**NORMS[0], "valid_from": date(2024, 1, 2)}],
    )


@told
def a_step_handed_over_shares_its_norm():
    # Norms 1 and 2 days. An and Bình held Thẩm định 1 day each (1 over, shared), signing upstairs took 4 (2 over). Budget 3, L = 3.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "9/1 17:00", "4/1 17:00")],
        steps=[
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 17:00"),
            step("A", 2, "Thẩm định", "2/1 17:00", "2/1 17:00", "3/1 17:00", officer="Bình"),
            step("A", 3, "Trình ký", "3/1 17:00", None, "9/1 17:00", officer=None, unit="UBND tỉnh", kind="sign"),
        ],
        norms=[{**NORMS[0], "norm_wm": 480.0}, {**NORMS[1], "norm_wm": 960.0}],
    )


@told
def a_new_holder_within_the_norm_of_the_step_is_not_slow():
    # Norm 3 days. An worked 3 days, then Bình 3: late by 3, and neither alone took more than was granted.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "9/1 17:00", "4/1 17:00")],
        steps=[
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "4/1 17:00"),
            step("A", 2, "Thẩm định", "4/1 17:00", "4/1 17:00", "9/1 17:00", officer="Bình"),
        ],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 1440.0}],
    )


@told
def of_two_holders_one_who_alone_took_the_norm_and_the_lateness_is_slow():
    # Norm 1 day, An worked a quarter of one, then Bình 3 days and 3 quarters: late by 2, of which he alone is the reason.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "5/1 17:00", "3/1 17:00")],
        steps=[
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 9:00"),
            step("A", 2, "Thẩm định", "2/1 9:00", "2/1 9:00", "5/1 17:00", officer="Bình"),
        ],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 480.0}],
    )


@told
def two_bodies_asked_at_once_share_one_norm():
    # Both answer within their 2 days; the officer waits 3 days with 1 granted. Budget 3 days, L = 2.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "8/1 17:00", "4/1 17:00")],
        steps=[
            step("A", 1, "Lấy ý kiến", "2/1 7:00", None, "3/1 16:00", officer=None, unit="Sở X", kind="consult"),
            step("A", 2, "Lấy ý kiến", "2/1 7:00", None, "3/1 17:00", officer=None, unit="Sở Y", kind="consult"),
            step("A", 3, "Thẩm định", "3/1 17:00", "8/1 15:00", "8/1 17:00"),
        ],
        norms=[{"procedure_code": "P", "step": "Lấy ý kiến", "norm_wm": 960.0}, {"procedure_code": "P", "step": "Thẩm định", "norm_wm": 480.0}],
    )


@told
def who_worked_before_a_result_in_time_has_no_part_in_late_closing():
    # Worked three days where two were granted, yet the result was there when due: only its lying unclosed made it late (L = 480).
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "5/1 17:00", "4/1 17:00", issued_at=at("4/1 17:00"))],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "4/1 17:00")],
        norms=NORMS,
    )


@told
def a_second_pass_of_no_minutes_is_no_rework():
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "4/1 17:00", "3/1 17:00")],
        steps=[
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 17:00"),
            step("A", 2, "Trình ký", "3/1 17:00", None, "4/1 17:00", officer=None, unit="UBND tỉnh", kind="sign"),
            step("A", 3, "Thẩm định", "4/1 17:00", "4/1 17:00", "4/1 20:00"),
        ],
        norms=NORMS,
    )


@told
def leave_is_named_without_any_start():
    # Five days in the step, three of them leave, one granted: late by four. If none of the other two was work, leave is 3/5 of it.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "8/1 17:00", "2/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", None, "8/1 17:00")],
        absences=[{"officer": "An", "from_at": at("3/1 7:00"), "to_at": at("5/1 17:00")}],
        norms=[{**NORMS[0], "norm_wm": 480.0}],
    )


@told
def who_keeps_to_his_norm_is_not_charged_with_a_deadline_that_is_shorter():
    # A day was granted, the list grants two for the work and one for the signature; both kept to it. L = 960.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "4/1 17:00", "2/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 17:00"),
               step("A", 2, "Trình ký", "3/1 17:00", None, "4/1 17:00", officer=None, unit="UBND tỉnh", kind="sign")],
        norms=NORMS,
    )  # fmt: skip


@told
def what_goes_beyond_the_norm_is_charged_beside_a_deadline_that_is_shorter():
    # As before, but the signature took two days. Scaled norms 320 and 160: 640 and 800 over, of which 480 beyond the signature's norm.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "5/1 17:00", "2/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 17:00"),
               step("A", 2, "Trình ký", "3/1 17:00", None, "5/1 17:00", officer=None, unit="UBND tỉnh", kind="sign")],
        norms=NORMS,
    )  # fmt: skip


@told
def a_result_in_time_acquits_all_but_the_closing():
    # Norm one day; the step lay open for four, the result was there on the deadline's day; closed two days later.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "9/1 17:00", "5/1 17:00", issued_at=at("5/1 15:00"))],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "9/1 17:00")],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 480.0}],
    )


@told
def a_stop_after_the_deadline_made_nothing_late():
    # Due 3/1 after two days as the norm; for signing three, then a supplement was asked for (5–11/1, five days), a fourth day, ended 12/1.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "12/1 17:00", "3/1 17:00")],
        steps=[step("A", 1, "Trình ký", "2/1 7:00", None, "12/1 17:00", officer=None, unit="UBND tỉnh", kind="sign")],
        stops=[{"dossier_id": "A", "kind": "supplement", "from_at": at("5/1 7:00"), "to_at": at("12/1 7:00")}],
        norms=[{"procedure_code": "P", "step": "Trình ký", "norm_wm": 960.0}],
    )


@told
def who_is_on_leave_cannot_close_a_dossier():
    # The result was there on 4/1, due 5/1; An, who had to close it, is on leave on 5/1 and 8–11/1 (2400 minutes), and closes it on the 12th.
    # It lay unclosed for 2880 minutes; late by 2400: 2000 of the leave, 400 of the closing.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "12/1 17:00", "5/1 17:00", issued_at=at("4/1 17:00"))],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "4/1 17:00"), step("A", 2, "Trả kết quả", "4/1 17:00", None, "12/1 17:00")],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 1920.0}],
        absences=[{"officer": "An", "from_at": at("5/1 7:00"), "to_at": at("11/1 17:00")}],
    )


@told
def without_norms_closing_what_was_late_already_is_no_main_cause():
    # Due 3/1; nobody knows why the result came on 4/1 only. It was closed on the 9th, three days later.
    return dict(dossiers=[dossier("A", "2/1 7:00", "9/1 17:00", "3/1 17:00", issued_at=at("4/1 17:00"))], steps=[])


@told
def one_person_is_named_once_across_a_stop():
    # An works a day, the supplement takes one, An works two more, then hands over to Bình. Norm one day.
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "9/1 17:00", "3/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 17:00"), step("A", 2, "Thẩm định", "4/1 7:00", "4/1 7:00", "5/1 17:00"),
               step("A", 3, "Thẩm định", "5/1 17:00", "8/1 7:00", "9/1 17:00", officer="Bình")],
        stops=[{"dossier_id": "A", "kind": "supplement", "from_at": at("3/1 7:00"), "to_at": at("4/1 7:00")}],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 480.0}],
    )  # fmt: skip


def _by(rows, finished):
    """Late dossier A with these holders of one step: name, unit, arrival, end."""
    steps = [step("A", no, "Thẩm định", since, since, until, officer=who, unit=unit) for no, (who, unit, since, until) in enumerate(rows, 1)]
    return dict(dossiers=[dossier("A", "2/1 7:00", finished, "2/1 17:00")], steps=steps,
                norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 480.0}])  # fmt: skip


@told
def one_name_in_two_units():
    return _by([("An", "Phòng A", "2/1 7:00", "3/1 17:00"), ("An", "Phòng B", "3/1 17:00", "4/1 17:00")], "4/1 17:00")


@told
def two_held_it_at_once():
    return _by([("An", "Phòng A", "2/1 7:00", "4/1 17:00"), ("Bình", "Phòng A", "4/1 7:00", "8/1 17:00")], "8/1 17:00")


@told
def six_hands():
    days = ["2/1", "3/1", "4/1", "5/1", "8/1", "9/1"]
    return _by([(who, "Phòng A", f"{day} 7:00", f"{day} 17:00") for who, day in zip("ABCDEF", days, strict=True)], "9/1 17:00")


@told
def of_several_without_starts_how_long_each_took_is_an_estimate():
    # A1 to A11 and A came on 2/1 and are done in turn, no start recorded; the last, A, is late. Norm a day.
    days = [f"{day}/1" for day in (2, 3, 4, 5, 8, 9, 10, 11, 12, 15, 16, 17)]
    names = [*(f"A{n}" for n in range(1, 12)), "A"]
    return dict(
        dossiers=[dossier(name, "2/1 7:00", f"{day} 17:00", "16/1 17:00") for name, day in zip(names, days, strict=True)],
        steps=[step(name, 1, "Tra cứu", "2/1 7:00", None, f"{day} 17:00") for name, day in zip(names, days, strict=True)],
        norms=[{"procedure_code": "P", "step": "Tra cứu", "norm_wm": 480.0}],
    )


@told
def without_starts_that_others_went_first_is_a_fact_and_no_fault():
    # As above, but the last one to be done came half an hour before the others.
    given = of_several_without_starts_how_long_each_took_is_an_estimate()
    return {**given, "steps": [{**row, "arrived_at": at("2/1 7:00" if row["dossier_id"] == "A" else "2/1 7:30")} for row in given["steps"]]}


@told
def who_was_not_taken_in_holds_nothing():
    # A is late; N is new and R refused, though steps and dates are written of them; U ended before it came.
    began = {"received_at": at("2/1 7:00"), "due_at": at("3/1 17:00")}
    return dict(
        dossiers=[dossier("A", "2/1 7:00", "4/1 17:00", "3/1 17:00"), {"dossier_id": "N", "status": "1", **began},
                  {"dossier_id": "R", "status": "3", "refused_at": at("3/1 9:00"), **began}, dossier("U", "9/1 7:00", "2/1 17:00", "3/1 17:00")],
        steps=[step(name, 1, "Thẩm định", "2/1 7:00", "2/1 7:00", None if name == "N" else "4/1 17:00") for name in "ANRU"],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 960.0}],
    )  # fmt: skip


@pytest.fixture(scope="module")
def found(engine):
    return run_chain(engine, start=START, cut=CUT, units=UNITS, **together(CASES))


@pytest.fixture(scope="module")
def cases(engine, found):
    """What was found for one case: its late dossier A, its parts, its cause shares."""
    tables = {name: apart(engine.fetch(getattr(found, name))) for name in ("cause_shares", "late", "parts")}
    workload = engine.fetch(found.workload).set_index("officer", drop=False)

    def of(name):
        shares, late = tables["cause_shares"][name], tables["late"][name].iloc[0].copy()
        late["evidence"] = late.evidence.replace(f"{name}/", "")
        officer = workload.loc[f"{name}/An"].copy() if f"{name}/An" in workload.index else None
        if officer is not None:
            officer["officer"] = "An"
        return SimpleNamespace(
            late=late, parts=tables["parts"][name], workload=officer,
            shares={row.cause: round(row.share_wm, 6) for row in shares.itertuples() if row.share_wm > 0},
            would_be_on_time={row.cause: row.would_be_on_time for row in shares.itertuples() if row.share_wm > 0},
        )

    return of


def test_the_overrun_beyond_scaled_norms_shares_the_lateness(cases):
    case = cases("the_overrun_beyond_scaled_norms_shares_the_lateness")
    assert case.shares == {"CB-CHAM": 640.0, "KY-CAP-TREN": 320.0}
    assert (case.late.cause, case.late.late_wm, case.late.late_days) == ("CB-CHAM", 960.0, 2.0)
    assert case.late.n_days_late == 2, "counted by dates"
    assert case.late.evidence == (
        "Bước “Thẩm định”, An (Phòng A): xử lý từ 02/01/2024 đến 05/01/2024, hết 4,0 ngày làm việc; "
        "định mức của bước là 2,0 ngày; chiếm 1,3 trong 2,0 ngày quá hạn tính theo giờ làm việc."
    )


def test_what_if_uses_the_unscaled_norm(cases):
    case = cases("what_if_uses_the_unscaled_norm")
    assert case.would_be_on_time == {"CB-CHAM": True, "KY-CAP-TREN": False}


def test_the_norm_pays_for_work_first_and_waiting_takes_the_rest(cases):
    case = cases("the_norm_pays_for_work_first_and_waiting_takes_the_rest")
    assert case.shares == {"CB-CHUARO": 960.0}  # nothing shows whether the officer was there


def test_a_stop_is_granted_what_the_deadline_was_moved_for(cases):
    case = cases("a_stop_is_granted_what_the_deadline_was_moved_for")
    assert case.shares == {"CD-BOSUNG": 480.0}


def test_a_stop_that_moved_no_deadline_has_no_norm(cases):
    case = cases("a_stop_that_moved_no_deadline_has_no_norm")
    assert case.shares == {"CD-BOSUNG": 480.0}


def test_a_second_pass_has_no_norm_of_its_own(cases):
    case = cases("a_second_pass_has_no_norm_of_its_own")
    # Scaled norms 640 and 320: first pass 480 used, no overrun; signing 160 over those 320, none over its 480; the second pass 480 over.
    assert case.shares == {"CB-CHAM": 360.0, "CK-XACDINH": 120.0}
    again = case.parts[case.parts.pass_no > 1]
    assert again.used_wm.sum() >= case.late.late_wm  # without the second pass it would have been on time


def test_without_norms_each_late_minute_goes_to_who_held_it_then(cases):
    case = cases("without_norms_each_late_minute_goes_to_who_held_it_then")
    assert case.shares == {"CB-CHAM": 270.0, "KX-GHINHAN": 480.0, "PH-YKIEN": 210.0}
    assert case.late.cause == "KX-GHINHAN"


def test_norms_come_from_the_steps_own_deadlines_where_the_list_is_missing(cases):
    case = cases("norms_come_from_the_steps_own_deadlines_where_the_list_is_missing")
    part = case.parts.iloc[0]
    assert (part.norm_source, part.norm_wm, part.norm_scaled_wm, part.share_wm) == ("step_due", 480.0, 960.0, 480.0)


def test_norms_are_estimated_from_dossiers_on_time_and_marked(cases):
    case = cases("norms_are_estimated_from_dossiers_on_time_and_marked")
    part = case.parts.iloc[0]
    assert (part.norm_source, part.norm_wm) == ("estimated", 480.0)
    assert case.shares == {"CB-CHAM": 480.0}


def test_late_closing_is_apparent_and_counted_apart(cases):
    case = cases("late_closing_is_apparent_and_counted_apart")
    assert case.shares == {"PM-KETTHUC": 480.0}
    assert bool(case.late.is_apparent)
    assert case.late.evidence.startswith("Kết quả đã có ngày 03/01/2024 nhưng đến 05/01/2024 hồ sơ mới được kết thúc trên hệ thống")


def test_of_an_open_dossier_nobody_says_that_it_was_closed(cases):
    evidence = cases("a_result_that_is_still_not_closed").late.evidence
    assert evidence.startswith("Kết quả đã có ngày 03/01/2024 nhưng đến hết ngày 29/02/2024 hồ sơ vẫn chưa được kết thúc trên hệ thống, đã ")
    assert "mới được kết thúc" not in evidence


def test_who_worked_before_a_result_in_time_has_no_part_in_late_closing(cases):
    case = cases("who_worked_before_a_result_in_time_has_no_part_in_late_closing")
    assert case.shares == {"PM-KETTHUC": 480.0} and case.late.grade == "sure"
    assert case.workload.share_wm == 0.0


def test_late_within_closed_hours_has_no_minutes_but_a_cause(cases):
    case = cases("late_within_closed_hours_has_no_minutes_but_a_cause")
    assert (case.late.late_wm, case.late.cause) == (0.0, "CK-XACDINH")
    assert case.late[["step_no", "step", "kind", "unit", "officer"]].isna().all()  # put down to no desk
    assert case.shares == {}


def test_a_deadline_before_reception_makes_the_whole_life_late(cases):
    case = cases("a_deadline_before_reception_makes_the_whole_life_late")
    # What the norm grants was not theirs to make up for: 480 of the 960.
    assert case.shares == {"CB-CHAM": 480.0, "CK-XACDINH": 480.0}
    assert case.late.late_wm == 960.0


def test_time_without_a_record_is_nobodys_fault(cases):
    case = cases("time_without_a_record_is_nobodys_fault")
    assert case.shares == {"KX-GHINHAN": 1440.0}
    assert (case.workload.officer, case.workload.n_late, case.workload.share_wm) == ("An", 1, 0.0)


def test_a_step_that_the_latest_list_drops_takes_no_part_of_the_budget(cases):
    case = cases("a_step_that_the_latest_list_drops_takes_no_part_of_the_budget")
    assert case.parts[["step", "norm_wm", "norm_scaled_wm"]].values.tolist() == [["Thẩm định", 960.0, 960.0]]


def test_a_step_handed_over_shares_its_norm(cases):
    case = cases("a_step_handed_over_shares_its_norm")
    assert case.shares == {"CB-CHAM": 480.0, "KY-CAP-TREN": 960.0}
    assert case.parts.sort_values("part_no").norm_wm.tolist() == [240.0, 240.0, 960.0]


def test_a_new_holder_within_the_norm_of_the_step_is_not_slow(cases):
    case = cases("a_new_holder_within_the_norm_of_the_step_is_not_slow")
    assert (case.late.cause, case.late.grade) == ("CK-XACDINH", "none") and pd.isna(case.late.officer)
    case = cases("of_two_holders_one_who_alone_took_the_norm_and_the_lateness_is_slow")
    assert (case.late.cause, case.late.officer) == ("CB-CHAM", "Bình")


def test_two_bodies_asked_at_once_share_one_norm(cases):
    case = cases("two_bodies_asked_at_once_share_one_norm")
    assert sum(case.shares.values()) == 960.0 and set(case.shares) == {"CB-CHO", "CB-CHUARO"}
    assert case.late.officer == "An"


def test_leave_is_named_without_any_start(cases):
    case = cases("leave_is_named_without_any_start")
    assert case.shares == {"CB-VANG": 1440.0, "CB-GIU": 480.0}
    assert (case.late.cause, case.late.grade) == ("CB-VANG", "range")
    assert case.late.evidence == (
        "Bước “Thẩm định”, An (Phòng A): hồ sơ chờ vì cán bộ vắng mặt từ 03/01/2024 đến 05/01/2024, hết 3,0 ngày làm việc; "
        "định mức của bước là 1,0 ngày; chiếm 3,0 trong 4,0 ngày quá hạn tính theo giờ làm việc."
    )


def test_who_keeps_to_his_norm_is_not_charged_with_a_deadline_that_is_shorter(cases):
    case = cases("who_keeps_to_his_norm_is_not_charged_with_a_deadline_that_is_shorter")
    assert case.shares == {"CK-XACDINH": 960.0}
    assert (case.late.cause, case.late.grade, case.workload.share_wm) == ("CK-XACDINH", "none", 0.0)
    assert case.late.evidence == (
        "Ngày hẹn trả cho ít hơn định mức của các bước 2,0 ngày làm việc; phần thiếu này không tính cho ai, cần xem lại cách tính "
        "ngày hẹn trả hoặc định mức; chiếm toàn bộ 2,0 ngày quá hạn tính theo giờ làm việc."
    )


def test_what_goes_beyond_the_norm_is_charged_beside_a_deadline_that_is_shorter(cases):
    case = cases("what_goes_beyond_the_norm_is_charged_beside_a_deadline_that_is_shorter")
    assert case.shares == {"CK-XACDINH": 960.0, "KY-CAP-TREN": 480.0}


def test_a_result_in_time_acquits_all_but_the_closing(cases):
    case = cases("a_result_in_time_acquits_all_but_the_closing")
    assert set(case.shares) == {"PM-KETTHUC"} and bool(case.late.is_apparent)
    assert (case.late.cause, case.late.grade) == ("PM-KETTHUC", "sure")


def test_a_stop_after_the_deadline_made_nothing_late(cases):
    case = cases("a_stop_after_the_deadline_made_nothing_late")
    assert case.shares == {"CD-BOSUNG": 2400.0, "KY-CAP-TREN": 960.0}
    assert (case.late.cause, case.late.grade) == ("KY-CAP-TREN", "sure") and not case.would_be_on_time["CD-BOSUNG"]
    assert case.late.evidence.endswith("chờ bổ sung 5,0 ngày sau khi đã quá ngày hẹn trả: việc đó không làm hồ sơ quá hạn, chỉ làm quá hạn dài thêm.")


def test_who_is_on_leave_cannot_close_a_dossier(cases):
    case = cases("who_is_on_leave_cannot_close_a_dossier")
    assert case.shares == {"CB-VANG": 2000.0, "PM-KETTHUC": 400.0} and bool(case.late.is_apparent)
    assert (case.late.cause, case.late.grade) == ("CB-VANG", "sure")
    assert case.late.evidence == (
        "Kết quả đã có ngày 04/01/2024 nhưng đến 12/01/2024 hồ sơ mới được kết thúc trên hệ thống, sau 6,0 ngày làm việc, trong đó 5,0 ngày "
        "người phụ trách vắng mặt theo lịch, không tính cho cán bộ nào; chiếm 4,2 trong 5,0 ngày quá hạn tính theo giờ làm việc."
    )


def test_without_norms_closing_what_was_late_already_is_no_main_cause(cases):
    case = cases("without_norms_closing_what_was_late_already_is_no_main_cause")
    assert case.shares == {"KX-GHINHAN": 480.0, "PM-KETTHUC": 1440.0} and not case.would_be_on_time["PM-KETTHUC"]
    assert (case.late.cause, case.late.grade) == ("KX-GHINHAN", "none")
    assert case.late.evidence.endswith(
        "chiếm 1,0 trong 4,0 ngày quá hạn tính theo giờ làm việc. Kết quả có ngày 04/01/2024, sau ngày hẹn trả; "
        "từ đó đến khi kết thúc trên hệ thống còn 3,0 ngày làm việc."
    )


def test_who_was_not_taken_in_holds_nothing(engine, found):
    for name in ("segments", "state_minutes"):
        assert set(apart(engine.fetch(getattr(found, name)))["who_was_not_taken_in_holds_nothing"].dossier_id) == {"A"}


def test_one_person_is_named_once_across_a_stop(engine, found):
    assert hands_of(engine, found, "one_person_is_named_once_across_a_stop") == {"An 3,0 ngày, Bình 2,0 ngày"}


def hands_of(engine, found, name):
    """What is told of the hands that one case's step went through; none where it stayed in one."""
    hands = apart(engine.fetch(handed_over(found.parts, found.late_spans, 480.0)))[name].hands.dropna()
    return {told.replace(f"{name}/", "") for told in hands}


def test_one_name_in_two_units_is_told_with_the_units(engine, found):
    assert hands_of(engine, found, "one_name_in_two_units") == {"An (Phòng A) 2,0 ngày, An (Phòng B) 1,0 ngày"}


def test_what_two_held_at_once_is_said_to_count_once(engine, found):
    """An had it for three days, the last of them beside Bình, who had it for three: the common day is Bình's."""
    told = hands_of(engine, found, "two_held_it_at_once")
    assert told == {"An 2,0 ngày, Bình 3,0 ngày (lúc nhiều nơi cùng giữ chỉ tính cho một nơi)"}


def test_of_several_without_starts_how_long_each_took_is_an_estimate(cases):
    """Each took a day at the quickest, the eleven before it eleven days: the last one waited for its turn."""
    late = cases("of_several_without_starts_how_long_each_took_is_an_estimate").late
    assert late.cause == "CB-QUATAI"
    assert (
        "trong thời gian này cán bộ đã xong 11 hồ sơ đến trước, cùng lúc hoặc được ưu tiên, nếu làm lần lượt từng hồ sơ thì ước hết khoảng 11,0 ngày; "
        "riêng hồ sơ này, nếu làm lần lượt từng hồ sơ, ước hết khoảng 1,0 ngày;"
    ) in late.evidence


def test_without_starts_that_others_went_first_is_a_fact_and_no_fault(cases):
    late = cases("without_starts_that_others_went_first_is_a_fact_and_no_fault").late
    assert (late.cause, late.grade) == ("CB-GIU", "none")
    assert "đã xong 11 hồ sơ khác, có hồ sơ đến sau (có thể có lý do ưu tiên); riêng hồ sơ này" in late.evidence


def test_of_many_hands_the_rest_are_counted(engine, found):
    assert hands_of(engine, found, "six_hands") == {"A 1,0 ngày, B 1,0 ngày, C 1,0 ngày, D 1,0 ngày và 2 nơi khác"}


def test_what_if_counts_the_dossiers_that_one_cause_alone_made_late(engine, found):
    rows = engine.fetch(found.what_if).set_index("cause")
    shares = engine.fetch(found.cause_shares)
    named = set(shares[shares.is_main & (shares.grade != "none")].dossier_id)  # of the others nothing is promised
    alone = shares[shares.would_be_on_time & shares.dossier_id.isin(named)].groupby("cause").dossier_id.nunique()
    assert rows.n_late.unique().tolist() == [len(CASES)]
    assert rows.n_would_be_on_time.drop("XL-LAI").to_dict() == {cause: int(alone.get(cause, 0)) for cause in rows.index if cause != "XL-LAI"}
    assert set(rows.index) - {"XL-LAI"} <= set(shares[shares.is_main & (shares.grade != "none")].cause)
    assert rows.loc["XL-LAI", ["n_touched", "n_would_be_on_time", "n_left"]].tolist() == [1, 1, len(CASES) - 1]


def test_shares_sum_to_the_lateness_and_no_part_is_negative(engine, found):
    late = engine.fetch(found.late).set_index("dossier_id").late_wm
    shares = engine.fetch(found.cause_shares).groupby("dossier_id").share_wm.sum()
    assert (shares - late).abs().max() < 1e-6
    parts = engine.fetch(found.parts)
    assert (parts[["used_wm", "norm_scaled_wm", "over_wm", "share_wm"]].min() >= 0).all()
