"""The sheet of instructions, in the words of people who have never seen the program."""

from __future__ import annotations

import xlsxwriter

from tthc.report.explanations.formats import Formats, page, text_height
from tthc.sources.explanations.columns import CAUSE_SHEET, SHEET, UNMATCHED_SHEET

_WIDTH = 92
_STEPS = (
    f"Trang “{SHEET}” có một dòng cho mỗi hồ sơ quá hạn. Các ô nền trắng do chương trình tính từ dữ liệu của hệ thống; "
    "xin không sửa.",
    "Đơn vị điền các ô nền vàng. Ô nào chưa có gì để ghi thì để trống.",
    "Nguyên nhân đề xuất là do chương trình suy ra từ thời gian ghi trên hệ thống; đó là câu hỏi, không phải kết luận "
    "về ai.",
    "Nếu đồng ý với nguyên nhân đề xuất: để trống ô “Nguyên nhân xác nhận” và chọn “Đồng ý” ở cột “Ý kiến duyệt”.",
    f"Nếu nguyên nhân khác: chọn ở ô “Nguyên nhân xác nhận” (danh sách thả xuống; xem trang “{CAUSE_SHEET}”). Nguyên "
    "nhân không có "
    "trong danh mục thì viết ở ô “Giải trình” và đề nghị người phụ trách bổ sung danh mục.",
    "Viết giải trình bằng lời ở ô “Giải trình”; ai làm phần việc nào, từ ngày nào đến ngày nào ở ô “Phần việc của từng "
    "cán bộ”.",
    "Ghi tên người giải trình, ngày giải trình. Lãnh đạo đơn vị chọn ý kiến duyệt: “Đồng ý”, “Không đồng ý” hoặc “Cần "
    "bổ sung”. "
    "Nguyên nhân đã chọn được dùng trong báo cáo khi ý kiến duyệt là “Đồng ý” hoặc còn để trống.",
    "Được lọc, thêm cột, đổi chỗ cột, sắp xếp dòng, lưu bằng Excel hoặc LibreOffice. Xin giữ nguyên các tiêu đề và mã "
    "hồ sơ.",
    "Các ô nền trắng được khóa để khỏi sửa nhầm, không có mật khẩu; khi cần sắp xếp thì bỏ khóa bằng lệnh Unprotect "
    "Sheet "
    "(Excel) hoặc Công cụ – Bảo vệ trang tính (LibreOffice).",
    f"Trang “{UNMATCHED_SHEET}” (nếu có) giữ những dòng đã điền mà chưa khớp với hồ sơ quá hạn nào. Sửa ngay ở trang "
    "đó "
    "(mã hồ sơ, nguyên nhân), hoặc xóa dòng nếu không cần nữa.",
)
_AFTER = (
    "Gửi tệp đã điền cho người lập báo cáo. Người lập báo cáo chép tệp vào thư mục có tệp tthc.toml, mở cửa sổ lệnh ở "
    "đó và chạy lệnh sau (nêu được nhiều tệp, hoặc thư mục chứa các tệp):",
    "Báo cáo mới dùng nguyên nhân đã xác nhận thay cho nguyên nhân đề xuất và ghi rõ “đã xác nhận”. Số ngày làm việc "
    "của từng "
    "nguyên nhân vẫn là số đo được, không đổi theo lời giải trình.",
    "Tệp đã điền không bao giờ bị ghi đè. Báo cáo mới có tệp giai-trinh.xlsx mới, trong đó những gì đã điền được giữ "
    "nguyên.",
)


def guide_sheet(
    book: xlsxwriter.Workbook, name: str, title: str, subtitle: str, warning: str, command: str, formats: Formats,
) -> None:
    """Writes what to fill, how, and what happens with it then."""
    sheet = book.add_worksheet(name)
    page(sheet, landscape=False)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, _WIDTH)
    sheet.merge_range(0, 0, 0, 1, "", formats.title)
    sheet.write_string(0, 0, f"Hướng dẫn điền giải trình hồ sơ quá hạn {title}", formats.title)
    row = 1
    for text in (subtitle, warning):
        if text:
            sheet.write_string(row, 1, text, formats.plain)
            row += 1
    row = _numbered(sheet, row + 1, "Cách điền", _STEPS, formats)
    row = _numbered(sheet, row + 1, "Sau khi điền", _AFTER[:1], formats)
    sheet.write_string(row, 1, command, formats.code)
    for number, text in enumerate(_AFTER[1:], 2):
        row += 1
        _line(sheet, row, number, text, formats)
    sheet.fit_to_pages(1, 0)


def _numbered(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, head: str, texts: tuple[str, ...], formats: Formats,
) -> int:
    sheet.write_string(row, 1, head, formats.subtitle)
    for number, text in enumerate(texts, 1):
        _line(sheet, row + number, number, text, formats)
    return row + len(texts) + 1


def _line(sheet: xlsxwriter.worksheet.Worksheet, row: int, number: int, text: str, formats: Formats) -> None:
    sheet.write_number(row, 0, number, formats.number)
    sheet.write_string(row, 1, text, formats.plain)
    sheet.set_row(row, text_height(text, _WIDTH))
