"""Draws the pictures of `sua-mau-doc.md` from what the wizard really proposes for a small export (`python
docs/pictures.py`).
"""

from __future__ import annotations

import csv
import tempfile
from html import escape
from pathlib import Path

from tthc.sources.read import propose_profile

FOLDER = Path(__file__).with_name("hinh")
PROFILES = Path(__file__).resolve().parents[1] / "data" / "reference" / "profiles"
HEADER = ("Số biên nhận", "Loại thủ tục", "Ngày giờ nhận", "Hạn giải quyết", "Ngày giải quyết xong", "Tình trạng")
ROWS = (
    ("BN-0001", "Cấp phép quảng cáo", "03/06/2024 08:15", "12/06/2024", "11/06/2024 15:15", "Đã giải quyết xong"),
    ("BN-0002", "Cấp phép quảng cáo", "18/06/2024 09:00", "27/06/2024", "", "Đang thẩm định"),
)
LOG_HEADER = ("Số biên nhận", "Công đoạn", "Pha", "Thời khắc", "Cán bộ")
LOG = (
    ("BN-0001", "Tiếp nhận", "BĐ", "03/06/2024 08:15", "Lê Thị Cúc"),
    ("BN-0001", "Tiếp nhận", "KT", "03/06/2024 08:40", "Lê Thị Cúc"),
    ("BN-0001", "Thẩm định", "BĐ", "04/06/2024 09:00", "Nguyễn Văn An"),
    ("BN-0001", "Thẩm định", "KT", "11/06/2024 15:15", "Nguyễn Văn An"),
    ("BN-0002", "Tiếp nhận", "BĐ", "18/06/2024 09:00", "Lê Thị Cúc"),
    ("BN-0002", "Tiếp nhận", "KT", "18/06/2024 09:20", "Lê Thị Cúc"),
    ("BN-0002", "Thẩm định", "BĐ", "19/06/2024 08:00", "Nguyễn Văn An"),
)
_NOT_SHOWN = ("# Khóa", "# Bảng", "# Chưa dùng", "# Mã được dùng", "label", "source", "midnight")
_LINE, _LETTER, _EDGE = 22, 8.4, 12
_INK, _SOFT, _MARK = "#222222", "#eef3f7", "#fff1cc"


def pictures() -> dict[str, str]:
    """File name → SVG: the export as it is opened, the proposal with what must be decided marked, the proposal after
    that.
    """
    text = _proposal()
    shown = [line for line in text.splitlines()[1:] if line and not line.startswith(_NOT_SHOWN)]
    decided = [line.split("   # CHƯA CHẮC")[0] for line in shown]
    return {"tep-xuat.svg": _table((HEADER, *ROWS), "Tệp xuất"),
            "qua-trinh.svg": _table((LOG_HEADER, *LOG), "Tệp quá trình: mỗi hồ sơ nhiều dòng"),
            "de-xuat.svg": _lines(shown, "Mẫu đề xuất: xem các dòng được tô"),
            "da-sua.svg": _lines(decided, "Mẫu sau khi xem và sửa")}  # fmt: skip


def _proposal() -> str:
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in (("ho-so.csv", (HEADER, *ROWS)), ("tien-trinh.csv", (LOG_HEADER, *LOG))):
            with (Path(folder) / name).open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
        return propose_profile(Path(folder), PROFILES).text


def _table(rows: tuple[tuple[str, ...], ...], title: str) -> str:
    widths = [max(len(row[n]) for row in rows) * _LETTER + 2 * _EDGE for n in range(len(rows[0]))]
    lefts = [_EDGE + sum(widths[:n]) for n in range(len(widths))]
    cells = []
    for line, row in enumerate(rows):
        top = 40 + line * (_LINE + 6)
        for left, width, text in zip(lefts, widths, row, strict=True):
            fill = _SOFT if not line else "#ffffff"
            cells.append(
                f'<rect x="{left:.0f}" y="{top}" width="{width:.0f}" height="{_LINE + 6}" fill="{fill}" '
                'stroke="#9aa7b1"/>'
            )
            cells.append(
                f'<text x="{left + _EDGE:.0f}" y="{top + 19}" '
                f'font-weight="{"bold" if not line else "normal"}">{escape(text)}</text>'
            )
    return _drawn(sum(widths) + 2 * _EDGE, 50 + len(rows) * (_LINE + 6), title, cells)


def _lines(lines: list[str], title: str) -> str:
    parts = []
    for number, line in enumerate(lines):
        top = 40 + number * _LINE
        if "CHƯA CHẮC" in line:
            parts.append(f'<rect x="6" y="{top}" width="100%" height="{_LINE}" fill="{_MARK}"/>')
        parts.append(f'<text x="{_EDGE}" y="{top + 16}" xml:space="preserve">{escape(line)}</text>')
    return _drawn(max(len(line) for line in lines) * _LETTER + 2 * _EDGE, 50 + len(lines) * _LINE, title, parts)


def _drawn(width: float, height: float, title: str, parts: list[str]) -> str:
    frame = f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff" stroke="#9aa7b1"/>'
    head = f'<text x="{_EDGE}" y="26" font-weight="bold">{escape(title)}</text>'
    body = "\n".join([f"<title>{escape(title)}</title>", frame, head, *parts])
    look = f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="monospace" font-size="14" fill="{_INK}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {look}>\n{body}\n</svg>\n'


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, picture in pictures().items():
        (FOLDER / name).write_text(picture, encoding="utf-8")
