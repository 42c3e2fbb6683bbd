"""The look shared by JupyterLab and the HTML report: one style sheet, `templates/html/blocks.css`."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def block_css() -> str:
    """The rules for blocks, without comments and needless spaces."""
    text = (files("tthc") / "templates" / "html" / "blocks.css").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", text)).strip()


def notebook_css() -> str:
    """The rules that a block brings along into a notebook."""
    return block_css()
