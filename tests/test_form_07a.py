"""Form 07a and the period report as a workbook: layout, formulas that recompute, what the source cannot tell."""

from __future__ import annotations

import openpyxl
import pytest

from test_forms import calculated
from tthc.model.schema.period_report import CELLS, LETTERS, SUMS
from tthc.report import forms

TEXT = {"number": "Biểu số 07a/BTP", "heading": "Tình hình, kết quả", "unit": "số hồ sơ", "note": "Chưa đối chiếu."}


def _row(unit=None, field=None, procedure=None, *, letters=True, **counts) -> dict:
    cells = {**dict.fromkeys(CELLS, 0), **counts}
    for whole, parts in {**LETTERS, **SUMS}.items():
        cells[whole] = sum(cells[part] for part in parts)
    if not letters:
        cells |= {part: None for parts in LETTERS.values() for part in parts}
    return {"unit": unit, "field": field, "procedure": procedure, **cells}


A = {"counter": 2, "online_full": 3, "settled_in_time": 2, "settled_late_letter": 1, "open_in_time": 1, "ended": 1}
B = {"carried": 1, "open_late_no_letter": 1, "out_of_boundary": 1}


def _report(letters=True) -> list[dict]:
    whole = {name: A.get(name, 0) + B.get(name, 0) for name in {*A, *B}}
    return [
        _row(**whole, letters=letters),
        _row("UBND xã A", **A, letters=letters),
        _row("=1+1", **B, letters=letters),
        _row(None, "Chứng thực", **whole, letters=letters),
        _row(None, "Chứng thực", "Sao y", **whole, letters=letters),
    ]


def _write(tmp_path, report, **options):
    path = tmp_path / "bieu-07a.xlsx"
    forms.write_form_07a(
        path, report, text=TEXT, office="UBND xã A", parent="UBND tỉnh", period="tháng 10 năm 2026", **options
    )
    return openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)


def _line(sheet, name: str) -> int:
    return next(cell.row for cell in sheet["B"] if cell.value == name)


@pytest.mark.parametrize("letters", [True, False])
def test_sums_are_formulas_that_give_the_stored_values(tmp_path, letters):
    formulas, values = _write(tmp_path, _report(letters))
    for title in ("Biểu 07a", "Theo đơn vị"):
        sheet, shown = formulas[title], values[title]
        total = _line(sheet, "Tổng cộng")
        for place, cell in enumerate(CELLS, 3):
            address = sheet.cell(total, place).coordinate
            assert (
                shown[address].value == "–"
                if cell in {p for ps in LETTERS.values() for p in ps} and not letters
                else (calculated(sheet, address) == shown[address].value)
            ), (title, cell)
        check = sheet.cell(total + 1, 3).coordinate
        assert calculated(sheet, check) == shown[check].value == 0


def test_an_altered_cell_shows_in_the_line_that_must_be_zero(tmp_path):
    sheet = _write(tmp_path, _report())[0]["Theo đơn vị"]
    sheet.cell(_line(sheet, "UBND xã A"), 3 + CELLS.index("counter")).value = 5
    assert calculated(sheet, sheet.cell(_line(sheet, "Tổng cộng") + 1, 3).coordinate) == 3


def test_the_form_says_that_its_layout_was_not_checked_and_who_assesses(tmp_path):
    _, values = _write(tmp_path, _report(), addressee="Bộ Tư pháp", edition="Bản nội bộ")
    sheet = values["Biểu 07a"]
    texts = [str(cell.value) for row in sheet.iter_rows(max_row=9) for cell in row if cell.value]
    assert "Biểu số 07a/BTP" in texts and "Cơ quan theo dõi, đánh giá: Bộ Tư pháp" in texts
    assert any("chưa đối chiếu với mẫu chính thức" in text for text in texts)
    assert values["Theo đơn vị"].cell(_line(values["Theo đơn vị"], "=1+1"), 2).value == "=1+1"
