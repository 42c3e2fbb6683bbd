"""What became of a period, in three tellings: the exit code, the sentence at the machine, the news for the letter."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tthc.display.blocks.clean_text import upper_first
from tthc.model.errors import RunFailed, TthcError
from tthc.model.settings import Run
from tthc.schedule import log as logs
from tthc.schedule.email import figures_of, place_of
from tthc.schedule.notices import News
from tthc.schedule.notices.letter import BROKEN, FAILED, MADE, NOTHING_NEW
from tthc.schedule.protocol import public_message

_STOPPED = "Lần chạy bị dừng theo yêu cầu (có người dừng hoặc máy tắt); báo cáo trước đó được giữ nguyên."
_BROKEN = "Máy tắt hoặc tiến trình bị dừng; báo cáo trước đó được giữ nguyên."


@dataclass(frozen=True)
class Outcome:
    """`code` is the exit code; `is_end` where nothing may follow."""

    code: int
    sentence: str
    news: News
    is_end: bool = False


def made(what: str, run: Run, folder: Path, manifest: dict[str, Any]) -> Outcome:
    """`what` is "báo cáo tháng 5 năm 2024", here and below."""
    left_out = manifest.get("unjudged", "")
    sentence = f"{upper_first(what)}: {folder}{f'. {left_out}' if left_out else ''}"
    return Outcome(0, sentence, News(what, MADE, left_out, figures_of(manifest), place_of(run, folder)))


def nothing_new(what: str, manifest: dict[str, Any]) -> Outcome:
    when = datetime.fromisoformat(manifest["made_at"])
    sentence = f"ông có dữ liệu mới từ báo cáo lập lúc {when:%H:%M ngày %d/%m/%Y}, nên không lập lại."
    return Outcome(0, f"{upper_first(what)}: kh{sentence}", News(what, NOTHING_NEW, f"Kh{sentence}"))


def failed(what: str, error: Exception, log: logs.RunLog) -> Outcome:
    """What was not raised on purpose leaves its traceback in the log."""
    if not isinstance(error, TthcError):
        log.say("".join(traceback.format_exception(error)))
        error = _explained(error)
    return Outcome(error.exit_code, f"{upper_first(what)}: {error}", News(what, FAILED, public_message(error)))


def stopped(what: str) -> Outcome:
    return Outcome(3, _STOPPED, News(what, FAILED, _STOPPED), is_end=True)


def broken_off(path: Path) -> Outcome:
    """Of an earlier run that could tell nobody itself; told once."""
    when = logs.started(path)
    logs.close(path)
    return Outcome(
        0, f"Lần chạy lúc {when} bị ngắt giữa chừng. {_BROKEN} Nhật ký: {path}",
        News(f"lần chạy lúc {when}", BROKEN, _BROKEN),
    )


def _explained(error: Exception) -> RunFailed:
    if isinstance(error, PermissionError):
        sentence = "tài khoản chạy theo lịch không được phép đọc dữ liệu hoặc ghi báo cáo; hãy cấp quyền rồi chạy lại"
        return RunFailed(f"{sentence}: {error.filename}", public_message=f"{upper_first(sentence)}.")
    return RunFailed("một lỗi của chương trình; báo cáo trước đó được giữ nguyên, chi tiết trong nhật ký.")
