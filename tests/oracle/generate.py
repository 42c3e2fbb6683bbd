"""Random dossiers with dirty edges: whatever an export may hold that no rule was thought out for.

`world(seed)` gives the canonical tables as lists of dictionaries (docs/data-dictionary.md). Instants are whole minutes, many
of them equal, some on closed days, in lunch breaks and at night. `Dirt` says how often which kind of edge comes.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from tests.oracle.clock import DAY, Clock

OWN = ("Phòng Một", "Phòng Hai", "Phòng Ba")
OUTSIDE = ("Sở Khác", "UBND tỉnh")
COUNCIL = "Hội đồng"
FIELDS = ("Lĩnh vực A", "Lĩnh vực B")
STEPS = (("Tiếp nhận", "work"), ("Thẩm định", "work"), ("Lấy ý kiến", "consult"), ("Họp hội đồng", "council"), ("Dự thảo", "work"),
         ("Trình ký", "sign"), ("Trả kết quả", "work"))
OPEN, STOPPED, FINAL = ("2", "4"), ("5", "6", "8"), ("9", "10")


@dataclass(frozen=True)
class Dirt:
    """How often (0 to 1) an edge comes. `clean` has none of them."""

    stops_outside: float = 0.3
    contradictory: float = 0.04
    moved_late: float = 0.3
    off_day: float = 0.15
    night: float = 0.15
    untidy_steps: float = 0.25
    missing: float = 0.06
    after_cut: float = 0.3
    no_end: float = 0.02
    history_gaps: float = 0.15
    unread: float = 0.0  # cells of key columns that hold something nobody can read


CLEAN = Dirt(**dict.fromkeys(Dirt.__dataclass_fields__, 0.0))


@dataclass(frozen=True)
class Plan:
    """What a batch is made of: its period (days, both inclusive), when figures are read, how many dossiers."""

    seed: int
    start: date = date(2024, 3, 1)
    end: date = date(2024, 3, 31)
    size: int = 300
    dirt: Dirt = Dirt()
    starts: float = 0.9  # share of steps whose start is recorded
    officers: int = 4  # of each unit


def world(plan: Plan, clock: Clock) -> dict[str, list[dict]]:
    """The tables of one source."""
    return _Maker(plan, clock).world()


class _Maker:
    def __init__(self, plan: Plan, clock: Clock) -> None:
        self.plan, self.dirt, self.clock = plan, plan.dirt, clock
        self.random = random.Random(plan.seed)
        self.tables: dict[str, list[dict]] = {
            name: [] for name in ("dossiers", "steps", "stops", "due_changes", "norms", "units", "absences", "feedback", "procedures")
        }
        self.cut = datetime.combine(plan.end + DAY, time())

    def world(self) -> dict[str, list[dict]]:
        self.tables["units"] = [{"unit": unit, "parent": None, "is_own": True} for unit in OWN]
        self.tables["units"] += [{"unit": OUTSIDE[0], "parent": None, "is_own": False}]
        self._procedures()
        for number in range(self.plan.size):
            self._dossier(number)
        self._absences()
        self._feedback()
        return self.tables

    # What chance gives

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def maybe(self, value, missing: float | None = None):
        return None if self.chance(self.dirt.missing if missing is None else missing) else value

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randint(0, (last - first).days))

    def moment(self, day: date) -> datetime:
        """An instant of that day or a later one: in office hours unless the dirt says otherwise."""
        if not self.chance(self.dirt.night):
            day = day if self.clock.is_work(day) else self.clock.next_work(day)
            start, end = self.random.choice(self.clock.sessions[day])
            return datetime.combine(day, time()) + timedelta(minutes=self.random.randrange(start, end + 1, 30))
        return datetime.combine(day, time()) + timedelta(minutes=self.random.choice((0, 6 * 60, 12 * 60, 17 * 60, 17 * 60 + 1, 20 * 60, 23 * 60 + 59)))

    def later(self, since: datetime, most: float, least: float = 0.0) -> datetime:
        """Some calendar days later; a third of them short."""
        days = self.random.uniform(least, most) if self.chance(0.67) else self.random.uniform(least, least + (most - least) / 8)
        return max(since, self.moment((since + timedelta(days=days)).date()))

    def around(self, *moments: datetime | None) -> datetime:
        """One of these instants itself, or one some days before or after it."""
        near = self.random.choice([one for one in moments if one])
        return near if self.chance(0.25) else self.moment((near + timedelta(days=self.random.uniform(-9, 9))).date())

    def officer(self, unit: str) -> str:
        return f"CB {unit.split()[-1]} {self.random.randrange(self.plan.officers)}"

    # Procedures and norms

    def _procedures(self) -> None:
        self.norm_days = {}
        for number in range(5):
            code = f"TH-{number}"
            published = self.maybe(self.moment(self.day(self.plan.start - 40 * DAY, self.plan.end)), 0.3)
            row = {"code": code, "name": f"Thủ tục {number}", "field": FIELDS[number % 2], "level": "Tỉnh",
                   "service_level": self.random.choice(("full", "partial", "information", None)),
                   "eligible_full_online": self.random.choice((True, False, None)), "returns_result": self.random.choice((True, True, False, None)),
                   "published_by": None, "published_at": published,
                   "made_public_at": self.maybe(self.later(published, 14), 0.3) if published else None}
            self.tables["procedures"].append(row)
            if number:  # the first has no norms
                self._norms(code)

    def _norms(self, code: str) -> None:
        """One or two versions of the whole list, for every channel or one of them; the second may drop or add a step."""
        versions = [date(2023, 1, 1)] + ([self.day(self.plan.start - 20 * DAY, self.plan.end)] if self.chance(0.5) else [])
        for version in versions:
            steps = [step for step in STEPS if self.chance(0.75)] or [STEPS[0]]
            for channel in (None, "online") if self.chance(0.3) else (None,):
                for order, (step, _) in enumerate(steps, 1):
                    wm = self.random.choice((60, 240, 480, 480, 960, 1440))
                    self.tables["norms"].append({"procedure_code": code, "step": step, "order": order, "channel": channel,
                                                 "norm_wm": wm, "valid_from": version, "decision": f"QĐ {version:%Y}"})

    def _days(self, code: str) -> int:
        total = sum(row["norm_wm"] for row in self.tables["norms"] if row["procedure_code"] == code and row["valid_from"] == date(2023, 1, 1)
                    and row["channel"] is None)
        return max(1, int(total / 480)) if total and self.chance(0.8) else self.random.randint(1, 12)

    # One dossier

    def _dossier(self, number: int) -> None:
        procedure = self.random.choice(self.tables["procedures"])
        received = self.moment(self.day(self.plan.start - 45 * DAY, self.plan.end + 2 * DAY))
        code = self._code(number, received)
        channel = self.random.choice(("online", "online", "counter", "post"))
        unit = self.random.choice(OWN)
        due = self.clock.deadline(received, self._days(procedure["code"]), {"first_day": "next", "after_hours": "next_day", "cutoff_hour": "0"})
        if self.chance(self.dirt.off_day):
            due = self.moment(due.date() + self.random.randint(0, 3) * DAY)
        due = self.maybe(due)
        end = self._end(received, due)
        officer = self.officer(unit) if self.chance(0.3) else None
        if end and officer and self.chance(0.5):  # closed in a row, at the end of a day
            end = self.moment(end.date() - timedelta(days=end.date().toordinal() % 12)).replace(hour=16, minute=40) + timedelta(minutes=self.random.choice((0, 0, 1, 2, 3)))
            end = end if end >= received else received
        status = self._status(end, received)
        row = {"dossier_id": code, "source": "register", "procedure_code": self.maybe(procedure["code"], self.dirt.missing / 3),
               "procedure_name": procedure["name"], "field": self.maybe(procedure["field"], self.dirt.missing / 3),
               "unit": self.maybe(unit, self.dirt.missing / 3), "officer": officer, "channel": self.maybe(channel, self.dirt.missing / 3),
               "service_level": self.random.choice(("full", "partial", None)),
               "submitted_at": self.maybe(received - timedelta(minutes=30 * self.random.randint(0, 90)) if channel == "online" else received, 0.2),
               "accept_by_at": self.maybe(self.around(received), 0.6), "received_at": received, "due_at": due, "finished_at": end,
               "returned_at": None, "issued_at": None, "refused_at": None, "status": status, "apology_at": None,
               "result_attached": self.random.choice((True, True, False, None)), "components_digitised": self.random.choice((True, False, None)),
               "fee_due": self.random.choice((True, False, None)), "paid_online": self.random.choice((True, False, None)),
               "synced": self.random.choice((True, True, False, None)), "result_reset": self.maybe(True, 0.96)}
        self._closing(row)
        if self.chance(self.dirt.unread):
            row["unread"] = self.random.choice([name for name in ("received_at", "due_at", "finished_at", "status") if row[name]])
            row[row["unread"]] = None
        self.tables["dossiers"].append(row)
        if status in ("1", "3") or row.get("unread"):
            return
        self._stops(row)
        self._due_changes(row)
        self._steps(row)

    def _code(self, number: int, received: datetime) -> str:
        """The office's own number, or the national form, whose date is that of the reception unless somebody mistyped it."""
        if self.chance(0.7):
            return f"HS-{number:05d}"
        day = received.date() if self.chance(0.9) else received.date() + timedelta(days=self.random.choice((-40, -1, 1, 3)))
        return f"000.00.01.H00-{day:%y%m%d}-{number:04d}"

    def _end(self, received: datetime, due: datetime | None) -> datetime | None:
        if self.chance(0.18):
            return None
        near = due or received + 7 * DAY
        if self.chance(0.08) and due:
            return max(received, due)
        return max(received, self.moment((near + timedelta(days=self.random.triangular(-8, 14, 1))).date()))

    def _status(self, end: datetime | None, received: datetime) -> str:
        if self.chance(self.dirt.contradictory):
            return self.random.choice(("2", "4", "5", "6", "8", "7", "9", "10"))
        if end:
            return self.random.choice(("9", "10", "10", "10", "7")) if self.chance(0.4) else "10"
        if self.chance(self.dirt.no_end):
            return "9"
        return self.random.choice(("2", "4", "4", "4", "5", "6", "8", "1", "3"))

    def _closing(self, row: dict) -> None:
        """When the result was issued and handed out, the apology, the refusal."""
        end, due, received = row["finished_at"], row["due_at"], row["received_at"]
        if row["status"] in ("1", "3"):
            row["finished_at"] = None
            row["refused_at"] = self.around(received) if row["status"] == "3" else None
            if row["status"] == "1" or self.chance(0.5):
                row["received_at"], row["due_at"] = None, None
                row["submitted_at"] = received
            return
        if end and self.chance(0.02 * (self.dirt.contradictory > 0)):
            row["finished_at"] = end = received - DAY
        if self.chance(0.5):
            row["issued_at"] = self.around(end, due) if end or due else None
        if self.chance(0.3):
            row["returned_at"] = self.around(end) if end else None
        if due and self.chance(0.25):
            row["apology_at"] = self.around(due, end)

    def _stops(self, row: dict) -> None:
        received, end = row["received_at"], row["finished_at"]
        count = self.random.choice((1, 1, 1, 2, 3)) if self.chance(0.3) else 0
        if row["status"] in STOPPED and self.chance(0.6):
            count = max(count, 1)
        seen = set()
        for number in range(count):
            kind = self.random.choice(("supplement", "supplement", "supplement", "obligation", "suspended"))
            if self.chance(self.dirt.stops_outside):
                start = self.around(received, end, row["due_at"])
            else:
                start = self.later(received, max(0.1, ((end or self.cut) - received) / DAY))
            until = self.later(start, 10) if not self.chance(0.1) else self.around(start, end)
            if self.chance(0.1 if row["status"] not in STOPPED or number else 0.8):
                until = None
            if until and until < start:
                until = start if not self.chance(self.dirt.contradictory) else until
            if (kind, start) not in seen:
                self.tables["stops"].append({"dossier_id": row["dossier_id"], "kind": kind, "from_at": start, "to_at": until})
            seen.add((kind, start))

    def _due_changes(self, row: dict) -> None:
        """A history that leads to the recorded deadline; some moves late, after the end, after the cut; some links missing."""
        due = row["due_at"]
        if not due or not self.chance(0.25):
            return
        stops = [stop["to_at"] for stop in self.tables["stops"] if stop["dossier_id"] == row["dossier_id"] and stop["to_at"]]
        moves = []
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            old = self.moment((due - timedelta(days=self.random.uniform(0.5, 9))).date())
            late = self.chance(self.dirt.moved_late)
            moment = self.around(old, row["finished_at"], self.cut) if late else self.moment((old - timedelta(days=self.random.uniform(0, 4))).date())
            if stops and self.chance(0.4):
                moment = self.random.choice(stops)
            moves.append((moment, old))
        moves.sort(key=lambda move: move[0])
        olds = sorted((old for _, old in moves))
        for (moment, _), old, new in zip(moves, olds, [*olds[1:], due], strict=True):
            if any(change["dossier_id"] == row["dossier_id"] and change["at"] == moment for change in self.tables["due_changes"]):
                continue
            self.tables["due_changes"].append({
                "dossier_id": row["dossier_id"], "at": moment, "old_due_at": self.maybe(old, self.dirt.history_gaps / 2),
                "new_due_at": self.maybe(new, self.dirt.history_gaps / 4) if not self.chance(self.dirt.history_gaps) else self._mistaken(new), "reason": None})

    def _mistaken(self, new: datetime) -> datetime:
        """Another day than the move led to, never a later one: a list that lies before its last move is put right in reading."""
        return min(new, self.around(new))

    # Steps

    def _steps(self, row: dict) -> None:
        if self.chance(0.06):
            return
        end = row["finished_at"] or self.cut + self.random.choice((-5, 0, 3, 10)) * DAY
        moment, unit = row["received_at"], row["unit"] or OWN[0]
        plan = [step for step in STEPS if self.chance(0.6)] or [STEPS[1]]
        if self.chance(0.12):
            plan += plan[-2:]
        length = max(timedelta(hours=1), end - moment) / len(plan)
        rows = []
        for step, kind in plan:
            made = self._step(row, step, kind, unit, moment, length)
            rows.append(made)
            if kind == "work" and self.chance(0.08):
                rows.append(self._handed_over(made, unit))
            moment = rows[-1]["ended_at"] or moment + length
        if not row["finished_at"] and rows and self.chance(0.7):
            rows[-1]["ended_at"] = None
        self._untidy(rows, row)
        numbers = list(range(1, len(rows) + 1))
        for number, one in zip(numbers, rows, strict=True):
            self.tables["steps"].append({"dossier_id": row["dossier_id"], "step_no": number, **one})

    def _step(self, row: dict, step: str, kind: str, unit: str, moment: datetime, length: timedelta) -> dict:
        arrived = moment if self.chance(0.85) else self.later(moment, 2)
        started = self.snap(arrived + length * self.random.uniform(0, 0.7))
        ended = self.snap(max(started, arrived) + length * self.random.uniform(0.05, 0.6))
        where = {"consult": self.random.choice((*OUTSIDE, OWN[1])), "council": COUNCIL, "sign": self.random.choice((OUTSIDE[1], unit))}.get(kind, unit)
        if kind == "work" and self.chance(0.04 * (self.dirt.untidy_steps > 0)):
            where = self.random.choice((*OUTSIDE, None))
        officer = self.officer(where) if where in OWN and self.chance(0.94) else None
        due = self.maybe(self.moment((ended + timedelta(days=self.random.uniform(-2, 3))).date()), 0.5)
        return {"step": step, "unit": where, "officer": officer, "kind": kind, "arrived_at": arrived,
                "started_at": started if self.chance(self.plan.starts) else None, "ended_at": ended, "step_due_at": due}

    def snap(self, moment: datetime) -> datetime:
        """To the half hour, and into office hours unless the dirt says otherwise."""
        moment = moment.replace(minute=30 * (moment.minute // 30), second=0, microsecond=0)
        if self.clock.is_work(moment.date()) or self.chance(self.dirt.night):
            return moment
        return self.clock.opening(self.clock.next_work(moment.date()))

    def _handed_over(self, made: dict, unit: str) -> dict:
        ended = made["ended_at"]
        other = {**made, "officer": self.officer(unit), "arrived_at": ended, "unit": unit}
        other["started_at"] = self.maybe(self.snap(ended + timedelta(hours=self.random.uniform(0, 9))), 1 - self.plan.starts)
        other["ended_at"] = max(self.snap(ended + timedelta(hours=self.random.uniform(1, 30))), other["started_at"] or ended)
        return other

    def _untidy(self, rows: list[dict], row: dict) -> None:
        """Overlaps, steps without arrival or end, starts after ends, order turned round, instants outside the life."""
        for one in rows:
            if not self.chance(self.dirt.untidy_steps):
                continue
            what = self.random.choice(("earlier", "arrival", "end", "later", "start_after_end", "outside", "same"))
            if what == "earlier":
                one["arrived_at"] -= timedelta(hours=self.random.uniform(1, 60)) // timedelta(minutes=30) * timedelta(minutes=30)
            elif what == "arrival":
                one["arrived_at"] = None
            elif what == "end":
                one["ended_at"] = None
            elif what == "later" and one["ended_at"]:
                one["ended_at"] += timedelta(minutes=30 * self.random.randint(1, 200))
            elif what == "start_after_end" and one["ended_at"]:
                one["started_at"] = one["ended_at"] + timedelta(minutes=30 * self.random.randint(0, 6))
            elif what == "outside":
                moment = self.around(row["received_at"], row["finished_at"], self.cut)
                one.update(arrived_at=moment, started_at=None, ended_at=self.later(moment, 3))
            elif what == "same":
                one["started_at"] = one["ended_at"] = one["arrived_at"]

    # What is said of officers and of the service

    def _absences(self) -> None:
        officers = sorted({step["officer"] for step in self.tables["steps"] if step["officer"]})
        for officer in officers:
            seen = set()
            for _ in range(self.random.choice((0, 1, 2, 3))):
                start = self.moment(self.day(self.plan.start - 40 * DAY, self.plan.end))
                if start not in seen:
                    self.tables["absences"].append({"officer": officer, "from_at": start, "to_at": self.later(start, 6, 0.2), "kind": "Nghỉ phép"})
                seen.add(start)

    def _feedback(self) -> None:
        seen = set()
        for row in self.tables["dossiers"]:
            if not self.chance(0.2) or not row["received_at"]:
                continue
            at = self.around(row["received_at"], row["finished_at"], self.cut)
            kind = self.random.choice(("survey", "survey", "complaint"))
            key = (row["dossier_id"] if not self.chance(0.1) else None, row["unit"], at, kind)
            if key in seen or (key[0] is None and key[1] is None):
                continue
            seen.add(key)
            self.tables["feedback"].append({
                "dossier_id": key[0], "unit": key[1], "at": at, "kind": kind, "rating": self.random.choice((1, 2, 3, 4, 5, None)),
                "due_at": self.later(at, 9) if kind == "complaint" and self.chance(0.8) else None,
                "answered_at": self.later(at, 12) if kind == "complaint" and self.chance(0.7) else None,
                "is_satisfied": self.random.choice((True, False, None))})


def batches(plans: Sequence[Plan], clock: Clock) -> list[dict[str, list[dict]]]:
    return [world(plan, clock) for plan in plans]


def cleaner(plan: Plan, **dirt: float) -> Plan:
    """The same plan with other dirt."""
    return replace(plan, dirt=replace(plan.dirt, **dirt))
