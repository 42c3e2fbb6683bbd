"""The outcome of every dossier under each rule (docs/assumptions.md; law: chapters 2 and 3 of the texts quoted there)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.oracle.clock import DAY, Clock
from tests.oracle.life import (
    HALTED,
    NEW,
    REFUSED,
    WITHDRAWN,
    Life,
    by_dossier,
    is_final,
    is_stopped,
    is_unread,
    lives,
    refused_life,
    stood_since,
)

CLOSED = {WITHDRAWN: "withdrawn", HALTED: "ended"}  # over without a result
RULES = ("system", "qd766", "decree")


@dataclass
class Case:
    """What the rules are computed from."""

    clock: Clock
    settings: Mapping[str, str]
    start: datetime
    cut: datetime
    norms: list[dict]
    by_date: bool = True


def outcomes(tables: dict[str, list[dict]], clock: Clock, start: datetime, cut: datetime, settings: Mapping[str, str]) -> list[dict]:
    """One row per dossier in scope and rule, with the columns of the table `outcomes` but for `reason`."""
    case = Case(clock, settings, start, cut, tables["norms"], settings["compare"] == "date")
    known, stops = lives(tables, cut), by_dossier(tables["stops"])
    rows = []
    for row in tables["dossiers"]:
        if not in_scope(row, start, cut):
            continue
        code, life = row["dossier_id"], None if is_unread(row) else known.get(row["dossier_id"])  # its time may be known, its deadline is not
        for rule in RULES:
            counted_life = life
            if life is None and rule == "qd766":  # the index takes a refusal for an end like any other
                counted_life = refused_life(row, stops[code], cut)
            found = without_life(row, cut) if counted_life is None else by_rule(rule, case, counted_life, stops[code])
            intake = "none" if counted_life is None else "carried" if counted_life.received < start else "period"
            rows.append({"dossier_id": code, "rule": rule, "intake": intake, **found})
    return rows


def by_rule(rule: str, case: Case, life: Life, stops: list[dict]) -> dict:
    try:
        return _RULES[rule](case, life, stops)
    except UnknownDue:
        if rule == "qd766" and sum(stop.kind == "supplement" for stop in life.stops) > 1:  # late whatever the dates
            return measured(case, life, "late" if life.end else "open_late", None, index_end(life))
        outcome = "stopped" if is_stopped(life, stops) else CLOSED.get(life.row["status"], "unknown") if life.end else "unknown"
        return measured(case, life, outcome, None, index_end(life) if rule == "qd766" else life.until)


def in_scope(row: dict, start: datetime, cut: datetime) -> bool:
    """Something of it lies in the period: known before the cut and not over before the period began."""
    is_over, end = is_final(row), row["finished_at"]
    if is_unread(row):  # whatever its readable dates do not exclude
        known = [moment for moment in (row["submitted_at"], row["received_at"]) if moment]
        over = end or row["returned_at"]
        may_be_over = row["status"] is None or is_over
        return not (known and min(known) >= cut) and not (may_be_over and over and over < start)
    if ends_before_it_began(row):  # one of the two is wrong, nobody knows which
        return end < cut and row["received_at"] >= start
    known = [moment for moment in (row["submitted_at"], row["received_at"]) if moment]
    if known and min(known) >= cut:
        return False
    if row["status"] == REFUSED:
        refused = row["refused_at"] or row["received_at"] or row["submitted_at"]
        return refused is None or refused >= start
    return not (is_over and end and end < start)


def ends_before_it_began(row: dict) -> bool:
    end = row["finished_at"] if is_final(row) else None
    return bool(end and row["received_at"] and end < row["received_at"])


def without_life(row: dict, cut: datetime) -> dict:
    """Not taken in by the cut, refused by then, or told so that nobody can judge it."""
    outcome = "unjudged"
    if is_unread(row):
        pass
    elif row["status"] == REFUSED and not (row["refused_at"] and row["refused_at"] >= cut):
        outcome = "refused"
    elif row["status"] in (NEW, REFUSED) or row["received_at"] and row["received_at"] >= cut and not ends_before_it_began(row):
        outcome = "new"
    return {"outcome": outcome, "due_at": None, "end_at": None, "total_wm": None, "budget_wm": None, "late_wm": None}


# Deadlines


class UnknownDue(Exception):
    """The deadline was moved later on, and what it had been is not recorded."""


def recorded_due(case: Case, life: Life) -> datetime | None:
    """The deadline in force at the end (or the cut), the first one that had passed where it was moved too late."""
    due = life.row["due_at"]
    later = [change for change in life.dues if change["at"] >= case.cut or life.end and change["at"] > life.end]
    earlier = [change for change in life.dues if change not in later]
    if case.settings["due_moved_late"] == "passed" and (old := passed_due(case, life, earlier)):
        return old
    if later:
        due = later[0]["old_due_at"] or (earlier[-1]["new_due_at"] if earlier else None)
        if due is None:
            raise UnknownDue
    return due


def passed_due(case: Case, life: Life, changes: list[dict]) -> datetime | None:
    """The first deadline that had passed when it was moved, of changes before the end."""
    for change in changes:
        old = change["old_due_at"]
        if old and change["at"] >= life.received and has_passed(case, effective(case, old), change["at"]):
            if not stood(case, life, effective(case, old), change["at"]):
                return old
    return None


def stood(case: Case, life: Life, due: datetime, moment: datetime) -> bool:
    """The clock stood when the deadline passed, until it was moved: a stop had begun by then, and was over no earlier than a day before the move."""
    return any(not has_passed(case, due, stop.since) and (has_passed(case, due, stop.until) or not stop.is_over) and moment - DAY <= stop.until
               for stop in life.stops)


def effective(case: Case, due: datetime | None) -> datetime | None:
    """A deadline on a day off ends with the next working day (Bộ luật Dân sự 2015, Điều 148 khoản 5) unless set otherwise."""
    if due and case.settings["due_on_day_off"] == "next_working_day" and not case.clock.is_work(due.date()):
        return case.clock.closing(case.clock.next_work(due.date()))
    return due


def counted(case: Case, due: datetime | None) -> datetime | None:
    """With compare=date a deadline counts as the closing time of its day; a day off has none."""
    return case.clock.closing(due.date()) if due and case.by_date and case.clock.is_work(due.date()) else due


def has_passed(case: Case, due: datetime, moment: datetime) -> bool:
    return moment.date() > due.date() if case.by_date else moment > due


def judged(case: Case, life: Life, due: datetime | None, end: datetime, *, is_over: bool, stopped: bool) -> str:
    """Where an end (or the cut) lies against a deadline."""
    if not is_over:
        if stopped:
            return "stopped"
        if due is None:
            return "open_in_time"
        last = end if not case.by_date else None
        is_late = due < last if last else due.date() < end.date()
        return "open_late" if is_late else "open_in_time"
    if life.row["status"] in CLOSED:
        return CLOSED[life.row["status"]]
    if due is None:
        return "no_due"
    if has_passed(case, due, end):
        return "late"
    return "early" if end.date() < due.date() else "on_time"


def measured(case: Case, life: Life, outcome: str, due: datetime | None, end: datetime) -> dict:
    """The row: total, budget and lateness on the working clock."""
    total = case.clock.between(life.received, end)
    budget = max(0.0, case.clock.between(life.received, due)) if due else None
    late = total - budget if due else None
    return {"outcome": outcome, "due_at": due, "end_at": end, "total_wm": total, "budget_wm": budget, "late_wm": late}


# The three rules


def system(case: Case, life: Life, stops: list[dict]) -> dict:
    due = effective(case, recorded_due(case, life) or fallback(case, life))
    seen = life.end or case.cut - timedelta(microseconds=1)
    stopped = is_stopped(life, stops) and not stopped_too_late(case, due, stood_since(life, stops))
    outcome = judged(case, life, due, seen, is_over=life.end is not None, stopped=stopped)
    return measured(case, life, outcome, counted(case, due), life.until)


def stopped_too_late(case: Case, due: datetime | None, since: datetime | None) -> bool:
    """It began to stand when its deadline had passed, which undoes nothing."""
    return bool(due and since and has_passed(case, due, since))


def fallback(case: Case, life: Life) -> datetime | None:
    """`norm_days` stands in for a deadline that is not recorded."""
    days = int(case.settings["norm_days"])
    return case.clock.deadline(life.received, days, case.settings) if days else None


def qd766(case: Case, life: Life, stops: list[dict]) -> dict:
    """The end less the calendar time of supplements; an open request is the end, but of what was settled: that has two ends, and is unknown
    where they disagree about lateness; more than one supplement is late."""
    own = [stop for stop in life.stops if stop.kind == "supplement"]
    due = recorded_due(case, life)
    if due is None:
        days = norm_days(case, life)
        due = case.clock.deadline(life.received, days, case.settings) if days else None
    due = effective(case, due)
    open_since, end = [stop.since for stop in own if not stop.is_over], index_end(life)
    if asked := settled_unanswered(life):
        outcome = judged(case, life, due, life.end, is_over=True, stopped=False)
        if outcome == "late" and not has_passed(case, due, asked):
            outcome = "unknown"
        found = measured(case, life, outcome, counted(case, due), end)
        return found | {"late_wm": None} if outcome == "unknown" else found
    seen = end if life.end or open_since else end - timedelta(microseconds=1)
    stopped = is_stopped(life, stops)
    if stopped and not open_since:  # nothing that the index takes off: what stopped it after the deadline undoes nothing
        waited, since = life.until - index_end(life, clipped=False), stood_since(life, stops)
        stopped = not stopped_too_late(case, due, since and since - waited)
    outcome = judged(case, life, due, seen, is_over=life.end is not None, stopped=stopped)
    if open_since and not life.end and due and has_passed(case, due, seen):
        outcome = "open_late"
    if life.end and life.row["status"] in CLOSED and due and has_passed(case, due, seen):
        outcome = "late"
    found = measured(case, life, outcome, counted(case, due), end)
    if len(own) > 1:  # late whatever the dates: where they alone would not make it late there are no minutes
        late = found["late_wm"] if due and has_passed(case, due, seen) else None
        found |= {"outcome": "late" if life.end else "open_late", "late_wm": late}
    return found


def settled_unanswered(life: Life) -> datetime | None:
    """When a settled dossier was asked for its one supplement, if nobody wrote an answer."""
    own = [stop for stop in life.stops if stop.kind == "supplement"]
    is_settled = life.end and life.row["status"] not in (*CLOSED, REFUSED)
    return own[0].since if is_settled and len(own) == 1 and not own[0].is_over else None


def index_end(life: Life, *, clipped: bool = True) -> datetime:
    """The first request still open, else the end or the cut; less the time of supplements that were completed by then."""
    own = [stop for stop in life.stops if stop.kind == "supplement"]
    if settled_unanswered(life):
        return life.until
    end = min([stop.since for stop in own if not stop.is_over], default=life.until)
    waited, reached = timedelta(), life.received
    for stop in sorted((stop for stop in own if stop.is_over and stop.since < end), key=lambda stop: stop.since):
        since, until = max(stop.since, reached), min(stop.until, end)
        waited, reached = waited + max(until - since, timedelta()), max(reached, until)
    return max(end - waited, life.received) if clipped else end - waited


def decree(case: Case, life: Life, stops: list[dict]) -> dict:
    """The clock restarts when the file is complete; one extension counts."""
    days = norm_days(case, life)
    stopped = is_stopped(life, stops)
    complete, is_known, ignored = life.received, True, False
    for stop in life.stops if days else ():
        if stop.kind != "supplement":
            continue
        if case.settings["late_request"] == "ignored" and (
            ignored or _ran_out(case, life, case.clock.deadline(complete, days, case.settings), stop.since)
        ):
            ignored = True
            continue
        is_known = is_known and stop.is_over and not _over_by_closing(life, stop.until)
        complete = max(complete, stop.until)
    due = extended(case, life, case.clock.deadline(complete, days, case.settings)) if days and is_known else None
    if stopped and not _stands_for_nothing(case, life, stops, due):  # the clock stands, so nobody knows when the limit will end
        return measured(case, life, "stopped", None, life.until)
    if not due:
        return measured(case, life, CLOSED.get(life.row["status"], "unknown") if life.end else "unknown", None, life.until)
    outcome = judged(case, life, due, life.end or case.cut - timedelta(microseconds=1), is_over=life.end is not None, stopped=False)
    return measured(case, life, outcome, counted(case, due), life.until)


def _over_by_closing(life: Life, until: datetime) -> bool:
    """Who closes a dossier without a result ends what it waited for: nothing came on that day."""
    return bool(life.end and life.row["status"] in CLOSED and until.date() >= life.end.date())


def _stands_for_nothing(case: Case, life: Life, stops: list[dict], due: datetime | None) -> bool:
    """What it stands by came when the limit had run out: requests that were ignored, other stops that began after it.

    `due` is None where a request in time was never answered, and then it stands for that.
    """
    if due is None or stood_since(life, stops) is None:
        return False
    other = stood_since(life, stops, ("obligation", "suspended"))
    return other is None or stopped_too_late(case, effective(case, due), other)


def _ran_out(case: Case, life: Life, due: datetime, moment: datetime) -> bool:
    """Both the computed deadline and the one recorded then had passed: who was asked before either of them was asked in time."""
    recorded = recorded_then(life, moment)
    return has_passed(case, effective(case, due), moment) and (not recorded or has_passed(case, effective(case, recorded), moment))


def recorded_then(life: Life, moment: datetime) -> datetime | None:
    """What the first change from that instant on replaced, else what the change before it had set; without any the deadline as it is."""
    for number, change in enumerate(life.dues):
        before = life.dues[number - 1]["new_due_at"] if number else None
        if change["at"] >= moment and (change["old_due_at"] or before):
            return change["old_due_at"] or before
    return life.row["due_at"]


def extended(case: Case, life: Life, due: datetime) -> datetime:
    """The first extension counts if it leads beyond the computed deadline: a deadline moved later inside the life, for no supplement."""
    for change in life.dues:
        old, new = change["old_due_at"], change["new_due_at"]
        if not life.received <= change["at"] < case.cut or life.end and change["at"] > life.end or not old or not new or new <= old:
            continue
        if any(stop.kind == "supplement" and stop.since <= change["at"] and change["at"].date() <= (stop.until + DAY).date() for stop in life.stops):
            continue
        if new.date() <= due.date():  # no further than the law: it takes nothing of what is allowed
            continue
        too_late = case.settings["due_moved_late"] == "passed" and has_passed(case, effective(case, due), change["at"])
        return due if too_late else max(due, effective(case, new))
    return due


_RULES = {"system": system, "qd766": qd766, "decree": decree}


# Norms


def norm_list(norms: list[dict], code: str | None, channel: str | None, day: date) -> list[dict]:
    """The latest version of the procedure's whole list in force that day, the own channel first."""
    own = [norm for norm in norms if norm["procedure_code"] == code and norm["valid_from"] <= day and norm["channel"] in (channel, None)]
    newest = max((norm["valid_from"] for norm in own), default=None)
    own = [norm for norm in own if norm["valid_from"] == newest]
    return [norm for norm in own if norm["channel"] == channel] or own


def norm_days(case: Case, life: Life) -> int:
    """Whole working days of the procedure's norm; `norm_days` where it has none; 0 where nothing tells."""
    row = life.row
    rows = norm_list(case.norms, row["procedure_code"], row["channel"], life.received.date())
    total = sum(norm["norm_wm"] for norm in rows)
    return math.ceil(total / case.clock.full_day() - 1e-9) if rows else int(case.settings["norm_days"])
