"""What each of several systems gives to the period's figures, and what only the others tell."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.model.schema import CANONICAL
from tthc.model.words import Intake, Outcome
from tthc.sources.checks.all import LOST
from tthc.sources.read import Reading

_COUNTED = {
    "n_done": (Outcome.EARLY, Outcome.ON_TIME, Outcome.LATE), "n_late": (Outcome.LATE,),
    "n_open": (Outcome.OPEN_IN_TIME, Outcome.OPEN_LATE), "n_open_late": (Outcome.OPEN_LATE,),
    "n_unjudged": (Outcome.UNJUDGED, Outcome.UNKNOWN),
}


def by_system(engine: Engine, reading: Reading, outcome: ir.Table) -> list[dict[str, Any]]:
    """One entry a system, in their order: its dossiers of the period by outcome, and the labels of what it does not
    tell while another does. Empty where the sources are of one system.

    outcome: the outcomes by the main rule. n: all handled; n_done: with a result, n_late of them; n_open, n_open_late.
    """
    if not reading.systems:
        return []
    dossiers = reading.tables["dossiers"]
    place = dossiers.select("dossier_id", system=_system_of(dossiers.src_file, reading)).distinct()
    rows = outcome.filter(outcome.intake != Intake.NONE).join(place, "dossier_id")
    sums = {name: rows.outcome.isin(codes).sum() for name, codes in _COUNTED.items()}
    found = engine.fetch(rows.group_by("system").aggregate(n=rows.count(), **sums)).set_index("system")
    return [
        {
            "name": one.name,
            **{name: int(found[name].get(one.name, 0)) for name in ("n", *_COUNTED)},
            "lacking": _lacking(one.columns, reading),
        }
        for one in reading.systems
    ]


def _system_of(file: ir.StringValue, reading: Reading) -> ir.StringValue:
    return ibis.cases(*[(file.isin(list(one.files)), one.name) for one in reading.systems])


def _lacking(columns: tuple[str, ...], reading: Reading) -> list[str]:
    """What takes a figure away where it is missing, and another system has: such a figure speaks of the others only."""
    every = {column for one in reading.systems for column in one.columns}
    return [
        CANONICAL[table][names[0]].label
        for table, names, _ in LOST
        if (keys := {f"{table}.{name}" for name in names}) & every and not keys & set(columns)
    ]
