"""Rewrites the generated pages of this folder (`make docs`); tests compare them with the code."""

from __future__ import annotations

from pathlib import Path

from tthc.schema import TABLES
from tthc.schema.dictionary import data_dictionary

PAGES = {"data-dictionary.md": lambda: data_dictionary(TABLES)}

if __name__ == "__main__":
    for name, page in PAGES.items():
        Path(__file__).with_name(name).write_text(page(), encoding="utf-8")
