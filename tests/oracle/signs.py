"""Signs that a record was altered or mis-set (design: integrity signs; docs/data-dictionary.md, code list `sign`)."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime, timedelta

from tests.oracle.clock import DAY
from tests.oracle.indicators import LATE, Facts, extends
from tests.oracle.life import FINISHED, Life, by_dossier
from tests.oracle.rules import Case, UnknownDue, norm_days, passed_due, recorded_due

KNOWN = ("end_is_deadline", "reset", "events_after_end", "signed_after_end", "deadline_too_far", "extended_again", "apology_missing", "apology_late",
         "no_end", "bulk_closing", "code_date", "due_moved_after_end", "due_moved_late")
BULK, BULK_GAP = 5, timedelta(minutes=2)
CODE = re.compile(r"^(?:\d{3}\.\d{2}\.\d{2}\.)?[HG]\d{2}(?:\.\d{2,3}){0,3}-(\d{6})-\d{4,7}$")


def signs(facts: Facts) -> set[tuple[str, str]]:
    """(dossier, sign) for every dossier in scope."""
    system = {row["dossier_id"]: row for row in facts.outcomes if row["rule"] == "system"}
    steps, stops = by_dossier(facts.tables["steps"]), by_dossier(facts.tables["stops"])
    coded = {code: _date_of(code) for code in system} if 2 * sum(1 for code in system if _date_of(code)) >= len(system) else {}
    found = {(code, "bulk_closing") for code in _bulk(facts) if code in system}
    for code, outcome in system.items():
        row, life = facts.named[code], facts.lives.get(code)
        if row["result_reset"] is True:
            found.add((code, "reset"))
        if row["status"] in FINISHED and not row["finished_at"] and row.get("unread") != "finished_at":
            found.add((code, "no_end"))
        days = {row[column].date() for column in ("received_at", "submitted_at") if row[column]}
        if coded.get(code) and days and coded[code] not in days:
            found.add((code, "code_date"))
        found |= {(code, sign) for sign in _of_end(facts, row, life, steps[code])}
        if life is None:
            continue
        found |= {(code, sign) for sign in _of_moves(facts, life)}
        if _beyond_the_law(facts, life) > 1:
            found.add((code, "extended_again"))
        if outcome["outcome"] in LATE:
            found |= {(code, sign) for sign in _of_apology(facts, row, life, outcome)}
        if _too_far(facts, life, stops[code]):
            found.add((code, "deadline_too_far"))
    return found


def _of_end(facts: Facts, row: dict, life: Life | None, steps: list[dict]) -> list[str]:
    """Of the recorded end, whatever the status, against the deadline in force; a signature is compared by its day."""
    end = row["finished_at"]
    if not end or end >= facts.cut:
        return []
    found = []
    try:
        due = recorded_due(Case(facts.clock, facts.settings, facts.start, facts.cut, [], facts.settings["compare"] == "date"), life) if life else row["due_at"]
    except UnknownDue:
        due = None
    if end == due:
        found.append("end_is_deadline")
    if any(moment and end < moment < facts.cut for step in steps for moment in (step["arrived_at"], step["started_at"], step["ended_at"])):
        found.append("events_after_end")
    if row["issued_at"] and row["issued_at"] < facts.cut and end.date() < row["issued_at"].date():
        found.append("signed_after_end")
    return found


def _of_moves(facts: Facts, life: Life) -> list[str]:
    """The deadline was changed after the end, or when it had passed; whatever was changed after the cut is not known."""
    case = Case(facts.clock, facts.settings, facts.start, facts.cut, [], facts.settings["compare"] == "date")
    after = [change for change in life.dues if life.end and life.end < change["at"] < facts.cut]
    before = [change for change in life.dues if change["at"] < facts.cut and change not in after]
    return ["due_moved_after_end"] * bool(after) + ["due_moved_late"] * bool(passed_due(case, life, before))


def _of_apology(facts: Facts, row: dict, life, outcome: dict) -> list[str]:
    at = row["apology_at"]
    if not at or at >= facts.cut or not life.received <= at <= life.until:
        return ["apology_missing"]
    return ["apology_late"] if at.date() > outcome["due_at"].date() - DAY else []


def _beyond_the_law(facts: Facts, life: Life) -> int:
    """Extensions; where the limit by the law is known and no supplement has moved it, only those that lead beyond it."""
    case = Case(facts.clock, dict(facts.settings) | {"norm_days": "0"}, facts.start, facts.cut, facts.tables["norms"], facts.settings["compare"] == "date")
    days = None if any(stop.kind == "supplement" for stop in life.stops) else norm_days(case, life)
    limit = facts.clock.deadline(life.received, days, facts.settings).date() if days else None
    return sum(1 for change in life.dues if extends(life, change) and (limit is None or change["new_due_at"].date() > limit))


def _too_far(facts: Facts, life, stops: list[dict]) -> bool:
    """The recorded deadline lies after reception and norm, with no supplement, extension or apology."""
    case = Case(facts.clock, dict(facts.settings) | {"norm_days": "0"}, facts.start, facts.cut, facts.tables["norms"], facts.settings["compare"] == "date")
    days = norm_days(case, life)
    try:
        due = recorded_due(case, life)
    except UnknownDue:
        due = None
    if not days or not due or any(stop.kind == "supplement" for stop in life.stops) or any(life.received <= one["at"] <= life.until and one["at"] < life.cut for one in life.dues):
        return False
    at = life.row["apology_at"]
    if at and life.received <= at <= life.until and at < facts.cut:
        return False
    return due.date() > facts.clock.deadline(life.received, days, facts.settings).date()


def _bulk(facts: Facts) -> set[str]:
    """Dossiers of runs of at least five ends of one officer, each within two minutes of the one before."""
    ends = defaultdict(list)
    for row in facts.tables["dossiers"]:
        life = facts.lives.get(row["dossier_id"])
        if row["officer"] and life and life.end:
            ends[row["officer"]].append((life.end, row["dossier_id"]))
    found: set[str] = set()
    for rows in ends.values():
        run: list[tuple[datetime, str]] = []
        for one in [*sorted(rows), (datetime.max, "")]:
            if run and one[0] - run[-1][0] > BULK_GAP:
                found |= {code for _, code in run} if len(run) >= BULK else set()
                run = []
            run.append(one)
    return found


def _date_of(code: str):
    match = CODE.match(code)
    if not match:
        return None
    try:
        return datetime.strptime(match[1], "%y%m%d").date()
    except ValueError:
        return None
