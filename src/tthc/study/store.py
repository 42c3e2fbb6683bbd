"""Where a computed period is kept: one folder per fingerprint of settings, inputs, reference data and code."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tthc.settings import SHARED, Run, process_environment

FOLDER = ".tthc"
PINNED = "TTHC_STUDY"
KEEP = 12  # computed periods kept; older ones are thrown away and computed again when asked for


def fingerprint(run: Run) -> str:
    """Sixteen hex digits that change with any setting, input byte, reference file or line of the package's code.

    The edition for others changes with the office's key too: another key, other codes. Where the report goes changes nothing.
    """
    digest = hashlib.sha256(_settings(run))
    package = Path(__file__).resolve().parents[1]
    for path in _files([*run.sources, run.reference, package, *run.explanations]):
        digest.update(str(path).encode())
        digest.update(file_hash(path).encode())
    if run.audience == SHARED:
        from tthc.audience import office_key

        digest.update(office_key(run.root))
    return digest.hexdigest()[:16]


def _settings(run: Run) -> bytes:
    settings = {**dataclasses.asdict(run), "period": str(run.period), "sources": [str(path) for path in run.sources], "out": ""}
    return json.dumps(settings, sort_keys=True, default=str).encode()


def pin(run: Run, folder: Path) -> str:
    """What `PINNED` is set to so that a notebook of this very run opens `folder`, even if an input changes meanwhile."""
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


def new_folder(run: Run) -> Path:
    """A scratch folder beside the stores, so that a finished store is moved in one step."""
    (run.root / FOLDER).mkdir(exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="dang-tinh-", dir=run.root / FOLDER))


def publish(scratch: Path, folder: Path) -> None:
    """Move a finished store to its place; another process may have been faster with the same content."""
    try:
        os.rename(scratch, folder)
    except OSError:
        if not (folder / "study.json").is_file():
            raise
        shutil.rmtree(scratch, ignore_errors=True)
    _forget_old(folder.parent, folder)


def _forget_old(stores: Path, current: Path) -> None:
    done = sorted((path for path in stores.iterdir() if (path / "study.json").is_file()), key=lambda path: path.stat().st_mtime)
    for path in done[:-KEEP]:
        if path != current:
            shutil.rmtree(path, ignore_errors=True)


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in inside if file.is_file() and "__pycache__" not in file.parts)
