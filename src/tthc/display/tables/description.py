"""What a table holds, for somebody who explores: one row, how many, every column with its label, unit and codes."""

from __future__ import annotations

import pandas as pd

from tthc.display.blocks import Card, DataTable, Text, numbers
from tthc.display.labels import unit_of
from tthc.display.tables.phrases import left, right
from tthc.model.schema import CODES, Column, Table
from tthc.model.schema.row_words import ONE_ROW

MOST_CODES = 12
_TYPES = {"string": "chữ", "boolean": "có/không", "int64": "số nguyên", "float64": "số", "date": "ngày"}


def described(table: Table, rows: pd.DataFrame) -> Card:
    """A card: what one row of the table is and how many there are; one line per column that the frame has."""
    columns = [column for column in table.columns if column.name in rows.columns]
    lines = tuple(_line(column, table, rows[column.name]) for column in columns)
    head = f"Mỗi dòng là {ONE_ROW.get(table.name, table.label.lower())}; có {numbers.count(len(rows), 'dòng')}."
    keys = [name for name in table.key if name in rows.columns]
    one = f" Mỗi dòng khác nhau ở: {', '.join(keys)}." if keys else ""
    heads = (
        left("name", "Cột", 1.2), left("label", "Ý nghĩa", 2.0), left("type", "Kiểu, đơn vị", 1.0),
        right("filled", "Số ô có giá trị", 0.7), left("codes", "Mã và nghĩa", 2.6),
    )
    return Card(
        f"{table.name} – {table.label}", (Text(head + one), DataTable(heads, lines, f"Các cột của bảng {table.name}"))
    )


def _line(column: Column, table: Table, values: pd.Series) -> tuple[str, ...]:
    return (column.name, column.label, _type(column), numbers.number(int(values.notna().sum())), _codes(column, values))


def _type(column: Column) -> str:
    if unit := unit_of(column.name):
        return unit
    return _TYPES.get(column.type, "ngày giờ" if column.type.startswith("timestamp") else column.type)


def _codes(column: Column, values: pd.Series) -> str:
    """The codes that occur, with their labels; all of the list where none does."""
    if not column.codes:
        return ""
    words = CODES[column.codes]
    seen = [code for code in words if code in set(values.dropna())] or list(words)
    more = f"; … ({len(seen)} mã)" if len(seen) > MOST_CODES else ""
    return "; ".join(f"{code}: {words[code]}" for code in seen[:MOST_CODES]) + more
