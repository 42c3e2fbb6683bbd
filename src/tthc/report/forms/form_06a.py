"""Form II.06a as a workbook in the form's own layout; its sums are formulas, so that the identities recompute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_col_to_name, xl_range

from tthc.display.blocks.clean_text import clean, upper_first
from tthc.model.errors import RunFailed
from tthc.report.forms.styles import cell_styles, page_header, unjudged_line

Row = Mapping[str, Any]

# Cells (4) to (13) in the columns D to M of the sheet; the sums are formulas over their parts.
_CELLS = tuple(f"c{number}" for number in range(3, 14))
_SUMS = {"c3": ("c4", "c5", "c6"), "c7": ("c8", "c9", "c10"), "c11": ("c12", "c13")}
_GROUPS = (
    ("Số lượng hồ sơ tiếp nhận", "c3", "c6"),
    ("Số lượng hồ sơ đã giải quyết", "c7", "c10"),
    ("Số lượng hồ sơ đang giải quyết", "c11", "c13"),
)
_HEADS = {
    "c3": "Tổng số", "c4": "Trong kỳ: trực tuyến", "c5": "Trong kỳ: trực tiếp, dịch vụ bưu chính", "c6": "Từ kỳ trước",
    "c7": "Tổng số", "c8": "Trước hạn", "c9": "Đúng hạn", "c10": "Quá hạn", "c11": "Tổng số", "c12": "Trong hạn",
    "c13": "Quá hạn",
}  # fmt: skip
_NUMBERS = {"c3": "(3)=(4)+(5)+(6)", "c7": "(7)=(8)+(9)+(10)", "c11": "(11)=(12)+(13)"}
_LINE_HEIGHT, _LETTERS = 16, 56  # of a line of text, and letters that fit in the column of names
_FIRST = 9  # the sheet's first row of figures, counted from 0
_LAST_COLUMN = 1 + len(_CELLS)


def write_form_06a(
    path: Path, form: Sequence[Row], *, text: Mapping[str, str], office: str, parent: str, period: str,
    edition: str = "", n_unjudged: int = 0,
    head: str = "",
) -> None:
    """Write the form: its heading, a row per field with its procedures below, the total, and a line that checks
    (3)=(7)+(11).

    form: rows of the table `form_06a`. text: number, heading, unit and note of the form, which differ between offices.
    n_unjudged: the dossiers of the period that could not be judged; they stand in no cell, and in a line of their own
    below.
    head: what stands at the head of every printed page beside the edition.
    Raises RunFailed when the file cannot be written.
    """
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"{text['number']} – {text['heading']}", "author": office, "comments": period})
    book.set_calc_mode("auto")
    styles = cell_styles(book)
    sheet = book.add_worksheet("Biểu II.06a")
    _heading(sheet, styles, text, office, parent, period)
    lines = _lines(form)
    for row, (number, name, cells, style) in enumerate(lines, _FIRST):
        _line(sheet, styles, row, number, name, cells, style)
    _total(
        sheet, styles, _FIRST + len(lines), [row for row, line in enumerate(lines, _FIRST) if line[3] == "field"],
        _whole(form),
    )
    unjudged_line(sheet, styles, _FIRST + len(lines) + 2, n_unjudged)
    _page(sheet, styles, _FIRST + len(lines), text)
    sheet.set_header(page_header(edition, head))
    try:
        book.close()
    except FileCreateError as error:
        raise RunFailed(
            f"Không ghi được tệp {path.name} ({error}); hãy đóng tệp nếu đang mở và kiểm tra dung lượng đĩa."
        ) from error


def _heading(sheet, styles: Mapping, text: Mapping[str, str], office: str, parent: str, period: str) -> None:
    sheet.merge_range(0, 0, 0, 4, parent, styles["plain"])
    sheet.merge_range(1, 0, 1, 4, office, styles["office"])
    sheet.merge_range(0, 8, 0, _LAST_COLUMN, text["number"], styles["office"])
    sheet.merge_range(3, 0, 3, _LAST_COLUMN, text["heading"].upper(), styles["title"])
    sheet.merge_range(4, 0, 4, _LAST_COLUMN, upper_first(period), styles["italic"])
    sheet.merge_range(5, 8, 5, _LAST_COLUMN, f"Đơn vị tính: {text['unit']}", styles["italic"])
    sheet.merge_range(6, 0, 7, 0, "TT", styles["head"])
    sheet.merge_range(6, 1, 7, 1, "Lĩnh vực, công việc giải quyết theo cấp", styles["head"])
    for name, first, last in _GROUPS:
        sheet.merge_range(6, _column(first), 6, _column(last), name, styles["head"])
    for cell, name in _HEADS.items():
        sheet.write_string(7, _column(cell), name, styles["head"])
    for column, number in (
        (0, "(1)"), (1, "(2)"), *((_column(cell), _NUMBERS.get(cell, f"({cell[1:]})")) for cell in _CELLS),
    ):
        sheet.write_string(8, column, number, styles["number"])


def _lines(form: Sequence[Row]) -> list[tuple[str, str, Row, str]]:
    """Number, name, cells and style of each line: fields by their dossiers, each followed by its procedures."""
    fields = sorted((row for row in form if _text(row["field"]) and not _text(row["procedure"])), key=_most)
    lines = []
    for number, field in enumerate(fields, 1):
        lines.append((str(number), _text(field["field"]), field, "field"))
        own = sorted((row for row in form if _text(row["procedure"]) and row["field"] == field["field"]), key=_most)
        lines += [(f"{number}.{place}", _text(row["procedure"]), row, "procedure") for place, row in enumerate(own, 1)]
    return lines


def _line(sheet, styles: Mapping, row: int, number: str, name: str, cells: Row, style: str) -> None:
    # Set by hand: not every program fits the height of wrapped text when it opens the file.
    sheet.set_row(row, _LINE_HEIGHT * max(1, -(-len(name) // _LETTERS)))
    sheet.write_string(row, 0, number, styles["place"])
    sheet.write_string(row, 1, clean(name), styles[f"{style}_text"])
    for cell in _CELLS:
        if cell in _SUMS:
            _formula(sheet, row, cell, _sum(row, cell), int(cells[cell]), styles[style])
        else:
            sheet.write_number(row, _column(cell), int(cells[cell]), styles[style])


def _total(sheet, styles: Mapping, row: int, fields: Sequence[int], whole: Row) -> None:
    """The sum of the fields' rows; below it (3) − (7) − (11), which must be 0."""
    sheet.write_string(row, 0, "", styles["total_text"])
    sheet.write_string(row, 1, "Tổng cộng", styles["total_text"])
    for cell in _CELLS:
        letter = xl_col_to_name(_column(cell))
        parts = "+".join(f"{letter}{field + 1}" for field in fields) or "0"
        formula = _sum(row, cell) if cell in _SUMS else f"={parts}"
        _formula(sheet, row, cell, formula, int(whole[cell]), styles["total"])
    c3, c7, c11 = (f"{xl_col_to_name(_column(cell))}{row + 1}" for cell in ("c3", "c7", "c11"))
    sheet.write_string(row + 1, 1, "Kiểm tra: (3) − (7) − (11), phải bằng 0", styles["note"])
    difference = int(whole["c3"]) - int(whole["c7"]) - int(whole["c11"])
    sheet.write_formula(row + 1, 2, f"={c3}-{c7}-{c11}", styles["procedure"], difference)


def _page(sheet, styles: Mapping, last: int, text: Mapping[str, str]) -> None:
    sheet.merge_range(last + 4, 0, last + 4, _LAST_COLUMN, text["note"], styles["note"])
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 50)
    sheet.set_column(2, _LAST_COLUMN, 12)
    sheet.set_row(6, 32)
    sheet.set_row(7, 62)
    sheet.set_row(8, 18)
    sheet.freeze_panes(_FIRST, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(6, 8)
    sheet.print_area(0, 0, last + 4, _LAST_COLUMN)
    sheet.set_footer("&C&P/&N")


def _formula(sheet, row: int, cell: str, formula: str, value: int, style: object) -> None:
    # The value is stored beside the formula, for programs that read without calculating.
    sheet.write_formula(row, _column(cell), formula, style, value)


def _sum(row: int, cell: str) -> str:
    parts = _SUMS[cell]
    return f"=SUM({xl_range(row, _column(parts[0]), row, _column(parts[-1]))})"


def _column(cell: str) -> int:
    return int(cell[1:]) - 1


def _whole(form: Sequence[Row]) -> Row:
    return next(row for row in form if not _text(row["field"]) and not _text(row["procedure"]))


def _most(row: Row) -> tuple[int, str, str]:
    return -int(row["c3"]), _text(row["field"]), _text(row["procedure"])


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value)
