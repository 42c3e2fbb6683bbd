"""The tables that the official report may hold: their columns, in millimetres of a page of Nghị định 30/2020/NĐ-CP.

The Word template has one prepared table for each, so that the office can change widths and heads there.
"""

from __future__ import annotations

from dataclasses import dataclass

PORTRAIT_MM, LANDSCAPE_MM = 165, 262


@dataclass(frozen=True)
class GridColumn:
    """One column; neighbours with the same `group` share a head above their own. Codes of dossiers are set smaller
    (`size_pt`), so that they stand on one line.
    """

    label: str
    width_mm: float
    align: str = "left"
    group: str = ""
    size_pt: int = 11


def _right(label: str, width_mm: float, group: str = "") -> GridColumn:
    return GridColumn(label, width_mm, "right", group)


_IN, _DONE, _OPEN = "Số hồ sơ tiếp nhận", "Số hồ sơ đã giải quyết", "Số hồ sơ đang giải quyết"
_CELL = 17.4

GRIDS: dict[str, tuple[GridColumn, ...]] = {
    "late": (
        _right("TT", 8), GridColumn("Mã hồ sơ", 44, size_pt=10), GridColumn("Thủ tục", 41, size_pt=10),
        GridColumn("Ngày hẹn trả", 19, size_pt=10), GridColumn("Ngày kết thúc", 19, size_pt=10),
        _right("Quá hạn (ngày)", 13), GridColumn("Nguyên nhân chính", 21, size_pt=10),
    ),
    "late_for_others": (
        _right("TT", 9), GridColumn("Mã hồ sơ", 44, size_pt=10), GridColumn("Thủ tục", 48),
        GridColumn("Tháng tiếp nhận", 23), _right("Quá hạn (ngày)", 15), GridColumn("Nguyên nhân chính", 26),
    ),
    "causes": (
        GridColumn("Nguyên nhân", 73), GridColumn("Tính chất", 25), _right("Là nguyên nhân chính (hồ sơ)", 25),
        _right("Ngày quá hạn", 21), _right("Tỷ trọng", 21),
    ),
    "units": (
        GridColumn("Đơn vị", 69), _right("Hồ sơ quá hạn có phần", 32), _right("Ngày quá hạn thuộc phần việc", 32),
        _right("Trong đó chậm kết thúc trên hệ thống", 32),
    ),
    "officers": (
        GridColumn("Đơn vị", 35), GridColumn("Cán bộ", 31), _right("Hồ sơ quá hạn có phần", 18),
        _right("Ngày quá hạn thuộc phần việc", 20), _right("Số hồ sơ đã tham gia trong kỳ", 20),
        _right("Ngày vắng mặt trong kỳ", 17),
        # Last, so that an office's own template of six columns goes on showing the right ones.
        _right("Ngày do chậm kết thúc trên hệ thống", 24),
    ),
    "publications": (
        GridColumn("Thủ tục", 57), GridColumn("Quyết định công bố", 39), GridColumn("Hạn cập nhật", 23),
        GridColumn("Ngày cập nhật", 23), GridColumn("Tình trạng", 23),
    ),
    "form": (
        _right("TT (1)", 11), GridColumn("Lĩnh vực (2)", 59.6),
        _right("Tổng số (3)", _CELL, _IN), _right("Trong kỳ, trực tuyến (4)", _CELL, _IN),
        _right("Trong kỳ, trực tiếp, bưu chính (5)", _CELL, _IN), _right("Từ kỳ trước (6)", _CELL, _IN),
        _right("Tổng số (7)", _CELL, _DONE), _right("Trước hạn (8)", _CELL, _DONE),
        _right("Đúng hạn (9)", _CELL, _DONE),
        _right("Quá hạn (10)", _CELL, _DONE), _right("Tổng số (11)", _CELL, _OPEN),
        _right("Trong hạn (12)", _CELL, _OPEN),
        _right("Quá hạn (13)", _CELL, _OPEN),
    ),
    "times": (
        _right("TT", 11), GridColumn("Mã hồ sơ", 53), _right("Thời gian giải quyết", 27), _right("Thời hạn", 24),
        _right("Quá hạn", 24),
        _right("Người nộp", 24.6, "Thời gian giải quyết thuộc về"),
        _right("Cơ quan mình", 24.6, "Thời gian giải quyết thuộc về"),
        _right("Cơ quan khác", 24.6, "Thời gian giải quyết thuộc về"),
        _right("Chưa kết thúc trên hệ thống", 24.6, "Thời gian giải quyết thuộc về"),
        _right("Không có ghi nhận", 24.6, "Thời gian giải quyết thuộc về"),
    ),
}
WIDE = frozenset({"form", "times"})


def is_grouped(key: str) -> bool:
    """True where the table has a second row of heads."""
    return any(column.group for column in GRIDS[key])
