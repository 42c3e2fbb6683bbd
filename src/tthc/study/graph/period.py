"""A runner over the tables of one period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import ibis.expr.types as ir

from tthc import measures
from tthc.audience import Codes, Pseudonyms, office_key, share_accounting, share_findings, share_tables
from tthc.check import check
from tthc.engine import Engine
from tthc.read import Reading
from tthc.settings import SHARED, Run
from tthc.study.graph.context import Context
from tthc.study.graph.declared import Declared, canonical_name
from tthc.study.graph.kept import Kept
from tthc.study.graph.runner import Runner
from tthc.study.graph.wiring import registry
from tthc.worktime import calendar_table


@cache
def declared() -> Mapping[str, Declared]:
    """Every declared table; names, inputs and cycles are checked once."""
    return registry()


def period_runner(run: Run, engine: Engine, reading: Reading, kept: Kept | None = None) -> Runner:
    """A runner whose given tables are those of the reading, on `engine`; for others they hold codes in the place of people."""
    context = Context(run, engine, reading.profile.calendar)
    given, pseudonyms = _shared(run, engine, reading) if run.audience == SHARED else (_given(reading), None)
    context.pseudonyms = pseudonyms
    return Runner(
        engine, declared(), run.rules, Values(context, reading.present), given, context, kept or Kept(None, ""),
    )


class Values(Mapping[str, Any]):
    """The Python values that declarations name, looked up when asked for."""

    def __init__(self, context: Context, present: Mapping[str, frozenset[str]]) -> None:
        self._context, self._present = context, present

    def __getitem__(self, name: str) -> Any:
        run, context = self._context.run, self._context
        starts = {"scales": run.period, "scales_previous": run.period.previous(), "scales_last_year": run.period.last_year()}
        if name in starts:
            return measures.scales(run.reference, starts[name].start)
        if name == "targets":
            return measures.targets(run.reference, run.period.start)
        simple = {
            "present": self._present, "own_units": run.office.own_units, "unit": run.unit, "field": run.field, "audience": run.audience,
        }
        return context.causes if name == "causes" else simple[name]

    def __iter__(self) -> Iterator[str]:
        return iter(("present", "own_units", "unit", "field", "audience", "causes", "targets", "scales", "scales_previous", "scales_last_year"))

    def __len__(self) -> int:
        return 10


def _given(reading: Reading) -> dict[str, ir.Table]:
    others = {"reading_findings": reading.findings, "reading_accounting": reading.accounting}
    return {**{canonical_name(name): table for name, table in reading.tables.items()}, **others}


def _shared(run: Run, engine: Engine, reading: Reading) -> tuple[dict[str, ir.Table], Pseudonyms]:
    """The same tables with codes in the place of people. Findings are read off the real tables first."""
    calendar = engine.load(calendar_table(run.reference, reading.profile.calendar), "shared_calendar_days")
    found = engine.materialise(reading.findings.union(check(reading.tables, calendar, reading.present)), "read_findings_whole")
    tables, pseudonyms = share_tables(reading.tables, engine, Codes(office_key(run.root)))
    shared = engine.materialise(share_findings(found, engine, pseudonyms), "shared_findings")
    accounting = engine.materialise(share_accounting(reading.accounting, engine, pseudonyms), "shared_accounting")
    given = {canonical_name(name): table for name, table in tables.items()}
    return {**given, "source_findings": shared, "reading_accounting": accounting}, pseudonyms
