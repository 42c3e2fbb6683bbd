"""What a declared table and column are."""

from __future__ import annotations

from dataclasses import dataclass

import ibis


@dataclass(frozen=True)
class Column:
    """One column: `type` is an Ibis type name; `codes` names a list in `schema.codes.CODES`.

    `personal` columns name or locate a person; `free_text` columns may hold anything. Neither leaves the office.
    """

    name: str
    type: str
    label: str
    required: bool = False
    codes: str | None = None
    personal: bool = False
    free_text: bool = False


@dataclass(frozen=True)
class Table:
    """One table: `row` says in English what one row is, `key` the columns that identify it."""

    name: str
    label: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def ibis_schema(self) -> ibis.Schema:
        """Names and Ibis types of the columns, in the declared order."""
        return ibis.schema({column.name: column.type for column in self.columns})

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)
