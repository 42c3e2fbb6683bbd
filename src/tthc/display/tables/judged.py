"""Chapter 90: the dossiers that could not be judged, and those on which the source system reckons otherwise."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import DataTable, Empty, Text, judged, numbers
from tthc.display.tables.phrases import left, right, shown
from tthc.display.tables.trust import recorded
from tthc.model.schema import label

MOST_ROWS = 200


def how_much_judged(info: Mapping) -> Text:
    """One paragraph: of how many dossiers the figures speak, what was left out, and how many lie outside the period."""
    whole = f"Đánh giá được cả {numbers.number(info.get('n_judged'))} hồ sơ của kỳ."
    text = (judged.head(info) or whole) + _outside(info)
    return Text(text, style="lead" if judged.left_out(info) else "body")


def _outside(info: Mapping) -> str:
    """No row that was read goes without a word; the edition for others does not have this count."""
    if not info.get("n_outside"):
        return ""
    return (
        f" Ngoài ra dữ liệu có {numbers.number(info['n_outside'])} hồ sơ không có việc gì trong kỳ nên không tính: "
        "đã xong trước kỳ, hoặc đến đúng thời điểm chốt số liệu hay sau đó."
    )


def unjudged(unjudged: pd.DataFrame, info: Mapping) -> DataTable | Empty:
    """One row per dossier that stands in no figure: the column to blame, what it holds, why that does not do, where to
    look.
    """
    if unjudged.empty:
        return Empty(judged.none("hồ sơ nào chưa đánh giá được", judged.counted(info)))
    rows = tuple(
        (shown(row["dossier_id"]), shown(row["column"]), shown(row.get("value")), shown(row["reason"]), _place(row))
        for row in unjudged.sort_values(["column", "dossier_id"], kind="stable").head(MOST_ROWS).to_dict("records")
    )
    columns = (
        left("dossier_id", "Hồ sơ", 1.5), left("column", "Cột", 1), left("value", "Nội dung", 1.2),
        left("reason", "Vì sao", 2.2),
        left("place", "Ở đâu", 1.4),
    )  # fmt: skip
    return DataTable(columns, rows, f"{numbers.number(len(unjudged))} hồ sơ chưa đánh giá được", _cut(unjudged))


def recorded_differences(
    differences: pd.DataFrame, outcomes: pd.DataFrame, info: Mapping,
) -> tuple[Text | DataTable | Empty, ...]:
    """How many dossiers the system and the report call late; then one row per dossier on which they differ, with the
    reason.
    """
    sentence = recorded(info, outcomes)
    if not sentence:
        return (Empty("Dữ liệu đã đọc không có cột ghi kết quả do hệ thống tự tính (đúng hạn, quá hạn, số ngày)."),)
    if differences.empty:
        return (Text(sentence),)
    rows = tuple(
        (
            shown(row["dossier_id"]), _said(row), label("outcome", row["outcome"]), numbers.date(row["due_at"]),
            numbers.date(row["end_at"]), shown(row["reason"]),
        )
        for row in differences.sort_values("dossier_id", kind="stable").head(MOST_ROWS).to_dict("records")
    )
    columns = (
        left("dossier_id", "Hồ sơ", 1.5), left("recorded", "Hệ thống ghi", 1), left("outcome", "Báo cáo tính", 1),
        right("due", "Hạn", 0.8),
        right("end", "Kết thúc", 0.8), left("reason", "Vì sao khác", 2.4),
    )  # fmt: skip
    return (Text(sentence), DataTable(columns, rows, "Hồ sơ mà hệ thống và báo cáo tính khác nhau", _cut(differences)))


def _said(row: Mapping) -> str:
    """“Quá hạn (3 ngày)”."""
    days = row.get("recorded_late_days")
    words = "" if numbers.is_unknown(row["recorded_outcome"]) else label("recorded_outcome", row["recorded_outcome"])
    amount = (
        "" if numbers.is_unknown(days) else f"{numbers.number(abs(days), 0 if float(days).is_integer() else 1)} ngày"
    )
    return f"{words} ({amount})" if words and amount else words or amount or numbers.UNKNOWN


def _place(row: Mapping) -> str:
    parts = (
        shown(row["src_file"]), shown(row["src_sheet"]),
        "" if numbers.is_unknown(row["src_row"]) else f"dòng {int(row['src_row'])}",
    )
    return ", ".join(part for part in parts if part and part != numbers.UNKNOWN) or numbers.UNKNOWN


def _cut(rows: pd.DataFrame) -> str:
    return (
        f"Hiện {MOST_ROWS} trong {numbers.number(len(rows))} hồ sơ; đủ trong tệp phu-luc.xlsx."
        if len(rows) > MOST_ROWS
        else ""
    )
