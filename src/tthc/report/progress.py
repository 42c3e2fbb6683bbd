"""The steps of a report: counted for whoever watches, and kept with their times as the run's log
beside its manifest.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from tthc.model.settings import current_time, process_environment

LOG = "nhat-ky.log"
# The log of the unattended run that this report is part of: what happened before the report began.
BEFORE = "TTHC_LOG_BEFORE"
Progress = Callable[[int, int, str], None]


def line(text: str) -> str:
    """One line of a log: when, and what was said."""
    return f"{current_time():%d/%m/%Y %H:%M:%S}  {text}"


class StepCounter:
    """Counts the steps of a report: the study, each chapter run, each chapter rendered, print, workbook."""

    def __init__(self, progress: Progress, chapters: int) -> None:
        self._progress, self._done, self._total = progress, 0, 2 * chapters + 3
        self._lines = _before()

    def say(self, message: str) -> None:
        self._lines.append(line(f"[{self._done}/{self._total}] {message}"))
        self._progress(self._done, self._total, message)

    def done(self, message: str) -> None:
        self._done += 1
        self.say(message)

    def more(self, count: int) -> None:
        """So many steps more than were known at the start."""
        self._total += count

    def write_log(self, folder: Path) -> None:
        (folder / LOG).write_text("\n".join(self._lines) + "\n", encoding="utf-8")


def _before() -> list[str]:
    with contextlib.suppress(OSError, KeyError):
        return Path(process_environment()[BEFORE]).read_text(encoding="utf-8", errors="replace").splitlines()
    return []
