"""The canonical tables: what every source is read into. Three origin columns close each of them."""

from __future__ import annotations

from tthc.model.schema.table import Column, Table

_TIME = "timestamp(6)"
# Without these no dossier can be judged; `unread` names those of its row that held something which was not read.
KEY_CELLS = ("dossier_id", "status", "received_at", "due_at", "finished_at")
ORIGIN = (
    Column("src_file", "string", "Tệp nguồn"),
    Column("src_sheet", "string", "Trang tính"),
    Column("src_row", "int64", "Dòng"),
)
# What the reader itself writes: no header of a source stands for these.
NOT_IN_SOURCES = frozenset({"unread", *(column.name for column in ORIGIN)})


def _table(name: str, label: str, row: str, key: tuple[str, ...], *columns: Column) -> Table:
    return Table(name, label, row, key, (*columns, *ORIGIN))


DOSSIERS = _table(
    "dossiers", "Hồ sơ", "One row per dossier and source", ("dossier_id", "source"),
    Column("dossier_id", "string", "Mã hồ sơ", required=True),
    Column("source", "string", "Nguồn dữ liệu", codes="source"),
    Column("procedure_code", "string", "Mã thủ tục"),
    Column("procedure_name", "string", "Tên thủ tục"),
    Column("field", "string", "Lĩnh vực"),
    Column("unit", "string", "Đơn vị"),
    Column("officer", "string", "Cán bộ thụ lý", personal=True),
    Column("channel", "string", "Hình thức nộp", codes="channel"),
    Column("service_level", "string", "Mức độ dịch vụ công", codes="service_level"),
    Column("submitted_at", _TIME, "Ngày nộp"),
    Column("system_received_at", _TIME, "Hệ thống tiếp nhận lúc"),
    Column("accept_by_at", _TIME, "Hạn tiếp nhận"),
    Column("received_at", _TIME, "Ngày tiếp nhận"),
    Column("reception_place", "string", "Nơi tiếp nhận"),
    Column("out_of_boundary", "boolean", "Tiếp nhận phi địa giới"),
    Column("competent_at", _TIME, "Cơ quan có thẩm quyền nhận lúc"),
    Column("due_at", _TIME, "Ngày hẹn trả"),
    Column("finished_at", _TIME, "Ngày kết thúc xử lý"),
    Column("returned_at", _TIME, "Ngày trả kết quả"),
    Column("issued_at", _TIME, "Ngày ký, ban hành kết quả"),
    Column("refused_at", _TIME, "Ngày từ chối"),
    Column("status", "string", "Trạng thái", codes="status"),
    Column("closing_reason", "string", "Lý do kết thúc", codes="closing_reason"),
    Column("has_priority", "boolean", "Hồ sơ ưu tiên"),
    Column("apology_at", _TIME, "Ngày xin lỗi"),
    Column("result_attached", "boolean", "Đính kèm kết quả"),
    Column("components_digitised", "boolean", "Số hóa thành phần hồ sơ"),
    Column("fee_due", "boolean", "Có phí, lệ phí"),
    Column("paid_online", "boolean", "Thanh toán trực tuyến"),
    Column("synced", "boolean", "Đã đồng bộ lên Cổng quốc gia"),
    Column("result_reset", "boolean", "Đã đặt lại kết quả xử lý"),
    Column("applicant", "string", "Người nộp", personal=True),
    Column("applicant_contact", "string", "Liên hệ người nộp", personal=True),
    Column("title", "string", "Trích yếu", free_text=True),
    Column("recorded_outcome", "string", "Kết quả hệ thống ghi", codes="recorded_outcome"),
    Column("recorded_late_days", "float64", "Số ngày quá hạn hệ thống ghi"),
    Column("unread", "string", "Ô chưa đọc được"),
)
STEPS = _table(
    "steps", "Quá trình xử lý", "One row per holding of a dossier by one officer or body", ("dossier_id", "step_no"),
    Column("dossier_id", "string", "Mã hồ sơ", required=True),
    Column("step_no", "int64", "Thứ tự bước", required=True),
    Column("step", "string", "Bước xử lý", required=True),
    Column("unit", "string", "Đơn vị"),
    Column("officer", "string", "Cán bộ", personal=True),
    Column("kind", "string", "Loại bước", codes="step_kind"),
    Column("arrived_at", _TIME, "Đến lúc"),
    Column("started_at", _TIME, "Bắt đầu xử lý"),
    Column("ended_at", _TIME, "Kết thúc bước"),
    Column("step_due_at", _TIME, "Hạn của bước"),
    Column("is_assumed", "boolean", "Lúc đến là suy ra"),
)
STOPS = _table(
    "stops", "Tạm dừng", "One row per waiting for a supplement, a payment or a suspension",
    ("dossier_id", "kind", "from_at"),
    Column("dossier_id", "string", "Mã hồ sơ", required=True),
    Column("kind", "string", "Loại tạm dừng", required=True, codes="stop_kind"),
    Column("from_at", _TIME, "Từ lúc", required=True),
    Column("to_at", _TIME, "Đến lúc"),
)
DUE_CHANGES = _table(
    "due_changes", "Thay đổi ngày hẹn", "One row per change of a dossier's deadline", ("dossier_id", "at"),
    Column("dossier_id", "string", "Mã hồ sơ", required=True),
    Column("at", _TIME, "Lúc thay đổi", required=True),
    Column("old_due_at", _TIME, "Ngày hẹn cũ"),
    Column("new_due_at", _TIME, "Ngày hẹn mới"),
    Column("reason", "string", "Lý do", free_text=True),
)
NORMS = _table(
    "norms", "Định mức quy trình nội bộ", "One row per procedure, step and channel",
    ("procedure_code", "step", "channel", "valid_from"),
    Column("procedure_code", "string", "Mã thủ tục", required=True),
    Column("step", "string", "Bước xử lý", required=True),
    Column("order", "int64", "Thứ tự"),
    Column("channel", "string", "Hình thức nộp", codes="channel"),
    Column("norm_wm", "float64", "Định mức (phút làm việc)", required=True),
    Column("valid_from", "date", "Hiệu lực từ"),
    Column("decision", "string", "Quyết định"),
)
UNITS = _table(
    "units", "Đơn vị", "One row per unit", ("unit",),
    Column("unit", "string", "Đơn vị", required=True),
    Column("parent", "string", "Đơn vị cấp trên"),
    Column("is_own", "boolean", "Thuộc cơ quan mình"),
)
ABSENCES = _table(
    "absences", "Vắng mặt", "One row per absence of an officer", ("officer", "from_at"),
    Column("officer", "string", "Cán bộ", required=True, personal=True),
    Column("from_at", _TIME, "Từ lúc", required=True),
    Column("to_at", _TIME, "Đến lúc", required=True),
    Column("kind", "string", "Lý do vắng", free_text=True),
)
FEEDBACK = _table(
    "feedback", "Đánh giá, phản ánh", "One row per survey sheet or complaint", ("dossier_id", "unit", "at", "kind"),
    Column("dossier_id", "string", "Mã hồ sơ"),
    Column("unit", "string", "Đơn vị"),
    Column("at", _TIME, "Thời điểm", required=True),
    Column("kind", "string", "Loại", required=True, codes="feedback_kind"),
    Column("rating", "int64", "Mức hài lòng (1–5)"),
    Column("due_at", _TIME, "Hạn trả lời"),
    Column("answered_at", _TIME, "Ngày trả lời"),
    Column("is_satisfied", "boolean", "Hài lòng"),
)
PROCEDURES = _table(
    "procedures", "Danh mục thủ tục", "One row per procedure", ("code",),
    Column("code", "string", "Mã thủ tục", required=True),
    Column("name", "string", "Tên thủ tục"),
    Column("field", "string", "Lĩnh vực"),
    Column("level", "string", "Cấp giải quyết"),
    Column("service_level", "string", "Mức độ dịch vụ công", codes="service_level"),
    Column("eligible_full_online", "boolean", "Đủ điều kiện toàn trình"),
    Column("returns_result", "boolean", "Có trả kết quả"),
    Column("published_by", "string", "Quyết định công bố"),
    Column("published_at", _TIME, "Ngày công bố"),
    Column("made_public_at", _TIME, "Ngày công khai"),
)

CANONICAL: dict[str, Table] = {
    table.name: table
    for table in (DOSSIERS, STEPS, STOPS, DUE_CHANGES, NORMS, UNITS, ABSENCES, FEEDBACK, PROCEDURES)
}
