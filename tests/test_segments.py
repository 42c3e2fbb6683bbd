"""A dossier's life cut into segments: each case worked out by hand on the office's clock (480 minutes a day).

Tuesday 2 January 2024 is the first working day of the year; 07:00–11:30 and 13:30–17:00. A case is a function that returns
the rows it is given and the segments it expects: (state, party, step, minutes, late minutes).
"""

from __future__ import annotations

import pytest

from batch import apart, together
from desk import recorded_spans
from dossier_rows import at, dossier, step
from small_tables import canonical, vn_calendar
from tthc.analysis.calendar import read_clock
from tthc.analysis.segments import in_order, lifetimes, segments
from tthc.analysis.segments.assignments import assignments

CUT = at("1/2")
UNITS = [{"unit": "Phòng A", "is_own": True}, {"unit": "UBND tỉnh", "is_own": False}]
CASES = {}


def told(function):
    CASES[function.__name__] = function()
    return function


def case(dossiers, steps=(), stops=()):
    return {"dossiers": dossiers, "steps": steps, "stops": stops}


@told
def waiting_work_and_time_without_a_record():
    given = case(
        [dossier("A", "2/1 8:00", "3/1 16:00", "2/1 17:00")],
        [step("A", 1, "Thẩm định", "2/1 8:00", "2/1 9:00", "2/1 16:00")],
    )
    return given, [
        ("waiting", "own_office", "Thẩm định", 60.0, 0.0),
        ("work", "own_office", "Thẩm định", 300.0, 0.0),  # 9:00–11:30 and 13:30–16:00
        ("unrecorded", "no_record", None, 60.0 + 420.0, 420.0),  # 16:00–17:00, then 7:00–16:00 less the break
    ]


@told
def a_supplement_belongs_to_the_applicant_even_inside_a_step():
    given = case(
        [dossier("A", "2/1 7:00", "4/1 17:00")],
        [step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "4/1 17:00")],
        [{"dossier_id": "A", "kind": "supplement", "from_at": at("3/1 7:00"), "to_at": at("4/1 7:00")}],
    )
    return given, [
        ("work", "own_office", "Thẩm định", 480.0, 0.0),
        ("supplement", "applicant", None, 480.0, 0.0),
        ("work", "own_office", "Thẩm định", 480.0, 0.0),
    ]


@told
def a_signature_upstairs_is_another_body_and_an_own_signature_is_not():
    given = case(
        [dossier("A", "2/1 7:00", "3/1 17:00")],
        [
            step("A", 1, "Ký nội bộ", "2/1 7:00", "2/1 7:00", "2/1 17:00", kind="sign"),
            step("A", 2, "Ký tại UBND tỉnh", "2/1 17:00", "3/1 7:00", "3/1 17:00", unit="UBND tỉnh", kind="sign"),
        ],
    )
    return given, [("work", "own_office", "Ký nội bộ", 480.0, 0.0), ("sign", "other_body", "Ký tại UBND tỉnh", 480.0, 0.0)]


@told
def of_parallel_steps_the_one_that_ends_last_holds():
    given = case(
        [dossier("A", "2/1 7:00", "3/1 17:00")],
        [
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 17:00", officer="An"),
            step("A", 2, "Rà soát", "2/1 9:00", "2/1 9:00", "2/1 15:00", officer="Bình"),
        ],
    )
    return given, [("work", "own_office", "Thẩm định", 960.0, 0.0)]


@told
def a_step_without_end_ends_when_the_next_one_arrives():
    given = case(
        [dossier("A", "2/1 7:00", "3/1 17:00")],
        [
            step("A", 1, "Tiếp nhận", "2/1 7:00", None, None),
            step("A", 2, "Thẩm định", "2/1 9:00", "2/1 9:00", "3/1 17:00"),
        ],
    )
    return given, [("held", "own_office", "Tiếp nhận", 120.0, 0.0), ("work", "own_office", "Thẩm định", 840.0, 0.0)]


@told
def the_last_step_never_clicked_closed_holds_until_the_life_ends():
    given = case([dossier("A", "2/1 7:00", "3/1 17:00")], [step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", None)])
    return given, [("work", "own_office", "Thẩm định", 960.0, 0.0)]


@told
def once_the_result_exists_the_dossier_is_only_unclosed():
    given = case(
        [dossier("A", "2/1 7:00", "4/1 17:00", "3/1 17:00", issued_at=at("3/1 7:00"))],
        [step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "4/1 17:00")],
    )
    return given, [("work", "own_office", "Thẩm định", 480.0, 0.0), ("unclosed", "system", "Thẩm định", 960.0, 480.0)]


@told
def steps_outside_the_life_and_steps_of_no_length_hold_nothing():
    given = case(
        [dossier("A", "3/1 7:00", "3/1 17:00")],
        [
            step("A", 1, "Trước", "2/1 7:00", "2/1 7:00", "2/1 17:00"),
            step("A", 2, "Thoáng", "3/1 9:00", "3/1 9:00", "3/1 9:00"),
            step("A", 3, "Sau", "4/1 7:00", "4/1 7:00", "4/1 17:00"),
        ],
    )
    return given, [("unrecorded", "no_record", None, 480.0, 0.0)]


@told
def what_happens_after_the_cut_is_not_known_yet():
    given = case(
        [dossier("A", "31/1 7:00", "2/2 17:00", "30/1 17:00")],
        [step("A", 1, "Thẩm định", "31/1 7:00", "1/2 9:00", "2/2 17:00")],
    )
    return given, [("waiting", "own_office", "Thẩm định", 480.0, 480.0)]  # open at the cut, begun after it


@told
def an_open_step_of_an_officer_who_records_starts_still_waits():
    given = case(
        [dossier("A", "31/1 7:00", None)],
        [step("A", 1, "Tiếp nhận", "31/1 7:00", "31/1 7:00", "31/1 9:00"), step("A", 2, "Thẩm định", "31/1 9:00", None, None)],
    )
    return given, [("work", "own_office", "Tiếp nhận", 120.0, 0.0), ("waiting", "own_office", "Thẩm định", 360.0, 0.0)]


@told
def a_life_of_no_length_has_no_segment():
    given = case([dossier("A", "3/1 7:00", "2/1 7:00")], [step("A", 1, "Bước", "2/1 7:00", None, "3/1 7:00")])
    return given, []


@told
def a_consultation_nested_in_an_own_step():
    given = case(
        [dossier("A", "2/1 7:00", "4/1 17:00")],
        [
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "4/1 17:00"),
            step("A", 2, "Lấy ý kiến", "3/1 7:00", None, "3/1 17:00", officer=None, unit="Công an tỉnh", kind="consult"),
        ],
    )
    return given, [
        ("work", "own_office", "Thẩm định", 480.0, 0.0),
        ("consult", "other_body", "Lấy ý kiến", 480.0, 0.0),
        ("work", "own_office", "Thẩm định", 480.0, 0.0),
    ]


@pytest.fixture(scope="module")
def lived(engine):
    """The segments of all cases, by case; with `nested_consult` as asked for."""
    days = vn_calendar(engine)
    tables = canonical(engine, units=UNITS, **together({name: given for name, (given, _) in CASES.items()}))
    living = engine.materialise(lifetimes(tables["dossiers"], days, cut=CUT), "t_lifetimes")
    spans = engine.materialise(recorded_spans(tables, days, living, CUT), "t_spans")
    held = engine.materialise(assignments(spans, tables["stops"], living, days), "t_held")
    due = read_clock(tables["dossiers"], days, {"due_at": "due_wm"})
    due = due.filter(due.due_wm.notnull()).select("dossier_id", "due_wm")

    def run(nested_consult="other_body"):
        return apart(engine.fetch(in_order(segments(held, living, due, nested_consult=nested_consult)).order_by("dossier_id", "seg_no")))

    return run


@pytest.fixture(scope="module")
def cut_up(lived):
    return lived()


@pytest.mark.parametrize("name", CASES)
def test_segments_of(name, cut_up):
    found = cut_up[name].itertuples() if name in cut_up else ()
    assert [(r.state, r.party, None if r.step != r.step else r.step, r.wm, r.late_wm) for r in found] == CASES[name][1]


def test_a_nested_consultation_stays_with_the_office_where_the_setting_says_so(lived):
    rows = lived(nested_consult="own_office")["a_consultation_nested_in_an_own_step"]
    assert list(rows.state) == ["work", "work", "work"]
    assert list(rows.is_nested) == [False, True, False]
