"""What an expression has become for one engine: a text that can be kept and run again without Ibis."""

from __future__ import annotations

from typing import NamedTuple

import ibis
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


def translated(connection: ibis.BaseBackend, expression: ir.Table) -> str:
    """The expression in the engine's own language.

    Ibis would merge neighbouring selects into one, a third of what translating costs; DuckDB merges them
    itself. Only where selects lie so deep in each other that Python's stack ends is that left to Ibis.
    """
    options = ibis.options.sql
    before, options.fuse_selects = options.fuse_selects, False
    try:
        return str(connection.compile(expression))
    except RecursionError:
        options.fuse_selects = True
        return str(connection.compile(expression))
    finally:
        options.fuse_selects = before


def names_memory(expression: ir.Table) -> bool:
    """Whether the expression reads a table held in Python's memory."""
    return bool(expression.op().find(ops.InMemoryTable))
