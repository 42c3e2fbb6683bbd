"""From canonical tables to the minutes of each state on an officer's desk, for tests of the stages between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import ibis.expr.types as ir
import pandas as pd

from small_tables import vn_calendar
from tthc.analysis.segments import clock_readings, lifetimes, officer_events, resource_timeline, segments, state_minutes
from tthc.analysis.segments.assignments import assignments, recording_officers, step_spans, steps_within_life
from tthc.analysis.segments.away import absent_times
from tthc.analysis.segments.bounds import bounds_table, desk_bounds
from tthc.analysis.segments.keeping import Keep
from tthc.analysis.segments.passes import with_passes
from tthc.analysis.segments.presence import officer_stamps, quiet_times, shown_times
from tthc.analysis.segments.silences import silences, stamps
from tthc.analysis.segments.starts import doubted_starts, shared_accounts, trusted_starts
from tthc.analysis.segments.waiting import interleaved, query_points, waits
from tthc.engine import Engine
from tthc.study.graph.wiring.lifetimes import prior_dossiers


def desk_minutes(engine: Engine, tables: Mapping[str, ir.Table], cut: datetime) -> pd.DataFrame:
    """The state minutes of all dossiers, every one lived until its end or the cut."""
    return _told(engine, _minutes, tables, cut)


def desk_bounds_table(engine: Engine, tables: Mapping[str, ir.Table], cut: datetime) -> pd.DataFrame:
    """The bounds of all own steps without a known start."""
    return _told(engine, _bounds, tables, cut)


def _told(engine: Engine, stages: Callable[..., ir.Table], tables: Mapping[str, ir.Table], cut: datetime) -> pd.DataFrame:
    from stages import KEEP, stage  # which knows this module

    return engine.fetch(stage(engine, stages, tables, vn_calendar(engine), cut=cut, keep=KEEP))


def _minutes(tables: Mapping[str, ir.Table], days: ir.Table, cut: ir.Value, keep: Keep) -> ir.Table:
    return _desk(tables, days, cut, keep)[0]


def _bounds(tables: Mapping[str, ir.Table], days: ir.Table, cut: ir.Value, keep: Keep) -> ir.Table:
    minutes, bounds = _desk(tables, days, cut, keep)
    return bounds_table(bounds, minutes)


def recorded_spans(
    tables: Mapping[str, ir.Table], days: ir.Table, living: ir.Table, cut: datetime
) -> ir.Table:
    """The steps within their dossiers' lives as recorded: what the graph stores in three tables, in one expression."""
    lived = steps_within_life(tables["steps"], living, cut=cut)
    return step_spans(with_passes(lived), recording_officers(lived), tables["units"], days, cut=cut)


def _desk(tables: Mapping[str, ir.Table], days: ir.Table, cut: ir.Value, keep: Keep) -> tuple[ir.Table, ir.Table]:
    living = keep("lives", lifetimes(tables["dossiers"], days, cut=cut))
    recorded = keep("recorded", recorded_spans(tables, days, living, cut))
    doubted = keep("doubted", doubted_starts(recorded, living, tables["norms"], tables["stops"], days))
    accounts = keep("accounts", shared_accounts(recorded))
    spans = keep("spans", trusted_starts(recorded, doubted, accounts, tables["stops"], living))
    held = keep("held", assignments(spans, tables["stops"], living, days))
    absent = keep("absent", absent_times(tables["absences"], days))
    silent = keep("silent", silences(stamps(tables), spans, living, absent, days, cut=cut))
    due = living.select("dossier_id", due_wm=living.end_wm)
    stamped = keep("stamped", officer_stamps(recorded, days, cut=cut))
    quiet, shown = keep("quiet", quiet_times(stamped, days, cut=cut)), keep("shown", shown_times(stamped))
    cut_up = keep("segments", segments(held, living, due, (absent, silent), quiet, keep=keep))
    turns = keep("turns", resource_timeline(officer_events(spans, held, absent, living, shown)))
    answers = keep("answers", clock_readings(turns, query_points(cut_up, spans, turns)))
    prior = keep("prior", prior_dossiers(tables["dossiers"]))
    waited = keep("waits", waits(answers, turns, spans, tables["units"], days, prior))
    bounds = keep("bounds", desk_bounds(spans, living, absent, accounts, prior))
    return state_minutes(cut_up, waited, keep("shared", interleaved(answers)), bounds, (absent, silent)), bounds
