"""What changed between two reports on one period, both read as of one instant (docs/memory.md)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from tests.oracle.life import by_dossier

OPEN, LATE = ("open_in_time", "open_late", "stopped"), ("late", "open_late")
ENDED = ("early", "on_time", "late", "no_due", "withdrawn", "ended")
ENDS = ("finished_at", "issued_at", "returned_at")
NAMES = {"received_at": "received_altered", "due_at": "due_altered", "finished_at": "finished_altered", "issued_at": "issued_altered",
         "returned_at": "returned_altered"}


def changes(then: dict[str, list[dict]], now: dict[str, list[dict]], was: Mapping[str, str], is_: Mapping[str, str], until: datetime) -> set[tuple[str, str]]:
    """(dossier, change). `was` and `is_`: outcome by dossier in scope, of the two reports; `until`: the instant, exclusive."""
    old = {row["dossier_id"]: row for row in then["dossiers"]}
    new = {row["dossier_id"]: row for row in now["dossiers"]}
    steps_then, steps_now = by_dossier(then["steps"]), by_dossier(now["steps"])
    found = set()
    for code, row in new.items():
        if is_.get(code) in LATE and was.get(code) not in LATE:
            found.add((code, "newly_late"))
        if code not in old:
            if code in is_ and row["received_at"] and row["received_at"] < until:
                found.add((code, "late_arrival"))
            continue
        if code not in was and code not in is_:
            continue  # of neither report
        told = {(code, change) for change in _dates(old[code], row, now, until)}
        if _marks(steps_then[code], until) != _marks(steps_now[code], until):
            told.add((code, "steps_altered"))
        has_stopped = is_.get(code) == "stopped" and any(stop["dossier_id"] == code and stop["from_at"] >= until for stop in now["stops"])
        found |= told | _outcome(code, row, was.get(code), is_.get(code), bool(told), has_stopped, until)
    return found | {(code, "deleted") for code in old if code not in new and code in was}


def _dates(old: dict, new: dict, now: dict[str, list[dict]], until: datetime) -> list[str]:
    found = []
    for column, change in NAMES.items():
        before, after = old[column], new[column]
        if column in ENDS:
            before, after = (one if one and one < until else None for one in (before, after))
        if before == after:
            continue
        if column == "due_at" and _is_moved(old["dossier_id"], now, until):
            change = "due_moved"
        found.append(change)
    return found


def _is_moved(code: str, now: dict[str, list[dict]], until: datetime) -> bool:
    """An extension was recorded since, or a stop stood since."""
    extended = any(change["dossier_id"] == code and change["at"] >= until for change in now["due_changes"])
    return extended or any(stop["dossier_id"] == code and (not stop["to_at"] or stop["to_at"] >= until) for stop in now["stops"])


def _marks(steps: list[dict], until: datetime) -> Counter:
    """Steps that had ended by then, and arrival and start of those in hand."""
    found = Counter()
    for step in steps:
        if step["ended_at"] and step["ended_at"] < until:
            found[tuple(step[name] for name in ("step", "kind", "unit", "officer", "arrived_at", "started_at", "ended_at"))] += 1
        elif step["arrived_at"] and step["arrived_at"] < until:
            started = step["started_at"] if step["started_at"] and step["started_at"] < until else None
            found[("in hand", step["step"], step["arrived_at"], started)] += 1
    return found


def _outcome(code: str, row: dict, was: str | None, is_: str | None, is_told: bool, has_stopped: bool, until: datetime) -> set[tuple[str, str]]:
    """What tells why it is no longer late: a record that is another, an end or a stop since."""
    found = set()
    if was in OPEN and is_ in ENDED and row["finished_at"] >= until:
        found.add((code, "settled"))
    elif was is not None and is_ is None and not is_told:
        found.add((code, "left"))
    if was in LATE and is_ is not None and is_ not in LATE and not is_told and not has_stopped and (code, "settled") not in found:
        found.add((code, "no_longer_late"))
    return found


def altered(tables: dict[str, list[dict]], seed: int, until: datetime) -> dict[str, list[dict]]:
    """The same source some days later: what people do to records, and what went on."""
    chance = random.Random(seed)
    now = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for row in list(now["dossiers"]):
        if chance.random() < 0.6:
            continue
        what = chance.choice(("due", "due", "finished", "ended", "received", "issued", "returned", "deleted", "reopened", "steps", "extended", "supplement"))
        near = until + timedelta(minutes=30 * chance.randint(-500, 500))
        code = row["dossier_id"]
        if what == "deleted":
            now["dossiers"].remove(row)
            for name in ("steps", "stops", "due_changes"):
                now[name] = [one for one in now[name] if one["dossier_id"] != code]
        elif what in ("due", "extended", "supplement"):
            if what == "extended" and not any(one["dossier_id"] == code and one["at"] == near for one in now["due_changes"]):
                now["due_changes"].append({"dossier_id": code, "at": near, "old_due_at": row["due_at"], "new_due_at": near, "reason": None})
            if what == "supplement":
                now["stops"].append({"dossier_id": code, "kind": "supplement", "from_at": near, "to_at": chance.choice((None, near + timedelta(days=3)))})
            row["due_at"] = near
        elif what == "received":
            row["received_at"] = near - timedelta(days=20)
        elif what == "finished":
            row["finished_at"] = near if row["finished_at"] else None
        elif what == "ended":
            row.update(finished_at=near, status="10")
        elif what == "reopened":
            row.update(finished_at=None, status="4")
        elif what == "steps":
            _alter_step(chance.choice([one for one in now["steps"] if one["dossier_id"] == code] or [{}]), chance)
        else:
            row[f"{what}_at"] = chance.choice((near, None))
    return now


def _alter_step(step: dict, chance: random.Random) -> None:
    if step:
        name = chance.choice(("arrived_at", "started_at", "ended_at", "officer", "step"))
        step[name] = "Bước khác" if name == "step" else "CB khác" if name == "officer" else step[name] and step[name] + timedelta(minutes=30)
