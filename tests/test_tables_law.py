"""What a report says of the law: sets with counts, systems held and missing, never a text that is not in force."""

from __future__ import annotations

from datetime import date

import pytest

from small_tables import REFERENCE
from tthc.display import tables
from tthc.display.tables.law import coverage, crossing, set_of
from tthc.model.law import law_summary, load_law

LAW = load_law(REFERENCE)
ONE = [{"set": "nd61", "label": "Nghị định 61/2018/NĐ-CP", "short": "NĐ 61", "valid_from": "2018-06-21", "n": 210}]
TWO = [{**ONE[0], "n": 7, "ended": "2025-06-30"}, {"set": "nd118", "label": "Nghị định 118/2025/NĐ-CP", "short": "NĐ 118", "valid_from": "2025-07-01", "n": 1200}]
SYSTEMS = {"held": [{"name": "hệ thống của tỉnh, thành phố Hà Tĩnh", "n": 1300}], "missing": ["Bộ Y tế"]}


def _info(day: str, sets=ONE, systems=None) -> dict:
    return {"law": law_summary(LAW, date.fromisoformat(day)), "law_sets": sets, "systems": systems}


@pytest.mark.parametrize(
    ("day", "other"),
    [
        ("2024-05-31", ("118/2025", "309/2026", "367/2025", "224/2026", "91/2025", "356/2025", "03/2025")),
        ("2026-10-31", ("61/2018", "107/2021", "01/2018")),
    ],
)
def test_the_note_names_no_text_that_was_not_in_force(day: str, other: tuple[str, ...]):
    texts = " ".join(tables.law_note(_info(day, sets=[], systems=SYSTEMS)).items)
    assert LAW.on(date.fromisoformat(day)).decree in texts
    assert [number for number in other if number in texts] == []
    if day > "2026":
        assert "Cơ quan theo dõi, đánh giá ở trung ương: Bộ Tư pháp (Nghị định số 309/2026/NĐ-CP, Điều 11, 12, 14)." in texts
        assert "Chưa đối chiếu: nội dung của Nghị định số 367/2025/NĐ-CP" in texts


def test_a_period_that_crosses_a_change_says_so_with_counts():
    assert crossing(_info("2025-09-30", sets=TWO)) == (
        "Mỗi hồ sơ được xét theo quy định có hiệu lực khi tiếp nhận: 7 hồ sơ theo Nghị định 61/2018/NĐ-CP (văn bản đã hết hiệu lực từ ngày "
        "01/07/2025, chỉ dùng để xét các hồ sơ này); 1.200 hồ sơ theo Nghị định 118/2025/NĐ-CP."
    )
    by_event = {**_info("2025-09-30", sets=TWO), "rules": [{"name": "law_transition", "value": "event"}]}
    assert "có hiệu lực khi thời hạn của hồ sơ bắt đầu tính (hoặc tính lại): 7 hồ sơ" in crossing(by_event)
    assert crossing(_info("2024-05-31")) == ""
    info = _info("2025-09-30", sets=TWO)
    assert [set_of(info, name) for name in ("nd61", "nd118")] == ["NĐ 61", "NĐ 118"]
    assert set_of({}, "nd61") == set_of(info, None) == ""


def test_systems_that_the_data_hold_and_lack_are_named_since_there_are_several():
    text = coverage(_info("2026-10-31", systems=SYSTEMS))
    assert "Hồ sơ của kỳ, kể cả chuyển từ kỳ trước sang, thuộc: hệ thống" in text
    untold = coverage(_info("2026-10-31", systems={**SYSTEMS, "n_untold": 2}))
    assert "(1.300 hồ sơ); 2 hồ sơ có mã không cho biết hệ thống." in untold
    assert "Nghị định số 224/2026/NĐ-CP" in text and "hệ thống của tỉnh, thành phố Hà Tĩnh (1.300 hồ sơ)" in text
    assert "Không thấy hồ sơ trên hệ thống của Bộ Y tế; nếu có, các chỉ số 1.4" in text
    short = coverage(_info("2026-10-31", systems=SYSTEMS), short=True)
    assert "hệ thống của 1 bộ khác" in short and "Bộ Y tế" not in short
    assert coverage(_info("2026-06-30", systems=None)) == coverage(_info("2024-05-31", systems=SYSTEMS)) == ""
