"""The stages from canonical tables to causes, for tests that need more than one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

from small_tables import canonical, load
from tthc.engine import Engine
from tthc.read import Reading
from tthc.settings import load_run
from tthc.study.compute import run_stages

ROOT = Path(__file__).resolve().parents[1]


def run_chain(engine: Engine, *, start: datetime, cut: datetime, rules: Mapping[str, str] | None = None, **rows: Sequence[Mapping]):
    """Every table of the stages for these literal canonical rows, as attributes."""
    period = f"{start:%Y-%m-%d}..{cut:%Y-%m-%d}"
    run = load_run(period, root=ROOT, as_of=cut.isoformat(), rules={"unjudged": "allow", **(rules or {})}, source=ROOT / "data")
    tables = canonical(engine, **rows)
    profile = SimpleNamespace(calendar="vn")
    reading = Reading(tables=tables, findings=load(engine, "findings", []), accounting=load(engine, "accounting", []), present={}, profile=profile, inputs=())
    stages = run_stages(run, engine, reading)
    return SimpleNamespace(**stages.inner, **stages.tables)
