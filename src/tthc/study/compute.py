"""The stages of one period in order, each materialised once."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc import causes, segments
from tthc.audience import Pseudonyms
from tthc.engine import Engine
from tthc.law import load_law
from tthc.outcomes import norms_in_force, outcomes
from tthc.outcomes.scope import register
from tthc.read import Reading
from tthc.schema import RESULTS
from tthc.segments.away import absent_times
from tthc.segments.holdings import OWN, STOP, holdings, known_units, step_spans
from tthc.segments.officers import officer_answers, officer_events, officer_turns
from tthc.segments.silences import silences, stamps
from tthc.segments.starts import doubted_starts, shared_accounts, trusted_starts
from tthc.segments.sums import queues, sessions, step_norms, whose_time
from tthc.segments.waiting import interleaved, waiting_questions, waits
from tthc.settings import SHARED, Run
from tthc.study.doubts import keep_doubts
from tthc.study.explained import confirm
from tthc.study.findings import all_findings
from tthc.study.judged import judged_tables
from tthc.study.numbers import Numbers, numbers_of
from tthc.study.people import People, one_name_each, vague_accounts
from tthc.study.service import service_tables, wanted
from tthc.study.shared import share
from tthc.study.warned import warning_tables
from tthc.worktime import calendar_table, read_clock


@dataclass
class Stages:
    """The period's tables as they come into being; `keep` materialises one and remembers it."""

    run: Run
    engine: Engine
    reading: Reading
    tables: dict[str, ir.Table] = field(default_factory=dict)
    inner: dict[str, ir.Table] = field(default_factory=dict)
    pseudonyms: Pseudonyms | None = None
    numbers: Numbers | None = None
    people: People | None = None

    def keep(self, name: str, expression: ir.Table, *, inner: bool = False) -> ir.Table:
        table = self.engine.materialise(expression, f"{'inner' if inner else 'result'}_{name}")
        (self.inner if inner else self.tables)[name] = table
        return table

    def forget(self, *names: str) -> None:
        """Inner tables that no later stage reads: of millions of steps each takes its gigabyte."""
        for name in names:
            self.engine.forget(f"inner_{name}")
            del self.inner[name]


def compute(run: Run, engine: Engine, reading: Reading) -> dict[str, ir.Table]:
    """Every table of the period: the canonical ones of its dossiers, and those of `schema.RESULTS` and `schema.VIEWS`."""
    stages = run_stages(run, engine, reading)
    service_tables(stages, stages.inner["calendar_days"])
    _canonical(stages)
    warning_tables(stages)
    return stages.tables


def run_stages(run: Run, engine: Engine, reading: Reading) -> Stages:
    """From canonical tables to causes: every table that needs only dossiers, steps and what is said of them."""
    stages = Stages(run, engine, reading)
    calendar = engine.load(calendar_table(run.reference, reading.profile.calendar), "calendar_days")
    stages.inner["calendar_days"] = calendar
    stages.keep("calendar", calendar.select("date", "is_work", "day_wm", "before_wm"))
    stages.people = one_name_each(stages)
    if run.audience == SHARED:
        share(stages, calendar)
    _outcomes(stages, calendar)
    judged_tables(stages, reading)
    _lives(stages, calendar)
    _officers(stages, calendar)
    _causes(stages, calendar)
    _sums(stages)
    return stages


def full_day(calendar: pa.Table) -> float:
    """Minutes of a full working day: the longest day of the calendar."""
    return max(calendar["day_wm"].to_pylist())


def _outcomes(stages: Stages, calendar: ir.Table) -> None:
    run, tables = stages.run, stages.reading.tables
    start = datetime.combine(run.period.start, datetime.min.time())
    every = outcomes(tables, calendar, start=start, cut=run.cut, rules=run.rules, law=load_law(run.reference))
    stages.keep("outcomes", every.semi_join(wanted(stages), "dossier_id"))
    stages.keep("scope", stages.tables["outcomes"].select("dossier_id").distinct(), inner=True)


def _lives(stages: Stages, calendar: ir.Table) -> None:
    """All dossiers of the source, not only the period's: others kept the officers busy too.

    From here to the minutes per state, dossiers and holders are numbers; `spans` alone stands with its names beside.
    """
    run, tables, keep = stages.run, stages.reading.tables, partial(stages.keep, inner=True)
    stages.numbers = numbers_of(stages, tables)
    numbered = stages.numbers.numbered
    units = numbered(known_units(tables["steps"], tables["units"], run.office.own_units))
    dossiers = stages.engine.view(numbered(register(tables["dossiers"])), "numbered_dossiers")
    steps = stages.engine.view(numbered(tables["steps"]), "numbered_steps")
    lives = keep("lives", segments.lives(dossiers, calendar, cut=run.cut))
    spans = _spans(stages, calendar, step_spans(steps, units, calendar, cut=run.cut))
    stages.inner["spans"] = stages.engine.view(stages.numbers.named(spans), "inner_spans")
    held = keep("holdings", holdings(spans, numbered(tables["stops"]), lives, calendar, cut=run.cut))
    late = keep("late_dossiers", causes.late_dossiers(stages.tables["outcomes"]))
    late = keep("late_numbered", numbered(late))
    due = read_clock(late.select("dossier_id", "due_at"), calendar, {"due_at": "due_wm"})
    away = _away(stages, calendar)
    keep("segments_all", segments.segments(held, lives, due, away, nested_consult=run.rules["nested_consult"], keep=keep))
    keep("held_elsewhere", held.filter(held["rank"] != OWN).select("dossier_id", "rank", "step_no", "from_at", "to_at", "from_wm", "to_wm"))
    stages.forget("pieces", "ordered", "holdings", *(f"stretches_{number}" for number in range(len(away))))


def _spans(stages: Stages, calendar: ir.Table, recorded: ir.Table) -> ir.Table:
    """The steps, numbered, with their starts only where those tell something."""
    numbered, tables, lives, keep = stages.numbers.numbered, stages.reading.tables, stages.inner["lives"], partial(stages.keep, inner=True)
    recorded = keep("spans_recorded", recorded)
    doubted = keep("doubted_starts", doubted_starts(recorded, lives, numbered(tables["norms"]), calendar))
    shared = keep("shared_accounts", shared_accounts(recorded))
    accounts = shared.select("officer").union(numbered(vague_accounts(stages)).filter(lambda t: t.officer.notnull()))
    spans = keep("spans_numbered", trusted_starts(recorded, doubted, accounts, numbered(tables["stops"]), lives))
    stages.forget("spans_recorded")
    return spans


def _away(stages: Stages, calendar: ir.Table) -> list[ir.Table]:
    """The times in which nobody could work: absences, silences of the whole office. What there is none of costs nothing."""
    inner, tables, numbered = stages.inner, stages.reading.tables, stages.numbers.numbered
    absent = stages.keep("absent_times", absent_times(numbered(tables["absences"]), calendar), inner=True)
    found = silences(stamps(tables), inner["spans_numbered"], inner["lives"], absent, calendar, cut=stages.run.cut)
    found = stages.keep("silences", found, inner=True)
    keep_doubts(stages)
    return [times for times in (absent, found) if stages.engine.fetch(times.aggregate(n=times.count())).n.iloc[0]]


def _officers(stages: Stages, calendar: ir.Table) -> None:
    inner, tables, keep = stages.inner, stages.reading.tables, partial(stages.keep, inner=True)
    numbers, spans = stages.numbers, inner["spans_numbered"]
    units = numbers.numbered(tables["units"].select(officer="unit")).select(unit="officer")
    turns = keep("turns", officer_turns(officer_events(spans, inner["held_elsewhere"], inner["absent_times"], inner["lives"])))
    questions = keep("questions", waiting_questions(inner["segments_all"], spans, turns))
    answers = keep("answers", officer_answers(turns, questions))
    stages.forget("questions")
    waited = keep("waits", waits(answers, turns, spans, units, calendar, keep=keep))
    shared = keep("interleaved", interleaved(answers))
    stages.forget("turns", "answers", "backlogs", "runs", "batches", "waited")
    minutes = keep("state_minutes_all", segments.state_minutes(inner["segments_all"], waited, shared, keep=keep))
    stages.forget("waits", "interleaved", "parts_summed", "waiting_split", "work_split")
    scope = numbers.numbered(inner["scope"])
    # Long tables, of which the causes need only the late dossiers' part: named when they are stored.
    for name, rows in (("segments", segments.in_order(inner["segments_all"])), ("state_minutes", minutes)):
        rows = rows.semi_join(scope, "dossier_id").select(*RESULTS[name].names)
        stages.tables[name] = stages.engine.view(numbers.named(rows), f"result_{name}")


def _causes(stages: Stages, calendar: ir.Table) -> None:
    """Late dossiers are few: from here on steps and holders have their names, and dossiers get theirs where tables are handed out."""
    inner, texts, keep = stages.inner, stages.numbers.of("officer", "step", "unit"), partial(stages.keep, inner=True)
    late = inner["late_numbered"]
    for name in ("lives", "spans_numbered", "segments_all", "state_minutes_all"):
        keep(f"late_{name}", texts.named(inner[name].semi_join(late, "dossier_id")))
    minutes = inner["late_state_minutes_all"]
    used = keep("used", causes.used_parts(minutes, inner["late_spans_numbered"], late))
    norms = keep("norms_chosen", texts.named(_norms(stages, calendar)))
    parts = keep("parts_numbered", causes.parts(used, norms, _stop_norms(stages, calendar), late))
    _put_down(stages, calendar, parts, keep("state_shares", causes.state_shares(parts, minutes)))
    _workload(stages, calendar, parts)


def _put_down(stages: Stages, calendar: ir.Table, parts: ir.Table, shares: ir.Table) -> None:
    """The shares put down to causes, the late dossiers with theirs, what would have prevented it, who took part."""
    inner, tables, run, keep = stages.inner, stages.tables, stages.run, partial(stages.keep, inner=True)
    listed = causes.load_causes(run.reference / "causes.csv")
    stages.keep("causes", stages.engine.load(pa.Table.from_pylist([asdict(cause) for cause in listed]), "cause_list"))
    late, cut_up, ids = inner["late_numbered"], inner["late_segments_all"], _late_numbers(stages)
    of_cause = keep("shares_numbered", causes.cause_shares(shares, parts, cut_up, late, listed))
    dossiers = ids.numbered(register(stages.reading.tables["dossiers"]))
    day_wm = full_day(calendar_table(run.reference, stages.reading.profile.calendar))
    proposed = causes.late_table(late, dossiers, inner["late_lives"], of_cause, cut_up, calendar, tables["causes"], day_wm=day_wm)
    stages.keep("parts", ids.named(parts))
    keep("shares_proposed", ids.named(of_cause))
    keep("late_proposed", ids.named(proposed))
    keep("what_if_computed", causes.what_if(of_cause, parts, late, tables["causes"]))
    confirm(stages, listed)
    stages.keep("involvement", causes.involvement(shares, parts, listed))


def _late_numbers(stages: Stages) -> Numbers:
    known = stages.numbers.known["dossier_id"]
    late = known.semi_join(stages.inner["late_numbered"], known.number == stages.inner["late_numbered"].dossier_id)
    return Numbers({"dossier_id": stages.keep("late_dossier_numbers", late, inner=True)})


def _workload(stages: Stages, calendar: ir.Table, parts: ir.Table) -> None:
    inner, numbers = stages.inner, stages.numbers
    scope = numbers.numbered(inner["scope"])
    minutes, spans = (inner[name].semi_join(scope, "dossier_id") for name in ("state_minutes_all", "spans_numbered"))
    shared = numbers.of("officer", "unit").numbered(parts.select("part", "unit", "officer", "share_wm"))
    absent = numbers.of("officer").numbered(_absent_minutes(stages, calendar))
    stages.keep("workload", numbers.named(causes.workload(minutes, spans, shared, absent, inner["late_numbered"])))


def _norms(stages: Stages, calendar: ir.Table) -> ir.Table:
    """The norms of the late dossiers, numbered; those of the others are estimated from and counted too."""
    inner, source, numbered = stages.inner, stages.reading.tables, stages.numbers.numbered
    due = numbered(source["steps"].filter(source["steps"].step_due_at.notnull()).select("dossier_id", "step_no", "step_due_at"))
    due = read_clock(due, calendar, {"step_due_at": "step_due_wm"})
    norms = stages.engine.view(numbered(source["norms"]), "numbered_norms")
    given = stages.keep("norms_given", norms_in_force(inner["lives"].semi_join(inner["late_numbered"], "dossier_id"), norms), inner=True)
    minutes = inner["state_minutes_all"]
    steps = minutes.filter((minutes.part == "step") & (minutes.pass_no == 1))
    used = stages.keep("step_used", steps.group_by("dossier_id", "step").agg(used_wm=steps.wm.sum()), inner=True)
    outcome = stages.tables["outcomes"]
    on_time = numbered(outcome.filter((outcome.rule == "system") & outcome.outcome.isin(["early", "on_time"])).select("dossier_id"))
    estimated = stages.keep("norms_estimated", causes.estimated_norms(used, on_time, inner["lives"]), inner=True)
    by_due = stages.keep("norms_by_due", causes.step_due_norms(inner["spans_numbered"], due.drop("step_due_at")), inner=True)
    return causes.choose_norms(inner["late_numbered"], inner["lives"], given, by_due, estimated)


def _stop_norms(stages: Stages, calendar: ir.Table) -> ir.Table:
    held = stages.inner["held_elsewhere"]
    stops = held.filter(held["rank"] == STOP).semi_join(stages.inner["late_numbered"], "dossier_id")
    stops = stops.select("dossier_id", "from_at", "to_at", part_no="step_no")
    changes = stages.numbers.numbered(stages.reading.tables["due_changes"])
    read = read_clock(changes, calendar, {"old_due_at": "old_wm", "new_due_at": "new_wm"})
    return causes.stop_norms(stops, read.select("dossier_id", "at", moved_wm=read.new_wm - read.old_wm))


def _absent_minutes(stages: Stages, calendar: ir.Table) -> ir.Table:
    """One row per officer: working minutes absent within the period."""
    run, absences = stages.run, stages.reading.tables["absences"]
    first = ibis.literal(datetime.combine(run.period.start, datetime.min.time())).cast("timestamp(6)")
    moment = ibis.literal(run.cut).cast("timestamp(6)")
    inside = absences.mutate(from_at=ibis.greatest(absences.from_at, first), to_at=ibis.least(absences.to_at, moment))
    inside = read_clock(inside.filter(inside.to_at > inside.from_at), calendar, {"from_at": "from_wm", "to_at": "to_wm"})
    return inside.group_by("officer").agg(absent_wm=(inside.to_wm - inside.from_wm).sum())


def _sums(stages: Stages) -> None:
    inner, tables = stages.inner, stages.tables
    scope, late = inner["scope"], inner["late_dossiers"]
    spans = inner["spans"].semi_join(scope, "dossier_id")
    stages.keep("whose_time", whose_time(tables["state_minutes"], scope, late))
    stages.keep("queues", queues(inner["spans"]))
    stages.keep("sessions", sessions(spans, late))
    numbered = stages.numbers.numbered
    lives = inner["lives"].semi_join(numbered(scope), "dossier_id")
    given = stages.keep("norms_of_all", norms_in_force(lives, numbered(stages.reading.tables["norms"])), inner=True)
    stages.keep("step_norms", stages.numbers.named(step_norms(inner["step_used"], given, lives)))
    dossiers = register(stages.reading.tables["dossiers"]).semi_join(_received(tables["outcomes"]), "dossier_id")
    stages.keep("late_groups", causes.late_groups(dossiers, spans, late))


def _received(outcome: ir.Table) -> ir.Table:
    return outcome.filter((outcome.rule == "system") & (outcome.intake != "none")).select("dossier_id")


def _canonical(stages: Stages) -> None:
    scope, run, source = stages.inner["scope"], stages.run, stages.reading.tables
    main = stages.tables["outcomes"].filter(stages.tables["outcomes"].rule == run.rules["rule"])
    known = main.select("dossier_id", "intake", "outcome", "end_at", "total_wm", "budget_wm", "late_wm")
    stages.keep("dossiers", register(source["dossiers"]).inner_join(known, "dossier_id"))
    for name in ("steps", "stops", "due_changes"):
        stages.keep(name, source[name].semi_join(scope, "dossier_id"))
    for name in ("norms", "units", "absences", "feedback", "procedures"):
        stages.keep(name, source[name].limit(0) if name == "feedback" and stages.pseudonyms else source[name])
    found = stages.inner.get("read_findings")
    if found is None:
        found = all_findings(stages.reading, stages.inner["calendar_days"])
    stages.keep("findings", ibis.union(found, stages.inner["doubts"], stages.inner["explanation_findings"]))
    stages.keep("accounting", stages.reading.accounting)
