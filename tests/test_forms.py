"""Form II.06a as a workbook: its figures, its formulas, hostile names."""

from __future__ import annotations

import re

import openpyxl
import pytest

from tthc.model.errors import RunFailed
from tthc.report import forms

TEXT = {"number": "Biểu số II.06a/VPCP/KSTT", "heading": "Tình hình, kết quả", "unit": "số hồ sơ", "note": "Đối chiếu trước khi gửi."}
CELLS = [f"c{n}" for n in range(3, 14)]


def row(field, procedure, *cells):
    return {"field": field, "procedure": procedure, **dict(zip(CELLS, cells, strict=True))}


FORM = [
    row(None, None, 9, 1, 7, 1, 6, 2, 3, 1, 3, 2, 1),
    row("Lĩnh vực A", None, 8, 1, 7, 0, 5, 1, 3, 1, 3, 2, 1),
    row("Lĩnh vực A", "Thủ tục P", 8, 1, 7, 0, 5, 1, 3, 1, 3, 2, 1),
    row("=1+1", None, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0),
    row("=1+1", "Thủ tục Q", 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0),
]


def write(tmp_path, form=FORM):
    path = tmp_path / "bieu.xlsx"
    forms.write_form_06a(path, form, text=TEXT, office="Sở Nội vụ", parent="UBND tỉnh", period="tháng 3 năm 2024")
    return openpyxl.load_workbook(path).active, openpyxl.load_workbook(path, data_only=True).active


def lines(sheet):
    """Name → the eleven cells."""
    return {sheet.cell(n, 2).value: [sheet.cell(n, column).value for column in range(3, 14)] for n in range(10, sheet.max_row + 1)}


def calculated(sheet, address):
    """The value of a cell whose formula adds and subtracts cells and sums ranges."""
    value = sheet[address].value
    if not isinstance(value, str) or not value.startswith("="):
        return value
    if found := re.fullmatch(r"=SUM\((\w+):(\w+)\)", value):
        return sum(calculated(sheet, cell.coordinate) for cell in sheet[f"{found[1]}:{found[2]}"][0])
    terms = re.findall(r"([+-]?)([A-Z]+\d+)", value)
    return sum((-1 if sign == "-" else 1) * calculated(sheet, cell) for sign, cell in terms)


def test_the_form_stands_in_its_own_layout(tmp_path):
    _, values = write(tmp_path)
    assert (values["I1"].value, values["A2"].value, values["A4"].value) == (TEXT["number"], "Sở Nội vụ", "TÌNH HÌNH, KẾT QUẢ")
    assert values["A5"].value == "Tháng 3 năm 2024"
    assert [values.cell(9, column).value for column in range(1, 14)][:4] == ["(1)", "(2)", "(3)=(4)+(5)+(6)", "(4)"]
    found = lines(values)
    assert found["Lĩnh vực A"] == [8, 1, 7, 0, 5, 1, 3, 1, 3, 2, 1]
    assert found["Tổng cộng"] == [9, 1, 7, 1, 6, 2, 3, 1, 3, 2, 1]
    assert [values.cell(n, 1).value for n in range(10, 14)] == ["1", "1.1", "2", "2.1"]


def test_sums_are_formulas_that_give_the_same_figures(tmp_path):
    formulas, values = write(tmp_path)
    total = next(n for n in range(10, formulas.max_row + 1) if formulas.cell(n, 2).value == "Tổng cộng")
    for n in range(10, total + 1):
        for column in range(3, 14):
            cell = formulas.cell(n, column)
            assert calculated(formulas, cell.coordinate) == values[cell.coordinate].value
            is_sum = column in (3, 7, 11) or n == total
            assert str(cell.value).startswith("=") == is_sum
    assert calculated(formulas, f"C{total + 1}") == 0


def test_a_wrong_figure_shows_in_the_check(tmp_path):
    formulas, _ = write(tmp_path)
    formulas["H10"] = formulas["H10"].value + 1
    total = next(n for n in range(10, formulas.max_row + 1) if formulas.cell(n, 2).value == "Tổng cộng")
    assert calculated(formulas, f"C{total + 1}") == -1


def test_a_name_that_looks_like_a_formula_stays_text(tmp_path):
    formulas, _ = write(tmp_path)
    cell = next(formulas.cell(n, 2) for n in range(10, 14) if formulas.cell(n, 2).value == "=1+1")
    assert cell.data_type == "s"


def test_an_empty_period_has_a_total_of_zeros(tmp_path):
    formulas, values = write(tmp_path, [row(None, None, *[0] * 11)])
    assert lines(values)["Tổng cộng"] == [0] * 11
    assert calculated(formulas, "C11") == 0


def test_a_file_that_cannot_be_written_is_said_so(tmp_path):
    with pytest.raises(RunFailed, match="Không ghi được tệp"):
        forms.write_form_06a(tmp_path / "no" / "x.xlsx", FORM, text=TEXT, office="", parent="", period="2024")
