"""The plain-text face: what a terminal, a text-only browser or a search index reads."""

from __future__ import annotations

from tthc.display.blocks.clean_text import cell, clean
from tthc.display.blocks.kinds import Block, Card, DataTable, Empty, KeyFigures, Note, Picture, Text


def render(block: Block) -> str:
    """The block as lines of text."""
    match block:
        case Text():
            return "\n\n".join(clean(paragraph) for paragraph in block.paragraphs)
        case KeyFigures():
            return "\n".join(_figure(figure) for figure in block.figures)
        case DataTable():
            return _table(block)
        case Picture():
            return f"[{clean(block.caption)}: {clean(block.alt)}]"
        case Note():
            return "\n".join([clean(block.title), *(f"- {clean(item)}" for item in block.items)])
        case Card():
            return "\n".join([clean(block.title), *(render(inner) for inner in block.blocks)])
        case Empty():
            return clean(block.text)
    raise TypeError(f"no plain face for {type(block).__name__}")


def _figure(figure) -> str:
    tail = ", ".join(clean(part) for part in (figure.detail, figure.change) if part)
    return f"{clean(figure.label)}: {clean(figure.value)}" + (f" ({tail})" if tail else "")


def _table(table: DataTable) -> str:
    lines = [[clean(column.label) for column in table.columns], *([cell(text) for text in row] for row in table.rows)]
    widths = [min(40, max(len(line[i]) for line in lines)) for i in range(len(table.columns))]
    body = [_line(line, widths, table) for line in lines]
    return "\n".join([clean(table.caption), *body, *(clean(text) for text in (table.below, table.note) if text)])


def _line(line: list[str], widths: list[int], table: DataTable) -> str:
    cells = (
        text[:width].rjust(width) if column.align == "right" else text[:width].ljust(width)
        for text, width, column in zip(line, widths, table.columns, strict=True)
    )
    return "  ".join(cells).rstrip()
