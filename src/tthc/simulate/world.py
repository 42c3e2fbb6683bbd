"""One simulated office over a period: its tables as a system would hold them, and the truth behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tthc.simulate.disturbances import Disturbance, Plan
from tthc.simulate.draws import Draws
from tthc.simulate.flow import Flow
from tthc.simulate.intake import Dossier, after_outages, arrivals, extras, filed, number
from tthc.simulate.office import Absence, Officer, hire, ordinary_absences
from tthc.simulate.office_hours import DAY, FIRST_DAY, LAST_DAY, OfficeHours
from tthc.simulate.records import Connection, tables_of
from tthc.simulate.truth import Ledger
from tthc.simulate.ways import Ways, take_on_ways

SESSION_EVERY = 10  # working days from one council session to the next
SESSION_AT = 14 * 60


@dataclass
class World:
    """A finished run. `tables` follow `schema.CANONICAL`; `truth` has one row per dossier taken in.

    A truth row: dossier_id, procedure_code, field, received_at, due_at, end_at (finished, or the cut), issued_at,
    is_finished, is_late (by dates), late_wm (end against due, negative when early), is_apparent, life_wm, states
    (minutes by state, summing to life_wm), extra_of (the disturbance that sent it), touched (disturbance id → minutes).
    """

    seed: int
    size: int
    start: date
    end: date
    warm_up: int
    disturbances: tuple[Disturbance, ...]
    connection: Connection | None
    ways: Ways
    tables: dict[str, list[dict]] = field(repr=False)
    truth: list[dict] = field(repr=False)
    staff: dict[str, list[str]] = field(repr=False)
    sessions: list[datetime] = field(repr=False)


def run_office(
    seed: int,
    *,
    size: int = 300,
    start: date = date(2024, 1, 1),
    end: date = date(2024, 5, 31),
    disturbances: Sequence[Disturbance] | None = None,
    warm_up: int = 61,
    connection: Connection | None = None,
    ways: Ways = Ways(),  # noqa: B008 - frozen
) -> World:
    """An office that is asked for about `size` dossiers from `warm_up` calendar days before `start` to `end`
    (inclusive).

    The export is taken at the end of the last day. `connection` says which dossiers go to the national portal
    (default: a sixth of them), `ways` how the office works and records. Raises ValueError for a disturbance whose
    target is not there, and for a period outside the simulator's own calendar.
    """
    if not FIRST_DAY <= start <= end <= LAST_DAY:
        raise ValueError(f"{start} to {end} is not within {FIRST_DAY} to {LAST_DAY}, the days the simulator knows")
    draws = Draws(seed)
    first = start - timedelta(days=warm_up)
    hours = OfficeHours(first - timedelta(days=30), end + timedelta(days=250))
    begin, cut = _minute(hours, first), _minute(hours, end + timedelta(days=1))
    plan = Plan(disturbances or (), hours.instant)
    staff = hire(draws, size)
    officers = {one.name: one for group in staff.values() for one in group}
    ordinary_absences(draws, hours, staff, begin, cut - 1)
    _plant_leaves(plan, officers)
    take_on_ways(ways, draws, hours, staff, begin, cut - 1)
    dossiers = arrivals(draws, hours, size, begin, cut + 2 * DAY) + extras(draws, hours, plan, officers)
    dossiers = filed(dossiers, cut)
    number(hours, dossiers)
    after_outages(draws, hours, dossiers, [plan.span(one) for one in plan.of("outage")])
    _check_targets(plan, dossiers)
    sessions = _sessions(hours, begin, cut + 180 * DAY)
    Flow(draws, hours, staff, plan, sessions, cut, ways).run(dossiers)
    ledger = Ledger(hours, plan, cut)
    dossiers.sort(key=lambda one: (one.received, one.dossier_id))
    return World(
        seed, size, start, end, warm_up, plan.all, connection, ways,
        tables_of(draws, hours, dossiers, staff, cut, connection, ways),
        [row for row in map(ledger.row, dossiers) if row],
        {role: [one.name for one in group] for role, group in staff.items()},
        [hours.moment(session) for session in sessions if session < cut],
    )  # fmt: skip


def twin(world: World, *without: Disturbance | str) -> World:
    """The same office without some disturbances (or the ids of some); all its other draws are the same."""
    names = {one if isinstance(one, str) else one.id for one in without}
    for name in names - {one.id for one in world.disturbances}:
        raise ValueError(f"no disturbance {name!r} in this world")
    rest = tuple(one for one in world.disturbances if one.id not in names)
    return run_office(
        world.seed,
        size=world.size,
        start=world.start,
        end=world.end,
        disturbances=rest,
        warm_up=world.warm_up,
        connection=world.connection,
        ways=world.ways,
    )


def _minute(hours: OfficeHours, day: date) -> int:
    return hours.instant(datetime(day.year, day.month, day.day))


def _sessions(hours: OfficeHours, begin: int, end: int) -> list[int]:
    days = hours.working_days(begin, end)
    return [day + SESSION_AT for day in days[3::SESSION_EVERY]]


def _plant_leaves(plan: Plan, officers: dict[str, Officer]) -> None:
    for kind in ("leave_without_substitute", "overload", "queue_jumping", "batching", "unlisted_leave"):
        for one in plan.of(kind):
            if one.target not in officers:
                raise ValueError(f"{one.id}: no officer of that name")
    for kind in ("leave_without_substitute", "unlisted_leave"):
        for one in plan.of(kind):
            _away(officers[one.target], plan.span(one), one.id, is_listed=kind == "leave_without_substitute")
    for one in plan.of("outage"):
        for officer in officers.values():
            _away(officer, plan.span(one), one.id, is_listed=False)


def _away(officer: Officer, span: tuple[int, int], cause: str, *, is_listed: bool) -> None:
    start, end = span
    clear = [other for other in officer.absences if other.end <= start or other.start >= end]
    officer.absences = sorted(
        [*clear, Absence(start, end, "Nghỉ ốm", cause=cause, is_listed=is_listed)], key=lambda other: other.start,
    )


def _check_targets(plan: Plan, dossiers: list[Dossier]) -> None:
    known = {one.dossier_id for one in dossiers}
    for kind in ("forgotten_closing", "silent_supplement", "rework", "slow_work", "set_aside"):
        for one in plan.of(kind):
            if one.target not in known:
                raise ValueError(f"{one.id}: no dossier of that code")
