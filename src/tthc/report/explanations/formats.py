"""How the workbook of explanations looks and prints: white cells are computed and locked, yellow
ones are for people.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tthc.sources.explanations.columns import SheetColumn

_BASE = {"font_name": "Arial", "font_size": 10, "valign": "top"}
_CELL = {**_BASE, "text_wrap": True, "border": 1, "border_color": "#B8C0C8"}
_TYPED = {**_CELL, "bg_color": "#FFF8DC", "locked": False}
# A person's text may begin with "=" or "-": as a text cell no program takes it for a formula, edited again or not.
_TEXT = {"num_format": "@", "quote_prefix": True}


_LINE, _HIGHEST = 13.0, 409.0  # points; the file format allows no higher row


def row_height(columns: Sequence[SheetColumn], values: Mapping[str, object]) -> float:
    """Points that the longest of these texts takes in its column; not every program finds out by itself."""
    return max(text_height(str(values.get(column.key) or ""), column.width) for column in columns)


def text_height(text: str, width: float) -> float:
    """Points that a text takes in a column of `width`."""
    lines = sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))
    return min(_HIGHEST, 4 + lines * _LINE)


class Formats:
    """The few formats of the workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        add = book.add_format
        head = {**_CELL, "bold": True, "align": "center", "valign": "vcenter"}
        self.title: Format = add({**_BASE, "bold": True, "font_size": 14})
        self.subtitle = add({**_BASE, "bold": True, "font_size": 11})
        self.plain = add({**_BASE, "text_wrap": True})
        self.number = add({**_BASE, "align": "center"})
        self.code = add({**_BASE, "font_name": "Courier New", "text_wrap": True, "bg_color": "#F0F2F4"})
        self.head = add({**head, "bg_color": "#E8ECF0"})
        self.head_typed = add({**head, "bg_color": "#FFE08A"})
        self.text = add(_CELL)
        self.amount = add({**_CELL, "num_format": "#,##0.0"})
        self.date = add({**_CELL, "num_format": "dd/mm/yyyy", "align": "left"})
        self.typed = add({**_TYPED, "num_format": "@"})
        self.typed_text = add({**_TYPED, **_TEXT})
        self.typed_date = add({**_TYPED, "num_format": "dd/mm/yyyy", "align": "left"})
        self.kept_text = add({**_CELL, **_TEXT, "locked": False})


def page(sheet: Worksheet, *, landscape: bool = True) -> None:
    """A4 with narrow margins and page numbers."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&L&9&A&R&9Trang &P/&N")
    sheet.hide_gridlines(2)
