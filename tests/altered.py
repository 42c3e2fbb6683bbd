"""The sample's register edited by hand between two reports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl

HEAD_ROW = 3


class Register:
    """A sheet whose cells are found by dossier code and head."""

    def __init__(self, sheet) -> None:
        self._sheet = sheet
        self._columns = {cell.value: cell.column for cell in sheet[HEAD_ROW]}

    def _row(self, code: str) -> int:
        column = self._columns["Mã hồ sơ"]
        return next(row for row in range(HEAD_ROW + 1, self._sheet.max_row + 1) if self._sheet.cell(row, column).value == code)

    def set(self, code: str, head: str, text: str | None) -> None:
        self._sheet.cell(self._row(code), self._columns[head]).value = text

    def delete(self, code: str) -> None:
        self._sheet.delete_rows(self._row(code))

    def copy(self, code: str, new: str) -> None:
        """A dossier like `code` under a code of its own."""
        source, target = self._row(code), self._sheet.max_row + 1
        for column in self._columns.values():
            self._sheet.cell(target, column).value = self._sheet.cell(source, column).value
        self._sheet.cell(target, self._columns["Mã hồ sơ"]).value = new


@contextmanager
def register(folder: Path) -> Iterator[Register]:
    """The register of the sample in `folder`, saved when the block ends."""
    book = openpyxl.load_workbook(folder / "ho-so.xlsx")
    yield Register(book["Danh sách hồ sơ"])
    book.save(folder / "ho-so.xlsx")
