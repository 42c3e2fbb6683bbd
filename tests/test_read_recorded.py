"""The source system's own words on a deadline are read as a code and days, and change no figure."""

from __future__ import annotations

import pytest
from tests.reading import HEADER, ROW, read, write_csv

from tthc.engine import connect
from tthc.sources.read.recorded import recorded


@pytest.mark.parametrize(
    ("words", "outcome", "days"),
    [
        ("Quá hạn 3 ngày", "late", 3.0), ("QUA HAN 3 NGAY", "late", 3.0), ("Trễ hạn 1,5 ngày", "late", 1.5), ("Quá 2 ngày 4 giờ", "late", 2.5),
        ("Chậm hạn", "late", None), ("Quá hạn 4 giờ", "late", 0.5), ("Đúng hạn", "on_time", 0.0), ("Trước hạn 5 ngày", "early", -5.0),
        ("Sớm hạn", "early", None), ("Còn 2 ngày", "in_time", -2.0), ("Còn lại 0 ngày", "in_time", 0.0), ("Trong hạn", "in_time", None),
        ("Chưa quá hạn", "in_time", None), ("Sắp đến hạn", "in_time", None), ("Đã trả kết quả đúng hạn", "on_time", 0.0), ("qua_han", "late", None),
        ("Chưa đến hạn (còn 3 ngày)", "in_time", -3.0), ("-3", None, None), ("Đang xử lý", None, None), ("", None, None),
    ],
)
def test_words(words, outcome, days):
    assert recorded(words) == (outcome, days)


def test_words_and_days_stand_in_their_own_columns(tmp_path):
    engine = connect()
    try:
        rows = [(*ROW, "Quá hạn 3 ngày", ""), ("B2", *ROW[1:], "Trong hạn", ""), ("B3", *ROW[1:], "", "4"), ("B4", *ROW[1:], "không rõ", "")]
        write_csv(tmp_path / "ho-so.csv", rows, header=(*HEADER, "Thời gian còn lại/quá hạn", "Số ngày còn lại"))
        frames = read(tmp_path, engine)
        write_csv(tmp_path / "ho-so.csv", [row[:-1] for row in rows], header=(*HEADER, "Thời gian còn lại/quá hạn"))
        without_days = read(tmp_path, engine).dossiers.set_index("dossier_id")
    finally:
        engine.close()
    found = frames.dossiers.set_index("dossier_id")
    assert found.recorded_outcome.fillna("").to_dict() == {ROW[0]: "late", "B2": "in_time", "B3": "", "B4": ""}
    assert found.recorded_late_days.fillna(0).to_dict() == {ROW[0]: 0, "B2": 0, "B3": -4, "B4": 0}
    assert without_days.recorded_late_days.fillna(0).to_dict() == {ROW[0]: 3, "B2": 0, "B3": 0, "B4": 0}
    assert frames.of("cell.code").value.tolist() == ["không rõ"]
