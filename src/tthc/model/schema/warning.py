"""Early warning: the open dossiers as they stood at the cut, the councils' expected sittings, and how far the chance is
to be trusted.
"""

from __future__ import annotations

from tthc.model.days import FULL_DAY_WM
from tthc.model.schema.table import Column, Table

_TIME = "timestamp(6)"

# What puts a dossier on the red or the amber list: the chance from which on, the working minutes left down to which.
RED, AMBER = 0.5, 0.2
LAST_DAY_WM, NEAR_WM = FULL_DAY_WM, 3 * FULL_DAY_WM
NAMED = 20  # dossiers at the head of a list, by which lists are judged
FEWEST_SITTINGS = 3  # of a council that were seen, before the next one is expected

WARNINGS = Table(
    "warnings",
    "Cảnh báo sớm",
    "One row per dossier open at the cut, in the order in which the list is worked through",
    ("dossier_id",),
    (
        Column("order_no", "int64", "Thứ tự", required=True),
        Column("urgency", "string", "Mức", required=True, codes="urgency"),
        Column("dossier_id", "string", "Mã hồ sơ", required=True),
        Column("procedure_name", "string", "Tên thủ tục"),
        Column("field", "string", "Lĩnh vực"),
        Column("unit", "string", "Đơn vị phải làm"),
        Column("officer", "string", "Cán bộ phải làm", personal=True),
        Column("due_at", _TIME, "Ngày hẹn trả"),
        Column("left_wm", "float64", "Phút còn lại"),
        Column("n_days_late", "int64", "Số ngày làm việc quá hạn"),
        Column("chance", "float64", "Khả năng quá hạn"),
        Column("reason", "string", "Lý do", required=True, codes="warning_reason"),
        Column("step", "string", "Bước xử lý"),
        Column("state", "string", "Trạng thái", required=True, codes="state"),
        Column("party", "string", "Bên giữ", required=True, codes="party"),
        Column("holder_unit", "string", "Nơi giữ"),
        Column("holder_officer", "string", "Người giữ", personal=True),
        Column("since_at", _TIME, "Giữ từ lúc"),
        Column("held_wm", "float64", "Phút đã giữ"),
        Column("usual_wm", "float64", "Phút hồ sơ tương tự thường còn cần"),
        Column("n_like", "int64", "Số hồ sơ tương tự"),
        Column("share_longer", "float64", "Tỷ lệ hồ sơ tương tự cần lâu hơn thời gian còn lại"),
        Column("like_level", "string", "Tương tự về", codes="like_level"),
        Column("n_before", "int64", "Số hồ sơ đến trước, cùng cán bộ"),
        Column("n_in_hand", "int64", "Số hồ sơ cán bộ đang giữ"),
        Column("is_absent", "boolean", "Cán bộ đang vắng mặt", required=True),
        Column("next_council_at", _TIME, "Kỳ họp hội đồng kế tiếp (ước tính)"),
        Column("received_at", _TIME, "Ngày tiếp nhận"),
        Column("outcome", "string", "Kết quả về thời hạn", required=True, codes="outcome"),
    ),
)
COUNCIL_DATES = Table(
    "council_dates",
    "Kỳ họp hội đồng sắp tới (ước tính)",
    "One row per council and expected sitting after the cut",
    ("unit", "held_on"),
    (
        Column("unit", "string", "Hội đồng", required=True),
        Column("held_on", _TIME, "Ngày họp (ước tính)", required=True),
        Column("gap_wm", "float64", "Phút giữa hai kỳ họp", required=True),
        Column("n_past", "int64", "Số kỳ họp đã có", required=True),
        Column("last_on", _TIME, "Kỳ họp gần nhất", required=True),
        Column("n_missed", "int64", "Số kỳ họp lẽ ra đã có từ đó", required=True),
    ),
)
WARNING_CHECK = Table(
    "warning_check",
    "Kiểm tra cảnh báo trên kỳ đã qua",
    "One row per way of ordering the open dossiers, tried on past instants",
    ("order",),
    (
        Column("order", "string", "Cách xếp", required=True, codes="warning_order"),
        Column("verdict", "string", "Kết luận", required=True, codes="warning_verdict"),
        Column("n_moments", "int64", "Số thời điểm", required=True),
        Column("n", "int64", "Số lượt hồ sơ", required=True),
        Column("n_late", "int64", "Số lượt về sau quá hạn", required=True),
        Column("brier", "float64", "Sai số Brier"),
        Column("auc", "float64", "Tỷ lệ cặp xếp đúng (AUC)"),
        Column("n_named", "int64", "Số lượt trong 20 hồ sơ đầu"),
        Column("n_named_late", "int64", "Trong đó về sau quá hạn"),
    ),
)
WARNED: dict[str, Table] = {table.name: table for table in (WARNINGS, COUNCIL_DATES, WARNING_CHECK)}
