"""What readers are told of explanations: how many came, what could not be used, what stands on a card."""

from __future__ import annotations

import pandas as pd

from table_frames import CAUSES, INFO, form, late
from tthc.display import tables
from tthc.display.blocks import Empty, Text
from tthc.model.schema import TABLES


def explained(*rows: dict) -> pd.DataFrame:
    base = dict.fromkeys(TABLES["explanations"].names) | {"dossier_id": "H-1", "status": "confirmed", "file": "a.xlsx", "sheet": "Giải trình", "row": 5}
    return pd.DataFrame([{**base, **row} for row in rows], columns=TABLES["explanations"].names)


def confirmed_late(*rows: dict) -> pd.DataFrame:
    return late(*rows).assign(proposed_cause="HD", proposed_label="Chờ hội đồng họp")


def test_before_any_came_readers_learn_where_the_file_is():
    text = tables.explanations_received(late({}), explained()).text
    assert text == "Chưa nhận lại giải trình nào. Tệp giai-trinh.xlsx trong thư mục của báo cáo có sẵn các ô để đơn vị điền."
    assert isinstance(tables.explanations_received(late(), explained()), Empty)
    assert isinstance(tables.explanations_unused(explained()), Empty)


def test_what_came_is_counted_and_what_changed_is_told():
    frame = confirmed_late({"is_confirmed": True}, {"dossier_id": "H-2"}, {"dossier_id": "H-3", "cause": "HD", "is_confirmed": True})
    told = explained({}, {"dossier_id": "H-3"}, {"dossier_id": "H-2", "status": "noted"}, {"dossier_id": None, "status": "unmatched"})
    first, second = tables.explanations_received(frame, told).text
    assert first == (
        "Đã nhận giải trình của 3 trong 3 hồ sơ quá hạn; 2 hồ sơ được xác nhận nguyên nhân, trong đó 1 hồ sơ có nguyên nhân khác với "
        "đề xuất của chương trình."
    )
    assert second.endswith("Số ngày của từng nguyên nhân vẫn là số đo được từ dữ liệu, không đổi theo lời giải trình.")


def test_what_could_not_be_used_is_listed_with_its_place_and_reason():
    told = explained({}, {"dossier_id": "H-9", "status": "unmatched", "problem": "Không còn quá hạn.", "row": 12})
    assert tables.explanations_unused(told).rows == (("H-9", "Chưa khớp", "Không còn quá hạn.", "a.xlsx, trang “Giải trình”, dòng 12"),)


def test_a_card_tells_the_confirmed_cause_the_proposal_and_the_unit_s_words():
    told = explained({"explanation": "Lãnh đạo đi công tác.", "explained_by": "Bà Mai", "explained_on": "05/06/2024", "sign_off": "Đồng ý"})
    [card] = tables.late_cards(confirmed_late({"is_confirmed": True}), {}, INFO, explanations=told)
    cause, remedy, words = card.blocks[-3:]
    assert cause.text == (
        "Nguyên nhân (đã được đơn vị xác nhận): chờ cấp trên ký. Nơi giữ hồ sơ khi đó: UBND tỉnh. "
        "Chương trình đã đề xuất: chờ hội đồng họp."
    )
    assert remedy == Text("Việc cần làm: trình sớm.", style="beside")
    assert words == Text(
        ("Giải trình của đơn vị: Lãnh đạo đi công tác.", "Người giải trình: Bà Mai, ngày 05/06/2024.", "Ý kiến duyệt: Đồng ý.")
    )


def test_a_row_that_did_not_match_is_on_no_card():
    told = explained({"status": "unmatched", "explanation": "Không dùng."})
    assert tables.late_cards(late({}), {}, INFO, explanations=told) == tables.late_cards(late({}), {}, INFO)


def test_the_list_the_sentence_and_the_remedies_mark_what_is_confirmed():
    frame = confirmed_late({"is_confirmed": True}, {"dossier_id": "H-2"})
    listed = tables.late_list(frame, INFO)
    assert [row[-3:-1] for row in listed.rows] == [("Chờ cấp trên ký (đã xác nhận)", ""), ("Chờ cấp trên ký", "Chắc chắn")]
    assert listed.note.startswith("Nguyên nhân không ghi “đã xác nhận” là do chương trình đề xuất.")
    counts = form(("Thi đua - khen thưởng", None, 0, 8, 2, 0, 0))
    assert "cả 2 hồ sơ quá hạn chủ yếu do chờ cấp trên ký (đơn vị đã xác nhận 1 hồ sơ)." in tables.summary(INFO, counts, frame, CAUSES).text
    every = frame.assign(is_confirmed=True)
    assert "chủ yếu do chờ cấp trên ký (đơn vị đã xác nhận)." in tables.summary(INFO, counts, every, CAUSES).text
    assert [row[2] for row in tables.remedies(frame, CAUSES).rows] == ["2 (1 đã xác nhận)"]


def test_what_if_tells_where_units_named_another_cause():
    frame = pd.DataFrame({"cause": ["KY"], "label": ["Chờ cấp trên ký"], "n_late": [10], "n_touched": [4], "n_would_be_on_time": [3],
                          "n_left": [7], "n_named_otherwise": [1]})  # fmt: skip
    assert tables.what_if_lines(frame, CAUSES).text == (
        "Nếu cấp trên ký trong định mức: 10 → 7 hồ sơ quá hạn; với 1 trong 3 hồ sơ đó, đơn vị xác nhận nguyên nhân khác.",
    )
    assert tables.what_if_table(frame).note.endswith("đơn vị xác nhận nguyên nhân khác ở: Chờ cấp trên ký (1).")
