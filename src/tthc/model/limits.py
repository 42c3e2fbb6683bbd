"""What an unattended run needs to know before its data: how long it may take, which period is due, where reports go."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tthc.model.errors import UsageError
from tthc.model.period import Period, parse_period
from tthc.model.settings import PROJECT_FILE, choose_rules, read_project


@dataclass(frozen=True)
class Limits:
    """How long an unattended run waits and may take; none of them changes a figure of the report."""

    wait_minutes: int = 30  # for an input that is still being written
    settle_seconds: int = 10  # an input that kept its size and time for so long is written
    chapter_minutes: int = 30
    run_minutes: int = 240
    keep_logs: int = 60  # of unattended runs, in reports/nhat-ky


def load_limits(root: Path) -> Limits:
    """The limits that the project file sets. Raises UsageError for anything but whole numbers from 1."""
    given = read_project(root / PROJECT_FILE).get("schedule", {})
    for key, value in given.items():
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise UsageError(
                f"Tệp {PROJECT_FILE}, mục [schedule], khóa {key} nhận số nguyên từ 1, không nhận “{value}”."
            )
    return Limits(**given)


def load_period(
    text: str, *, root: Path, rules: Mapping[str, str] | None = None, today: date | None = None,
) -> tuple[Period, str]:
    """The period that a run would have, and whose quarters it counts, without asking for its data."""
    quarters = choose_rules({**read_project(root / PROJECT_FILE).get("rules", {}), **(rules or {})})["quarters"]
    return parse_period(text, quarters=quarters, today=today), quarters


def reports_folder(root: Path, out: str | Path | None = None) -> Path:
    """Where reports go, also where the project file cannot be read."""
    with contextlib.suppress(UsageError, OSError):
        out = out or read_project(root / PROJECT_FILE).get("report", {}).get("out")
    return root / Path(out or "reports").expanduser()


def office_name(root: Path) -> str:
    """Whose reports these are; empty where the project file does not say or cannot be read."""
    with contextlib.suppress(UsageError, OSError):
        return str(read_project(root / PROJECT_FILE).get("office", {}).get("name", ""))
    return ""
