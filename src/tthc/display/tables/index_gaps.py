"""Chapter 50: how many points of the index are missing in each group, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from tthc.display.blocks import DataTable, Empty, Text, numbers
from tthc.display.blocks.clean_text import lower_first
from tthc.display.tables.law import OF_DOSSIERS, is_incomplete
from tthc.display.tables.phrases import left, right
from tthc.model.schema import label

INDEX = "qd766"  # the classes of the index whose rows these are


def index_gaps(gaps: pd.DataFrame, info: Mapping | None = None) -> tuple[DataTable | Empty | Text, ...]:
    """What all groups come to, then one table per group of the index.

    Rows that do not apply to the office's level are named below, not counted; with `info`, those too that count
    dossiers of which a system not in the data may hold more.
    """
    if gaps.empty:
        return (Empty("Danh sách chỉ tiêu của bộ chỉ số ở ngày cuối kỳ chưa có trong dữ liệu tham chiếu."),)
    misses = OF_DOSSIERS if is_incomplete(info or {}) else ()
    return _sum(gaps, info or {}), *(_group(group, rows, misses) for group, rows in gaps.groupby("group", sort=False))


def _sum(gaps: pd.DataFrame, info: Mapping) -> Text:
    """The points of the rows that could be reckoned, and why that is no class yet."""
    own = gaps[gaps["applies"]]
    with_points = own[own["lost"].notna()]
    rest, reached, most = len(own) - len(with_points), with_points["points"].sum(), with_points["max_points"].sum()
    sentence = (
        f"Cộng các chỉ tiêu tính được: {numbers.number(reached, 2)} trên {numbers.number(most, 2)} điểm, còn thiếu "
        f"{numbers.number(most - reached, 2)} điểm."
    )
    if not rest:
        return Text(sentence)
    classes = [
        f"{one['label']} từ {numbers.number(one['from_value'])}"
        for one in info.get("index_classes") or []
        if one["scheme"] == INDEX
    ]
    scale = f" (các mức theo nguồn thứ ba, chưa đối chiếu: {numbers.listing(classes)})" if classes else ""
    return Text(f"{sentence} Còn {numbers.number(rest)} chỉ tiêu chưa tính được điểm nên không xếp loại{scale}.")


def _group(group: str, rows: pd.DataFrame, misses: tuple[str, ...]) -> DataTable:
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
    columns = (
        left("label", "Chỉ tiêu", 2), right("points", "Điểm", 0.6), right("lost", "Còn thiếu", 0.6),
        left("why", "Vì sao", 2.4),
    )
    with_points = own[own["lost"].notna()]
    most = own["max_points"].sum()
    whole = f"tối đa {numbers.number(most, 2)} điểm" if most else "điểm tối đa chưa đối chiếu"
    lost = (
        f"còn thiếu {numbers.number(with_points['lost'].sum(), 2)} điểm ở {len(with_points)} chỉ tiêu tính được"
        if len(with_points)
        else "chưa tính được điểm"
    )
    other = rows[~rows["applies"]]
    notes = [f"Không áp dụng cho cấp của cơ quan: {numbers.listing(other['label'])}."] if len(other) else []
    touched = [code for code in dict.fromkeys(own["code"].dropna()) if code in misses]
    notes += [
        f"Chưa gồm hồ sơ trên các hệ thống không có trong dữ liệu: chỉ tiêu {numbers.listing(touched)}."
    ] if touched else []
    return DataTable(columns, lines, f"{group} ({whole}): {lost}", " ".join(notes), sortable=False)


def _points(value: Any) -> str:
    return numbers.UNKNOWN if numbers.is_unknown(value) else numbers.number(value, 2)


def _why(row: Mapping) -> str:
    """What was counted, and what full points ask; else what is not known."""
    if not numbers.is_unknown(row["missing"]) and row["missing"]:
        return f"Dữ liệu không có: {lower_first(row['missing'])}."
    if numbers.is_unknown(row["denominator"]):
        return "Chưa tính được."
    counted = (
        f"{numbers.number(row['numerator'])}/{numbers.number(row['denominator'])} "
        f"({label('basis', row['basis']).lower()})"
    )
    if not row["denominator"]:
        return f"Không có trường hợp nào ({label('basis', row['basis']).lower()})."
    if numbers.is_unknown(row["points"]):
        return f"{counted}; cách quy đổi ra điểm chưa đối chiếu."
    enough = f"; đủ điểm từ {numbers.number(100 * row['full_at'])}%" if not numbers.is_unknown(row["full_at"]) else ""
    return f"{counted}{enough}{_otherwise(row)}."


def _otherwise(row: Mapping) -> str:
    """What another source's scale gives, where two differ."""
    if numbers.is_unknown(row["other_full_at"]):
        return ""
    share = row["numerator"] / row["denominator"]
    points = row["max_points"] * min(share / row["other_full_at"], 1)
    return (
        f"; nguồn khác ghi đủ điểm từ {numbers.number(100 * row['other_full_at'])}%, khi đó được "
        f"{numbers.number(points, 2)} điểm"
    )
