"""The event loop: dossiers go from step to step, officers take them off their queues, bodies
outside take their time.
"""

from __future__ import annotations

import heapq
from bisect import insort
from dataclasses import dataclass, field

from tthc.model.words import STATUS_OF_STOP, Status, StepKind
from tthc.simulate.disturbances import Plan
from tthc.simulate.draws import Draws
from tthc.simulate.intake import Dossier
from tthc.simulate.office import COUNCIL_UNIT, PROVINCE, Officer
from tthc.simulate.office_hours import DAY, DAY_WM, OfficeHours
from tthc.simulate.procedures import APPRAISE, EMULATION, ISSUE, RETURN, SUBMIT, Step
from tthc.simulate.waits import Waits
from tthc.simulate.ways import Ways, evening_of, is_handed_over

LONG_WORK = 2 * DAY_WM
_UNITS = {StepKind.COUNCIL: COUNCIL_UNIT, StepKind.SIGN: PROVINCE}
FIRST, AFTER_ARRIVALS = 0, 1  # within a minute everything arrives before an officer chooses


@dataclass(eq=False)
class Visit:
    """One holding of a dossier by an officer or a body outside.

    pieces: when the officer worked on it, in order; left: working minutes still to do; hands_on: those that a colleague
    will
    do, second_half: those of one that was handed over half done; beside: the body's name where two were asked at once
    and this is the second.
    """

    dossier: Dossier
    step: Step
    unit: str
    officer: Officer | None
    arrived: int
    order: int
    pass_no: int = 1
    ready: int = 0
    started: int | None = None
    ended: int | None = None
    pieces: list = field(default_factory=list)
    left: int = 0
    hands_on: int = 0
    second_half: int | None = None
    beside: tuple = ()

    @property
    def turn(self) -> tuple[int, str, int]:
        """First come, first served; ties by code."""
        return self.arrived, self.dossier.dossier_id, self.order

    def __lt__(self, other: Visit) -> bool:
        return self.turn < other.turn


class Flow:
    """One run of the office up to `cut` (exclusive)."""

    def __init__(
        self, draws: Draws, hours: OfficeHours, staff: dict[str, list[Officer]], plan: Plan, sessions: list[int],
        cut: int,
        ways: Ways = Ways(),  # noqa: B008 - frozen
    ) -> None:
        self.draws, self.hours, self.staff, self.plan, self.cut = draws, hours, staff, plan, cut
        self.officers = {one.name: one for officers in staff.values() for one in officers}
        self.ways, self.outages = ways, [plan.span(one) for one in plan.of("outage")]
        self.waits = Waits(draws, hours, plan, sessions, ways)
        self._heap: list = []
        self._count = 0

    def run(self, dossiers: list[Dossier]) -> None:
        """Lets all `dossiers` through; what would happen at or after the cut does not."""
        for officer in self.officers.values():
            for absence in officer.absences:
                if absence.substitute:
                    self._at(absence.start, FIRST, self._hand_over, officer, self.officers[absence.substitute])
                self._at(absence.end, AFTER_ARRIVALS, self._choose, officer)
        for dossier in dossiers:
            self._at(dossier.received, FIRST, self._receive, dossier)
        while self._heap and self._heap[0][0] < self.cut:
            t, _, _, act, args = heapq.heappop(self._heap)
            act(t, *args)

    def _at(self, t: int, rank: int, act, *args) -> None:
        # Nothing happens while the system stands: what was due then comes when it is back.
        t = max([end for start, end in self.outages if start <= t < end], default=t)
        self._count += 1
        heapq.heappush(self._heap, (t, rank, self._count, act, args))

    # a dossier's way

    def _receive(self, t: int, dossier: Dossier) -> None:
        if dossier.fate == "refused":
            dossier.refused, dossier.status = t, Status.REFUSED
            return
        dossier.route = list(dossier.procedure.steps)
        self._watch(dossier)
        self._arrive(t, dossier)

    def _arrive(self, t: int, dossier: Dossier) -> None:
        step = dossier.route[dossier.position]
        visit = Visit(dossier, step, "", None, t, len(dossier.visits) + 1, dossier.pass_no)
        dossier.visits.append(visit)
        if step.is_outside:
            visit.unit = _UNITS.get(step.kind) or self.waits.body(dossier)
            self._at(self.waits.outside(visit), FIRST, self._done, visit)
            if step.kind == StepKind.CONSULT:
                self._ask_beside(t, visit)
            return
        later = self.waits.return_later(t, visit) if step.name == RETURN else None
        self._at(later or t, FIRST, self._bring, visit)

    def _ask_beside(self, t: int, visit: Visit) -> None:
        """A second body is asked at the same time; the dossier goes on when both have answered."""
        other = self.waits.second_body(visit.dossier, visit.unit)
        if other:
            visit.dossier.awaited = 2
            beside = Visit(
                visit.dossier, visit.step, other, None, t, len(visit.dossier.visits) + 1, visit.pass_no,
                beside=(other,),
            )
            visit.dossier.visits.append(beside)
            self._at(self.waits.outside(beside), FIRST, self._done, beside)

    def _bring(self, t: int, visit: Visit) -> None:
        self._to_officer(t, visit, self._officer(t, visit.dossier, visit.step.role))

    def _to_officer(self, t: int, visit: Visit, officer: Officer) -> None:
        visit.officer, visit.unit = officer, officer.unit
        visit.ready = self.waits.ready(visit)
        insort(officer.queue, visit)
        self._at(t, AFTER_ARRIVALS, self._choose, officer)

    def _officer(self, t: int, dossier: Dossier, role: str) -> Officer:
        """The dossier's officer of this role, or who stands in for him."""
        if role not in dossier.officers:
            dossier.officers[role] = self.draws.pick(self.staff[role], dossier.key, role)
        officer = dossier.officers[role]
        absence = officer.absent_at(self.hours.open_from(t))
        return self.officers[absence.substitute] if absence and absence.substitute else officer

    def _done(self, t: int, visit: Visit) -> None:
        dossier, step = visit.dossier, visit.step
        visit.ended = t
        if dossier.awaited:
            dossier.awaited -= 1
            if dossier.awaited:
                return
        dossier.status = Status.IN_PROGRESS
        dossier.position += 1
        if step.name == ISSUE:
            dossier.issued = t
        if step.name == RETURN:
            self._finish(t, dossier)
        elif dossier.fate == "withdrawn" and step.name == APPRAISE:
            dossier.finished, dossier.status = t, Status.WITHDRAWN
        elif stop := self.waits.stop_after(t, visit):
            dossier.stops.append(stop)
            dossier.status = STATUS_OF_STOP[stop.kind]
            self._at(stop.end, FIRST, self._resume, dossier, stop)
        else:
            self._go_on(t, visit)

    def _go_on(self, t: int, visit: Visit) -> None:
        dossier = visit.dossier
        if visit.step.name == SUBMIT and not dossier.sent_back and self.waits.sent_back(dossier):
            again = [step for step in dossier.procedure.steps if step.name in (APPRAISE, SUBMIT)]
            dossier.route[dossier.position : dossier.position] = again
            dossier.sent_back, dossier.pass_no = True, 2
        elif visit.step.name == SUBMIT:
            dossier.pass_no = 1
        self._at(self.hours.after(t, self.waits.transfer(visit)), FIRST, self._arrive, dossier)

    def _resume(self, t: int, dossier: Dossier, stop) -> None:
        stop.is_over = True
        dossier.status = Status.IN_PROGRESS
        days = self.hours.days_between(stop.start, t)
        if stop.moves_deadline and days:
            self._move_deadline(t, dossier, days, stop.reason)
        self._arrive(t, dossier)

    def _finish(self, t: int, dossier: Dossier) -> None:
        dossier.finished = t
        if dossier.returned is None:
            dossier.returned = t if dossier.channel == "online" else self.waits.collected(t, dossier)
        dossier.status = Status.RETURNED if dossier.returned < self.cut else Status.DONE

    # deadlines and apologies

    def _move_deadline(self, t: int, dossier: Dossier, days: int, reason: str) -> None:
        old = dossier.due
        dossier.due = self.hours.add_days(old, days)
        dossier.due_changes.append((t, old, dossier.due, reason))
        self._watch(dossier)

    def _watch(self, dossier: Dossier) -> None:
        """Somebody looks at the dossier on the morning of the working day before its deadline, and after it."""
        day = self.hours.working_days(dossier.due - 12 * DAY, dossier.due)[-2]
        self._at(day + 8 * 60, FIRST, self._remind, dossier, dossier.due)

    def _remind(self, t: int, dossier: Dossier, due: int) -> None:
        waiting = dossier.stops and not dossier.stops[-1].is_over
        if due != dossier.due or waiting or dossier.issued or dossier.finished:
            return
        if dossier.procedure.field != EMULATION and self.draws.chance(0.5, dossier.key, "extension"):
            dossier.apology = t
            self._move_deadline(t, dossier, 3, "Gia hạn, xin lỗi và hẹn lại ngày trả")
        elif self.draws.chance(0.4, dossier.key, "apology"):
            dossier.apology = t

    # an officer's desk

    def _hand_over(self, t: int, officer: Officer, colleague: Officer) -> None:
        for visit in officer.queue:
            visit.started = visit.ended = t
            again = Visit(
                visit.dossier, visit.step, "", None, t, len(visit.dossier.visits) + 1, visit.pass_no,
                second_half=visit.second_half
            )
            visit.dossier.visits.append(again)
            self._to_officer(t, again, colleague)
        officer.queue.clear()
        officer.batch.clear()

    def _choose(self, t: int, officer: Officer) -> None:
        """The officer, if free and present, takes the next dossier or says when he will look again."""
        if officer.current or not (officer.queue or officer.in_hand):
            return
        opening = self.hours.open_from(t)
        absence = officer.absent_at(opening)
        if absence or opening > t:
            self._at(absence.end if absence else opening, AFTER_ARRIVALS, self._choose, officer)
            return
        visit, look_again = self._next_visit(t, officer)
        if visit is None:
            self._at(look_again, AFTER_ARRIVALS, self._choose, officer)
            return
        self._turn_to(t, officer, visit)

    def _next_visit(self, t: int, officer: Officer):
        """A new dossier while he has less in hand than he keeps open at once, else the one that he has not looked at
        for longest.
        """
        visit, look_again = None, t
        if officer.queue and len(officer.in_hand) < self.ways.in_hand:
            visit, look_again = self.waits.next_visit(t, officer)
        if visit is None and officer.in_hand:
            return officer.in_hand[0], t
        return visit, look_again

    def _turn_to(self, t: int, officer: Officer, visit: Visit) -> None:
        if visit not in officer.in_hand:
            visit.left = self._whole_work(visit)
        name = (visit.dossier.key, visit.step.name, visit.order, len(visit.pieces), "slice")
        minutes = visit.left if self.ways.in_hand == 1 else min(visit.left, self.draws.whole(40, 160, *name))
        pieces = self._pieces(officer, t, minutes)
        # nobody opens a dossier that he cannot finish before he goes, unless he goes on with it afterwards or it takes
        # days anyway
        if officer.breaks_off or len(pieces) == 1 or visit.left > LONG_WORK:
            self._start(t, officer, visit, pieces)

    def _whole_work(self, visit: Visit) -> int:
        full = self.waits.service(visit)
        assert visit.officer is not None  # whose work begins
        if is_handed_over(self.ways, self.draws, visit, self.staff[visit.officer.role]):
            visit.hands_on = full // 2
            return full - visit.hands_on
        return full

    def _pieces(self, officer: Officer, t: int, minutes: int) -> list[tuple[int, int]]:
        """When the officer works `minutes` from `t` on, his absences left out."""
        pieces: list[tuple[int, int]] = []
        while minutes > 0 or not pieces:
            t = self.hours.open_from(t)
            absence = officer.absent_at(t)
            if absence:
                t = absence.end
                continue
            away, end = officer.next_absence(t), self.hours.after(t, minutes)
            stop = end if away is None or end <= away else away
            pieces.append((t, stop))
            minutes -= self.hours.between(t, stop)
            t = stop
        return pieces

    def _start(self, t: int, officer: Officer, visit: Visit, pieces: list[tuple[int, int]]) -> None:
        if visit in officer.in_hand:
            officer.in_hand.remove(visit)
        else:
            officer.queue.remove(visit)
            visit.started = t
        if visit in officer.batch:
            officer.batch.remove(visit)
        officer.current = visit
        officer.log += [(start, end, visit) for start, end in pieces]
        visit.pieces += pieces
        visit.left -= sum(self.hours.between(start, end) for start, end in pieces)
        self._at(pieces[-1][1], FIRST, self._complete, officer, visit)

    def _complete(self, t: int, officer: Officer, visit: Visit) -> None:
        officer.current = None
        if visit.left > 0:
            officer.in_hand.append(visit)
        elif visit.hands_on:
            self._hand_on(t, officer, visit)
        elif self.ways.evening:
            self._at(
                evening_of(self.draws, t, visit.dossier.key, visit.step.name, visit.order), FIRST, self._done, visit,
            )
        else:
            self._done(t, visit)
        self._at(t, AFTER_ARRIVALS, self._choose, officer)

    def _hand_on(self, t: int, officer: Officer, visit: Visit) -> None:
        """A colleague of the same role does the second half."""
        visit.ended = t
        group = self.staff[officer.role]
        colleague = group[(group.index(officer) + 1) % len(group)]
        again = Visit(
            visit.dossier, visit.step, "", None, t, len(visit.dossier.visits) + 1, visit.pass_no,
            second_half=visit.hands_on,
        )
        visit.dossier.visits.append(again)
        self._to_officer(t, again, colleague)
