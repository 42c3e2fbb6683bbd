"""What an XLSX says of its cells that a reader of values does not: how far they reach, and formulas without a value."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

from lxml import etree

from tthc.sources.read.faults import Faults, LostCell
from tthc.sources.read.text_files import CHUNK, Unreadable, check_bomb

MOST_CELLS = 25_000_000  # the reader holds a sheet as a full rectangle; beyond this it would take gigabytes
# An empty cell closes itself; it must match first, or the search for its end would run through the whole sheet.
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_REPORTED = 1_000
_UNCALCULATED = "(công thức chưa tính)"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


DAYS_1904 = 1462  # how much later the second of Excel's two calendars begins


def look_inside(path: Path, faults: Faults) -> bool:
    """Refuse what is no honest workbook before it is loaded; report formulas in error or never calculated. Whether it
    counts its days from 1904.

    Raises Unreadable: a password, a damaged archive, one that unpacks to absurd sizes, cells spread over a whole sheet.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bomb(archive, path.stat().st_size)
            for member, name in _sheets(archive).items():
                _look_at_sheet(archive, member, path.name, name, faults)
            return _is_1904(archive)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, KeyError, etree.XMLSyntaxError):
        raise Unreadable("file.truncated") from None


def _is_1904(archive: zipfile.ZipFile) -> bool:
    if "xl/workbook.xml" not in archive.namelist():
        return False
    about = etree.fromstring(archive.read("xl/workbook.xml")).find("{*}workbookPr")
    return about is not None and about.get("date1904", "0").lower() in ("1", "true")


def _refuse_bomb(archive: zipfile.ZipFile, packed: int) -> None:
    """By unpacking all of it: what the archive's directory claims may be a lie."""
    total = 0
    for member in archive.infolist():
        if member.flag_bits & 1:
            raise Unreadable("file.password")
        for chunk in _chunks(archive, member.filename):
            total += len(chunk)
            check_bomb(packed, total)


def _chunks(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    with archive.open(member) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Member of the archive → name of the sheet; nothing where the archive is another kind of workbook."""
    if "xl/workbook.xml" not in archive.namelist():
        return {}
    book = etree.fromstring(archive.read("xl/workbook.xml"))
    links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = {
        link.get("Id"): posixpath.normpath(posixpath.join("xl", link.get("Target", ""))).lstrip("/")
        for link in links
    }
    sheets = {target.get(sheet.get(_RELATION), ""): sheet.get("name", "") for sheet in book.iter("{*}sheet")}
    members = set(archive.namelist())
    return {member.removeprefix("xl/xl/"): name for member, name in sheets.items() if member in members}


def _look_at_sheet(archive: zipfile.ZipFile, member: str, file: str, sheet: str, faults: Faults) -> None:
    last_row = last_column = n_reported = 0
    tail = b""
    for chunk in _chunks(archive, member):
        data = tail + chunk
        for letters, row, about, inner in _CELL.findall(data):
            if not inner:
                continue
            last_row, last_column = max(last_row, int(row)), max(last_column, _number(letters))
            if not (rule := _fault(about, inner)):
                continue
            said = _UNCALCULATED if rule == "sheet.uncalculated" else _said(inner)
            faults.lost.append(LostCell(file, normalize("NFC", sheet), int(row), _number(letters) - 1, said))
            if n_reported < _REPORTED:
                faults.add(rule, file, sheet, row=int(row), column=letters.decode())
                n_reported += 1
        tail = data[data.rfind(b"<c ") :] if b"<c " in data else b""
    if last_row * last_column > MOST_CELLS:
        raise Unreadable("file.too_wide", detail=f"{last_row} dòng × {last_column} cột")


def _fault(about: bytes, inner: bytes) -> str | None:
    if b't="e"' in about:
        return "sheet.error_cell"
    is_empty = b"<v>" not in inner or b"<v></v>" in inner
    # An empty text is a value too: =IF(G2="","",…).
    return "sheet.uncalculated" if b"<f" in inner and is_empty and b't="str"' not in about else None


def _said(inner: bytes) -> str:
    """The error that the cell shows: #N/A."""
    found = _VALUE.search(inner)
    return found[1].decode("utf-8", "replace") if found else "#"


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
