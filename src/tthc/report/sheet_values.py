"""What stands in a sheet's cells: labels for codes, days for working minutes, true dates and numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd
import xlsxwriter

from tthc.display.blocks.clean_text import clean, upper_first
from tthc.model import schema

_WIDEST = 46
_MOST_LINES = 12


class Formats:
    """The few cell formats of the workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": "Arial", "font_size": 10, "valign": "top"}
        self.text = book.add_format({**base, "text_wrap": True})
        self.title = book.add_format({**base, "bold": True, "font_size": 14})
        self.link = book.add_format({**base, "font_color": "#005A9C", "underline": 1})
        self.head = book.add_format(
            {**base, "bold": True, "text_wrap": True, "bg_color": "#E8ECF0", "bottom": 1, "valign": "vcenter"}
        )
        self.moment = book.add_format({**base, "num_format": "dd/mm/yyyy hh:mm", "align": "left"})
        self.whole = book.add_format({**base, "num_format": "#,##0"})
        self.decimal = book.add_format({**base, "num_format": "#,##0.00"})


def heads(columns: Sequence[schema.Column]) -> list[str]:
    """The Vietnamese labels; where two columns share one, the column's name tells them apart."""
    labels = [_in_days(c.label) if _is_minutes(c) else c.label for c in columns]
    return [f"{x} ({c.name})" if labels.count(x) > 1 else x for x, c in zip(labels, columns, strict=True)]


def row_values(values: pd.Series, column: schema.Column, day_wm: float) -> list[Any]:
    """The column's cells: text, numbers, dates, or None for nothing."""
    return [_cell(value, column, day_wm) for value in values.astype(object).tolist()]


def width(column: schema.Column, cells: Sequence[Any]) -> float:
    """Wide enough for the first few hundred cells and half of the head, which wraps."""
    if column.type.startswith("timestamp"):
        return 17
    longest = max(
        (len(str(cell)) for cell in cells[:300] if cell is not None and not isinstance(cell, float)), default=0,
    )
    return min(_WIDEST, max(9, len(column.label) * 0.6 + 4, longest * 1.05 + 2))


def row_lines(columns: Sequence[Sequence[Any]], widths: Sequence[float]) -> list[int]:
    """How many lines the longest text of each row takes: not every program fits the heights of rows by itself."""
    counts = [[_lines(cell, width) for cell in cells] for cells, width in zip(columns, widths, strict=True)]
    return [min(_MOST_LINES, max(row)) for row in zip(*counts, strict=True)]


def _lines(cell: Any, width: float) -> int:
    return math.ceil(len(cell) / width) if isinstance(cell, str) else 1


def _cell(value: Any, column: schema.Column, day_wm: float) -> Any:
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if column.codes:
        return clean(schema.label(column.codes, str(value)))
    if _is_minutes(column):
        return float(value) / day_wm
    if isinstance(value, date):
        moment = value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
        return moment if isinstance(moment, datetime) else datetime.combine(moment, datetime.min.time())
    if isinstance(value, int | float):
        return int(value) if column.type.startswith("int") else float(value)
    return clean(value)


def _is_minutes(column: schema.Column) -> bool:
    """Amounts of working minutes; readings of the clock stay readings."""
    return f"_{column.name}".endswith("_wm") and column.name not in ("from_wm", "to_wm", "before_wm")


def _in_days(label: str) -> str:
    what = label.removeprefix("Phút ").removesuffix(" (phút làm việc)").removeprefix("làm việc") or "thời gian"
    return f"{upper_first(what)} (ngày làm việc)"
