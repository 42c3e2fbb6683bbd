"""docs/data-dictionary.md says what the schema declares, no more and no less."""

from __future__ import annotations

import importlib
from pathlib import Path

from tthc.model.schema import CODES, TABLES
from tthc.model.schema.dictionary import data_dictionary
from tthc.model.schema.table import Column, Table

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = DOCS / "data-dictionary.md"


def test_the_page_is_not_behind_the_code():
    assert PAGE.read_text(encoding="utf-8") == data_dictionary(TABLES), "run `make docs` and commit the page"


def test_the_page_and_the_drawing_of_the_graph_are_not_behind_the_declarations(monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS))
    pages = importlib.import_module("tables_page")
    assert (DOCS / "tables.md").read_text(encoding="utf-8") == pages.tables_page(), "run `make docs` and commit the page"
    assert (DOCS / pages.PICTURE).read_text(encoding="utf-8") == pages.tables_picture()
    arrows = pages._reduced({"late": {"outcomes", "read"}, "outcomes": {"read"}, "read": set()})
    assert arrows == {"late": ["outcomes"], "outcomes": ["read"], "read": []}, "what a longer way says is not drawn"


def test_every_table_and_code_list_has_its_place():
    page = data_dictionary(TABLES)
    assert [name for name in TABLES if f"### `{name}` – " not in page] == []
    assert [name for name in CODES if f"### Code list `{name}`" not in page] == []


def test_a_column_s_row_tells_what_is_declared_of_it():
    column = Column("ket_qua", "string", "Kết quả", required=True, codes="outcome", personal=True, free_text=True)
    page = data_dictionary({"thu": Table("thu", "Thử", "One row per try", ("ket_qua",), (column,))})
    assert "| `ket_qua` | Kết quả | string | key, required, code list `outcome`, personal, free text |" in page


def test_every_code_list_that_a_column_names_exists():
    named = {column.codes for table in TABLES.values() for column in table.columns if column.codes}
    assert named - set(CODES) == set()
