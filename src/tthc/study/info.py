"""What the study says of itself: office, period, cut, evidence level, rules, inputs, row accounting, versions."""

from __future__ import annotations

import dataclasses
import platform
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version

import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.read import Reading
from tthc.settings import RULES, Run

_PACKAGES = ("tthc", "ibis-framework", "duckdb", "pandas", "papermill", "nbconvert", "typst", "matplotlib")


def study_info(run: Run, engine: Engine, reading: Reading, tables: Mapping[str, ir.Table]) -> dict:
    """A JSON-able dictionary; times as ISO text."""
    rows = engine.fetch(tables["accounting"])
    outcome = tables["outcomes"].filter(tables["outcomes"].rule == run.rules["rule"])
    return {
        "office": dataclasses.asdict(run.office),
        "period": {"label": run.period.label, "text": run.period.text, "slug": run.period.slug,
                   "start": run.period.start.isoformat(), "end": run.period.end.isoformat()},
        "cut": run.cut.isoformat(), "as_of": run.as_of.isoformat(), "unit": run.unit, "field": run.field,
        "profile": {"name": reading.profile.name, "label": reading.profile.label, "timezone": reading.profile.timezone,
                    "calendar": reading.profile.calendar},
        "evidence_level": evidence_level(engine, reading),
        "rules": [{"name": rule.name, "label": rule.label, "value": run.rules[rule.name], "default": rule.default} for rule in RULES],
        "inputs": [dataclasses.asdict(item) for item in reading.inputs],
        "present": {name: sorted(columns) for name, columns in reading.present.items()},
        "n_read": int(rows.n_read.sum()), "n_accepted": int(rows.n_accepted.sum()), "n_set_aside": int(rows.n_set_aside.sum()),
        "n_dossiers": int(engine.fetch(outcome.filter(outcome.intake != "none").agg(n=outcome.count())).n.iloc[0]),
        "n_late": int(engine.fetch(tables["late"].agg(n=tables["late"].count())).n.iloc[0]),
        "day_wm": float(engine.fetch(tables["calendar"].agg(m=tables["calendar"].day_wm.max())).m.iloc[0]),
        "is_synthetic": any("mo-phong" in item.name.lower() for item in reading.inputs) or _says_synthetic(run),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}},
        "computed_at": datetime.now().isoformat(timespec="seconds"),
    }


def evidence_level(engine: Engine, reading: Reading) -> int:
    """1 dossiers only, 2 with steps, 3 with step starts and absences (design.md §5)."""
    steps, absences = reading.tables["steps"], reading.tables["absences"]
    counts = engine.fetch(steps.agg(n=steps.count(), n_started=steps.started_at.count())).iloc[0]
    n_absent = engine.fetch(absences.agg(n=absences.count())).n.iloc[0]
    if not counts.n:
        return 1
    return 3 if counts.n_started and n_absent else 2


def _says_synthetic(run: Run) -> bool:
    return any((path if path.is_dir() else path.parent).joinpath("MO-PHONG.txt").is_file() for path in run.sources)
