"""The indicators of docs/measures.md, counted one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.oracle.clock import DAY, Clock
from tests.oracle.form import EARLY, ON_TIME, OPEN, OPEN_IN_TIME, SETTLED, UNNAMED, is_counted
from tests.oracle.life import Life, by_dossier, lives
from tests.oracle.rules import RULES
from tests.oracle.settings import DEFAULTS
from tests.oracle.shares import points, scales, wilson
from tests.oracle.stretches import arrivals
from tests.oracle.survival import in_time_km

LATE = ("late", "open_late")
GROUPS = ("unit", "field", "procedure")


@dataclass
class Facts:
    """What the indicators are counted from."""

    tables: dict[str, list[dict]]
    outcomes: list[dict]
    clock: Clock
    start: datetime
    cut: datetime
    settings: Mapping[str, str]
    reference: Path

    def __post_init__(self) -> None:
        self.lives: dict[str, Life] = lives(self.tables, self.cut)
        self.feedback = [row for row in self.tables["feedback"] if row["at"] < self.cut]
        self.by_dossier = by_dossier(self.feedback)
        self.procedures = {row["code"]: row for row in self.tables["procedures"]}
        self.named = {row["dossier_id"]: row for row in self.tables["dossiers"]}


Counted = Callable[[Facts, dict], float | None]


@dataclass
class Indicator:
    """Numerator and denominator over one dossier (row and outcome merged): a number, or None where it does not count at all."""

    measured_in: str  # count, share, mean, points
    numerator: Counted
    denominator: Counted
    by_rule: bool = True
    register_only: bool = False


def measures(facts: Facts) -> list[dict]:
    """One row per basis, rule, group and indicator."""
    rows = [row for basis in ("register", "synced") for rule in RULES for row in _of_dossiers(facts, basis, rule)]
    rows += _of_feedback(facts) + _of_steps(facts) + _of_procedures(facts)
    return rows + in_time_km_rows(facts)


def in_time_km_rows(facts: Facts) -> list[dict]:
    found = []
    for rule in RULES:
        for place, rows in _groups(_merged(facts, "register", rule)):
            estimate = in_time_km(rows, facts.clock, facts.start)
            if estimate:
                numerator, denominator, value, low, high = estimate
                found.append(_row("register", rule, place, "in_time_km", numerator, denominator, value, low, high))
    return found


def _merged(facts: Facts, basis: str, rule: str) -> list[dict]:
    found = []
    for outcome in facts.outcomes:
        row = facts.named[outcome["dossier_id"]]
        if outcome["rule"] == rule and (basis == "register" or row["synced"] is True):
            found.append(row | outcome | {"procedure": row["procedure_name"], "recorded_due": row["due_at"]})
    return found


def _groups(rows: Iterable[dict]) -> list[tuple[dict, list[dict]]]:
    """All rows, and those of each unit, field and procedure; what is not named stands together."""
    found: dict[tuple, list[dict]] = defaultdict(list)
    for row in rows:
        found[(None, None)].append(row)
        for group in GROUPS:
            if group in row:
                found[(group, row[group] or UNNAMED)].append(row)
    return [({} if group is None else {group: value}, members) for (group, value), members in found.items()]


def _row(basis: str, rule: str, place: dict, measure: str, numerator, denominator, value, low=None, high=None, scale=(None, None)) -> dict:
    return {"basis": basis, "rule": rule, **{group: place.get(group) for group in GROUPS}, "measure": measure, "numerator": numerator,
            "denominator": denominator, "value": value, "low": low, "high": high, "points": scale[0], "max_points": scale[1]}


def _told(facts: Facts, basis: str, rule: str, place: dict, measure: str, kind: str, numerator: float, denominator: float) -> dict:
    known = scales(facts.reference, (facts.cut - timedelta(microseconds=1)).date()) if not hasattr(facts, "scales") else facts.scales
    facts.scales = known
    value, low, high = None, None, None
    if kind == "count":
        value = numerator
    elif denominator:
        value = numerator / denominator
    if kind == "share" and denominator:
        value, (low, high) = 100 * value, wilson(numerator, denominator)
    if kind == "points" and value is not None:
        value = float(int(value * 10 + 0.5 + 1e-9)) / 10
    return _row(basis, rule, place, measure, numerator, denominator, value, low, high, points(known.get(measure), value))


def _of_dossiers(facts: Facts, basis: str, rule: str) -> list[dict]:
    found = []
    for place, rows in _groups(_merged(facts, basis, rule)):
        for name, one in INDICATORS.items():
            if not one.by_rule and rule != "system" or one.register_only and basis != "register":
                continue
            found.append(_sum(facts, basis, rule, place, name, one, rows))
    return found


def _sum(facts: Facts, basis: str, rule: str, place: dict, name: str, one: Indicator, rows: list[dict]) -> dict:
    within = [row for row in rows if one.denominator(facts, row)]
    numerator = sum(one.numerator(facts, row) or 0 for row in within)
    return _told(facts, basis, rule, place, name, one.measured_in, float(numerator), float(len(within)))


# Conditions on one dossier


def _is(*outcomes: str) -> Counted:
    return lambda facts, row: row["intake"] != "none" and row["outcome"] in outcomes


def _counted(facts: Facts, row: dict) -> bool:
    return is_counted(row)


def _everything(facts: Facts, row: dict) -> bool:
    return True


def _intake(intake: str) -> Counted:
    return lambda facts, row: is_counted(row) and row["intake"] == intake


received, settled = _intake("period"), _is(*SETTLED)


def _both(*conditions: Counted) -> Counted:
    return lambda facts, row: all(condition(facts, row) for condition in conditions)


def _flag(column: str) -> Counted:
    return lambda facts, row: row[column] is True


def _online(facts: Facts, row: dict) -> bool:
    return row["channel"] == "online"


def _online_in_full(facts: Facts, row: dict) -> bool:
    """A dossier that does not name its level has its procedure's."""
    level = row["service_level"] or _procedure(facts, row).get("service_level")
    return _online(facts, row) and level == "full"


def _procedure(facts: Facts, row: dict) -> dict:
    return facts.procedures.get(row["procedure_code"], {})


def _eligible(facts: Facts, row: dict) -> bool:
    return _procedure(facts, row).get("eligible_full_online") is True


def _returns(facts: Facts, row: dict) -> bool:
    return _procedure(facts, row).get("returns_result") is not False


def _has_result(facts: Facts, row: dict) -> bool:
    """Its file is attached, or the procedure has no result to return."""
    return row["result_attached"] is True or not _returns(facts, row)


def _days(facts: Facts, minutes: float | None) -> float:
    return (minutes or 0) / facts.clock.full_day()


def _late_intake(facts: Facts, row: dict) -> bool:
    minutes = facts.clock.between(min(row["submitted_at"], row["received_at"]), row["received_at"])
    return minutes > 60 * int(facts.settings["intake_hours"])


def _accepted_late(facts: Facts, row: dict) -> bool:
    return row["received_at"].date() > row["accept_by_at"].date()


def _apology(facts: Facts, row: dict) -> datetime | None:
    """An apology within the life and before the cut."""
    life, at = facts.lives.get(row["dossier_id"]), row["apology_at"]
    return at if at and life and life.received <= at <= life.until and at < facts.cut else None


def _apologised_in_time(facts: Facts, row: dict) -> bool:
    at = _apology(facts, row)
    return bool(at and row["due_at"] and at.date() <= row["due_at"].date() - DAY)


def extensions(facts: Facts, code: str) -> int:
    """Deadlines moved later within the life, not while a supplement was awaited and not within a day of its completion."""
    life = facts.lives.get(code)
    if life is None:
        return 0
    return sum(1 for change in life.dues if extends(life, change))


def extends(life: Life, change: dict) -> bool:
    if not life.received <= change["at"] < life.cut or life.end and change["at"] > life.end or not change["new_due_at"]:
        return False
    if not change["old_due_at"] or change["new_due_at"] <= change["old_due_at"]:
        return False
    return not any(stop.kind == "supplement" and stop.since <= change["at"] and change["at"].date() <= (stop.until + timedelta(days=1)).date() for stop in life.stops)


def _content(facts: Facts, row: dict) -> bool:
    """Neither late nor complained of nor marked or rated as not satisfied."""
    if row["outcome"] in LATE:
        return False
    return not any(one["kind"] == "complaint" or _dissatisfied(one) for one in facts.by_dossier[row["dossier_id"]])


def _dissatisfied(one: dict) -> bool:
    """So marked, else rated 1 or 2 of 5."""
    return one["is_satisfied"] is False if one["is_satisfied"] is not None else one["rating"] in (1, 2)


def _grade(facts: Facts, row: dict) -> int:
    return {"early": 2, "on_time": 1}.get(row["outcome"], 0)


INDICATORS: dict[str, Indicator] = {
    "handled": Indicator("count", _counted, _counted),
    "received": Indicator("count", received, _counted),
    "carried": Indicator("count", _intake("carried"), _counted),
    "finished": Indicator("count", settled, _counted),
    "early": Indicator("count", _is(*EARLY), settled),
    "on_time": Indicator("count", _is(*ON_TIME), settled),
    "late": Indicator("count", _is("late"), settled),
    "open": Indicator("count", _is(*OPEN), _counted),
    "open_in_time": Indicator("count", _is(*OPEN_IN_TIME), _is(*OPEN)),
    "open_late": Indicator("count", _is("open_late"), _is(*OPEN)),
    "stopped": Indicator("count", _is("stopped"), _is(*OPEN)),
    "ended": Indicator("count", _is("ended"), _is(*OPEN)),
    "withdrawn": Indicator("count", _is("withdrawn"), settled),
    "no_due": Indicator("count", _is("no_due"), settled),
    "refused": Indicator("count", lambda facts, row: row["outcome"] == "refused", _everything),
    "new": Indicator("count", lambda facts, row: row["outcome"] == "new", _everything),
    "unknown": Indicator("count", lambda facts, row: row["outcome"] == "unknown", _everything),
    "unjudged": Indicator("count", lambda facts, row: row["outcome"] == "unjudged", _everything),
    "in_time_rate": Indicator("share", _is(*EARLY, *ON_TIME), settled),
    "in_time_of_due": Indicator("share", _is("early", "on_time", "withdrawn"), _is("early", "on_time", "withdrawn", "late")),
    "early_rate": Indicator("share", _is(*EARLY), settled),
    "late_rate": Indicator("share", _is("late"), settled),
    "open_late_rate": Indicator("share", _is("open_late"), _is(*OPEN)),
    "nd61_30_2c": Indicator("share", _is("early", "on_time"), _counted),
    "qd766_2_1": Indicator("share", _is(*EARLY, *ON_TIME, *OPEN_IN_TIME), _counted),
    "qd766_2_2": Indicator("mean", lambda facts, row: _days(facts, row["total_wm"]), settled),
    "late_days": Indicator("mean", lambda facts, row: _days(facts, row["late_wm"]), _both(_is(*LATE), lambda facts, row: row["late_wm"] is not None)),
    "tt01_1": Indicator("points", _grade, _is("early", "on_time", "late")),
    "late_intake": Indicator("share", _late_intake, _both(received, _online, lambda facts, row: row["submitted_at"]), False),
    "accept_late": Indicator("share", _accepted_late, _both(received, lambda facts, row: row["accept_by_at"]), False),
    "apology_in_time": Indicator("share", _apologised_in_time, _is(*LATE), False),
    "apology_missing": Indicator("count", lambda facts, row: _apology(facts, row) is None, _is(*LATE), False),
    "extended": Indicator("count", lambda facts, row: extensions(facts, row["dossier_id"]) > 0, _counted, False),
    "extended_again": Indicator("count", lambda facts, row: extensions(facts, row["dossier_id"]) > 1,
                                _both(_counted, lambda facts, row: extensions(facts, row["dossier_id"]) > 0), False),
    "qd766_1_4": Indicator("share", _flag("synced"), _counted, False, True),
    "qd766_3_3": Indicator("share", _online, received, False),
    "full_online_rate": Indicator("share", _online_in_full, received, False),
    "full_online_eligible": Indicator("share", _online_in_full, _both(received, _eligible), False),
    "qd766_3_6": Indicator("share", _flag("paid_online"), _both(received, _flag("fee_due")), False),
    "result_attached": Indicator("share", _has_result, settled, False),
    "qd766_4_1": Indicator("share", _flag("result_attached"), _both(settled, _returns), False),
    "qd766_4_2": Indicator("share", _both(_flag("components_digitised"), _has_result), settled, False),
    "qd766_5_4": Indicator("share", _content, _counted),
}


# Complaints and survey sheets


def _of_feedback(facts: Facts) -> list[dict]:
    rows = []
    for one in facts.feedback:
        if one["at"] >= facts.start:
            dossier = facts.named.get(one["dossier_id"], {})
            rows.append(one | {"unit": one["unit"] or dossier.get("unit"), "field": dossier.get("field"), "procedure": dossier.get("procedure_name")})
    found = []
    for place, members in _groups(rows):
        complaints = [one for one in members if one["kind"] == "complaint"]
        surveys = [one for one in members if one["kind"] == "survey"]
        for name, kind, counted, of in (
            ("complaints", "count", lambda one: True, complaints),
            ("qd766_5_2", "share", lambda one: _answered_in_time(facts, one), complaints),
            ("qd766_5_3", "share", _satisfied, [one for one in complaints if _is_marked(facts, one)]),
            ("survey_satisfied", "share", _satisfied, [one for one in surveys if _is_rated(one)]),
        ):
            found.append(_told(facts, "register", "system", place, name, kind, float(sum(map(counted, of))), float(len(of))))
    return found


def _answered_in_time(facts: Facts, one: dict) -> bool:
    answered = one["answered_at"] if one["answered_at"] and one["answered_at"] < facts.cut else None
    if one["due_at"] is None:
        return False
    if answered:
        return answered.date() <= one["due_at"].date()
    return one["due_at"].date() >= _last_day(facts)


def _last_day(facts: Facts) -> date:
    return (facts.cut - timedelta(microseconds=1)).date()


def _is_marked(facts: Facts, one: dict) -> bool:
    """Satisfaction with an answer that had not come by the cut is not known at it."""
    return one["is_satisfied"] is not None and not (one["answered_at"] and one["answered_at"] >= facts.cut)


def _is_rated(one: dict) -> bool:
    return one["is_satisfied"] is not None or one["rating"] is not None


def _satisfied(one: dict) -> bool:
    return one["is_satisfied"] if one["is_satisfied"] is not None else (one["rating"] or 0) >= 4


# Units that took part


def _of_steps(facts: Facts) -> list[dict]:
    """2, 1 or 0 per dossier and unit: the least over its steps with a deadline that ended in the period, read inside the life."""
    grades: dict[tuple[str, str | None], int] = {}
    for code, steps in by_dossier(facts.tables["steps"]).items():
        life = facts.lives.get(code)
        for step, arrived in zip(steps, arrivals(steps, life.row["received_at"]) if life else (), strict=bool(life)):
            ended = _ended_inside(life, step, arrived)
            if ended and step["step_due_at"] and facts.start <= ended < facts.cut:
                due, key = step["step_due_at"].date(), (code, step["unit"])
                grade = 2 if ended.date() < due else 1 if ended.date() == due else 0
                grades[key] = min(grades.get(key, 2), grade)
    rows = []
    for (code, unit), grade in grades.items():
        row = facts.named[code]
        rows.append({"unit": unit, "field": row["field"], "procedure": row["procedure_name"], "grade": grade})
    return [_told(facts, "register", "system", place, "tt01_2", "points", float(sum(row["grade"] for row in members)), float(len(members)))
            for place, members in _groups(rows)]


def _ended_inside(life: Life, step: dict, arrived: datetime) -> datetime | None:
    """When a step ended, no later than its dossier; None where it lies outside the life."""
    ended = step["ended_at"]
    if ended is None:
        return None
    since = min(arrived, ended)
    if since == ended:
        return ended if life.received <= ended <= life.until else None
    if max(since, life.received) >= min(ended, life.until):
        return None
    return min(ended, life.end) if life.end else ended


# The procedure list


def _of_procedures(facts: Facts) -> list[dict]:
    rows = [row | {"procedure": row["name"]} for row in facts.tables["procedures"]]
    online = {row["procedure_code"] for row in _merged(facts, "register", "system") if received(facts, row) and _online(facts, row)}
    fee = [row for row in _merged(facts, "register", "system") if received(facts, row) and row["fee_due"] is True]
    paid = {row["procedure_code"] for row in fee if row["paid_online"] is True}
    fee = {row["procedure_code"] for row in fee}
    found = []
    for place, members in _groups([{key: value for key, value in row.items() if key != "unit"} for row in rows]):
        due = [row for row in members if _publication(facts, row) not in (None, "waiting") and facts.start <= _public_by(facts, row) and _public_by(facts, row).date() <= _last_day(facts)]
        watched = [row for row in members if _publication(facts, row) and not (row["made_public_at"] and row["made_public_at"] < facts.start)]
        for name, kind, counted, of in (
            ("qd766_1_2", "share", lambda row: _publication(facts, row) == "public_in_time", due),
            ("publication_late", "count", lambda row: _publication(facts, row) in ("public_late", "overdue"), watched),
            ("publication_open", "count", lambda row: _publication(facts, row) in _NOT_YET, watched),
            ("qd766_3_1", "share", lambda row: row["service_level"] in ("full", "partial"), members),
            ("qd766_3_2", "share", lambda row: row["code"] in online, [row for row in members if row["service_level"] in ("full", "partial")]),
            ("full_online_procedures", "share", lambda row: row["service_level"] == "full",
             [row for row in members if row["eligible_full_online"] is True]),
            ("qd766_3_5", "share", lambda row: row["code"] in paid, [row for row in members if row["code"] in fee]),
        ):
            found.append(_told(facts, "register", "system", place, name, kind, float(sum(map(counted, of))), float(len(of))))
    return found


_NOT_YET = ("waiting", "overdue")


def _public_by(facts: Facts, row: dict) -> datetime:
    days = int(facts.settings["publication_days"])
    return facts.clock.deadline(row["published_at"], days, DEFAULTS)  # the limits of dossiers count by settings, this one does not


def _publication(facts: Facts, row: dict) -> str | None:
    """Where the updating of a procedure stands at the cut; None where it was not published by then."""
    if not row["published_at"] or row["published_at"] >= facts.cut:
        return None
    public = row["made_public_at"] if row["made_public_at"] and row["made_public_at"] < facts.cut else None
    by = _public_by(facts, row)
    if public:
        return "public_in_time" if public.date() <= by.date() else "public_late"
    return "overdue" if by.date() < _last_day(facts) else "waiting"
