"""Chapter 05 in words: every alteration a question that says what was and what is."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from table_frames import INFO, T
from tthc.display import tables
from tthc.display.blocks import DataTable, Empty, Note
from tthc.display.tables.changes import ASKED, questions
from tthc.model.schema import TABLES
from tthc.model.settings import RULES

LAST = SimpleNamespace(run="r", made_at=T("2024-05-06 09:00"), cut=T("2024-05-01 00:00"), main_rule="system", rules={rule.name: rule.default for rule in RULES})


def changes(*rows: dict) -> pd.DataFrame:
    usual = dict.fromkeys(TABLES["changes"].names) | {"dossier_id": "H-1", "procedure_name": "Thủ tục P"}
    frame = pd.DataFrame([{**usual, **row} for row in rows], columns=list(TABLES["changes"].names))
    return frame.astype({name: "datetime64[us]" for name in ("before_at", "after_at")})


def asked(**row) -> str:
    return questions(changes(row), LAST).rows[0][3]


@pytest.mark.parametrize(
    ("row", "question"),
    [
        ({"change": "due_altered", "before_at": T("2024-03-18 17:00"), "after_at": T("2024-04-30 17:00"), "outcome_before": "late", "outcome_after": "early"},
         "Hạn trả đã đổi từ 18/03/2024 thành 30/04/2024 sau báo cáo ngày 06/05/2024: căn cứ nào? Hồ sơ chuyển từ “Quá hạn” sang “Trước hạn”."),
        ({"change": "due_moved", "before_at": T("2024-03-18 17:00"), "after_at": T("2024-04-30 17:00")},
         "Hạn trả đã đổi từ 18/03/2024 thành 30/04/2024 sau báo cáo ngày 06/05/2024: có ghi gia hạn hoặc tạm dừng trong thời gian đó; văn bản nào, đã báo người nộp chưa?"),
        ({"change": "finished_altered", "after_at": T("2024-04-20 10:00"), "outcome_before": "open_late", "outcome_after": "late"},
         "Ngày kết thúc để trống khi lập báo cáo trước, nay ghi 20/04/2024: việc xong lúc nào, vì sao ghi muộn? Hồ sơ chuyển từ “Đang giải quyết, quá hạn” sang “Quá hạn”."),
        ({"change": "finished_altered", "before_at": T("2024-04-20 10:00")}, "Ngày kết thúc 20/04/2024 đã bị xóa sau báo cáo ngày 06/05/2024: căn cứ nào?"),
        ({"change": "received_altered", "before_at": T("2024-03-04 09:00"), "after_at": T("2024-03-04 15:00")},
         "Ngày tiếp nhận đã đổi từ 04/03/2024 09:00 thành 04/03/2024 15:00 sau báo cáo ngày 06/05/2024: căn cứ nào?"),
        ({"change": "received_altered", "before_at": T("2024-04-04 09:00"), "after_at": T("2024-06-04 09:00"), "outcome_before": "open_late"},
         "Ngày tiếp nhận đã đổi từ 04/04/2024 thành 04/06/2024 sau báo cáo ngày 06/05/2024: căn cứ nào? Hồ sơ nay không còn thuộc kỳ này."),
        ({"change": "steps_altered", "n_before": 7, "n_after": 6}, "Các bước đã ghi đến báo cáo ngày 06/05/2024 nay khác (trước 7 bước, nay 6 bước): bước nào đã sửa, vì sao?"),
        ({"change": "deleted", "before_at": T("2024-04-04 09:00"), "outcome_before": "open_late"},
         "Có trong báo cáo ngày 06/05/2024 (tiếp nhận 04/04/2024, đang giải quyết, quá hạn), nay không còn trong dữ liệu: ai đã xóa hoặc đổi mã hồ sơ, vì sao?"),
        ({"change": "late_arrival", "after_at": T("2024-04-04 09:00")},
         "Tiếp nhận ngày 04/04/2024 nhưng chưa có trong dữ liệu của báo cáo ngày 06/05/2024: vì sao được ghi muộn?"),
        ({"change": "no_longer_late", "outcome_before": "open_late", "outcome_after": "stopped"},
         "Hồ sơ chuyển từ “Đang giải quyết, quá hạn” sang “Đang tạm dừng” mà không có ngày nào đổi: vì sao?"),
    ],
    ids=lambda value: value["change"] if isinstance(value, dict) else "",
)  # fmt: skip
def test_a_change_is_asked_about(row, question):
    assert asked(**row) == question


def test_the_gravest_stand_first_and_what_is_no_question_is_none():
    told = changes(*({"change": code, "dossier_id": code} for code in (*reversed(ASKED), "settled", "newly_late")))
    assert tuple(row[0] for row in questions(told, LAST).rows) == ASKED


def told(frame: pd.DataFrame, last=LAST, results: pd.DataFrame | None = None, indicators: pd.DataFrame | None = None, info=INFO) -> tuple:
    names = [*TABLES["results"].names], [*TABLES["indicators"].names]
    results, indicators = (pd.DataFrame(columns=columns) if given is None else given for columns, given in zip(names, (results, indicators), strict=True))
    info = {
        **info,
        "cut": "2024-06-01T00:00:00",
        "rules": [{"name": rule.name, "label": rule.label, "value": rule.default, "default": rule.default} for rule in RULES],
    }
    return tables.changes_since(frame, last, results, indicators, info)


def test_the_first_report_has_one_sentence():
    (only,) = told(changes(), last=None)
    assert only == Empty("Đây là báo cáo đầu tiên về kỳ này; chưa có báo cáo trước để so sánh.")


def test_nothing_changed_reads_as_sentences():
    first, _, nothing = told(changes())
    assert first.text == (
        "So với báo cáo lập ngày 06/05/2024 (số liệu chốt hết ngày 30/04/2024; báo cáo này chốt hết ngày 31/05/2024): "
        "không có hồ sơ nào mới quá hạn, không có hồ sơ nào đã giải quyết thêm và không có điểm nào cần kiểm tra."
    )
    assert isinstance(nothing, Empty) and nothing.text.startswith("Không có ngày nào bị đổi")


def test_newly_late_and_settled_are_lists_the_latest_and_the_first_ended_on_top():
    rows = [{"change": "newly_late", "dossier_id": f"L-{n}", "outcome_after": "open_late", "late_wm": 480.0 * n} for n in (1, 3)]
    rows += [{"change": "settled", "dossier_id": f"S-{day}", "after_at": T(f"2024-05-{day} 09:00"), "outcome_before": "open_in_time", "outcome_after": "early"} for day in (20, 10)]  # fmt: skip
    late, settled = (block for block in told(changes(*rows)) if isinstance(block, DataTable))
    assert [(row[0], row[4], row[6]) for row in late.rows] == [("L-3", "–", "3"), ("L-1", "–", "1")]
    assert [(row[0], row[3]) for row in settled.rows] == [("S-10", "10/05/2024"), ("S-20", "20/05/2024")]


def test_other_settings_are_said_before_outcomes_are_compared():
    last = SimpleNamespace(**{**vars(LAST), "rules": {**LAST.rules, "compare": "minute"}})
    (note,) = [block for block in told(changes(), last) if isinstance(block, Note)]
    assert note.items[0].startswith("Khác về: so hạn theo ngày hay theo phút.")


def test_the_main_figures_stand_beside_those_of_the_last_report():
    counted = {"basis": "register", "rule": "system", "unit": None, "field": None, "procedure": None, "run": "r"}
    then = pd.DataFrame([{**counted, "measure": "late", "measured_in": "hồ sơ", "numerator": 9, "denominator": 100, "value": 9},
                         {**counted, "measure": "in_time_rate", "measured_in": "%", "numerator": 91, "denominator": 100, "value": 91.0}])  # fmt: skip
    labels = {"late": "Hồ sơ giải quyết quá hạn", "in_time_rate": "Tỷ lệ trong hạn"}
    now = then.assign(label=then["measure"].map(labels), order=[1, 2], numerator=[10, 190], denominator=[200, 200], value=[10, 95.0])
    (table,) = [block for block in told(changes(), results=then, indicators=now) if isinstance(block, DataTable)]
    assert table.rows == (("Tỷ lệ trong hạn", "91,00%", "95,00%", "tăng 4,00 điểm %"), ("Hồ sơ giải quyết quá hạn", "9 hồ sơ", "10 hồ sơ", "tăng 1"))
