"""What a report leaves behind of itself: its indicators, each with what tells the report from others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from typing import Any

import ibis
import ibis.expr.types as ir

from tthc.model.schema import TABLES
from tthc.model.settings import Run
from tthc.study.memory.series import data_mark, reckoning, series


def results(measures: ir.Table, run: Run, info: Mapping[str, Any], *, name: str, made_at: datetime) -> ir.Table:
    """One row per indicator of the report `name`, with what tells the report from others: the columns of schema
    `results`.
    """
    instants = {"made_at": made_at, "cut": run.cut, "known_until": known_until(run, made_at)}
    days = {"period_start": run.period.start, "period_end": run.period.end}
    texts = {
        "run": name, "edition": run.audience, "series": series(run), "period_label": run.period.label,
        "main_rule": run.rules["rule"], "rules": json.dumps(dict(run.rules), sort_keys=True),
        "data_mark": data_mark(run, info),
        "reckoning": reckoning(run), "package": version("tthc"),
    }  # fmt: skip
    stamped = measures.mutate(
        **{column: ibis.literal(value).cast("timestamp(6)") for column, value in instants.items()},
        **{column: ibis.literal(value) for column, value in (days | texts).items()},
    )
    return stamped.select(TABLES["results"].names)


def known_until(run: Run, made_at: datetime) -> datetime:
    """The first instant that the report could not know of: its cut, or when it was made, whichever came first."""
    return min(run.cut, made_at)
