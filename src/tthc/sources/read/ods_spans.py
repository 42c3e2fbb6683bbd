"""Merged cells of an OpenDocument sheet, which the reader of workbooks does not tell."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

from tthc.sources.read.grids import Span

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def is_ods(path: Path) -> bool:
    """Whether the workbook is an OpenDocument sheet, whatever it is called."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "content.xml" in archive.namelist() and "xl/workbook.xml" not in archive.namelist()


def ods_spans(path: Path) -> dict[str, list[Span]]:
    """Name of the sheet → its cells that span more than one place."""
    found: dict[str, list[Span]] = {}
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
        for _, table in etree.iterparse(
            content, tag=f"{_TABLE}table", resolve_entities=False, no_network=True, huge_tree=True,
        ):
            found[table.get(f"{_TABLE}name", "")] = _spans(table)
            table.clear()
    return found


def _spans(table: etree._Element) -> list[Span]:
    spans, row = [], 0
    for line in table.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in line.iterchildren(*_CELLS):
            down, across = (_count(cell, f"number-{part}-spanned") for part in ("rows", "columns"))
            if down > 1 or across > 1:
                spans.append(Span(row, row + down - 1, column, column + across - 1))
            column += _count(cell, "number-columns-repeated")
        row += _count(line, "number-rows-repeated")
    return spans


def _count(node: etree._Element, name: str) -> int:
    text = node.get(f"{_TABLE}{name}", "1")
    return int(text) if text.isascii() and text.isdigit() else 1
