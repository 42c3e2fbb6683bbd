"""The first page: sentences for none, one and many; key figures with their denominators; what to do now."""

from __future__ import annotations

import pandas as pd
import pytest

from table_frames import CAUSES, INFO, T, form, late
from tthc.display import tables
from tthc.display.blocks import Empty, anchor

FIELD = "Thi đua - khen thưởng"
OPENING = "Trong 5 tháng đầu năm 2024, Sở Nội vụ "


def sentence(frame: pd.DataFrame, late_frame: pd.DataFrame, **info) -> str:
    return tables.summary({**INFO, **info}, frame, late_frame, CAUSES).text


def test_many_late_dossiers_of_one_field_and_mostly_one_cause():
    rows = [{"dossier_id": f"H-{n}", "cause": "KY" if n < 3 else "HD", "cause_label": "x"} for n in range(4)]
    rows = [{**row, "cause_label": "Chờ cấp trên ký" if row["cause"] == "KY" else "Chờ hội đồng họp"} for row in rows]
    assert sentence(form((FIELD, None, 90, 6, 4, 10, 0)), late(*rows)) == OPENING + (
        "đã giải quyết 100 hồ sơ, trong đó 4 hồ sơ quá hạn (4,00%), đều thuộc lĩnh vực thi đua - khen thưởng; "
        "3 trong 4 hồ sơ quá hạn chủ yếu do chờ cấp trên ký. Còn 10 hồ sơ đang giải quyết, đều trong hạn."
    )


def test_causes_that_share_nothing_are_named_by_their_two_most_frequent():
    codes = ("KY", "KY", "HD", "KX", "QD")
    rows = [{"dossier_id": f"H-{n}", "cause": code, "cause_label": f"Vì {code}"} for n, code in enumerate(codes)]
    text = sentence(form((FIELD, None, 0, 0, 5, 0, 0)), late(*rows))
    assert "; nguyên nhân chính nhiều nhất là vì KY (2 hồ sơ) và vì HD (1 hồ sơ); 1 hồ sơ chưa kết luận được nguyên nhân chính." in text


def test_two_causes_of_which_neither_prevails_are_both_named():
    rows = [{"dossier_id": "H-1", "cause": "KY", "cause_label": "Vì KY"}, {"dossier_id": "H-2", "cause": "HD", "cause_label": "Vì HD"}]
    text = sentence(form((FIELD, None, 0, 0, 2, 0, 0)), late(*rows))
    assert "; nguyên nhân chính là vì HD (1 hồ sơ) và vì KY (1 hồ sơ)." in text


def test_causes_too_unsure_to_be_named_are_counted_as_such():
    rows = [{"dossier_id": f"H-{n}", "grade": "none"} for n in range(3)]
    assert "; dữ liệu chưa đủ để kết luận nguyên nhân chính của hồ sơ nào." in sentence(form((FIELD, None, 0, 0, 3, 0, 0)), late(*rows))
    some = late(*rows, *({"dossier_id": f"H-{n}", "grade": "sure"} for n in (7, 8, 9, 10)))
    text = sentence(form((FIELD, None, 0, 0, 7, 0, 0)), some)
    assert "; 4 trong 7 hồ sơ quá hạn chủ yếu do chờ cấp trên ký; 3 hồ sơ chưa kết luận được nguyên nhân chính." in text
    confirmed = late({"grade": "none", "is_confirmed": True})
    assert "chủ yếu do chờ cấp trên ký (đơn vị đã xác nhận)" in sentence(form((FIELD, None, 0, 0, 1, 0, 0)), confirmed)


def test_all_late_dossiers_share_the_cause_and_two_fields():
    rows = [{"dossier_id": "H-1"}, {"dossier_id": "H-2"}, {"dossier_id": "H-3", "field": "Hội, quỹ"}]
    text = sentence(form((FIELD, None, 0, 0, 2, 0, 0), ("Hội, quỹ", None, 0, 0, 1, 0, 0)), late(*rows))
    assert "nhiều nhất ở lĩnh vực thi đua - khen thưởng (2 hồ sơ); cả 3 hồ sơ quá hạn chủ yếu do chờ cấp trên ký." in text


def test_one_late_dossier_among_many_and_one_open_and_late():
    text = sentence(form((FIELD, None, 7, 2, 1, 0, 1)), late({}, {"dossier_id": "H-2", "outcome": "open_late"}))
    assert text == OPENING + (
        "đã giải quyết 10 hồ sơ, trong đó 1 hồ sơ quá hạn (10,00%), thuộc lĩnh vực thi đua - khen thưởng, "
        "chủ yếu do chờ cấp trên ký. Còn 1 hồ sơ đang giải quyết, đã quá hạn."
    )


def test_where_nobody_recorded_it_no_cause_is_claimed():
    text = sentence(form((FIELD, None, 9, 0, 1, 0, 0)), late({"cause": "KX", "cause_label": "Không có ghi nhận"}))
    assert "; dữ liệu chưa đủ để kết luận nguyên nhân chính." in text


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (form(), "không có hồ sơ nào phải giải quyết."),
        (form((FIELD, None, 5, 1, 0, 0, 0)), "đã giải quyết 6 hồ sơ, không có hồ sơ nào quá hạn."),
        (form((FIELD, None, 0, 0, 0, 3, 1)), "chưa giải quyết xong hồ sơ nào. Còn 4 hồ sơ đang giải quyết, trong đó 1 hồ sơ đã quá hạn."),
        (form((FIELD, None, 0, 0, 0, 0, 2)), "chưa giải quyết xong hồ sơ nào. Còn 2 hồ sơ đang giải quyết, đều đã quá hạn."),
    ],
)
def test_a_period_without_late_dossiers_reads_like_a_persons_sentence(frame, expected):
    assert sentence(frame, late()) == OPENING + expected


def test_the_only_dossier_of_the_period_was_late():
    assert sentence(form((FIELD, None, 0, 0, 1, 0, 0)), late({})) == OPENING + (
        "đã giải quyết 1 hồ sơ và hồ sơ đó quá hạn, thuộc lĩnh vực thi đua - khen thưởng, chủ yếu do chờ cấp trên ký."
    )


def test_an_odd_period_and_a_chosen_unit_open_the_sentence():
    info = {"period": {"label": "từ 15/12/2023 đến 14/05/2024"}, "unit": "Ban Tôn giáo", "office": {"name": ""}}
    assert sentence(form(), late(), **info).startswith("Từ 15/12/2023 đến 14/05/2024, cơ quan, Ban Tôn giáo ")


def test_key_figures_carry_numerator_denominator_and_change():
    now, cells = form((FIELD, None, 150, 40, 10, 3, 1)), {"c7": 100, "c8": 80, "c9": 15, "c10": 5, "c11": 0, "c13": 0}
    last = {"cells": cells, "report": "tháng 4 năm 2024"}
    shown = [(f.label, f.value, f.detail, f.change) for f in tables.key_figures(now, last).figures]
    assert shown == [
        ("Đúng hạn và trước hạn", "95,00%", "190/200 hồ sơ đã giải quyết", "không đổi so với tháng 4 năm 2024"),
        ("Quá hạn", "5,00%", "10/200 hồ sơ đã giải quyết", "không đổi so với tháng 4 năm 2024"),
        ("Trước hạn", "75,00%", "150/200 hồ sơ đã giải quyết", "giảm 5,00 điểm % so với tháng 4 năm 2024"),
        ("Đang giải quyết, quá hạn", "25,00%", "1/4 hồ sơ đang giải quyết", ""),
    ]


def test_key_figures_over_nothing_are_a_dash():
    assert [(f.value, f.detail) for f in tables.key_figures(form()).figures][0] == ("–", "không có hồ sơ đã giải quyết")


WHAT_IF = pd.DataFrame(
    [
        ("KX", "Không có ghi nhận", 10, 9, 9, 1),
        ("KY", "Chờ cấp trên ký", 10, 7, 6, 4),
        ("HD", "Chờ hội đồng họp", 10, 3, 2, 8),
        ("XL-LAI", "Làm lại", 10, 1, 1, 9),
        ("A", "Nắng", 10, 1, 1, 9),
        ("B", "Mưa", 10, 1, 0, 10),
    ],
    columns=["cause", "label", "n_late", "n_touched", "n_would_be_on_time", "n_left"],
)


def test_what_if_lines_begin_with_the_most_helpful_and_leave_out_what_nobody_recorded():
    assert tables.what_if_lines(WHAT_IF, CAUSES).text == (
        "Nếu cấp trên ký trong định mức: 10 → 4 hồ sơ quá hạn.",
        "Nếu hội đồng cho ý kiến trong định mức: 10 → 8 hồ sơ quá hạn.",
        "Nếu khắc phục nguyên nhân “nắng”: 10 → 9 hồ sơ quá hạn.",
    )
    assert tables.what_if_lines(WHAT_IF[WHAT_IF["cause"] == "XL-LAI"], CAUSES).text == (
        "Nếu không phải làm lại bước đã qua: 10 → 9 hồ sơ quá hạn.",
    )
    assert isinstance(tables.what_if_lines(WHAT_IF[WHAT_IF["cause"] == "B"], CAUSES), Empty)


def open_dossiers(*rows: tuple) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["dossier_id", "outcome", "late_wm"])
    return frame.assign(procedure_name="Bằng khen", due_at=T("2024-06-04 17:00"))


SEGMENTS = pd.DataFrame(
    [
        ("H-1", 1, "work", "own_office", "Một cửa", "Hoa"), ("H-1", 2, "sign", "other_body", "UBND tỉnh", None),
        ("H-2", 1, "supplement", "applicant", None, None), ("H-3", 1, "work", "own_office", "Ban TĐKT", "Bình"),
    ],
    columns=["dossier_id", "seg_no", "state", "party", "unit", "officer"],
)  # fmt: skip


def test_what_to_do_now_lists_the_most_urgent_with_holder_and_days_left():
    dossiers = open_dossiers(
        ("H-3", "open_in_time", -480.0),
        ("H-1", "open_late", 1200.0),
        ("H-2", "open_in_time", -1440.0),
        ("H-4", "open_in_time", -1441.0),
        ("H-5", "late", 99.0),
    )
    table = tables.to_do_now(INFO, dossiers, SEGMENTS)
    assert table.rows == (
        ("H-1", "Bằng khen", "UBND tỉnh", "04/06/2024", "quá hạn"),
        ("H-3", "Bằng khen", "Bình (Ban TĐKT)", "04/06/2024", "còn 1"),
        ("H-2", "Bằng khen", "Chờ bổ sung", "04/06/2024", "còn 3"),
    )
    assert table.anchors == (anchor("H-1"), "", "") and table.note == ""
    named = tables.to_do_now(INFO, dossiers.assign(unit="Phòng A"), SEGMENTS)
    assert [row[2] for row in named.rows] == ["UBND tỉnh", "Bình (Ban TĐKT)", "Chờ bổ sung; đơn vị thụ lý: Phòng A"]


def test_what_to_do_now_shows_five_and_counts_the_rest():
    dossiers = open_dossiers(*((f"H-{n}", "open_late", 100.0 + n) for n in range(7)))
    table = tables.to_do_now(INFO, dossiers, SEGMENTS)
    assert [row[0] for row in table.rows] == ["H-6", "H-5", "H-4", "H-3", "H-2"]
    assert table.note.startswith("Còn 2 hồ sơ khác")


def test_nothing_urgent_is_said_in_a_sentence():
    block = tables.to_do_now(INFO, open_dossiers(("H-1", "open_in_time", -9999.0)), SEGMENTS)
    assert block == Empty("Đến hết ngày 31/05/2024 không có hồ sơ đang giải quyết nào quá hạn, còn không quá 3 ngày làm việc, hoặc đã có kết quả mà chưa kết thúc.")


OUTCOMES = pd.DataFrame(
    [
        ("A", "system", "late"),
        ("B", "system", "late"),
        ("A", "qd766", "late"),
        ("B", "qd766", "early"),
        ("A", "decree", "unknown"),
        ("B", "decree", "unknown"),
    ],
    columns=["dossier_id", "rule", "outcome"],
)


def test_the_quiet_box_says_how_far_the_figures_carry():
    info = {**INFO, "is_synthetic": True, "n_set_aside": 4, "evidence_level": 2, "present": {"dossiers": ["due_at"], "steps": ["step"]}}
    info["rules"] = [*INFO["rules"][:1], {"name": "compare", "label": "So hạn", "value": "minute", "default": "date"}]
    items = tables.quiet_box(info, OUTCOMES, late({}, {"dossier_id": "H-2", "is_confirmed": True})).items
    assert items[0].startswith("Mức độ đầy đủ của dữ liệu 2/3")
    assert items[1].startswith("Dữ liệu đã đọc không cho biết: lúc chờ và lúc xử lý trong mỗi bước, hồ sơ có phải chờ vì cán bộ vắng mặt")
    assert items[2] == "Nguyên nhân đã được đơn vị xác nhận ở 1/2 hồ sơ quá hạn; số còn lại do chương trình đề xuất."
    assert items[3] == "Đã đọc 1.234 dòng dữ liệu, loại 4 dòng không dùng được; xem chương “Chất lượng dữ liệu”."
    assert items[4].endswith(
        "trên hệ thống là 2; theo Quyết định 766/QĐ-TTg là 1 (không tính B) và theo nghị định chưa xác định được 2 hồ sơ."
    )
    assert items[5] == "Quy tắc đã đổi so với mặc định: So hạn: minute (mặc định date)."


def test_the_quiet_box_keeps_silent_about_what_is_in_order():
    same = OUTCOMES[OUTCOMES["rule"] == "system"]
    items = tables.quiet_box(INFO, pd.concat([same.assign(rule=rule) for rule in ("system", "qd766", "decree")]), late()).items
    assert items == (
        "Mức độ đầy đủ của dữ liệu 3/3: dữ liệu có lúc bắt đầu xử lý và lịch vắng mặt. Tách được lúc chờ và lúc xử lý; "
        "vì sao phải chờ thì xét từng hồ sơ, nơi nào chưa rõ có ghi rõ.",
    )


def test_the_quiet_box_says_whose_records_prove_nothing():
    rules = [("start.click", "An, bước “Ký”"), ("start.evening", "Bình, bước “Ký”"), ("office.outage", "02/01/2024 – 05/01/2024"), ("cell.time", "x")]
    items = tables.quiet_box(INFO, OUTCOMES, late(), pd.DataFrame(rules, columns=["rule", "value"])).items
    assert "Lúc bắt đầu xử lý chỉ để ghi sổ, được coi như không ghi nhận, ở: An, bước “Ký” và Bình, bước “Ký”." in items
    assert any(item.endswith("(sự cố hay ngày nghỉ?): 02/01/2024 – 05/01/2024.") for item in items)
    hidden = tables.quiet_box(INFO, OUTCOMES, late(), pd.DataFrame([("start.click", None)], columns=["rule", "value"])).items
    assert any(item.endswith("ở: 1 trường hợp.") for item in hidden)
