"""How the cells of a form look, and the line below every form that says what stands in none of them."""

from __future__ import annotations

from collections.abc import Mapping

import xlsxwriter


def cell_styles(book: xlsxwriter.Workbook) -> dict[str, object]:
    """Formats by what a cell is: office, title, head, field, procedure, total and their texts, note."""
    font = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
    box = {**font, "border": 1}
    figures = {**box, "num_format": "#,##0", "align": "right"}
    return {
        "office": book.add_format({**font, "bold": True, "align": "center"}),
        "plain": book.add_format({**font, "align": "center"}),
        "title": book.add_format({**font, "bold": True, "font_size": 13, "align": "center"}),
        "italic": book.add_format({**font, "italic": True, "align": "center"}),
        "note": book.add_format({**font, "italic": True, "text_wrap": True, "valign": "top"}),
        "head": book.add_format({**box, "bold": True, "align": "center", "text_wrap": True}),
        "number": book.add_format({**box, "italic": True, "align": "center", "font_size": 8}),
        "place": book.add_format({**box, "align": "center"}),
        "field": book.add_format({**figures, "bold": True}),
        "field_text": book.add_format({**box, "bold": True, "text_wrap": True}),
        "procedure": book.add_format(figures),
        "procedure_text": book.add_format({**box, "text_wrap": True, "indent": 1}),
        "total": book.add_format({**figures, "bold": True, "top": 2}),
        "total_text": book.add_format({**box, "bold": True, "top": 2}),
    }


def page_header(edition: str, head: str = "") -> str:
    """The printed header of a sheet: how much was judged on the left, where something was not; the edition on the
    right.

    An empty left part is left out: readers of workbooks take “&L&R…” for one part.
    """
    left = f"&L{head.replace('&', '&&')}" if head else ""
    return f"{left}&R{edition}"


def unjudged_line(sheet, styles: Mapping, row: int, n_unjudged: int) -> None:
    """Always there, a nought too: nobody then has to guess whether it was looked at."""
    sheet.write_string(row, 1, "Hồ sơ chưa đánh giá được, không tính vào cột nào ở trên", styles["note"])
    sheet.write_number(row, 2, n_unjudged, styles["procedure"])
