"""Offices in which each officer works on one dossier at a time and stamps everything: the whole reason of waiting can be told.

Officers take what came first, or now and then what came last; they rest now and then, and are away now and then.
"""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta

from tests.oracle.clock import DAY, Clock
from tests.oracle.generate import FIELDS, OWN, Plan

STEPS = ("Thẩm định", "Dự thảo", "Soát xét", "Trả kết quả")


def world(plan: Plan, clock: Clock) -> dict[str, list[dict]]:
    """The tables of one source; every step has officer, arrival, start and end."""
    chance = random.Random(plan.seed)
    first = datetime.combine(plan.start - 30 * DAY, time())
    instants = _instants(clock, first, datetime.combine(plan.end + 60 * DAY, time()))
    tables = {name: [] for name in ("dossiers", "steps", "stops", "due_changes", "norms", "units", "absences", "feedback", "procedures")}
    tables["units"] = [{"unit": unit, "parent": None, "is_own": True} for unit in OWN]
    tables["norms"] = [{"procedure_code": "TH-1", "step": step, "order": order, "channel": None, "norm_wm": 480, "valid_from": plan.start.replace(year=2020),
                        "decision": "QĐ"} for order, step in enumerate(STEPS, 1)]
    officers = [f"CB {unit.split()[-1]} {number}" for unit in OWN for number in range(2)]
    away = {officer: _away(chance, len(instants)) for officer in officers}
    for officer, spans in away.items():
        tables["absences"] += [{"officer": officer, "from_at": instants[since], "to_at": instants[until], "kind": "Nghỉ phép"} for since, until in spans]
    _serve(plan, chance, officers, away, instants, tables)
    return tables


def _instants(clock: Clock, first: datetime, last: datetime) -> list[datetime]:
    """The instant at which each working minute begins."""
    found, day = [], first
    while day < last:
        for since, until in clock.sessions[day.date()]:
            found += [day + timedelta(minutes=minute) for minute in range(since, until)]
        day += DAY
    return found


def _away(chance: random.Random, length: int) -> list[tuple[int, int]]:
    starts = sorted(chance.sample(range(480, length - 3000), 3))
    return [(since, since + chance.choice((240, 480, 1440))) for since in starts if chance.random() < 0.7]


def _serve(plan: Plan, chance: random.Random, officers: list[str], away: dict, instants: list[datetime], tables: dict[str, list[dict]]) -> None:
    """Minute by minute: who is free takes one of those that lie on the desk."""
    arrivals = sorted(chance.randrange(0, 480 * 40) for _ in range(plan.size))
    waiting: dict[str, list[tuple[int, int]]] = {officer: [] for officer in officers}  # (arrived, dossier)
    free = dict.fromkeys(officers, 0)
    at_step, done = [0] * plan.size, {}
    rows = {number: [] for number in range(plan.size)}
    coming = [(minute, number) for number, minute in enumerate(arrivals)]
    for minute in range(len(instants) - 2000):
        while coming and coming[0][0] <= minute:
            arrived, number = coming.pop(0)
            waiting[chance.choice(officers)].append((arrived, number))
        for officer in officers:
            is_away = any(since <= minute < until for since, until in away[officer])
            if is_away or free[officer] > minute or not waiting[officer]:
                continue
            if chance.random() < 0.004:
                free[officer] = minute + chance.randrange(20, 200)  # other duties
                continue
            arrived, number = waiting[officer].pop(-1 if chance.random() < 0.15 else 0)
            work = chance.randrange(15, 180)
            work = _before_leave(away[officer], minute, work)
            free[officer] = minute + work + (chance.randrange(0, 60) if chance.random() < 0.5 else 0)
            rows[number].append((STEPS[at_step[number]], officer, arrived, minute, minute + work))
            at_step[number] += 1
            if at_step[number] < len(STEPS):
                coming.append((minute + work, number))
                coming.sort()
            else:
                done[number] = minute + work
    for number in range(plan.size):
        _write(plan, chance, number, arrivals[number], rows[number], done.get(number), instants, tables)


def _before_leave(spans: list[tuple[int, int]], minute: int, work: int) -> int:
    """Nobody opens what he cannot finish before he goes."""
    return max(1, min([work] + [since - minute for since, _ in spans if minute < since < minute + work]))


def _write(plan: Plan, chance: random.Random, number: int, received: int, rows: list[tuple], done: int | None, instants: list[datetime],
           tables: dict[str, list[dict]]) -> None:
    code, limit = f"HS-{number:05d}", chance.randrange(1, 5)
    due = instants[min(received + 480 * limit, len(instants) - 1)].replace(hour=17, minute=0)
    tables["dossiers"].append({
        "dossier_id": code, "source": "register", "procedure_code": "TH-1", "procedure_name": "Thủ tục 1", "field": FIELDS[0], "unit": OWN[0], "officer": None,
        "channel": "counter", "service_level": None, "submitted_at": None, "accept_by_at": None, "received_at": instants[received], "due_at": due,
        "finished_at": instants[done] if done else None, "returned_at": None, "issued_at": None, "refused_at": None, "status": "10" if done else "4",
        "apology_at": None, "result_attached": None, "components_digitised": None, "fee_due": None, "paid_online": None, "synced": None,
        "result_reset": None})
    for order, (step, officer, arrived, started, ended) in enumerate(rows, 1):
        unit = f"Phòng {officer.split()[1]}"
        tables["steps"].append({"dossier_id": code, "step_no": order, "step": step, "unit": unit, "officer": officer, "kind": "work",
                                "arrived_at": instants[arrived], "started_at": instants[started], "ended_at": instants[ended], "step_due_at": None})
