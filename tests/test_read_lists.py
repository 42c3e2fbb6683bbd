"""Lists as small offices keep them: registers under titles of two rows, totals in any column, ends under headers that
nobody knows.
"""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest
from tests.reading import HEADER, ROW, assert_accounted, read, write_csv, write_xlsx

from tthc.engine import connect
from tthc.model.errors import DataStop


@pytest.fixture(scope="module")
def engine():
    connected = connect()
    yield connected
    connected.close()


REGISTER = [
    ("SỔ THEO DÕI HỒ SƠ",),
    ("TT", "Mã hồ sơ", "Tên TTHC", "Cơ quan chủ trì giải quyết", "Ngày, tháng, năm", "", "", "", "Trả kết quả", "", "Ghi chú"),
    ("", "", "", "", "Nhận hồ sơ", "Hẹn trả kết quả", "Chuyển hồ sơ đến cơ quan giải quyết", "Nhận kết quả từ cơ quan giải quyết",
     "Ký nhận", "Ngày, tháng, năm", ""),
    tuple(f"({n})" for n in range(1, 12)),
    (1, "HS-1", "Cấp giấy phép", "Sở A", "9 giờ 27, ngày 10/01/2024", "17 giờ 00, ngày 19/01/2024", "9 giờ 57, ngày 10/01/2024",
     "9 giờ 33, ngày 17/01/2024", "đã ký", "10 giờ 33, ngày 22/01/2024", ""),
    (2, "HS-2", "Cấp giấy phép", "Sở A", "9 giờ 27, ngày 11/01/2024", "17 giờ 00, ngày 22/01/2024", "9 giờ 57, ngày 11/01/2024", "", "", "", ""),
]
MERGED = ["E2:H2", "I2:J2", *(f"{letter}2:{letter}3" for letter in "ABCDK")]
TOTALS = [
    ("Phòng A", "HS-3", *ROW[1:]), ("Tổng Phòng A", "1", "", "", "", "", ""), ("Tổng cộng", "1", "", "Đúng hạn: 70%", "", "Trễ hạn: 30%", ""),
    ("Tỷ lệ", "100%", "", "", "", "", ""), ("Tổng hợp", "7", "Cấp giấy phép", "", "", "", "Đang xử lý"),
]
# Under “Tình trạng” and “Kết thúc”, which the profile does not know, stands who is done.
NO_STATUS = [("HS-4", "Cấp giấy phép", "05/01/2024", "26/01/2024", "", "Đã trả kết quả"), ("HS-5", "Cấp giấy phép", "05/01/2024", "26/01/2024", "20/01/2024", "")]
NO_END = [("I", "HS-6", "Cấp giấy phép", "05/01/2024", "26/01/2024", "20/01/2024", "31/01/2024", "Đã trả kết quả")]


def _register(path):
    book = openpyxl.Workbook()
    for cells in REGISTER:
        book.active.append([cell or None for cell in cells])
    for span in MERGED:
        book.active.merge_cells(span)
    book.save(path)


def test_lists_of_small_offices(engine, tmp_path):
    _register(tmp_path / "so.xlsx")
    write_csv(tmp_path / "tong.csv", TOTALS, ("Đơn vị", *HEADER))
    write_csv(tmp_path / "khong-trang-thai.csv", NO_STATUS, (*HEADER[:4], "Ngày trả", "Tình trạng"))
    write_csv(tmp_path / "khong-ket-thuc.csv", NO_END, ("STT", *HEADER[:4], "Kết thúc lúc", "Ngày trả", "Trạng thái"))
    frames = read(tmp_path, engine)
    assert_accounted(frames)
    found = frames.dossiers.set_index("dossier_id")
    assert sorted(found.index) == ["7", *(f"HS-{n}" for n in range(1, 7))]  # 7 has a status: no total
    assert set(frames.of("row.total").row) == {3, 4, 5} and list(frames.of("row.numbers").file) == ["so.xlsx"]
    # The register: the day of the group's title is under “Ngày, tháng, năm”, not under “Ký nhận”.
    assert found.astype(str).loc["HS-1", ["due_at", "finished_at", "returned_at", "status", "unit"]].tolist() == [
        "2024-01-19 17:00:00", "2024-01-17 09:33:00", "2024-01-22 10:33:00", "9", "Sở A",
    ]
    assert found.status["HS-2"] == "4" and frames.of("sheet.header_twice").empty
    # A dossier is not open because nobody read the column that says it is done, nor late by the day of its handing over.
    assert found.unread.fillna("")[["HS-4", "HS-5", "HS-6"]].tolist() == ["status", "", "finished_at"]
    assert set(frames.of("sheet.column_not_read").column) == {"Tình trạng", "Kết thúc lúc"}
    assert found.status.isna()["HS-4"] and found.status["HS-5"] == "9" and found.finished_at.isna()["HS-6"]


US = [
    ("HS-1", "P", date(2024, 5, 1), "15/01/2024", date(2024, 10, 1), "Đã xử lý xong"), ("HS-2", "P", "16/01/2024", date(2024, 1, 2), "31/01/2024", "Đã xử lý xong"),
    ("HS-3", "P", "17/01/2024", date(2024, 2, 2), "31/01/2024", "Đã xử lý xong"), ("HS-4", "P", date(2024, 6, 1), "31/01/2024", date(2024, 8, 1), "Đã xử lý xong"),
]


def test_days_and_months_that_a_spreadsheet_of_another_region_exchanged(engine, tmp_path):
    write_xlsx(tmp_path / "ds.xlsx", {"Hồ sơ": [HEADER, *US]})
    with pytest.raises(DataStop, match="Ngày tiếp nhận.*đảo ngày và tháng") as stopped:
        read(tmp_path, engine)
    told = [one for one in stopped.value.findings if one["rule"] == "column.swapped_days"]
    assert [one["column"] for one in told] == list(HEADER[2:5])
    write_xlsx(tmp_path / "ds.xlsx", {"Hồ sơ": [HEADER, *US, ("HS-5", "P", date(2024, 1, 18), "31/01/2024", "", "Đang xử lý"),
                                                ("HS-6", "P", "18/01/2024", "12/01/2024", "31/01/2024", "Đã xử lý xong")]})
    assert len(read(tmp_path, engine).dossiers) == 6  # date cells of late days, texts of early ones: people wrote both


def test_what_stands_below_a_table_is_no_dossier(engine, tmp_path):
    rows = [("HS-1", *ROW[1:]), ("Số hồ sơ quá hạn", "3", "", "", "", ""), ("Người xuất: admin", "", "", "", "01/07/2024 08:00:00", ""), ("Ghi chú", "", "", "", "", "Đang xử lý: 2")]
    frames = read(write_csv(tmp_path / "a.csv", rows), engine)
    assert frames.dossiers.dossier_id.tolist() == ["HS-1"] and frames.of("row.note").row.tolist() == [3, 4, 5]
    assert_accounted(frames)
