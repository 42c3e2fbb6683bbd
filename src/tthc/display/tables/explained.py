"""What people wrote back about late dossiers: on a dossier's card, and how much of it could be used."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import DataTable, Empty, Text, judged, numbers
from tthc.display.tables.phrases import left, shown
from tthc.model.schema import label

MOST_ROWS = 50


def explanations_received(late: pd.DataFrame, explanations: pd.DataFrame) -> Text | Empty:
    """How many late dossiers were explained, how many causes confirmed, and what stays as the program computed it."""
    if late.empty:
        return Empty(judged.none("hồ sơ quá hạn nào cần giải trình", late))
    matched = explanations[explanations["status"] != "unmatched"]
    if explanations.empty:
        return Empty(
            "Chưa nhận lại giải trình nào. Tệp giai-trinh.xlsx trong thư mục của báo cáo có sẵn các ô để đơn vị điền."
        )
    n, n_late = len(matched), numbers.number(len(late))
    n_confirmed = int((matched["status"] == "confirmed").sum())
    changed = int((late["is_confirmed"] & (late["cause"] != late["proposed_cause"])).sum())
    first = (
        f"Đã nhận giải trình của {numbers.number(n)} trong {n_late} hồ sơ quá hạn; {numbers.number(n_confirmed)} hồ sơ "
        "được xác nhận nguyên nhân"
    )
    other = (
        f", trong đó {numbers.number(changed)} hồ sơ có nguyên nhân khác với đề xuất của chương trình" if changed
        else ""
    )
    kept = (
        "Nguyên nhân đã xác nhận thay cho nguyên nhân do chương trình đề xuất. Số ngày của từng nguyên nhân vẫn là số "
        "đo được từ dữ liệu, "
        "không đổi theo lời giải trình."
    )
    return Text((f"{first}{other}.", kept))


def explanations_unused(explanations: pd.DataFrame) -> DataTable | Empty:
    """One row per explanation that could not be used, or whose cause could not be taken as confirmed, and why."""
    open_ones = explanations[explanations["problem"].notna()]
    if open_ones.empty:
        return Empty("Không có dòng giải trình nào chưa khớp.")
    rows = tuple(
        (shown(row["dossier_id"]), label("explanation", row["status"]), shown(row["problem"]), _place(row))
        for row in open_ones.head(MOST_ROWS).to_dict("records")
    )
    columns = (
        left("dossier_id", "Hồ sơ", 1.3), left("status", "Tình trạng", 1), left("problem", "Lý do", 2.4),
        left("place", "Ở đâu", 1.3),
    )
    note = "Nội dung đã điền được giữ nguyên trong tệp giai-trinh.xlsx của báo cáo này."
    if len(open_ones) > MOST_ROWS:
        note = f"Hiện {MOST_ROWS} trong {numbers.number(len(open_ones))} dòng. {note}"
    return DataTable(columns, rows, "Giải trình chưa dùng được", note)


def _place(row: Mapping) -> str:
    file = shown(row["file"])
    return file if file == numbers.UNKNOWN else f"{file}, trang “{shown(row['sheet'])}”, dòng {int(row['row'])}"


def by_dossier(explanations: pd.DataFrame | None) -> dict[str, Mapping]:
    """Dossier → its explanation, where it could be matched."""
    if explanations is None:
        return {}
    matched = explanations[explanations["status"] != "unmatched"]
    return {row["dossier_id"]: row for row in matched.to_dict("records")}


def explanation(row: Mapping | None) -> Text | None:
    """What the unit wrote, who explained it when, who did what; None where nothing was written."""
    if row is None:
        return None
    known = {key: "" if shown(row[key]) == numbers.UNKNOWN else shown(row[key]) for key in _KEYS}
    who = ", ".join(
        text
        for text in (known["explained_by"], known["explained_on"] and f"ngày {known['explained_on']}")
        if text
    )
    lines = (
        f"Giải trình của đơn vị: {known['explanation']}" if known["explanation"] else "",
        f"Phần việc của từng cán bộ: {known['parts']}" if known["parts"] else "",
        f"Người giải trình: {who}." if who else "",
        f"Ý kiến duyệt: {known['sign_off']}." if known["sign_off"] else "",
        f"Ghi chú: {known['note']}" if known["note"] else "",
    )
    said = tuple(line for line in lines if line)
    return Text(said) if said else None


_KEYS = ("explanation", "parts", "explained_by", "explained_on", "sign_off", "note")
