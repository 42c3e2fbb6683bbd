"""Workbooks (XLSX, XLSM, XLS, ODS) as grids, one per sheet; what is no honest workbook is refused before it is loaded."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import ibis.expr.types as ir
import python_calamine as calamine

from tthc.engine import Engine
from tthc.read.faults import Faults
from tthc.read.grids import TOP_ROWS, Grid, arrow_rows
from tthc.read.profile import Profile
from tthc.read.text_files import CHUNK, Unreadable, check_bomb

MOST_CELLS = 25_000_000  # the reader holds a sheet as a full rectangle; beyond this it would take gigabytes
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"([^>]*?)(/>|>(.*?)</c>)', re.DOTALL)
_REPORTED = 1_000


def workbook_grids(path: Path, profile: Profile, engine: Engine, faults: Faults, stage: str) -> list[Grid]:
    """Every sheet of the workbook. Raises Unreadable for a password, a truncated file, a zip bomb and a sheet too wide."""
    _refuse_password(path)
    if zipfile.is_zipfile(path):
        _look_inside(path)
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        return [_grid(path.name, book, name, profile, engine, f"{stage}_{n}") for n, name in enumerate(book.sheet_names)]
    except calamine.PasswordError:
        raise Unreadable("file.password") from None
    except (calamine.CalamineError, OSError, zipfile.BadZipFile):
        raise Unreadable("file.truncated") from None


def _refuse_password(path: Path) -> None:
    """An encrypted XLSX is an OLE file with a stream of this name."""
    with path.open("rb") as file:
        if file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" and "EncryptedPackage".encode("utf-16-le") in file.read():
            raise Unreadable("file.password")


def _look_inside(path: Path) -> None:
    """Count what the archive unpacks to, by unpacking it: what its directory claims may be a lie."""
    try:
        with zipfile.ZipFile(path) as archive:
            total = 0
            for member in archive.infolist():
                if member.flag_bits & 1:
                    raise Unreadable("file.password")
                is_sheet = member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml")
                for size in _sizes(archive, member):
                    total += size
                    check_bomb(path.stat().st_size, total)
                if is_sheet:
                    _refuse_too_wide(archive, member)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError):
        raise Unreadable("file.truncated") from None


def _sizes(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[int]:
    with archive.open(member) as file:
        while chunk := file.read(CHUNK):
            yield len(chunk)


def _refuse_too_wide(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    last_row = last_column = 0
    with archive.open(member) as file:
        tail = b""
        while chunk := file.read(CHUNK):
            data = tail + chunk
            for letters, row, _, _, inner in _CELL.findall(data):
                if inner:
                    last_row, last_column = max(last_row, int(row)), max(last_column, _number(letters))
            tail = data[data.rfind(b"<c ") :] if b"<c " in data else b""
    if last_row * last_column > MOST_CELLS:
        raise Unreadable("file.too_wide", detail=f"{last_row} dòng × {last_column} cột")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _grid(file: str, book: calamine.CalamineWorkbook, name: str, profile: Profile, engine: Engine, stage: str) -> Grid:
    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    rows = [[cell_text(value, profile.midnight_is_date) for value in row] for row in cells]
    width = max((len(row) for row in rows), default=0)
    top = tuple(tuple(value or "" for value in row) for row in rows[:TOP_ROWS])

    def body(header_row: int) -> ir.Table:
        return engine.load(arrow_rows(rows[header_row:], width, header_row + 1), f"{stage}_cells")

    return Grid(file, unicodedata.normalize("NFC", name), width, top, body)


def cell_text(value: object, midnight_is_date: bool) -> str | None:
    """A cell as the text that the profile's forms read; None for an empty one.

    A real date cell becomes ISO text, so that no order of day and month is guessed; whole numbers lose their ".0".
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.replace("\u00a0", " ").replace("\0", "")).strip() or None
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        is_date = midnight_is_date and value.time() == time()
        return value.date().isoformat() if is_date else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value.total_seconds() / 86400) if isinstance(value, timedelta) else str(value)
