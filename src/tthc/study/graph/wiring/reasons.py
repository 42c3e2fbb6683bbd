"""From segments to causes: excess over norms, shares, what was confirmed, who took part."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from tthc.analysis import causes
from tthc.analysis.calendar import instant, read_clock
from tthc.analysis.causes import confirm_late, confirm_shares, count_named_otherwise
from tthc.analysis.early_warning.as_of import moves
from tthc.analysis.life import during_life
from tthc.analysis.outcomes import norms_in_force
from tthc.analysis.segments.assignments import STOP
from tthc.analysis.segments.away import merged
from tthc.analysis.segments.lifetimes import to_clip
from tthc.analysis.segments.sums import queues, sessions, step_norms, whose_time
from tthc.model.words import Intake, Outcome, Rule
from tthc.study.graph.declared import NUMBERED, Column, Declared, Setting, Value, expression, settings
from tthc.study.graph.wiring.lifetimes import CUT, START, kept_only

DOSSIERS = ("dossier_id",)


def step_due_readings(steps: ir.Table, calendar: ir.Table) -> ir.Table:
    """One row per step with a deadline of its own: the clock's reading at it."""
    due = steps.filter(steps.step_due_at.notnull()).select("dossier_id", "step_no", "step_due_at")
    return read_clock(due, calendar, {"step_due_at": "step_due_wm"}).drop("step_due_at")


def step_used(minutes: ir.Table) -> ir.Table:
    """One row per dossier and step: the minutes of its first pass."""
    steps = minutes.filter((minutes.part == "step") & (minutes.pass_no == 1))
    return steps.group_by("dossier_id", "step").agg(used_wm=steps.wm.sum())


def on_time_dossiers(outcomes: ir.Table) -> ir.Table:
    """One row per dossier that was finished by its recorded deadline."""
    return outcomes.filter(
        (outcomes.rule == Rule.SYSTEM) & outcomes.outcome.isin([Outcome.EARLY, Outcome.ON_TIME])
    ).select("dossier_id")


def late_stops(held: ir.Table, late: ir.Table) -> ir.Table:
    """One row per stop of a late dossier."""
    stops = held.filter(held["rank"] == STOP).semi_join(late, "dossier_id")
    return stops.select("dossier_id", "from_at", "to_at", part_no="step_no")


def due_moves(changes: ir.Table, lifetimes: ir.Table, calendar: ir.Table, rules: Any) -> ir.Table:
    """One row per change of a deadline within the dossier's life: by how much working time it was moved."""
    return moves(during_life(changes, to_clip(lifetimes)), calendar, rules)


def day_wm(calendar: ir.Table) -> ir.Table:
    """One row: the minutes of a full working day, the longest day of the calendar."""
    return calendar.aggregate(day_wm=calendar.day_wm.max())


def absent_minutes(absences: ir.Table, calendar: ir.Table, start: ir.Value, cut: ir.Value) -> ir.Table:
    """One row per officer: working minutes absent within the period, those of overlapping absences once."""
    inside = absences.mutate(
        from_at=ibis.greatest(absences.from_at, instant(start)), to_at=ibis.least(absences.to_at, instant(cut)),
    )
    inside = read_clock(
        inside.filter(inside.to_at > inside.from_at), calendar, {"from_at": "from_wm", "to_at": "to_wm"},
    )
    inside = merged(inside, "officer")
    return inside.group_by("officer").agg(absent_wm=(inside.to_wm - inside.from_wm).sum())


def received_dossiers(dossiers: ir.Table, outcomes: ir.Table) -> ir.Table:
    """One row per dossier of the period that was received and has a deadline, which alone can be compared."""
    received = outcomes.filter(
        (outcomes.rule == Rule.SYSTEM) & (outcomes.intake != Intake.NONE) & outcomes.due_at.notnull()
    ).select("dossier_id")
    return dossiers.semi_join(received, "dossier_id")


def _late_part(name: str, rows: str) -> tuple[Declared, Declared]:
    """The late dossiers' rows of a long table: first by numbers, then, being few, with names of officers, steps and
    units.
    """
    return (
        expression(
            f"{name}_numbered", kept_only, "one row of a late dossier", rows=rows, dossiers="late_dossiers",
            numbered=NUMBERED, view=True,
        ),
        expression(name, lambda rows: rows, "one row of a late dossier", rows=f"{name}_numbered", numbered=DOSSIERS),
    )


_DAYS: dict[str, Any] = {"calendar": "calendar_days"}
_LISTED: dict[str, Any] = {"causes": Value("causes")}

DECLARED: tuple[Declared, ...] = (
    *_late_part("late_lifetimes", "lifetimes"),
    *_late_part("late_spans", "spans"),
    *_late_part("late_segments", "segments_all"),
    *_late_part("late_minutes", "state_minutes_all"),
    *_late_part("late_bounds", "bounds"),
    expression("used", causes.used_parts, "one part of a late dossier's life", ["dossier_id", "part", "part_no"],
               state_minutes="late_minutes",
               spans="late_spans", late="late_dossiers", numbered=DOSSIERS),
    expression("norms_given", lambda norms, lifetimes,
               late: norms_in_force(lifetimes.semi_join(late, "dossier_id"), norms),
               "one late dossier and step of its norm list", [
                   "dossier_id", "step",
               ], norms="read_norms", late="late_dossiers", numbered=NUMBERED),
    expression(
        "step_used", step_used, "one dossier and step", ["dossier_id", "step"], minutes="state_minutes_all",
        numbered=NUMBERED,
    ),
    expression("norms_estimated", causes.estimated_norms, "one procedure and step", ["procedure_code", "step"],
               used="step_used",
               on_time="on_time_dossiers", numbered=NUMBERED),
    expression("on_time_dossiers", on_time_dossiers, "one dossier", ["dossier_id"], outcomes="outcomes", view=True),
    expression(
        "step_due", step_due_readings, "one step with a deadline", ["dossier_id", "step_no"], steps="read_steps",
        **_DAYS, numbered=NUMBERED,
    ),
    expression(
        "norms_by_due", causes.step_due_norms, "one dossier and step with a deadline", ["dossier_id", "step"],
        numbered=NUMBERED,
    ),
    expression("norms_chosen", causes.choose_norms, "one late dossier and step with a norm", ["dossier_id", "step"],
               late="late_dossiers",
               given="norms_given", by_due="norms_by_due", estimated="norms_estimated", numbered=NUMBERED),
    expression("late_stops", late_stops, "one stop of a late dossier", ["dossier_id", "part_no"], held="held_elsewhere",
               late="late_dossiers",
               numbered=DOSSIERS),
    expression(
        "due_moves", due_moves, "one change of a deadline", ["dossier_id", "at"], changes="read_due_changes",
        lifetimes="lifetimes", **_DAYS, rules=settings("compare"),
        numbered=DOSSIERS,
    ),
    expression("stop_norms", causes.stop_norms, "one stop of a late dossier", ["dossier_id", "part_no"],
               stops="late_stops", due_changes="due_moves",
               numbered=DOSSIERS),
    expression("parts_numbered", causes.parts, "one part of a late dossier's life", ["dossier_id", "part", "part_no"],
               norms="norms_chosen",
               late="late_dossiers", lifetimes="late_lifetimes", compare=Setting("compare"), numbered=DOSSIERS),
    expression(
        "parts", lambda rows: rows, "one part of a late dossier's life", ["dossier_id", "part", "part_no"],
        rows="parts_numbered",
    ),
    expression("state_shares", causes.state_shares, "one late dossier, part and state",
               ["dossier_id", "part", "part_no", "state"],
               parts="parts_numbered", state_minutes="late_minutes", numbered=DOSSIERS),
    expression("causes", lambda cause_list: cause_list, "one cause", ["code"]),
    expression("shares_numbered", causes.cause_shares, "one late dossier and cause", ["dossier_id", "cause"],
               shares="state_shares",
               parts="parts_numbered", segments="late_segments", late="late_dossiers", **_LISTED,
               compare=Setting("compare"), numbered=DOSSIERS),
    expression(
        "shares_proposed", lambda rows: rows, "one late dossier and cause", ["dossier_id", "cause"],
        rows="shares_numbered",
    ),
    expression("day_length", day_wm, "the full working day", **_DAYS),
    expression("late_numbered", causes.late_table, "one late dossier", ["dossier_id"], late="late_dossiers",
               dossiers="registered_dossiers",
               lifetimes="late_lifetimes", cause_shares="shares_numbered", parts="parts_numbered", bounds="late_bounds",
               spans="late_spans", segments="late_segments", **_DAYS,
               causes="cause_list", compare=Setting("compare"),
               day_wm=Column("day_length", "day_wm"), numbered=DOSSIERS),
    expression("late_proposed", lambda rows: rows, "one late dossier", ["dossier_id"], rows="late_numbered"),
    expression("what_if_computed", causes.what_if, "one cause", ["cause"], cause_shares="shares_numbered",
               parts="parts_numbered",
               late="late_dossiers", causes="cause_list", day_wm=Column("day_length", "day_wm"), numbered=DOSSIERS),
    expression("cause_shares", confirm_shares, "one late dossier and cause", ["dossier_id", "cause"],
               shares="shares_proposed",
               confirmed="confirmed_causes"),
    expression("late", confirm_late, "one late dossier", ["dossier_id"], late="late_proposed", shares="shares_proposed",
               confirmed="confirmed_causes"),
    expression(
        "what_if", count_named_otherwise, "one cause", ["cause"], what_if="what_if_computed", shares="cause_shares",
    ),
    expression("involvement", causes.involvement, "one holder, cause and state",
               ["party", "unit", "officer", "cause", "state"], shares="state_shares",
               parts="parts_numbered", **_LISTED, day_wm=Column("day_length", "day_wm")),
    expression(
        "absent_minutes", absent_minutes, "one officer", ["officer"], absences="read_absences", **_DAYS, start=START,
        cut=CUT,
    ),
    expression(
        "late_days_numbered", causes.late_days, "one late dossier and holder",
        ["dossier_id", "party", "unit", "officer"], shares="state_shares", parts="parts_numbered", numbered=DOSSIERS,
    ),
    expression(
        "late_days", lambda rows: rows, "one late dossier and holder", ["dossier_id", "party", "unit", "officer"],
        rows="late_days_numbered",
    ),
    expression(
        "scope_minutes", kept_only, "one dossier, part and state", rows="state_minutes_all", dossiers="scope",
        numbered=NUMBERED, view=True,
    ),
    expression(
        "scope_spans", kept_only, "one step of the period's dossiers", rows="spans", dossiers="scope",
        numbered=NUMBERED, view=True,
    ),
    expression(
        "scope_lifetimes", kept_only, "one dossier of the period", rows="lifetimes", dossiers="scope",
        numbered=NUMBERED, view=True,
    ),
    expression("workload_numbered", causes.workload, "one unit and officer", ["unit", "officer"],
               state_minutes="scope_minutes", spans="scope_spans",
               late_days="late_days_numbered", absences="absent_minutes", late="late_dossiers", numbered=NUMBERED),
    expression("workload", lambda rows: rows, "one unit and officer", ["unit", "officer"], rows="workload_numbered"),
    expression("whose_time", whose_time, "one group of dossiers and party", ["scope", "party"], late="late_dossiers"),
    expression("queues_numbered", queues, "one officer and week", ["unit", "officer", "week_at"], numbered=NUMBERED),
    expression(
        "queues", lambda rows: rows, "one officer and week", ["unit", "officer", "week_at"], rows="queues_numbered",
    ),
    expression(
        "sessions", sessions, "one council and day", ["unit", "held_on"], spans="scope_spans", late="late_dossiers",
    ),
    expression("norms_of_all", norms_in_force, "one dossier and step of its norm list", ["dossier_id", "step"],
               norms="read_norms",
               dossiers="scope_lifetimes", numbered=NUMBERED),
    expression("step_norms_numbered", step_norms, "one procedure and step", ["procedure_code", "step"],
               used="step_used", given="norms_of_all",
               lifetimes="scope_lifetimes", numbered=NUMBERED),
    expression(
        "step_norms", lambda rows: rows, "one procedure and step", ["procedure_code", "step"],
        rows="step_norms_numbered",
    ),
    expression("received_dossiers", received_dossiers, "one dossier of the period that was received and has a deadline",
               ["dossier_id"],
               dossiers="registered_dossiers", view=True),
    expression("late_groups", causes.late_groups, "one grouping and group", ["grouping", "group"],
               dossiers="received_dossiers",
               spans="scope_spans", late="late_dossiers"),
)
