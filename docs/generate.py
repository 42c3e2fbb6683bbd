"""Rewrites the generated pages of this folder (`make docs`); tests compare them with the code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from command_pages import commands_page, settings_page
from input_page import input_page
from licences import licences_page
from tables_page import PICTURE, tables_page, tables_picture

from tthc.analysis.indicators import measures_page
from tthc.model.law import law_page
from tthc.model.schema import TABLES
from tthc.model.schema.dictionary import data_dictionary

REFERENCE = Path(__file__).resolve().parents[1] / "data" / "reference"
# The day whose points and targets the page shows: that of the sample.
ON = date(2024, 5, 31)
PAGES = {
    "cai-dat.md": settings_page,
    "lenh.md": commands_page,
    "input.md": lambda: input_page(REFERENCE),
    "data-dictionary.md": lambda: data_dictionary(TABLES),
    "licences.md": licences_page,
    "law.md": lambda: law_page(REFERENCE),
    "measures.md": lambda: measures_page(REFERENCE, ON),
    "tables.md": tables_page,
    PICTURE: tables_picture,
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        Path(__file__).parent.joinpath(name).write_text(page(), encoding="utf-8")
