"""Tables of an HTML page, which portals often save under the name `.xls`, as grids."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

import ibis.expr.types as ir
from lxml import etree, html

from tthc.engine import Engine
from tthc.read.faults import Faults
from tthc.read.grids import TOP_ROWS, Grid, arrow_rows
from tthc.read.text_files import Unreadable, clean_text

_MOST_SPAN = 1_000


def html_grids(path: Path, scratch: Path, engine: Engine, faults: Faults, stage: str) -> list[Grid]:
    """Every table of the page; cells that span several columns or rows stand in the first, the others stay empty."""
    text = clean_text(path, scratch, faults).path.read_text(encoding="utf-8-sig")
    try:
        page = html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)) if text.strip() else None
    except (etree.ParserError, ValueError):
        page = None
    if page is None or not page.findall(".//table"):
        raise Unreadable("file.format", detail="trang HTML không có bảng")
    if text.count("<table") > text.count("</table"):
        raise Unreadable("file.truncated")
    tables = [table for table in page.iter("table") if table.find(".//table") is None]
    return [_grid(path.name, f"Bảng {n}" if len(tables) > 1 else None, table, engine, f"{stage}_{n}") for n, table in enumerate(tables, 1)]


def _grid(file: str, name: str | None, table: etree._Element, engine: Engine, stage: str) -> Grid:
    rows: list[list[str | None]] = []
    for line in table.iter("tr"):
        row: list[str | None] = []
        for cell in line.iterchildren("td", "th"):
            span = cell.get("colspan", "1")
            row += [_text(cell), *[None] * (min(int(span), _MOST_SPAN) - 1 if span.isdigit() else 0)]
        rows.append(row)
    width = max((len(row) for row in rows), default=0)
    top = tuple(tuple(value or "" for value in row) for row in rows[:TOP_ROWS])

    def body(header_row: int, missing: Sequence[str] = ()) -> ir.Table:
        return engine.load(arrow_rows(rows[header_row:], width, header_row + 1), f"{stage}_html")

    return Grid(file, name, width, top, body)


def _text(cell: etree._Element) -> str | None:
    return " ".join(unicodedata.normalize("NFC", cell.text_content()).split()) or None
