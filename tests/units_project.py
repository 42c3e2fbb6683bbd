"""The sample with its units named anew: the largest is split, so that units share procedures; a few dossiers have no unit."""

from __future__ import annotations

from pathlib import Path

import openpyxl

SPLIT, KEPT, MERGED = "Ban Thi đua - Khen thưởng", "Ban Tôn giáo", "Phòng Nghiệp vụ"
HEAD_ROW = 3


def part(number: int) -> str:
    """The name of one of the units that the largest is split into, counted from 1."""
    return f"{SPLIT}, nhóm {number}"


def rename_units(folder: Path, *, parts: int, merge: bool = False, nameless: int = 0) -> None:
    """Rewrites the register in `folder`: the largest unit's dossiers go round its parts, the last `nameless` rows lose their unit.

    With `merge` all units but that and one other become one, so that there are few.
    """
    book = openpyxl.load_workbook(folder / "ho-so.xlsx")
    sheet = book["Danh sách hồ sơ"]
    column = next(cell.column for cell in sheet[HEAD_ROW] if cell.value == "Đơn vị")
    turn = 0
    for row in range(HEAD_ROW + 1, sheet.max_row + 1):
        cell = sheet.cell(row, column)
        if cell.value == SPLIT:
            cell.value, turn = part(turn % parts + 1), turn + 1
        elif merge and cell.value != KEPT:
            cell.value = MERGED
        if row > sheet.max_row - nameless:
            cell.value = None
    book.save(folder / "ho-so.xlsx")
