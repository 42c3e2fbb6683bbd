"""When a workbook says that it was made and last saved: XLSX and ODS hold both beside their sheets."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

from lxml import etree

_PLACES = ("docProps/core.xml", "meta.xml")
_CREATED, _SAVED = ("{*}created", "{*}creation-date"), ("{*}modified", "{*}date")


def workbook_times(path: Path) -> tuple[datetime | None, datetime | None]:
    """Made and last saved, as the workbook writes it; None for what it does not say, as for any other file."""
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                return None, None
        with zipfile.ZipFile(path) as archive:
            names = [name for name in _PLACES if name in archive.namelist()]
            about = etree.fromstring(archive.read(names[0])) if names else None
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, KeyError, etree.XMLSyntaxError):
        return None, None
    return (None, None) if about is None else (_time(about, _CREATED), _time(about, _SAVED))


def _time(about: etree._Element, names: tuple[str, ...]) -> datetime | None:
    for name in names:
        if (text := about.findtext(f".//{name}")):
            try:
                return datetime.fromisoformat(text.strip().replace("Z", "+00:00")).replace(tzinfo=None)
            except ValueError:
                continue
    return None
