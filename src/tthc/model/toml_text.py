"""A TOML file that people wrote: as Notepad saves it, with one sentence where it is not right."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from tthc.model.errors import UsageError

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LINE = re.compile(r"at line (\d+)")
_SHOWN = 60  # letters of the line
# What is often wrong with a line, and what to do.
_ADVICE = (
    (re.compile("[“”„‘’]"), 'thay dấu nháy cong bằng dấu nháy thẳng "'),
    (re.compile(r"\\"), "viết dấu / thay cho \\ trong đường dẫn, hoặc đặt giá trị trong dấu nháy đơn '…'"),
    (re.compile(r"""^[^=]*=\s*(?!true|false|inf|nan)[^\W\d]"""), 'đặt chữ trong dấu nháy kép, ví dụ khóa = "chữ"'),
    (re.compile(r"^[^=\[]*$"), 'viết dòng này ở dạng khóa = giá trị; ghi chú thì bắt đầu bằng dấu #'),
)
_TWICE = ("overwrite", "declare")
_OTHERWISE = "kiểm tra dấu nháy, dấu ngoặc và dấu phẩy của dòng này và dòng ngay trước"


def read_toml(path: Path) -> dict[str, Any]:
    """The file's keys. Raises UsageError that names the line, or how to save the file; OSError where there is none."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(
            f"Tệp {path.name} không phải chữ UTF-8; hãy mở bằng Notepad, chọn Save As, Encoding: UTF-8 rồi lưu lại."
        ) from None
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"Tệp {path.name} không đúng cú pháp TOML {_place(text, str(error))}.") from None
    except RecursionError:
        raise UsageError(f"Tệp {path.name} có quá nhiều dấu ngoặc lồng nhau; hãy xóa các dấu thừa.") from None


def _place(text: str, error: str) -> str:
    lines = text.splitlines()
    found = _LINE.search(error)
    number = min(int(found[1]), len(lines)) if found else len(lines)
    line = "".join(letter if letter.isprintable() else "�" for letter in (lines[number - 1].strip() if lines else ""))
    advice = next((told for mark, told in _ADVICE if mark.search(line)), _OTHERWISE)
    if any(word in error for word in _TWICE):
        advice = "xóa một trong hai dòng cùng khóa hoặc hai mục cùng tên"
    return f"ở dòng {number} (“{line[:_SHOWN]}”); hãy {advice}"
