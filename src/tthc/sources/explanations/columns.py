"""The columns of the sheet of explanations: which the program fills, which people fill, under which headers they are
found.
"""

from __future__ import annotations

from dataclasses import dataclass

from tthc.model.schema import CODES


@dataclass(frozen=True)
class SheetColumn:
    """One column; a `typed` one is for people. `hint` is shown when the cell is chosen; `others` are headers also
    accepted.
    """

    key: str
    header: str
    width: float
    typed: bool = False
    hint: str = ""
    others: tuple[str, ...] = ()


SHEET, CAUSE_SHEET, GUIDE_SHEET, UNMATCHED_SHEET = "Giải trình", "Danh mục nguyên nhân", "Hướng dẫn", "Chưa khớp"

ID = SheetColumn("dossier_id", "Mã hồ sơ", 14.5, others=("Số hồ sơ", "Mã số hồ sơ"))
PROPOSED = SheetColumn("proposed_text", "Nguyên nhân đề xuất", 17, others=("Nguyên nhân chương trình đề xuất",))
PROBLEM = SheetColumn("problem", "Lý do chưa khớp", 36)

COMPUTED = (
    SheetColumn("number", "TT", 4),
    ID,
    SheetColumn("procedure", "Thủ tục, đơn vị thụ lý", 20),
    SheetColumn("received", "Ngày tiếp nhận", 10.5),
    SheetColumn("due", "Ngày hẹn trả", 10.5),
    SheetColumn("end", "Ngày kết thúc", 10.5),
    SheetColumn("late_days", "Quá hạn (ngày làm việc)", 8),
    SheetColumn("story", "Diễn biến: ai giữ hồ sơ lúc nào", 54),
    PROPOSED,
    SheetColumn("evidence", "Bằng chứng", 30),
)
TYPED = (
    SheetColumn(
        "cause_text", "Nguyên nhân xác nhận", 26, typed=True, others=("Nguyên nhân đã xác nhận",),
        hint="Chọn trong danh sách. Để trống nếu đồng ý với nguyên nhân đề xuất và chọn “Đồng ý” ở cột Ý kiến duyệt.",
    ),
    SheetColumn(
        "explanation", "Giải trình", 48, typed=True, others=("Nội dung giải trình",),
        hint="Viết tự do: việc gì đã xảy ra, vì sao, đã khắc phục thế nào.",
    ),
    SheetColumn(
        "parts", "Phần việc của từng cán bộ", 32, typed=True, others=("Phần của từng cán bộ",),
        hint="Ai làm việc gì, từ ngày nào đến ngày nào.",
    ),
    SheetColumn("explained_by", "Người giải trình", 16, typed=True, hint="Họ tên, chức vụ."),
    SheetColumn("explained_on", "Ngày giải trình", 11.5, typed=True, hint="Ghi dạng ngày/tháng/năm, ví dụ 05/06/2024."),
    SheetColumn(
        "sign_off", "Ý kiến duyệt", 12, typed=True, others=("Ký duyệt",),
        hint=f"Lãnh đạo đơn vị chọn: {', '.join(CODES['sign_off'].values())}.",
    ),
    SheetColumn("note", "Ghi chú", 16, typed=True, hint="Điều khác cần ghi."),
)
EVERY = (*COMPUTED, *TYPED)
REPEATED = COMPUTED[:2]  # on every printed page, so that no line is lost between two
UNMATCHED = (PROBLEM, ID, PROPOSED, *TYPED)
