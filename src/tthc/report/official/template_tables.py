"""The prepared tables of the Word template: one for each entry of `grids.GRIDS`, with repeated heads."""

from __future__ import annotations

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt
from docx.table import Table, _Row

from tthc.report.official.grids import GRIDS, GridColumn, is_grouped
from tthc.report.official.template_xml import cell_margins, is_head, keep_row_whole, set_widths

TABLE_PT = 11
_ALIGN = {"left": ALIGN.LEFT, "right": ALIGN.RIGHT, "center": ALIGN.CENTER}


def add(book: Document, key: str) -> None:
    """Caption, table and note of one kind of grid, shown where the report has it."""
    columns = GRIDS[key]
    book.add_paragraph(f"{{%p if part.kind == 'grid' and part.key == '{key}' %}}")
    book.add_paragraph("{{ part.caption }}", style="Tên bảng")
    table = book.add_table(rows=0, cols=len(columns), style="Table Grid")
    cell_margins(table, 1.2)
    _heads(table, columns, grouped=is_grouped(key))
    _loop(table, columns, "for row in part.rows", "row", "endfor")
    _loop(table, columns, "if part.total", "part.total", "endif", bold=True)
    set_widths(table, [column.width_mm for column in columns])
    book.add_paragraph("{{ part.note }}", style="Ghi chú bảng")
    book.add_paragraph("{%p endif %}")


def _heads(table: Table, columns: tuple[GridColumn, ...], *, grouped: bool) -> None:
    rows = [table.add_row() for _ in range(2 if grouped else 1)]
    for row in rows:
        is_head(row)
        keep_row_whole(row)
    for j, column in enumerate(columns):
        if grouped and not column.group:
            _write(rows[0].cells[j].merge(rows[1].cells[j]), column.label, "center", bold=True)
        else:
            _write(rows[-1].cells[j], column.label, "center", bold=True)
    for group in dict.fromkeys(column.group for column in columns if column.group):
        places = [j for j, column in enumerate(columns) if column.group == group]
        _write(rows[0].cells[places[0]].merge(rows[0].cells[places[-1]]), group, "center", bold=True)


def _loop(
    table: Table, columns: tuple[GridColumn, ...], opening: str, name: str, closing: str, *, bold: bool = False,
) -> None:
    """Three rows of the template: the opening tag, the row that is repeated, the closing tag."""
    _tag_row(table.add_row(), opening)
    row = table.add_row()
    keep_row_whole(row)
    for j, column in enumerate(columns):
        _write(row.cells[j], f"{{{{ {name}[{j}] }}}}", column.align, bold=bold, size_pt=column.size_pt)
    _tag_row(table.add_row(), closing)


def _tag_row(row: _Row, tag: str) -> None:
    row.cells[0].paragraphs[0].add_run(f"{{%tr {tag} %}}")


def _write(cell, text: str, align: str, *, bold: bool = False, size_pt: int = 0) -> None:
    for extra in cell.paragraphs[1:]:
        extra._element.getparent().remove(extra._element)
    paragraph = cell.paragraphs[0]
    paragraph.style = "Ô bảng"
    paragraph.alignment = _ALIGN[align]
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size_pt and size_pt != TABLE_PT:
        run.font.size = Pt(size_pt)
    if align == "center":
        cell.vertical_alignment = VERTICAL.CENTER
