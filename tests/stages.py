"""Stages on literal tables, each translated into the engine's language once for all tests of a process.

Translating a stage's expression takes seconds, running it on a dozen rows a tenth of one. As in a study the tables are seen
under names of the stage's own and the instants come from a table of one row, so that one statement serves every test that
asks for the same columns, settings and law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from desk import recorded_spans
from tthc.analysis import early_warning, indicators, integrity, outcomes
from tthc.analysis.segments import lifetimes
from tthc.analysis.segments.keeping import Keep
from tthc.engine import Engine
from tthc.model.settings import choose_rules
from tthc.study.graph.declared import Settings
from tthc.study.graph.kept import Part, plain
from tthc.study.graph.wiring.lifetimes import JUDGING
from tthc.study.graph.wiring.service import COUNTING

Tables = Mapping[str, ir.Table]
_KEPT: dict[str, list[Part]] = {}
_NUMBERS = count()
_INSTANTS = ("start", "cut", "as_of")
KEEP = "keep"


def judgements(engine: Engine, tables: Tables, calendar: ir.Table, **options: Any) -> ir.Table:
    """Every dossier's outcome by every rule; options: start, cut, rules, law."""
    return stage(engine, outcomes.outcomes, tables, calendar, **_bearing(options, JUDGING))


def signs(engine: Engine, tables: Tables, outcome: ir.Table, calendar: ir.Table, **options: Any) -> ir.Table:
    """The signs that ask; options: cut, rules, law, present."""
    return stage(engine, integrity.signs, tables, outcome, calendar, **_bearing(options, JUDGING))


def measured(engine: Engine, tables: Tables, outcome: ir.Table, calendar: ir.Table, **options: Any) -> ir.Table:
    """The long table of indicators; options: those of `indicators.measures`."""
    return stage(engine, indicators.measures, tables, outcome, calendar, **_bearing(options, COUNTING))


def forecasts(engine: Engine, tables: Tables, calendar: ir.Table, moments: Sequence[datetime], rules: Mapping[str, str]) -> ir.Table:
    """One row per instant and dossier open at it, as `warning_tables.forecast` gives them."""
    return stage(engine, _forecasts, tables, calendar, _asked(engine, moments), rules=choose_rules(rules), keep=KEEP)


def listed(engine: Engine, tables: Tables, calendar: ir.Table, moment: datetime, rules: Mapping[str, str]) -> ir.Table:
    """The list of one instant, without a check on earlier ones."""
    return stage(engine, _listed, tables, calendar, _asked(engine, [moment]), cut=moment, rules=choose_rules(rules), keep=KEEP)


def _asked(engine: Engine, moments: Sequence[datetime]) -> Tables:
    return {
        "moments": engine.load(pa.table({"moment": pa.array(list(moments), pa.timestamp("us"))}), f"st_moments_{next(_NUMBERS)}"),
        "landmarks": engine.load(pa.table({"start_wm": list(early_warning.LANDMARKS)}), "st_landmarks"),
        "bins": engine.load(pa.Table.from_pylist(list(early_warning.BINS)), "st_bins"),
    }


def _forecasts(tables: Tables, calendar: ir.Table, asked: Tables, rules: Mapping[str, str], keep: Keep) -> ir.Table:
    return early_warning.forecasts(tables, calendar, early_warning.Queries(**asked), rules, keep)


def _listed(tables: Tables, calendar: ir.Table, asked: Tables, cut: ir.Value, rules: Mapping[str, str], keep: Keep) -> ir.Table:
    now = keep("now", _forecasts(tables, calendar, asked, rules, keep))
    spans = keep("spans", recorded_spans(tables, calendar, lifetimes(tables["dossiers"], calendar, cut=cut), cut))
    known = keep("known", early_warning.known_outcomes(now.limit(0), now))
    verdict = keep("verdict", early_warning.classify_order(keep("scores", early_warning.scores(known))))
    status_at = now.select("dossier_id", outcome="status_at")
    _, rows = early_warning.listed(now, spans, tables["absences"], verdict, status_at, calendar, keep)
    return rows


def stage(engine: Engine, function: Callable[..., ir.Table], *inputs: ir.Table | Tables, **options: Any) -> ir.Table:
    """What `function(*inputs, **options)` gives, stored under a name of its own. `keep=KEEP` is what stores the middle of it."""
    name = f"st_{function.__name__}"
    instants = {key: options.pop(key) for key in _INSTANTS if isinstance(options.get(key), datetime)}
    seen = [_seen(engine, f"{name}_{number}", one) for number, one in enumerate(inputs)]
    span = engine.view(engine.load(pa.Table.from_pylist([instants or {"nothing": True}]), f"{name}_row_{next(_NUMBERS)}"), f"{name}_span")
    key = repr((type(engine).__name__, function.__module__, name, [_columns(one) for one in seen], list(instants), plain(options)))
    parts = _KEPT.get(key)
    if parts is None:
        parts = []
        if options.get("keep") == KEEP:
            options["keep"] = _keeping(engine, name, parts)
        made = engine.compiled(function(*seen, **options, **{one: span[one].as_scalar() for one in instants}))
        parts.append(Part("", made))
        if all(part.statement.can_be_kept for part in parts):
            _KEPT[key] = parts
    else:
        for part in parts[:-1]:
            engine.run(part.statement, part.name)
    result = f"{name}_result_{next(_NUMBERS)}"
    engine.run(parts[-1].statement, result)
    return engine.named(result, parts[-1].statement.columns)


def _keeping(engine: Engine, name: str, parts: list[Part]) -> Keep:
    def keep(inner: str, rows: ir.Table) -> ir.Table:
        part = Part(f"{name}__{inner}", engine.compiled(rows))
        engine.run(part.statement, part.name)
        parts.append(part)
        return engine.named(part.name, part.statement.columns)

    return keep


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
