"""How a worked example is run, and its rows compared with those that were reckoned by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from small_tables import at
from tthc.engine import Engine
from tthc.model.schema import CANONICAL
from tthc.model.settings import choose_rules
from tthc.study.graph.declared import Column, Declared, Value, canonical_name
from tthc.study.graph.period import declared
from tthc.study.graph.runner import Node, Runner
from worked.example import Alike, Example, Rows, rows

_NUMBERS = count()


class Fed(Runner):
    """A runner whose tables are those of an example."""

    fed: Mapping[str, ir.Table]

    def table(self, node: Node) -> ir.Table:
        return self.fed[node.table]

    def made(self, one: Declared) -> Any:
        """What the table's function gives."""
        arguments = {name: self._argument(link, one, []) for name, link in one.links.items()}
        return one.function(self.context, **arguments) if one.is_computed else one.function(**arguments)


def found(engine: Engine, example: Example, folder: Path) -> list[dict[str, Any]]:
    """The rows that the program gives for the example, texts in the place of numbered keys."""
    one = declared()[example.table]
    assert set(example.given) <= set(one.inputs), f"{example.table} does not read {set(example.given) - set(one.inputs)}"
    numbers = {column: _numbers(column, example) for column in one.numbered}
    context = example.context(engine, folder) if example.context else None
    runner = Fed(engine, declared(), choose_rules(example.settings), example.values, context=context)
    runner.fed = {name: _loaded(engine, name, example, numbers) for name in one.inputs}
    made = runner.made(one)
    made = made[example.table] if isinstance(made, Mapping) else made
    if isinstance(made, pa.Table):
        return [_plain(row, {}) for row in made.to_pylist()]
    statement = engine.compiled(made)
    name = f"worked_found_{next(_NUMBERS)}"
    engine.run(statement, name)
    texts = {column: dict(enumerate(known)) for column, known in numbers.items()}
    frame = engine.fetch(engine.named(name, statement.columns))
    for column in (kind.name for kind in statement.columns if kind.type == "date"):
        frame[column] = frame[column].map(lambda day: None if pd.isna(day) else pd.Timestamp(day).date()).astype(object)
    return [_plain(row, texts) for row in frame.to_dict("records")]


def _numbers(column: str, example: Example) -> list[str]:
    """All texts of a key column; a text's place is its number, so that numbers stand in the order of the texts."""
    every = {row[column] for table in example.given.values() if column in table.columns for row in table.dicts()}
    return sorted(every - {None})


def _loaded(engine: Engine, name: str, example: Example, numbers: Mapping[str, list[str]]) -> ir.Table:
    given, schema = _given(name, example), _schema(name, example)
    places = {column: {text: n for n, text in enumerate(known)} for column, known in numbers.items()}
    types = {column: pa.int32() if column in places else kind for column, kind in schema.items()}
    full = [
        {column: _value(places.get(column, {}).get(row.get(column), row.get(column)), kind) for column, kind in types.items()}
        for row in given.dicts()
    ]
    return engine.load(pa.Table.from_pylist(full, schema=pa.schema(types)), f"worked_{name}_{next(_NUMBERS)}")


def _given(name: str, example: Example) -> Rows:
    if name in example.given:
        return example.given[name]
    assert name in {canonical_name(one) for one in CANONICAL}, f"the example of {example.table} lacks {name}"
    return rows("")


def _schema(name: str, example: Example) -> dict[str, pa.DataType]:
    """The columns of a table that is given: all of a canonical one, of another those that the example names."""
    given = _given(name, example)
    canonical = CANONICAL.get(name.removeprefix("read_"))
    if canonical is not None and name.startswith("read_"):
        known = canonical.ibis_schema().to_pyarrow()
        assert set(given.columns) <= set(known.names), f"{name} has no column {set(given.columns) - set(known.names)}"
        return dict(zip(known.names, known.types, strict=True))
    said = {column: pa.type_for_alias(kind) for column, kind in given.kinds.items()}
    return {column: said.get(column) or _kind(column) for column in given.columns}


# What a column holds follows from its name everywhere in the package; these are the exceptions, and the rule.
_REAL, _WHOLE, _YES, _INSTANT = pa.float64(), pa.int64(), pa.bool_(), pa.timestamp("us")
_KINDS = {
    "date": pa.date32(), "number": pa.int32(), "recorder": pa.int32(), "rank": pa.int8(), "row": _WHOLE, "place": _WHOLE, "moment": _INSTANT,
    "at": _INSTANT, "wm": _REAL, "sign": _REAL, "numerator": _REAL, "denominator": _REAL, "asked_late": _REAL, "said_is_subjective": _YES,
}  # fmt: skip
_ENDINGS = {"_wm": _REAL, "_ws": _REAL, "_at": _INSTANT, "_no": _WHOLE, "_id": pa.string()}
_BEGINNINGS = {
    "n_": _WHOLE, **dict.fromkeys(("is_", "has_", "begins_", "ends_", "would_"), _YES),
    **dict.fromkeys(("d_", "on_", "wait_", "from_1", "to_1", "from_2", "to_2"), _REAL),
}  # fmt: skip


def _kind(column: str) -> pa.DataType:
    by_end = next((kind for ending, kind in _ENDINGS.items() if column.endswith(ending)), None)
    by_start = next((kind for start, kind in _BEGINNINGS.items() if column.startswith(start)), None)
    return _KINDS.get(column) or by_end or by_start or pa.string()


def _value(value: Any, kind: pa.DataType) -> Any:
    if not isinstance(value, str):
        return value
    if pa.types.is_timestamp(kind):
        return at(value)
    return at(value).date() if pa.types.is_date(kind) else value


def _plain(row: Mapping[str, Any], texts: Mapping[str, Mapping[int, str]]) -> dict[str, Any]:
    """The row with None for what is null, texts for numbers, and instants as Python has them."""
    plain = {}
    for column, value in row.items():
        known = None if not isinstance(value, frozenset | list | dict) and pd.isna(value) else value
        known = known.to_pydatetime() if isinstance(known, pd.Timestamp) else known
        plain[column] = texts[column][int(known)] if column in texts and known is not None else known
    return plain


def declared_alike(example: Alike) -> bool:
    """Whether the table is declared as the one that it is like."""
    one, like = declared()[example.table], declared()[example.like]
    links = {name: _renamed(link, example.other) for name, link in like.links.items()}
    return one.function is like.function and one.links == links and one.numbered == like.numbered


def _renamed(link: Any, other: Mapping[str, str]) -> Any:
    if isinstance(link, str):
        return other.get(link, link)
    if isinstance(link, Column):
        return Column(other.get(link.table, link.table), link.column)
    return Value(other.get(link.name, link.name)) if isinstance(link, Value) else link


# comparing ----------------------------------------------------------------------------------------------------------


def expected(example: Example, columns: Iterable[str]) -> list[dict[str, Any]]:
    """The rows that the example asks for, null in every column that it does not name."""
    looked_at = [column for column in columns if column not in example.beside.split()]
    unknown = set(example.gives.columns) - set(looked_at)
    assert not unknown, f"{example.table} has no column {', '.join(sorted(unknown))}"
    return [{column: row.get(column) for column in looked_at} for row in example.gives.dicts()]


def looked_at(example: Example, every: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Of the rows that were found those, and of their columns those, that the example speaks of."""
    chosen = [row for row in every if all(row[column] in values for column, values in example.among.items())]
    return [{column: value for column, value in row.items() if column not in example.beside.split()} for row in chosen]


def comparable(every: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows in an order of their own, amounts to a millionth, instants and days as texts."""
    return sorted(({column: _told(value) for column, value in row.items()} for row in every), key=repr)


def _told(value: Any) -> Any:
    if isinstance(value, str) and len(value) in (10, 16) and value[2:3] == value[5:6] == "/":
        value = at(value)
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y} 07:00:00"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return round(float(value), 6) + 0.0
    return value

