"""How long things take, and who is next: the draws behind the event loop, with what a disturbance adds to them."""

from __future__ import annotations

from dataclasses import dataclass

from tthc.model.words import StepKind, StopKind
from tthc.simulate.disturbances import Plan
from tthc.simulate.draws import Draws
from tthc.simulate.office import CONSULT_BODIES, Officer
from tthc.simulate.office_hours import DAY, DAY_WM, MORNING, OfficeHours
from tthc.simulate.procedures import APPRAISE, CHECK, EMULATION, SIGN, SUBMIT
from tthc.simulate.ways import Ways, friday_after

_REASON = {
    StopKind.SUPPLEMENT: "Bổ sung hồ sơ",
    StopKind.OBLIGATION: "Thực hiện nghĩa vụ tài chính",
    StopKind.SUSPENDED: "Tạm dừng chờ hướng dẫn của cơ quan cấp trên",
}
# Least, usual and most working days of a stop.
_STOP_DAYS = {
    StopKind.SUPPLEMENT: (0.5, 3, 9), StopKind.OBLIGATION: (0.1, 1, 4), StopKind.SUSPENDED: (5, 8, 15),
}  # fmt: skip


@dataclass(eq=False)
class Stop:
    """One stop of a dossier's clock; `end` is planned, `is_over` says that it came before the cut."""

    kind: str
    start: int
    end: int
    moves_deadline: bool = True
    is_over: bool = False

    @property
    def reason(self) -> str:
        return _REASON[self.kind]


class Waits:
    """Durations in working minutes, drawn by dossier, step and purpose."""

    def __init__(
        self, draws: Draws, hours: OfficeHours, plan: Plan, sessions: list[int],
        ways: Ways = Ways(),  # noqa: B008 - frozen
    ) -> None:
        self.draws, self.hours, self.plan, self.sessions, self.ways = draws, hours, plan, sessions, ways

    # own officers

    def service(self, visit) -> int:
        """The officer's working time on this dossier; a second pass takes half, and so does the second half of one
        handed over.
        """
        if visit.second_half is not None:
            return visit.second_half
        dossier, step = visit.dossier, visit.step
        slow = (
            self.plan.acting("slow_work", visit.arrived, dossier.dossier_id)
            if step.name == APPRAISE and visit.pass_no == 1
            else None
        )
        if slow:
            dossier.touched[slow.id] = slow.size
            return slow.size + self.draws.minutes(*step.service, dossier.key, step.name, "service", visit.pass_no)
        full = self.draws.minutes(*step.service, dossier.key, step.name, "service", visit.pass_no)
        return full if visit.pass_no != 2 else max(5, full // 2)

    def ready(self, visit) -> int:
        """When the officer would turn to it if nothing else were there."""
        dossier, step = visit.dossier, visit.step
        if dossier.extra_of:
            return visit.arrived
        aside = self.plan.acting("set_aside", visit.arrived, dossier.dossier_id)
        if aside and step.name == APPRAISE and visit.pass_no == 1:
            dossier.touched[aside.id] = aside.size
            return self.hours.after(visit.arrived, aside.size)
        most = step.attention * step.norm_wm
        return self.hours.after(visit.arrived, self.draws.minutes(0, most / 3, most, dossier.key, step.name, "ready"))

    def next_visit(self, t: int, officer: Officer):
        """The visit to start now, or None and when to look again."""
        gathering = self.plan.acting("batching", t, officer.name)
        if not officer.batch and gathering and len(officer.queue) < gathering.size:
            officer.hold = officer.hold or (t, gathering.id)
            return None, self.plan.span(gathering)[1]
        if officer.hold:
            officer.holds.append((officer.hold[0], t, officer.hold[1]))
            officer.hold = None
        if gathering and not officer.batch:
            officer.batch = list(officer.queue)
        if officer.batch:
            return officer.batch[0], t
        queue = [one for one in officer.queue if one.ready <= t or not self._is_aside(one)] or officer.queue
        if self.plan.acting("queue_jumping", t, officer.name):
            queue = [one for one in reversed(queue) if one.ready <= t] or sorted(queue, key=lambda one: one.ready)
        return (queue[0], t) if queue[0].ready <= t else (None, queue[0].ready)

    def _is_aside(self, visit) -> bool:
        return self.plan.acting("set_aside", visit.arrived, visit.dossier.dossier_id) is not None

    # bodies outside

    def body(self, dossier) -> str:
        return self.draws.pick(dossier.procedure.consult_bodies, dossier.key, "body asked")

    def second_body(self, dossier, first: str) -> str | None:
        """The other body that is asked at the same time, if any."""
        others = [one for one in CONSULT_BODIES if one != first]
        return (
            self.draws.pick(others, dossier.key, "second body")
            if self.draws.chance(self.ways.parallel, dossier.key, "parallel")
            else None
        )

    def outside(self, visit) -> int:
        """When a council, a body asked or the signatory upstairs is done with it."""
        if visit.step.kind == StepKind.COUNCIL:
            return self._session(visit)
        kind = "slow_signature" if visit.step.kind == StepKind.SIGN else "slow_consultation"
        minutes = self.draws.minutes(*visit.step.service, visit.dossier.key, visit.step.name, "service", *visit.beside)
        slow = self.plan.acting(kind, visit.arrived, visit.unit, visit.dossier.dossier_id)
        if slow:
            visit.dossier.touched[slow.id] = slow.size
        return self.hours.after(visit.arrived, minutes + (slow.size if slow else 0))

    def _session(self, visit) -> int:
        """The end of the first session whose agenda was still open; the agenda closes a day before."""
        first = None
        for session in self.sessions:
            if session < visit.arrived + DAY:
                continue
            end = self.hours.after(session, 150)
            missed = self.plan.acting("missed_session", session, visit.unit)
            if missed:
                first = first or (missed, end)
                continue
            if first:
                visit.dossier.touched[first[0].id] = self.hours.between(first[1], end)
            return end
        raise AssertionError("no session left: the calendar of sessions is too short")

    def transfer(self, visit) -> int:
        """Paper on its way to or from the province's office, which nobody records."""
        to_province = visit.dossier.route[visit.dossier.position].name == SIGN
        moves = to_province or visit.step.name == SIGN
        if not moves or not self.draws.chance(0.15, visit.dossier.key, visit.step.name, "transfer"):
            return 0
        return self.draws.whole(30, 240, visit.dossier.key, visit.step.name, "transfer time")

    # the applicant

    def stop_after(self, t: int, visit) -> Stop | None:
        """The stop that begins when this step ends, if any."""
        dossier, name = visit.dossier, visit.step.name
        if name not in (CHECK, APPRAISE) or visit.pass_no == 2:
            return None
        silent = self.plan.acting("silent_supplement", t, dossier.dossier_id)
        if silent and (name == CHECK or silent.rounds > 1):
            minutes = silent.size // silent.rounds
            dossier.touched[silent.id] = dossier.touched.get(silent.id, 0) + minutes
            return Stop(StopKind.SUPPLEMENT, t, self.hours.after(t, minutes), moves_deadline=False)
        kind = self._ordinary_stop(dossier, name)
        return Stop(kind, t, self.hours.after(t, self._stop_minutes(dossier, kind, name))) if kind else None

    def _ordinary_stop(self, dossier, name: str) -> str | None:
        procedure = dossier.procedure
        if dossier.extra_of:
            return None
        if name == CHECK and self.draws.chance(procedure.supplement, dossier.key, "supplement"):
            return StopKind.SUPPLEMENT
        if name == CHECK and procedure.fee and self.draws.chance(0.4, dossier.key, "fee"):
            return StopKind.OBLIGATION
        if name == APPRAISE and dossier.fate == "suspended":
            return StopKind.SUSPENDED
        again = 0 if procedure.field == EMULATION else procedure.supplement / 5
        if name == APPRAISE and self.draws.chance(again, dossier.key, "supplement 2"):
            return StopKind.SUPPLEMENT
        return None

    def _stop_minutes(self, dossier, kind: str, name: str) -> int:
        days = _STOP_DAYS[kind]
        return self.draws.minutes(*(DAY_WM * one for one in days), dossier.key, name, "stop")

    def collected(self, t: int, dossier) -> int:
        """When the applicant comes for the result."""
        return self.hours.after(t, self.draws.minutes(30, 480, 2400, dossier.key, "collected"))

    # closing and rework

    def return_later(self, t: int, visit) -> int | None:
        """When the result at hand is closed in the system, if not as soon as it comes back."""
        dossier = visit.dossier
        late = self.plan.acting("forgotten_closing", t, dossier.dossier_id)
        if late:
            # the paper is handed over at once, the system only remembered later
            dossier.touched[late.id] = late.size
            dossier.returned = self.hours.after(t, self.draws.whole(20, 300, dossier.key, "handed over"))
            return self.hours.after(t, late.size)
        if self.ways.bulk_closing:
            dossier.returned = self.hours.after(t, self.draws.whole(20, 300, dossier.key, "handed over"))
            return friday_after(self.hours, self.draws, dossier.returned, dossier.key)
        if dossier.channel == "online" or not self.draws.chance(0.35, dossier.key, "comes as told"):
            return None
        # the applicant comes on the day he was told, and the clerk closes it then
        appointment = dossier.due // DAY * DAY + MORNING + self.draws.whole(15, 150, dossier.key, "comes at")
        return appointment if appointment > t else None

    def sent_back(self, dossier) -> bool:
        """Does the leader return the draft?"""
        if any(
            self.plan.acting("rework", one.arrived, dossier.dossier_id)
            for one in dossier.visits
            if one.step.name == SUBMIT
        ):
            return True
        return not dossier.extra_of and self.draws.chance(0.02, dossier.key, "sent back")
