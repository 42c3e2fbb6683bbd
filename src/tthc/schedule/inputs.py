"""Is an export still being written? Then the run waits for it, and gives up with one sentence when
that takes too long.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from tthc.model.errors import RunFailed
from tthc.model.limits import Limits
from tthc.model.settings import Run, current_seconds
from tthc.sources.read.sources import input_paths

_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp")
_HELD_BY_OFFICE = ("~$", ".~lock.")  # Excel's and LibreOffice's mark of a file that is open
FORGOTTEN = 24 * 3600  # such a file that nobody touched for a day was left behind by a crash
_SHARING_VIOLATION = 32  # Windows: another program keeps the file from being read

Look = dict[Path, tuple[int, int]]


def wait_until_written(
    run: Run,
    limits: Limits,
    say: Callable[[str], None],
    *,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = current_seconds,
) -> None:
    """Returns when the inputs kept their size and time for `settle_seconds` and no mark says that one is being written.

    Raises RunFailed, one sentence with the file's name, after `wait_minutes`.
    """
    end = clock() + 60 * limits.wait_minutes
    before, is_said = _look(run), False
    while True:
        sleep(limits.settle_seconds)
        after = _look(run)
        busy = _busy(run, before, after, clock())
        if busy is None:
            return
        if clock() >= end:
            public_message = (
                f"Tệp dữ liệu vẫn đang được ghi hoặc đang mở sau {limits.wait_minutes} phút chờ; hãy đóng tệp hoặc chờ "
                "ghi xong rồi chạy lại."
            )
            raise RunFailed(
                f"Tệp {busy} vẫn đang được ghi hoặc đang mở sau {limits.wait_minutes} phút chờ; hãy đóng tệp hoặc chờ "
                "ghi xong rồi chạy lại.",
                public_message=public_message
            )
        if not is_said:
            say(f"Tệp {busy.name} đang được ghi hoặc đang mở; chờ tối đa {limits.wait_minutes} phút.")
        before, is_said = after, True


def _look(run: Run) -> Look:
    """Size and time of every input; one that vanishes meanwhile is not there."""
    found: Look = {}
    for path in (*input_paths(run.sources), *run.explanations):
        try:
            about = path.stat()
        except FileNotFoundError:
            continue
        found[path] = (about.st_size, about.st_mtime_ns)
    return found


def _busy(run: Run, before: Look, after: Look, now: float) -> Path | None:
    """A file that is not finished; None where all are."""
    changed = [path for path in (*after, *before) if before.get(path) != after.get(path)]
    return next(chain(changed, _marks((*run.sources, *run.explanations), now), filter(_is_withheld, after)), None)


def _marks(sources: Sequence[Path], now: float) -> Iterator[Path]:
    """What browsers, copying programs and offices put beside a file while they write it or have it open."""
    for source in sources:
        folder, only = (source, "") if source.is_dir() else (source.parent, source.name)
        for path in sorted(folder.iterdir()):
            if only in path.name and _is_mark(path.name) and path.is_file() and now - path.stat().st_mtime < FORGOTTEN:
                yield path


def _is_mark(name: str) -> bool:
    return name.startswith(_HELD_BY_OFFICE) or name.lower().endswith(_UNFINISHED)


def _is_withheld(path: Path) -> bool:
    """True while Windows lets nobody read the file; a lack of rights is no reason to wait."""
    try:
        with path.open("rb"):
            return False
    except OSError as error:
        return getattr(error, "winerror", None) == _SHARING_VIOLATION
