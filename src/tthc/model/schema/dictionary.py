"""The data dictionary: every declared table, column and code list as one Markdown page, docs/data-dictionary.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tthc.model.schema.canonical import CANONICAL, ORIGIN
from tthc.model.schema.codes import CODES
from tthc.model.schema.table import Column, Table

HEAD = """# Data dictionary

Generated from `src/tthc/model/schema` by `make docs`; a test fails when this page is behind the code.

Times are zone-less local time of the office (`timestamp(6)`); `_at` is an instant, `_wm` working minutes, `_cd` calendar days.
*Key* columns identify a row, *required* ones are never empty, *personal* ones name or locate a person and *free text* may hold
anything: neither leaves the office.
"""


def data_dictionary(tables: Mapping[str, Table]) -> str:
    """The page for these tables, canonical ones first, then those the stages compute, then the code lists."""
    canonical = [table for table in tables.values() if table.name in CANONICAL]
    computed = [table for table in tables.values() if table.name not in CANONICAL]
    parts = [HEAD, "## What a source is read into\n", _origin(), *map(_table, canonical)]
    parts += ["## What the stages compute\n", *map(_table, computed), "## Code lists\n", *map(_codes, CODES)]
    return "\n".join(parts)


def _origin() -> str:
    names = ", ".join(f"`{column.name}` ({column.label})" for column in ORIGIN)
    return f"Each of these tables ends with the row's origin: {names}.\n"


def _table(table: Table) -> str:
    own = [column for column in table.columns if column not in ORIGIN]
    rows = "\n".join(_row(column, table) for column in own)
    head = f"### `{table.name}` – {table.label}\n\n{table.row}.\n"
    return f"{head}\n| column | Vietnamese label | type | notes |\n|---|---|---|---|\n{rows}\n"


def _row(column: Column, table: Table) -> str:
    return f"| `{column.name}` | {column.label} | {column.type} | {', '.join(_notes(column, table))} |"


def _notes(column: Column, table: Table) -> Iterator[str]:
    if column.name in table.key:
        yield "key"
    if column.required:
        yield "required"
    if column.codes:
        yield f"code list `{column.codes}`"
    if column.personal:
        yield "personal"
    if column.free_text:
        yield "free text"


def _codes(name: str) -> str:
    rows = "\n".join(f"| `{code}` | {label} |" for code, label in CODES[name].items())
    return f"### Code list `{name}`\n\n| code | Vietnamese label |\n|---|---|\n{rows}\n"
