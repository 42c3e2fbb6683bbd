"""Tables of reference data as people save them: checked like an export, one sentence that names file and line.

A spreadsheet on Vietnamese Windows parts cells by semicolons, writes days as 31/12/2026 and numbers with a comma, and
may save in Windows-1258. All of that is read. What cannot be read, and a row that would be ignored, is an error.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from tthc.model.errors import UsageError

_MARKS = (",", ";", "\t", "|")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LOST_LETTERS = re.compile(r"[^\W\d_]\?[^\W\d_]")  # what a code page without such letters leaves of a word
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)

Line = tuple[int, dict[str, str]]  # the row's line in its file, and the row


def reference_lines(
    path: Path, columns: Sequence[str], *, optional: Sequence[str] = (), days: Sequence[str] = (),
    numbers: Sequence[str] = (), filled: Sequence[str] = (),
) -> list[Line]:
    """Every row of the table that is not blank, with its line; each has all of `columns` and `optional` as texts.

    Cells of `days` are ISO days and cells of `numbers` have a decimal point, whatever the file has; both may be empty
    unless they are among `filled`. Raises UsageError that names file and line: an unknown or missing column, more cells
    than the header has, a quote that nobody closed, a day or number that cannot be read.
    """
    text = _text(path)
    if not text.strip():
        raise UsageError(f"Tệp {path.name} trống; hãy chép lại tệp này từ bộ cài đặt.")
    lines: list[Line] = []
    names: list[str] | None = None
    for line, cells in _records(path, text, columns):
        if names is None:
            names = _header(path, line, cells, columns, optional)
        else:
            lines.append((line, _row(path, line, names, cells, optional)))
    for line, row in lines:
        _understand(path, line, row, days, numbers, filled)
    return lines


def reference_rows(path: Path, columns: Sequence[str], **kinds: Sequence[str]) -> list[dict[str, str]]:
    """The rows of `reference_lines` without their lines."""
    return [row for _, row in reference_lines(path, columns, **kinds)]


def wrong(path: Path, line: int, what: str) -> UsageError:
    """What does not hold in one line of a reference file, to be raised."""
    return UsageError(f"Tệp {path.name}, dòng {line}: {what}.")


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"Không có tệp {path}; hãy chép lại tệp này từ bộ cài đặt.") from None
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UsageError(f"Tệp {path.name} là bảng tính Excel; hãy lưu thành CSV (Save As, CSV UTF-8) rồi chạy lại.")
    for encoding in ("utf-16",) if data.startswith(_UTF_16) else ("utf-8-sig", "cp1258"):
        try:
            return unicodedata.normalize("NFC", data.decode(encoding)).replace("\0", "").replace("\u00a0", " ")
        except UnicodeDecodeError:
            continue
    raise UsageError(f"Tệp {path.name} không phải chữ Unicode; hãy lưu lại dưới dạng CSV UTF-8.")


def _records(path: Path, text: str, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The line and the cells of every record that is not blank, the header first."""
    skip = 1 if text.lstrip().lower().startswith("sep=") else 0
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[skip:]
    head = next((line for line in lines if line.strip()), "")
    mark, line = _delimiter(head, columns), skip + 1
    reader = csv.reader((one + "\n" for one in lines), delimiter=mark, strict=True)
    try:
        for cells in reader:
            if any(mark in cell and "\n" in cell for cell in cells):
                raise csv.Error(line)
            if any(cell.strip() for cell in cells):
                yield line, [cell.strip() for cell in cells]
            line = reader.line_num + skip + 1
    except csv.Error:
        raise wrong(path, line, "có dấu nháy kép đặt sai hoặc không đóng; hãy xóa hoặc đóng dấu đó") from None


def _delimiter(head: str, columns: Sequence[str]) -> str:
    """The mark under which the most columns are known."""
    return max(_MARKS, key=lambda mark: len({cell.strip(' "').lower() for cell in head.split(mark)} & set(columns)))


def _header(path: Path, line: int, cells: list[str], columns: Sequence[str], optional: Sequence[str]) -> list[str]:
    names = [cell.lower() for cell in cells]
    missing = [name for name in columns if name not in names]
    strange = [name for name in names if name and name not in (*columns, *optional)]
    if missing or strange or len(set(filter(None, names))) < len(list(filter(None, names))):
        fault = f"thiếu cột {', '.join(missing)}" if missing else f"có cột lạ hoặc lặp: {', '.join(strange or names)}"
        raise wrong(path, line, f"{fault}; cần đủ các cột {', '.join(columns)}" + _may(optional))
    return names


def _may(optional: Sequence[str]) -> str:
    return f", có thể thêm {', '.join(optional)}" if optional else ""


def _row(path: Path, line: int, names: list[str], cells: list[str], optional: Sequence[str]) -> dict[str, str]:
    if len(cells) != len(names) or any(cell and not name for name, cell in zip(names, cells, strict=True)):
        raise wrong(path, line, f"phải có đúng {len(names)} cột; ô có dấu phân cách thì đặt trong dấu ngoặc kép")
    if any(_LOST_LETTERS.search(cell) and "://" not in cell for cell in cells):
        raise wrong(path, line, "chữ có dấu đã thành dấu ?; hãy lấy lại bản cũ và lưu bằng Save As, CSV UTF-8")
    return dict.fromkeys(optional, "") | {name: cell for name, cell in zip(names, cells, strict=True) if name}


def _understand(
    path: Path, line: int, row: dict[str, str], days: Sequence[str], numbers: Sequence[str], filled: Sequence[str],
) -> None:
    for name in filled:
        if not row[name]:
            raise wrong(path, line, f"ô {name} trống; hãy ghi đủ hoặc xóa cả dòng")
    for name in days:
        row[name] = day_of(path, line, row[name]) if row[name] else ""
    for name in numbers:
        row[name] = _number(path, line, name, row[name]) if row[name] else ""


def day_of(path: Path, line: int, text: str) -> str:
    """The day that `text` names, as ISO text: 2026-12-31 or 31/12/2026, the day before the month."""
    found = _DAY_FIRST.fullmatch(text)
    try:
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text[:10])
        if not found and text[10:].strip(" T0:.") or day.year < 1900:
            raise ValueError(text)
    except ValueError:
        raise wrong(path, line, f"“{text}” không phải là ngày; hãy ghi dạng 2026-12-31 hoặc 31/12/2026") from None
    return day.isoformat()


def _number(path: Path, line: int, name: str, text: str) -> str:
    plain = text.replace(",", ".")
    if not re.fullmatch(r"-?\d{1,9}(\.\d{1,9})?", plain, re.ASCII):
        raise wrong(path, line, f"ô {name} nhận một số, không nhận “{text}”")
    return plain
