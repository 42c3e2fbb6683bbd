"""The Word template of the báo cáo, built once in the layout of Nghị định 30/2020/NĐ-CP; the office edits the file it
makes.

`scripts/make_report_template.py` writes it to data/reference/mau/bao-cao.docx. Tags in double braces are filled in by
`word`; a paragraph or table row that holds a `{%p … %}` or `{%tr … %}` tag vanishes.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from docx import Document as new_document
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from tthc.report.official import template_tables as tables
from tthc.report.official.grids import GRIDS, WIDE
from tthc.report.official.template_xml import (
    add_field,
    add_rule,
    cell_margins,
    keep_row_whole,
    language,
    no_borders,
    set_font,
    set_widths,
    tag,
    without_thumbnail,
)

BODY_PT, SMALL_PT, TABLE_PT = 13, 11, 11


def build(path: Path) -> None:
    """Write a fresh template to `path`."""
    book = new_document()
    without_thumbnail(book)
    _styles(book)
    _page(book)
    _running_lines(book)
    _heading(book)
    _parts(book, "body", [key for key in GRIDS if key not in WIDE])
    _signature(book)
    _appendices(book)
    core = book.core_properties
    core.author = core.last_modified_by = ""
    core.title, core.comments, core.revision = "Mẫu báo cáo", "", 1
    core.created = core.modified = datetime(2024, 1, 1)
    book.save(str(path))


def _styles(book: Document) -> None:
    normal = book.styles["Normal"]
    set_font(normal, BODY_PT)
    language(normal, "vi-VN")
    normal.paragraph_format.space_after, normal.paragraph_format.space_before = Pt(0), Pt(0)
    for level, before in enumerate((6, 4), start=1):
        style = book.styles[f"Heading {level}"]
        set_font(style, BODY_PT, bold=True)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(3)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.first_line_indent = Mm(10)
    body = book.styles.add_style("Văn bản", 1)
    body.base_style = normal
    body.paragraph_format.first_line_indent, body.paragraph_format.space_after = Mm(10), Pt(6)
    body.paragraph_format.alignment, body.paragraph_format.line_spacing = ALIGN.JUSTIFY, 1.0
    body.paragraph_format.widow_control = True
    cell = book.styles.add_style("Ô bảng", 1)
    cell.base_style = normal
    set_font(cell, TABLE_PT)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(0.8)
    caption = book.styles.add_style("Tên bảng", 1)
    caption.base_style = normal
    set_font(caption, TABLE_PT + 1, bold=True)
    caption.paragraph_format.alignment, caption.paragraph_format.keep_with_next = ALIGN.CENTER, True
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(4), Pt(3)
    note = book.styles.add_style("Ghi chú bảng", 1)
    note.base_style = normal
    set_font(note, SMALL_PT, italic=True)
    note.paragraph_format.space_before, note.paragraph_format.space_after = Pt(2), Pt(6)


def _page(book: Document) -> None:
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True


def _running_lines(book: Document) -> None:
    """Page number centred at the top from the second page on; the edition at the foot of every page."""
    section = book.sections[0]
    top = section.header.paragraphs[0]
    top.alignment = ALIGN.CENTER
    add_field(top, "PAGE")
    for foot in (section.footer, section.first_page_footer):
        line = foot.paragraphs[0]
        line.alignment = ALIGN.RIGHT
        line.add_run("{{ edition }}").font.size = Pt(SMALL_PT)


def _heading(book: Document) -> None:
    """Two columns without borders: whose report and its number; the state, its motto, place and day."""
    table = book.add_table(rows=2, cols=2)
    no_borders(table)
    set_widths(table, (63, 102))  # quốc hiệu stands on one line, in every word processor
    cell_margins(table, 0.5)
    left, right = table.cell(0, 0), table.cell(0, 1)
    tag(left.paragraphs[0], "{{ parent }}", 13)
    tag(left.add_paragraph(), "{{ office }}", 13, bold=True)
    add_rule(left.add_paragraph(), 22)
    tag(right.paragraphs[0], "{{ state }}", 12.5, bold=True)
    tag(right.add_paragraph(), "{{ motto }}", 14, bold=True)
    add_rule(right.add_paragraph(), 20)
    tag(table.cell(1, 0).paragraphs[0], "{{ number }}", 13)
    tag(table.cell(1, 1).paragraphs[0], "{{ place_and_date }}", 14, italic=True)
    tag(_spaced(book, 8, 0), "{{ title }}", 14, bold=True)
    tag(_spaced(book, 0, 0), "{{ subject }}", 14, bold=True)
    add_rule(book.add_paragraph(), 58)
    for name in ("warning", "addressee"):
        book.add_paragraph(f"{{%p if {name} %}}")
        is_warning = name == "warning"
        tag(_spaced(book, 2, 4), f"{{{{ {name} }}}}", 12 if is_warning else 14, italic=is_warning)
        book.add_paragraph("{%p endif %}")


def _spaced(book: Document, before: float, after: float):
    paragraph = book.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    return paragraph


def _parts(book: Document, name: str, keys: list[str]) -> None:
    """The loop over headings, paragraphs, entries and the prepared tables."""
    book.add_paragraph(f"{{%p for part in {name} %}}")
    for level in (1, 2):
        book.add_paragraph(f"{{%p if part.kind == 'heading' and part.level == {level} %}}")
        book.add_paragraph("{{ part.text }}", style=f"Heading {level}")
        book.add_paragraph("{%p endif %}")
    for kind, mark in (("paragraph", ""), ("item", "- ")):
        book.add_paragraph(f"{{%p if part.kind == '{kind}' %}}")
        book.add_paragraph(f"{mark}{{{{ part.text }}}}", style="Văn bản")
        book.add_paragraph("{%p endif %}")
    for key in keys:
        tables.add(book, key)
    book.add_paragraph("{%p endfor %}")


def _signature(book: Document) -> None:
    table = book.add_table(rows=1, cols=2)
    no_borders(table)
    set_widths(table, (80, 85))
    keep_row_whole(table.rows[0])
    left, right = table.cell(0, 0), table.cell(0, 1)
    head = left.paragraphs[0]
    head.paragraph_format.space_before = Pt(6)
    run = head.add_run("Nơi nhận:")
    run.bold = run.italic = True
    run.font.size = Pt(12)
    left.add_paragraph("{%p for name in recipients %}")
    left.add_paragraph().add_run("{{ name }}").font.size = Pt(SMALL_PT)
    left.add_paragraph("{%p endfor %}")
    tag(right.paragraphs[0], "{{ signatory_title }}", 14, bold=True).paragraph_format.space_before = Pt(6)
    for _ in range(3):
        right.add_paragraph()
    tag(right.add_paragraph(), "{{ signatory }}", 14, bold=True)


def _appendices(book: Document) -> None:
    """Landscape pages after the signature; the page numbers go on."""
    section = book.add_section(WD_SECTION.NEW_PAGE)
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Mm(
        20
    ), Mm(15), Mm(20), Mm(15)
    section.different_first_page_header_footer = False
    book.add_paragraph("{%p for appendix in appendices %}")
    number = tag(book.add_paragraph(), "{{ appendix.number }}", 14, bold=True)
    number.paragraph_format.space_before, number.paragraph_format.keep_with_next = Pt(10), True
    title = tag(book.add_paragraph(), "{{ appendix.title }}", 14, bold=True)
    title.paragraph_format.space_after, title.paragraph_format.keep_with_next = Pt(0), True
    reference = tag(book.add_paragraph(), "{{ reference }}", 13, italic=True)
    reference.paragraph_format.space_after, reference.paragraph_format.keep_with_next = Pt(6), True
    _parts(book, "appendix.parts", sorted(WIDE))
    book.add_paragraph("{%p endfor %}")
