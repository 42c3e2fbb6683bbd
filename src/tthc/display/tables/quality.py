"""Chapter 90: what was read, what was set aside, and which faults were found."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import DataTable, Empty, Note, judged, numbers
from tthc.display.blocks.clean_text import lower_first
from tthc.display.tables.phrases import left, right, shown
from tthc.display.tables.trust import not_read
from tthc.model.schema import CANONICAL, CODES, label

EXAMPLES = 3
_SEVERITY = {code: order for order, code in enumerate(CODES["severity"])}
# Columns without which something the report answers stays unanswered.
_NEEDED = {
    "dossiers": (
        "procedure_code",
        "field",
        "unit",
        "officer",
        "channel",
        "submitted_at",
        "due_at",
        "finished_at",
        "issued_at",
        "result_attached",
        "synced",
    ),
    "steps": ("officer", "started_at", "ended_at", "step_due_at"),
}


def inputs(info: Mapping) -> DataTable | Empty:
    """One row per file read, with the beginning of its fingerprint."""
    if not info["inputs"]:
        return Empty("Không có tệp nào được đọc.")
    rows = tuple((item["name"], numbers.number(item["size"] / 1024, 1), item["sha256"][:16]) for item in info["inputs"])
    columns = (
        left("name", "Tệp", 2), right("size", "Dung lượng (KB)"),
        left("sha256", "Mã kiểm tra tệp SHA-256 (16 ký tự đầu)", 1.6),
    )
    return DataTable(columns, rows, f"Các tệp đã đọc, theo khai báo của “{info['profile']['label']}”")


def accounting(accounting: pd.DataFrame) -> DataTable | Empty:
    """One row per file, sheet and table: rows read = accepted + set aside; a total."""
    if accounting.empty:
        return Empty("Không có dòng nào được đọc.")
    ordered = accounting.sort_values(["file", "sheet", "table"], kind="stable")
    rows = [
        (
            row["file"], shown(row["sheet"]), _table_label(row["table"]),
            *(numbers.number(row[name]) for name in _AMOUNTS),
        )
        for row in ordered.to_dict("records")
    ]
    rows.append(("Tổng cộng", "", "", *(numbers.number(accounting[name].sum()) for name in _AMOUNTS)))
    columns = (
        left("file", "Tệp", 1.4),
        left("sheet", "Trang tính", 1.2),
        left("table", "Bảng", 1.2),
        right("n_read", "Số dòng đọc"),
        right("n_accepted", "Nhận"),
        right("n_set_aside", "Bị loại"),
    )
    return DataTable(columns, tuple(rows), "Số dòng đọc được, số dòng nhận và số dòng bị loại", total=True)


_AMOUNTS = ("n_read", "n_accepted", "n_set_aside")


def _table_label(name: str) -> str:
    return CANONICAL[name].label if name in CANONICAL else shown(name)


def findings(findings: pd.DataFrame) -> DataTable | Empty:
    """One row per kind of fault, the gravest and most frequent first, with up to three places and what to do."""
    if findings.empty:
        return Empty(
            judged.clear("Không phát hiện lỗi nào trong dữ liệu.", "lỗi nào trong dữ liệu", judged.counted(findings))
        )
    same = findings.groupby("rule")["message"].transform("nunique") == 1
    keys = findings["rule"] + "|" + findings["column"].fillna("").where(~same, "")
    groups = [group for _, group in findings.groupby(keys, sort=True)]
    groups.sort(key=lambda group: (_SEVERITY.get(group["severity"].iloc[0], 9), -len(group)))
    rows = tuple(_finding(group) for group in groups)
    columns = (
        left("severity", "Mức độ", 0.9),
        left("message", "Phát hiện", 2.2),
        right("n", "Số lần", 0.5),
        left("where", "Ví dụ", 1.5),
        left("action", "Việc cần làm", 2),
    )
    return DataTable(
        columns, rows, "Các phát hiện về dữ liệu, gộp theo loại",
        "Danh sách đầy đủ từng dòng có trong tệp phu-luc.xlsx.",
    )


def _finding(group: pd.DataFrame) -> tuple[str, ...]:
    first = group.iloc[0]
    message, action = shown(first["message"]), shown(first["action"])
    return (
        label("severity", first["severity"]), message, numbers.number(len(group)), _examples(group), action,
    )


def _examples(group: pd.DataFrame) -> str:
    """A few places; how many more there are is said where they are no rows of one sheet."""
    places = _places(group.head(EXAMPLES))
    more = len(group) - EXAMPLES if group["row"].isna().all() else 0
    return f"{places}; và {numbers.number(more)} mục khác" if more > 0 else places


def _places(rows: pd.DataFrame) -> str:
    """What to look up: rows of each sheet where they are known, else dossiers, else files."""
    found: dict[str, list[str]] = {}
    for row in rows.to_dict("records"):
        if numbers.is_unknown(row["row"]):
            found.setdefault(
                next(
                    (text for name in ("dossier_id", "file", "value") if (text := shown(row[name])) != numbers.UNKNOWN),
                    numbers.UNKNOWN,
                ),
                [],
            )
        else:
            found.setdefault(
                f"{shown(row['sheet'])}, dòng" if shown(row["sheet"]) != numbers.UNKNOWN else "dòng", [],
            ).append(
                str(int(row["row"]))
            )
    return "; ".join(f"{place} {numbers.listing(lines)}".strip() for place, lines in found.items())


def missing_columns(info: Mapping) -> Note | Empty:
    """Which tables and columns the source does not supply; the report says nothing where it would need them. Where
    something in the sources was not read, they are not called absent.
    """
    items, unread = [], not_read(info)
    without = "Chưa đọc được" if unread else "Không có"
    for name, table in CANONICAL.items():
        columns = info["present"].get(name, ())
        if not columns:
            items.append(f"{without} bảng “{table.label}”.")
        elif lacking := [table[column].label for column in _NEEDED.get(name, ()) if column not in columns]:
            items.append(f"Bảng “{table.label}” {lower_first(without)}: {numbers.listing(lacking)}.")
    if not items:
        return Empty("Nguồn dữ liệu có đủ các bảng và các cột mà báo cáo dùng đến.")
    return Note("Dữ liệu còn thiếu", (*([unread] if unread else []), *items), tone="warning")
