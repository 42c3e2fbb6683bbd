"""From which tables and columns a column comes, for somebody who wants to check a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from tthc.display.blocks import Card, DataTable, Text
from tthc.display.tables.phrases import left
from tthc.model.schema import TABLES

READ = "read_"  # the whole source's canonical tables go by this name among the tables of a period
_RUN = {
    "run_period": "kỳ báo cáo và thời điểm chốt", "calendar_days": "lịch làm việc", "law_days": "quy định theo ngày",
    "vague_accounts": "tên có thể là của nhiều người",
}


class Step(Protocol):
    """One table on the way: see `study.graph.lineage.Origin`."""

    @property
    def table(self) -> str: ...

    @property
    def columns(self) -> tuple[str, ...]: ...

    @property
    def made_of(self) -> Mapping[str, tuple[str, ...]]: ...


def traced(name: str, column: str, way: Iterable[Step]) -> Card:
    """A card: first what was read and counts in the column, then the tables on the way, the nearest first."""
    steps = list(way)
    made = tuple((_named(one.table), _columns(one), _made_of(one)) for one in steps if one.made_of)
    read = tuple((_named(one.table), _columns(one)) for one in steps if not one.made_of)
    label = next(one.label for one in TABLES[name].columns if one.name == column)
    return Card(
        f"{name}.{column} – {label}",
        (
            Text("Giá trị của cột được tính từ các cột sau; việc chọn dòng (lọc, ghép bảng) không theo dõi ở đây."),
            DataTable((left("table", "Nguồn", 1.2), left("columns", "Các cột", 2.6)), read, "Dữ liệu gốc"),
            DataTable(
                (left("table", "Bảng", 1.2), left("columns", "Các cột", 1.4), left("made_of", "Tính từ", 3.0)), made,
                "Các bảng trung gian, gần nhất trước",
            ),
        ),
    )


def _named(table: str) -> str:
    """A table by its name and what it is called; tables of the graph alone by their name."""
    name = table.removeprefix(READ)
    label = _RUN.get(table) or (TABLES[name].label if name in TABLES else "")
    return f"{name} – {label}" if label else name


def _columns(step: Step) -> str:
    return ", ".join(step.columns)


def _made_of(step: Step) -> str:
    parts = []
    for table, columns in step.made_of.items():
        name = table.removeprefix(READ)
        parts.append(f"{name} ({', '.join(columns)})" if columns else name)
    return "; ".join(parts)
