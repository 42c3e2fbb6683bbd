"""Workbooks saved as "XML Spreadsheet 2003", often under the name `.xls` or `.xml`, as grids."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from pathlib import Path

from lxml import etree

from tthc.engine import Engine
from tthc.sources.read.faults import Faults
from tthc.sources.read.grids import Grid, Span, row_grids
from tthc.sources.read.profile import Profile
from tthc.sources.read.text_files import Unreadable
from tthc.sources.read.workbooks import cell_text

NAMESPACE = b"urn:schemas-microsoft-com:office:spreadsheet"
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MOST_COLUMNS = 16_384


def spreadsheet_xml_grids(
    path: Path, profile: Profile, engine: Engine, faults: Faults, stage: str, words: frozenset[str] = frozenset(),
) -> list[Grid]:
    """Every visible sheet. Entities are never resolved. Raises Unreadable for broken XML."""
    try:
        book = etree.parse(
            str(path), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True),
        ).getroot()
    except (etree.XMLSyntaxError, OSError):
        raise Unreadable("file.truncated") from None
    grids: list[Grid] = []
    for number, sheet in enumerate(book.iter(f"{_SS}Worksheet")):
        name = unicodedata.normalize("NFC", sheet.get(f"{_SS}Name", ""))
        if any(
            one.text not in (None, "SheetVisible")
            for one in sheet.iter("{*}Visible")
        ) and not profile.hidden_sheets:
            faults.add("sheet.hidden", path.name, name)
        else:
            grids += row_grids(path.name, name, *_cells(sheet, profile), engine, f"{stage}_{number}", words)
    return grids


def _cells(sheet: etree._Element, profile: Profile) -> tuple[list[list[str | None]], list[Span]]:
    """Rows and cells may jump ahead by an index; a merged cell is told where it begins."""
    rows: list[list[str | None]] = []
    spans: list[Span] = []
    for line in sheet.iter(f"{_SS}Row"):
        rows += [[] for _ in range(min(_number(line, "Index", len(rows) + 1), 1 << 20) - 1 - len(rows))]
        row: list[str | None] = []
        for cell in line.iterchildren(f"{_SS}Cell"):
            row += [None] * (min(_number(cell, "Index", len(row) + 1), _MOST_COLUMNS) - 1 - len(row))
            across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            if across or down:
                spans.append(Span(len(rows), len(rows) + down, len(row), len(row) + min(across, _MOST_COLUMNS)))
            row += [_text(cell.find(f"{_SS}Data"), profile), *[None] * min(across, _MOST_COLUMNS)]
        rows.append(row)
    return rows, spans


def _number(node: etree._Element, name: str, default: int) -> int:
    text = node.get(f"{_SS}{name}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default


def _text(data: etree._Element | None, profile: Profile) -> str | None:
    if data is None:
        return None
    text, kind = "".join(data.itertext()), data.get(f"{_SS}Type")
    if kind == "Boolean":
        return cell_text(text.strip() == "1", profile.midnight_is_date)
    if kind == "DateTime":
        return _instant(text.strip(), profile)
    return cell_text(_value(text) if kind == "Number" else text, profile.midnight_is_date)


def _instant(text: str, profile: Profile) -> str | None:
    try:
        return cell_text(datetime.fromisoformat(text), profile.midnight_is_date)
    except ValueError:
        return text or None


def _value(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
