"""Tables of an HTML page, which portals often save under the name `.xls`, as grids."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from lxml import etree, html

from tthc.engine import Engine
from tthc.sources.read.faults import Faults
from tthc.sources.read.grids import Grid, Span, row_grids
from tthc.sources.read.text_files import Unreadable, clean_text

_MOST_SPAN = 1_000
_LINES = ("br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd")


def html_grids(
    path: Path, scratch: Path, engine: Engine, faults: Faults, stage: str, words: frozenset[str] = frozenset(),
) -> list[Grid]:
    """Every table of the page; a cell over several rows stands in each of them, one over several
    columns in the first.
    """
    text = clean_text(path, scratch, faults).path.read_text(encoding="utf-8-sig")
    try:
        page = (
            html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True))
            if text.strip()
            else None
        )
    except (etree.ParserError, ValueError):
        page = None
    if page is None or not page.findall(".//table"):
        raise Unreadable("file.format", detail="trang HTML không có bảng")
    if text.count("<table") > text.count("</table"):
        raise Unreadable("file.truncated")
    tables = [table for table in page.iter("table") if table.find(".//table") is None]
    return [
        grid
        for n, table in enumerate(tables, 1)
        for grid in row_grids(
            path.name, f"Bảng {n}" if len(tables) > 1 else None, *_cells(table), engine, f"{stage}_{n}", words,
        )
    ]


def _cells(table: etree._Element) -> tuple[list[list[str | None]], list[Span]]:
    """The rows with each cell in the column where a browser shows it, and the cells that span more than one place."""
    rows: list[list[str | None]] = []
    spans: list[Span] = []
    free: dict[int, int] = {}  # column → the first row that no cell from above reaches into
    for number, line in enumerate(table.iter("tr")):
        row: list[str | None] = []
        for cell in line.iterchildren("td", "th"):
            while free.get(len(row), 0) > number:
                row.append(None)
            left, right = len(row), len(row) + _span(cell, "colspan") - 1
            bottom = number + _span(cell, "rowspan") - 1
            row += [_text(cell), *[None] * (right - left)]
            if bottom > number or right > left:
                spans.append(Span(number, bottom, left, right))
                free.update(dict.fromkeys(range(left, right + 1), bottom + 1))
        rows.append(row)
    return rows, spans


def _span(cell: etree._Element, name: str) -> int:
    span = cell.get(name, "1").strip()
    return min(max(int(span), 1), _MOST_SPAN) if span.isascii() and span.isdigit() else 1


def _text(cell: etree._Element) -> str | None:
    """What the cell says; a line of its own is parted from the one before as a browser shows it."""
    for part in cell.iterdescendants(*_LINES):
        part.text, part.tail = f"\n{part.text or ''}", f"\n{part.tail or ''}"
    return " ".join(unicodedata.normalize("NFC", cell.text_content()).split()) or None
