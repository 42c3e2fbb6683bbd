"""What a late dossier used beyond its norms, part by part and state by state (design: segments and causes, 5)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from tests.oracle.clock import Clock
from tests.oracle.life import Life, Stop, by_dossier, lives
from tests.oracle.rules import norm_list
from tests.oracle.stretches import held_steps, inside

FEWEST = 5  # dossiers on time, with steps, from which a norm is estimated
STOPS = ("supplement", "obligation", "suspended")
WAITS = ("waiting", "wait_absent", "wait_queue", "wait_overtaken", "wait_busy", "wait_batch", "wait_idle", "silent", "outage")


@dataclass
class Part:
    """A step, a stop, what nobody recorded, what was not closed: minutes per state, and the norm."""

    part: str
    name: object  # number of the part; the step's name where the step was not reached
    step: str | None = None
    pass_no: int = 1
    states: dict[str, float] = field(default_factory=dict)
    late: dict[str, float] = field(default_factory=dict)
    norm: float | None = 0.0
    granted: float = 0.0  # the norm as the deadline left room for it
    share: float = 0.0
    missing: float = 0.0  # of the part “due”: by how much the deadline granted less than the norms
    is_acquitted: bool = False  # the result was there in time: whatever came before made nothing late
    began_late: bool = False  # a stop that began when the deadline had passed

    @property
    def used(self) -> float:
        return sum(self.states.values())

    @property
    def over(self) -> float:
        """Unscaled; where there are no norms at all, what came after the deadline."""
        return self.missing or self._beyond(self.norm if self.norm is not None else self.scaled)

    @property
    def scaled(self) -> float:
        """Nobody who kept to his norm went beyond it, however little the deadline granted."""
        return max(self.granted, self.norm or 0.0)

    @property
    def over_scaled(self) -> float:
        return self._beyond(self.scaled)

    @property
    def over_granted(self) -> float:
        return self._beyond(self.granted)

    def _beyond(self, norm: float) -> float:
        return 0.0 if self.is_acquitted else max(0.0, self.used - norm)


@dataclass
class Excess:
    """A late dossier: its parts, L and B in working minutes, and where its norms come from."""

    code: str
    lateness: float
    budget: float
    source: str
    parts: list[Part]


def excesses(tables: dict[str, list[dict]], clock: Clock, cut: datetime, outcomes: list[dict], minutes: list[dict], apparent: set[str],
             by_date: bool = True) -> list[Excess]:
    """Every dossier that is late by the system rule with minutes, from its minutes per part and state; of those in `apparent` only the closing was late."""
    known, rows = lives(tables, cut), by_dossier(minutes)
    steps = by_dossier(tables["steps"])
    on_time = {row["dossier_id"] for row in outcomes if row["rule"] == "system" and row["outcome"] in ("early", "on_time")}
    usual = _usual(tables, on_time, rows)
    found = []
    for outcome in outcomes:
        code = outcome["dossier_id"]
        if outcome["rule"] != "system" or outcome["outcome"] not in ("late", "open_late") or code not in known:
            continue
        parts = _parts(rows[code])
        source = _put_norms(parts, known[code], steps[code], tables["norms"], usual, clock)
        one = Excess(code, max(0.0, outcome["late_wm"]), outcome["budget_wm"], source, parts)
        _stop_norms(one, known[code], clock, by_date)
        _scale(one)
        _what_made_nothing_late(one, known[code], outcome["due_at"], by_date, code in apparent)
        _share(one)
        found.append(one)
    return found


def _parts(rows: list[dict]) -> list[Part]:
    found: dict[tuple, Part] = {}
    for row in rows:
        key = (row["part"], row["part_no"])
        part = found.setdefault(key, Part(row["part"], row["part_no"], row["step"] if row["part"] == "step" else None, int(row["pass_no"] or 1)))
        part.states[row["state"]] = part.states.get(row["state"], 0.0) + row["wm"]
        part.late[row["state"]] = part.late.get(row["state"], 0.0) + (row["late_wm"] or 0.0)
    return list(found.values())


# Norms of steps


def _put_norms(parts: list[Part], life: Life, steps: list[dict], norms: list[dict], usual: Mapping[str, dict[str, float]], clock: Clock) -> str:
    """The procedure's list, else the deadlines of the steps, else what steps usually take, else nothing; which of them is told."""
    row = life.row
    listed = {norm["step"]: norm["norm_wm"] for norm in norm_list(norms, row["procedure_code"], row["channel"], life.received.date())}
    if listed:
        _by_name(parts, listed)
        return "given"
    granted = _by_step_due(life, steps, clock)
    if granted:
        _by_name(parts, granted)
        return "step_due" if sum(granted.values()) > 0 else "none"
    named = usual.get(row["procedure_code"])
    if named and sum(named.values()) > 0:
        _by_name(parts, named)
        return "estimated"
    return "none"


def _by_step_due(life: Life, steps: list[dict], clock: Clock) -> dict[str, float]:
    """What the deadlines of steps grant to the first pass of each: from its first row with a deadline to its last deadline."""
    passes = {step.number: step.pass_no for step in held_steps(steps, life, None)}
    spans: dict[str, tuple[datetime, datetime]] = {}
    for step, since, _ in inside(steps, life):
        due = step["step_due_at"]
        if due and passes.get(step["step_no"], 1) == 1:
            first, last = spans.get(step["step"], (since, due))
            spans[step["step"]] = (min(first, since), max(last, due))
    return {step: clock.between(since, due) if due > since else 0.0 for step, (since, due) in spans.items()}


def _by_name(parts: list[Part], named: Mapping[str, float]) -> None:
    """A step's norm goes to its first pass, by the time of its rows; steps not reached stand beside with nothing used."""
    for step, norm in named.items():
        own = [part for part in parts if part.part == "step" and part.step == step and part.pass_no == 1]
        if not own:
            parts.append(Part("step", step, step, norm=norm))
        for part in own:
            total = sum(one.used for one in own)
            part.norm = norm * part.used / total if total else norm / len(own)


def _usual(tables: dict[str, list[dict]], on_time: set[str], rows: Mapping[str, list[dict]]) -> dict[str, dict[str, float]]:
    """Median minutes of a step's first pass in the dossiers of the procedure that were on time."""
    used: dict[tuple[str, str], list[float]] = defaultdict(list)
    of_procedure: Counter = Counter()
    for row in tables["dossiers"]:
        if row["dossier_id"] in on_time and row["procedure_code"]:
            sums: dict[str, float] = defaultdict(float)
            for one in rows.get(row["dossier_id"], ()):
                if one["part"] == "step" and one["pass_no"] == 1:
                    sums[one["step"]] += one["wm"]
            of_procedure[row["procedure_code"]] += bool(sums)
            for step, minutes in sums.items():
                used[(row["procedure_code"], step)].append(minutes)
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for (code, step), minutes in used.items():
        if of_procedure[code] >= FEWEST:
            found[code][step] = median(minutes)
    return found


# Norms of stops, scale, shares


def _stop_norms(one: Excess, life: Life, clock: Clock, by_date: bool) -> None:
    """A stop's norm is the working time by which the deadline was moved for it, to and fro; together no more than the budget, in proportion."""
    moved: dict[int, float] = defaultdict(float)
    for change in life.dues:
        stop = _stop_of(change, life)
        if stop:
            moved[stop.number] += _moved(change, clock, by_date)
    stops = [part for part in one.parts if part.part == "stop"]
    granted = sum(max(0.0, moved[part.name]) for part in stops)
    for part in stops:
        part.norm = max(0.0, moved[part.name])
        part.granted = part.norm * min(1.0, one.budget / granted) if granted else 0.0


def _stop_of(change: dict, life: Life) -> Stop | None:
    """A deadline is moved for the stop that began last of those that stood then, or had ended within a day."""
    if not life.received <= change["at"] <= life.until or change["at"] >= life.cut:
        return None
    stood = [stop for stop in life.stops if stop.since <= change["at"] <= stop.until + timedelta(days=1)]
    return max(stood, key=lambda stop: (stop.since, stop.number), default=None)


def _moved(change: dict, clock: Clock, by_date: bool) -> float:
    if not change["old_due_at"] or not change["new_due_at"]:
        return 0.0
    old, new = change["old_due_at"], change["new_due_at"]
    if by_date:  # the deadlines as they count, to the closing time of their days
        old, new = (clock.closing(due.date()) if clock.is_work(due.date()) else due for due in (old, new))
    return clock.read(new) - clock.read(old)


def _scale(one: Excess) -> None:
    """Norms of steps are scaled to fill the budget; without any, time used before the deadline is within the norm."""
    left = one.budget - sum(part.granted for part in one.parts if part.part == "stop")
    total = sum(part.norm for part in one.parts if part.part == "step")
    if one.source == "none":
        for part in one.parts:
            part.norm, part.granted = None, max(0.0, part.used - sum(part.late.values()))
        return
    for part in one.parts:
        if part.part == "step":
            part.granted = part.norm * left / total if total else 0.0


def _what_made_nothing_late(one: Excess, life: Life, due: datetime, by_date: bool, is_apparent: bool) -> None:
    since = {stop.number: stop.since for stop in life.stops}
    for part in one.parts:
        part.is_acquitted = is_apparent and part.part != "unclosed"
        if part.part == "stop":
            begun = since.get(part.name)
            part.began_late = begun is not None and (begun.date() > due.date() if by_date else begun > due)


def _share(one: Excess) -> None:
    """By what went beyond the deadline's grant; what of it was within the norms is the deadline's, a part of its own."""
    total = sum(part.over_granted for part in one.parts)
    short = total - sum(part.over_scaled for part in one.parts)
    for part in one.parts:
        part.share = one.lateness * part.over_scaled / total if total else 0.0
    if short > 1e-6:
        missing = sum(part.scaled - part.granted for part in one.parts)
        one.parts.append(Part("due", 0, norm=None, share=one.lateness * short / total, missing=missing))


MAY_BE_WORK = ("held", "interleaved", "quiet")


def state_excess(part: Part, norm: float) -> dict[str, float]:
    """The norm pays for work first, then for what may have been work; the excess of either and of waiting is spread over its states in proportion."""
    found: dict[str, float] = {}
    for of in _tiers(part):
        minutes = sum(of.values())
        over = max(0.0, minutes - norm)
        norm = max(0.0, norm - minutes)
        found |= {state: over * one / minutes if minutes else 0.0 for state, one in of.items()}
    return found


def _tiers(part: Part) -> list[dict[str, float]]:
    waits = {state: minutes for state, minutes in part.states.items() if state in WAITS}
    maybe = {state: minutes for state, minutes in part.states.items() if state in MAY_BE_WORK}
    return [{state: minutes for state, minutes in part.states.items() if state not in waits and state not in maybe}, maybe, waits]
