"""The dossiers that come in: what they ask for, when, by which channel, and what lies in store for them."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from tthc.model.words import Status
from tthc.simulate.disturbances import Plan
from tthc.simulate.draws import Draws
from tthc.simulate.office import Officer, person
from tthc.simulate.office_hours import DAY, DAY_WM, OfficeHours
from tthc.simulate.procedures import EMULATION, PROCEDURES, Procedure

AGENCY = "000.00.22.H00"  # no agency has this code: the dossiers are synthetic
_BODIES = ("Trường THPT số", "Công ty số", "UBND xã số", "Trung tâm số", "Hội số", "Phòng chuyên môn số")


@dataclass(eq=False)
class Dossier:
    """One dossier on its way through the office; times are the office's minutes."""

    key: str
    procedure: Procedure
    received: int
    submitted: int
    channel: str
    fate: str = "normal"
    extra_of: str | None = None
    dossier_id: str = ""
    due: int = 0
    first_due: int = 0
    officers: dict[str, Officer] = field(default_factory=dict)
    route: list = field(default_factory=list)
    position: int = 0
    visits: list = field(default_factory=list)
    stops: list = field(default_factory=list)
    due_changes: list = field(default_factory=list)
    touched: dict[str, int] = field(default_factory=dict)
    issued: int | None = None
    finished: int | None = None
    returned: int | None = None
    refused: int | None = None
    apology: int | None = None
    status: str = Status.ACCEPTED
    pass_no: int = 1
    sent_back: bool = False
    awaited: int = 0  # bodies asked at once that have not answered


def arrivals(draws: Draws, hours: OfficeHours, size: int, start: int, end: int) -> list[Dossier]:
    """`size` dossiers received from `start` to `end`, each drawn by its own number: one more changes no other."""
    cells = [(procedure, day) for day in hours.working_days(start, end) for procedure in PROCEDURES]
    totals = list(accumulate(p.weight * p.months[hours.moment(day).month - 1] for p, day in cells))
    dossiers = []
    for n in range(size):
        procedure, day = cells[bisect(totals, draws.uniform(f"d{n}", "cell") * totals[-1])]
        dossiers.append(_one(draws, hours, f"d{n}", procedure, day))
    return dossiers


def extras(draws: Draws, hours: OfficeHours, plan: Plan, officers: dict[str, Officer]) -> list[Dossier]:
    """The additional dossiers of an overload, or the urgent ones that jump a queue; all for the officer aimed at."""
    found = []
    for one in (*plan.of("overload"), *plan.of("queue_jumping")):
        officer = officers[one.target]
        fitting = [p for p in PROCEDURES if any(step.role == officer.role for step in p.steps)]
        most = max(p.norm_days for p in fitting)
        longest = [p for p in fitting if p.norm_days == most]
        start, end = plan.span(one)
        days = hours.working_days(start, end - 1) or hours.working_days(hours.open_from(start), hours.open_from(start))
        for n in range(one.size):
            key = f"x{one.id}-{n}"
            dossier = _one(draws, hours, key, longest[n % len(longest)], days[n * len(days) // one.size])
            dossier.extra_of = one.id
            dossier.officers[officer.role] = officer
            dossier.fate = "normal"
            found.append(dossier)
    return found


def after_outages(
    draws: Draws, hours: OfficeHours, dossiers: list[Dossier], outages: Sequence[tuple[int, int]],
) -> None:
    """Nobody takes in a dossier while the system stands: they are taken in on the day that it is back."""
    for dossier in dossiers:
        for start, end in outages:
            if start <= dossier.received < end:
                opening = hours.open_from(end)
                dossier.received = hours.after(opening, draws.whole(1, 240, dossier.key, "after outage"))
                dossier.submitted = min(dossier.submitted, dossier.received)
                dossier.due = dossier.first_due = hours.add_days(dossier.received, dossier.procedure.norm_days)


def filed(dossiers: list[Dossier], cut: int) -> list[Dossier]:
    """Those that were handed in before the cut; who was not yet taken in by then is new."""
    for dossier in dossiers:
        if dossier.received >= cut:
            dossier.fate, dossier.status = "new", Status.NEW
    return [one for one in dossiers if one.submitted < cut]


def number(hours: OfficeHours, dossiers: list[Dossier]) -> None:
    """Gives each dossier its code: agency, day, and order in the day; additional ones count from 9001."""
    seen: Counter = Counter()
    for dossier in sorted(dossiers, key=lambda one: (one.extra_of is not None, one.received, one.key)):
        t = dossier.submitted if dossier.fate == "new" else dossier.received
        day = f"{hours.moment(t):%y%m%d}"
        seen[day, dossier.extra_of is None] += 1
        order = seen[day, dossier.extra_of is None] + (9000 if dossier.extra_of else 0)
        dossier.dossier_id = f"{AGENCY}-{day}-{order:04d}"


def applicant(draws: Draws, dossier: Dossier) -> str:
    """Who asks: mostly bodies in emulation, mostly people elsewhere; all invented."""
    if draws.chance(0.85 if dossier.procedure.field == EMULATION else 0.35, dossier.key, "body"):
        return f"{draws.pick(_BODIES, dossier.key, 'kind')} {draws.whole(1, 40, dossier.key, 'number')}"
    return person(draws, dossier.key, "applicant")


def _one(draws: Draws, hours: OfficeHours, key: str, procedure: Procedure, day: int) -> Dossier:
    # nobody takes in a dossier in the last half hour
    received = hours.after(day, draws.whole(1, DAY_WM - 30, key, "time"))
    channel = ("online", "counter", "post")[bisect((0.62, 0.92), draws.uniform(key, "channel"))]
    submitted = received
    if channel == "online":
        late = draws.chance(0.02, key, "late intake")
        delay = draws.minutes(520, 600, 900, key, "delay") if late else draws.minutes(5, 60, 420, key, "delay")
        submitted = hours.after(0, hours.wm(received) - delay)
    if channel == "post":
        submitted = received - DAY * draws.whole(1, 2, key, "post")
    dossier = Dossier(key, procedure, received, submitted, channel, _fate(draws, key))
    dossier.due = dossier.first_due = hours.add_days(received, procedure.norm_days)
    return dossier


def _fate(draws: Draws, key: str) -> str:
    """refused at the counter, withdrawn by the applicant on the way, suspended for a while, or normal."""
    u = draws.uniform(key, "fate")
    return ("refused", "withdrawn", "suspended", "normal")[bisect((0.015, 0.03, 0.04), u)]
