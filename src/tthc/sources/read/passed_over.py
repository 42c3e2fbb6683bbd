"""What stands in the sources and is not read, each with the reason: nothing there is passed over without a word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tthc.sources.read.faults import Faults
from tthc.sources.read.sources import input_paths, shown_name

PACKED = (".zip", ".rar", ".7z", ".tar", ".tgz", ".gz")
COPIES = (".bak", ".old", ".tmp", ".orig", ".backup", ".part", ".crdownload", "~")
NO_DATA = (".md", ".toml", ".pdf", ".doc", ".docx", ".png", ".jpg", ".jpeg", ".log", ".ini", ".lnk", ".db")

_NAMED = 3  # files named where there is nothing else


def report_passed_over(sources: Sequence[Path], faults: Faults) -> None:
    """One finding for each file and folder of the sources that is not read. What may hold data is a warning."""
    read = set(input_paths(sources))
    for source in sources:
        for path in sorted(source.iterdir()) if source.is_dir() else ():
            if path not in read:
                rule, reason = _why(path)
                faults.add(rule, shown_name(path), value=reason, detail=reason)


def where_nothing_is(sources: Sequence[Path]) -> str:
    """The sources, with what lies there instead of data, each with the reason why it is not read."""
    faults = Faults()
    report_passed_over(sources, faults)
    told = [f"“{row['file']}”: {row['value']}" for row in faults.rows[:_NAMED]]
    more = [f"và {len(faults.rows) - _NAMED} tệp, thư mục khác"] if len(faults.rows) > _NAMED else []
    places = ", ".join(map(str, sources))
    return f"{places} (ở đó có {'; '.join([*told, *more])})" if told else places


def _why(path: Path) -> tuple[str, str]:
    name = path.name.lower()
    if path.is_dir():
        n = sum(one.is_file() for one in path.rglob("*"))
        return ("file.not_read" if n else "file.passed"), f"là thư mục con, có {n} tệp"
    if name.startswith("~$"):
        return "file.passed", "là tệp khóa của một bảng tính đang mở"
    if name.startswith("."):
        return "file.passed", "là tệp ẩn"
    if name.startswith(("readme", "doc-truoc")) or name.endswith(NO_DATA):
        return "file.passed", "không phải bảng dữ liệu"
    if name.endswith(PACKED):
        return "file.not_read", "là tệp nén"
    if name.endswith(COPIES):
        return "file.not_read", "là bản sao hoặc tệp tạm"
    return (
        "file.not_read", f"có đuôi “{path.suffix}” không thuộc các dạng được đọc" if path.suffix
        else "không có đuôi cho biết dạng dữ liệu"
    )
