"""Form 07a and the period report by unit, in the columns known from merged reports; the official
layout was not read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_rowcol_to_cell

from tthc.display.blocks.clean_text import clean, upper_first
from tthc.model.errors import RunFailed
from tthc.model.schema.period_report import CELLS, GROUPS, LETTERS, PARTS, SUMS, WHOLE
from tthc.report.forms.styles import cell_styles, page_header, unjudged_line

Row = Mapping[str, Any]
Line = tuple[str, str, Row, str]  # number, name, cells, style

_HEAD, _FIRST, _NAMES = 6, 9, 2  # first row of the header and of the figures, columns before the figures; from 0
_LINE_HEIGHT, _LETTERS_A_LINE = 16, 44
UNCHECKED = (
    "Bố cục chưa đối chiếu với mẫu chính thức; các cột theo báo cáo tổng hợp của một địa phương, tháng 9/2026."
)


def write_form_07a(
    path: Path,
    report: Sequence[Row],
    *,
    text: Mapping[str, str],
    office: str,
    parent: str,
    period: str,
    addressee: str = "",
    edition: str = "",
    head: str = "",
    n_unjudged: int = 0,
) -> None:
    """Write two sheets: by field with procedures, and by unit for merging; each with its total and a line that must be
    0.

    report: rows of the table `period_report`; a null cell is one that the source cannot tell and shows a dash. text:
    number, heading, unit and note. addressee: who follows and assesses, by the law of the last day; empty where
    unknown. n_unjudged: dossiers that could not be judged; they stand in no cell, and in a line of their own below.
    Raises RunFailed when the file cannot be written.
    """
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"{text['number']} – {text['heading']}", "author": office, "comments": period})
    book.set_calc_mode("auto")
    styles = cell_styles(book)
    whole = next(row for row in report if not any(_written(row[level]) for level in ("unit", "field", "procedure")))
    for title, head, lines in (
        ("Biểu 07a", "Lĩnh vực, thủ tục", _by_field(report)),
        ("Theo đơn vị", "Đơn vị giải quyết", _by_unit(report)),
    ):
        sheet = book.add_worksheet(title)
        _heading(sheet, styles, text, head, office, parent, period, addressee)
        _figures(sheet, styles, lines, whole)
        unjudged_line(sheet, styles, _FIRST + len(lines) + 2, n_unjudged)
        _page(sheet, styles, _FIRST + len(lines), text, page_header(edition, head))
    try:
        book.close()
    except FileCreateError as error:
        raise RunFailed(f"Không ghi được tệp {path.name} ({error}); hãy đóng tệp rồi chạy lại.") from error


def _by_field(report: Sequence[Row]) -> list[Line]:
    """Fields by their dossiers, each followed by its procedures."""
    lines: list[Line] = []
    fields = sorted(
        (row for row in report if _written(row["field"]) and not _written(row["procedure"])), key=_most("field")
    )
    for number, field in enumerate(fields, 1):
        lines.append((str(number), _written(field["field"]), field, "field"))
        own = [row for row in report if _written(row["procedure"]) and row["field"] == field["field"]]
        ranked = sorted(own, key=_most("procedure"))
        lines += [(f"{number}.{n}", _written(row["procedure"]), row, "procedure") for n, row in enumerate(ranked, 1)]
    return lines


def _by_unit(report: Sequence[Row]) -> list[Line]:
    units = sorted((row for row in report if _written(row["unit"])), key=_most("unit"))
    return [(str(number), _written(row["unit"]), row, "field") for number, row in enumerate(units, 1)]


def _most(name: str) -> Callable[[Row], tuple[int, str]]:
    return lambda row: (-int(row[WHOLE]), _written(row[name]))


def _heading(
    sheet, styles: Mapping, text: Mapping, head: str, office: str, parent: str, period: str, addressee: str
) -> None:
    last = _NAMES + len(CELLS) - 1
    sheet.merge_range(0, 0, 0, 5, parent, styles["plain"])
    sheet.merge_range(1, 0, 1, 5, office, styles["office"])
    sheet.merge_range(0, 12, 0, last, text["number"], styles["office"])
    if addressee:
        sheet.merge_range(1, 12, 1, last, f"Cơ quan theo dõi, đánh giá: {addressee}", styles["plain"])
    sheet.merge_range(2, 0, 2, last, text["heading"].upper(), styles["title"])
    sheet.merge_range(3, 0, 3, last, upper_first(period), styles["italic"])
    sheet.merge_range(4, 0, 4, last, f"{UNCHECKED} Đơn vị tính: {text['unit']}", styles["italic"])
    sheet.merge_range(_HEAD, 0, _HEAD + 1, 0, "STT", styles["head"])
    sheet.merge_range(_HEAD, 1, _HEAD + 1, 1, head, styles["head"])
    column = _NAMES
    for group, cells in GROUPS.items():
        if len(cells) == 1:
            sheet.merge_range(_HEAD, column, _HEAD + 1, column, group, styles["head"])
        else:
            sheet.merge_range(_HEAD, column, _HEAD, column + len(cells) - 1, group, styles["head"])
            for place, label in enumerate(cells.values()):
                sheet.write_string(_HEAD + 1, column + place, label, styles["head"])
        column += len(cells)
    for place in range(_NAMES + len(CELLS)):
        sheet.write_string(_HEAD + 2, place, f"({place + 1})", styles["number"])


def _figures(sheet, styles: Mapping, lines: Sequence[Line], whole: Row) -> None:
    for row, (number, name, cells, style) in enumerate(lines, _FIRST):
        sheet.set_row(row, _LINE_HEIGHT * max(1, -(-len(name) // _LETTERS_A_LINE)))
        sheet.write_string(row, 0, number, styles["place"])
        sheet.write_string(row, 1, clean(name), styles[f"{style}_text"])
        for cell in CELLS:
            _cell(sheet, row, cell, cells, _sum(row, cell, cells), styles[style])
    summed = [row for row, line in enumerate(lines, _FIRST) if line[3] == "field"]
    last = _FIRST + len(lines)
    sheet.write_string(last, 0, "", styles["total_text"])
    sheet.write_string(last, 1, "Tổng cộng", styles["total_text"])
    for cell in CELLS:
        parts = "+".join(_at(row, cell) for row in summed) or "0"
        _cell(sheet, last, cell, whole, _sum(last, cell, whole) or f"={parts}", styles["total"])
    sheet.write_string(
        last + 1, 1, "Kiểm tra: tiếp nhận − đã giải quyết − đang giải quyết − dừng, phải bằng 0", styles["note"]
    )
    formula = f"={_at(last, WHOLE)}" + "".join(f"-{_at(last, part)}" for part in PARTS)
    sheet.write_formula(
        last + 1, _NAMES, formula, styles["procedure"], int(whole[WHOLE]) - sum(int(whole[part]) for part in PARTS)
    )


def _cell(sheet, row: int, cell: str, cells: Row, formula: str, style) -> None:
    value, column = cells[cell], _NAMES + CELLS.index(cell)
    if _unknown(value):
        sheet.write_string(row, column, "–", style)
    elif formula:
        sheet.write_formula(row, column, formula, style, int(value))
    else:
        sheet.write_number(row, column, int(value), style)


def _sum(row: int, cell: str, cells: Row) -> str:
    """The cell's sum over its parts; nothing for a cell that is counted, or whose parts the source cannot tell."""
    parts = {**SUMS, **LETTERS}.get(cell, ())
    if not parts or any(_unknown(cells[part]) for part in parts):
        return ""
    return "=" + "+".join(_at(row, part) for part in parts)


def _at(row: int, cell: str) -> str:
    return xl_rowcol_to_cell(row, _NAMES + CELLS.index(cell))


def _page(sheet, styles: Mapping, last: int, text: Mapping[str, str], header: str) -> None:
    sheet.merge_range(last + 4, 0, last + 4, _NAMES + len(CELLS) - 1, text["note"], styles["note"])
    sheet.set_row(last + 4, 2 * _LINE_HEIGHT)
    sheet.set_row(_HEAD + 1, 4 * _LINE_HEIGHT)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 44)
    sheet.set_column(_NAMES, _NAMES + len(CELLS) - 1, 9)
    sheet.freeze_panes(_FIRST, _NAMES)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3: the form has more columns than A4 can carry
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD, _HEAD + 2)
    sheet.set_header(header)


def _unknown(value: object) -> bool:
    return value is None or value != value or str(value) == "<NA>"


def _written(value: object) -> str:
    return "" if _unknown(value) else str(value)
