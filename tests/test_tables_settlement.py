"""Chapters 00, 10 and 20: the form, lists, cards, what was read."""

from __future__ import annotations

import pandas as pd

from table_frames import INFO, T, form, late
from tthc.display import tables
from tthc.display.blocks import Card, Empty, Picture, Text, anchor

FORM = form(
    ("Hội, quỹ", None, 8, 1, 0, 1, 0),
    ("Hội, quỹ", "Lập hội", 8, 1, 0, 1, 0),
    ("Thi đua", None, 1200, 30, 10, 5, 1),
    ("Thi đua", "Bằng khen", 1200, 30, 10, 5, 1),
)


def test_the_form_has_its_thirteen_columns_and_a_total():
    table = tables.form_06a(FORM, INFO)
    assert len(table.columns) == 13 and table.wide and table.total
    assert table.rows == (
        ("1", "Thi đua", "1.246", "1.246", "0", "0", "1.240", "1.200", "30", "10", "6", "5", "1"),
        ("2", "Hội, quỹ", "10", "10", "0", "0", "9", "8", "1", "0", "1", "1", "0"),
        ("", "Tổng cộng", "1.256", "1.256", "0", "0", "1.249", "1.208", "31", "10", "7", "6", "1"),
    )
    assert table.caption == "Biểu số 1 – Tình hình, 5 tháng đầu năm 2024. Đơn vị tính: số hồ sơ"
    assert "(3) = (4) + (5) + (6) = (7) + (11)" in table.note and "Ghi chú." in table.note


def test_fields_and_procedures_show_the_share_of_late_ones():
    assert tables.by_field(FORM).rows[0] == ("Thi đua", "1.246", "1.240", "1.200", "30", "10", "0,81%", "6", "1")
    assert [row[0] for row in tables.by_procedure(FORM).rows] == ["Bằng khen", "Lập hội", "Tổng cộng"]
    assert max(len(table.columns) for table in (tables.by_field(FORM), tables.by_procedure(FORM))) == 9


def test_an_empty_period_gets_a_sentence_for_each_table():
    blocks = [tables.form_06a(form(), INFO), tables.by_field(form()), tables.by_procedure(form())]
    assert [type(block) for block in blocks] == [Empty, Empty, Empty]


DOSSIERS = pd.DataFrame(
    [("H-1", "early", -4800.0), ("H-2", "early", -240.0), ("H-3", "late", 100.0), ("H-4", "withdrawn", None), ("H-5", "refused", None)],
    columns=["dossier_id", "outcome", "late_wm"],
).assign(procedure_name="Lập hội", received_at=T("2024-01-02 08:00"), due_at=T("2024-02-01 17:00"), finished_at=T("2024-01-10 09:00"))


def test_the_earliest_dossiers_come_first_with_the_days_gained():
    table = tables.early_list(DOSSIERS, INFO)
    assert table.rows == (
        ("H-1", "Lập hội", "02/01/2024", "01/02/2024", "10/01/2024", "10,0"),
        ("H-2", "Lập hội", "02/01/2024", "01/02/2024", "10/01/2024", "0,5"),
    )
    assert isinstance(tables.early_list(DOSSIERS[DOSSIERS["outcome"] == "late"], INFO), Empty)


def test_conventions_of_the_form_are_told():
    rows = tables.not_counted(DOSSIERS).rows
    assert [row[:2] for row in rows] == [("Công dân rút hồ sơ", "1"), ("Không tiếp nhận", "1")]
    assert isinstance(tables.not_counted(DOSSIERS.head(2)), Empty)


MANY = late(
    {"dossier_id": "H-1", "late_wm": 480.0, "n_days_late": 1},
    {"dossier_id": "H-2", "late_wm": 960.0, "is_apparent": True, "cause_label": None, "evidence": None, "remedy": None, "grade": "none"},
    {"dossier_id": "H-3", "late_wm": 20.0, "outcome": "open_late", "n_days_late": 0},
)


def test_late_dossiers_are_summed_up_in_words():
    assert tables.late_summary(MANY, INFO).text == (
        "Có 3 hồ sơ quá hạn: 2 hồ sơ đã giải quyết xong và 1 hồ sơ đang giải quyết. "
        "2 hồ sơ quá hạn không quá 1 ngày làm việc; nhiều nhất là 2 ngày làm việc.",
        "1 trong 3 hồ sơ đã có kết quả trong hạn và chỉ bị tính quá hạn vì chậm kết thúc trên hệ thống. "
        "Hồ sơ này vẫn được đếm là quá hạn, nhưng cách khắc phục khác: kết thúc hồ sơ ngay khi có kết quả.",
    )
    assert tables.late_summary(MANY.head(1), INFO).text == ("Có 1 hồ sơ quá hạn, đã giải quyết xong, quá hạn 1 ngày làm việc.",)
    both = tables.late_summary(MANY.head(2), INFO).text[0]
    assert both == "Có 2 hồ sơ quá hạn, đều đã giải quyết xong. Nhiều nhất là 2 ngày làm việc."
    assert isinstance(tables.late_summary(late(), INFO), Empty)


def test_the_late_list_links_each_dossier_to_its_card():
    table = tables.late_list(MANY, INFO)
    assert table.rows == (
        ("H-2", "Bằng khen", "22/03/2024", "27/03/2024", "2", "Chưa xác định được nguyên nhân", "Không đủ dữ liệu", "UBND tỉnh"),
        ("H-1", "Bằng khen", "22/03/2024", "27/03/2024", "1", "Chờ cấp trên ký", "Chắc chắn", "UBND tỉnh"),
        ("H-3", "Bằng khen", "22/03/2024", "đang giải quyết", "dưới 1", "Chờ cấp trên ký", "Chắc chắn", "UBND tỉnh"),
    )
    assert table.anchors == (anchor("H-2"), anchor("H-1"), anchor("H-3"))
    assert tables.late_list(MANY, INFO, limit=2).note.startswith("Hiện 2 trong 3 hồ sơ")


def test_the_late_list_names_causes_and_procedures_in_few_words():
    causes = MANY[["cause"]].dropna().rename(columns={"cause": "code"}).assign(label="Chờ cấp trên ký ban hành", short="Chờ ký")
    rows = tables.late_list(MANY.assign(procedure_name="Thủ tục tặng cờ"), INFO, causes).rows
    assert [row[1] for row in rows] == ["Tặng cờ"] * 3 and [row[-3] for row in rows][1:] == ["Chờ ký"] * 2


def test_a_card_tells_facts_picture_evidence_and_cause():
    picture = Picture("<svg/>", "dải", "Hồ sơ H-1")
    card = tables.late_cards(MANY.head(1), {"H-1": picture}, INFO)[0]
    assert card == Card(
        "H-1 – Bằng khen",
        (
            Text("Ban TĐKT; tiếp nhận 01/03/2024, hẹn trả 22/03/2024, kết thúc 27/03/2024; quá hạn 1 ngày làm việc.", style="beside"),
            picture,
            Text("Bước “Ký” hết 10 ngày.", style="evidence"),
            Text("Nguyên nhân (chương trình đề xuất, chắc chắn): chờ cấp trên ký. Nơi giữ hồ sơ khi đó: UBND tỉnh."),
            Text("Việc cần làm: trình sớm.", style="beside"),
        ),
        anchor("H-1"),
    )


def test_a_confirmed_cause_is_marked_and_missing_words_leave_no_gap():
    confirmed = late({"is_confirmed": True, "evidence": None, "remedy": None, "unit": None, "dossier_unit": None})
    facts, cause = tables.late_cards(confirmed, {}, INFO)[0].blocks
    assert facts.text.startswith("tiếp nhận 01/03/2024")
    assert cause.text == "Nguyên nhân (đã được đơn vị xác nhận): chờ cấp trên ký."


def test_where_nobody_knows_who_had_them_late_dossiers_are_a_table_without_strips():
    why, table = tables.late_cards(MANY, {"H-1": Picture("<svg/>", "dải", "Hồ sơ H-1")}, {**INFO, "evidence_level": 1})
    assert "không biết hồ sơ đã ở đâu" in why.text
    assert table.rows[0] == ("H-2", "Ban TĐKT", "01/03/2024", "22/03/2024", "27/03/2024", "2") and len(table.rows) == 3
    assert isinstance(tables.late_cards(late(), {}, {**INFO, "evidence_level": 1})[0], Empty)


def test_cards_stop_at_the_limit_and_say_how_many_are_left():
    cards = tables.late_cards(MANY, {}, INFO, limit=2)
    assert [type(card) for card in cards] == [Card, Card, Text]
    assert cards[-1].text.startswith("Còn 1 hồ sơ quá hạn khác")
    assert tables.late_cards(late(), {}, INFO) == (Empty("Không có hồ sơ quá hạn nào để trình bày."),)


def test_rows_read_are_accepted_or_set_aside():
    frame = pd.DataFrame(
        [("b.xlsx", None, "steps", 1000, 990, 10), ("a.xlsx", "Danh sách", "dossiers", 200, 200, 0)],
        columns=["file", "sheet", "table", "n_read", "n_accepted", "n_set_aside"],
    )
    table = tables.accounting(frame)
    assert table.total and table.rows == (
        ("a.xlsx", "Danh sách", "Hồ sơ", "200", "200", "0"),
        ("b.xlsx", "–", "Quá trình xử lý", "1.000", "990", "10"),
        ("Tổng cộng", "", "", "1.200", "1.190", "10"),
    )
    assert isinstance(tables.accounting(frame.head(0)), Empty)


def test_findings_are_explained_once_for_each_kind():
    columns = ["rule", "severity", "file", "sheet", "row", "column", "value", "dossier_id", "message", "action"]
    rows = [("cell.time", "warn", "a.xlsx", "S", n, "Ngày", "x", None, "Không đọc được ngày.", "Sửa.") for n in (5, 6, 7, 8)]
    rows += [("row.equal", "info", "a.xlsx", None, None, None, None, "H-1", "Dòng trùng.", "Không cần làm gì.")]
    rows += [("sheet.columns", "stop", "a.xlsx", None, None, None, None, None, "Thiếu cột.", "Xuất lại.")]
    assert tables.findings(pd.DataFrame(rows, columns=columns)).rows == (
        ("Phải sửa mới chạy được", "Thiếu cột.", "1", "a.xlsx", "Xuất lại."),
        ("Cần kiểm tra", "Không đọc được ngày.", "4", "S, dòng 5, 6 và 7", "Sửa."),
        ("Để biết", "Dòng trùng.", "1", "H-1", "Không cần làm gì."),
    )
    assert isinstance(tables.findings(pd.DataFrame(columns=columns)), Empty)


def test_inputs_are_named_with_the_beginning_of_their_fingerprint():
    assert tables.inputs(INFO).rows == (("ho-so.xlsx", "2,0", "abababababababab"),)


def test_missing_tables_and_columns_are_named():
    note = tables.missing_columns(
        {**INFO, "present": {"dossiers": ["dossier_id", "due_at"], "steps": ["officer", "started_at", "ended_at", "step_due_at"]}}
    )
    assert "Không có bảng “Vắng mặt”." in note.items
    assert any(item.startswith("Bảng “Hồ sơ” không có: Mã thủ tục, Lĩnh vực") for item in note.items)
    assert not any("Quá trình xử lý" in item for item in note.items)
