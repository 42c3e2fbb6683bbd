"""Excess, shares, causes and what-if of literal late dossiers, worked out by hand (480 minutes are one working day)."""

from __future__ import annotations

import pytest
from chain import run_chain
from dossier_rows import at, dossier, step

START, CUT = at("1/1"), at("1/3")
NORMS = [
    {"procedure_code": "P", "step": "Thẩm định", "order": 1, "norm_wm": 960.0},
    {"procedure_code": "P", "step": "Trình ký", "order": 2, "norm_wm": 480.0},
]
UNITS = [{"unit": "Phòng A", "is_own": True}, {"unit": "UBND tỉnh", "is_own": False}]


@pytest.fixture
def causes_of(engine):
    def run(**rows):
        found = run_chain(engine, start=START, cut=CUT, **{"units": UNITS, **rows})
        shares = engine.fetch(found.cause_shares.order_by("dossier_id", "cause"))
        return found, {key: {r.cause: round(r.share_wm, 6) for r in part.itertuples() if r.share_wm > 0} for key, part in shares.groupby("dossier_id")}

    return run


def test_the_overrun_beyond_scaled_norms_shares_the_lateness(causes_of, engine):
    # Received 2/1 7:00, due 5/1 (4 days = 1920 minutes), ended 9/1 17:00 (6 days = 2880): L = 960.
    # Norms 960 and 480 are scaled to 1920: 1280 and 640. Work 1920 − 1280 = 640 over; signing upstairs 960 − 640 = 320 over.
    found, shares = causes_of(
        dossiers=[dossier("A", "2/1 7:00", "9/1 17:00", "5/1 17:00")],
        steps=[
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "5/1 17:00"),
            step("A", 2, "Trình ký", "5/1 17:00", None, "9/1 17:00", officer=None, unit="UBND tỉnh", kind="sign"),
        ],
        norms=NORMS,
    )
    assert shares == {"A": {"CB-CHAM": 640.0, "KY-CAP-TREN": 320.0}}
    late = engine.fetch(found.late).iloc[0]
    assert (late.cause, late.late_wm, late.late_days) == ("CB-CHAM", 960.0, 2.0)
    assert late.evidence == (
        "Bước “Thẩm định”, An (Phòng A): xử lý từ 02/01/2024 đến 05/01/2024, hết 4,0 ngày làm việc; "
        "định mức của bước là 2,0 ngày; góp 1,3 trong 2,0 ngày làm việc quá hạn."
    )


def test_what_if_uses_the_unscaled_norm(causes_of, engine):
    # Unscaled: work 1920 − 960 = 960 ≥ L = 960, so without it on time; signing 960 − 480 = 480 < 960, so not.
    found, _ = causes_of(
        dossiers=[dossier("A", "2/1 7:00", "9/1 17:00", "5/1 17:00")],
        steps=[
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "5/1 17:00"),
            step("A", 2, "Trình ký", "5/1 17:00", None, "9/1 17:00", officer=None, unit="UBND tỉnh", kind="sign"),
        ],
        norms=NORMS,
    )
    rows = engine.fetch(found.what_if).set_index("cause")
    assert rows.n_would_be_on_time.to_dict() == {"CB-CHAM": 1, "KY-CAP-TREN": 0}
    assert rows.n_left.to_dict() == {"CB-CHAM": 0, "KY-CAP-TREN": 1}


def test_the_norm_pays_for_work_first_and_waiting_takes_the_rest(causes_of):
    # One step with norm 480 (scaled to the budget of 480): waits 960 idle, works 480. L = 960, all of it waiting.
    _, shares = causes_of(
        dossiers=[dossier("A", "2/1 7:00", "4/1 17:00", "2/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "4/1 7:00", "4/1 17:00")],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 480.0}],
    )
    assert shares == {"A": {"CB-CHO": 960.0}}


def test_a_stop_is_granted_what_the_deadline_was_moved_for(causes_of):
    # The supplement took 2 days (3–4/1); the deadline was moved by 1 day (from 3/1 to 4/1). Budget 3 days = 1440.
    # Norm 480 of the stop; the step's norm is scaled to 960. Ended 5/1: T = 1920, L = 480. Step used 960, stop 960 − 480 over.
    _, shares = causes_of(
        dossiers=[dossier("A", "2/1 7:00", "5/1 17:00", "4/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "5/1 17:00")],
        stops=[{"dossier_id": "A", "kind": "supplement", "from_at": at("3/1 7:00"), "to_at": at("5/1 7:00")}],
        due_changes=[{"dossier_id": "A", "at": at("5/1 7:00"), "old_due_at": at("3/1 17:00"), "new_due_at": at("4/1 17:00")}],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 960.0}],
    )
    assert shares == {"A": {"CD-BOSUNG": 480.0}}


def test_a_stop_that_moved_no_deadline_has_no_norm(causes_of):
    _, shares = causes_of(
        dossiers=[dossier("A", "2/1 7:00", "4/1 17:00", "3/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "4/1 17:00")],
        stops=[{"dossier_id": "A", "kind": "supplement", "from_at": at("3/1 7:00"), "to_at": at("4/1 7:00")}],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 960.0}],
    )
    assert shares == {"A": {"CD-BOSUNG": 480.0}}


def test_a_second_pass_has_no_norm_of_its_own(causes_of, engine):
    # Thẩm định 1 day, signed 1 day, back to Thẩm định 1 day; budget 2 days = the norms 960 scaled from 1440.
    found, shares = causes_of(
        dossiers=[dossier("A", "2/1 7:00", "4/1 17:00", "3/1 17:00")],
        steps=[
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 17:00"),
            step("A", 2, "Trình ký", "2/1 17:00", "3/1 7:00", "3/1 17:00", kind="sign"),
            step("A", 3, "Thẩm định", "3/1 17:00", "4/1 7:00", "4/1 17:00"),
        ],
        norms=NORMS,
    )
    # Scaled norms 640 and 320: first pass 480 used, no overrun; signing 160 over; the second pass 480 over.
    assert shares == {"A": {"CB-CHAM": 480.0}}
    what_if = engine.fetch(found.what_if).set_index("cause")
    assert what_if.loc["XL-LAI", "n_would_be_on_time"] == 1


def test_without_norms_each_late_minute_goes_to_who_held_it_then(causes_of, engine):
    found, shares = causes_of(
        dossiers=[dossier("A", "2/1 7:00", "4/1 17:00", "2/1 17:00")],
        steps=[
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 11:30"),
            step("A", 2, "Lấy ý kiến", "3/1 11:30", None, "4/1 7:00", officer=None, unit="Công an tỉnh", kind="consult"),
        ],
    )
    assert shares == {"A": {"CB-CHAM": 270.0, "KX-GHINHAN": 480.0, "PH-YKIEN": 210.0}}
    assert engine.fetch(found.late).iloc[0].cause == "KX-GHINHAN"


def test_norms_come_from_the_steps_own_deadlines_where_the_list_is_missing(causes_of, engine):
    found, _ = causes_of(
        dossiers=[dossier("A", "2/1 7:00", "4/1 17:00", "3/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "4/1 17:00", step_due_at=at("2/1 17:00"))],
    )
    part = engine.fetch(found.parts).iloc[0]
    assert (part.norm_source, part.norm_wm, part.norm_scaled_wm, part.share_wm) == ("step_due", 480.0, 960.0, 480.0)


def test_norms_are_estimated_from_dossiers_on_time_and_marked(causes_of, engine):
    others = [f"B{n}" for n in range(5)]
    found, shares = causes_of(
        dossiers=[dossier("A", "2/1 7:00", "4/1 17:00", "3/1 17:00"), *[dossier(b, "2/1 7:00", "2/1 17:00", "3/1 17:00") for b in others]],
        steps=[
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "4/1 17:00"),
            *[step(b, 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 17:00", officer=b) for b in others],
        ],
    )
    part = engine.fetch(found.parts).iloc[0]
    assert (part.norm_source, part.norm_wm) == ("estimated", 480.0)
    assert shares == {"A": {"CB-CHAM": 480.0}}


def test_late_closing_is_apparent_and_counted_apart(causes_of, engine):
    found, shares = causes_of(
        dossiers=[dossier("A", "2/1 7:00", "5/1 17:00", "4/1 17:00", issued_at=at("3/1 17:00"))],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 17:00")],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 1440.0}],
    )
    late = engine.fetch(found.late).iloc[0]
    assert shares == {"A": {"PM-KETTHUC": 480.0}}
    assert bool(late.is_apparent)
    assert late.evidence.startswith("Kết quả đã có ngày 03/01/2024 nhưng đến 05/01/2024 hồ sơ mới được kết thúc trên hệ thống")


def test_late_within_closed_hours_has_no_minutes_but_a_cause(causes_of, engine):
    # Due Friday 5/1 by date, ended on Saturday: no working minute is late, yet the date is.
    found, shares = causes_of(
        dossiers=[dossier("A", "2/1 7:00", "6/1 10:00", "5/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "6/1 10:00")],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 1920.0}],
    )
    late = engine.fetch(found.late).iloc[0]
    assert (late.late_wm, late.cause) == (0.0, "CB-CHAM")
    assert shares == {"A": {}}


def test_a_deadline_before_reception_makes_the_whole_life_late(causes_of, engine):
    found, shares = causes_of(
        dossiers=[dossier("A", "3/1 7:00", "4/1 17:00", "2/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "3/1 7:00", "3/1 7:00", "4/1 17:00")],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 480.0}],
    )
    assert shares == {"A": {"CB-CHAM": 960.0}}
    assert engine.fetch(found.late).iloc[0].late_wm == 960.0


def test_time_without_a_record_is_nobodys_fault(causes_of, engine):
    found, shares = causes_of(
        dossiers=[dossier("A", "2/1 7:00", "9/1 17:00", "4/1 17:00")],
        steps=[step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 17:00")],
        norms=[{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 1440.0}],
    )
    assert shares == {"A": {"KX-GHINHAN": 1440.0}}
    workload = engine.fetch(found.workload).iloc[0]
    assert (workload.officer, workload.n_late, workload.share_wm) == ("An", 1, 0.0)
