"""What the simulator itself knows of each dossier: minutes in each state, who disturbed it, and whether it was late.

Read off the mechanism's own log (who worked on what from when to when), not off the exported time stamps.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from tthc.model.words import FINAL, State
from tthc.simulate.disturbances import Plan
from tthc.simulate.intake import Dossier
from tthc.simulate.office import Officer
from tthc.simulate.office_hours import OfficeHours

STATES = (
    "work", "wait_absent", "wait_queue", "wait_overtaken", "wait_batch", "wait_idle", "consult", "council", "sign",
    "supplement", "obligation", "suspended", "unclosed", "unrecorded",
)  # fmt: skip


class Ledger:
    """Counts one dossier's working minutes by state, and what a disturbance took of them."""

    def __init__(self, hours: OfficeHours, plan: Plan, cut: int) -> None:
        self.hours, self.plan, self.cut = hours, plan, cut
        self._planted = {one.id: one for one in plan.all}

    def row(self, dossier: Dossier) -> dict | None:
        """One row per dossier that was taken in; None for the others."""
        if not dossier.visits:
            return None
        end = dossier.finished if dossier.finished is not None else self.cut
        closing = min((t for t in (dossier.issued, dossier.returned) if t is not None), default=end)
        touched: Counter = Counter(dossier.touched)
        states = self._states(dossier, min(closing, end), touched)
        states[State.UNCLOSED] = self.hours.between(min(closing, end), end)
        life = self.hours.between(dossier.received, end)
        late = self.hours.wm(end) - self.hours.wm(dossier.due)
        day_late = end // 1440 > dossier.due // 1440 and dossier.status in FINAL
        return {
            "dossier_id": dossier.dossier_id,
            "procedure_code": dossier.procedure.code,
            "field": dossier.procedure.field,
            "received_at": self.hours.moment(dossier.received),
            "due_at": self.hours.moment(dossier.due),
            "end_at": self.hours.moment(end),
            "issued_at": None if dossier.issued is None else self.hours.moment(dossier.issued),
            "is_finished": dossier.finished is not None,
            "is_late": day_late,
            "late_wm": late,
            "is_apparent": bool(day_late and dossier.issued and dossier.issued // 1440 <= dossier.due // 1440),
            "life_wm": life,
            "states": {state: states[state] for state in STATES},
            "extra_of": dossier.extra_of,
            "touched": {name: minutes for name, minutes in sorted(touched.items()) if minutes > 0},
        }

    def _states(self, dossier: Dossier, end: int, touched: Counter) -> Counter:
        states: Counter = Counter()
        t = dossier.received
        for start, stop, visit in self._pieces(dossier, end):
            states[State.UNRECORDED] += self.hours.between(t, start)
            start = max(start, t)  # two bodies asked at once count once
            if isinstance(visit, str):
                states[visit] += self.hours.between(start, stop)
            elif visit.officer is None:
                states[visit.step.kind] += self.hours.between(start, stop)
            else:
                self._own(visit, start, stop, states, touched)
            t = max(t, stop)
        states[State.UNRECORDED] += self.hours.between(t, end)
        return states

    def _pieces(self, dossier: Dossier, end: int):
        """Visits and stops in order of time, none after `end`; what lies between them nobody recorded."""
        pieces = [(v.arrived, end if v.ended is None else v.ended, v) for v in dossier.visits]
        pieces += [(s.start, s.end if s.is_over else end, s.kind) for s in dossier.stops]
        for start, stop, what in sorted(pieces, key=lambda piece: piece[:2]):
            if start < end:
                yield start, min(stop, end), what

    def _own(self, visit, start: int, stop: int, states: Counter, touched: Counter) -> None:
        """Work is when the officer worked on it; the rest of its time there it waited, whether it had been begun or
        not.
        """
        begun = min(stop, stop if visit.started is None else visit.started)
        work = sum(self._overlap(begun, stop, *piece) for piece in visit.pieces)
        states[State.WORK] += work
        waited = self._waiting(visit, start, stop, work, touched)
        states.update(waited)
        if visit.pass_no == 2:
            for one in self.plan.of("rework"):
                if one.target == visit.dossier.dossier_id:
                    touched[one.id] += work + sum(waited.values())

    def _waiting(self, visit, start: int, stop: int, work: int, touched: Counter) -> Counter:
        """The waiting at an officer: away, busy with earlier or later comers, gathering a batch, or none of these."""
        officer: Officer = visit.officer
        found: Counter = Counter()
        total = self.hours.between(start, stop) - work
        if not total:
            return found
        for absence in officer.absences:
            away = self._overlap(start, stop, absence.start, absence.end)
            found[State.WAIT_ABSENT] += away
            if absence.cause:
                touched[absence.cause] += away
        for from_, to, other in _overlapping(officer.log, start, stop):
            if other is visit:
                continue
            busy = self._overlap(start, stop, from_, to)
            state = State.WAIT_QUEUE if other.turn < visit.turn else State.WAIT_OVERTAKEN
            found[state] += busy
            self._blame_busy(visit, other, from_, state, busy, touched)
        for from_, to, cause in officer.holds:
            held = self._overlap(start, stop, from_, to) - self._away(officer, max(start, from_), min(stop, to))
            found[State.WAIT_BATCH] += max(0, held)
            touched[cause] += max(0, held)
        found[State.WAIT_IDLE] = total - sum(found.values())
        return found

    def _blame_busy(self, visit, other, at: int, state: str, busy: int, touched: Counter) -> None:
        sent_by = other.dossier.extra_of
        # only at the desk aimed at: what the same dossiers cost elsewhere is their ordinary work
        if sent_by and sent_by != visit.dossier.extra_of and self._planted[sent_by].target == visit.officer.name:
            touched[sent_by] += busy
        elif state == State.WAIT_OVERTAKEN:
            jumping = self.plan.acting("queue_jumping", at, visit.officer.name)
            if jumping:
                touched[jumping.id] += busy

    def _away(self, officer: Officer, start: int, stop: int) -> int:
        return sum(self._overlap(start, stop, one.start, one.end) for one in officer.absences)

    def _overlap(self, start: int, stop: int, from_: int, to: int) -> int:
        return self.hours.between(max(start, from_), min(stop, to))


def _overlapping(log: list, start: int, stop: int):
    """The works of an officer's log (in order of time, none beside another) that touch a stretch."""
    n = max(0, bisect_left(log, start, key=lambda one: one[0]) - 1)
    while n < len(log) and log[n][0] < stop:
        yield log[n]
        n += 1
