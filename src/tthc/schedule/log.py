"""The log of an unattended run, kept under reports/nhat-ky whatever comes of it; one without an end was broken off."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tthc.model.private import private_folder
from tthc.model.settings import current_time

FOLDER = "nhat-ky"
_END = "Kết thúc, mã"


class RunLog:
    """Lines with their times in a file of their own. A disk that takes no more must not end the run: then the next
    folder.
    """

    def __init__(self, folders: Sequence[Path], now: datetime) -> None:
        self._waiting = [folder / f"{now:%Y%m%d-%H%M%S}-{os.getpid()}.log" for folder in folders]
        self._lines: list[str] = []
        self.path: Path | None = None

    def say(self, text: str) -> None:
        self._lines += [f"{current_time():%d/%m/%Y %H:%M:%S}  {line}" for line in text.splitlines()]
        while self.path or self._waiting:
            path = self.path or self._waiting[0]
            try:
                private_folder(path.parent)
                path.write_text("\n".join(self._lines) + "\n", encoding="utf-8")
            except OSError:
                self.path = None
                self._waiting = [other for other in self._waiting if other != path]
                continue
            self.path = path
            return

    def end(self, code: int) -> None:
        self.say(f"{_END} {code}")


def broken_off(folder: Path) -> list[Path]:
    """The logs without an end, oldest first: their runs were killed or the machine was switched off. Nobody may be
    running.
    """
    return [path for path in _logs(folder) if _END not in (_text(path).splitlines() or [""])[-1]]


def close(path: Path) -> None:
    """Ends the log of a run that was broken off, so that it is told once."""
    with contextlib.suppress(OSError):
        path.write_text(
            f"{_text(path)}Bị ngắt giữa chừng; lần chạy sau phát hiện lúc {current_time():%H:%M ngày %d/%m/%Y}\n{_END} "
            "3\n",
            encoding="utf-8",
        )


def keep_newest(folder: Path, number: int) -> None:
    for path in _logs(folder)[:-number]:
        with contextlib.suppress(OSError):
            path.unlink()


def started(path: Path) -> str:
    """When the run of this log began, as its name says."""
    return f"{datetime.strptime(path.stem[:15], '%Y%m%d-%H%M%S'):%H:%M ngày %d/%m/%Y}"


def _logs(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9]*-[0-9]*-*.log")) if folder.is_dir() else []


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return _END
