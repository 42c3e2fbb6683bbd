"""A filled workbook → what people typed, found by headers: columns and rows may have moved, any program may have saved
it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import python_calamine as calamine

from tthc.model.errors import UsageError
from tthc.sources.explanations.baseline import BASELINE_SHEET, Baseline, baseline, is_changed
from tthc.sources.explanations.columns import CAUSE_SHEET, EVERY, GUIDE_SHEET, ID, PROBLEM, PROPOSED, SheetColumn
from tthc.sources.explanations.rows import TYPED_KEYS, TypedRow
from tthc.sources.read.faults import Faults
from tthc.sources.read.names import plain
from tthc.sources.read.text_files import Unreadable
from tthc.sources.read.workbook_cells import look_inside
from tthc.sources.read.workbooks import cell_text

_TOP_ROWS = 40  # the header stands somewhere among these
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: 00:00:00)?")
_KNOWN: Mapping[str, SheetColumn] = {
    plain(header): column for column in (*EVERY, PROBLEM) for header in (column.header, *column.others)
}
_SILENT = {plain(name) for name in (CAUSE_SHEET, GUIDE_SHEET, BASELINE_SHEET)}

Grid = list[list[str]]


def typed_rows(path: Path, faults: Faults) -> list[TypedRow]:
    """Every row of the workbook in which a person wrote something, in the order of sheets and rows.

    Raises UsageError where the file cannot be read or no sheet of it has the columns of an explanation.
    """
    rows, is_known = [], False
    grids = _grids(path, faults)
    known = baseline(next((grid for sheet, grid in grids if sheet == BASELINE_SHEET), []))
    for sheet, grid in grids:
        header = _header_row(grid)
        if header is not None:
            is_known = True
            rows += _rows(path.name, sheet, grid, header, known)
        elif plain(sheet) not in _SILENT and any(any(line) for line in grid):
            faults.add("explanation.sheet", path.name, sheet)
    if not is_known:
        raise UsageError(
            f"Tệp giải trình {path.name} không có trang nào có cột “{ID.header}” và các cột để điền; "
            "hãy dùng tệp giai-trinh.xlsx của báo cáo, giữ nguyên dòng tiêu đề."
        )
    return rows


def _grids(path: Path, faults: Faults) -> list[tuple[str, Grid]]:
    try:
        if zipfile.is_zipfile(path):
            look_inside(path, faults)
            if _has_comments(path):
                faults.add("explanation.comments", path.name)
        book = calamine.CalamineWorkbook.from_path(str(path))
        return [(name, _grid(book, name)) for name in book.sheet_names]
    except (calamine.CalamineError, Unreadable, OSError, zipfile.BadZipFile):
        raise UsageError(
            f"Không đọc được tệp giải trình {path.name} (hỏng, có mật khẩu hoặc không phải bảng tính); "
            "hãy mở bằng Excel hoặc LibreOffice, bỏ mật khẩu, lưu lại dạng .xlsx."
        ) from None


def _has_comments(path: Path) -> bool:
    """Notes pinned to cells: the reader of cells does not see them, so their writer is told."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if any(re.match(r"xl/(comments|threadedComments)", name) for name in names):
            return True
        return "content.xml" in names and b"<office:annotation " in archive.read("content.xml")


def _grid(book: calamine.CalamineWorkbook, name: str) -> Grid:
    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [[cell_text(value, midnight_is_date=True) or "" for value in line] for line in cells]


def _header_row(grid: Grid) -> int | None:
    """The place of the row that names the dossier and at least two columns to fill."""
    for number, line in enumerate(grid[:_TOP_ROWS]):
        keys = {_KNOWN[plain(text)].key for text in line if plain(text) in _KNOWN}
        if ID.key in keys and len(keys & set(TYPED_KEYS)) >= 2:
            return number
    return None


def _rows(file: str, sheet: str, grid: Grid, header: int, known: Baseline) -> list[TypedRow]:
    columns = _columns(grid[header])
    found = [
        TypedRow(file, sheet, number, **_texts(line, columns, known))
        for number, line in enumerate(grid[header + 1 :], header + 2)
    ]
    return [row for row in found if row.is_filled]


def _columns(header: Sequence[str]) -> dict[int, SheetColumn | str]:
    """Place of each column → what it is; a header that is not ours, or comes twice, stays a text."""
    columns: dict[int, SheetColumn | str] = {}
    for place, text in enumerate(header):
        column = _KNOWN.get(plain(text))
        columns[place] = column if column and column not in columns.values() else text
    return columns


def _texts(line: Sequence[str], columns: Mapping[int, SheetColumn | str], known: Baseline) -> dict[str, str]:
    """What the line's cells say, by the key of TypedRow; what has no cell of its own becomes part of the note."""
    cells = [(columns.get(place, ""), place, text) for place, text in enumerate(line) if text]
    ours = {column.key: text for column, _, text in cells if isinstance(column, SheetColumn)}
    dossier_id = ours.get(ID.key, "")
    values = {key: ours[key] for key in (ID.key, PROPOSED.key, *TYPED_KEYS) if key in ours}
    if "explained_on" in values:
        values["explained_on"] = _date(values["explained_on"])
    others = [
        f"{_name(column, place)}: {text}"
        for column, place, text in cells
        if _is_extra(column, text, dossier_id, known)
    ]
    return values | {"note": "\n".join(part for part in (values.get("note", ""), *others) if part)}


def _is_extra(column: SheetColumn | str, text: str, dossier_id: str, known: Baseline) -> bool:
    """A column of people's own, a line of theirs among ours, or a white cell that they changed."""
    if not isinstance(column, SheetColumn):
        return True
    if column.typed or column.key in (ID.key, "problem", "number"):
        return False
    return is_changed(dossier_id, column, text, known) if dossier_id else True


def _name(column: SheetColumn | str, place: int) -> str:
    header = column.header if isinstance(column, SheetColumn) else column
    return header or f"Cột {place + 1}"


def _date(text: str) -> str:
    found = _ISO_DATE.fullmatch(text)
    return f"{found[3]}/{found[2]}/{found[1]}" if found else text
