"""Broken inputs, each built by a function that writes it into a folder; with what the reader must say of it."""

from __future__ import annotations

import gzip
import json
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import openpyxl
from tests.reading import HEADER, ROW, write_csv, write_xlsx

STEP_HEADER = ("Mã hồ sơ", "Thứ tự", "Bước xử lý", "Người xử lý", "Thời gian nhận", "Thời gian kết thúc")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True)
class Broken:
    """`rules` must all be found; `stops` says whether the run must end; `n` is how many dossiers are accepted otherwise."""

    name: str
    build: Callable[[Path], object]
    rules: frozenset[str] = frozenset()
    stops: bool = False
    n: int | None = None
    extra: dict = field(default_factory=dict)


CASES: list[Broken] = []


def broken(*rules: str, stops: bool = False, n: int | None = None):
    def keep(build: Callable[[Path], object]) -> Callable:
        CASES.append(Broken(build.__name__, build, frozenset(rules), stops, n))
        return build
    return keep


def row(**changes: str) -> tuple:
    """The good row with some of its cells changed: id, name, received, due, finished, status."""
    names = ("id", "name", "received", "due", "finished", "status")
    return tuple(changes.get(name, value) for name, value in zip(names, ROW, strict=True))


def other(number: int = 2) -> tuple:
    return row(id=f"H56.01-240105-{number:04d}")


# --- the file as a whole -----------------------------------------------------------------------------------------------

@broken("file.empty", "sheet.no_dossiers", stops=True)
def no_bytes_at_all(folder):
    (folder / "ho-so.csv").write_bytes(b"")


@broken("file.none", stops=True)
def only_a_lock_file(folder):
    (folder / "~$ho-so.xlsx").write_bytes(b"\x05user")


@broken("file.truncated", stops=True)
def workbook_cut_in_half(folder):
    path = write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [HEADER, *[other(n) for n in range(200)]]})
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@broken("file.truncated", stops=True)
def half_a_gzip(folder):
    whole = gzip.compress(("\n".join([",".join(HEADER), *[",".join(other(n)) for n in range(500)]])).encode())
    (folder / "ho-so.csv.gz").write_bytes(whole[: len(whole) // 2])


@broken("file.password", stops=True)
def workbook_with_a_password(folder):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000
    (folder / "ho-so.xlsx").write_bytes(ole)


@broken("file.bomb", stops=True)
def gzip_bomb(folder):
    with gzip.open(folder / "ho-so.csv.gz", "wb", compresslevel=9) as file:
        file.write((",".join(HEADER) + "\n").encode())
        for _ in range(100):
            file.write(b"0" * (1 << 20))


@broken("file.bomb", stops=True)
def zip_bomb_in_a_workbook(folder):
    path = write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [HEADER, ROW]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/x.bin", "w") as member:
        for _ in range(100):
            member.write(b"\0" * (1 << 20))


@broken("file.format", stops=True)
def pdf_called_csv(folder):
    (folder / "ho-so.csv").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")


@broken("file.truncated", stops=True)
def text_called_xlsx(folder):
    (folder / "ho-so.xlsx").write_text("Mã hồ sơ;Trạng thái\n", encoding="utf-8")


@broken("file.truncated", stops=True)
def json_cut_in_half(folder):
    text = json.dumps([{"MaHoSo": f"A{n}", "TrangThaiHoSo": "9", "NgayTiepNhan": "20240105083000"} for n in range(50)])
    (folder / "dong-bo.json").write_text(text[: len(text) // 2], encoding="utf-8")


@broken("file.truncated", stops=True)
def json_of_a_thousand_brackets(folder):
    (folder / "dong-bo.json").write_text("[" * 100_000, encoding="utf-8")


@broken("row.required", n=1)
def json_with_entries_that_are_no_objects(folder):
    rows = [{"MaHoSo": "A1", "TrangThaiHoSo": "9", "NgayTiepNhan": "20240105083000", "NgayHenTra": "20240110"}, 5, "x", None]
    (folder / "dong-bo.json").write_text(json.dumps(rows), encoding="utf-8")


@broken("file.truncated", stops=True)
def xes_cut_in_half(folder):
    (folder / "log.xes").write_text('<?xml version="1.0"?><log><trace><string key="concept:name" value="A"/><event>', encoding="utf-8")


@broken("file.truncated", stops=True)
def html_table_cut_in_half(folder):
    (folder / "ho-so.xls").write_text("<html><table><tr><th>Mã hồ sơ</th><th>Trạng thái</th></tr><tr><td>A", encoding="utf-8")


@broken(n=1)
def xls_that_is_a_page(folder):
    cells = ["".join(f"<{tag}>{cell}</{tag}>" for cell in cells) for tag, cells in (("th", HEADER), ("td", ROW))]
    (folder / "ho-so.xls").write_text(f"<html><body><table><tr>{cells[0]}</tr><tr>{cells[1]}</tr></table></body></html>", encoding="utf-8")


_XML = "urn:schemas-microsoft-com:office:spreadsheet"


@broken(n=2)
def xml_spreadsheet_of_2003_called_xls(folder):
    rows = "".join("<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in cells) + "</Row>" for cells in (HEADER, ROW))
    stamp = '<Cell ss:Index="3"><Data ss:Type="DateTime">2024-01-05T08:30:00.000</Data></Cell>'
    jumped = f'<Row ss:Index="5"><Cell><Data ss:Type="String">B2</Data></Cell>{stamp}<Cell ss:Index="6"><Data ss:Type="Number">4</Data></Cell></Row>'
    book = f'<?xml version="1.0"?><Workbook xmlns="{_XML}" xmlns:ss="{_XML}"><Worksheet ss:Name="Hồ sơ"><Table>{rows}{jumped}</Table></Worksheet></Workbook>'
    (folder / "ho-so.xls").write_text(book, encoding="utf-8")


@broken("file.truncated", stops=True)
def xml_spreadsheet_cut_in_half(folder):
    (folder / "ho-so.xml").write_text(f'<?xml version="1.0"?><Workbook xmlns="{_XML}"><Worksheet><Table><Row>', encoding="utf-8")


@broken("file.format", stops=True)
def an_xml_that_is_no_table(folder):
    (folder / "ho-so.xml").write_text('<?xml version="1.0"?><danhsach><hoso ma="A"/></danhsach>', encoding="utf-8")


@broken("file.format", stops=True)
def a_page_saved_as_one_file(folder):
    (folder / "ho-so.xls").write_text("MIME-Version: 1.0\nContent-Type: multipart/related\n", encoding="utf-8")


@broken(n=1)
def xlsx_called_xls(folder):
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [HEADER, ROW]}).rename(folder / "ho-so.xls")


@broken(n=1)
def xlsx_called_csv(folder):
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [HEADER, ROW]}).rename(folder / "ho-so.csv")


@broken(n=2)
def open_document_called_xlsx(folder):
    office, table, text = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text"))
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = ["".join(cell.format(one) for one in cells) for cells in (HEADER, ROW)]
    merged = f'<table:table-cell office:value-type="string" table:number-columns-spanned="6"><text:p>DANH SÁCH</text:p></table:table-cell>{"<table:covered-table-cell/>" * 5}'
    second = "".join(cell.format(one) for one in other())
    rows = "".join(f"<table:table-row>{line}</table:table-row>" for line in (merged, *lines, second))
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}"><office:body>'
        f'<office:spreadsheet><table:table table:name="Hồ sơ">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    with zipfile.ZipFile(folder / "ho-so.xlsx", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)


@broken("sheet.hidden", n=1)
def a_hidden_sheet(folder):
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Bản cũ")):
        for cells in (HEADER, ROW if sheet is book.active else other()):
            sheet.append(cells)
    book["Bản cũ"].sheet_state = "hidden"
    book.save(folder / "ho-so.xlsx")


# --- what stands beside ------------------------------------------------------------------------------------------------

@broken("file.not_read", "file.passed", n=1)
def other_things_beside_the_export(folder):
    write_csv(folder / "ho-so.csv", [ROW])
    (folder / "thang-1").mkdir()
    for name in ("thang-1/ho-so.csv", "cu.zip", "ho-so.xlsx.bak", "ho-so.dat", "ho-so", "~$ho-so.xlsx", ".an.csv", "README.md"):
        (folder / name).write_bytes(b"x")


@broken(n=1)
def a_name_full_of_patterns(folder):
    write_csv(folder / "ho-so.csv", [ROW]).rename(folder / "ho-so [thang 1] *?.csv")


@broken(n=1)
def a_name_as_long_as_names_can_be(folder):
    path = write_csv(folder / "ho-so.csv", [ROW], encoding="utf-16")
    path.rename(folder / ("h" * 251 + ".csv"))


@broken(n=1)
def a_name_that_is_no_text(folder):
    write_csv(folder / "ho-so.csv", [ROW]).rename(folder / b"ho-so-\xff\xfe.csv".decode("utf-8", "surrogateescape"))


# --- JSON ---------------------------------------------------------------------------------------------------------------

_RECORD = {"MaHoSo": "A1", "TrangThaiHoSo": "9", "NgayTiepNhan": "20240105083000", "NgayHenTra": "20240110", "NgayKetThucXuLy": "20240108090000"}


def _json(folder: Path, value: object) -> None:
    (folder / "dong-bo.json").write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")


@broken(n=2)
def json_wrapped_in_an_answer(folder):
    _json(folder, {"success": True, "result": {"data": {"items": [_RECORD, {**_RECORD, "MaHoSo": "A2"}]}, "page": 1}})


@broken("file.pages", n=1)
def json_of_one_page_of_four(folder):
    _json(folder, {"content": [_RECORD], "totalElements": 4})


@broken(n=2)
def json_of_pages_in_one_array(folder):
    _json(folder, [{"content": [{**_RECORD, "MaHoSo": f"A{n}"}], "totalElements": 2} for n in range(2)])


@broken("json.twice", "cell.time", n=2)
def json_with_a_key_twice(folder):
    one = json.dumps(_RECORD)
    _json(folder, "[" + one.replace('"NgayHenTra": "20240110"', '"NgayHenTra": "20240110", "NgayHenTra": "20240120"') + ", " + one.replace("A1", "A2") + "]")


@broken(n=1)
def json_with_half_a_letter(folder):
    _json(folder, json.dumps([{**_RECORD, "TrichYeuHoSo": "x"}]).replace('"x"', '"\\ud83d khen"'))


@broken("file.truncated", stops=True)
def json_with_a_number_of_five_thousand_figures(folder):
    _json(folder, '[{"MaHoSo": ' + "9" * 5_000 + "}]")


# --- encodings ---------------------------------------------------------------------------------------------------------

@broken(n=1)
def utf8_with_mark_and_crlf(folder):
    path = write_csv(folder / "ho-so.csv", [ROW], encoding="utf-8-sig")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


@broken(n=1)
def unicode_text_of_excel(folder):
    write_csv(folder / "ho-so.txt", [ROW], encoding="utf-16", delimiter="\t")


@broken(n=1)
def utf16_without_mark(folder):
    write_csv(folder / "ho-so.csv", [ROW], encoding="utf-16-le")


@broken("file.code_page", n=1)
def code_page_1258(folder):
    text = "\n".join(",".join(cells) for cells in (HEADER, ROW))
    # The code page writes the tone after its letter; only the five tones are marks there.
    (folder / "ho-so.csv").write_bytes(code_page_1258_of(text))


def code_page_1258_of(text: str) -> bytes:
    return b"".join(_cp1258(letter) for letter in text)


def _cp1258(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        for tone in "\u0300\u0301\u0303\u0309\u0323":
            if tone in unicodedata.normalize("NFD", letter):
                rest = unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter).replace(tone, ""))
                return rest.encode("cp1258") + tone.encode("cp1258")
        raise


@broken("file.twice", stops=True)
def letters_encoded_twice(folder):
    twice = [[cell.encode().decode("latin-1") for cell in line] for line in (HEADER, ROW)]
    (folder / "ho-so.csv").write_text("\n".join(map(",".join, twice)) + "\n", encoding="utf-8")


@broken(n=2)
def whole_lines_in_quotes(folder):
    lines = [",".join(cells) for cells in (HEADER, row(name='Cấp ""phép""'), other())]
    (folder / "ho-so.csv").write_text("".join(f'"{line}"\n' for line in lines), encoding="utf-8")


@broken(n=2)
def ids_protected_as_formulas(folder):
    write_csv(folder / "ho-so.csv", [(f'="{cells[0]}"', *cells[1:2], f'="{cells[2]}"', *cells[3:]) for cells in (ROW, other())])


@broken("row.same_id", n=1)
def running_numbers_begun_anew_on_another_sheet(folder):
    write_xlsx(folder / "ho-so.xlsx", {"2023": [HEADER, row(id="1", received="05/01/2023 08:30")], "2024": [HEADER, row(id="1")]})


@broken("sheet.column_not_read", n=1)
def another_deadline_beside_the_first(folder):
    write_csv(folder / "ho-so.csv", [(*ROW, "30/01/2024")], header=(*HEADER, "Ngày hẹn trả lại (gia hạn)"))


@broken(n=2)
def waves_between_the_cells(folder):
    write_csv(folder / "ho-so.txt", [ROW, other()], delimiter="~")


@broken("file.tcvn3", stops=True)
def tcvn3_letters_in_a_workbook(folder):
    header = ("M· hå s¬", "Tªn thñ tôc", "Ngµy tiÕp nhËn", "Ngµy hÑn tr¶", "Ngµy kÕt thóc xö lý", "Tr¹ng th¸i")
    write_xlsx(folder / "ho-so.xlsx", {"Sheet1": [header, ROW]})


@broken("file.tcvn3", stops=True)
def vni_letters_in_a_workbook(folder):
    header = ("Maõ hoà sô", "Teân thuû tuïc", "Ngaøy tieáp nhaän", "Ngaøy heïn traû", "Ngaøy keát thuùc xöû lyù", "Traïng thaùi")
    write_xlsx(folder / "ho-so.xlsx", {"Sheet1": [header, ROW]})


@broken("file.nul", n=2)
def nul_bytes(folder):
    path = write_csv(folder / "ho-so.csv", [ROW, other()])
    path.write_bytes(path.read_bytes().replace("Cấp".encode(), b"C\x00\x00p"))


@broken("file.bad_bytes", n=40)
def two_broken_bytes(folder):
    path = write_csv(folder / "ho-so.csv", [other(n) for n in range(40)])
    path.write_bytes(path.read_bytes().replace("phép".encode(), b"ph\xffp", 2))


@broken(n=1)
def decomposed_letters(folder):
    path = write_csv(folder / "ho-so.csv", [ROW])
    path.write_text(unicodedata.normalize("NFD", path.read_text(encoding="utf-8")), encoding="utf-8")


@broken(n=2)
def line_ends_of_an_old_mac(folder):
    path = write_csv(folder / "ho-so.csv", [ROW, other()])
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r"))


# --- sheets and headers ------------------------------------------------------------------------------------------------

@broken("sheet.unknown", "sheet.no_dossiers", stops=True)
def columns_of_something_else(folder):
    write_csv(folder / "ho-so.csv", [("a", "b")], header=("Tên hàng", "Số lượng"))


@broken("sheet.columns", stops=True)
def no_column_of_ids(folder):
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [HEADER[1:], ROW[1:]]})


@broken("derived.status", n=1)
def no_column_of_statuses(folder):
    write_csv(folder / "ho-so.csv", [ROW[:-1]], header=HEADER[:-1])


@broken("file.empty", "sheet.no_dossiers", stops=True)
def sheet_without_a_cell(folder):
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": []})


@broken(n=0)
def header_and_nothing_below(folder):
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [HEADER]})


@broken(n=1)
def header_in_two_rows_under_merged_titles(folder):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Mã hồ sơ", "Tên thủ tục", "Mốc thời gian", None, None, "Trạng thái"])
    sheet.append([None, None, "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", None])
    sheet.append(ROW)
    sheet.merge_cells("C1:E1")
    book.save(folder / "ho-so.xlsx")


@broken("sheet.header_twice", n=1)
def header_twice_in_a_row(folder):
    write_csv(folder / "ho-so.csv", [(*ROW, "01/01/2020")], header=(*HEADER, "Ngày tiếp nhận"))


@broken("row.header", n=2)
def header_again_on_each_page(folder):
    write_csv(folder / "ho-so.csv", [ROW, HEADER, other()])


@broken("row.total", n=1)
def total_under_the_table(folder):
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [("DANH SÁCH",), (), HEADER, ROW, ("", "Tổng cộng: 1 hồ sơ")]})


@broken("row.total", n=2)
def total_with_a_number_in_the_column_of_statuses(folder):
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [("BÁO CÁO",), (), HEADER, ROW, other(), ("Tổng cộng", "", "", "", "", 2)]})


@broken("row.numbers", n=1)
def numbers_of_the_columns_under_the_header(folder):
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [HEADER, ("(1)", "(2)", "(3)", "(4)", "(5)=(4)-(3)", "(6)"), ROW]})


@broken("row.note", n=1)
def who_signs_under_the_table(folder):
    notes = [("Ghi chú: số liệu đến 31/5",), ("", "", "", "Hà Nội, ngày 31 tháng 5"), ("NGƯỜI LẬP BIỂU", "", "", "", "", ""), ("Nguyễn Văn A",)]
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [HEADER, ROW, *notes]})


@broken("row.note", n=1)
def who_signs_on_both_sides(folder):
    notes = [("", "", "", "Ngày 01 tháng 7 năm 2024"), ("", "", "", "GIÁM ĐỐC", "", ""), ("Người lập", "", "", "Thủ trưởng đơn vị"), ("Nguyễn Văn A", "", "", "Trần Thị B")]
    write_csv(folder / "ho-so.csv", [ROW, *(one + ("",) * (6 - len(one)) for one in notes)])


@broken("row.note", n=2)
def how_many_they_are_below_the_ids(folder):
    header = ("STT", *HEADER)
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [header, (1, *ROW), (2, *other()), ("Cộng", 2)]})


@broken("row.header", n=2)
def header_over_two_rows_again(folder):
    groups = ("Mã hồ sơ", "Tên thủ tục", "Ngày", "", "", "Trạng thái")
    names = ("", "", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "")
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [groups, names, ROW, groups, names, other()]})


@broken(n=1)
def page_with_cells_over_rows_and_columns(folder):
    above = "<tr><th rowspan=2>Mã hồ sơ</th><th colspan='3'>Ngày</th><th rowspan=2>Trạng thái</th></tr>"
    below = "<tr><th>Tiếp nhận</th><th>Hẹn trả</th><th>Kết thúc xử lý</th></tr>"
    cells = "".join(f"<td>{cell}</td>" for cell in (ROW[0], *ROW[2:]))
    (folder / "ho-so.xls").write_text(f"<html><meta charset=utf-8><table>{above}{below}<tr>{cells}</tr></table></html>", encoding="utf-8")


@broken(n=2)
def ids_merged_over_their_steps(folder):
    book = openpyxl.Workbook()
    book.active.title = "Danh sách hồ sơ"
    for cells in (HEADER, ROW, other()):
        book.active.append(cells)
    steps = book.create_sheet("Quá trình xử lý")
    for cells in (STEP_HEADER, (ROW[0], 1, "Nhận", "A", "05/01/2024 08:30", "05/01/2024 09:00"), (None, 2, "Ký", "B", "05/01/2024 09:00", "08/01/2024 09:00")):
        steps.append(cells)
    steps.merge_cells("A2:A3")
    book.save(folder / "ho-so.xlsx")


@broken("sheet.error_cell", "cell.time", n=2)
def formula_in_error(folder):
    book = openpyxl.Workbook()
    sheet = book.active
    for cells in (HEADER, row(due="#REF!"), other()):
        sheet.append(cells)
    book.save(folder / "ho-so.xlsx")


@broken("sheet.uncalculated", "cell.time", n=2)
def formula_never_calculated(folder):
    book = openpyxl.Workbook()
    sheet = book.active
    for cells in (HEADER, row(due="=C2+10"), other()):
        sheet.append(cells)
    book.save(folder / "ho-so.xlsx")


@broken("sheet.uncalculated", "column.unread_all", stops=True)
def a_column_of_formulas_never_calculated(folder):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    for n in range(1, 5):
        book.active.append((*other(n)[:3], f"=C{n + 1}+10", *other(n)[4:]))
    book.save(folder / "ho-so.xlsx")


@broken(n=1)
def a_million_empty_rows(folder):
    rows = b"".join(b'<row r="%d" spans="1:6"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 1_048_577))
    _raw_sheet(folder / "ho-so.xlsx", _cells(1, HEADER) + _cells(2, ROW) + rows)


@broken("file.too_wide", stops=True)
def one_cell_at_the_far_corner(folder):
    corner = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    _raw_sheet(folder / "ho-so.xlsx", _cells(1, HEADER) + _cells(2, ROW) + corner)


def _cells(number: int, texts: tuple) -> bytes:
    cells = "".join(f'<c r="{chr(65 + n)}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for n, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'.encode()


def _raw_sheet(path: Path, rows: bytes) -> None:
    """The workbook of XlsxWriter with the rows of its only sheet written by hand."""
    write_xlsx(path.with_suffix(".tmp"), {"Danh sách hồ sơ": [("x",)]})
    with zipfile.ZipFile(path.with_suffix(".tmp")) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode() + rows + b"</sheetData></worksheet>"
            new.writestr(name, data)
    path.with_suffix(".tmp").unlink()


# --- delimited text ----------------------------------------------------------------------------------------------------

@broken("file.ragged", "row.long", n=4)
def rows_of_wrong_lengths(folder):
    write_csv(folder / "ho-so.csv", [ROW, (*other(2), "thừa", "thừa"), other(3)[:5] + ("Đang xử lý",), other(4)[:3]])


@broken(n=2)
def blank_lines_between(folder):
    path = write_csv(folder / "ho-so.csv", [ROW, other()])
    path.write_text(path.read_text(encoding="utf-8").replace("\n", "\n\n\n"), encoding="utf-8")


@broken(n=2)
def a_cell_over_two_lines(folder):
    write_csv(folder / "ho-so.csv", [row(name='"Cấp giấy\nphép"'), other()])


@broken(n=40)
def a_quote_that_nobody_closed(folder):
    write_csv(folder / "ho-so.csv", [row(name='"Cấp giấy phép'), *[other(n) for n in range(2, 41)]])


@broken("file.open_quote", n=13)
def a_quote_opened_in_one_row_and_closed_in_another(folder):
    write_csv(folder / "ho-so.csv", [ROW, row(id="Q0", name='"Cấp phép'), other(3), row(id="Q2", name='Cấp phép"'), *[other(n) for n in range(4, 13)]])


@broken("file.open_quote", n=3)
def a_quote_in_the_last_cell_of_the_last_row(folder):
    write_csv(folder / "ho-so.csv", [ROW, other(), row(id="Q1", status='"Đã xử lý xong')])


@broken(n=2)
def a_cell_with_line_breaks_and_delimiters(folder):
    write_csv(folder / "ho-so.csv", [row(name='"Cấp, đổi,\ngia hạn, thu hồi\ngiấy phép"'), other()])


@broken("row.shifted", "file.ragged", n=3)
def a_comma_too_many_and_a_row_cut_short(folder):
    write_csv(folder / "ho-so.csv", [ROW, row(id="B2", name="Cấp, đổi"), ("B3", "Cấp", "05/01/2024"), other(4)])


@broken("row.long", n=2)
def a_cell_beyond_the_header(folder):
    write_csv(folder / "ho-so.csv", [(*ROW, "ghi thêm"), other()])


@broken(n=2)
def delimiters_at_the_end_of_each_row(folder):
    write_csv(folder / "ho-so.csv", [(*ROW, "", ""), (*other(), "", "")])


@broken(n=2)
def a_title_with_more_commas_than_columns(folder):
    write_csv(folder / "ho-so.csv", [row(name="a, b, c, d, e, f, g, h, i, k, l, m, n"), other()], delimiter=";")


@broken(n=1)
def the_delimiter_declared_in_the_first_line(folder):
    path = write_csv(folder / "ho-so.csv", [ROW], delimiter=";")
    path.write_text("sep=;\n" + path.read_text(encoding="utf-8"), encoding="utf-8")


@broken(n=1)
def semicolons(folder):
    write_csv(folder / "ho-so.csv", [ROW], delimiter=";")


# --- cells and rows ----------------------------------------------------------------------------------------------------

@broken("cell.time", n=2)
def thirty_first_of_february(folder):
    write_csv(folder / "ho-so.csv", [row(due="31/02/2024"), other()])


@broken("cell.time", "column.unread_all", stops=True)
def month_before_day(folder):
    write_csv(folder / "ho-so.csv", [row(received="01/25/2024 08:30:00"), other()])


@broken("cell.time", n=2)
def year_of_two_figures(folder):
    write_csv(folder / "ho-so.csv", [row(due="26/01/24"), other()])


@broken("cell.time", n=2)
def words_for_a_date(folder):
    write_csv(folder / "ho-so.csv", [row(finished="đã xong hôm qua"), other()])


@broken("column.unread_all", stops=True)
def a_status_that_a_whole_column_has(folder):
    write_csv(folder / "ho-so.csv", [row(id=f"B{n}", status="Đã hoàn thành trễ hạn") for n in range(5)])


@broken(n=3)
def text_and_real_dates_and_serials_in_one_column(folder):
    rows = [row(), row(id="B2", received=datetime(2024, 1, 5, 8, 30)), row(id="B3", received=45296.354166666664)]
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [HEADER, *rows]})


@broken(n=2)
def mixed_offsets(folder):
    write_csv(folder / "ho-so.csv", [row(received="2024-01-05T08:30:00+07:00"), row(id="B2", received="2024-01-05T01:30:00Z")])


@broken("row.equal", n=1)
def the_same_row_twice(folder):
    write_csv(folder / "ho-so.csv", [ROW, ROW])


@broken("row.duplicate", n=1)
def the_same_id_with_another_end(folder):
    write_csv(folder / "ho-so.csv", [row(finished="22/01/2024 09:00:00"), ROW])


@broken("row.duplicate", n=1)
def the_same_id_in_two_files(folder):
    write_csv(folder / "thang-1.csv", [row(finished="", status="Đang xử lý")])
    write_csv(folder / "thang-2.csv", [ROW])


@broken("row.required", n=1)
def a_row_without_id(folder):
    write_csv(folder / "ho-so.csv", [ROW, row(id="")])


@broken("cell.code", n=2)
def a_status_nobody_knows(folder):
    write_csv(folder / "ho-so.csv", [ROW, row(id="B2", status="Đang bay")])


@broken("cell.long", n=1)
def a_name_of_ten_thousand_letters(folder):
    write_csv(folder / "ho-so.csv", [row(name="a" * 10_000)])


@broken("cell.number", "row.required", n=1)
def norms_that_are_no_numbers(folder):
    norms = [("Mã TTHC", "Bước xử lý", "Thứ tự", "Định mức (giờ)"), ("A", "Ký", "một", "8"), ("A", "Trình", "2", "nhiều")]
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [HEADER, ROW], "Quy trình nội bộ": norms})


@broken("cell.id", "column.unread_all", stops=True)
def ids_that_a_spreadsheet_made_numbers(folder):
    write_csv(folder / "ho-so.csv", [row(id="1.23E+12") for _ in range(3)])


@broken("cell.id", n=3)
def an_id_that_a_spreadsheet_made_a_date(folder):
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [HEADER, ROW, other(), row(id=datetime(2024, 1, 5))]})


@broken("cell.id", "column.unread_all", stops=True)
def ids_of_eighteen_figures_filled_up_with_zeros(folder):
    write_csv(folder / "ho-so.csv", [row(id=f"{240105000112340 + n}000") for n in range(4)])


@broken(n=2)
def marks_before_and_inside_ids_that_nobody_sees(folder):
    write_csv(folder / "ho-so.csv", [ROW, row(id="'\u200bH56.01–240105–0002\t"), row(id="\ufeffH56.01-240105-0002 ")])


@broken("id.zeros", n=3)
def ids_whose_zeros_a_spreadsheet_took_away(folder):
    steps = [STEP_HEADER, (123, 1, "Nhận", "A", "05/01/2024 08:30", "05/01/2024 09:00")]
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [HEADER, row(id="000123"), row(id=124), row(id="000125")], "Quá trình xử lý": steps})


@broken("row.required", n=1)
def a_norm_that_may_be_twelve_hundred_or_one_and_a_fifth(folder):
    norms = [("Mã TTHC", "Bước xử lý", "Định mức (giờ)"), ("A", "Ký", "1.200"), ("A", "Nhận", "1,5")]
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [HEADER, ROW], "Quy trình nội bộ": norms})


@broken("sheet.beside", n=2)
def norms_beside_the_dossiers(folder):
    norms = [("", "Mã TTHC", "Bước xử lý", "Định mức (giờ)"), ("", "A", "Nhận", 4), ("", "A", "Ký", 8)]
    rows = [(*cells, *norm) for cells, norm in zip((HEADER, ROW, other()), norms, strict=True)]
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": rows})


@broken("sheet.two_tables", stops=True)
def dossiers_beside_dossiers(folder):
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [(*HEADER, "", *HEADER), (*ROW, "", *other()), (*other(3), "", *other(4))]})


@broken(n=2)
def steps_below_the_dossiers_and_dossiers_in_another_order_below_them(folder):
    turned = [(cells[0], cells[1], cells[3], cells[2], *cells[4:]) for cells in (HEADER, other())]
    steps = [STEP_HEADER, (ROW[0], 1, "Nhận", "A", "05/01/2024 08:30", "05/01/2024 09:00")]
    write_xlsx(folder / "ho-so.xlsx", {"Danh sách hồ sơ": [HEADER, ROW, (), *steps, (), *turned]})


@broken(n=2)
def a_header_of_three_rows_with_hints_in_brackets(folder):
    book = openpyxl.Workbook()
    above = (["Mã hồ sơ (bắt buộc)", "Tên thủ tục", "Thời gian", None, None, "Trạng thái"], [None, None, "Phần 1", None, "Phần 2", None])
    names = [None, None, "Ngày tiếp nhận (dd/mm/yyyy)", "Ngày hẹn trả (dd/mm/yyyy)", "Ngày kết thúc xử lý (nếu có)", None]
    for cells in (*above, names, ROW, other()):
        book.active.append(cells)
    for cells in ("C1:E1", "C2:D2", "A1:A3", "B1:B3", "F1:F3"):
        book.active.merge_cells(cells)
    book.save(folder / "ho-so.xlsx")


@broken("sheet.unknown", n=1)
def a_summary_that_counts_dossiers(folder):
    summary = [("Đơn vị", "Số hồ sơ", "Quá hạn"), ("Phòng A", 2, 1), ("Phòng B", 1, 0)]
    write_xlsx(folder / "ho-so.xlsx", {"Phòng A": [HEADER, ROW], "Tổng hợp": summary})


@broken("file.pages", n=1)
def json_in_an_answer_with_a_code_of_its_own(folder):
    _json(folder, {"code": 200, "message": "ok", "data": {"total": 5, "rows": [_RECORD]}})


@broken("row.note", n=2)
def numbers_of_pages_between_the_rows(folder):
    path = write_csv(folder / "ho-so.csv", [ROW, other()])
    path.write_text(path.read_text(encoding="utf-8") + "Trang 1/3\n", encoding="utf-8")


@broken(n=1)
def formulas_as_text(folder):
    write_csv(folder / "ho-so.csv", [row(name="=HYPERLINK(1)|'cmd'!A0")])
