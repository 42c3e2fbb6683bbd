"""What is found in a run's input before anybody asks for a report: the same findings and counts as the report tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tthc.engine import Engine
from tthc.model.settings import Run, cache_folder
from tthc.sources.read import read_sources
from tthc.study.graph.addresses import code_digest
from tthc.study.graph.kept import Kept
from tthc.study.graph.period import edition, period_runner
from tthc.study.judged import is_stopped, judged_info

TABLES = ("findings", "accounting", "outcomes", "unjudged")


@dataclass(frozen=True)
class LookedAt:
    """`findings` is one row per finding, `accounting` one per file, sheet and table.

    judged: how much of the period could be judged, by the names of the study's info. is_too_little: whether a report
    would stop for that.
    """

    findings: pd.DataFrame
    accounting: pd.DataFrame
    judged: Mapping[str, Any]
    is_too_little: bool


def look_at(run: Run, engine: Engine) -> LookedAt:
    """Read the input and compute what its findings need, storing nothing. Raises UsageError, DataStop as reading
    does.
    """
    reading = read_sources(run, engine)
    made = edition(run, engine, reading)
    runner = period_runner(run, engine, made, Kept(cache_folder(), code_digest()))
    tables = runner.tables(TABLES)
    judged = judged_info(run, engine, made.reading, tables)
    stops = is_stopped(run, engine, made.reading, tables["outcomes"])
    return LookedAt(engine.fetch(tables["findings"]), engine.fetch(tables["accounting"]), judged, stops)
