"""The look shared by JupyterLab and the HTML report: one style sheet, `templates/html/blocks.css`."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def block_css() -> str:
    """The rules for blocks; in JupyterLab every block brings them along, since a cell may be cleared, moved or shown
    alone.
    """
    return small((files("tthc") / "templates" / "html" / "blocks.css").read_text(encoding="utf-8"))


def small(css: str) -> str:
    """Style rules without comments and needless spaces."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", css)).strip()
