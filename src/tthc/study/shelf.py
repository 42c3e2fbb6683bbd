"""Computed tables by their address: one Parquet file each, and beside it what tells whether it is whole."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

from tthc.engine.statement import Kind
from tthc.model.private import private_folder

_DAY_SECONDS = 86_400
SPARE = 300  # files that no period uses any more are kept up to this number, the latest ones


class Stored(NamedTuple):
    """A table on the shelf: its file (a folder of files on Spark) and its columns."""

    path: Path
    columns: tuple[Kind, ...]


class Shelf:
    """The tables of all periods of a project, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, name: str, address: str) -> Stored | None:
        """The table, if it is there and whole; one that was cut off or altered is thrown away, to be computed again."""
        path, beside = self._paths(name, address)
        try:
            note = json.loads(beside.read_text(encoding="utf-8"))
            columns = tuple(Kind(*column) for column in note["columns"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if mark(path) != note.get("mark"):
            _remove(path)
            beside.unlink(missing_ok=True)
            return None
        os.utime(beside)
        return Stored(path, columns)

    def new_path(self) -> Path:
        """Where a table is written before it is put on the shelf."""
        private_folder(self.folder)
        return Path(tempfile.mkdtemp(prefix="dang-ghi-", dir=self.folder)) / "bang.parquet"

    def put(self, written: Path, name: str, address: str, columns: Sequence[Kind]) -> Stored:
        """The written table under its address. Where another process was faster with the same rows, its file stays.

        The bytes of the two may differ: a file that another process reads must not change under its mark.
        """
        flush(written)
        with FileLock(self.folder / "dat.lock"):
            stored = self.find(name, address) or self._put(written, name, address, columns)
        shutil.rmtree(written.parent, ignore_errors=True)
        return stored

    def _put(self, written: Path, name: str, address: str, columns: Sequence[Kind]) -> Stored:
        path, beside = self._paths(name, address)
        note = json.dumps({"mark": mark(written), "columns": [list(one) for one in columns]})
        _move(written, path)
        arriving = beside.with_suffix(f".{os.getpid()}.moi")
        arriving.write_text(note, encoding="utf-8")
        os.replace(arriving, beside)
        return Stored(path, tuple(columns))

    def sweep(self) -> None:
        """Throw away the files that no period's folder is linked to, but for the `SPARE` used last.

        What was used within a day of the newest use stays as well: a run that is under way may still read it.
        """
        used = sorted((beside.stat().st_mtime, beside) for beside in self.folder.glob("*.json"))
        spare = [
            beside
            for at, beside in used
            if at < used[-1][0] - _DAY_SECONDS and _links(beside.with_suffix(".parquet")) < 2
        ]
        with FileLock(self.folder / "dat.lock"):
            for beside in spare[: max(0, len(spare) - SPARE)]:
                _remove(beside.with_suffix(".parquet"))
                beside.unlink(missing_ok=True)

    def _paths(self, name: str, address: str) -> tuple[Path, Path]:
        return self.folder / f"{name}-{address}.parquet", self.folder / f"{name}-{address}.json"


def mark(path: Path) -> str:
    """The digest of a file's bytes, or of those of all files of a folder; empty where there is nothing."""
    files = sorted(path.rglob("*.parquet")) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for file in files:
        if not file.is_file():
            return ""
        digest.update(file.name.encode() if path.is_dir() else b"")
        digest.update(file.read_bytes())
    return digest.hexdigest()


def link(stored: Path, target: Path) -> None:
    """The table in a period's folder as well, without a second copy where the disk allows it."""
    if target.exists():
        return
    arriving = target.with_name(f"{target.name}.{os.getpid()}.moi")
    if stored.is_dir():
        shutil.copytree(stored, arriving, dirs_exist_ok=True)
    else:
        try:
            os.link(stored, arriving)
        except OSError:
            shutil.copy2(stored, arriving)
    _move(arriving, target)


def flush(path: Path) -> None:
    """The bytes are on the disk before anything names them."""
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            with file.open("rb") as opened:
                os.fsync(opened.fileno())


def _move(source: Path, target: Path) -> None:
    try:
        os.replace(source, target)
    except OSError:  # a folder that is there already holds the same rows
        if not target.is_dir():
            raise
        _remove(source)


def _links(path: Path) -> int:
    try:
        return path.stat().st_nlink if path.is_file() else 1
    except OSError:
        return 0


def _remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
