"""Choosing disturbances for an office, and taking away what a poorer system would not have recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from tthc.model.words import State, StepKind
from tthc.simulate.disturbances import KINDS, Disturbance
from tthc.simulate.draws import Draws
from tthc.simulate.office import COUNCIL_UNIT, FIELD_ROLES, OFFICE
from tthc.simulate.office_hours import DAY_WM
from tthc.simulate.world import World

_MARGIN = timedelta(days=25)  # nothing is planted so late that its effect lies after the cut


def plant(world: World, kinds: Sequence[str] = tuple(KINDS), number: int = 5) -> tuple[Disturbance, ...]:
    """Up to `number` disturbances that fit an undisturbed `world`, their kinds taken in turn; no target twice.

    Those aimed at a dossier are made long enough to make it late by one to six working days. The same world, kinds
    and number give the same disturbances.
    """
    draws = Draws(world.seed)
    found: dict[tuple[str, str], Disturbance] = {}
    for n in range(number):
        kind = kinds[n % len(kinds)]
        one = _MAKERS[kind](kind, world, draws, n)
        if one and not any(one.target == target for _, target in found):
            found[one.kind, one.target] = one
    return tuple(found.values())


def at_level(tables: dict[str, list[dict]], level: int) -> dict[str, list[dict]]:
    """The tables as a poorer system would have them: 3 everything, 2 no starts and absences, 1 dossiers only."""
    if level == 3:
        return tables
    if level == 2:
        steps = [{**row, "started_at": None} for row in tables["steps"]]
        return {**tables, "steps": steps, "absences": []}
    kept = ("dossiers", "units", "procedures", "feedback")
    return {name: rows if name in kept else [] for name, rows in tables.items()}


def _day(world: World, draws: Draws, n: int, kind: str) -> datetime:
    """A working day of the period, early enough."""
    first = datetime(world.start.year, world.start.month, world.start.day)
    last = datetime(world.end.year, world.end.month, world.end.day) - _MARGIN
    days = [first + timedelta(days=k) for k in range(max(1, (last - first).days))]
    return draws.pick([day for day in days if day.weekday() < 5] or days, "plant", kind, n, "day")


def _session(kind: str, world: World, draws: Draws, n: int) -> Disturbance | None:
    early = [one for one in world.sessions if world.start <= one.date() <= (world.end - _MARGIN)]
    if not early:
        return None
    day = draws.pick(early, "plant", kind, n).replace(hour=0, minute=0)
    return Disturbance(kind, COUNCIL_UNIT, day, day + timedelta(days=1))


def _officer(kind: str, world: World, draws: Draws, n: int) -> Disturbance:
    roles = ("director",) if kind == "batching" else FIELD_ROLES
    # the busiest field gives queues to disturb
    role = "emulation" if kind in ("overload", "queue_jumping") else draws.pick(roles, "plant", kind, n, "role")
    name = draws.pick(world.staff[role], "plant", kind, n, "officer")
    day = _day(world, draws, n, kind)
    length = {"overload": 4, "queue_jumping": 18, "batching": 28}.get(kind, 16)
    size = {"overload": 14, "queue_jumping": 16, "batching": 14}.get(kind, 0)
    return Disturbance(kind, name, day.replace(hour=7), (day + timedelta(days=length)).replace(hour=17), size)


def _office(kind: str, world: World, draws: Draws, n: int) -> Disturbance:
    day = _day(world, draws, n, kind)
    return Disturbance(kind, OFFICE, day.replace(hour=7), (day + timedelta(days=14)).replace(hour=17))


def _dossier(kind: str, world: World, draws: Draws, n: int) -> Disturbance | None:
    """Aims at a dossier that had the step in question and was not late."""
    last = datetime(world.end.year, world.end.month, world.end.day) - _MARGIN
    wanted = {"slow_consultation": StepKind.CONSULT, "slow_signature": StepKind.SIGN}.get(kind, StepKind.WORK)
    had = {
        row["dossier_id"]
        for row in world.tables["steps"]
        if row["kind"] == wanted and (wanted == StepKind.WORK or not row["officer"])
    }
    stopped = {row["dossier_id"] for row in world.tables["stops"]}
    fitting = [
        row for row in world.truth
        if row["dossier_id"] in had - stopped and row["is_finished"] and not row["is_late"] and row["issued_at"]
        and row["received_at"].date() >= world.start and row["end_at"] < last
    ]  # fmt: skip
    if not fitting:
        return None
    if kind == "rework":
        # a second pass takes some days only: it makes late who had little left
        fitting = sorted(fitting, key=_spare)[: max(3, len(fitting) // 30)]
    row = draws.pick(fitting, "plant", kind, n)
    days = 1 + draws.uniform("plant", kind, n, "late by") * 5
    return Disturbance(kind, row["dossier_id"], size=round(_spare(row) + days * DAY_WM))


def _spare(row: dict) -> float:
    """Working minutes from the result to the deadline."""
    return max(0, row["states"][State.UNCLOSED] - row["late_wm"])


_MAKERS = {
    "missed_session": _session,
    "outage": _office,
    **dict.fromkeys(("leave_without_substitute", "overload", "queue_jumping", "batching", "unlisted_leave"), _officer),
    **dict.fromkeys(
        (
            "forgotten_closing", "slow_consultation", "slow_signature", "silent_supplement", "rework", "slow_work",
            "set_aside",
        ),
        _dossier
    ),
}
