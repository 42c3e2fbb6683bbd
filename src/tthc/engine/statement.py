"""What an expression has become for one engine: a text that can be kept and run again without Ibis."""

from __future__ import annotations

from typing import NamedTuple

import ibis.expr.operations as ops
import ibis.expr.types as ir


class Kind(NamedTuple):
    """One column of a statement's result: its name, its type as Ibis and as the engine write it."""

    name: str
    type: str
    written: str


class Statement(NamedTuple):
    """A query in the engine's own language and the columns that it gives.

    `can_be_kept` is false where the query names rows that stand in memory only: another process would not find them.
    """

    sql: str
    columns: tuple[Kind, ...]
    can_be_kept: bool = True


def names_memory(expression: ir.Table) -> bool:
    """Whether the expression reads a table held in Python's memory."""
    return bool(expression.op().find(ops.InMemoryTable))
