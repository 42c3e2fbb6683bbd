"""What is not read may not be spoken of as absent: tables and columns under headers that no profile knows are named."""

from __future__ import annotations

import pytest
from tests.reading import HEADER, ROW, read, write_csv, write_xlsx

from tthc.display.tables.quality import missing_columns
from tthc.display.tables.trust import evidence, not_read
from tthc.engine import connect

LIST = [(f"HS-{n}", "Cấp giấy phép", f"0{n}/03/2024 08:00", f"1{n}/03/2024", f"2{n}/03/2024 09:00", "Đã xử lý xong") for n in range(1, 6)]
STEPS = [(row[0], step, who, "Phòng A", row[2], at) for row in LIST for step, who, at in (("Nhận", "Lê An", row[2]), ("Thẩm định", "Vũ Bình", row[4]))]


@pytest.fixture(scope="module")
def engine():
    connected = connect()
    yield connected
    connected.close()


LOGS = {
    "a.csv": ("Số hồ sơ", "Công đoạn", "Người làm", "Nơi làm", "Thời điểm nhận", "Thời điểm xong"),  # one header is known
    "b.csv": ("Mã hồ sơ", "Bước xử lý", "Cán bộ", "Đơn vị", "Thời điểm nhận", "Thời điểm xong"),  # steps without any time
    "c.csv": ("Mã hồ sơ", "Công đoạn", "Người làm", "Đơn vị", "Ngày tiếp nhận", "Ngày kết thúc xử lý"),  # looks like a list
    "d.csv": ("Mã hồ sơ", "Khâu", "Chuyên viên", "Đơn vị", "Vào lúc", "Ra lúc"),
}


def test_logs_under_unknown_headers_beside_a_list_are_told_and_take_no_part(engine, tmp_path):
    write_csv(tmp_path / "ds.csv", LIST, delimiter=";")
    for name, header in LOGS.items():
        write_csv(tmp_path / name, STEPS, header, delimiter=";")
    frames = read(tmp_path, engine)
    told = frames.of("sheet.not_read").set_index("file")
    assert set(told.index) == set(LOGS) and set(told.severity) == {"warn"}
    for name, header in LOGS.items():
        assert "Quá trình xử lý" in told.message[name] and f"“{header[1]}”" in told.message[name]
        assert "tthc profiles --from" in told.action[name]
    assert sorted(frames.dossiers.dossier_id) == [row[0] for row in LIST] and set(frames.dossiers.src_file) == {"ds.csv"}


def test_unused_columns_that_may_be_missing_ones_are_asked_about(engine, tmp_path):
    unknown = {3: "Mốc B", 4: "Xong ngày", 5: "Tình hình xử lý"}
    wide = [(*row, "Lê An", row[2]) for row in LIST]
    write_csv(tmp_path / "ds.csv", wide, (*(unknown.get(n, text) for n, text in enumerate(HEADER)), "B1 Nhận - Người", "B1 Nhận - Xong lúc"))
    told = read(tmp_path, engine).of("sheet.column_not_read").set_index("column")
    assert set(told.severity) == {"warn"}
    for header, label in (("Mốc B", "Ngày hẹn trả"), ("Xong ngày", "Ngày kết thúc xử lý"), ("Tình hình xử lý", "Trạng thái"), ("B1 Nhận - Xong lúc", "Kết thúc bước")):
        assert f"“{label}”" in told.message[header]


def test_what_another_list_tells_is_not_asked_about(engine, tmp_path):
    write_csv(tmp_path / "a.csv", [ROW])
    write_csv(tmp_path / "b.csv", [(ROW[0], "Đã xử lý xong", "26/01/2024", "x")], ("Mã hồ sơ", "Trạng thái", "Hạn cuối", "Ghi chú"))
    assert not read(tmp_path, engine).rules() & {"sheet.column_not_read", "sheet.not_read"}


def test_units_that_stand_in_the_names_of_sheets_or_between_the_rows_are_told(engine, tmp_path):
    (tmp_path / "a").mkdir()
    write_xlsx(tmp_path / "a" / "ds.xlsx", {"Phòng Tư pháp": [HEADER, *LIST[:2]], "Phòng Kinh tế": [HEADER, *LIST[2:]]})
    assert "tên trang tính (“Phòng Tư pháp”, “Phòng Kinh tế”)" in read(tmp_path / "a", engine).of("sheet.units").message.iloc[0]
    grouped = [HEADER, ("Phòng Tư pháp",), *LIST[:2], ("UBND xã B",), *LIST[2:]]
    write_xlsx(tmp_path / "ds.xlsx", {"Hồ sơ": grouped})
    frames = read(tmp_path / "ds.xlsx", engine)
    assert "dòng tên nhóm (“Phòng Tư pháp”, “UBND xã B”)" in frames.of("sheet.units").message.iloc[0] and len(frames.dossiers) == len(LIST)


def test_what_was_not_read_is_said_where_something_is_missing():
    info = {"evidence_level": 1, "present": {"dossiers": ["received_at"]}, "n_not_read": 5, "not_read": [
        {"file": "qt.csv", "sheet": None, "column": None}, {"file": "ds.csv", "sheet": "Hồ sơ", "column": "Hạn cuối"},
    ]}
    assert not_read(info) == (
        "Chưa đọc qt.csv, cột “Hạn cuối” của trang “Hồ sơ” của ds.csv và 3 chỗ khác: điều chưa biết có thể nằm ở đó; "
        "xem chương “Chất lượng dữ liệu”."
    )
    assert not_read(info) in evidence(info).text
    assert missing_columns(info).items[0] == not_read(info)
    assert not any("hông có" in item for item in missing_columns(info).items)
    assert not_read({"n_not_read": 2}).startswith("Chưa đọc 2 chỗ (tệp, trang tính hoặc cột)")  # the edition for others
    assert not_read({}) == ""
