"""Early warning as part of a study: the open dossiers at the cut, and whether the chance has told anything in the weeks before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc import warning
from tthc.engine import Engine
from tthc.schema import WARNED
from tthc.segments.keeping import Keep
from tthc.settings import SHARED

if TYPE_CHECKING:
    from tthc.study.compute import Stages

# The instants before the cut on which the chance is tried.
WEEKS_BACK = (1, 2, 3, 4, 6, 8, 10, 12)


def warning_tables(stages: Stages) -> None:
    """Keeps every table of `schema.WARNED`; they are empty in the edition for others, which names no open dossier and no officer."""
    if stages.run.audience == SHARED:
        for name, table in WARNED.items():
            stages.tables[name] = stages.engine.load(table.ibis_schema().to_pyarrow().empty_table(), f"result_{name}")
        return
    cut, calendar, run = stages.run.cut, stages.inner["calendar_days"], stages.run

    def keep(name: str, rows: ir.Table) -> ir.Table:
        return stages.keep(f"warn_{name}", rows, inner=True)

    moments = [cut, *(cut - timedelta(weeks=weeks) for weeks in WEEKS_BACK)]
    found = forecast(stages.engine, stages.reading.tables, calendar, moments, run.rules)
    scores, verdict = checked(found, cut, keep)
    stages.keep("warning_check", scores.cross_join(verdict.select("verdict")).select(*WARNED["warning_check"].names))
    now, spans = at_moment(found, cut), stages.inner["spans"]
    outcome = stages.tables["outcomes"]
    still = outcome.filter((outcome.rule == "system") & outcome.outcome.isin(["open_in_time", "open_late", "stopped"]))
    dates, rows = warning.listed(now, spans, stages.reading.tables["absences"], verdict, still, calendar, keep)
    stages.keep("council_dates", dates.select(*WARNED["council_dates"].names))
    stages.keep("warnings", rows.select(*WARNED["warnings"].names))


def at_moment(found: ir.Table, moment: datetime) -> ir.Table:
    """The forecasts of one instant."""
    return found.filter(found.moment == ibis.literal(moment).cast("timestamp(6)"))


def checked(found: ir.Table, moment: datetime, keep: Keep) -> tuple[ir.Table, ir.Table]:
    """The scores of the orders tried `WEEKS_BACK` before the instant (as far as `found` holds forecasts of then), and what follows."""
    before = [ibis.literal(moment - timedelta(weeks=weeks)).cast("timestamp(6)") for weeks in WEEKS_BACK]
    known = keep("known", warning.known_outcomes(found.filter(found.moment.isin(before)), at_moment(found, moment)))
    scores = keep("scores", warning.scores(known))
    return scores, keep("verdict", warning.verdict(scores))


def forecast(engine: Engine, tables: Mapping[str, ir.Table], calendar: ir.Table, moments: Sequence[datetime], rules: Mapping[str, str]) -> ir.Table:
    """One row per instant and dossier open at it, as `warning.forecasts` says; each instant knows only what happened before it."""
    asked = warning.Asked(
        moments=engine.load(pa.table({"moment": pa.array(list(moments), pa.timestamp("us"))}), "warn_asked"),
        landmarks=engine.load(pa.table({"start_wm": list(warning.LANDMARKS)}), "warn_landmarks"),
        bins=engine.load(pa.Table.from_pylist(list(warning.BINS)), "warn_bins"),
    )
    return warning.forecasts(tables, calendar, asked, rules, lambda name, rows: engine.materialise(rows, f"warn_{name}"))
