"""Why a dossier lay on a desk, where everything was stamped: absence, the queue, those that went first, neither (design: segments, 4)."""

from __future__ import annotations

from datetime import datetime

from tests.oracle.clock import Clock


def waits(tables: dict[str, list[dict]], clock: Clock, cut: datetime) -> dict[tuple[str, int], dict[str, float]]:
    """(dossier, step) → minutes per reason, for steps that had come by the cut. `idle` takes batches in."""
    desks: dict[str, list[dict]] = {}
    for step in tables["steps"]:
        desks.setdefault(step["officer"], []).append(step)
    away: dict[str, list[tuple[datetime, datetime]]] = {}
    for row in tables["absences"]:
        away.setdefault(row["officer"], []).append((row["from_at"], row["to_at"]))
    away = {officer: _once(spans) for officer, spans in away.items()}
    found = {}
    for officer, steps in desks.items():
        for step in steps:
            since, until = step["arrived_at"], min(step["started_at"], cut)
            if since < min(until, cut):
                found[(step["dossier_id"], step["step_no"])] = _of_step(step, steps, away.get(officer, []), since, until, clock, cut)
    return found


def _once(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Absences that overlap count once."""
    found: list[tuple[datetime, datetime]] = []
    for since, until in sorted(spans):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found


def _of_step(step: dict, steps: list[dict], away: list, since: datetime, until: datetime, clock: Clock, cut: datetime) -> dict[str, float]:
    total = clock.between(since, until)
    absent = sum(_overlap(clock, since, until, start, end) for start, end in away)
    busy = sum(_overlap(clock, since, until, other["started_at"], min(other["ended_at"], cut)) for other in steps if other is not step)
    before = [other for other in steps if (other["arrived_at"], other["dossier_id"]) < (step["arrived_at"], step["dossier_id"])]
    backlog = sum(clock.between(max(other["started_at"], since), min(other["ended_at"], cut)) for other in before
                  if min(other["ended_at"], cut) > max(other["started_at"], since))
    queue = min(busy, max(0.0, backlog))
    return {"absent": absent, "queue": queue, "overtaken": busy - queue, "idle": total - absent - busy}


def _overlap(clock: Clock, since: datetime, until: datetime, start: datetime, end: datetime) -> float:
    start, end = max(since, start), min(until, end)
    return clock.between(start, end) if start < end else 0.0
