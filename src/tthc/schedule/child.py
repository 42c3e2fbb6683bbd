"""One report in a process of its own, so that whatever kills it leaves somebody to tell."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tthc.model.errors import DataStop, RunFailed, TthcError, UsageError
from tthc.model.settings import process_environment
from tthc.report.progress import BEFORE
from tthc.schedule.protocol import WATCHED, parse_line

_ERRORS = {error.exit_code: error for error in (DataStop, UsageError, RunFailed)}
_KEPT = "báo cáo trước đó được giữ nguyên."


@dataclass
class _Said:
    last: str = ""
    code: int | None = None
    public_message: str = ""


def make_apart(command: Sequence[str], *, seconds: float, log: Path | None, say: Callable[[str], None]) -> None:
    """Runs the command and passes on what it says. Raises what it failed with; RunFailed where it was killed or took
    too long.
    """
    environment = {**process_environment(), WATCHED: "1", **({BEFORE: str(log)} if log else {})}
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment,
        text=True, encoding="utf-8", errors="replace", start_new_session=True,
    )  # fmt: skip
    said = _Said()
    reader = threading.Thread(target=_listen, args=(process, said, say), daemon=True)
    reader.start()
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        sentence = (
            f"Lần lập báo cáo quá {seconds / 60:.0f} phút nên bị dừng (giới hạn: run_minutes, mục [schedule] của "
            f"tthc.toml); {_KEPT}"
        )
        raise RunFailed(sentence, public_message=sentence) from None
    finally:
        _end_all(process)
        reader.join(timeout=5)  # a grandchild may hold the other end
        if process.stdin:
            process.stdin.close()
        if process.stdout and not reader.is_alive():
            process.stdout.close()
    _raise_failure(process.returncode, said)


def _listen(process: subprocess.Popen[str], said: _Said, say: Callable[[str], None]) -> None:
    for text in process.stdout or ():
        if (last := parse_line(text)) is not None:
            said.code, said.public_message = last["code"], last["public_message"]
        elif text.strip():
            said.last = text.strip()
            say(said.last)


def _end_all(process: subprocess.Popen[str]) -> None:
    """The process and what it started, kernels and all."""
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
    process.wait()


def _raise_failure(returned: int, said: _Said) -> None:
    if said.code is None or said.code != returned:
        how = f"tín hiệu {-returned}" if returned < 0 else f"mã {returned}"
        public_message = (
            f"Tiến trình lập báo cáo bị ngắt giữa chừng ({how}; thường do máy hết bộ nhớ hoặc có người dừng); {_KEPT}"
        )
        raise RunFailed(public_message, public_message=public_message)
    if returned:
        raise _error(returned, said)


def _error(code: int, said: _Said) -> TthcError:
    return _ERRORS.get(code, RunFailed)(said.last, public_message=said.public_message)
