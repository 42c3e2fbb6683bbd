"""Computes the tables that are asked for, each once, and frees each after its last reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import ibis.expr.types as ir
import pyarrow as pa

from tthc.engine import Engine, Kind
from tthc.study.graph.declared import (
    NUMBERED,
    Canonical,
    Column,
    Declared,
    Keep,
    Setting,
    Settings,
    Strict,
    Value,
    canonical_name,
)
from tthc.study.graph.kept import Kept, Part, key_of
from tthc.study.graph.keys import decode, encode, key_table


class Node(NamedTuple):
    """A table with these of its key columns numbered."""

    table: str
    numbered: tuple[str, ...] = ()

    @property
    def stored_as(self) -> str:
        """Its name inside the engine."""
        return f"g_{self.table}" + "".join(f"_{column[0]}" for column in self.numbered)


@dataclass
class Runner:
    """Tables of one period on one engine.

    `given` holds what others made (the canonical tables as read), `values` the Python values that declarations name.
    `stored` opens a table that was computed before, or says None. `context` is what computed tables are told of the
    run. With `frees` a table goes after its last reader; small ones may stay for the next question.
    """

    engine: Engine
    registry: Mapping[str, Declared]
    settings: Mapping[str, str]
    values: Mapping[str, object] = field(default_factory=dict)
    given: dict[str, ir.Table] = field(default_factory=dict)
    context: Any = None
    kept: Kept = field(default_factory=lambda: Kept(None, ""))
    stored: Callable[[str], ir.Table | None] = lambda name: None
    frees: bool = True
    _columns: dict[Node, tuple[Kind, ...]] = field(default_factory=dict)
    _views: set[Node] = field(default_factory=set)

    def tables(self, wanted: Iterable[str]) -> dict[str, ir.Table]:
        """The tables of these names with their texts; what only they needed is freed."""
        asked = [Node(name) for name in dict.fromkeys(wanted)]
        order = self._in_order(asked)
        needs = {node: self._needs(node) for node in order}
        readers: dict[Node, set[Node]] = {}
        for node, needed in needs.items():
            for one in needed:
                readers.setdefault(one, set()).add(node)
        for node in order:
            self._make(node)
            if self.frees:
                self._free(needs[node], node, readers, set(asked))
        return {node.table: self.table(node) for node in asked}

    def table(self, node: Node) -> ir.Table:
        """A table that has been made, as Ibis sees it."""
        return self.engine.named(node.stored_as, self._columns[node])

    def columns(self, name: str) -> tuple[Kind, ...]:
        """The columns of a table that has been made."""
        return self._columns[Node(name)]

    def expression(self, name: str) -> ir.Table:
        """What the function of an expression table gives, its middle not stored. All that it reads must have been
        made.
        """
        declared = self.registry[name]
        return declared.function(
            **{
                parameter: _as_it_is if isinstance(link, Keep) else self._argument(link, declared, [])
                for parameter, link in declared.links.items()
            }
        )

    def _base(self, name: str) -> Node:
        """The node of a table as its function makes it."""
        declared = self.registry.get(name)
        return Node(name, declared.numbered if declared and name not in self.given else ())

    def _needs(self, node: Node) -> list[Node]:
        """The nodes that a node is made of."""
        if node in self._columns:
            return []
        base = self._base(node.table)
        if node != base:
            changed = [column for column in NUMBERED if (column in node.numbered) != (column in base.numbered)]
            return [base, *(Node(key_table(column)) for column in changed)]
        if node.table in self.given:
            return []
        declared = self.registry[node.table]
        return [self.input_node(name, declared) for name in declared.inputs]

    def input_node(self, name: str, declared: Declared) -> Node:
        """The table of that name as the declared table reads it."""
        own = self._base(name)
        # Key tables and tables of one row stay as they are; a computed table reads texts.
        return own if name in _KEY_TABLES else Node(name, declared.numbered)

    def _in_order(self, asked: Iterable[Node]) -> list[Node]:
        """Every node that must be made, inputs before their readers."""
        order: dict[Node, None] = {}
        pending = [(node, False) for node in reversed(list(asked))]
        while pending:
            node, is_ready = pending.pop()
            if is_ready:
                order[node] = None
            elif node not in order and node not in self._columns:
                pending.append((node, True))
                pending.extend((one, False) for one in reversed(self._needs(node)))
        return list(order)

    def _make(self, node: Node) -> None:
        if node in self._columns:
            return
        if node != self._base(node.table):
            self._exchange(node)
        elif node.table in self.given:
            self._show(node, self.given[node.table])
        elif (found := self.stored(node.table)) is not None:
            self._show(node, found)
        elif self.registry[node.table].is_computed:
            self._compute(self.registry[node.table])
        else:
            self._express(node, self.registry[node.table])

    def _show(self, node: Node, rows: ir.Table) -> None:
        """A table that is there already, under the name by which statements know it."""
        statement = self.engine.compiled(rows)
        self.engine.run(statement, node.stored_as, view=True)
        self._columns[node] = statement.columns
        self._views.add(node)

    def _exchange(self, node: Node) -> None:
        """The table with other key columns numbered; texts come in and go out in one view."""
        base, *keys = self._needs(node)
        changed = [
            one
            for one in keys
            if any(kind.name == one.table.removesuffix("_numbers") for kind in self._columns[base])
        ]

        def expression() -> ir.Table:
            rows = self.table(base)
            for exchange, columns in ((encode, node.numbered), (decode, base.numbered)):
                known = {
                    key.table.removesuffix("_numbers"): self.table(key)
                    for key in changed
                    if key.table.removesuffix("_numbers") in columns
                }
                rows = exchange(rows, known) if known else rows
            return rows

        self._run(node, f"exchange {node.stored_as}", [base, *changed], expression, view=True)

    def _express(self, node: Node, declared: Declared) -> None:
        settings = {name: self.settings[name] for name in declared.setting_names}
        values = {name: self.values[name] for name in declared.value_names}
        inner: list[Part] = []

        def expression() -> ir.Table:
            return declared.function(
                **{name: self._argument(link, declared, inner) for name, link in declared.links.items()}
            )

        self._run(
            node, declared.name, self._needs(node), expression, view=declared.view, settings=settings, values=values,
            inner=inner,
        )

    def _run(
        self, node: Node, name: str, needs: Iterable[Node], expression: Callable[[], ir.Table], *, view: bool,
        settings: Mapping[str, str] | None = None, values: Mapping[str, object] | None = None,
        inner: list[Part] | None = None,
    ) -> None:
        key = key_of(
            name, type(self.engine).__name__, {one.stored_as: self._columns[one] for one in needs}, settings or {},
            values or {},
        )
        parts = self.kept.get(key)
        if parts is None:
            statement = self.engine.compiled(expression())
            parts = (*(inner or ()), Part(node.stored_as, statement))
            self.kept.put(key, parts)
        else:
            for part in parts[:-1]:
                self.engine.run(part.statement, part.name)
        self.engine.run(parts[-1].statement, node.stored_as, view=view)
        self._columns[node] = parts[-1].statement.columns
        if view:
            self._views.add(node)
        else:
            for part in parts[:-1]:
                self.engine.forget(part.name)

    def _argument(self, link: Any, declared: Declared, inner: list[Part]) -> Any:
        if isinstance(link, str):
            return self.table(self.input_node(link, declared))
        if isinstance(link, Column):
            return self.table(self.input_node(link.table, declared))[link.column].as_scalar()
        if isinstance(link, Canonical):
            read = {name: self.table(self.input_node(canonical_name(name), declared)) for name in link.names}
            return Strict(declared.name, read)
        if isinstance(link, Settings):
            return Strict(declared.name, {name: self.settings[name] for name in link.names})
        if isinstance(link, Setting):
            return self.settings[link.name]
        if isinstance(link, Value):
            return self.values[link.name]
        return self._keeping(declared, inner)

    def _keeping(self, declared: Declared, inner: list[Part]) -> Callable[[str, ir.Table], ir.Table]:
        """What stores the middle of a table that is too large to be one statement."""

        def keep(name: str, rows: ir.Table) -> ir.Table:
            part = Part(f"g_{declared.name}__{name}", self.engine.compiled(rows))
            self.engine.run(part.statement, part.name)
            inner.append(part)
            return self.engine.named(part.name, part.statement.columns)

        return keep

    def _compute(self, declared: Declared) -> None:
        """Tables that Python makes: all outputs at once, whoever asked for one of them."""
        arguments = {name: self._argument(link, declared, []) for name, link in declared.links.items()}
        made = declared.function(self.context, **arguments)
        for name, rows in (made if isinstance(made, Mapping) else {declared.name: made}).items():
            node = Node(name)
            rows = self.engine.load(rows, f"{node.stored_as}_rows") if isinstance(rows, pa.Table) else rows
            self._show(node, rows)

    def _free(self, needed: Iterable[Node], reader: Node, readers: dict[Node, set[Node]], asked: set[Node]) -> None:
        """Of millions of steps each table takes its gigabyte: what nobody reads any more goes. A view reads as long as
        it is read.
        """
        if reader in self._views:
            return
        for node in needed:
            readers.get(node, set()).discard(reader)
            self._let_go(node, readers, asked)

    def _let_go(self, node: Node, readers: dict[Node, set[Node]], asked: set[Node]) -> None:
        if readers.get(node) or node in asked or node.table in self.given or node not in self._columns:
            return
        if node in self._views:
            below = _below(node, readers)
            self._drop(node)
            for one in below:
                readers[one].discard(node)
                self._let_go(one, readers, asked)
            return
        self._drop(node)

    def _drop(self, node: Node) -> None:
        self.engine.forget(node.stored_as, view=node in self._views)
        self._views.discard(node)
        del self._columns[node]


_KEY_TABLES = frozenset(key_table(column) for column in NUMBERED)


def _as_it_is(name: str, rows: ir.Table) -> ir.Table:
    return rows


def _below(node: Node, readers: Mapping[Node, set[Node]]) -> list[Node]:
    """The nodes that the view reads."""
    return [one for one, mine in readers.items() if node in mine]
