"""How an office works and records, beside the office of old: each way is a setting of its own, off unless asked for."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from tthc.simulate.draws import Draws
from tthc.simulate.office import Absence, Officer
from tthc.simulate.office_hours import AFTERNOON, CLOSING, DAY, MORNING, NOON, OfficeHours
from tthc.simulate.procedures import APPRAISE, CHECK

START_CLICKS = ("begun", "click", "evening", "none")
EVENING = 16 * 60 + 30  # when the day's work is booked


@dataclass(frozen=True)
class Ways:
    """The ways of one office; parts and chances are between 0 and 1.

    What happens: in_hand dossiers an officer keeps open at once; half_time: every so many officers work mornings only,
    which no list says; meetings: the chance of a half day in a meeting that no list has; handed_over: the part of
    checks and appraisals that change hands half done; parallel: the part of consultations that ask two bodies at once;
    evening: finished work goes out at the day's end; bulk_closing: results are handed over at once and closed in the
    system on Fridays. What is recorded: starts (one of START_CLICKS: as begun, with the end, in the evening of the
    arrival, never); nested: the part of appraisals that stay open while another body is asked; spellings: the part of
    stamps under another spelling of the name; accounts: roles whose officers share one
    account; unlisted: the part of ordinary absences that no list has.
    """

    in_hand: int = 1
    half_time: int = 0
    meetings: float = 0.0
    handed_over: float = 0.0
    parallel: float = 0.0
    evening: bool = False
    bulk_closing: bool = False
    starts: str = "begun"
    nested: float = 0.0
    spellings: float = 0.0
    accounts: tuple[str, ...] = ()
    unlisted: float = 0.0

    def __post_init__(self) -> None:
        if self.starts not in START_CLICKS:
            raise ValueError(f"unknown way to record starts {self.starts!r}; known: {', '.join(START_CLICKS)}")


def take_on_ways(
    ways: Ways, draws: Draws, hours: OfficeHours, staff: dict[str, list[Officer]], begin: int, end: int,
) -> None:
    """The officers' half days away that no list has, and which of their absences were left out of it; from `begin` to
    `end`.
    """
    officers = [one for group in staff.values() for one in group]
    for number, officer in enumerate(officers):
        for absence in officer.absences:
            absence.is_listed = absence.is_listed and not draws.chance(
                ways.unlisted, officer.name, absence.start, "unlisted",
            )
        for day in hours.working_days(begin, end):
            half = _half_away(ways, draws, officer, number, day)
            if half and not any(one.start < half[1] and one.end > half[0] for one in officer.absences):
                officer.absences.append(Absence(*half, "Vắng không ghi", is_listed=False))
        officer.absences.sort(key=lambda one: one.start)
        officer.breaks_off = bool(ways.half_time or ways.meetings) or any(not one.is_listed for one in officer.absences)


def _half_away(ways: Ways, draws: Draws, officer: Officer, number: int, day: int) -> tuple[int, int] | None:
    morning, afternoon = (day + MORNING, day + NOON), (day + AFTERNOON, day + CLOSING)
    if ways.half_time and number % ways.half_time == 0:
        return afternoon
    if draws.chance(ways.meetings, officer.name, day, "unlisted meeting"):
        return morning if draws.chance(0.5, officer.name, day, "unlisted half") else afternoon
    return None


def evening_of(draws: Draws, t: int, *name: object) -> int:
    """The evening of the day of `t`, some minutes before closing; `t` where that has passed."""
    return max(t, t // DAY * DAY + EVENING + draws.whole(0, 25, *name, "evening"))


def friday_after(hours: OfficeHours, draws: Draws, t: int, *name: object) -> int:
    """The afternoon of the first working Friday that is not before `t`, when everything is closed at once."""
    days = hours.working_days(t, t + 30 * DAY)
    fridays = [day for day in days if hours.moment(day).weekday() == 4 and day + 15 * 60 >= t]
    return fridays[0] + 15 * 60 + draws.whole(0, 40, *name, "bulk")


def recorded_start(ways: Ways, draws: Draws, visit) -> int | None:
    """The instant that the system shows as the start of an officer's step; None where it shows none."""
    name = (visit.dossier.key, visit.step.name, visit.order)
    if ways.starts == "begun" or visit.ended == visit.arrived:
        return visit.started
    if ways.starts == "none":
        return None
    if ways.starts == "click":
        return None if visit.ended is None else max(visit.arrived, visit.ended - draws.whole(0, 3, *name, "click"))
    evening = evening_of(draws, visit.arrived, *name)
    return evening if visit.ended is None else min(evening, visit.ended)


def recorded_name(ways: Ways, draws: Draws, staff: dict[str, list[Officer]], officer: Officer, *name: object) -> str:
    """The officer's name as this stamp has it."""
    shown = staff[officer.role][0].name if officer.role in ways.accounts else officer.name
    if not draws.chance(ways.spellings, *name, "spelling"):
        return shown
    forms = (shown.upper(), unicodedata.normalize("NFD", shown), shown.replace(" ", "  "), f" {shown.lower()} ")
    return draws.pick(forms, *name, "form")


def is_handed_over(ways: Ways, draws: Draws, visit, colleagues: list[Officer]) -> bool:
    """Does a colleague do the second half of this step?"""
    fits = visit.step.name in (CHECK, APPRAISE) and len(colleagues) > 1 and visit.second_half is None
    return fits and draws.chance(ways.handed_over, visit.dossier.key, visit.step.name, visit.pass_no, "handed over")
