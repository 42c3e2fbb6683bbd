"""Whatever goes wrong outside the data, as one Vietnamese sentence; the traceback goes to a log file."""

from __future__ import annotations

import errno
import re
import traceback
from pathlib import Path

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from tthc.model.errors import DataStop, RunFailed, TthcError, UsageError
from tthc.model.private import private_folder
from tthc.model.settings import Run, current_time
from tthc.report.kernels import SILENT_SECONDS, KernelSilentError

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_AS_THEY_ARE = {error.__name__: error for error in (DataStop, UsageError, RunFailed)}


def explain(error: BaseException, run: Run, chapter: str = "", *, is_unit: bool = False) -> TthcError:
    """The error to raise instead of `error`; those raised on purpose stay as they are.

    `is_unit`: the chapter is one unit's page, whose name does not leave the machine.
    """
    if isinstance(error, TthcError):
        return error
    if isinstance(error, PapermillExecutionError) and error.ename in _AS_THEY_ARE:
        return _AS_THEY_ARE[error.ename](error.evalue)
    where = f"Chương {chapter}" if chapter else "Việc lập báo cáo"
    log = _write_log(run, error)
    tail = f" Chi tiết trong {log}." if log else ""
    reason, more = _reason(error)
    kept = "báo cáo trước đó được giữ nguyên."
    outside = "Một trang đơn vị" if is_unit else where
    return RunFailed(
        f"{where} không hoàn thành: {reason}{more}; {kept}{tail}",
        public_message=f"{outside} không hoàn thành: {reason}; {kept}",
    )


def _reason(error: BaseException) -> tuple[str, str]:
    """What may be told to everybody, and what only those who see the data may read after it."""
    if _is_full(error):
        return "ổ đĩa đã đầy, hãy dọn bớt rồi chạy lại", ""
    if isinstance(error, PapermillExecutionError):
        return f"ô lệnh số {error.exec_count} không chạy được", f" ({_one_line(error.evalue)})"
    if isinstance(error, DeadKernelError):
        return "tiến trình tính toán dừng giữa chừng (thường do hết bộ nhớ), hãy đóng bớt chương trình rồi chạy lại", ""
    if isinstance(error, CellTimeoutError):
        return "chạy quá lâu nên bị dừng (giới hạn: chapter_minutes, mục [schedule] của tthc.toml)", ""
    if isinstance(error, KernelSilentError):
        minutes = f"{SILENT_SECONDS // 60} phút"
        busy = f"máy quá bận, tiến trình tính toán không trả lời trong {minutes}"
        return f"{busy}, hãy đóng bớt chương trình rồi chạy lại", ""
    if isinstance(error, TimeoutError):
        return "ổ đĩa hoặc mạng không trả lời, hãy kiểm tra kết nối rồi chạy lại", ""
    if isinstance(error, PermissionError):
        return "không được phép đọc hoặc ghi một tệp, hãy kiểm tra quyền của tài khoản đang chạy", f": {error.filename}"
    return "có việc không thực hiện được", f" ({_one_line(str(error))})"


def _is_full(error: BaseException) -> bool:
    """Some libraries wrap the system's error and keep only its words."""
    said = error.evalue if isinstance(error, PapermillExecutionError) else str(error)
    return getattr(error, "errno", None) in (
        errno.ENOSPC, errno.EDQUOT,
    ) or "No space left" in said or "Errno 28" in said


def _one_line(text: str, limit: int = 200) -> str:
    line = " ".join(_ANSI.sub("", text).split())
    return line if len(line) <= limit else f"{line[:limit]}…"


def _write_log(run: Run, error: BaseException) -> Path | None:
    path = run.root / ".tthc" / "logs" / f"{current_time():%Y%m%d-%H%M%S-%f}.log"
    try:
        private_folder(path.parent)
        path.write_text(_ANSI.sub("", "".join(traceback.format_exception(error))), encoding="utf-8", errors="replace")
    except OSError:
        return None
    return path
