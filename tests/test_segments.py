"""A dossier's life cut into segments: each case worked out by hand on the office's clock (480 minutes a day).

Tuesday 2 January 2024 is the first working day of the year; 07:00–11:30 and 13:30–17:00.
"""

from __future__ import annotations

import pytest
from dossier_rows import at, dossier, step
from small_tables import canonical, vn_calendar

from tthc.segments import lives, segments
from tthc.segments.holdings import holdings, step_spans
from tthc.worktime import read_clock

CUT = at("1/2")
UNITS = [{"unit": "Phòng A", "is_own": True}, {"unit": "UBND tỉnh", "is_own": False}]


@pytest.fixture
def cut_up(engine):
    """Dossiers and steps in, rows (state, party, holder, minutes, late minutes) out."""

    def run(dossiers, steps=(), stops=(), nested_consult="other_body"):
        days = vn_calendar(engine)
        tables = canonical(engine, dossiers=dossiers, steps=steps, stops=stops, units=UNITS)
        living = engine.materialise(lives(tables["dossiers"], days, cut=CUT), "t_lives")
        spans = engine.materialise(step_spans(tables["steps"], tables["units"], days, cut=CUT), "t_spans")
        held = engine.materialise(holdings(spans, tables["stops"], living, days, cut=CUT), "t_held")
        due = read_clock(tables["dossiers"], days, {"due_at": "due_wm"})
        due = due.filter(due.due_wm.notnull()).select("dossier_id", "due_wm")
        rows = engine.fetch(segments(held, living, due, nested_consult=nested_consult).order_by("dossier_id", "seg_no"))
        return [(r.state, r.party, None if r.step != r.step else r.step, r.wm, r.late_wm) for r in rows.itertuples()]

    return run


def test_waiting_work_and_time_without_a_record(cut_up):
    rows = cut_up(
        [dossier("A", "2/1 8:00", "3/1 16:00", "2/1 17:00")],
        [step("A", 1, "Thẩm định", "2/1 8:00", "2/1 9:00", "2/1 16:00")],
    )
    assert rows == [
        ("waiting", "own_office", "Thẩm định", 60.0, 0.0),
        ("work", "own_office", "Thẩm định", 300.0, 0.0),  # 9:00–11:30 and 13:30–16:00
        ("unrecorded", "no_record", None, 60.0 + 420.0, 420.0),  # 16:00–17:00, then 7:00–16:00 less the break
    ]


def test_a_supplement_belongs_to_the_applicant_even_inside_a_step(cut_up):
    rows = cut_up(
        [dossier("A", "2/1 7:00", "4/1 17:00")],
        [step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "4/1 17:00")],
        [{"dossier_id": "A", "kind": "supplement", "from_at": at("3/1 7:00"), "to_at": at("4/1 7:00")}],
    )
    assert rows == [
        ("work", "own_office", "Thẩm định", 480.0, 0.0),
        ("supplement", "applicant", None, 480.0, 0.0),
        ("work", "own_office", "Thẩm định", 480.0, 0.0),
    ]


@pytest.mark.parametrize(
    ("nested_consult", "states"),
    [("other_body", ["work", "consult", "work"]), ("own_office", ["work", "work", "work"])],
)
def test_a_consultation_nested_in_an_own_step_follows_the_setting(cut_up, nested_consult, states):
    rows = cut_up(
        [dossier("A", "2/1 7:00", "4/1 17:00")],
        [
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "4/1 17:00"),
            step("A", 2, "Lấy ý kiến", "3/1 7:00", None, "3/1 17:00", officer=None, unit="Công an tỉnh", kind="consult"),
        ],
        nested_consult=nested_consult,
    )
    assert [row[0] for row in rows] == states
    assert sum(row[3] for row in rows) == 3 * 480


def test_a_signature_upstairs_is_another_body_and_an_own_signature_is_not(cut_up):
    rows = cut_up(
        [dossier("A", "2/1 7:00", "3/1 17:00")],
        [
            step("A", 1, "Ký nội bộ", "2/1 7:00", "2/1 7:00", "2/1 17:00", kind="sign"),
            step("A", 2, "Ký tại UBND tỉnh", "2/1 17:00", "3/1 7:00", "3/1 17:00", unit="UBND tỉnh", kind="sign"),
        ],
    )
    assert rows == [("work", "own_office", "Ký nội bộ", 480.0, 0.0), ("sign", "other_body", "Ký tại UBND tỉnh", 480.0, 0.0)]


def test_of_parallel_steps_the_one_that_ends_last_holds(cut_up):
    rows = cut_up(
        [dossier("A", "2/1 7:00", "3/1 17:00")],
        [
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 17:00", officer="An"),
            step("A", 2, "Rà soát", "2/1 9:00", "2/1 9:00", "2/1 15:00", officer="Bình"),
        ],
    )
    assert rows == [("work", "own_office", "Thẩm định", 960.0, 0.0)]


def test_a_step_without_end_ends_when_the_next_one_arrives(cut_up):
    rows = cut_up(
        [dossier("A", "2/1 7:00", "3/1 17:00")],
        [
            step("A", 1, "Tiếp nhận", "2/1 7:00", None, None),
            step("A", 2, "Thẩm định", "2/1 9:00", "2/1 9:00", "3/1 17:00"),
        ],
    )
    assert rows == [("held", "own_office", "Tiếp nhận", 120.0, 0.0), ("work", "own_office", "Thẩm định", 840.0, 0.0)]


def test_the_last_step_never_clicked_closed_holds_until_the_life_ends(cut_up):
    rows = cut_up([dossier("A", "2/1 7:00", "3/1 17:00")], [step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", None)])
    assert rows == [("work", "own_office", "Thẩm định", 960.0, 0.0)]


def test_once_the_result_exists_the_dossier_is_only_unclosed(cut_up):
    rows = cut_up(
        [dossier("A", "2/1 7:00", "4/1 17:00", "3/1 17:00", issued_at=at("3/1 7:00"))],
        [step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "4/1 17:00")],
    )
    assert rows == [("work", "own_office", "Thẩm định", 480.0, 0.0), ("unclosed", "system", "Thẩm định", 960.0, 480.0)]


def test_steps_outside_the_life_and_steps_of_no_length_hold_nothing(cut_up):
    rows = cut_up(
        [dossier("A", "3/1 7:00", "3/1 17:00")],
        [
            step("A", 1, "Trước", "2/1 7:00", "2/1 7:00", "2/1 17:00"),
            step("A", 2, "Thoáng", "3/1 9:00", "3/1 9:00", "3/1 9:00"),
            step("A", 3, "Sau", "4/1 7:00", "4/1 7:00", "4/1 17:00"),
        ],
    )
    assert rows == [("unrecorded", "no_record", None, 480.0, 0.0)]


def test_what_happens_after_the_cut_is_not_known_yet(cut_up):
    rows = cut_up(
        [dossier("A", "31/1 7:00", "2/2 17:00", "30/1 17:00")],
        [step("A", 1, "Thẩm định", "31/1 7:00", "1/2 9:00", "2/2 17:00")],
    )
    assert rows == [("held", "own_office", "Thẩm định", 480.0, 480.0)]  # open at the cut, its start not yet seen


def test_an_open_step_of_an_officer_who_records_starts_still_waits(cut_up):
    rows = cut_up(
        [dossier("A", "31/1 7:00", None)],
        [step("A", 1, "Tiếp nhận", "31/1 7:00", "31/1 7:00", "31/1 9:00"), step("A", 2, "Thẩm định", "31/1 9:00", None, None)],
    )
    assert rows == [("work", "own_office", "Tiếp nhận", 120.0, 0.0), ("waiting", "own_office", "Thẩm định", 360.0, 0.0)]


def test_a_life_of_no_length_has_no_segment(cut_up):
    assert cut_up([dossier("A", "3/1 7:00", "2/1 7:00")], [step("A", 1, "Bước", "2/1 7:00", None, "3/1 7:00")]) == []


def test_rework_keeps_its_state_and_counts_as_a_second_pass(engine):
    days = vn_calendar(engine)
    steps = [
        step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 17:00"),
        step("A", 2, "Trình ký", "2/1 17:00", None, "3/1 17:00", kind="sign"),
        step("A", 3, "Thẩm định", "3/1 17:00", "4/1 7:00", "4/1 17:00"),
    ]
    tables = canonical(engine, steps=steps, units=UNITS)
    spans = engine.fetch(step_spans(tables["steps"], tables["units"], days, cut=CUT).order_by("step_no"))
    assert spans.pass_no.tolist() == [1, 1, 2]
