"""A finished run written down as the canonical tables, as the office's system would hold them at the cut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tthc.model.schema import CANONICAL
from tthc.model.words import Status, StepKind
from tthc.simulate.draws import Draws
from tthc.simulate.intake import Dossier, applicant
from tthc.simulate.office import STAFF, Officer, unit_rows
from tthc.simulate.office_hours import OfficeHours
from tthc.simulate.procedures import APPRAISE, EMULATION, PROCEDURES, SIGN
from tthc.simulate.ways import Ways, recorded_name, recorded_start


@dataclass(frozen=True)
class Connection:
    """Which dossiers reach the national portal: of these procedures, closed while the connection
    ran (both inclusive).
    """

    procedures: tuple[str, ...]
    first: date
    last: date


DECISION = "Quy trình nội bộ mô phỏng số 05/QĐ-TH"
_UNIT = {role: unit for role, (unit, _) in STAFF.items()}


def tables_of(
    draws: Draws,
    hours: OfficeHours,
    dossiers: list[Dossier],
    staff: dict[str, list[Officer]],
    cut: int,
    connection: Connection | None = None,
    ways: Ways = Ways(),  # noqa: B008 - frozen
) -> dict[str, list[dict]]:
    """The nine canonical tables as lists of rows, each row with every declared column."""
    write = _Writer(draws, hours, cut, connection, ways, staff)
    officers = [one for group in staff.values() for one in group]
    rows = {
        "dossiers": [write.dossier(one) for one in dossiers],
        "steps": [write.step(one, n) for dossier in dossiers for n, one in enumerate(dossier.visits, 1)],
        "stops": [write.stop(dossier, one) for dossier in dossiers for one in dossier.stops],
        "due_changes": [write.due_change(dossier, one) for dossier in dossiers for one in dossier.due_changes],
        "norms": [row for procedure in PROCEDURES for row in _norms(procedure)],
        "units": unit_rows(),
        "absences": [write.absence(officer, one) for officer in officers for one in officer.absences if one.is_listed],
        "feedback": [],
        "procedures": [_procedure(one) for one in PROCEDURES],
    }
    rows["feedback"] = write.feedback(rows["dossiers"])
    return {name: [_complete(name, row, n) for n, row in enumerate(table, 1)] for name, table in rows.items()}


def _complete(name: str, row: dict, n: int) -> dict:
    row = {**row, "src_file": "mô phỏng", "src_sheet": CANONICAL[name].label, "src_row": n}
    return {column: row.get(column) for column in CANONICAL[name].names}


class _Writer:
    def __init__(
        self, draws: Draws, hours: OfficeHours, cut: int, connection: Connection | None, ways: Ways,
        staff: dict[str, list[Officer]]
    ) -> None:
        self.draws, self.hours, self.cut, self.connection, self.ways, self.staff = (
            draws, hours, cut, connection, ways, staff
        )

    def moment(self, t: int | None) -> datetime | None:
        """An instant the system knows of at the cut."""
        return None if t is None or t >= self.cut else self.hours.moment(t)

    def dossier(self, one: Dossier) -> dict:
        procedure, key, chance = one.procedure, one.key, self.draws.chance
        role = next(step.role for step in procedure.steps[1:] if not step.is_outside)
        officer = one.officers.get(role)
        who = applicant(self.draws, one)
        taken_in = one.status not in (Status.NEW, Status.REFUSED)
        done = one.status in (Status.DONE, Status.RETURNED)
        return {
            "dossier_id": one.dossier_id,
            "source": "register",
            "procedure_code": procedure.code,
            "procedure_name": procedure.name,
            "field": procedure.field,
            "unit": _UNIT[role],
            "officer": officer.name if officer else None,
            "channel": one.channel,
            "service_level": procedure.service_level,
            "submitted_at": self.moment(one.submitted),
            "accept_by_at": self.hours.moment(
                self.hours.after(one.submitted, 480)
            ) if one.channel == "online" else None,
            "received_at": self.moment(one.received) if taken_in else None,
            "due_at": self.hours.moment(one.due) if taken_in else None,
            "finished_at": self.moment(one.finished),
            "returned_at": self.moment(one.returned),
            "issued_at": self.moment(one.issued),
            "refused_at": self.moment(one.refused),
            "status": one.status,
            "apology_at": self.moment(one.apology),
            "result_attached": done and chance(0.7 if procedure.field == EMULATION else 0.85, key, "attached"),
            "components_digitised": chance(0.75, key, "digitised"),
            "fee_due": procedure.fee,
            "paid_online": procedure.fee and chance(0.5, key, "paid online"),
            "synced": done and self._synced(one),
            "result_reset": False,
            "applicant": who,
            "applicant_contact": f"0900 000 {self.draws.whole(0, 999, key, 'phone'):03d}",
            "title": f"{procedure.title} ({who})",
        }

    def _synced(self, one: Dossier) -> bool:
        if self.connection is None:
            return self.draws.chance(1 / 6, one.key, "synced")
        assert one.finished is not None  # what is synchronised is closed
        closed = self.hours.moment(one.finished).date()
        return (
            self.connection.first <= closed <= self.connection.last and one.procedure.code in self.connection.procedures
        )

    def step(self, visit, n: int) -> dict:
        own = visit.officer is not None
        due = self.hours.after(visit.arrived, visit.step.norm_wm)
        return {
            "dossier_id": visit.dossier.dossier_id,
            "step_no": n,
            "step": visit.step.name,
            "unit": visit.unit,
            "officer": self.name(visit.officer, visit.dossier.key, n) if own else None,
            "kind": visit.step.kind,
            "arrived_at": self.moment(visit.arrived),
            "started_at": self.moment(recorded_start(self.ways, self.draws, visit)) if own else None,
            "ended_at": self.moment(self._recorded_end(visit)),
            "step_due_at": self.hours.moment(due),
            "is_assumed": False,
        }

    def name(self, officer: Officer, *stamp: object) -> str:
        return recorded_name(self.ways, self.draws, self.staff, officer, *stamp)

    def _recorded_end(self, visit) -> int | None:
        """The end, or that of the consultation across which the step stays open."""
        following = [one for one in visit.dossier.visits if one.order > visit.order]
        across = visit.step.name == APPRAISE and following and following[0].step.kind == StepKind.CONSULT
        if not across or not self.draws.chance(self.ways.nested, visit.dossier.key, "nested"):
            return visit.ended
        asked = [one.ended for one in following if one.step.kind == StepKind.CONSULT]
        return None if None in asked else max(asked)

    def stop(self, dossier: Dossier, one) -> dict:
        return {
            "dossier_id": dossier.dossier_id,
            "kind": one.kind,
            "from_at": self.moment(one.start),
            "to_at": self.moment(one.end) if one.is_over else None,
        }

    def due_change(self, dossier: Dossier, change: tuple) -> dict:
        at, old, new, reason = change
        moment = self.hours.moment
        return {
            "dossier_id": dossier.dossier_id, "at": moment(at), "old_due_at": moment(old), "new_due_at": moment(new),
            "reason": reason,
        }

    def absence(self, officer: Officer, one) -> dict:
        moment = self.hours.moment
        return {
            "officer": self.name(officer, one.start), "from_at": moment(one.start), "to_at": moment(one.end),
            "kind": one.kind,
        }

    def feedback(self, dossiers: list[dict]) -> list[dict]:
        """Three survey sheets, two of them satisfied, and two complaints; all from dossiers the portal does not see."""
        ended = [
            row
            for row in dossiers
            if row["status"] == Status.RETURNED and not row["synced"] and row["received_at"].month in (1, 2, 3)
        ]
        ended.sort(key=lambda row: self.draws.uniform(row["dossier_id"], "feedback"))
        surveys = [self._survey(row, rating) for row, rating in zip(ended[:3], (5, 4, 2), strict=False)]
        return surveys + [self._complaint(row, n) for n, row in enumerate(ended[3:5])]

    def _survey(self, row: dict, rating: int) -> dict:
        at = self._later(row["returned_at"], 60)
        return {"dossier_id": row["dossier_id"], "unit": row["unit"], "at": at, "kind": "survey",
                "rating": rating, "is_satisfied": rating >= 4}  # fmt: skip

    def _complaint(self, row: dict, n: int) -> dict:
        """The first is answered in time and to satisfaction, the second late and not."""
        at = self._later(row["returned_at"], 480)
        answered = self._later(at, 480 * (3, 12)[n])
        return {"dossier_id": row["dossier_id"], "unit": row["unit"], "at": at, "kind": "complaint",
                "due_at": self._later(at, 480 * 10), "answered_at": answered, "is_satisfied": n == 0}  # fmt: skip

    def _later(self, moment: datetime, minutes: int) -> datetime:
        return self.hours.moment(self.hours.after(self.hours.instant(moment), minutes))


def _norms(procedure) -> list[dict]:
    return [
        {"procedure_code": procedure.code, "step": step.name, "order": n, "channel": None,
         "norm_wm": float(step.norm_wm), "valid_from": date(2023, 1, 1), "decision": DECISION}
        for n, step in enumerate(procedure.steps, 1)
    ]  # fmt: skip


def _procedure(procedure) -> dict:
    decision, published, public = procedure.published
    upstairs = any(step.name == SIGN for step in procedure.steps)
    return {
        "code": procedure.code,
        "name": procedure.name,
        "field": procedure.field,
        "level": "Cấp tỉnh" if upstairs else "Cấp sở",
        "service_level": procedure.service_level,
        "eligible_full_online": procedure.service_level == "full",
        "returns_result": procedure.code != "TH-TGTN-02",
        "published_by": decision,
        "published_at": datetime.fromisoformat(published),
        "made_public_at": datetime.fromisoformat(public) if public else None,
    }
