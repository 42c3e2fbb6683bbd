"""Chapter 50: the index on two bases, targets, readings of satisfaction, rules, register against portal, signs."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from small_tables import REFERENCE
from table_frames import INFO, T
from tthc.analysis.indicators import MEASURES
from tthc.display import tables
from tthc.display.blocks import Empty
from tthc.model.law import law_summary, load_law

COLUMNS = [
    "order",
    "measure",
    "label",
    "basis",
    "rule",
    "measured_in",
    "numerator",
    "denominator",
    "value",
    "low",
    "high",
    "points",
    "max_points",
    "gain",
    "target",
    "is_met",
    "previous",
    "last_year",
    "target_source",
    "numerator_is",
    "denominator_is",
    "source",
]
NONE = [None] * 5
INDICATORS = pd.DataFrame(
    [
        (
            1,
            "late",
            "Quá hạn",
            "register",
            "system",
            "hồ sơ",
            10.0,
            200.0,
            10.0,
            None,
            None,
            None,
            None,
            None,
            0.0,
            False,
            None,
            7.0,
            "Văn bản",
            "a",
            "b",
            "Biểu II.06a",
        ),
        (1, "late", "Quá hạn", "synced", "system", "hồ sơ", 10.0, 30.0, 10.0, *NONE, None, None, None, None, None, "a", "b", "Biểu II.06a"),
        (
            2,
            "late_intake",
            "Tiếp nhận muộn",
            "register",
            "system",
            "%",
            1.0,
            80.0,
            1.25,
            0.2,
            6.7,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            "muộn",
            "trực tuyến",
            "Báo chí",
        ),
        (
            3,
            "qd766_5_4",
            "5.4. Hài lòng",
            "register",
            "system",
            "%",
            197.0,
            210.0,
            93.8,
            90.0,
            96.0,
            6.0,
            6.0,
            0.0,
            90.0,
            True,
            None,
            None,
            "766",
            "c",
            "d",
            "QĐ 766",
        ),
        (
            3,
            "qd766_5_4",
            "5.4. Hài lòng",
            "synced",
            "system",
            "%",
            20.0,
            30.0,
            66.7,
            48.8,
            80.8,
            4.44,
            6.0,
            0.222,
            90.0,
            False,
            None,
            None,
            "766",
            "c",
            "d",
            "QĐ 766",
        ),
        (
            3,
            "qd766_5_4",
            "5.4. Hài lòng",
            "synced",
            "qd766",
            "%",
            21.0,
            30.0,
            70.0,
            52.1,
            83.3,
            4.67,
            6.0,
            0.222,
            90.0,
            False,
            None,
            None,
            "766",
            "c",
            "d",
            "QĐ 766",
        ),
        (
            4,
            "qd766_2_2",
            "2.2. Thời gian",
            "register",
            "system",
            "ngày làm việc",
            1000.0,
            100.0,
            10.0,
            *NONE,
            None,
            None,
            None,
            None,
            None,
            "e",
            "f",
            "QĐ 766",
        ),
    ],
    columns=COLUMNS,
)
INDICATORS["shown_in"] = INDICATORS["measure"].map({one.id: one.shown_in for one in MEASURES})


def test_the_index_stands_on_synchronised_dossiers_beside_the_register():
    assert tables.index_table(INDICATORS, INFO).rows == (
        ("2.2. Thời gian", "–", "–", "–", "1.000,0/100", "10,0 ngày làm việc", "–", "–", "–"),
        ("5.4. Hài lòng", "21/30", "70,00%", "4,67", "197/210", "93,81%", "6,00", "6", "0,222"),
    ), "the index counts by its own rule, whatever the report's main rule is"
    assert len(tables.index_table(INDICATORS, INFO).columns) == 9


def test_another_main_rule_changes_only_what_it_changes():
    info = {**INFO, "rules": [{"name": "rule", "label": "", "value": "qd766", "default": "system"}]}
    rows = {row[0]: row for row in tables.index_table(INDICATORS, info).rows}
    assert rows["5.4. Hài lòng"][1:4] == ("21/30", "70,00%", "4,67")
    assert rows["2.2. Thời gian"][4] == "1.000,0/100"


def test_targets_show_the_published_basis_and_earlier_periods():
    assert tables.targets(INDICATORS, INFO).rows == (
        ("Quá hạn", "10/200", "10 hồ sơ", "0", "chưa đạt", "7", "Văn bản"),
        ("5.4. Hài lòng (hồ sơ đã đồng bộ)", "21/30", "70,00%", "90%", "chưa đạt", "–", "766"),
    )
    rates = tables.target_rates(INDICATORS, INFO)
    assert rates.to_dict("records") == [
        {"label": "5.4. Hài lòng (hồ sơ đã đồng bộ)", "numerator": 21.0, "denominator": 30.0, "target": 0.9}
    ]


def test_other_indicators_say_what_is_counted_over_what():
    assert tables.other_indicators(INDICATORS, INFO).rows == (
        ("Tiếp nhận muộn", "1/80", "1,25%", "0,2 – 6,7%", "muộn / trực tuyến", "Báo chí"),
    )


def test_the_lever_names_where_one_more_brings_most():
    assert tables.lever(INDICATORS, INFO).text == "Thêm một trường hợp đạt thì tăng điểm nhiều nhất ở: “5.4. Hài lòng” thêm 0,22 điểm."
    assert isinstance(tables.lever(INDICATORS.head(3), INFO), Empty)


def test_portal_and_register_side_by_side():
    assert tables.synced_or_not(INDICATORS).rows == (("Quá hạn", "10", "10"),)
    assert isinstance(tables.synced_or_not(INDICATORS[INDICATORS["basis"] == "register"]), Empty)


def test_without_indicators_each_table_is_a_sentence():
    nothing = INDICATORS.head(0)
    assert {type(block(nothing, INFO)) for block in (tables.index_table, tables.targets, tables.other_indicators, tables.lever)} == {Empty}


def test_three_readings_of_satisfaction_with_their_fractions():
    frame = pd.DataFrame(
        [
            (2, "Nhóm", 10.44, 18.0, None, None, True, "Điểm."),
            (1, "5.4", 20.0, 30.0, 48.8, 80.8, True, "Không phải ý kiến."),
            (3, "Phiếu", None, None, None, None, False, "Không có phiếu."),
        ],
        columns=["reading", "label", "numerator", "denominator", "low", "high", "is_supported", "explanation"],
    )
    assert tables.satisfaction(frame).rows == (
        ("1", "5.4", "20/30", "66,67%", "48,8 – 80,8%", "có", "Không phải ý kiến."),
        ("2", "Nhóm", "10,44/18", "58,00%", "–", "có", "Điểm."),
        ("3", "Phiếu", "–", "–", "–", "không", "Không có phiếu."),
    )


def test_unit_scores_begin_with_the_lowest():
    frame = pd.DataFrame(
        [
            ("tt01_2", "register", "A", 30.0, 20.0, 1.5),
            ("tt01_2", "register", "B", 10.0, 10.0, 1.0),
            ("tt01_2", "register", None, 40.0, 30.0, 1.3),
            ("late", "register", "A", 1.0, 1.0, 1.0),
        ],
        columns=["measure", "basis", "unit", "numerator", "denominator", "value"],
    )
    assert tables.unit_scores(frame).rows == (("B", "10/10", "1,0"), ("A", "30/20", "1,5"))


@pytest.mark.parametrize(("day", "basis"), [("2024-05-31", "Thông tư số 01/2018/TT-VPCP, Điều 13."), ("2026-10-31", None)])
def test_a_score_whose_law_has_ended_is_not_printed(day, basis):
    rows = [("tt01_2", "register", "B", 10.0, 10.0, 1.0)]
    frame = pd.DataFrame(rows, columns=["measure", "basis", "unit", "numerator", "denominator", "value"])
    info = {"law": law_summary(load_law(REFERENCE), date.fromisoformat(day))}
    shown = tables.unit_scores(frame, info)
    if basis is None:
        assert "không có thang điểm" in shown.text and "01/2018" not in shown.text
    else:
        assert shown.note.endswith(basis)


OUTCOMES = pd.DataFrame(
    [
        ("A", "system", "period", "late"),
        ("B", "system", "period", "early"),
        ("C", "system", "none", "new"),
        ("A", "decree", "period", "early"),
        ("B", "decree", "period", "unknown"),
    ],
    columns=["dossier_id", "rule", "intake", "outcome"],
)


def test_rules_side_by_side_leave_out_what_is_not_counted():
    table = tables.rules_side_by_side(OUTCOMES)
    assert [column.label for column in table.columns] == ["Cách tính", "Trước hạn", "Quá hạn", "Chưa xác định được", "Tổng cộng"]
    assert table.rows == (("Ngày hẹn trả trên hệ thống", "1", "1", "0", "2"), ("Theo nghị định", "1", "0", "1", "2"))


def test_dossiers_that_differ_on_lateness_come_first():
    frame = pd.DataFrame(
        [("A", "on_time", "early", "early", False, "Trừ bổ sung."), ("B", "late", "late", "early", True, "Tính lại.")],
        columns=["dossier_id", "outcome_system", "outcome_qd766", "outcome_decree", "is_late_differing", "reason"],
    )
    assert tables.rule_differences(frame).rows == (
        ("B", "Quá hạn", "Quá hạn", "Trước hạn", "Tính lại."),
        ("A", "Đúng hạn", "Trước hạn", "Trước hạn", "Trừ bổ sung."),
    )
    assert isinstance(tables.rule_differences(frame.head(0)), Empty)


def test_deadlines_publications_differences_and_signs_in_words():
    checks = pd.DataFrame(
        [("H", T("2024-05-08 17:00"), T("2024-05-07 17:00"), 1, "worked_saturday", "Thứ bảy 04/5 làm bù.")],
        columns=["dossier_id", "due_at", "expected_at", "off_days", "likely", "reason"],
    )
    assert tables.deadline_checks(checks).rows == (
        ("H", "08/05/2024", "07/05/2024", "1", "Không tính ngày làm bù", "Thứ bảy 04/5 làm bù."),
    )
    published = pd.DataFrame(
        [
            ("P1", "Một", "QĐ 1", T("2024-03-01"), T("2024-03-08"), T("2024-03-05"), "public_in_time"),
            ("P2", "Hai", "QĐ 2", T("2024-03-01"), T("2024-03-08"), pd.NaT, "overdue"),
        ],
        columns=["code", "name", "published_by", "published_at", "public_by_at", "made_public_at", "publication"],
    )
    assert tables.publications(published).rows[0] == ("P2", "Hai", "QĐ 2", "01/03/2024", "08/03/2024", "–", "Chưa cập nhật, quá hạn")
    differences = pd.DataFrame([(f"H-{n}", "not_synced") for n in range(5)], columns=["dossier_id", "difference"])
    assert tables.sync_differences(differences).rows == (("Chưa đồng bộ", "5", "H-0, H-1, H-2 và 2 mục khác"),)
    signs = pd.DataFrame(
        [("H-1", "reset", "Ban A", "Vì sao?"), ("H-2", "no_end", None, "Ngày nào?"), ("H-3", "no_end", None, "Ngày nào?")],
        columns=["dossier_id", "sign", "unit", "question"],
    )
    assert tables.integrity(signs).rows[0] == ("Đã xử lý xong nhưng không có ngày kết thúc", "2 hồ sơ: H-2 và H-3", "–", "Ngày nào?")
    assert tables.integrity(signs.head(1)).rows == ((tables.integrity(signs).rows[1][0], "H-1", "Ban A", "Vì sao?"),)
    dated = signs.assign(sign="no_end", unit="Ban A", question=["Từ 01/03/2024: vì sao?", "Từ 11/04/2024 08:30: vì sao?", "Vì sao?"])
    assert [row[1:] for row in tables.integrity(dated).rows] == [("2 hồ sơ: H-1 và H-2", "Ban A", "Từ …: vì sao?"), ("H-3", "Ban A", "Vì sao?")]
    assert tables.unavailable(pd.DataFrame([("1.1. Công bố", "Ngày")], columns=["label", "missing"])).items == (
        "1.1. Công bố: thiếu ngày.",
    )


def test_nothing_found_is_a_sentence():
    empty = pd.DataFrame()
    blocks = (
        tables.deadline_checks,
        tables.publications,
        tables.sync_differences,
        tables.integrity,
        tables.unavailable,
        tables.satisfaction,
    )
    assert {type(block(empty)) for block in blocks} == {Empty}
