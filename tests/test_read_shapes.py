"""One small list in the shapes in which systems and people write it: the same dossiers, whatever the shape."""

from __future__ import annotations

import json

import pytest
from tests.reading import HEADER, ROOT, assert_accounted, read, write_csv, write_xlsx

from tthc.engine import connect
from tthc.model.errors import DataStop
from tthc.sources.read import propose_profile

ROWS = [
    ("HS-1", 'Cấp "lại" giấy phép', "05/01/2024 08:30:00", "26/01/2024", "20/01/2024 10:00:00", "Đã xử lý xong"),
    ("HS-2", "Cấp giấy phép", "08/01/2024 09:00:00", "29/01/2024", "", "Đang xử lý"),
    ("HS-3", "Cấp giấy phép, cấp lại", "09/01/2024 09:00:00", "30/01/2024", "", "Đang xử lý"),
]
RECORDS = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
EXPECTED = [(row[0], row[1], row[2][:10], row[3], row[4][:10] or None) for row in ROWS]
BLOCK = "\n".join(f"{name}: {{{n}}}" for n, name in enumerate(HEADER))


@pytest.fixture(scope="module")
def engine():
    connected = connect()
    yield connected
    connected.close()


def told(frames) -> list[tuple]:
    rows = frames.dossiers.sort_values("dossier_id")
    days = ("received_at", "due_at", "finished_at")
    return [
        (row.dossier_id, row.procedure_name, *(None if getattr(row, name) is None or str(getattr(row, name)) == "NaT" else f"{getattr(row, name):%d/%m/%Y}" for name in days))
        for row in rows.itertuples()
    ]


def nested(record: dict) -> dict:
    return {
        "maHoSo": record["Mã hồ sơ"], "thuTuc": {"ten": record["Tên thủ tục"]}, "hoSo": {"ngayTiepNhan": record["Ngày tiếp nhận"]},
        "ngayHenTra": record["Ngày hẹn trả"], "ngayKetThucXuLy": record["Ngày kết thúc xử lý"], "trangThai": {"ten": record["Trạng thái"], "ma": 7},
        "hoSoGoc": {"maHoSo": "HS-0"},
    }  # fmt: skip


JSON = {
    "names beside rows": {"columns": HEADER, "rows": ROWS, "total": 3},
    "named columns beside data, in an answer": {"code": 0, "data": {"fields": [{"name": f"c{n}", "title": name} for n, name in enumerate(HEADER)], "data": ROWS}},
    "pandas, split": {"columns": HEADER, "index": [0, 1, 2], "data": ROWS},
    "the first row names the columns": [HEADER, *ROWS],
    "a list a column": {name: [row[n] for row in ROWS] for n, name in enumerate(HEADER)},
    "an object a column": {name: {str(number): row[n] for number, row in enumerate(ROWS)} for n, name in enumerate(HEADER)},
    "records under numbers": {str(number): record for number, record in enumerate(RECORDS)},
    "in an answer whose words nobody knows": {"ketQua": {"danhSach": RECORDS, "tong": 3}, "thongBao": "OK"},
    "values inside values": [nested(record) for record in RECORDS],
    "the id is inside a value too": {"result": [{**{k: v for k, v in nested(record).items() if k not in ("maHoSo", "hoSoGoc")}, "hoSo": {"maHoSo": record["Mã hồ sơ"], "ngayTiepNhan": record["Ngày tiếp nhận"]}} for record in RECORDS]},
    "the first id is another's": [{"hoSoGoc": {"maHoSo": "HS-0"}, **nested(record)} for record in RECORDS],
}


@pytest.mark.parametrize("shape", JSON)
def test_json_of_any_shape(engine, tmp_path, shape):
    (tmp_path / "ho-so.json").write_text(json.dumps(JSON[shape], ensure_ascii=False), encoding="utf-8")
    frames = read(tmp_path, engine)
    assert told(frames) == EXPECTED and "cell.time" not in frames.rules() and "file.pages" not in frames.rules()
    assert_accounted(frames)


def test_rows_that_a_page_lacks_are_told_of_a_table_too(engine, tmp_path):
    (tmp_path / "ho-so.json").write_text(json.dumps({"columns": HEADER, "rows": ROWS, "totalElements": 7}), encoding="utf-8")
    assert "file.pages" in read(tmp_path, engine).rules()


BLOCKS = {
    "lines apart": "\n\n".join(BLOCK.format(*row) for row in ROWS),
    "lines that follow": "DANH SÁCH HỒ SƠ\n" + "\n".join(BLOCK.format(*row) for row in ROWS) + "\n",
    "rules between": "\n-----\n".join(BLOCK.format(*row).replace(": ", " : ") for row in ROWS),
    "one line a dossier": "\n".join(" / ".join(f"{name}: {cell}" for name, cell in zip(HEADER, row, strict=True)) for row in ROWS),
    "a value over two lines": "\n\n".join(BLOCK.format(*row).replace("Cấp giấy phép,", "Cấp giấy phép,\n ") for row in ROWS),
}


@pytest.mark.parametrize("shape", BLOCKS)
def test_blocks_of_labelled_lines(engine, tmp_path, shape):
    (tmp_path / "ho-so.txt").write_text(BLOCKS[shape], encoding="utf-8")
    frames = read(tmp_path, engine)
    assert told(frames) == EXPECTED
    assert_accounted(frames)


def test_a_block_without_its_id_is_told_with_its_line(engine, tmp_path):
    lacking = "\n".join(BLOCK.format(*ROWS[1]).split("\n")[1:])
    (tmp_path / "ho-so.txt").write_text("\n\n".join([BLOCK.format(*ROWS[0]), lacking, BLOCK.format(*ROWS[2])]), encoding="utf-8")
    frames = read(tmp_path, engine)
    assert told(frames) == [EXPECTED[0], EXPECTED[2]]
    assert frames.findings[frames.findings.row == 8].rule.tolist() == ["row.required"]
    assert_accounted(frames)


def test_a_text_whose_lines_end_in_two_ways_is_read_whole(engine, tmp_path):
    """A title that a script put above an export of Windows; the engine's reader would see no line of the table."""
    table = "\r\n".join(";".join(row) for row in (HEADER, *ROWS)) + "\r\n"
    (tmp_path / "ho-so.csv").write_bytes(f"DANH SÁCH HỒ SƠ\n\n{table}".replace('"', "").encode())
    frames = read(tmp_path, engine)
    assert [row[0] for row in told(frames)] == ["HS-1", "HS-2", "HS-3"]
    assert_accounted(frames)


def test_a_list_with_a_header_and_no_row_is_told(engine, tmp_path):
    write_csv(tmp_path / "a.csv", [])
    write_csv(tmp_path / "b.csv", [(row[0], "Cấp", *row[2:]) for row in ROWS])
    assert read(tmp_path, engine).of("file.empty").file.tolist() == ["a.csv"]


def quoted(mark: str) -> str:
    return "\n".join(",".join('"' + cell.replace('"', mark) + '"' for cell in row) for row in (HEADER, *ROWS)) + "\n"


@pytest.mark.parametrize("mark", ['""', '\\"'])
def test_a_quote_inside_a_cell_behind_a_backslash(engine, tmp_path, mark):
    (tmp_path / "ho-so.csv").write_text(quoted(mark), encoding="utf-8")
    frames = read(tmp_path, engine)
    assert told(frames) == EXPECTED and not frames.rules() & {"file.open_quote", "file.ragged"}


def test_a_backslash_that_ends_a_cell_is_its_last_letter(engine, tmp_path):
    rows = [(row[0], "Ổ C:\\", *row[2:]) for row in ROWS]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (HEADER, *rows)) + "\n"
    (tmp_path / "ho-so.csv").write_text(text, encoding="utf-8")
    assert {name for _, name, *_ in told(read(tmp_path, engine))} == {"Ổ C:\\"}


def test_paths_as_headers_of_a_csv(engine, tmp_path):
    header = ("hoSo.maHoSo", "thuTuc.ten", "hoSo.ngayTiepNhan", "hoSo.ngayHenTra", "hoSo.ngayKetThucXuLy", "hoSo.trangThai.ten")
    text = "\n".join(";".join(row) for row in (header, *ROWS)) + "\n"
    (tmp_path / "ho-so.csv").write_text(text.replace('"lại"', "lại"), encoding="utf-8")
    assert [row[0] for row in told(read(tmp_path, engine))] == ["HS-1", "HS-2", "HS-3"]
    assert told(read(tmp_path, engine))[1:] == EXPECTED[1:]


def test_lines_in_a_cell_of_a_page_are_parted(engine, tmp_path):
    rows = [(row[0], f"<p>{row[1]}</p>", row[2].replace(" ", "<br>"), *row[3:]) for row in ROWS]
    header = tuple(name.replace("Ngày ", "Ngày<br/>") for name in HEADER)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (header, *rows))
    (tmp_path / "ho-so.xls").write_text(f"<html><body><table>{lines}</table></body></html>", encoding="utf-8")
    frames = read(tmp_path, engine)
    assert told(frames) == EXPECTED and f"{frames.dossiers.received_at.min():%H:%M}" == "08:30"


@pytest.mark.parametrize("name", ["ho-so.xlsx", "ho-so.json", "ho-so.ods"])
def test_text_under_the_name_of_a_book_is_text(engine, tmp_path, name):
    (tmp_path / name).write_text("\n".join("\t".join(row) for row in (HEADER, *ROWS)).replace('"', "'") + "\n", encoding="utf-8-sig")
    assert [row[0] for row in told(read(tmp_path, engine))] == ["HS-1", "HS-2", "HS-3"]


def test_words_of_an_old_font_are_no_windows_1258_beside(engine, tmp_path):
    (tmp_path / "ho-so.csv").write_bytes("M· hå s¬,Tr¹ng th¸i,Ngµy tiÕp nhËn\nA,B,05/01/2024\n".encode("latin-1"))
    with pytest.raises(DataStop) as stopped:
        read(tmp_path, engine)
    assert [finding["rule"] for finding in stopped.value.findings] == ["file.tcvn3"]


def test_json_is_read_by_the_profile_that_knows_its_headers(engine, tmp_path):
    header = ("MaHoSo", "TenTTHC", "TenDonVi", "NguoiDangXuLy", "NgayTiepNhan", "NgayHenTra", "TenTrangThaiHoSo")
    row = ("HS-1", "Cấp giấy phép", "Phòng A", "Lê A", 1704423600, 1706263200, "Đang xử lý")
    (tmp_path / "ho-so.json").write_text(json.dumps([dict(zip(header, row, strict=True))], ensure_ascii=False), encoding="utf-8")
    (found,) = read(tmp_path, engine).dossiers.itertuples()
    assert (found.unit, found.officer, found.status, f"{found.received_at:%d/%m/%Y}") == ("Phòng A", "Lê A", "4", "05/01/2024")


def test_a_column_of_hours_that_is_another_days_is_not_taken(engine, tmp_path):
    """“Giờ trả” is that of a day of handing over, which is not there; the end's own hour is the next column's."""
    header = ("Mã hồ sơ", "Giờ nhận", "Ngày tiếp nhận", "Ngày hẹn trả", "Giờ trả", "Ngày kết thúc xử lý", "Giờ kết thúc xử lý", "Trạng thái")
    rows = [(f"HS-{n}", "8:10", f"0{n}/01/2024", f"1{n}/01/2024 17:00", "16:00", f"0{n + 1}/01/2024", "9:30", "Đã xử lý xong") for n in range(1, 4)]
    frames = read(write_csv(tmp_path / "a.csv", rows, header=header), engine)
    (first, *_) = frames.dossiers.sort_values("dossier_id").itertuples()
    assert [f"{at:%d %H:%M}" for at in (first.received_at, first.due_at, first.finished_at)] == ["01 08:10", "11 17:00", "02 09:30"]
    assert frames.of("sheet.column_ignored").column.tolist() == ["Giờ trả"]


def test_dossiers_side_by_side_are_told_with_what_to_do(engine, tmp_path):
    write_xlsx(tmp_path / "a.xlsx", {"DS": [("DANH SÁCH",), *zip(HEADER, *ROWS, strict=True)]})
    for attempt in (lambda: read(tmp_path, engine), lambda: propose_profile(tmp_path, ROOT / "data/reference/profiles")):
        with pytest.raises(DataStop, match="“DS”.*mỗi hồ sơ ở một cột.*Transpose"):
            attempt()


def test_columns_that_only_spaces_part_are_told_with_what_to_do(engine, tmp_path):
    lines = ["".join(f"{cell:<24}" for cell in row) for row in (HEADER, *ROWS)]
    (tmp_path / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    for attempt in (lambda: read(tmp_path, engine), lambda: propose_profile(tmp_path, ROOT / "data/reference/profiles")):
        with pytest.raises(DataStop, match="xếp các cột bằng dấu cách.*Fixed width"):
            attempt()


def test_statuses_with_their_code_and_hours_with_dots(engine, tmp_path):
    words = ("9 - Đã xử lý xong", "4 – Đang xử lý", "9.0", "10. Đã trả kết quả", "4 - Đã xử lý xong", "Đã xử lý xong 9")
    rows = [(f"HS-{n}", "Cấp", "05.01.2024 08.10", "26.01.2024", "20.01.2024 9.05", word) for n, word in enumerate(words)]
    frames = read(write_csv(tmp_path / "a.csv", rows), engine)
    found = frames.dossiers.sort_values("dossier_id")
    assert found.status.tolist()[:4] == ["9", "4", "9", "10"] and found.status.isna().tolist()[4:] == [True, True]
    assert {f"{at:%H:%M}" for at in found.received_at} == {"08:10"} and {f"{at:%H:%M}" for at in found.finished_at} == {"09:05"}
