"""How many points of the index are missing and why: by group, by the office's level, never guessed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pandas as pd
import pytest

from small_tables import REFERENCE
from tthc.analysis import indicators
from tthc.display import tables
from tthc.model.schema import TABLES


def _indicator(measure: str, numerator: float, denominator: float, points: float | None, basis="register", rule="system") -> dict:
    return {"measure": measure, "basis": basis, "rule": rule, "numerator": numerator, "denominator": denominator, "points": points}


INDICATORS = [
    _indicator("qd766_2_1", 90.0, 100.0, 18.0),
    _indicator("qd766_2_1", 80.0, 100.0, 16.0, rule="qd766"),
    _indicator("qd766_1_4", 9.0, 10.0, 5.4),
    _indicator("qd766_5_4", 18.0, 20.0, 6.0),
    _indicator("qd766_5_4", 10.0, 20.0, 20 / 6, basis="synced", rule="qd766"),
    _indicator("qd766_3_6", 30.0, 40.0, 4.5),
    _indicator("qd766_5_2", 0.0, 0.0, 6.0),
    _indicator("full_online_eligible", 40.0, 50.0, None),
]


def _gaps(level: str) -> pd.DataFrame:
    listed = indicators.components(REFERENCE, date(2026, 10, 31))
    scales = indicators.scales(REFERENCE, date(2026, 10, 1))
    left_out = ("6", "8", "9", "16", "17")
    found = indicators.index_gaps(listed, INDICATORS, {"qd766_4_1": "Hồ sơ – Đính kèm kết quả"}, scales, level, left_out)
    assert all(list(row) == list(TABLES["index_gaps"].names) for row in found)
    return pd.DataFrame(found)


@pytest.fixture(scope="module")
def commune() -> pd.DataFrame:
    return _gaps("commune")


def test_points_are_those_of_the_index_s_own_rule_and_of_what_was_synchronised(commune):
    lost = commune[commune.lost.notna()].set_index("code").lost
    assert lost.round(6).to_dict() == {"1.4": 0.6, "2.1": 4.0, "5.2": 0.0, "5.4": round(6 - 20 / 6, 6), "3.6": 1.5}


def test_rows_that_do_not_apply_to_a_commune_are_left_out_by_name(commune):
    assert sorted(set(commune[~commune.applies].row_no)) == [6, 8, 9, 16, 17]
    assert _gaps("province").applies.all()
    shown = next(table for table in tables.index_gaps(commune)[1:] if table.caption.startswith("Dịch vụ công trực tuyến"))
    assert shown.note.startswith("Không áp dụng cho cấp của cơ quan: Hồ sơ toàn trình trên hồ sơ của TTHC đủ điều kiện")
    assert all("toàn trình trên hồ sơ" not in row[0] for row in shown.rows)


def test_why_is_told_from_what_was_counted_or_from_what_is_missing(commune):
    rows = {row[0]: row for table in tables.index_gaps(commune)[1:] for row in table.rows}
    assert rows["2.1. Hồ sơ xử lý trước hạn, đúng hạn"][1:] == ("16,00/20,00", "4,00", "80/100 (sổ theo dõi của cơ quan); đủ điểm từ 100%.")
    assert rows["4.1. Hồ sơ có cấp kết quả điện tử"][3] == "Dữ liệu không có: hồ sơ – Đính kèm kết quả."
    assert rows["1.1. Công bố TTHC đúng hạn"][1:3] == ("–/6,00", "–")
    assert rows["5.2. Phản ánh, kiến nghị xử lý đúng hạn"][3].startswith("Không có trường hợp nào")
    province = {row[0]: row for table in tables.index_gaps(_gaps("province"))[1:] for row in table.rows}
    assert "cách quy đổi ra điểm chưa đối chiếu" in province["Hồ sơ toàn trình trên hồ sơ của TTHC đủ điều kiện toàn trình"][3]


def test_two_sources_that_differ_stand_side_by_side(commune):
    row = _indicator("qd766_4_2", 60.0, 100.0, 3.0)
    listed = [one for one in indicators.components(REFERENCE, date(2026, 10, 31)) if one["measure"] == "qd766_4_2"]
    for day, other in ((date(2026, 8, 31), False), (date(2026, 10, 31), True)):
        gaps = pd.DataFrame(indicators.index_gaps(listed, [row], {}, indicators.scales(REFERENCE, day), "commune", ()))
        why = next(table for table in tables.index_gaps(gaps) if hasattr(table, "rows")).rows[0][3]
        # 4 · 0.6 / 0.8 = 3; to a hundred percent 4 · 0.6 = 2.4.
        assert why == "60/100 (sổ theo dõi của cơ quan); đủ điểm từ 80%" + (
            "; nguồn khác ghi đủ điểm từ 100%, khi đó được 2,40 điểm." if other else "."
        )


def test_the_sum_says_what_is_not_in_it_and_gives_no_class(commune):
    classes = [asdict(one) for one in indicators.index_classes(REFERENCE, date(2026, 10, 31), ("qd766",))]
    told = tables.index_gaps(commune, {"index_classes": classes})[0].paragraphs[0]
    # 5.4 + 16 + 20/6 + 6 + 4.5 of 6 + 20 + 6 + 6 + 6.
    assert told.startswith("Cộng các chỉ tiêu tính được: 35,23 trên 44,00 điểm, còn thiếu 8,77 điểm. Còn ")
    assert told.endswith("nên không xếp loại (các mức theo nguồn thứ ba, chưa đối chiếu: Xuất sắc từ 90, Tốt từ 80, Khá từ 70, Trung bình từ 50 và Yếu từ 0).")
    assert {one.scheme for one in indicators.index_classes(REFERENCE, date(2024, 5, 31), ("qd766", "tt01_2018"))} == {"qd766", "tt01_2018"}


def test_rows_that_miss_dossiers_of_other_systems_are_named(commune):
    info = {"law": {"systems": ["Nghị định thử"]}, "systems": {"held": [], "missing": ["Bộ Y tế"]}}
    notes = {table.caption.split(" (")[0]: table.note for table in tables.index_gaps(commune, info) if hasattr(table, "note")}
    assert notes["Công khai, minh bạch"] == "Chưa gồm hồ sơ trên các hệ thống không có trong dữ liệu: chỉ tiêu 1.4."
    assert notes["Thanh toán trực tuyến"].endswith("chỉ tiêu 3.5 và 3.6.") and not notes["Mức độ hài lòng"].startswith("Không áp dụng")
    whole = {**info, "systems": {"held": [], "missing": []}}
    assert not any("Chưa gồm" in table.note for table in tables.index_gaps(commune, whole) if hasattr(table, "note"))


def test_the_groups_add_up_to_a_hundred_points():
    listed = indicators.components(REFERENCE, date(2026, 10, 31))
    groups = pd.DataFrame(listed).assign(points=lambda t: pd.to_numeric(t.max_points)).groupby("group").points.sum()
    assert groups.to_dict() == {
        "Công khai, minh bạch": 18, "Tiến độ giải quyết": 20, "Dịch vụ công trực tuyến": 12, "Thanh toán trực tuyến": 10,
        "Mức độ hài lòng": 18, "Số hóa hồ sơ": 22,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("office", "setting", "level"),
    [("UBND xã Thạch Hà", "auto", "commune"), ("UBND phường 1", "auto", "commune"), ("Sở Nội vụ", "auto", "province"),
     ("UBND xã Thạch Hà", "province", "province"), ("", "auto", "province")],
)  # fmt: skip
def test_the_level_goes_by_the_name_unless_it_is_set(office: str, setting: str, level: str):
    assert indicators.index_level(office, setting) == level


def test_before_the_list_begins_nothing_is_scored():
    assert indicators.components(REFERENCE, date(2024, 5, 31)) == []
    empty = pd.DataFrame(columns=TABLES["index_gaps"].names)
    assert "chưa có trong dữ liệu tham chiếu" in tables.index_gaps(empty)[0].text
