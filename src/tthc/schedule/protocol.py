"""What a run that is watched over says to its watcher: lines that begin with a sign no sentence has. Imports little."""

from __future__ import annotations

import json
import os
import re
import sys
import threading
from typing import Any

from tthc.model.errors import DataStop, TthcError, UsageError

WATCHED = "TTHC_WATCHED"
_SIGN = "\x1e"
_MOST = 3  # faults named in a letter; the log has all

_BY_CODE = {
    1: "Dữ liệu có lỗi phải sửa; hãy chạy tthc check với cùng tùy chọn để xem từng lỗi, sửa rồi chạy lại.",
    2: "Lệnh đặt lịch, tệp tthc.toml hoặc nơi để dữ liệu chưa đúng; câu báo lỗi nằm trong nhật ký.",
    3: "Có một lỗi của chương trình; chi tiết nằm trong nhật ký, hãy gửi tệp đó cho người phụ trách.",
}


def line(**said: Any) -> str:
    """One line for the watcher."""
    return _SIGN + json.dumps(said, ensure_ascii=True)


def parse_line(text: str) -> dict[str, Any] | None:
    """What such a line says; None for a line meant for people."""
    return json.loads(text[len(_SIGN) :]) if text.startswith(_SIGN) else None


def tell(code: int, error: TthcError | None = None) -> str:
    """The last line of a run that is watched over."""
    return line(code=code, public_message=public_message(error) if error else _BY_CODE.get(code, ""))


def end_with_the_watcher() -> None:
    """Ends this process when its watcher does: the other end of standard input is the watcher's. What is built is swept
    by the next run.
    """
    threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(3)


def public_message(error: TthcError) -> str:
    """What may leave the machine: a fixed sentence, with no word of the data, no file and no name."""
    if isinstance(error, DataStop) and error.findings:
        return _faults(error)
    if isinstance(error, UsageError):
        return error.public_message or _BY_CODE[2]
    return error.public_message or _BY_CODE[error.exit_code]


def _faults(error: DataStop) -> str:
    from tthc.model.schema.checks import CHECKS

    rules = [finding["rule"] for finding in error.findings if finding["severity"] == "stop"]
    kinds = [CHECKS[rule] for rule in dict.fromkeys(rules) if rule in CHECKS]
    said = " ".join(f"{re.sub(r'{[^}]*}', '…', kind.message)} {kind.action}" for kind in kinds[:_MOST])
    more = f" Còn {len(kinds) - _MOST} loại lỗi khác." if len(kinds) > _MOST else ""
    return f"Dữ liệu có {len(rules)} lỗi phải sửa. {said}{more}"
