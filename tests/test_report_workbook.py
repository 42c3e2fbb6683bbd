"""`phu-luc.xlsx`, read back: sheets, labels, types, and text that stays text."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from patience import PATIENCE
from report_project import SampleStudy, sample_facts
from tthc.report.workbook import write_workbook


class _Study(SampleStudy):
    names = ("form_06a", "late", "segments", "findings")

    def frame(self, name: str) -> pd.DataFrame:
        if name == "segments":
            rows = {"dossier_id": ["H21.01-0002", "khác"], "seg_no": [1, 1], "state": ["work", "work"], "wm": [720.0, 1.0]}
            return pd.DataFrame(rows)
        if name == "findings":
            values = ["=HYPERLINK(A1)", "\x00 điều khiển", "x" * 40_000, None]
            found = {"rule": ["a"] * 4, "severity": ["warning"] * 4, "row": [1, 2, 3, None], "value": values}
            return pd.DataFrame(found).astype({"row": "Int64"})
        return super().frame(name)


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> openpyxl.Workbook:
    path = tmp_path_factory.mktemp("book") / "phu-luc.xlsx"
    write_workbook(path, _Study(), sample_facts(warning="Dữ liệu mẫu."))
    return openpyxl.load_workbook(path)


def _column(sheet, head: str) -> list:
    (column,) = [cells for cells in sheet.iter_cols() if cells[0].value == head]
    return list(column[1:])


def test_the_late_dossiers_come_first_and_a_note_leads_to_the_tables(book):
    assert book.active.title == "Hồ sơ quá hạn"
    assert book.sheetnames == ["Hồ sơ quá hạn", "Đọc trước", "Biểu II.06a", "Diễn biến hồ sơ quá hạn", "Phát hiện dữ liệu"]
    texts = [cell.value for row in book["Đọc trước"].iter_rows() for cell in row if cell.value]
    assert "Bản nội bộ" in texts and "Dữ liệu mẫu." in texts and "2 dòng" in texts
    assert book.properties.title == "Báo cáo giải quyết hồ sơ 5 tháng đầu năm 2024" and book.properties.creator == "Sở Nội vụ"


A4 = 9


@pytest.mark.parametrize(("name", "paper"), [("Biểu II.06a", A4), ("Hồ sơ quá hạn", A4), ("Phát hiện dữ liệu", A4)])
def test_each_table_is_frozen_filtered_and_ready_to_print(book, name, paper):
    sheet = book[name]
    assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref.startswith("A1:")
    assert sheet.print_title_rows == "$1:$1" and sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == paper
    assert sheet.print_area and sheet.sheet_properties.pageSetUpPr.fitToPage


def test_text_that_looks_like_a_formula_stays_text(book):
    places = [("Hồ sơ quá hạn", head) for head in ("Mã hồ sơ", "Thủ tục", "Lĩnh vực")] + [("Phát hiện dữ liệu", "Giá trị")]
    cells = [cell for sheet, head in places for cell in _column(book[sheet], head)]
    assert {cell.value for cell in cells} >= {"=1+1", "+Khen thưởng", "-Khen", "@Thi đua", "=HYPERLINK(A1)"}
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}


def test_codes_are_labels_minutes_are_days_and_dates_are_dates(book):
    late = book["Hồ sơ quá hạn"]
    assert {cell.value for cell in _column(late, "Kết quả")} == {"Quá hạn"}
    assert sorted(cell.value for cell in _column(late, "Quá hạn (ngày làm việc)")) == [9.0, 10.5]
    assert {cell.value for cell in _column(late, "Chỉ chậm kết thúc trên hệ thống")} == {"Có", "Không"}
    due = _column(late, "Ngày hẹn trả")[0]
    assert isinstance(due.value, datetime) and due.number_format == "dd/mm/yyyy hh:mm"


def test_only_late_dossiers_lives_are_listed(book):
    (state,) = _column(book["Diễn biến hồ sơ quá hạn"], "Trạng thái")
    assert state.value == "Đang xử lý"
    assert [cell.value for cell in _column(book["Diễn biến hồ sơ quá hạn"], "Thời gian (ngày làm việc)")] == [1.5]


def test_controls_endless_text_and_missing_values_do_no_harm(book):
    values = [cell.value for cell in _column(book["Phát hiện dữ liệu"], "Giá trị")]
    assert values[1] == "\ufffd điều khiển" and len(values[2]) == 32_767 and values[3] is None
    assert [cell.value for cell in _column(book["Phát hiện dữ liệu"], "Dòng")] == [1, 2, 3, None]


def test_columns_of_the_same_name_can_be_told_apart(book):
    heads = [cell.value for cell in book["Biểu II.06a"][1]]
    assert "Quá hạn (c10)" in heads and "Quá hạn (c13)" in heads and len(set(heads)) == len(heads)


def test_libreoffice_reads_the_same_text(tmp_path):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc-nogui")
    path = tmp_path / "phu-luc.xlsx"
    write_workbook(path, SampleStudy(), sample_facts())
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    as_text = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [office, profile, "--headless", "--convert-to", as_text]
    subprocess.run([*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=PATIENCE)
    text = "".join(Path(found).read_text(encoding="utf-8") for found in sorted(tmp_path.glob("*.csv")))
    assert "=1+1" in text and "+Khen thưởng" in text and "Ngày hẹn trả" in text
