"""Early warning at any instants, outside a study: for tests and benchmarks that ask about more than one cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.analysis import early_warning
from tthc.analysis.segments.keeping import Keep
from tthc.engine import Engine
from tthc.study.graph.wiring.run import WEEKS_BACK


def at_moment(found: ir.Table, moment: datetime) -> ir.Table:
    """The forecasts of one instant."""
    return found.filter(found.moment == ibis.literal(moment).cast("timestamp(6)"))


def checked(found: ir.Table, moment: datetime, keep: Keep) -> tuple[ir.Table, ir.Table]:
    """The scores of the orders tried `WEEKS_BACK` before the instant (as far as `found` holds forecasts of then), and
    what follows.
    """
    before = [ibis.literal(moment - timedelta(weeks=weeks)).cast("timestamp(6)") for weeks in WEEKS_BACK]
    known = keep(
        "known", early_warning.known_outcomes(found.filter(found.moment.isin(before)), at_moment(found, moment)),
    )
    scores = keep("scores", early_warning.scores(known))
    return scores, keep("verdict", early_warning.classify_order(scores))


def forecast(
    engine: Engine, tables: Mapping[str, ir.Table], calendar: ir.Table, moments: Sequence[datetime],
    rules: Mapping[str, str],
) -> ir.Table:
    """One row per instant and dossier open at it, as `warning.forecasts` says; each instant knows only what happened
    before it.
    """
    asked = early_warning.Queries(
        moments=engine.load(pa.table({"moment": pa.array(list(moments), pa.timestamp("us"))}), "warn_asked"),
        landmarks=engine.load(pa.table({"start_wm": list(early_warning.LANDMARKS)}), "warn_landmarks"),
        bins=engine.load(pa.Table.from_pylist(list(early_warning.BINS)), "warn_bins"),
    )
    return early_warning.forecasts(
        tables, calendar, asked, rules, lambda name, rows: engine.materialise(rows, f"warn_{name}"),
    )
