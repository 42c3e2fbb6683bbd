"""From canonical tables to the segments of every dossier's life."""

from __future__ import annotations

from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from tthc.analysis import causes, segments
from tthc.analysis.calendar import read_clock
from tthc.analysis.outcomes import outcomes
from tthc.analysis.outcomes.scope import register
from tthc.analysis.segments.assignments import (
    OWN,
    assignments,
    known_units,
    recording_officers,
    step_spans,
    steps_within_life,
)
from tthc.analysis.segments.away import absent_times
from tthc.analysis.segments.bounds import bounds_table, desk_bounds
from tthc.analysis.segments.officer_clocks import clock_readings, officer_events, resource_timeline
from tthc.analysis.segments.passes import with_passes
from tthc.analysis.segments.presence import officer_stamps, quiet_times, shown_times
from tthc.analysis.segments.silences import silences, stamps
from tthc.analysis.segments.starts import doubted_starts, shared_accounts, trusted_starts
from tthc.analysis.segments.waiting import interleaved, query_points, waits
from tthc.model.schema import RESULTS
from tthc.study.doubts import doubts
from tthc.study.graph.context import Context
from tthc.study.graph.declared import (
    NUMBERED,
    Column,
    Declared,
    Keep,
    Setting,
    Value,
    canonical,
    computed,
    expression,
    settings,
)
from tthc.study.graph.keys import dossier_id_numbers, officer_numbers, step_numbers, unit_numbers

START, CUT = Column("run_period", "start_at"), Column("run_period", "cut_at")
JUDGING = settings(
    "compare", "norm_days", "first_day", "after_hours", "cutoff_hour", "law_transition", "due_on_day_off",
    "due_moved_late", "late_request",
)  # fmt: skip


def wanted(read_dossiers: ir.Table, run_period: ir.Table) -> ir.Table:
    """One row per dossier of the unit and field that the run is about."""
    rows = read_dossiers.select("dossier_id", "unit", "field").cross_join(
        run_period.select(w_unit="unit", w_field="field")
    )
    rows = rows.filter(
        (rows.w_unit.isnull() | (rows.unit == rows.w_unit)) & (rows.w_field.isnull() | (rows.field == rows.w_field))
    )
    return rows.select("dossier_id").distinct()


def kept_only(rows: ir.Table, dossiers: ir.Table) -> ir.Table:
    """The rows of these dossiers."""
    return rows.semi_join(dossiers, "dossier_id")


def scope(outcomes: ir.Table) -> ir.Table:
    """One row per dossier of the period."""
    return outcomes.select("dossier_id").distinct()


def due_readings(late: ir.Table, calendar: ir.Table) -> ir.Table:
    """One row per late dossier: the clock's reading at its deadline."""
    return read_clock(late.select("dossier_id", "due_at"), calendar, {"due_at": "due_wm"})


def held_elsewhere(held: ir.Table) -> ir.Table:
    """One row per stretch in which a dossier is not with an own step."""
    return held.filter(held["rank"] != OWN).select(
        "dossier_id", "rank", "step_no", "from_at", "to_at", "from_wm", "to_wm",
    )


def own_or_known(steps: ir.Table, units: ir.Table, own_units: tuple[str, ...]) -> ir.Table:
    return known_units(steps, units, own_units)


def unit_officers(units: ir.Table) -> ir.Table:
    """One row per unit, as an officer: a group account stands where a person should."""
    return units.select(officer="unit")


def split_waits(
    readings: ir.Table, turns: ir.Table, spans: ir.Table, units: ir.Table, calendar: ir.Table, prior: ir.Table,
    keep: Any,
) -> ir.Table:
    return waits(readings, turns, spans, units.select(unit="officer"), calendar, prior, keep=keep)


def prior_dossiers(dossiers: ir.Table) -> ir.Table:
    """One row per dossier of which the source records that it had priority."""
    return dossiers.filter(dossiers.has_priority).select("dossier_id").distinct()


def segments_with_absences(
    assignments: ir.Table, lifetimes: ir.Table, due: ir.Table, absent: ir.Table, silences: ir.Table, quiet: ir.Table,
    nested_consult: str, keep: Any
) -> ir.Table:
    """One row per stretch of a life; what nobody could work in is cut out: recorded absences, then silences of the
    whole office.
    """
    return segments.segments(
        assignments, lifetimes, due, (absent, silences), quiet, nested_consult=nested_consult, keep=keep,
    )


def minutes_with_absences(
    segments_all: ir.Table, waits: ir.Table, shared: ir.Table, bounds: ir.Table, absent: ir.Table, silences: ir.Table,
    keep: Any,
) -> ir.Table:
    """One row per dossier, part and state; nobody is late with closing while he is away or the whole office is
    silent.
    """
    return segments.state_minutes(segments_all, waits, shared, bounds, (absent, silences), keep=keep)


def vague_accounts(context: Context) -> pa.Table:
    """One row per name at work that is perhaps not one person's: officer, as the edition calls it."""
    codes = context.pseudonyms.officers if context.pseudonyms else {}
    return pa.table({"officer": pa.array([codes.get(name, name) for name in context.people.vague], pa.string())})


def unsure_accounts(shared: ir.Table, vague: ir.Table) -> ir.Table:
    """One row per officer's name that may be more than one person."""
    named = vague.filter(vague.officer.notnull()).select(officer=vague.officer.cast(shared.officer.type()))
    return shared.select("officer").union(named, distinct=True)


def _people_stamp(context: Context) -> str:
    people = context.people
    return repr(
        (
            sorted((name, list(others)) for name, others in people.folded.items()), list(people.similar),
            list(people.vague),
        )
    )


def of_scope(rows: ir.Table, scope: ir.Table, name: str) -> ir.Table:
    return rows.semi_join(scope, "dossier_id").select(*RESULTS[name].names)


def period_segments(rows: ir.Table, scope: ir.Table) -> ir.Table:
    """One row per stretch of a life, of the period's dossiers."""
    return of_scope(segments.in_order(rows), scope, "segments")


def period_state_minutes(rows: ir.Table, scope: ir.Table) -> ir.Table:
    """One row per dossier, part of its life and state, of the period's dossiers."""
    return of_scope(rows, scope, "state_minutes")


def period_bounds(bounds: ir.Table, state_minutes: ir.Table, scope: ir.Table) -> ir.Table:
    """One row per own step without a known start, of the period's dossiers."""
    return of_scope(bounds_table(bounds, state_minutes), scope, "desk_bounds")


_DAYS: dict[str, Any] = {"calendar": "calendar_days"}

DECLARED: tuple[Declared, ...] = (
    expression("dossier_id_numbers", dossier_id_numbers, "one dossier", ["number"]),
    expression("officer_numbers", officer_numbers, "one officer or unit", ["number"]),
    expression("step_numbers", step_numbers, "one step", ["number"]),
    expression("unit_numbers", unit_numbers, "one unit", ["number"]),
    expression(
        "calendar", lambda calendar: calendar.select("date", "is_work", "day_wm", "before_wm"), "one day", ["date"],
        **_DAYS,
    ),
    expression("wanted", wanted, "one dossier of the unit and field asked for", ["dossier_id"]),
    expression("outcomes_all", outcomes, "one dossier in scope and rule", ["dossier_id", "rule"],
               tables=canonical("dossiers", "stops", "due_changes", "norms"), **_DAYS, start=START, cut=CUT,
               rules=JUDGING, law=Value("law"), adopted="calendar_adopted",
               unsettled=Value("unsettled_days"), view=True),
    expression(
        "outcomes", kept_only, "one dossier in scope and rule", ["dossier_id", "rule"], rows="outcomes_all",
        dossiers="wanted",
    ),
    expression("scope", scope, "one dossier of the period", ["dossier_id"]),
    expression("registered_dossiers", lambda dossiers: register(dossiers), "one dossier of the register",
               ["dossier_id"],
               dossiers="read_dossiers", view=True),
    expression("known_units", own_or_known, "one unit of which it is known whether it is the office's own", ["unit"],
               steps="read_steps", units="read_units", own_units=Value("own_units")),
    expression("lifetimes", segments.lifetimes, "one dossier received before the cut", ["dossier_id"],
               dossiers="registered_dossiers", **_DAYS,
               cut=CUT, compare=Setting("compare"), numbered=NUMBERED),
    # Three tables where one would do for an office: each window sorts every step; memory holds one sort of millions.
    expression("steps_within_life", steps_within_life, "one step within its dossier's life", ["dossier_id", "step_no"],
               steps="read_steps", cut=CUT, numbered=NUMBERED),
    expression("steps_in_passes", with_passes, "one step within its dossier's life", ["dossier_id", "step_no"],
               rows="steps_within_life", numbered=NUMBERED),
    expression("recording_officers", recording_officers, "one officer who records starts", ["recorder"],
               steps="steps_within_life", numbered=NUMBERED),
    expression("spans_recorded", step_spans, "one step within its dossier's life", ["dossier_id", "step_no"],
               steps="steps_in_passes", recording="recording_officers", units="known_units", **_DAYS, cut=CUT,
               numbered=NUMBERED),
    expression("doubted_starts", doubted_starts, "one officer and kind of step whose starts are no starts",
               ["officer", "step"],
               spans="spans_recorded", norms="read_norms", stops="read_stops", **_DAYS, numbered=NUMBERED),
    expression(
        "shared_accounts", shared_accounts, "one account of several hands", ["officer"], spans="spans_recorded",
        numbered=NUMBERED,
    ),
    computed(
        ("vague_accounts",), vague_accounts, "one name at work that is perhaps not one person's", stamp=_people_stamp,
    ),
    expression("unsure_accounts", unsure_accounts, "one officer's name that may be more than one person", ["officer"],
               shared="shared_accounts",
               vague="vague_accounts", numbered=NUMBERED),
    expression("spans", trusted_starts, "one step within its dossier's life", ["dossier_id", "step_no"],
               spans="spans_recorded",
               doubted="doubted_starts", accounts="unsure_accounts", stops="read_stops", numbered=NUMBERED),
    expression("absent_times", absent_times, "one stretch in which an officer is absent", ["officer", "from_at"],
               absences="read_absences", **_DAYS,
               numbered=NUMBERED),
    expression("stamps", stamps, "one instant at which somebody did something",
               tables=canonical("dossiers", "steps", "stops", "due_changes"),
               view=True),
    expression("silences", silences, "one silence of the office", ["from_at"], stamped="stamps", absent="absent_times",
               **_DAYS, cut=CUT,
               numbered=NUMBERED),
    expression("officer_stamps", officer_stamps, "one officer, day and half day with a stamp", spans="spans_recorded",
               **_DAYS, cut=CUT,
               numbered=NUMBERED),
    expression("shown_times", shown_times, "one officer and half day with a stamp", ["officer", "from_wm"],
               stamps="officer_stamps",
               numbered=NUMBERED),
    expression("quiet_times", quiet_times, "one officer and run of days without a stamp", ["officer", "from_at"],
               stamps="officer_stamps", **_DAYS,
               cut=CUT, numbered=NUMBERED),
    computed(("doubts",), doubts, "one finding of the stages", starts="doubted_starts", accounts="shared_accounts",
             silences="silences",
             stamp=_people_stamp),
    expression("assignments", assignments, "one stop or step within a life", ["dossier_id", "rank", "step_no"],
               stops="read_stops", **_DAYS,
               numbered=NUMBERED),
    expression("late_dossiers", causes.late_dossiers, "one late dossier", ["dossier_id"]),
    expression(
        "late_due", due_readings, "one late dossier", ["dossier_id"], late="late_dossiers", **_DAYS,
        numbered=("dossier_id",),
    ),
    expression("segments_all", segments_with_absences, "one stretch of a life", ["dossier_id", "from_at"],
               due="late_due", absent="absent_times",
               quiet="quiet_times", nested_consult=Setting("nested_consult"), keep=Keep(), numbered=NUMBERED),
    expression(
        "held_elsewhere", held_elsewhere, "one stretch elsewhere", ["dossier_id", "from_at"], held="assignments",
        numbered=NUMBERED,
    ),
    expression("officer_changes", officer_events, "one change of what an officer does", assignments="held_elsewhere",
               absent="absent_times",
               shown="shown_times",
               numbered=NUMBERED, view=True),
    expression(
        "turns", resource_timeline, "one change of what an officer does", events="officer_changes", numbered=NUMBERED,
    ),
    expression(
        "query_points", query_points, "one question to an officer's clock", segments="segments_all",
        numbered=NUMBERED,
    ),
    expression(
        "waiting_readings", clock_readings, "one answer of an officer's clock", questions="query_points",
        numbered=NUMBERED,
    ),
    expression("prior_dossiers", prior_dossiers, "one dossier with a recorded priority", ["dossier_id"],
               dossiers="registered_dossiers",
               numbered=NUMBERED),
    expression(
        "unit_officers", unit_officers, "one unit, where an officer should stand", units="read_units", view=True,
    ),
    expression("waits", split_waits, "one step that waited", ["dossier_id", "step_no"], readings="waiting_readings",
               units="unit_officers",
               prior="prior_dossiers", **_DAYS,
               keep=Keep(), numbered=NUMBERED),
    expression("interleaved", interleaved, "one step worked on beside others", ["dossier_id", "step_no"],
               readings="waiting_readings",
               numbered=NUMBERED),
    expression("bounds", desk_bounds, "one own step without a known start", ["dossier_id", "step_no"],
               absent="absent_times",
               accounts="unsure_accounts", prior="prior_dossiers", numbered=NUMBERED),
    expression("state_minutes_all", minutes_with_absences, "one dossier, part and state",
               ["dossier_id", "part", "part_no", "state"],
               shared="interleaved", absent="absent_times", keep=Keep(), numbered=NUMBERED),
    expression("desk_bounds_numbered", period_bounds, "one own step without a known start", ["dossier_id", "step_no"],
               state_minutes="state_minutes_all", numbered=NUMBERED, view=True),
    expression(
        "desk_bounds", lambda rows: rows, "one own step without a known start", ["dossier_id", "step_no"],
        rows="desk_bounds_numbered",
    ),
    expression("segments_numbered", period_segments, "one stretch of a life", ["dossier_id", "seg_no"],
               rows="segments_all", numbered=NUMBERED,
               view=True),
    expression(
        "segments", lambda rows: rows, "one stretch of a life", ["dossier_id", "seg_no"], rows="segments_numbered",
    ),
    expression("state_minutes_numbered", period_state_minutes, "one dossier, part and state",
               ["dossier_id", "part", "part_no", "state"],
               rows="state_minutes_all", numbered=NUMBERED, view=True),
    expression("state_minutes", lambda rows: rows, "one dossier, part and state",
               ["dossier_id", "part", "part_no", "state"],
               rows="state_minutes_numbered"),
)
