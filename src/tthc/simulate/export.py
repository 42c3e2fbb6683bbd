"""The tables written as a provincial platform exports them: two workbooks with Vietnamese headers and labels.

Dates are text (dd/mm/yyyy, with the time of day except for deadlines), yes and no are words, codes are labels.
The same tables give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from tthc.model.schema import CANONICAL, CODES

SYNTHETIC = "DỮ LIỆU MÔ PHỎNG (synthetic): sinh bằng lệnh tthc simulate, không phải hồ sơ thật"

# workbook → sheet → (table, its headers by column). Where a header equals the schema's label it is not repeated.
_DOSSIERS = {
    "dossier_id": "Mã hồ sơ", "procedure_code": "Mã TTHC", "procedure_name": "Tên thủ tục", "field": "Lĩnh vực",
    "unit": "Đơn vị", "officer": "Người thụ lý", "channel": "Hình thức nộp", "service_level": "Mức độ",
    "submitted_at": "Ngày nộp", "accept_by_at": "Hạn tiếp nhận", "received_at": "Ngày tiếp nhận",
    "due_at": "Ngày hẹn trả", "finished_at": "Ngày kết thúc xử lý", "returned_at": "Ngày trả kết quả",
    "issued_at": "Ngày ký kết quả", "refused_at": "Ngày từ chối", "status": "Trạng thái",
    "apology_at": "Ngày xin lỗi", "result_attached": "Đính kèm kết quả", "components_digitised": "Số hóa thành phần",
    "fee_due": "Có phí", "paid_online": "Thanh toán trực tuyến", "synced": "Đồng bộ DVCQG",
    "result_reset": "Đặt lại kết quả", "applicant": "Chủ hồ sơ", "applicant_contact": "Số điện thoại",
    "title": "Trích yếu",
}  # fmt: skip
_STEPS = {
    "dossier_id": "Mã hồ sơ", "step_no": "Thứ tự", "step": "Bước xử lý", "unit": "Đơn vị", "officer": "Người xử lý",
    "kind": "Loại bước", "arrived_at": "Thời gian nhận", "started_at": "Thời gian bắt đầu",
    "ended_at": "Thời gian kết thúc", "step_due_at": "Hạn xử lý bước",
}  # fmt: skip
_STOPS = {"dossier_id": "Mã hồ sơ", "kind": "Loại", "from_at": "Từ lúc", "to_at": "Đến lúc"}
_DUE_CHANGES = {
    "dossier_id": "Mã hồ sơ", "at": "Thời điểm", "old_due_at": "Ngày hẹn cũ", "new_due_at": "Ngày hẹn mới",
    "reason": "Lý do",
}  # fmt: skip
_NORMS = {
    "procedure_code": "Mã thủ tục", "step": "Bước xử lý", "order": "Thứ tự", "channel": "Hình thức nộp",
    "norm_wm": "Định mức (giờ)", "valid_from": "Hiệu lực từ", "decision": "Quyết định",
}  # fmt: skip


def _labels(table: str) -> dict[str, str]:
    return {column.name: column.label for column in CANONICAL[table].columns if not column.name.startswith("src_")}


# What exports of 2026 have beside: the columns of the law of 2025 and 2026.
_DOSSIERS_2026 = {
    **_DOSSIERS, "system_received_at": "Hệ thống tiếp nhận lúc", "reception_place": "Nơi tiếp nhận",
    "out_of_boundary": "Phi địa giới", "competent_at": "Cơ quan có thẩm quyền nhận lúc",
    "closing_reason": "Lý do kết thúc",
}  # fmt: skip

WORKBOOKS: dict[str, dict[str, tuple[str, dict[str, str]]]] = {
    "ho-so.xlsx": {
        "Danh sách hồ sơ": ("dossiers", _DOSSIERS),
        "Quá trình xử lý": ("steps", _STEPS),
        "Bổ sung, tạm dừng": ("stops", _STOPS),
        "Thay đổi ngày hẹn": ("due_changes", _DUE_CHANGES),
    },
    "danh-muc.xlsx": {
        "Quy trình nội bộ": ("norms", _NORMS),
        "Đơn vị": ("units", _labels("units")),
        "Vắng mặt": ("absences", _labels("absences")),
        "Đánh giá, phản ánh": ("feedback", _labels("feedback")),
        "Danh mục thủ tục": ("procedures", _labels("procedures")),
    },
}
_HISTORY = {name: sheet for name, sheet in WORKBOOKS["ho-so.xlsx"].items() if name != "Danh sách hồ sơ"}
# A commune's exports: one workbook from the province's system, one from those of the ministries.
COMMUNE_WORKBOOKS: dict[str, dict[str, tuple[str, dict[str, str]]]] = {
    "ho-so-tinh.xlsx": {"Danh sách hồ sơ": ("dossiers", _DOSSIERS_2026), **_HISTORY},
    "ho-so-bo.xlsx": {"Danh sách hồ sơ": ("dossiers", _DOSSIERS_2026), **_HISTORY},
    "danh-muc.xlsx": WORKBOOKS["danh-muc.xlsx"],
}
_DATE_ONLY = {"due_at", "old_due_at", "new_due_at", "published_at", "made_public_at", "valid_from"}


def write_workbooks(tables: dict[str, list[dict]], folder: Path, *, created: datetime) -> list[Path]:
    """Writes both workbooks into `folder`; `created` is the date they carry, so that equal tables give equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write_workbook(folder / name, sheets, tables, created) for name, sheets in WORKBOOKS.items()]


def write_commune(
    tables: dict[str, list[dict]], ministry: frozenset[str], folder: Path, *, created: datetime,
) -> list[Path]:
    """The commune's workbooks: dossiers of ministry systems (by their codes, `ministry`) apart from the province's."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, sheets in COMMUNE_WORKBOOKS.items():
        of_ministry = name == "ho-so-bo.xlsx"
        own = {
            table: [row for row in rows if table not in _OF_DOSSIERS or (row["dossier_id"] in ministry) == of_ministry]
            for table, rows in tables.items()
        }
        paths.append(_write_workbook(folder / name, sheets, own, created))
    return paths


_OF_DOSSIERS = ("dossiers", "steps", "stops", "due_changes")


def _write_workbook(path: Path, sheets: dict, tables: dict[str, list[dict]], created: datetime) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": created, "title": SYNTHETIC})
        bold = book.add_format({"bold": True})
        for sheet, (table, headers) in sheets.items():
            _write_sheet(book.add_worksheet(sheet), sheet, table, headers, tables[table], bold)
    return path


def _write_sheet(page, title: str, table: str, headers: dict[str, str], rows: Iterable[dict], bold) -> None:
    page.write_string(0, 0, title.upper(), bold)
    page.write_string(1, 0, SYNTHETIC)
    page.write_row(2, 0, headers.values(), bold)
    page.set_column(0, len(headers) - 1, 18)
    page.freeze_panes(3, 1)
    for n, row in enumerate(rows, 3):
        for m, column in enumerate(headers):
            value = _cell(table, column, row[column])
            if value is not None:
                page.write(n, m, value)


def _cell(table: str, column: str, value):
    """A value as the platform shows it; None leaves the cell empty."""
    codes = CANONICAL[table][column].codes
    if value is None or (codes and value == ""):
        return None
    if codes:
        return CODES[codes][value]
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if column == "norm_wm":
        return value / 60
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}" if column in _DATE_ONLY else f"{value:%d/%m/%Y %H:%M:%S}"
    return value
