"""What is remembered from one report to the next: indicators of every report, each dossier's fingerprint, and what
changed.
"""

from __future__ import annotations

from tthc.model.schema.results import MEASURES
from tthc.model.schema.table import Column, Table

_TIME = "timestamp(6)"
_WHICH = (
    Column("dossier_id", "string", "Mã hồ sơ", required=True),
    Column("procedure_name", "string", "Thủ tục"),
    Column("field", "string", "Lĩnh vực"),
    Column("unit", "string", "Đơn vị"),
)
_DATES = (
    Column("received_at", _TIME, "Ngày tiếp nhận"),
    Column("due_at", _TIME, "Ngày hẹn trả"),
    Column("finished_at", _TIME, "Ngày kết thúc xử lý"),
    Column("issued_at", _TIME, "Ngày ban hành kết quả"),
    Column("returned_at", _TIME, "Ngày trả kết quả"),
)

REGISTERED = Table(
    "registered", "Mọi hồ sơ của nguồn", "One row per dossier of the source, whatever the period", ("dossier_id",),
    (*_WHICH, *_DATES, Column("status", "string", "Trạng thái", codes="status")),
)
FINGERPRINTS = Table(
    "fingerprints", "Mã kiểm tra hồ sơ",
    "One row per report and dossier: what was recorded of it when the report was made", ("run", "dossier_id"),
    (
        Column("run", "string", "Lần lập", required=True),
        *_WHICH,
        *_DATES,
        Column("status", "string", "Trạng thái", codes="status"),
        Column("is_in_scope", "boolean", "Thuộc kỳ báo cáo", required=True),
        Column("outcome", "string", "Kết quả", codes="outcome"),
        Column("late_wm", "float64", "Phút quá hạn"),
        Column("n_steps", "int64", "Số bước đã ghi", required=True),
        Column("steps_mark", "string", "Dấu của các bước đã ghi"),
    ),
)
REMEMBERED = Table(
    "results", "Chỉ số qua các lần lập báo cáo", "One row per report and row of its indicators", ("run", *MEASURES.key),
    (
        Column("run", "string", "Lần lập", required=True),
        Column("made_at", _TIME, "Lập lúc", required=True),
        Column("edition", "string", "Bản", required=True),
        Column("series", "string", "Chuỗi báo cáo", required=True),
        Column("period_start", "date", "Kỳ từ ngày", required=True),
        Column("period_end", "date", "Kỳ đến ngày", required=True),
        Column("period_label", "string", "Tên kỳ", required=True),
        Column("cut", _TIME, "Chốt số liệu (không kể)", required=True),
        Column("known_until", _TIME, "Ghi nhận biết đến lúc (không kể)", required=True),
        Column("main_rule", "string", "Cách tính chính", required=True, codes="rule"),
        Column("rules", "string", "Các quy tắc", required=True),
        Column("data_mark", "string", "Dấu của dữ liệu và thiết lập", required=True),
        Column("reckoning", "string", "Cách tính"),
        Column("package", "string", "Phiên bản phần mềm"),
        *MEASURES.columns,
    ),
)
CHANGES = Table(
    "changes", "Thay đổi so với báo cáo trước",
    "One row per dossier and kind of change since the last report on the period", ("dossier_id", "change"),
    (
        *_WHICH,
        Column("change", "string", "Thay đổi", required=True, codes="change"),
        Column("before_at", _TIME, "Ngày ghi trước đây"),
        Column("after_at", _TIME, "Ngày ghi nay"),
        Column("n_before", "int64", "Số bước trước đây"),
        Column("n_after", "int64", "Số bước nay"),
        Column("outcome_before", "string", "Kết quả trước đây", codes="outcome"),
        Column("outcome_after", "string", "Kết quả nay", codes="outcome"),
        Column("late_wm", "float64", "Phút quá hạn"),
    ),
)

MEMORY: dict[str, Table] = {table.name: table for table in (REGISTERED, REMEMBERED, FINGERPRINTS, CHANGES)}
