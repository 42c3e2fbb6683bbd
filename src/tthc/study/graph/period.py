"""A runner over the tables of one period."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import ibis.expr.types as ir

from tthc.analysis import indicators
from tthc.analysis.calendar import calendar_table, unsettled_days
from tthc.engine import Engine, connect
from tthc.model.law import load_law
from tthc.model.law.places import province_days
from tthc.model.schema import CANONICAL, TABLES
from tthc.model.settings import SHARED, Run
from tthc.sources.checks import check
from tthc.sources.read import Reading
from tthc.study.graph.context import Context
from tthc.study.graph.declared import Declared, canonical_name
from tthc.study.graph.kept import Kept
from tthc.study.graph.runner import Runner
from tthc.study.graph.wiring import registry
from tthc.study.people import People, one_name_each
from tthc.study.pseudonyms import (
    Codes,
    Pseudonyms,
    office_key,
    pseudonymise_accounting,
    pseudonymise_findings,
    pseudonymise_tables,
)
from tthc.study.spellings import one_spelling_each


@cache
def declared() -> Mapping[str, Declared]:
    """Every declared table; names, inputs and cycles are checked once."""
    return registry()


@dataclass(frozen=True)
class Edition:
    """What an edition's tables are made of: the reading (for others with codes in the place of people), and what stands
    for whom.

    `findings` are those of the whole source, read off the real tables before anything was replaced; None for the office
    itself.
    """

    reading: Reading
    pseudonyms: Pseudonyms | None = None
    findings: ir.Table | None = None
    people: People = field(default_factory=lambda: People({}, (), ()))


def edition(run: Run, engine: Engine, reading: Reading) -> Edition:
    """The edition of the run, with one name for one person, unit, procedure and step."""
    reading, spelled = one_spelling_each(engine, reading)
    reading, people = one_name_each(engine, reading)
    people = dataclasses.replace(people, spelled=spelled)
    if run.audience != SHARED:
        return Edition(reading, people=people)
    calendar = engine.load(calendar_table(run.reference, reading.profile.calendar), "shared_calendar_days")
    found = engine.materialise(
        reading.findings.union(check(reading.tables, calendar, reading.present)), "read_findings_whole",
    )
    tables, pseudonyms = pseudonymise_tables(reading.tables, engine, Codes(office_key(run.root)))
    findings = engine.materialise(pseudonymise_findings(found, engine, pseudonyms), "shared_findings")
    accounting = engine.materialise(
        pseudonymise_accounting(reading.accounting, engine, pseudonyms), "shared_accounting",
    )
    shared = dataclasses.replace(reading, tables=tables, findings=reading.findings.limit(0), accounting=accounting)
    return Edition(shared, pseudonyms, findings, people)


def period_runner(run: Run, engine: Engine, made: Edition, kept: Kept | None = None) -> Runner:
    """A runner whose given tables are those of the edition's reading, on `engine`."""
    context = Context(run, engine, made.reading.profile.calendar, made.pseudonyms, made.people)
    given = {canonical_name(name): table for name, table in made.reading.tables.items()}
    given |= {"reading_findings": made.reading.findings, "reading_accounting": made.reading.accounting}
    # tests of single stages have no findings
    given = {name: table for name, table in given.items() if table is not None}
    if made.findings is not None:
        given["source_findings"] = made.findings
    values = Values(context, made.reading.present, _systems(made))
    return Runner(engine, declared(), run.rules, values, given, context, kept or Kept(None, ""))


def _systems(made: Edition) -> tuple[indicators.System, ...]:
    """The systems of the period with their files as the edition's tables name them; others see numbers for names."""
    others = made.pseudonyms
    return tuple(
        indicators.System(
            one.name if others is None else f"hệ thống {number}",
            one.files if others is None else tuple(others.files.get(file, file) for file in one.files), one.columns,
        )
        for number, one in enumerate(made.reading.systems, 1)
    )


def empty_twin(run: Run, made: Edition, kept: Kept) -> Runner:
    """A runner over the same tables without a row: what tables are made of can be read off it at the cost of a few
    statements, however large the source is.
    """
    engine, reading = connect("duckdb"), made.reading
    tables = {
        name: engine.load(table.ibis_schema().to_pyarrow().empty_table(), f"empty_{name}")
        for name, table in CANONICAL.items()
    }
    findings = engine.load(TABLES["findings"].ibis_schema().to_pyarrow().empty_table(), "empty_findings")
    accounting = engine.load(TABLES["accounting"].ibis_schema().to_pyarrow().empty_table(), "empty_accounting")
    twin = dataclasses.replace(reading, tables=tables, findings=findings, accounting=accounting)
    runner = period_runner(run, engine, dataclasses.replace(made, reading=twin, findings=None), kept)
    runner.frees = False
    return runner


VALUES = (
    "present", "systems", "law", "law_set", "own_units", "unit", "field", "audience", "causes", "targets", "scales",
    "scales_previous", "scales_last_year",
    "provinces", "unsettled_days",
)


class Values(Mapping[str, Any]):
    """The Python values that declarations name, looked up when asked for."""

    def __init__(
        self, context: Context, present: Mapping[str, frozenset[str]], systems: tuple[indicators.System, ...],
    ) -> None:
        self._context, self._present, self._systems = context, present, systems

    def __getitem__(self, name: str) -> Any:
        run, context = self._context.run, self._context
        ends = {
            "scales": run.period, "scales_previous": run.period.previous(), "scales_last_year": run.period.last_year(),
        }
        if name in ends:
            return indicators.scales(run.reference, ends[name].end)
        if name == "targets":
            return indicators.targets(run.reference, run.period.start, run.office.name)
        simple = {
            "present": self._present, "own_units": run.office.own_units, "unit": run.unit, "field": run.field,
            "audience": run.audience, "systems": self._systems,
        }
        if name == "provinces":
            return province_days(run.reference, run.period.end)
        if name == "unsettled_days":
            return unsettled_days(run.reference, self._context.calendar, run.period.start, run.cut.date())
        if name in ("law", "law_set"):
            law = load_law(run.reference)
            return law if name == "law" else law.on(run.period.end)
        return context.causes if name == "causes" else simple[name]

    def __iter__(self) -> Iterator[str]:
        return iter(VALUES)

    def __len__(self) -> int:
        return len(VALUES)
