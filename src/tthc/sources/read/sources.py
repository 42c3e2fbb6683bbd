"""Which files a run reads, what each of them really is, and its grids."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tthc.engine import Engine
from tthc.sources.read.csv_files import csv_grid
from tthc.sources.read.csv_records import DELIMITERS
from tthc.sources.read.faults import Faults
from tthc.sources.read.grids import Grid
from tthc.sources.read.html_tables import html_grids
from tthc.sources.read.json_files import json_grids
from tthc.sources.read.profile import Profile
from tthc.sources.read.spreadsheet_xml import NAMESPACE, spreadsheet_xml_grids
from tthc.sources.read.text_files import Unreadable, gunzip, is_gzip
from tthc.sources.read.workbooks import workbook_grids
from tthc.sources.read.xes_files import xes_grid

SUFFIXES = (
    ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".xml", ".htm", ".html", ".csv", ".csv.gz", ".tsv", ".txt", ".json",
    ".json.gz", ".xes", ".xes.gz",
)
_PAGES = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<style", b"<head")
_BOOKS = (".xlsx", ".xlsm", ".xlsb", ".ods", ".json", ".json.gz", ".xes", ".xes.gz")
_LONGEST = 240  # bytes of a file's name that every file system takes
_LINES = 4  # a header and rows
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class InputFile:
    """One file that was read: its name, the SHA-256 of its bytes, its size in bytes."""

    name: str
    sha256: str
    size: int


def input_paths(sources: Sequence[Path]) -> list[Path]:
    """Every readable file of the sources, each once, in the order of their names; folders inside a folder are not
    entered.
    """
    found: dict[Path, Path] = {}
    for source in sources:
        inside = sorted(source.iterdir()) if source.is_dir() else [source]
        for path in inside:
            if path.is_file() and (not source.is_dir() or _is_export(path.name)):
                found.setdefault(path.resolve(), path)
    return list(found.values())


def _is_export(name: str) -> bool:
    """Lock files of an open Excel ("~$…"), hidden files and read-me texts are no exports."""
    return not name.startswith(("~$", ".")) and name.lower().endswith(SUFFIXES) and not name.lower().startswith(
        ("readme", "doc-truoc")
    )


def shown_name(path: Path, others: Sequence[Path] = ()) -> str:
    """The file's name as it can be printed; that of its folder too where another file of the run is called the same."""
    name = path.name.encode("utf-8", "replace").decode("utf-8")
    same = [one for one in others if one.name == path.name and one != path]
    return f"{path.parent.name} – {name}" if same else name


def as_shown(path: Path, others: Sequence[Path], scratch: Path) -> Path:
    """The file, under the name that it is shown with: where that is another one, a link or a copy in the scratch
    folder.
    """
    name = shown_name(path, others)
    if name == path.name:
        return path
    folder = Path(tempfile.mkdtemp(dir=scratch))
    link = folder / (name if len(name.encode()) < _LONGEST else name[-80:])
    try:
        link.symlink_to(path.resolve())
    except OSError:  # Windows lets few people make links
        shutil.copyfile(path, link)
    return link


def input_file(path: Path, name: str | None = None) -> InputFile:
    with path.open("rb") as file:
        return InputFile(name or shown_name(path), hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)


def grids(
    path: Path, profile: Profile, scratch: Path, engine: Engine, faults: Faults, stage: str,
    words: frozenset[str] = frozenset()
) -> list[Grid]:
    """The sheets of a file by what its bytes say, whatever its name; none, and a finding, where it cannot be read.

    `words` are the headers that the profiles know, comparable: they tell which mark parts the cells of a text.
    """
    try:
        return _grids(path, profile, scratch, engine, faults, stage, words)
    except Unreadable as reason:
        faults.add(reason.rule, path.name, **reason.words)
        return []


def _grids(
    path: Path, profile: Profile, scratch: Path, engine: Engine, faults: Faults, stage: str, words: frozenset[str]
) -> list[Grid]:
    name, head = path.name.lower(), _head(path)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        raise Unreadable("file.empty")
    if head.startswith((b"PK", _OLE)):
        if not zipfile.is_zipfile(path) and not head.startswith(_OLE):
            raise Unreadable("file.truncated")
        return workbook_grids(path, profile, engine, faults, stage, words)
    if start.startswith(b"<") and b"<workbook" in start and NAMESPACE in start:
        return spreadsheet_xml_grids(path, profile, engine, faults, stage, words)
    if start.startswith(b"<") and (b"<log" in start or name.endswith((".xes", ".xes.gz"))):
        return [xes_grid(path, scratch, engine, faults, stage)]
    if start.startswith(_PAGES) or (start.startswith(b"<") and b"<table" in start):
        return html_grids(path, scratch, engine, faults, stage, words)
    if _is_json(start, name):
        return json_grids(path, scratch, engine, faults, stage)
    if start.startswith((b"%pdf", b"\x89png", b"\xff\xd8", b"rar!", b"7z\xbc", b"mime-version", b"<?xml")):
        raise Unreadable("file.format", detail=f"nội dung không phải bảng dữ liệu: {path.suffix or path.name}")
    if name.endswith(_BOOKS) and not _is_delimited(path):
        raise Unreadable("file.truncated")
    return [csv_grid(path, scratch, engine, faults, stage, words)]


def _is_json(start: bytes, name: str) -> bool:
    """An object, or an array of objects or arrays; other arrays by the file's name only: a sheet's title may begin with
    "[".
    """
    if start.startswith(b"["):
        return name.endswith((".json", ".json.gz")) or start[1:].lstrip().startswith((b"{", b"["))
    return start.startswith(b"{") and not start.startswith(b"{\\rtf")


def _is_delimited(path: Path) -> bool:
    """Whether the bytes are lines of text with one mark in each of the first, whatever the file's name."""
    with (gzip.open(path) if is_gzip(path) else path.open("rb")) as file:
        head = file.read(4000)
    is_wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    lines = [line for line in (head.replace(b"\0", b"")[2:] if is_wide else head).splitlines()[:_LINES] if line.strip()]
    is_text = len(lines) > 1 and all(byte > 31 or byte in b"\t\r\n" for line in lines for byte in line)
    return is_text and any(all(mark.encode() in line for line in lines) for mark in DELIMITERS)


def _head(path: Path) -> bytes:
    """The first bytes, those of a gzip unpacked; UTF-16 is seen as the plain letters it stands for."""
    if is_gzip(path):
        return next(gunzip(path), b"")[:4000]
    with path.open("rb") as file:
        head = file.read(4000)
    return head.replace(b"\0", b"")[2:] if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
