"""What a notebook displays: blocks with three faces (HTML, plain text, JSON under `MIME`).

All values are plain text; no markup is interpreted in any rendition. `numbers` formats values the Vietnamese way.
"""

from tthc.display.blocks import html, plain
from tthc.display.blocks.clean_text import anchor
from tthc.display.blocks.kinds import (
    MIME,
    Block,
    Card,
    DataTable,
    Empty,
    KeyFigure,
    KeyFigures,
    Note,
    Picture,
    TableColumn,
    Text,
    from_json,
)

Block.faces.update({"text/html": html.standalone, "text/plain": plain.render})

__all__ = [
    "MIME",
    "Block",
    "Card",
    "DataTable",
    "Empty",
    "KeyFigure",
    "KeyFigures",
    "Note",
    "Picture",
    "TableColumn",
    "Text",
    "anchor",
    "from_json",
]
