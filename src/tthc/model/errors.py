"""The few errors raised on purpose. Their text is one Vietnamese sentence: what was found, what is
allowed, what to do.
"""

from __future__ import annotations

from typing import Any


class TthcError(Exception):
    """Base of every error raised on purpose; `exit_code` is what the command line ends with.

    `public_message` is what may leave the machine: the same without a word from the data or a file's name; empty where
    nobody wrote it.
    """

    exit_code = 3

    def __init__(self, sentence: str = "", *, public_message: str = "") -> None:
        super().__init__(sentence.replace("\0", "�"))
        self.public_message = public_message

    def _render_traceback_(self) -> list[str]:
        """In a notebook the sentence alone, as on the command line."""
        return [str(self)]


class UsageError(TthcError):
    """Wrong use: an unknown option value, period, rule, table or parameter."""

    exit_code = 2


class DataStop(TthcError):
    """The data stop the run; all findings were listed before this is raised: `findings`, one dict per finding."""

    exit_code = 1
    findings: tuple[dict[str, Any], ...] = ()


class RunFailed(TthcError):
    """The run failed for a reason outside the data: a kernel died, the disk is full, another run holds the lock."""

    exit_code = 3
