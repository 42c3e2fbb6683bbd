"""`phu-luc.xlsx`: the long tables of the period, for people who count on. Text stays text, whatever it starts with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from tthc.display.blocks.clean_text import clean
from tthc.model.schema import Column
from tthc.model.settings import SHARED
from tthc.report.edition import NAMES
from tthc.report.forms import page_header
from tthc.report.header import Header
from tthc.report.sheet_values import Formats, heads, row_lines, row_values, width
from tthc.report.sheets import SHEETS, Sheet, rows_for_others, said, sheet_columns, sheet_frame

# Others get no row per dossier but of the late ones, and nothing by officer (`study.pseudonyms.handed_out`).
FOR_OTHERS = frozenset({"form_06a", "late", "cause_shares", "indicators", "measures", "publications", "accounting"})
A3, A4 = 8, 9  # paper sizes as the file format numbers them
_A4_LETTERS = 190  # wider tables would print too small on A4
_LINE_POINTS = 13.5
MOST_PRINTED, MOST_LATE_PRINTED = 60, 60  # rows; whoever needs them all reads the file
_CELL_LIMIT = 32_767  # of the file format
_ROW_LIMIT = 200_000  # more than that opens slowly in an office's computer; the note sheet says what was left out

# Nothing that a dossier says becomes a formula, a link or a number.
INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "remove_timezone": True}


def write_workbook(path: Path, study: Any, header: Header) -> None:
    """Write the workbook of a study; a table that the study lacks has no sheet."""
    with xlsxwriter.Workbook(str(path), INERT) as book:
        book.set_properties(
            {"title": header.title, "author": header.office, "comments": header.subtitle, "created": header.made_at}
        )
        formats = Formats(book)
        sheets = {
            sheet: sheet_frame(study, sheet)
            for sheet in SHEETS
            if sheet.table in study.names and _is_shown(sheet, header)
        }
        if header.edition == NAMES[SHARED]:
            sheets = {
                sheet: rows_for_others(frame, study.info["day_wm"]) if "dossier_id" in frame else frame
                for sheet, frame in sheets.items()
            }
        if header.unjudged:  # what the tables leave out is read before them
            _note_sheet(book, header, {sheet.name: frame for sheet, frame in sheets.items()}, formats)
        for number, (sheet, frame) in enumerate(sheets.items()):
            _table_sheet(book, sheet, frame, study.info["day_wm"], formats)
            if number == 0 and not header.unjudged:
                _note_sheet(book, header, {sheet.name: frame for sheet, frame in sheets.items()}, formats)
        _show(book, [sheet.name for sheet, frame in sheets.items() if frame.empty])
        for page in book.worksheets():
            page.set_header(page_header(header.edition, header.page_head))


def _show(book: xlsxwriter.Workbook, empty: Sequence[str]) -> None:
    """Hides the sheets without a row; the first that is left opens."""
    left = [page for page in book.worksheets() if page.name not in empty]
    left[0].activate()
    left[0].set_first_sheet()
    for page in book.worksheets():
        if page.name in empty:
            page.hide()


def _is_shown(sheet: Sheet, header: Header) -> bool:
    return sheet.table in FOR_OTHERS or header.edition != NAMES[SHARED]


def _note_sheet(
    book: xlsxwriter.Workbook, header: Header, frames: Mapping[str, pd.DataFrame], formats: Formats,
) -> None:
    sheet = book.add_worksheet("Đọc trước")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 70)
    sheet.set_paper(A4)
    sheet.write_string(0, 0, clean(header.title), formats.title)
    lines = [
        ("Chưa đánh giá được", header.unjudged),
        ("Cơ quan", header.office), ("Phạm vi số liệu", header.subtitle), ("Bản", header.edition),
        ("Lưu ý", header.warning),
        ("Thời gian", "Các cột “ngày làm việc” là phút làm việc chia cho số phút của một ngày làm việc đủ."),
    ]  # fmt: skip
    row = 2
    for label, text in lines:
        if text:
            sheet.write_string(row, 0, label, formats.head)
            sheet.write_string(row, 1, clean(text), formats.text)
            row += 1
    row += 1
    for name, frame in frames.items():
        left_out = max(0, len(frame) - _ROW_LIMIT)
        if frame.empty:
            sheet.write_string(row, 0, name, formats.text)
            sheet.write_string(row, 1, "không có dòng nào, nên trang được ẩn", formats.text)
            row += 1
            continue
        sheet.write_url(row, 0, f"internal:'{name}'!A1", formats.link, name)
        sheet.write_string(
            row, 1, f"{len(frame)} dòng" + (f", bỏ bớt {left_out} dòng cuối" if left_out else ""), formats.text,
        )
        row += 1
    sheet.print_area(0, 0, row, 1)
    sheet.fit_to_pages(1, 0)


def _table_sheet(
    book: xlsxwriter.Workbook, source: Sheet, frame: pd.DataFrame, day_wm: float, formats: Formats,
) -> None:
    declared = sheet_columns(source)
    most = MOST_LATE_PRINTED if source.table == "late" else MOST_PRINTED
    columns = [said(declared[name]) for name in frame.columns]
    n_printed = min(source.n_printed or len(columns), len(columns))
    write_sheet(book, source.name, columns, frame, day_wm, formats, most, n_printed)


def write_sheet(
    book: xlsxwriter.Workbook, name: str, columns: Sequence[Column], frame: pd.DataFrame, day_wm: float,
    formats: Formats, most_printed: int = _ROW_LIMIT, n_printed: int = 0,
) -> None:
    """One sheet with the frame's declared columns, ready to be filtered; text stays text. Of more rows than
    `most_printed` the first ones are printed, on one page; of the columns the first `n_printed`, 0 for all.
    """
    sheet = book.add_worksheet(name)
    frame = frame.head(_ROW_LIMIT)
    for j, head in enumerate(heads(columns)):
        sheet.write_string(0, j, head, formats.head)
    values = [row_values(frame[column.name], column, day_wm) for column in columns]
    widths = [width(column, cells) for column, cells in zip(columns, values, strict=True)]
    for j, cells in enumerate(values):
        sheet.set_column(j, j, widths[j])
        for i, cell in enumerate(cells, start=1):
            _write(sheet, i, j, cell, formats)
    for i, lines in enumerate(row_lines(values, widths), start=1):
        if lines > 1:
            sheet.set_row(i, _LINE_POINTS * lines)
    last = max(1, len(frame))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.set_row(0, 32)
    printed = n_printed or len(columns)
    _print_setup(sheet, last, printed - 1, paper=A3 if sum(widths[:printed]) > _A4_LETTERS else A4)
    if printed < len(columns):
        sheet.set_footer(f"&L&A: in {printed} cột đầu; đủ trong tệp&RTrang &P/&N")
    if last > most_printed:
        _print_first(sheet, most_printed, printed - 1)


def _write(sheet: xlsxwriter.worksheet.Worksheet, i: int, j: int, cell: Any, formats: Formats) -> None:
    if isinstance(cell, str):
        sheet.write_string(i, j, cell[:_CELL_LIMIT], formats.text)
    elif isinstance(cell, datetime):
        sheet.write_datetime(i, j, cell, formats.moment)
    elif isinstance(cell, int):
        sheet.write_number(i, j, cell, formats.whole)
    elif isinstance(cell, float):
        sheet.write_number(i, j, cell, formats.decimal)


def _print_setup(sheet: xlsxwriter.worksheet.Worksheet, last_row: int, last_column: int, paper: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last_row, last_column)
    sheet.set_footer("&L&A&RTrang &P/&N")


def _print_first(sheet: xlsxwriter.worksheet.Worksheet, rows: int, last_column: int) -> None:
    """A table that is read on the screen prints its first rows on one page and says so at its foot."""
    sheet.print_area(0, 0, rows, last_column)
    sheet.fit_to_pages(1, 1)
    sheet.set_footer(f"&L&A: in {rows} dòng đầu; đủ trong tệp&RTrang &P/&N")
