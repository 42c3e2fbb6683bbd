"""The canonical tables without people: codes for dossiers and officers, nothing where a column is personal or free
text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.engine import Engine
from tthc.model.schema import CANONICAL
from tthc.study.pseudonyms.pseudonym_codes import Codes


@dataclass(frozen=True)
class Pseudonyms:
    """What stands for what in one run. Kept in memory only; nothing of it is written anywhere."""

    dossiers: Mapping[str, str] = field(repr=False)
    officers: Mapping[str, str] = field(repr=False)
    files: Mapping[str, str] = field(repr=False)
    sheets: Mapping[str, str] = field(repr=False)

    @property
    def real_dossiers(self) -> dict[str, str]:
        """The dossier behind each code."""
        return {code: real for real, code in self.dossiers.items()}


def pseudonymise_tables(
    tables: Mapping[str, ir.Table], engine: Engine, codes: Codes,
) -> tuple[dict[str, ir.Table], Pseudonyms]:
    """The nine canonical tables as others may see them, and what was put in the place of what.

    A unit that stands where an officer should (a group account) keeps its name, since units stay.
    """
    found = {
        name: _texts(tables, engine, (name,))
        for name in ("dossier_id", "officer", "unit", "src_file", "src_sheet")
    }
    pseudonyms = Pseudonyms(
        {text: codes.dossier(text) for text in found["dossier_id"]},
        {text: text if text in found["unit"] else codes.officer(text) for text in found["officer"]},
        _numbered("Tệp", found["src_file"]), _numbered("Trang", found["src_sheet"]),
    )  # fmt: skip
    lists = {
        "dossier_id": _load(engine, pseudonyms.dossiers, "dossiers"),
        "officer": _load(engine, pseudonyms.officers, "officers"),
        "src_file": _load(engine, pseudonyms.files, "files"), "src_sheet": _load(engine, pseudonyms.sheets, "sheets"),
    }  # fmt: skip
    shared = {name: engine.materialise(_shared(name, table, lists), f"shared_{name}") for name, table in tables.items()}
    return shared, pseudonyms


def replaced(table: ir.Table, column: str, pairs: ir.Table) -> ir.Table:
    """The table with each text of `column` replaced by its partner in `pairs` (text, code); unknown
    ones become null.
    """
    joined = table.left_join(pairs, [table[column] == pairs.text])
    return joined.mutate(**{column: joined.code}).select(table.columns)


def _shared(name: str, table: ir.Table, lists: Mapping[str, ir.Table]) -> ir.Table:
    hidden = [c for c in CANONICAL[name].columns if (c.personal or c.free_text) and c.name not in lists]
    table = table.mutate(**{column.name: ibis.null(column.type) for column in hidden})
    for column, pairs in lists.items():
        table = replaced(table, column, pairs) if column in table.columns else table
    return table


def _texts(tables: Mapping[str, ir.Table], engine: Engine, columns: Iterable[str]) -> set[str]:
    """Every text that stands in these columns of any table."""
    found: set[str] = set()
    for table in tables.values():
        for column in set(columns) & set(table.columns):
            texts = engine.fetch(table.filter(table[column].notnull()).select(text=table[column]).distinct())
            found |= set(texts["text"])
    return found


def _numbered(word: str, texts: Iterable[str]) -> dict[str, str]:
    return {text: f"{word} {number}" for number, text in enumerate(sorted(texts), start=1)}


def _load(engine: Engine, pairs: Mapping[str, str], name: str) -> ir.Table:
    rows = [{"text": text, "code": code} for text, code in pairs.items()]
    return engine.load(
        pa.Table.from_pylist(rows, schema=pa.schema({"text": pa.string(), "code": pa.string()})), f"shared_list_{name}",
    )
