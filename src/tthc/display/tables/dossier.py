"""One dossier whole: its strip, what each rule says and why, its steps and stops, what is expected of it if open."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from tthc.display.blocks import Block, Card, DataTable, Picture, Text, numbers
from tthc.display.tables.indicators import main_rule
from tthc.display.tables.late import conclusion, evidence_text
from tthc.display.tables.phrases import days, holder, left, right, shown
from tthc.display.tables.warning_words import chance, where, why
from tthc.model.schema import label
from tthc.model.words import LATE

Frame = Callable[[str], pd.DataFrame]


def dossier_card(dossier_id: str, frame: Frame, info: Mapping, picture: Picture | None) -> Card:
    """The card of any dossier of the period, late or not. `frame` gives the period's tables by name."""
    dossier = rows_of(dossier_id, frame("dossiers"))[0]
    blocks: list[Block] = [Text(_facts(dossier), style="beside")]
    blocks += [picture] if picture is not None else []
    blocks += _why(rows_of(dossier_id, frame("late")))
    blocks.append(_verdicts(rows_of(dossier_id, frame("outcomes")), info))
    blocks += [Text(_expected(row, info)) for row in rows_of(dossier_id, frame("warnings"))]
    blocks += _steps(rows_of(dossier_id, frame("steps")))
    blocks += _stops(rows_of(dossier_id, frame("stops")))
    return Card(f"{shown(dossier_id)} – {shown(dossier['procedure_name'])}", tuple(blocks))


def rows_of(dossier_id: str, rows: pd.DataFrame) -> list[dict]:
    """The rows of one dossier, nulls as None."""
    own = rows[rows["dossier_id"] == dossier_id].astype(object)
    return own.where(own.notna(), None).to_dict("records")


def _facts(dossier: Mapping) -> str:
    parts = [
        f"Lĩnh vực: {shown(dossier['field'])}", f"đơn vị: {shown(dossier['unit'])}",
        f"cách nộp: {label('channel', dossier['channel'])}", f"tiếp nhận {numbers.moment(dossier['received_at'])}",
        f"hẹn trả {numbers.moment(dossier['due_at'])}", f"kết thúc xử lý {numbers.moment(dossier['finished_at'])}",
        f"trạng thái trên hệ thống: {label('status', dossier['status'])}",
    ]
    return "; ".join(parts) + "."


def _why(late: list[dict]) -> list[Block]:
    """Of a late one what its card in chapter 20 says."""
    return [block for row in late for block in (*evidence_text(row), Text(conclusion(row)))]


def _verdicts(rows: list[dict], info: Mapping) -> DataTable:
    lines = tuple(
        (
            label("rule", row["rule"]), label("outcome", row["outcome"]), numbers.moment(row["due_at"]),
            numbers.moment(row["end_at"]), days(row["late_wm"], info) if row["outcome"] in LATE else "",
            row["reason"] or "",
        )
        for row in sorted(rows, key=lambda row: row["rule"] != main_rule(info))
    )
    heads = (
        left("rule", "Cách tính", 1.2), left("outcome", "Kết quả", 1.2), left("due", "Hạn dùng để tính", 1.0),
        left("end", "Kết thúc dùng để tính", 1.0), right("late", "Quá hạn (ngày, theo giờ)", 0.7),
        left("reason", "Vì sao", 3.0),
    )
    return DataTable(heads, lines, "Kết quả theo từng cách tính")


def _expected(row: Mapping, info: Mapping) -> str:
    """Of an open one how likely it is to become late, where it lies, and why the list puts it where it does."""
    return f"Đang giải quyết, ở {where(row)}; khả năng quá hạn: {chance(row)}. {why(row, info)}"


def _steps(rows: list[dict]) -> list[Block]:
    if not rows:
        return [Text("Dữ liệu không có quá trình xử lý của hồ sơ này.", style="beside")]
    lines = tuple(
        (shown(row["step"]), holder(row), *(numbers.moment(row[name]) for name in _STAMPS)) for row in rows
    )
    heads = (left("step", "Bước", 1.6), left("holder", "Nơi giữ", 1.8), *_STAMP_HEADS)
    return [DataTable(heads, lines, "Quá trình xử lý đã ghi")]


_STAMPS = ("arrived_at", "started_at", "ended_at")
_STAMP_HEADS = (left("arrived", "Đến"), left("started", "Bắt đầu"), left("ended", "Kết thúc"))


def _stops(rows: list[dict]) -> list[Block]:
    if not rows:
        return []
    lines = tuple(
        (label("stop_kind", row["kind"]), numbers.moment(row["from_at"]), numbers.moment(row["to_at"])) for row in rows
    )
    heads = (left("kind", "Loại", 1.4), left("from", "Từ"), left("to", "Đến"))
    return [DataTable(heads, lines, "Các lần tạm dừng")]
