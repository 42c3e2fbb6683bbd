"""What people wrote back about late dossiers, as the filled workbooks of explanations say it."""

from __future__ import annotations

from tthc.model.schema.table import Column, Table

EXPLANATIONS = Table(
    "explanations",
    "Giải trình",
    "One row per dossier or unmatched row that people filled in",
    ("file", "sheet", "row"),
    (
        Column("dossier_id", "string", "Mã hồ sơ"),
        Column("status", "string", "Tình trạng", required=True, codes="explanation"),
        Column("problem", "string", "Lý do chưa dùng được"),
        Column("cause", "string", "Mã nguyên nhân xác nhận"),
        Column("cause_text", "string", "Nguyên nhân xác nhận", free_text=True),
        Column("proposed_text", "string", "Nguyên nhân đề xuất trong tệp", free_text=True),
        Column("explanation", "string", "Giải trình", free_text=True),
        Column("parts", "string", "Phần việc của từng cán bộ", personal=True, free_text=True),
        Column("explained_by", "string", "Người giải trình", personal=True, free_text=True),
        Column("explained_on", "string", "Ngày giải trình", free_text=True),
        Column("sign_off", "string", "Ý kiến duyệt", free_text=True),
        Column("note", "string", "Ghi chú", free_text=True),
        Column("file", "string", "Tệp", required=True),
        Column("sheet", "string", "Trang tính", required=True),
        Column("row", "int64", "Dòng", required=True),
    ),
)
EXPLAINED: dict[str, Table] = {EXPLANATIONS.name: EXPLANATIONS}
