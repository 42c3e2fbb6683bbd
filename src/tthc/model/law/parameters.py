"""The parameters of a law set, declared once: what each means and which values it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tthc.model.law.sets import NOT_RULED, UNKNOWN


@dataclass(frozen=True)
class Parameter:
    """`allowed` lists the values or names a kind: "whole", "wholes", "day", "words", "text". required: "none" and "?"
    are refused. several: the value is one or more of `allowed`, parted by spaces.
    """

    name: str
    label: str
    allowed: tuple[str, ...] | str
    required: bool = False
    several: bool = False

    def accepts(self, value: str) -> bool:
        """Whether `value` is one that the parameter takes."""
        if value in (NOT_RULED, UNKNOWN) or not value:
            return not self.required and bool(value)
        words = value.split()
        if isinstance(self.allowed, tuple):
            return set(words if self.several else [value]) <= set(self.allowed)
        return {"whole": _is_whole(value), "wholes": all(map(_is_whole, words)), "day": _is_day(value)}.get(
            self.allowed, True,
        )

    def is_day(self, value: str) -> bool:
        """Whether `value` is a day written as people do: 31/12/2026."""
        return self.allowed == "day" and value not in (NOT_RULED, UNKNOWN) and "/" in value

    @property
    def in_words(self) -> str:
        """What the parameter takes, for a message to the person who edits the table."""
        kinds = {
            "whole": "số nguyên không âm",
            "wholes": "các số nguyên cách nhau bằng dấu cách",
            "day": "ngày dạng 2026-08-05",
            "words": "các từ cách nhau bằng dấu cách",
            "text": "chữ",
        }
        taken = ", ".join(self.allowed) if isinstance(self.allowed, tuple) else kinds[self.allowed]
        taken += " (được ghi nhiều, cách nhau bằng dấu cách)" if self.several else ""
        return taken if self.required else f"{taken}; none (không quy định); ? (chưa đối chiếu)"


def _is_whole(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


# What a set is, before its rules; never inherited but `text`.
IDENTITY = ("based_on", "label", "short", "valid_from", "valid_to")
PARAMETERS: tuple[Parameter, ...] = (
    Parameter("based_on", "Dựa trên bộ quy định", "text"),
    Parameter("label", "Tên bộ quy định", "text", required=True),
    Parameter("short", "Tên ngắn", "text", required=True),
    Parameter("valid_from", "Có hiệu lực từ", "day", required=True),
    Parameter("valid_to", "Hết hiệu lực sau ngày", "day"),
    Parameter("text", "Nghị định về một cửa", "text", required=True),
    Parameter("amendments", "Văn bản sửa đổi, bổ sung", "words"),
    Parameter(
        "restart",
        "Thời hạn sau khi nhận đủ hồ sơ bổ sung: tính lại từ đầu hay trừ thời gian chờ",
        ("restart", "subtract"),
        required=True,
    ),
    Parameter(
        "return_incomplete_wd",
        "Số ngày làm việc để trả lại hồ sơ chưa đủ điều kiện, tính từ ngày tiếp nhận",
        "whole",
    ),
    Parameter("supplement_max", "Số lần được yêu cầu bổ sung", "whole"),
    Parameter("supplement_close_cd", "Số ngày chờ bổ sung, quá đó thì đóng hồ sơ", "whole"),
    Parameter("extension_max", "Số lần được hẹn lại ngày trả", "whole"),
    Parameter("apology_before_cd", "Xin lỗi và hẹn lại trước ngày hết hạn ít nhất mấy ngày", "whole"),
    Parameter("refusal", "Thông báo từ chối phải trong thời hạn giải quyết", ("within_due",)),
    Parameter("opinions", "Lấy ý kiến cơ quan khác có làm ngừng thời hạn không", ("no_pause", "pause")),
    Parameter("intake_hours", "Số giờ làm việc để tiếp nhận hồ sơ trực tuyến, tính từ lúc hệ thống nhận", "whole"),
    Parameter("intake_notice_hours", "Số giờ để hệ thống báo cho Bộ phận Một cửa", "whole"),
    Parameter(
        "handover_cutoff_hour",
        "Tiếp nhận sau giờ này thì chuyển hồ sơ vào đầu ngày làm việc kế tiếp, trước đó thì trong ngày",
        "whole",
    ),
    Parameter(
        "handover_scope",
        "Hồ sơ phải chuyển ngay: mọi hồ sơ hay hồ sơ tiếp nhận trực tiếp",
        ("all", "counter"),
    ),
    Parameter("out_of_boundary", "Phạm vi tiếp nhận phi địa giới", ("province", "nation")),
    Parameter(
        "out_of_boundary_start",
        "Thời hạn của hồ sơ phi địa giới tính từ: tiếp nhận hay cơ quan có thẩm quyền nhận",
        ("reception", "competent"),
        required=True,
    ),
    Parameter(
        "between_levels_wd",
        "Số ngày làm việc để chuyển hồ sơ giữa các cấp, đến cơ quan có thẩm quyền",
        "whole",
    ),
    Parameter("applicant_stop", "Người nộp được dừng hoặc thay đổi hồ sơ trước khi có quyết định", ("yes", "no")),
    Parameter("officials_scale", "Thang điểm 2/1/0 của cán bộ, đơn vị", ("tt01_2018",)),
    Parameter("share_of_received", "Tỷ lệ đúng hạn trên tổng số hồ sơ tiếp nhận", ("yes", "no")),
    Parameter("duty_checks", "Kiểm tra các nghĩa vụ về bổ sung, chuyển hồ sơ, từ chối", ("yes", "no"), required=True),
    Parameter("dossier_code", "Ngày trong mã hồ sơ", ("yymmdd",)),
    Parameter("no_disclosure", "Cấm tiết lộ thông tin hồ sơ, thông tin cá nhân", ("yes", "no")),
    Parameter("raters_confidential", "Giữ kín người đánh giá", ("yes", "no")),
    Parameter("staff_public", "Công khai người làm việc ở Bộ phận Một cửa", ("yes", "no")),
    Parameter("early_warning", "Cổng phải cảnh báo hồ sơ chậm", ("yes", "no")),
    Parameter("forms", "Biểu tổng hợp", ("form_06a", "form_07a"), several=True),
    Parameter("addressee", "Cơ quan theo dõi, đánh giá ở trung ương", "text"),
    Parameter("index_scheme", "Bộ chỉ số", ("qd766",)),
    Parameter("index_levels", "Cấp của bộ chỉ số", ("province", "district", "commune"), several=True),
    Parameter("index_not_for_commune", "Dòng chỉ tiêu không áp dụng cho cấp xã", "wholes"),
    Parameter(
        "index_sync_base", "Chỉ số 1.4 đếm trên hồ sơ nào: tổng số hay tiếp nhận trong kỳ", ("handled", "received"),
    ),
    Parameter("index_classes", "Bảng xếp loại", "words"),
)
# Nothing is computed from these; the page tells them, and who writes a report can cite them.
ONLY_TOLD = (
    "opinions",
    "intake_notice_hours",
    "applicant_stop",
    "dossier_code",
    "raters_confidential",
    "staff_public",
    "early_warning",
    "index_scheme",
)
BY_NAME = {one.name: one for one in PARAMETERS}
