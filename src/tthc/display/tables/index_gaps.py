"""Chapter 50: how many points of the index are missing in each group, and why."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import DataTable, Empty, numbers
from tthc.display.tables.phrases import left, lower_first, right
from tthc.model.schema import label


def index_gaps(gaps: pd.DataFrame) -> tuple[DataTable | Empty, ...]:
    """One table per group of the index; rows that do not apply to the office's level are named below, not counted."""
    if gaps.empty:
        return (Empty("Danh sách chỉ tiêu của bộ chỉ số ở ngày cuối kỳ chưa có trong dữ liệu tham chiếu."),)
    return tuple(_group(group, rows) for group, rows in gaps.groupby("group", sort=False))


def _group(group: str, rows: pd.DataFrame) -> DataTable:
    own = rows[rows["applies"]]
    lines = tuple(
        (
            row["label"] if numbers.is_unknown(row["code"]) else f"{row['code']}. {row['label']}",
            f"{_points(row['points'])}/{_points(row['max_points'])}",
            _points(row["lost"]),
            _why(row),
        )
        for row in own.to_dict("records")
    )
    columns = (left("label", "Chỉ tiêu", 2), right("points", "Điểm", 0.6), right("lost", "Còn thiếu", 0.6), left("why", "Vì sao", 2.4))
    known = own[own["lost"].notna()]
    most = own["max_points"].sum()
    whole = f"tối đa {numbers.number(most, 2)} điểm" if most else "điểm tối đa chưa đối chiếu"
    lost = f"còn thiếu {numbers.number(known['lost'].sum(), 2)} điểm ở {len(known)} chỉ tiêu tính được" if len(known) else "chưa tính được điểm"
    other = rows[~rows["applies"]]
    note = f"Không áp dụng cho cấp của cơ quan: {numbers.listing(other['label'])}." if len(other) else ""
    return DataTable(columns, lines, f"{group} ({whole}): {lost}", note, sortable=False)


def _points(value: object) -> str:
    return numbers.UNKNOWN if numbers.is_unknown(value) else numbers.number(value, 2)


def _why(row: Mapping) -> str:
    """What was counted, and what full points ask; else what is not known."""
    if not numbers.is_unknown(row["missing"]) and row["missing"]:
        return f"Dữ liệu không có: {lower_first(row['missing'])}."
    if numbers.is_unknown(row["denominator"]):
        return "Chưa tính được."
    counted = f"{numbers.number(row['numerator'])}/{numbers.number(row['denominator'])} ({label('basis', row['basis']).lower()})"
    if not row["denominator"]:
        return f"Không có trường hợp nào ({label('basis', row['basis']).lower()})."
    if numbers.is_unknown(row["points"]):
        return f"{counted}; cách quy đổi ra điểm chưa đối chiếu."
    enough = f"; đủ điểm từ {numbers.number(100 * row['full_at'])} %" if not numbers.is_unknown(row["full_at"]) else ""
    return f"{counted}{enough}."
