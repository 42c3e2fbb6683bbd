"""Two hundred made-up personal data in every column that names people or holds free text, and hostile text in the others."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import count
from pathlib import Path

import openpyxl
import pypdf

MARK = "kanary"
# Columns of the platform's export that are declared personal or free text.
_OFFICERS = {"Người thụ lý", "Người xử lý", "Cán bộ"}
_TEXTS = {"Chủ hồ sơ": 60, "Số điện thoại": 50, "Trích yếu": 50, "Lý do": 12, "Lý do vắng": 12}
_WRONG = 4  # cells with a name where a day should stand: findings quote them
HOSTILE = (
    '<script>alert("x")</script><img src=x onerror=alert(1)> {{ 7*7 }} {% for a in b %} {# c #} #let k = 1 $x^2$ #image("a") '
    "\u202eđảo\u202c\u200f \\u0041 & 'a' \"b\" 😀 _*[x](javascript:alert(1))*_ ]]> <!-- "
)
FORMULA = '=HYPERLINK("http://example.org","bấm")'
LONG = "Dài" * 3334


def plant(folder: Path) -> list[str]:
    """Rewrites the sample's workbooks in `folder`; the planted texts, each with a number of its own."""
    numbers, planted, officers = count(1), [], {}

    def name(words: str) -> str:
        planted.append(f"{MARK}{next(numbers):03d}q")
        return f"{words} {planted[-1].capitalize()}"

    for path in sorted(folder.glob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        for sheet in book:
            heads = {cell.value: cell.column for cell in sheet[3]}
            for head in _OFFICERS & set(heads):
                _rename(sheet, heads[head], officers, name)
            for head, most in _TEXTS.items():
                for row in range(sheet.max_row, max(3, sheet.max_row - most), -1) if head in heads else ():
                    sheet.cell(row, heads[head], name(f"{head}:"))
            if "Chủ hồ sơ" in heads:
                for row in range(sheet.max_row - _WRONG + 1, sheet.max_row + 1):
                    sheet.cell(row, heads["Ngày xin lỗi"], name("Bà"))
                sheet.cell(3, len(heads) + 1, name("Cột riêng của ông"))
            _make_hostile(sheet, heads)
        book.save(path)
    return planted


def _rename(sheet, column: int, officers: dict[str, str], name) -> None:
    for (cell,) in sheet.iter_rows(min_row=4, min_col=column, max_col=column):
        if cell.value:
            if cell.value not in officers:
                officers[cell.value] = name("Ông")
            cell.value = officers[cell.value]


def _make_hostile(sheet, heads: dict[str, int]) -> None:
    """The same hostile words wherever the same procedure, step, field or unit is named."""
    changed = {
        "Thủ tục tặng Bằng khen của Chủ tịch UBND tỉnh theo chuyên đề": f"Thủ tục {HOSTILE}",
        "Thủ tục tặng Cờ thi đua của UBND tỉnh": LONG,
        "Kiểm tra hồ sơ": f"Kiểm tra {HOSTILE}",
        "Bộ phận Một cửa": FORMULA,
        "Hội, quỹ": f"@Hội {HOSTILE}",
    }  # fmt: skip
    for head in ("Tên thủ tục", "Bước xử lý", "Đơn vị", "Lĩnh vực"):
        for (cell,) in sheet.iter_rows(min_row=4, min_col=heads[head], max_col=heads[head]) if head in heads else ():
            if cell.value in changed:
                cell.value = changed[cell.value]
                cell.data_type = "s"


def readings(path: Path) -> list[str]:
    """Every way to read a file of a report: its bytes, the parts of a ZIP, a PDF's objects, streams, text and properties."""
    data = path.read_bytes()
    found = [data.decode("utf-8", "replace"), data.decode("utf-16-le", "replace")]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            found += [part.filename for part in parts.infolist()] + [parts.read(part).decode("utf-8", "replace") for part in parts.infolist()]
            found.append(" ".join(re.sub(r"<[^>]+>", "", parts.read(p).decode("utf-8", "replace")) for p in parts.infolist() if p.filename.endswith(".xml")))
    if data.startswith(b"%PDF"):
        found += _pdf(data)
    return found


def _pdf(data: bytes) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    texts = [page.extract_text() for page in reader.pages] + [str(reader.metadata), str(reader.outline)]
    for number in range(1, len(reader.xref[0]) + len(reader.xref_objStm) + 1):
        entry = reader.get_object(number) if number in reader.xref[0] or number in reader.xref_objStm else None
        texts.append(str(entry))
        if isinstance(entry, pypdf.generic.StreamObject):
            texts.append(entry.get_data().decode("utf-8", "replace"))
    return texts


def holds(path: Path, text: str) -> bool:
    """True where any reading of the file has `text`, however it is broken over lines."""
    return any(text.lower() in re.sub(r"[\s\u200b\u00ad]+", "", reading).lower() for reading in readings(path))
