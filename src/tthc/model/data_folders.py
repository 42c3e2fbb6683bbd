"""Which folders under the project's data hold a period: a folder named by its period, one that holds a longer one,
several that make it up.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tthc.model.errors import UsageError
from tthc.model.period import Period, parse_period


def period_folders(folder: Path) -> list[tuple[Period, Path]]:
    """The folders inside that are named by a period, the earliest first."""
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        try:
            found += [(parse_period(path.name.replace("_", "..")), path)] if path.is_dir() else []
        except UsageError:
            continue  # some other folder
    return sorted(found, key=lambda one: (one[0].start, one[0].end))


def folders_of(period: Period, folder: Path) -> tuple[Path, ...]:
    """The folders with the period's data: its own, else the shortest one around it, else all those that make it up.

    `folder` itself where it has no folders that are named by periods. Raises UsageError that names the periods there
    are.
    """
    known = period_folders(folder)
    if not known:
        return (folder,)
    around = [(one.end - one.start, path) for one, path in known if one.start <= period.start and period.end <= one.end]
    inside = [(one, path) for one, path in known if period.start <= one.start and one.end <= period.end]
    if around:
        return (min(around, key=lambda one: one[0])[1],)
    if _makes_up(period, [one for one, _ in inside]):
        return tuple(path for _, path in inside)
    if any(path.is_file() and not path.name.startswith(".") for path in folder.iterdir()):
        return (folder,)
    raise UsageError(
        f"Không có dữ liệu của kỳ {period.text} trong {folder}; các kỳ đang có: {told_periods(known)}. "
        "Hãy chọn một kỳ nằm trong đó, thêm thư mục dữ liệu của kỳ này, hoặc chỉ tới dữ liệu bằng --source."
    )


def told_periods(known: list[tuple[Period, Path]]) -> str:
    return ", ".join(period.text for period, _ in known)


def _makes_up(period: Period, parts: list[Period]) -> bool:
    """Whether the parts leave out no day of the period."""
    reached = period.start
    for part in parts:
        if part.start > reached:
            return False
        reached = max(reached, part.end + timedelta(days=1))
    return reached > period.end
