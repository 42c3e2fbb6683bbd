"""Tables of the index chapter: indicators with their targets, rules and deadlines that differ,
satisfaction, integrity.
"""

from __future__ import annotations

from tthc.model.schema.table import Column, Table

_TIME = "timestamp(6)"
_ID = Column("dossier_id", "string", "Mã hồ sơ", required=True)

INDICATORS = Table(
    "indicators",
    "Chỉ số của kỳ",
    "One row per basis, rule and indicator over the whole period, with what it is measured against",
    ("basis", "rule", "measure"),
    (
        Column("order", "int64", "Thứ tự", required=True),
        Column("measure", "string", "Mã chỉ số", required=True),
        Column("label", "string", "Chỉ số", required=True),
        Column("shown_in", "string", "Bảng", required=True, codes="indicator_table"),
        Column("basis", "string", "Cơ sở", required=True, codes="basis"),
        Column("rule", "string", "Cách tính", required=True, codes="rule"),
        Column("measured_in", "string", "Đơn vị tính", required=True),
        Column("better", "string", "Tốt hơn khi", codes="better"),
        Column("numerator", "float64", "Tử số"),
        Column("denominator", "float64", "Mẫu số"),
        Column("value", "float64", "Giá trị"),
        Column("low", "float64", "Cận dưới"),
        Column("high", "float64", "Cận trên"),
        Column("points", "float64", "Điểm"),
        Column("max_points", "float64", "Điểm tối đa"),
        Column("gain", "float64", "Điểm thêm khi có thêm một hồ sơ đạt"),
        Column("is_points_verified", "boolean", "Thang điểm đã kiểm chứng"),
        Column("target", "float64", "Mục tiêu"),
        Column("is_met", "boolean", "Đạt mục tiêu"),
        Column("target_source", "string", "Căn cứ của mục tiêu"),
        Column("previous", "float64", "Kỳ trước"),
        Column("last_year", "float64", "Cùng kỳ năm trước"),
        Column("numerator_is", "string", "Tử số là", required=True),
        Column("denominator_is", "string", "Mẫu số là", required=True),
        Column("source", "string", "Căn cứ", required=True),
        Column("systems", "string", "Chỉ nói về hồ sơ của hệ thống"),
        Column("note", "string", "Ghi chú"),
    ),
)
UNAVAILABLE = Table(
    "unavailable",
    "Chỉ số không tính được",
    "One row per indicator that the input cannot give, with what is missing",
    ("measure",),
    (
        Column("measure", "string", "Mã chỉ số", required=True),
        Column("label", "string", "Chỉ số", required=True),
        Column("missing", "string", "Còn thiếu", required=True),
    ),
)
RULE_DIFFERENCES = Table(
    "rule_differences",
    "Hồ sơ mà các cách tính khác nhau",
    "One row per dossier whose rules give different outcomes",
    ("dossier_id",),
    (
        _ID,
        *(
            Column(f"outcome_{rule}", "string", f"Kết quả, {label}", required=True, codes="outcome")
            for rule, label in (("system", "hệ thống"), ("qd766", "QĐ 766"), ("decree", "nghị định"))
        ),
        *(
            Column(f"due_{rule}_at", _TIME, f"Hạn, {label}")
            for rule, label in (("system", "hệ thống"), ("qd766", "QĐ 766"), ("decree", "nghị định"))
        ),
        Column("is_late_differing", "boolean", "Khác nhau về quá hạn", required=True),
        Column("reason", "string", "Lý do", required=True),
    ),
)
DEADLINE_CHECKS = Table(
    "deadline_checks",
    "Ngày hẹn trả tính lại",
    "One row per dossier whose recorded deadline is not the recomputed one",
    ("dossier_id",),
    (
        _ID,
        Column("procedure_code", "string", "Mã thủ tục"),
        Column("received_at", _TIME, "Ngày tiếp nhận", required=True),
        Column("norm_days", "int64", "Thời hạn của thủ tục (ngày làm việc)", required=True),
        Column("due_at", _TIME, "Ngày hẹn trả ghi lần đầu", required=True),
        Column("expected_at", _TIME, "Ngày hẹn trả tính lại", required=True),
        Column("off_days", "int64", "Lệch (ngày làm việc)", required=True),
        Column("likely", "string", "Khả năng", required=True, codes="mis_set"),
        Column("reason", "string", "Giải thích", required=True),
    ),
)
SYNC_DIFFERENCES = Table(
    "sync_differences",
    "Khác nhau giữa sổ và Cổng quốc gia",
    "One row per dossier and point on which register and national portal differ",
    ("dossier_id", "difference"),
    (
        _ID,
        Column("difference", "string", "Điểm khác", required=True, codes="sync_difference"),
        Column("register", "string", "Theo sổ của cơ quan"),
        Column("national", "string", "Theo Cổng quốc gia"),
    ),
)
SATISFACTION = Table(
    "satisfaction",
    "Ba cách hiểu tỷ lệ hài lòng",
    "One row per reading of the published satisfaction figure",
    ("reading",),
    (
        Column("reading", "int64", "Cách hiểu", required=True),
        Column("label", "string", "Cách tính", required=True),
        Column("numerator", "float64", "Tử số"),
        Column("denominator", "float64", "Mẫu số"),
        Column("value", "float64", "Giá trị (%)"),
        Column("low", "float64", "Cận dưới"),
        Column("high", "float64", "Cận trên"),
        Column("is_supported", "boolean", "Dữ liệu cho phép tính", required=True),
        Column("explanation", "string", "Ý nghĩa", required=True),
    ),
)
PUBLICATIONS = Table(
    "publications",
    "Cập nhật thủ tục theo quyết định công bố",
    "One row per procedure whose publication matters in the period",
    ("code",),
    (
        Column("code", "string", "Mã thủ tục", required=True),
        Column("name", "string", "Tên thủ tục"),
        Column("field", "string", "Lĩnh vực"),
        Column("published_by", "string", "Quyết định công bố"),
        Column("published_at", _TIME, "Ngày công bố", required=True),
        Column("public_by_at", _TIME, "Hạn cập nhật"),
        Column("made_public_at", _TIME, "Ngày cập nhật"),
        Column("publication", "string", "Tình trạng", required=True, codes="publication"),
    ),
)
INTEGRITY = Table(
    "integrity",
    "Dấu hiệu cần kiểm tra",
    "One row per dossier and sign that its record may have been altered or mis-set",
    ("dossier_id", "sign"),
    (
        _ID,
        Column("sign", "string", "Dấu hiệu", required=True, codes="sign"),
        Column("field", "string", "Lĩnh vực"),
        Column("unit", "string", "Đơn vị"),
        Column("question", "string", "Câu hỏi", required=True),
    ),
)

INDEX_GAPS = Table(
    "index_gaps",
    "Điểm của bộ chỉ số còn thiếu",
    "One row per row of the index's list: points reached, points missing, and why",
    ("row_no", "label"),
    (
        Column("row_no", "int64", "Dòng", required=True),
        Column("group", "string", "Nhóm", required=True),
        Column("code", "string", "Mã"),
        Column("label", "string", "Chỉ tiêu", required=True),
        Column("applies", "boolean", "Áp dụng cho cấp của cơ quan", required=True),
        Column("max_points", "float64", "Điểm tối đa"),
        Column("points", "float64", "Điểm"),
        Column("lost", "float64", "Điểm còn thiếu"),
        Column("numerator", "float64", "Tử số"),
        Column("denominator", "float64", "Mẫu số"),
        Column("full_at", "float64", "Đủ điểm từ tỷ lệ"),
        Column("other_full_at", "float64", "Đủ điểm từ tỷ lệ, theo nguồn khác"),
        Column("basis", "string", "Cơ sở", codes="basis"),
        Column("missing", "string", "Dữ liệu còn thiếu"),
        Column("source", "string", "Căn cứ"),
    ),
)

SERVICE: dict[str, Table] = {
    table.name: table
    for table in (
        INDICATORS, UNAVAILABLE, RULE_DIFFERENCES, DEADLINE_CHECKS, SYNC_DIFFERENCES, SATISFACTION, PUBLICATIONS,
        INTEGRITY, INDEX_GAPS,
    )
}
