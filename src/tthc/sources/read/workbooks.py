"""Workbooks (XLSX, XLSM, XLS, ODS) as grids, one per sheet; what is no honest workbook is refused
before it is loaded.
"""

from __future__ import annotations

import unicodedata
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine as calamine

from tthc.engine import Engine
from tthc.sources.read.faults import Faults
from tthc.sources.read.grids import Grid, Span, row_grids
from tthc.sources.read.ods_spans import is_ods, ods_spans
from tthc.sources.read.profile import Profile
from tthc.sources.read.text_files import UNSEEN, Unreadable
from tthc.sources.read.workbook_cells import DAYS_1904, look_inside


def workbook_grids(
    path: Path, profile: Profile, engine: Engine, faults: Faults, stage: str, words: frozenset[str] = frozenset(),
) -> list[Grid]:
    """Every table of every sheet of the workbook. Raises Unreadable for a password, a truncated file, a zip bomb
    and a sheet too wide.
    """
    _refuse_password(path)
    days_late = DAYS_1904 if zipfile.is_zipfile(path) and look_inside(path, faults) else 0
    try:
        book = _opened(path)
        sheets = [about for about in book.sheets_metadata if about.typ == calamine.SheetTypeEnum.WorkSheet]
        names = [about.name for about in sheets if _is_read(about, path, profile, faults)]
        spans = ods_spans(path) if is_ods(path) else {}
        return [
            grid
            for n, name in enumerate(names)
            for grid in _grids(
                path.name, book.get_sheet_by_name(name), spans.get(name), profile, engine, f"{stage}_{n}", days_late,
                words,
            )
        ]
    except calamine.PasswordError:
        raise Unreadable("file.password") from None
    except (calamine.CalamineError, OSError, zipfile.BadZipFile):
        raise Unreadable("file.truncated") from None


def _opened(path: Path) -> calamine.CalamineWorkbook:
    """By its name, which is quicker, else by what its bytes say."""
    try:
        return calamine.CalamineWorkbook.from_path(str(path))
    except calamine.PasswordError:
        raise
    except calamine.CalamineError:
        with path.open("rb") as file:
            return calamine.CalamineWorkbook.from_filelike(file)


def _is_read(about: calamine.SheetMetadata, path: Path, profile: Profile, faults: Faults) -> bool:
    if about.visible == calamine.SheetVisibleEnum.Visible or profile.hidden_sheets:
        return True
    faults.add("sheet.hidden", path.name, about.name)
    return False


def _refuse_password(path: Path) -> None:
    """An encrypted XLSX is an OLE file with a stream of this name."""
    with path.open("rb") as file:
        if file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" and "EncryptedPackage".encode(
            "utf-16-le"
        ) in file.read():
            raise Unreadable("file.password")


def _grids(
    file: str, sheet: calamine.CalamineSheet, spans: list[Span] | None, profile: Profile, engine: Engine, stage: str,
    days_late: int, words: frozenset[str],
) -> list[Grid]:
    rows = [
        [cell_text(value, profile.midnight_is_date) for value in row]
        for row in sheet.to_python(skip_empty_area=False)
    ]
    spans = spans or [Span(top, bottom, left, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    return row_grids(file, unicodedata.normalize("NFC", sheet.name), rows, spans, engine, stage, words, days_late)


def cell_text(value: object, midnight_is_date: bool) -> str | None:
    """A cell as the text that the profile's forms read; None for an empty one.

    A real date cell becomes ISO text, so that no order of day and month is guessed; whole numbers lose their ".0".
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.translate(UNSEEN)).strip() or None
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        is_date = midnight_is_date and value.time() == time()
        return value.date().isoformat() if is_date else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat() if midnight_is_date else f"{value.isoformat()} 00:00:00"
    if isinstance(value, time):
        return _duration(
            timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
        )
    return _duration(value) if isinstance(value, timedelta) else str(value)


def _duration(value: timedelta) -> str:
    """As a spreadsheet shows it: hours, which may be more than a day's, minutes, seconds."""
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
