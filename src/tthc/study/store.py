"""Where a computed period is kept: one folder per fingerprint of settings, inputs, reference data and code."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from tthc.model.settings import SHARED, Run, process_environment
from tthc.model.shipped import reference_files
from tthc.study.shelf import Shelf

FOLDER = ".tthc"
SHELF = "bang"  # within it, the tables of all periods by their address
INFO = "study.json"
PINNED = "TTHC_STUDY"
KEEP = 12  # computed periods kept; older ones are thrown away and computed again when asked for


def fingerprint(run: Run) -> str:
    """Sixteen hex digits that change with any setting, input byte, reference file or line of the package's code.

    The edition for others changes with the office's key too: another key, other codes. Where the report goes changes
    nothing.
    """
    digest = hashlib.sha256(_settings(run))
    package = Path(__file__).resolve().parents[1]
    reference = reference_files(run.reference, "**/*")
    for path in _files([*run.sources, *reference, package, *run.profile_files, *run.explanations]):
        digest.update(str(path).encode())
        digest.update(file_hash(path).encode())
    if run.audience == SHARED:
        from tthc.study.pseudonyms import office_key

        digest.update(office_key(run.root))
    return digest.hexdigest()[:16]


def _settings(run: Run) -> bytes:
    settings = {
        **dataclasses.asdict(run), "period": str(run.period), "sources": [str(path) for path in run.sources], "out": "",
    }
    return json.dumps(settings, sort_keys=True, default=str).encode()


def pin(run: Run, folder: Path) -> str:
    """What `PINNED` is set to so that a notebook of this very run opens `folder`, even if an input
    changes meanwhile.
    """
    return f"{hashlib.sha256(_settings(run)).hexdigest()}={folder}"


def pinned_folder(run: Run) -> Path | None:
    """The folder that the environment names for a run with these settings; None for any other run."""
    settings, _, folder = process_environment().get(PINNED, "").partition("=")
    return Path(folder) if settings == hashlib.sha256(_settings(run)).hexdigest() else None


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def store_folder(run: Run) -> Path:
    """Where the computed tables of this run lie, or will lie."""
    return run.root / FOLDER / fingerprint(run)


def forget_old(run: Run, current: Path) -> None:
    """Throw away the computed periods that were used longest ago; what a report or an open notebook holds stays."""
    stores = run.root / FOLDER
    done = sorted(
        (path for path in stores.iterdir() if (path / INFO).is_file()), key=lambda path: (path / INFO).stat().st_mtime,
    )
    for path in done[:-KEEP]:
        if path != current and not is_held(path):
            shutil.rmtree(path, ignore_errors=True)
    if (stores / SHELF).is_dir():
        Shelf(stores / SHELF).sweep()  # what only the periods thrown away were linked to


def hold(folder: Path) -> BaseFileLock:
    """Keep the folder from being thrown away as long as this process lives, or until the lock is released."""
    held = FileLock(folder / f"giu-{uuid.uuid4().hex}.lock")
    held.acquire(timeout=0)
    return held


def is_held(folder: Path) -> bool:
    """Whether some living process holds the folder; what dead ones left is swept."""
    for path in folder.glob("giu-*.lock"):
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return True
        lock.release()
        path.unlink(missing_ok=True)
    return False


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in inside if file.is_file() and "__pycache__" not in file.parts)
