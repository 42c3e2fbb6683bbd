"""From which columns of which tables a column's values come, read off the expressions themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import ibis.expr.operations as ops

from tthc.study.graph.runner import Runner


class Origin(NamedTuple):
    """One table on the way: `columns` of it count, and their values are made of these columns of these other tables
    (no columns: of the whole table, which Python reads). Without any, the way ends here: at what was read, or at what
    Python makes of nothing but the run.
    """

    table: str
    columns: tuple[str, ...]
    made_of: Mapping[str, tuple[str, ...]]


def origins(runner: Runner, table: str, column: str, told: Collection[str] = ()) -> list[Origin]:
    """One row per table on the way from the asked column down to what was read, nearest first.

    `runner` must have made the table and still hold all that it was made of. Which rows a table has (filters, joins) is
    not followed, only what stands in the columns. A table that is not among `told` and only hands a column on is passed
    by. Raises KeyError for a column that the table does not have.
    """
    behind = _Behind(runner, told)
    found: dict[str, tuple[dict[str, None], dict[str, dict[str, None]]]] = {}
    waiting, seen = [(table, column)], {(table, column)}
    for name, one in waiting:  # grows while it is read: what is nearest comes first
        columns, made_of = found.setdefault(name, ({}, {}))
        columns[one] = None
        for below, field in behind(name, one):
            made_of.setdefault(below, {})
            if field is not None:
                made_of[below][field] = None
                if (below, field) not in seen:
                    seen.add((below, field))
                    waiting.append((below, field))
    return [
        Origin(name, tuple(columns), {one: tuple(fields) for one, fields in made_of.items()})
        for name, (columns, made_of) in found.items()
    ]


class _Behind:
    """The columns that a column of a table is made of; each table's expression is built once."""

    def __init__(self, runner: Runner, told: Collection[str]) -> None:
        self._runner, self._told = runner, told
        self._built: dict[str, ops.Relation] = {}

    def __call__(self, table: str, column: str) -> list[tuple[str, str | None]]:
        found: dict[tuple[str, str | None], None] = {}
        for name, field in self._fields(table, column):
            while field is not None and name not in self._told and len(deeper := self._fields(name, field)) == 1:
                name, field = deeper[0]
            found[name, field] = None
        return list(found)

    def _fields(self, table: str, column: str) -> list[tuple[str, str | None]]:
        if table in self._runner.given:
            return []
        declared = self._runner.registry[table]
        if declared.is_computed:
            return [(name, None) for name in declared.inputs]
        if table not in self._built:
            self._built[table] = self._runner.expression(table).op()
        if column not in self._built[table].schema:
            raise KeyError(column)
        names = {self._runner.input_node(name, declared).stored_as: name for name in declared.inputs}
        return sorted((names[stored], name) for stored, name in fields_behind(self._built[table], column))


def fields_behind(relation: ops.Relation, column: str) -> set[tuple[str, str]]:
    """Name of the stored table and column of everything that the column's values are computed from."""
    found: set[tuple[str, str]] = set()
    waiting, seen = [(relation, column)], {(relation, column)}
    while waiting:
        node, name = waiting.pop()
        if isinstance(node, ops.UnboundTable | ops.DatabaseTable):
            found.add((node.name, name))
        for below in _below(node, name):
            if below not in seen:
                seen.add(below)
                waiting.append(below)
    return found


def _below(node: ops.Relation, column: str) -> Iterator[tuple[ops.Relation, str]]:
    """One relation down: the columns that this one is made of."""
    if isinstance(node, ops.Set):
        # the sides of a union are put together by position, which for named tables is the order of the first
        yield from ((side, column) for side in (node.left, node.right))
    elif isinstance(node, ops.Reference | ops.AliasedRelation):
        yield node.parent, column
    elif column in node.values:
        yield from _read_by(node.values[column])


def _read_by(value: ops.Node) -> Iterator[tuple[ops.Relation, str]]:
    """The columns that a value reads, those of scalar questions among them."""
    waiting, seen = [value], {value}
    while waiting:
        node = waiting.pop()
        if isinstance(node, ops.Field):
            yield node.rel, node.name
        elif isinstance(node, ops.Relation):
            yield from ((node, name) for name in node.schema.names)
        else:
            waiting.extend(one for one in node.__children__ if one not in seen)
            seen.update(node.__children__)
