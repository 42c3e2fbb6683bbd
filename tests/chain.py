"""The stages from canonical tables to causes, for tests that need more than one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

from small_tables import canonical, load
from tthc.engine import Engine
from tthc.model.settings import load_run
from tthc.sources.read import Reading
from tthc.study.graph.kept import Kept
from tthc.study.graph.period import edition, period_runner

ROOT = Path(__file__).resolve().parents[1]
KEPT = Kept(None, "")  # statements are compiled once for all tests of a process
WANTED = (
    "late", "parts", "cause_shares", "what_if", "involvement", "late_days", "workload", "whose_time", "queues", "sessions", "step_norms", "late_groups",
    "segments", "state_minutes", "outcomes", "doubts", "silences", "late_spans",
)  # fmt: skip


def run_chain(engine: Engine, *, start: datetime, cut: datetime, rules: Mapping[str, str] | None = None, wanted: Sequence[str] = WANTED, **rows: Sequence[Mapping]):
    """The tables that are wanted of the stages for these literal canonical rows, as attributes."""
    period = f"{start:%Y-%m-%d}..{cut:%Y-%m-%d}"
    run = load_run(period, root=ROOT, as_of=cut.isoformat(), rules={"unjudged": "allow", **(rules or {})}, source=ROOT / "data")
    tables = canonical(engine, **rows)
    profile = SimpleNamespace(calendar="vn")
    reading = Reading(
        tables=tables, findings=load(engine, "findings", []), accounting=load(engine, "accounting", []), present={}, profile=profile, inputs=(),
    )
    return SimpleNamespace(**period_runner(run, engine, edition(run, engine, reading), KEPT).tables(wanted))
