"""The tables that the stages compute. All are Ibis tables; amounts `_wm` are working minutes as float64."""

from __future__ import annotations

from tthc.model.schema.table import Column, Table

_TIME = "timestamp(6)"
_ID = Column("dossier_id", "string", "Mã hồ sơ", required=True)
_HOLDER = (
    Column("step_no", "int64", "Thứ tự bước"),
    Column("step", "string", "Bước xử lý"),
    Column("kind", "string", "Loại"),
    Column("unit", "string", "Đơn vị"),
    Column("officer", "string", "Cán bộ", personal=True),
)

FINDINGS = Table(
    "findings", "Phát hiện về dữ liệu", "One row per fault found in the input",
    ("rule", "file", "sheet", "row", "column"),
    (
        Column("rule", "string", "Mã kiểm tra", required=True),
        Column("severity", "string", "Mức độ", required=True, codes="severity"),
        Column("file", "string", "Tệp"),
        Column("sheet", "string", "Trang tính"),
        Column("row", "int64", "Dòng"),
        Column("column", "string", "Cột"),
        Column("value", "string", "Giá trị", free_text=True),
        Column("dossier_id", "string", "Mã hồ sơ"),
        Column("message", "string", "Nội dung", required=True, free_text=True),
        Column("action", "string", "Việc cần làm", required=True),
    ),
)
ACCOUNTING = Table(
    "accounting", "Đối chiếu số dòng", "One row per file, sheet and canonical table", ("file", "sheet", "table"),
    (
        Column("file", "string", "Tệp", required=True),
        Column("sheet", "string", "Trang tính"),
        Column("table", "string", "Bảng", required=True),
        Column("n_read", "int64", "Số dòng đọc", required=True),
        Column("n_accepted", "int64", "Số dòng nhận", required=True),
        Column("n_set_aside", "int64", "Số dòng bị loại", required=True),
    ),
)
OUTCOMES = Table(
    "outcomes", "Kết quả về thời hạn", "One row per dossier in scope and rule, read at the cut", ("dossier_id", "rule"),
    (
        _ID,
        Column("rule", "string", "Cách tính", required=True, codes="rule"),
        Column("intake", "string", "Tiếp nhận", required=True, codes="intake"),
        Column("outcome", "string", "Kết quả", required=True, codes="outcome"),
        Column("due_at", _TIME, "Hạn dùng để tính"),
        Column("end_at", _TIME, "Kết thúc dùng để tính"),
        Column("total_wm", "float64", "Thời gian giải quyết"),
        Column("budget_wm", "float64", "Thời hạn"),
        Column("late_wm", "float64", "Quá hạn"),
        Column("law_set", "string", "Bộ quy định"),
        Column("reason", "string", "Lý do"),
        Column("adopted_outcome", "string", "Kết quả khác, nếu hoán đổi ngày làm việc", codes="outcome"),
    ),
)
UNJUDGED = Table(
    "unjudged", "Hồ sơ chưa đánh giá được", "One row per dossier of the period that cannot be judged", ("dossier_id",),
    (
        _ID,
        Column("reason", "string", "Lý do", required=True),
        Column("column", "string", "Cột", required=True),
        Column("value", "string", "Nội dung trong cột", free_text=True),
        Column("src_file", "string", "Tệp nguồn"),
        Column("src_sheet", "string", "Trang tính"),
        Column("src_row", "int64", "Dòng"),
    ),
)
RECORDED_DIFFERENCES = Table(
    "recorded_differences", "Khác với kết quả hệ thống ghi",
    "One row per dossier of the period that the source system calls late and the main rule does not, or the other way "
    "round",
    ("dossier_id",),
    (
        _ID,
        Column("recorded_outcome", "string", "Hệ thống ghi", codes="recorded_outcome"),
        Column("recorded_late_days", "float64", "Số ngày quá hạn hệ thống ghi"),
        Column("outcome", "string", "Kết quả tính", required=True, codes="outcome"),
        Column("due_at", _TIME, "Hạn dùng để tính"),
        Column("end_at", _TIME, "Kết thúc dùng để tính"),
        Column("reason", "string", "Vì sao khác", required=True),
    ),
)
SEGMENTS = Table(
    "segments", "Các đoạn thời gian", "One row per stretch of a dossier's life with one holder and state",
    ("dossier_id", "seg_no"),
    (
        _ID,
        Column("seg_no", "int64", "Thứ tự đoạn", required=True),
        Column("from_at", _TIME, "Từ lúc", required=True),
        Column("to_at", _TIME, "Đến lúc", required=True),
        Column("from_wm", "float64", "Đồng hồ lúc đầu"),
        Column("to_wm", "float64", "Đồng hồ lúc cuối"),
        Column("wm", "float64", "Phút làm việc", required=True),
        Column("state", "string", "Trạng thái", required=True, codes="state"),
        Column("party", "string", "Bên giữ", required=True, codes="party"),
        *_HOLDER,
        Column("pass_no", "int64", "Lượt"),
        Column("is_nested", "boolean", "Lồng trong bước của cơ quan mình"),
        Column("late_wm", "float64", "Phút quá hạn theo trình tự thời gian"),
    ),
)
STATE_MINUTES = Table(
    "state_minutes", "Thời gian theo trạng thái", "One row per dossier, part of its life and state, waiting split",
    ("dossier_id", "part", "part_no", "state"),
    (
        _ID,
        Column("part", "string", "Phần", required=True, codes="part"),
        Column("part_no", "int64", "Thứ tự phần", required=True),
        *_HOLDER,
        Column("pass_no", "int64", "Lượt"),
        Column("state", "string", "Trạng thái", required=True, codes="state"),
        Column("party", "string", "Bên giữ", required=True, codes="party"),
        Column("wm", "float64", "Phút làm việc", required=True),
        Column("late_wm", "float64", "Phút quá hạn theo trình tự thời gian"),
    ),
)
DESK_BOUNDS = Table(
    "desk_bounds", "Khoảng ước tính khi không ghi lúc bắt đầu",
    "One row per own step without a known start, of one person's account",
    ("dossier_id", "step_no"),
    (
        _ID,
        Column("step_no", "int64", "Thứ tự bước", required=True),
        Column("step", "string", "Bước xử lý"),
        Column("unit", "string", "Đơn vị"),
        Column("officer", "string", "Cán bộ", personal=True),
        Column("held_wm", "float64", "Thời gian ở cán bộ, không kể vắng mặt", required=True),
        Column("absent_wm", "float64", "Cán bộ vắng mặt có ghi nhận", required=True),
        Column("outage_wm", "float64", "Cả cơ quan không có thao tác", required=True),
        Column("n_ended", "int64", "Số hồ sơ khác xong trong thời gian đó", required=True),
        Column("is_overtaken", "boolean", "Có hồ sơ đến sau xong trước", required=True),
        Column("queue_least_wm", "float64", "Chờ đến lượt, ít nhất", required=True),
        Column("queue_most_wm", "float64", "Chờ đến lượt, nhiều nhất", required=True),
        Column("own_least_wm", "float64", "Làm chính hồ sơ này, ít nhất", required=True),
        Column("own_most_wm", "float64", "Làm chính hồ sơ này, nhiều nhất", required=True),
        Column("unexplained_least_wm", "float64", "Không giải thích được, ít nhất", required=True),
        Column("unexplained_most_wm", "float64", "Không giải thích được, nhiều nhất", required=True),
    ),
)
PARTS = Table(
    "parts", "Phần vượt định mức", "One row per late dossier and part of its life: used against norm",
    ("dossier_id", "part", "part_no"),
    (
        _ID,
        Column("part", "string", "Phần", required=True, codes="part"),
        Column("part_no", "int64", "Thứ tự phần", required=True),
        *_HOLDER,
        Column("pass_no", "int64", "Lượt"),
        Column("used_wm", "float64", "Đã dùng", required=True),
        Column("norm_wm", "float64", "Định mức"),
        Column("norm_scaled_wm", "float64", "Định mức quy về thời hạn", required=True),
        Column("norm_source", "string", "Nguồn định mức", required=True, codes="norm_source"),
        Column("over_wm", "float64", "Vượt định mức", required=True),
        Column("share_wm", "float64", "Phần trong thời gian quá hạn", required=True),
    ),
)
CAUSE_SHARES = Table(
    "cause_shares", "Nguyên nhân", "One row per late dossier and cause", ("dossier_id", "cause"),
    (
        _ID,
        Column("cause", "string", "Mã nguyên nhân", required=True),
        Column("share_wm", "float64", "Phút quá hạn", required=True),
        Column("over_wm", "float64", "Phút vượt định mức", required=True),
        Column("chrono_wm", "float64", "Phút quá hạn theo trình tự thời gian", required=True),
        Column("is_main", "boolean", "Nguyên nhân chính", required=True),
        Column("is_confirmed", "boolean", "Đơn vị đã xác nhận là nguyên nhân chính", required=True),
        Column("would_be_on_time", "boolean", "Khắc phục nguyên nhân này thì đúng hạn", required=True),
        *_HOLDER,
        Column("norm_source", "string", "Nguồn định mức", codes="norm_source"),
    ),
)
LATE = Table(
    "late", "Hồ sơ quá hạn", "One row per late dossier, finished or open", ("dossier_id",),
    (
        _ID,
        Column("procedure_name", "string", "Thủ tục"),
        Column("field", "string", "Lĩnh vực"),
        Column("dossier_unit", "string", "Đơn vị thụ lý"),
        Column("outcome", "string", "Kết quả", required=True, codes="outcome"),
        Column("received_at", _TIME, "Ngày tiếp nhận"),
        Column("due_at", _TIME, "Ngày hẹn trả"),
        Column("end_at", _TIME, "Ngày kết thúc hoặc ngày chốt", required=True),
        Column("late_wm", "float64", "Phút quá hạn", required=True),
        Column("late_days", "float64", "Ngày làm việc quá hạn, tính theo giờ", required=True),
        Column("n_days_late", "int64", "Số ngày làm việc quá hạn"),
        Column("is_apparent", "boolean", "Chỉ chậm kết thúc trên hệ thống", required=True),
        Column("cause", "string", "Mã nguyên nhân chính"),
        Column("cause_label", "string", "Nguyên nhân chính"),
        Column("is_subjective", "boolean", "Chủ quan"),
        Column("remedy", "string", "Việc cần làm"),
        *_HOLDER,
        Column("evidence", "string", "Bằng chứng"),
        Column("grade", "string", "Mức chắc chắn của nguyên nhân", required=True, codes="grade"),
        Column("is_confirmed", "boolean", "Đã xác nhận", required=True),
        Column("law_set", "string", "Bộ quy định"),
        Column("adopted_outcome", "string", "Kết quả khác, nếu hoán đổi ngày làm việc", codes="outcome"),
        Column("proposed_cause", "string", "Mã nguyên nhân chương trình đề xuất"),
        Column("proposed_label", "string", "Nguyên nhân chương trình đề xuất"),
    ),
)
MEASURES = Table(
    "measures", "Chỉ số", "One row per period, basis, rule, group and measure",
    ("period", "basis", "rule", "unit", "field", "procedure", "measure"),
    (
        Column("period", "string", "Kỳ", required=True),
        Column("basis", "string", "Cơ sở", required=True, codes="basis"),
        Column("rule", "string", "Cách tính", required=True, codes="rule"),
        Column("unit", "string", "Đơn vị"),
        Column("field", "string", "Lĩnh vực"),
        Column("procedure", "string", "Thủ tục"),
        Column("measure", "string", "Chỉ số", required=True),
        Column("measured_in", "string", "Đơn vị tính", required=True),
        Column("numerator", "float64", "Tử số"),
        Column("denominator", "float64", "Mẫu số"),
        Column("value", "float64", "Giá trị"),
        Column("low", "float64", "Cận dưới"),
        Column("high", "float64", "Cận trên"),
        Column("points", "float64", "Điểm"),
        Column("max_points", "float64", "Điểm tối đa"),
        Column("as_of", _TIME, "Chốt số liệu"),
    ),
)
FORM = Table(
    "form_06a", "Biểu II.06a", "One row per field (and per procedure) of the settlement form", ("field", "procedure"),
    (
        Column("field", "string", "Lĩnh vực"),
        Column("procedure", "string", "Thủ tục"),
        Column("c3", "int64", "Tiếp nhận: tổng số"),
        Column("c4", "int64", "Trong kỳ: trực tuyến"),
        Column("c5", "int64", "Trong kỳ: trực tiếp, bưu chính"),
        Column("c6", "int64", "Từ kỳ trước"),
        Column("c7", "int64", "Đã giải quyết: tổng số"),
        Column("c8", "int64", "Trước hạn"),
        Column("c9", "int64", "Đúng hạn"),
        Column("c10", "int64", "Quá hạn"),
        Column("c11", "int64", "Đang giải quyết: tổng số"),
        Column("c12", "int64", "Trong hạn"),
        Column("c13", "int64", "Quá hạn"),
    ),
)

RESULTS: dict[str, Table] = {
    table.name: table
    for table in (
        FINDINGS, ACCOUNTING, OUTCOMES, UNJUDGED, RECORDED_DIFFERENCES, SEGMENTS, STATE_MINUTES, DESK_BOUNDS, PARTS,
        CAUSE_SHARES, LATE, MEASURES,
        FORM,
    )
}
