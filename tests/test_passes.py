"""Hand-overs, parallel work and coming back: which rows of a step are one pass, worked out by hand."""

from __future__ import annotations

import pytest

from batch import apart, together
from desk import recorded_spans
from dossier_rows import at, dossier, step
from small_tables import canonical, vn_calendar
from tthc.analysis.segments import lifetimes

CUT = at("1/3")
RECEIVED = {"rows outside the life": "4/1 7:00"}  # the others on 2 January; all end on 31 January
# Each case: its rows, and the pass of each by its number.
CASES = {
    "back after another step": (
        [
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 17:00"),
            step("A", 2, "Trình ký", "2/1 17:00", None, "3/1 17:00", kind="sign"),
            step("A", 3, "Thẩm định", "3/1 17:00", "4/1 7:00", "4/1 17:00"),
        ],
        [1, 1, 2],
    ),
    "going on after a status in which the dossier stood": (
        [
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "2/1 17:00"),
            step("A", 2, "Chờ bổ sung", "2/1 17:00", None, "4/1 7:00", kind="stop"),
            step("A", 3, "Thẩm định", "4/1 7:00", "4/1 7:00", "4/1 17:00"),
        ],
        [1, 1, 1],
    ),
    "handed over, and over again": (
        [
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 7:00", officer="An"),
            step("A", 2, "Thẩm định", "3/1 7:00", "3/1 7:00", "4/1 7:00", officer="Bình"),
            step("A", 3, "Thẩm định", "4/1 9:00", None, None, officer="An"),
        ],
        [1, 1, 1],
    ),
    "two bodies asked at once, one of them while something else begins": (
        [
            step("A", 1, "Lấy ý kiến", "2/1 7:00", None, "5/1 17:00", officer=None, unit="Sở X", kind="consult"),
            step("A", 2, "Soạn thảo", "3/1 7:00", None, "3/1 9:00"),
            step("A", 3, "Lấy ý kiến", "4/1 7:00", None, "8/1 17:00", officer=None, unit="Sở Y", kind="consult"),
        ],
        [1, 1, 1],
    ),
    "handed over at once after a consultation within the step": (
        [
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "9/1 7:00"),
            step("A", 2, "Lấy ý kiến", "3/1 7:00", None, "5/1 7:00", unit="Sở X", kind="consult"),
            step("A", 3, "Thẩm định", "9/1 7:00", "9/1 7:00", "10/1 7:00", officer="Bình"),
        ],
        [1, 1, 1],
    ),
    "what takes no time is no step in between": (
        [
            step("A", 1, "Thẩm định", "2/1 7:00", "2/1 7:00", "3/1 7:00", officer="An"),
            step("A", 2, "Phân công", "3/1 7:00", None, "3/1 7:00", officer="Chi"),
            step("A", 3, "Thẩm định", "3/1 7:00", "3/1 7:00", "4/1 7:00", officer="Bình"),
        ],
        [1, 1, 1],
    ),
    "back a second time": (
        [
            step("A", 1, "Thẩm định", "2/1 7:00", None, "2/1 9:00"),
            step("A", 2, "Trình ký", "2/1 9:00", None, "2/1 11:00"),
            step("A", 3, "Thẩm định", "2/1 11:00", None, "3/1 9:00"),
            step("A", 4, "Trình ký", "3/1 9:00", None, "3/1 11:00"),
            step("A", 5, "Thẩm định", "3/1 11:00", None, None),
        ],
        [1, 1, 2, 2, 3],
    ),
    # Numbers 1 and 4 lie before the reception and after the end: what remains is one pass of each.
    "rows outside the life": (
        [
            step("A", 1, "Thẩm định", "2/1 7:00", None, "3/1 7:00"),
            step("A", 2, "Trình ký", "4/1 7:00", None, "4/1 17:00"),
            step("A", 3, "Thẩm định", "4/1 17:00", None, "5/1 17:00"),
            step("A", 4, "Trình ký", "31/1 17:00", None, "1/2 7:00"),
        ],
        [1, 1],
    ),
    # The draft was only overlapped: when it goes on, nobody else had the dossier since. After the signature it does come back.
    "another step within it": (
        [
            step("A", 1, "Dự thảo", "2/1 7:00", None, "5/1 17:00"),
            step("A", 2, "Lấy ý kiến", "3/1 7:00", None, "4/1 17:00", kind="consult"),
            step("A", 3, "Dự thảo", "8/1 7:00", None, "8/1 17:00"),
            step("A", 4, "Trình ký", "8/1 14:00", None, "9/1 17:00", kind="sign"),
            step("A", 5, "Dự thảo", "10/1 7:00", None, "10/1 17:00"),
        ],
        [1, 1, 1, 1, 2],
    ),
    # What takes no time at the reception or at the end lies within the life, what began before and was over by then does not.
    "edges of the life": (
        [
            step("A", 1, "Tiếp nhận", "2/1 7:00", None, "2/1 7:00"),
            step("A", 2, "Phân công", "1/1 7:00", None, "2/1 7:00"),
            step("A", 3, "Thẩm định", "1/1 7:00", None, "31/1 17:00"),
            step("A", 4, "Trả kết quả", "31/1 17:00", None, "31/1 17:00"),
            step("A", 5, "Lưu hồ sơ", "31/1 17:00", None, None),
        ],
        [1, 1, 1],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def found(engine):
    tables = canonical(engine, **together({name: {"dossiers": [dossier("A", RECEIVED.get(name, "2/1 7:00"), "31/1 17:00")], "steps": rows} for name, (rows, _) in CASES.items()}))
    days = vn_calendar(engine)
    spans = recorded_spans(tables, days, lifetimes(tables["dossiers"], days, cut=CUT), CUT)
    return apart(engine.fetch(spans.order_by("dossier_id", "step_no")))


@pytest.mark.parametrize("name", CASES)
def test_passes_of(name, found):
    assert found[name].pass_no.tolist() == CASES[name][1]
