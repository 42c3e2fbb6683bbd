"""What an unattended run was asked to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tthc.model.settings import Run


@dataclass(frozen=True)
class Job:
    """What was asked for. `describe` gives the run of a period, `command` the command line that makes its report."""

    root: Path
    period: str
    today: date
    describe: Callable[[str], Run]
    command: Callable[[str], Sequence[str]]
    since: str | None = None
    by: str | None = None
    rules: Mapping[str, str] = field(default_factory=dict)
    out: str | None = None
    mail: str | None = None
    say: Callable[[str], None] = lambda text: None
    complain: Callable[[str], None] = lambda text: None
