"""Folders that hold what names people: for the user who runs the program, and nobody else on the machine."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

OWNER_ONLY = 0o700
_OTHERS = 0o077


def private_folder(path: Path) -> Path:
    """The folder, made with all that is missing above it; what is made is its owner's only, whatever the umask.

    A folder that is there stays as it is: the office may have shared it on purpose (`open_to_others` tells).
    """
    missing = [one for one in (path, *path.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=OWNER_ONLY, exist_ok=True)
    return path


def open_to_others(folders: Iterable[Path]) -> list[Path]:
    """Those folders that other users of the machine may look into; on Windows the mode does not tell, so none."""
    return [path for path in folders if os.name == "posix" and path.is_dir() and path.stat().st_mode & _OTHERS]
