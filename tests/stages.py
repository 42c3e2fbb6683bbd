"""Stages on literal tables, each translated into the engine's language once for all tests of a process.

Translating a stage's expression takes seconds, running it on a dozen rows a tenth of one. As in a study the tables are seen
under names of the stage's own and the instants come from a table of one row, so that one statement serves every test that
asks for the same columns, settings and law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import count
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from tthc.analysis import indicators, integrity, outcomes
from tthc.engine import Engine
from tthc.engine.statement import Statement
from tthc.model.settings import choose_rules
from tthc.study.graph.declared import Settings
from tthc.study.graph.kept import plain
from tthc.study.graph.wiring.lifetimes import JUDGING
from tthc.study.graph.wiring.service import COUNTING

Tables = Mapping[str, ir.Table]
_KEPT: dict[str, Statement] = {}
_NUMBERS = count()
_INSTANTS = ("start", "cut", "as_of")


def judgements(engine: Engine, tables: Tables, calendar: ir.Table, **options: Any) -> ir.Table:
    """Every dossier's outcome by every rule; options: start, cut, rules, law."""
    return stage(engine, outcomes.outcomes, tables, calendar, **_bearing(options, JUDGING))


def signs(engine: Engine, tables: Tables, outcome: ir.Table, calendar: ir.Table, **options: Any) -> ir.Table:
    """The signs that ask; options: cut, rules, law, present."""
    return stage(engine, integrity.signs, tables, outcome, calendar, **_bearing(options, JUDGING))


def measured(engine: Engine, tables: Tables, outcome: ir.Table, calendar: ir.Table, **options: Any) -> ir.Table:
    """The long table of indicators; options: those of `indicators.measures`."""
    return stage(engine, indicators.measures, tables, outcome, calendar, **_bearing(options, COUNTING))


def stage(engine: Engine, function: Callable[..., ir.Table], *inputs: ir.Table | Tables, **options: Any) -> ir.Table:
    """What `function(*inputs, **options)` gives, stored under a name of its own."""
    name = f"st_{function.__name__}"
    instants = {key: options.pop(key) for key in _INSTANTS if isinstance(options.get(key), datetime)}
    seen = [_seen(engine, f"{name}_{number}", one) for number, one in enumerate(inputs)]
    span = engine.view(engine.load(pa.Table.from_pylist([instants or {"none": None}]), f"{name}_row_{next(_NUMBERS)}"), f"{name}_span")
    key = repr((type(engine).__name__, function.__module__, name, [_columns(one) for one in seen], list(instants), plain(options)))
    if key not in _KEPT:
        _KEPT[key] = engine.compiled(function(*seen, **options, **{one: span[one].as_scalar() for one in instants}))
    result = f"{name}_result_{next(_NUMBERS)}"
    engine.run(_KEPT[key], result)
    return engine.named(result, _KEPT[key].columns)


def _bearing(options: dict[str, Any], declared: Settings) -> dict[str, Any]:
    """The options with those settings alone that the stage declares, the usual value of each that is not given."""
    rules = choose_rules(options["rules"])
    return {**options, "rules": {name: rules[name] for name in declared.names}}


def _seen(engine: Engine, name: str, given: ir.Table | Tables) -> ir.Table | Tables:
    """The tables under the names that statements know them by."""
    if isinstance(given, Mapping):
        return {key: engine.view(table, f"{name}_{key}") for key, table in given.items()}
    return engine.view(given, name)


def _columns(given: ir.Table | Tables) -> list:
    return [(key, *table.schema().items()) for key, table in (given.items() if isinstance(given, Mapping) else [("", given)])]
