"""Where a report is built and put: a lock, a temporary folder beside the target, one rename at the end."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from tthc.display.blocks import anchor
from tthc.model.errors import RunFailed
from tthc.model.private import private_folder
from tthc.model.settings import SHARED, Run
from tthc.study.memory import outside_sources
from tthc.study.pseudonyms import Codes, office_key

BUILDING = ".dang-lap-"


def folder_name(run: Run) -> str:
    """The period, and what narrows or replaces the office's own data: source, unit, field."""
    parts = [name.split(".")[0] for name in outside_sources(run)]
    if run.audience == SHARED and parts:
        # A file's name may say whose dossiers it holds.
        parts = [Codes(office_key(run.root)).source(" ".join(parts))]
    parts += [part for part in (run.unit, run.field) if part]
    return "-".join([run.period.slug, *(slug(part) for part in parts)])


@contextlib.contextmanager
def one_at_a_time(out: Path) -> Iterator[None]:
    """Holds the lock of `out`; raises RunFailed at once where another run holds it."""
    private_folder(out)
    lock = FileLock(out / ".khoa", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        public_message = "Một lần lập báo cáo khác đang chạy; hãy chờ lần đó xong rồi chạy lại."
        raise RunFailed(
            f"Một lần lập báo cáo khác đang chạy trong {out}; hãy chờ lần đó xong rồi chạy lại.",
            public_message=public_message,
        ) from None
    try:
        _sweep(out)
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def workspace(out: Path) -> Iterator[Path]:
    """A folder beside the target, on the same disk; it vanishes unless it was moved away."""
    folder = Path(tempfile.mkdtemp(prefix=BUILDING, dir=out))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(work: Path, out: Path, name: str, made_at: datetime) -> Path:
    """Move the finished folder to its place in one rename; two runs of one second get different names.

    It stays what `workspace` made it, its owner's only: a report names people.
    """
    parent = private_folder(out / name)
    target = parent / edition_name(parent, made_at)
    os.replace(work, target)
    return target


def edition_name(parent: Path, made_at: datetime) -> str:
    """The name under which a report is published beside those in `parent`, as long as the lock is held."""
    name, number = f"{made_at:%Y%m%d-%H%M%S}", 2
    while (parent / name).exists():
        name, number = f"{made_at:%Y%m%d-%H%M%S}-{number}", number + 1
    return name


def replace_text(path: Path, text: str) -> None:
    """Readers see the old file or the new one, never half of it."""
    draft = path.with_name(f".{path.name}.moi")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, path)


def _sweep(out: Path) -> None:
    """What a run that was killed left behind; nobody else builds while the lock is held."""
    for left in out.glob(f"{BUILDING}*"):
        shutil.rmtree(left, ignore_errors=True)


_RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)\d")  # Windows keeps these names for devices


def slug(text: str) -> str:
    """A folder's name for the text, on any system; different texts may get the same one."""
    name = re.sub(r"^m-|-[0-9a-f]{6}$", "", anchor(text)) or anchor(text)
    return f"{name}-" if _RESERVED.fullmatch(name) else name
