"""Which system a figure is from, where one period's dossiers lie in several."""

from __future__ import annotations

from collections.abc import Mapping

from tthc.display.blocks import DataTable, Note, numbers
from tthc.display.tables.phrases import left, right

_COUNTS = {
    "n": "Hồ sơ trong kỳ", "n_done": "Đã giải quyết", "n_late": "Trong đó quá hạn", "n_open": "Đang giải quyết",
    "n_open_late": "Trong đó đã quá hạn", "n_unjudged": "Chưa đánh giá được",
}


def by_system(info: Mapping) -> tuple[DataTable | Note, ...]:
    """The period's dossiers by system and outcome; then what only some systems tell. Nothing of one system alone."""
    systems = info.get("by_system") or []
    if not systems:
        return ()
    rows = tuple((one["name"], *(numbers.number(one[name]) for name in _COUNTS)) for one in systems)
    columns = (left("name", "Hệ thống", 2), *(right(name, label) for name, label in _COUNTS.items()))
    lacking = tuple(
        f"“{one['name']}” không có: {numbers.listing(one['lacking'])}; chỉ số dùng dữ liệu này chỉ tính hồ sơ của hệ "
        f"thống khác, và nêu tên hệ thống đó."
        for one in systems
        if one["lacking"]
    )
    table = DataTable(columns, rows, "Hồ sơ theo hệ thống")
    return (table, Note("Dữ liệu chỉ một số hệ thống có", lacking)) if lacking else (table,)


def systems_sentence(info: Mapping) -> str:
    """Of which systems the figures are the sum; empty of one alone."""
    systems = info.get("by_system") or []
    if not systems:
        return ""
    held = numbers.listing(
        f"{one['name']} ({numbers.count(one['n'])}, {numbers.number(one['n_late'] + one['n_open_late'])} quá hạn)"
        for one in systems
    )
    partial = any(one["lacking"] for one in systems)
    rest = "; có số liệu chỉ một số hệ thống có, xem chương “Tình hình giải quyết hồ sơ”" if partial else ""
    return f"Số liệu gộp {numbers.number(len(systems))} hệ thống: {held}{rest}."
