"""Personal data that the program keeps, found and deleted: reports, memory, computed tables, warning lists, logs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from tthc.model.errors import UsageError
from tthc.model.settings import INTERNAL, SHARED
from tthc.report import edition, publish, warning_books
from tthc.report.header import Header
from tthc.report.index import INDEX, write_index
from tthc.report.manifest import FILE, read_manifest
from tthc.report.mentions import mentions
from tthc.study import memory, store

_LOGS = "nhat-ky"
_MADE_ANEW = {store.FOLDER, ".venv", ".git"}


@dataclass(frozen=True)
class ToForget:
    """What is to go and what names it still afterwards.

    `folders` and `files` go whole. Of the `memory` files the rows of `dossier` go, all rows where it is None.
    `remaining` are files that people made or gave: the program deletes none of them.
    """

    folders: tuple[Path, ...]
    files: tuple[Path, ...]
    memory: tuple[Path, ...]
    remaining: tuple[Path, ...]
    dossier: str | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.folders or self.files or self.memory)


def of_periods_before(root: Path, out: Path, first: date) -> ToForget:
    """What belongs to periods that end before `first`. Computed tables go whole: each holds the whole source, and the
    next question makes those that it needs anew.
    """
    reports = [path for path in _editions(out) if _last_day(path) < first]
    lists = [path for path in _folders(out / warning_books.FOLDER) if _starts_before(path.name, first)]
    logs = [path for path in _logs(out) if _starts_before(path.name, first)]
    kept = [path for path in _memory(out) if (end := _remembered_end(out, path)) is not None and end < first]
    return ToForget((*reports, *lists, *_computed(root)), tuple(logs), tuple(kept), tuple(_given(root, out)))


def of_dossier(root: Path, out: Path, dossier: str) -> ToForget:
    """What names the dossier: reports, lists and logs in which it stands, its rows of the memory, computed tables."""
    reports = [path for path in _editions(out) if _names(path, dossier)]
    lists = [path for path in _folders(out / warning_books.FOLDER) if _names(path, dossier)]
    logs = [path for path in _logs(out) if mentions(path, dossier)]
    kept = [path for path in _memory(out) if mentions(path, dossier)]
    remaining = [path for path in _given(root, out) if mentions(path, dossier)]
    return ToForget((*reports, *lists, *_computed(root)), tuple(logs), tuple(kept), tuple(remaining), dossier)


def forget(found: ToForget, out: Path, office: str, made_at: datetime) -> None:
    """Delete it, and write the lists of reports anew. Raises RunFailed while a report is being made, UsageError while a
    notebook holds computed tables.
    """
    if held := [path for path in found.folders if path.parent.name == store.FOLDER and store.is_held(path)]:
        raise UsageError(f"Một sổ phân tích đang mở số liệu đã tính ({held[0].name}); hãy đóng sổ đó rồi chạy lại.")
    with publish.one_at_a_time(out):
        for folder in found.folders:
            shutil.rmtree(folder)
            _drop_if_empty(folder.parent, out)
        for file in found.files:
            file.unlink()
        for file in found.memory:
            _without(file, found.dossier)
        for audience in (INTERNAL, SHARED):
            place = out / edition.FOLDER if audience == SHARED else out
            if (place / INDEX).is_file():
                write_index(place, _header(office, audience, made_at))


def _editions(out: Path) -> list[Path]:
    """Every finished report, for the office and for others."""
    return sorted(path.parent for base in (out, out / edition.FOLDER) for path in base.glob(f"*/*/{FILE}"))


def _last_day(report: Path) -> date:
    found = read_manifest(report / FILE)
    return date.max if found is None else date.fromisoformat(found["period"]["end"])


def _folders(parent: Path) -> list[Path]:
    return sorted(path for path in parent.glob("*") if path.is_dir())


def _logs(out: Path) -> list[Path]:
    return sorted((out / _LOGS).glob("*.log"))


def _memory(out: Path) -> list[Path]:
    """The remembered dossiers: one file a report. The indicators beside them count, and name nobody."""
    return sorted((out / memory.FOLDER / "fingerprints").glob("*.parquet"))


def _remembered_end(out: Path, fingerprints: Path) -> date | None:
    rows = memory.remembered(out / memory.FOLDER, "results", fingerprints.stem)
    return pc.max(rows["period_end"]).as_py() if len(rows) else None


def _computed(root: Path) -> list[Path]:
    return _folders(root / store.FOLDER)


def _starts_before(name: str, first: date) -> bool:
    """Whether a name that begins with a day (2024-05-31, 20240531-080000) is of a day before."""
    digits = name.replace("-", "")[:8]
    return digits.isdigit() and len(digits) == 8 and digits < f"{first:%Y%m%d}"


def _names(folder: Path, dossier: str) -> bool:
    return any(mentions(path, dossier) for path in folder.rglob("*") if path.is_file())


def _given(root: Path, out: Path) -> Iterator[Path]:
    """The files of the project that people made or gave: exports, filled workbooks, notebooks."""
    for folder, below, names in os.walk(root):
        here = Path(folder)
        below[:] = sorted(name for name in below if name not in _MADE_ANEW and here / name != out)
        yield from (here / name for name in sorted(names) if here != root or name.endswith((".xlsx", ".ipynb", ".csv")))


def _drop_if_empty(folder: Path, out: Path) -> None:
    if folder != out and folder.name != store.FOLDER and not any(folder.iterdir()):
        folder.rmdir()


def _without(file: Path, dossier: str | None) -> None:
    """The memory's file without the dossier, or without any: what a later report compares with is then less, and none
    of it is wrong.
    """
    rows = pq.ParquetFile(file).read()
    rows = rows.slice(0, 0) if dossier is None else rows.filter(pc.not_equal(rows["dossier_id"], dossier))
    draft = file.with_name(f".{file.name}.moi")
    pq.write_table(rows, draft, compression="zstd")
    os.replace(draft, file)


def _header(office: str, audience: str, made_at: datetime) -> Header:
    name = office or "Cơ quan chưa ghi tên trong tthc.toml"
    return Header("", "", "", name, "", edition.NAMES[audience], "", "", made_at)


def shown(paths: Iterable[Path], root: Path) -> list[str]:
    """The paths as seen from the project."""
    return [str(path.relative_to(root)) if path.is_relative_to(root) else str(path) for path in paths]
