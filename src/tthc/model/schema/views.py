"""Tables that chapters read directly: sums over the stages' tables, and the calendar."""

from __future__ import annotations

from tthc.model.schema.table import Column, Table

_TIME = "timestamp(6)"
_OFFICER = (Column("unit", "string", "Đơn vị"), Column("officer", "string", "Cán bộ", personal=True))

WHOSE_TIME = Table(
    "whose_time", "Thời gian thuộc về ai", "One row per group of dossiers (all, late) and party", ("scope", "party"),
    (
        Column("scope", "string", "Nhóm hồ sơ", required=True),
        Column("party", "string", "Bên giữ", required=True, codes="party"),
        Column("n_dossiers", "int64", "Số hồ sơ", required=True),
        Column("wm", "float64", "Phút làm việc", required=True),
        Column("late_wm", "float64", "Phút quá hạn theo trình tự thời gian", required=True),
    ),
)
WHAT_IF = Table(
    "what_if", "Nếu khắc phục nguyên nhân này", "One row per cause: late dossiers left without it", ("cause",),
    (
        Column("cause", "string", "Mã nguyên nhân", required=True),
        Column("label", "string", "Nguyên nhân", required=True),
        Column("n_late", "int64", "Số hồ sơ quá hạn", required=True),
        Column("n_touched", "int64", "Số hồ sơ có nguyên nhân này", required=True),
        Column("n_would_be_on_time", "int64", "Số hồ sơ lẽ ra đúng hạn", required=True),
        Column("n_left", "int64", "Số hồ sơ quá hạn còn lại", required=True),
        Column("is_estimated", "boolean", "Chỉ so với mức thường gặp", required=True),
        Column(
            "n_named_otherwise", "int64", "Trong số lẽ ra đúng hạn, đơn vị xác nhận nguyên nhân khác", required=True,
        ),
    ),
)
QUEUES = Table(
    "queues", "Hồ sơ tại từng cán bộ theo tuần", "One row per officer and week with an arrival or an end",
    ("unit", "officer", "week_at"),
    (
        *_OFFICER,
        Column("week_at", _TIME, "Tuần bắt đầu", required=True),
        Column("n_arrived", "int64", "Số hồ sơ đến", required=True),
        Column("n_ended", "int64", "Số hồ sơ xong", required=True),
        Column("n_in_hand", "int64", "Số hồ sơ còn giữ cuối tuần", required=True),
    ),
)
SESSIONS = Table(
    "sessions", "Kỳ họp hội đồng", "One row per council and day on which it settled dossiers", ("unit", "held_on"),
    (
        Column("unit", "string", "Hội đồng"),
        Column("held_on", _TIME, "Ngày họp", required=True),
        Column("n_dossiers", "int64", "Số hồ sơ", required=True),
        Column("n_late", "int64", "Số hồ sơ quá hạn", required=True),
        Column("wait_wm", "float64", "Phút chờ trung bình", required=True),
    ),
)
WORKLOAD = Table(
    "workload", "Khối lượng công việc", "One row per unit and officer with a step in the period's dossiers",
    ("unit", "officer"),
    (
        *_OFFICER,
        Column("n_dossiers", "int64", "Số hồ sơ", required=True),
        Column("n_steps", "int64", "Số bước", required=True),
        Column("n_late", "int64", "Số hồ sơ quá hạn có tham gia", required=True),
        Column("held_wm", "float64", "Phút giữ hồ sơ", required=True),
        Column("work_wm", "float64", "Phút xử lý", required=True),
        Column("absent_wm", "float64", "Phút vắng mặt", required=True),
        Column("share_wm", "float64", "Thời gian quá hạn thuộc phần việc", required=True),
        Column("closing_wm", "float64", "Trong đó chậm kết thúc trên hệ thống", required=True),
    ),
)
LATE_DAYS = Table(
    "late_days", "Thời gian quá hạn thuộc về ai", "One row per late dossier, party, unit and officer",
    ("dossier_id", "party", "unit", "officer"),
    (
        Column("dossier_id", "string", "Mã hồ sơ", required=True),
        Column("party", "string", "Thời gian thuộc về", required=True, codes="party"),
        *_OFFICER,
        Column("share_wm", "float64", "Thời gian quá hạn", required=True),
        Column("closing_wm", "float64", "Trong đó chậm kết thúc trên hệ thống", required=True),
    ),
)
INVOLVEMENT = Table(
    "involvement", "Phần tham gia theo nguyên nhân",
    "One row per party, unit, officer, cause and state in late dossiers",
    ("party", "unit", "officer", "cause", "state"),
    (
        Column("party", "string", "Thời gian thuộc về", required=True, codes="party"),
        *_OFFICER,
        Column("cause", "string", "Mã nguyên nhân", required=True),
        Column("state", "string", "Trạng thái", required=True, codes="state"),
        Column("n_late", "int64", "Số hồ sơ quá hạn", required=True),
        Column("share_wm", "float64", "Phút quá hạn", required=True),
        Column("chrono_wm", "float64", "Phút quá hạn theo trình tự thời gian", required=True),
    ),
)
LATE_GROUPS = Table(
    "late_groups", "Quá hạn theo nhóm", "One row per grouping (field, procedure, step, month) and group",
    ("grouping", "group"),
    (
        Column("grouping", "string", "Cách chia", required=True),
        Column("group", "string", "Nhóm", required=True),
        Column("n", "int64", "Số hồ sơ", required=True),
        Column("n_late", "int64", "Số hồ sơ quá hạn", required=True),
        Column("rate_late", "float64", "Tỷ lệ quá hạn", required=True),
        Column("low", "float64", "Cận dưới"),
        Column("high", "float64", "Cận trên"),
    ),
)
STEP_NORMS = Table(
    "step_norms", "Bước xử lý so với định mức", "One row per procedure and step of the period's dossiers",
    ("procedure_code", "step"),
    (
        Column("procedure_code", "string", "Mã thủ tục"),
        Column("step", "string", "Bước xử lý"),
        Column("n", "int64", "Số lượt", required=True),
        Column("n_over", "int64", "Số lượt vượt định mức", required=True),
        Column("used_wm", "float64", "Thời gian dùng trung vị", required=True),
        Column("norm_wm", "float64", "Định mức"),
    ),
)
CALENDAR = Table(
    "calendar", "Lịch làm việc", "One row per day of the working calendar", ("date",),
    (
        Column("date", "date", "Ngày", required=True),
        Column("is_work", "boolean", "Ngày làm việc", required=True),
        Column("day_wm", "float64", "Phút làm việc", required=True),
        Column("before_wm", "float64", "Phút làm việc trước đó", required=True),
    ),
)

CAUSES = Table(
    "causes", "Danh mục nguyên nhân", "One row per cause of the office's own list", ("code",),
    (
        Column("code", "string", "Mã nguyên nhân", required=True),
        Column("label", "string", "Nguyên nhân", required=True),
        Column("short", "string", "Tên ngắn"),
        Column("nature", "string", "Chủ quan hay khách quan", required=True),
        Column("remedy", "string", "Việc cần làm"),
        Column("state", "string", "Trạng thái", codes="state"),
        Column("kind", "string", "Loại bước"),
        Column("step", "string", "Bước xử lý"),
        Column("source", "string", "Nguồn"),
    ),
)

VIEWS: dict[str, Table] = {
    table.name: table
    for table in (
        WHOSE_TIME, WHAT_IF, QUEUES, SESSIONS, WORKLOAD, LATE_DAYS, INVOLVEMENT, LATE_GROUPS, STEP_NORMS, CALENDAR,
        CAUSES,
    )  # fmt: skip
}
