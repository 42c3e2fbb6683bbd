"""The columns of the period report (form 07a as merged reports show it), declared once for table,
form and dictionary.
"""

from __future__ import annotations

from tthc.model.schema.table import Column, Table

# Group → its cells in order. The first cell of a group that sums is the sum of those in `SUMS`.
GROUPS: dict[str, dict[str, str]] = {
    "Tiếp nhận": {
        "received": "Tổng số",
        "counter": "Trực tiếp",
        "online_full": "Trực tuyến toàn trình",
        "online_partial": "Trực tuyến một phần",
        "online_other": "Trực tuyến, hình thức khác",
        "post": "Dịch vụ bưu chính",
        "carried": "Từ kỳ trước chuyển qua",
        "out_of_boundary": "Trong đó: phi địa giới",
    },
    "Đã giải quyết": {
        "settled": "Tổng số",
        "settled_in_time": "Trước hạn và đúng hạn",
        "settled_late": "Quá hạn",
        "settled_late_letter": "Quá hạn, đã có thư xin lỗi",
        "settled_late_no_letter": "Quá hạn, chưa có thư xin lỗi",
        "withdrawn": "Trong đó: công dân rút",
    },
    "Đang giải quyết": {
        "open": "Tổng số",
        "open_in_time": "Chưa đến hạn",
        "open_late": "Quá hạn",
        "open_late_letter": "Quá hạn, đã có thư xin lỗi",
        "open_late_no_letter": "Quá hạn, chưa có thư xin lỗi",
    },
    "Dừng xử lý": {"ended": "Dừng xử lý"},
    "Trực tuyến chờ tiếp nhận": {"waiting_in_time": "Đúng hạn", "waiting_late": "Quá hạn"},
    "Không được tiếp nhận": {"refused": "Không được tiếp nhận"},
    "Hồ sơ phải nộp phí, lệ phí": {
        "fees": "Tổng số",
        "fees_online": "Thanh toán trực tuyến",
        "fees_counter": "Chưa thanh toán trực tuyến",
    },
}
SUMS: dict[str, tuple[str, ...]] = {
    "received": ("counter", "online_full", "online_partial", "online_other", "post", "carried"),
    "settled": ("settled_in_time", "settled_late"),
    "open": ("open_in_time", "open_late"),
    "fees": ("fees_online", "fees_counter"),
}
# Known only where the source has a column for the letter; then these parts add up to the late ones.
LETTERS: dict[str, tuple[str, str]] = {
    "settled_late": ("settled_late_letter", "settled_late_no_letter"),
    "open_late": ("open_late_letter", "open_late_no_letter"),
}
WHOLE, PARTS = "received", ("settled", "open", "ended")  # what was received is settled, open or stopped for good
CELLS = tuple(cell for cells in GROUPS.values() for cell in cells)

PERIOD_REPORT = Table(
    "period_report",
    "Báo cáo kỳ theo cột của biểu 07a",
    "One row per unit, per field, per procedure of a field, and in total (all empty)",
    ("unit", "field", "procedure"),
    (
        Column("unit", "string", "Đơn vị"),
        Column("field", "string", "Lĩnh vực"),
        Column("procedure", "string", "Thủ tục"),
        *(
            Column(cell, "int64", f"{group}: {label[:1].lower()}{label[1:]}" if label != group else group)
            for group, cells in GROUPS.items()
            for cell, label in cells.items()
        ),
    ),
)
