"""A dossier's life cut into stretches: at every instant every row is looked at anew (design: segments 1 to 3).

Between two neighbouring instants of a dossier's record nothing changes, so the minutes between them are looked at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tests.oracle.clock import Clock
from tests.oracle.life import Life, by_dossier, lives

OUTSIDE_KINDS = ("consult", "council")
APPLICANT = ("supplement", "obligation", "suspended")


@dataclass
class Held:
    """A step inside the life. `begun` is None where the start is not known, NEVER where it had not begun by then."""

    number: int
    step: str
    unit: str | None
    officer: str | None
    kind: str | None
    arrived: datetime
    begun: datetime | None
    until: datetime
    is_outside: bool
    pass_no: int = 1


def own_units(tables: dict[str, list[dict]]) -> set[str] | None:
    """The units that the office calls its own; None where it names none (every unit is its own then)."""
    own = {row["unit"] for row in tables["units"] if row["is_own"] is True}
    return own or None


def is_outside(kind: str | None, unit: str | None, own: set[str] | None) -> bool:
    """Consultation and council always; any other step by a unit that is not among the office's own."""
    if kind in OUTSIDE_KINDS:
        return True
    return unit is not None and own is not None and unit not in own


def arrivals(steps: list[dict], received: datetime) -> list[datetime]:
    """When each step arrived: as recorded, else the latest end before its first stamp, else that stamp, else the reception."""
    found = []
    for place, step in enumerate(steps):
        bound = step["started_at"] or step["ended_at"]
        ends = [other["ended_at"] for n, other in enumerate(steps) if other is not step and _is_before(other, bound, n < place)]
        found.append(step["arrived_at"] or max(ends, default=bound or received))
    return found


def _is_before(step: dict, bound: datetime | None, is_above: bool) -> bool:
    """It ended by then; of one that lasted no time at that very instant the order of the rows tells."""
    ended = step["ended_at"]
    if not ended or bound is None or ended < bound:
        return bool(ended)
    return ended == bound and (is_above or (step["started_at"] or step["arrived_at"] or ended) < ended)


def inside(rows: list[dict], life: Life) -> list[tuple[dict, datetime, datetime]]:
    """The steps clipped to the life, each with since and until; what never took any time is there where it lies within."""
    arrived = arrivals(rows, life.row["received_at"])
    order = sorted((n for n in range(len(rows)) if arrived[n] < life.cut), key=lambda n: (arrived[n], rows[n]["step_no"]))
    found = []
    for place, n in enumerate(order):
        row, until = rows[n], rows[n]["ended_at"]
        if until is None:
            later = [arrived[m] for m in order[place + 1:]]
            until = later[0] if later else datetime.max
        until = max(until, arrived[n])
        is_instant = until == arrived[n] and life.received <= until <= life.until
        since, until = max(arrived[n], life.received), min(until, life.until)
        if since < until or is_instant:
            found.append((row, since, until))
    return found


def held_steps(rows: list[dict], life: Life, own: set[str] | None) -> list[Held]:
    """The steps within the life; those of no length hold nothing."""
    found = []
    for row, since, until in inside(rows, life):
        if since >= until:
            continue
        found.append(Held(row["step_no"], row["step"], row["unit"], row["officer"], row["kind"], since, _begun(row, since, until),
                          until, is_outside(row["kind"], row["unit"], own)))
    _count_passes(found)
    return found


def _begun(row: dict, since: datetime, until: datetime) -> datetime | None:
    """The recorded start, no earlier than the arrival; the clipped end where it lies later (it had not begun by then)."""
    return min(max(row["started_at"], since), until) if row["started_at"] else None


def _count_passes(steps: list[Held]) -> None:
    """A step is in its next pass when it comes back after another step that held the dossier since; hand-overs and overlaps are one pass."""
    steps.sort(key=lambda step: (step.arrived, step.number))
    for place, step in enumerate(steps):
        same = [other for other in steps[:place] if other.step == step.step]
        if same:
            ended = max(other.until for other in same)
            came = steps[steps.index(same[-1]) + 1:place]
            between = any(other.step != step.step and other.until > ended for other in came)
            step.pass_no = same[-1].pass_no + (1 if between and ended < step.arrived else 0)


def result_known(life: Life) -> datetime | None:
    """From when on the result exists: issued or returned, whichever came first, by then."""
    moments = [life.row[column] for column in ("issued_at", "returned_at") if life.row[column]]
    return min(moments) if moments else None


def segments(tables: dict[str, list[dict]], clock: Clock, cut: datetime, due: Mapping[str, datetime], settings: Mapping[str, str],
             only: Iterable[str] | None = None) -> dict[str, list[dict]]:
    """Per dossier its stretches in order; `due` holds the deadlines of late dossiers, for the minutes after them."""
    own, steps = own_units(tables), by_dossier(tables["steps"])
    absences = by_officer(tables["absences"], cut)
    found = {}
    for code, life in lives(tables, cut).items():
        if only is None or code in only:
            found[code] = of_life(life, held_steps(steps[code], life, own), absences, clock, due.get(code), settings)
    return found


def by_officer(rows: list[dict], cut: datetime) -> dict[str, list[tuple[datetime, datetime]]]:
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    for row in rows:
        since, until = row["from_at"], min(row["to_at"], cut)
        if since < until:
            found.setdefault(row["officer"], []).append((since, until))
    return found


def of_life(life: Life, steps: list[Held], absences, clock: Clock, due: datetime | None, settings: Mapping[str, str]) -> list[dict]:
    known = result_known(life)
    marks = {life.received, life.until}
    for stop in life.stops:
        marks |= {stop.since, stop.until}
    for step in steps:
        marks |= {step.arrived, step.begun or step.arrived, step.until}
        for since, until in absences.get(step.officer, ()):
            marks |= {since, until}
    if known:
        marks.add(known)
    marks = sorted(mark for mark in marks if life.received <= mark <= life.until)
    pieces = [_piece(life, steps, absences, known, since, until, settings) for since, until in zip(marks, marks[1:], strict=False)]
    return _joined(pieces, life, clock, due)


def _piece(life: Life, steps: list[Held], absences, known: datetime | None, since: datetime, until: datetime, settings) -> dict:
    """Who holds it from `since` to `until`, and what is going on."""
    holder = _holder(life, steps, since, settings)
    piece = {"from_at": since, "to_at": until, "step_no": None, "step": None, "kind": None, "unit": None, "officer": None, "pass_no": None,
             "is_nested": False, "state": "unrecorded", "party": "no_record"}
    if isinstance(holder, Held):
        piece |= {"step_no": holder.number, "step": holder.step, "kind": holder.kind, "unit": holder.unit, "officer": holder.officer,
                  "pass_no": holder.pass_no}
        piece |= _state_of_step(holder, steps, absences, since)
        piece["is_nested"] = _is_nested(steps, since)
    elif holder is not None:
        piece |= {"step_no": holder.number, "kind": holder.kind, "pass_no": 1, "state": holder.kind, "party": "applicant"}
    if known and known <= since:
        piece |= {"state": "unclosed", "party": "system"}
    return piece


def _holder(life: Life, steps: list[Held], moment: datetime, settings):
    """First match: an active stop, an active step outside (nested in an own one only if that is the other body's time), the own step that ends last, nobody."""
    stops = [stop for stop in life.stops if stop.since <= moment < stop.until]
    if stops:
        return max(stops, key=lambda stop: (stop.until, stop.since, stop.number))
    active = [step for step in steps if step.arrived <= moment < step.until]
    outside, own = [step for step in active if step.is_outside], [step for step in active if not step.is_outside]
    if own and settings["nested_consult"] == "own_office":
        outside = []
        active = own
    return max(outside or active, key=lambda step: (step.until, step.arrived, step.number), default=None)


def _state_of_step(step: Held, steps: list[Held], absences, since: datetime) -> dict:
    if step.is_outside:
        return {"state": step.kind if step.kind in (*OUTSIDE_KINDS, "sign") else "consult", "party": "other_body"}
    if any(start <= since < end for start, end in absences.get(step.officer, ())):
        return {"state": "wait_absent", "party": "own_office"}
    if step.begun is None:
        return {"state": "held", "party": "own_office"}
    return {"state": "work" if step.begun <= since else "waiting", "party": "own_office"}


def _is_nested(steps: list[Held], moment: datetime) -> bool:
    """A step outside lies within an own one."""
    return len({step.is_outside for step in steps if step.arrived <= moment < step.until}) == 2


SAME = ("state", "party", "step_no", "step", "kind", "unit", "officer", "pass_no", "is_nested")


def _joined(pieces: list[dict], life: Life, clock: Clock, due: datetime | None) -> list[dict]:
    """Neighbours with the same holder and state are one stretch."""
    found: list[dict] = []
    for piece in pieces:
        if found and all(found[-1][name] == piece[name] for name in SAME):
            found[-1]["to_at"] = piece["to_at"]
        else:
            found.append(dict(piece))
    for number, one in enumerate(found, 1):
        one |= {"dossier_id": life.row["dossier_id"], "seg_no": number, "wm": clock.between(one["from_at"], one["to_at"])}
        one["late_wm"] = clock.between(max(one["from_at"], due), one["to_at"]) if due and one["to_at"] > due else 0.0
    return found
