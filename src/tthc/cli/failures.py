"""What nobody foresaw: one sentence for the user, the rest in a log file."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

import tthc
from tthc.model.errors import UsageError
from tthc.model.private import private_folder
from tthc.model.settings import current_time, find_root


def sentence(error: Exception, arguments: Sequence[str]) -> str:
    """What happened and what to do, with the path of the log file that holds the rest."""
    log = _write_log(error, arguments)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return f"Ổ đĩa đã đầy; hãy giải phóng chỗ rồi chạy lại (chi tiết: {log})."
    if isinstance(error, PermissionError):
        return (
            f"Không được phép đọc hoặc ghi {error.filename}; hãy đóng tệp nếu đang mở rồi chạy lại (chi tiết: {log})."
        )
    if isinstance(error, OSError) and error.filename:
        return f"Không đọc hoặc ghi được {error.filename}; hãy kiểm tra đường dẫn đó rồi chạy lại (chi tiết: {log})."
    if isinstance(error, MemoryError):
        return f"Máy không đủ bộ nhớ; hãy đóng các chương trình khác rồi chạy lại (chi tiết: {log})."
    return (
        f"Lệnh dừng vì một lỗi của chương trình; báo cáo trước đó vẫn giữ nguyên; hãy gửi tệp {log} cho người phụ "
        "trách."
    )


def reader_left() -> int:
    """The program that read our output ended first (`tthc export … | head`): nothing is wrong."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _write_log(error: Exception, arguments: Sequence[str]) -> Path:
    now = current_time()
    head = f"{now:%d/%m/%Y %H:%M:%S}  tthc {tthc.__version__}  Python {sys.version}\n{list(arguments)}\n\n"
    text = head + "".join(traceback.format_exception(error))
    for folder in _log_folders():
        path = folder / f"tthc-{now:%Y%m%d-%H%M%S}-{os.getpid()}.log"
        try:
            private_folder(folder)
            path.write_text(text, encoding="utf-8")
        except OSError:
            continue
        return path
    return Path(os.devnull)


def _log_folders() -> list[Path]:
    try:
        return [find_root() / ".tthc" / "logs", Path(tempfile.gettempdir())]
    except UsageError:
        return [Path(tempfile.gettempdir())]
