"""The package's tables against the oracle's, on a generated export opened by `tthc.open`; only here is the package run.

Each stage is reckoned on the package's own earlier stage, so that one difference is told once.

    python -m tests.oracle.compare --seed 1 --size 300 --set compare=minute
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tests.oracle import causes, excess, indicators, rules, signs, stretches
from tests.oracle.clock import Clock
from tests.oracle.export import ROOT, write
from tests.oracle.form import form_06a
from tests.oracle.generate import CLEAN, Plan, world
from tests.oracle.life import period_bounds
from tests.oracle.names import with_codes
from tests.oracle.settings import DEFAULTS, chosen
from tests.oracle.waiting import waits

import tthc
from tthc.model.settings import RULES

REFERENCE = ROOT / "data" / "reference"
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Difference:
    """One cell (or row) on which the two disagree; `where` is where the documents give the rule."""

    table: str
    key: tuple
    column: str
    theirs: object
    mine: object
    where: str

    def __str__(self) -> str:
        key = " ".join(str(part) for part in self.key if part is not None)
        return f"{self.table} · {key} · {self.column}: package {_short(self.theirs)}, oracle {_short(self.mine)} ({self.where})"


def _short(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def compared(table: str, key: tuple[str, ...], columns: tuple[str, ...], theirs: list[dict], mine: list[dict], where: str) -> list[Difference]:
    """Every cell on which two tables with the same key differ, and every row that only one of them has."""
    ours = {tuple(row[name] for name in key): row for row in mine}
    given = {tuple(row[name] for name in key): row for row in theirs}
    found = [Difference(table, one, "row", "–", "has it", where) for one in ours if one not in given]
    found += [Difference(table, one, "row", "has it", "–", where) for one in given if one not in ours]
    for one, row in given.items():
        for name in columns if one in ours else ():
            if not same(row[name], ours[one][name]):
                found.append(Difference(table, one, name, row[name], ours[one][name], where))
    return sorted(found, key=lambda difference: (difference.table, str(difference.key), difference.column))


def same(one: object, other: object) -> bool:
    if one is None or other is None or one != one or other != other:  # NaN and NaT are nothing
        return (one is None or one != one) and (other is None or other != other)
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= TOLERANCE * max(1.0, abs(one), abs(other))
    return one == other


@dataclass
class Opened:
    """A world, the package's study of it, and what both were asked."""

    tables: dict[str, list[dict]]
    study: tthc.study.Study
    clock: Clock
    start: datetime
    cut: datetime
    settings: Mapping[str, str]

    def theirs(self, name: str) -> list[dict]:
        frame = self.study.frame(name)
        return frame.astype(object).where(frame.notna(), None).to_dict("records")


@contextmanager
def opened(plan: Plan, clock: Clock, given: Mapping[str, str] | None = None, as_of: str | None = None, make=world) -> Iterator[Opened]:
    """The study of an export that `make` generates, in a project of its own that is thrown away."""
    given = dict(given or {})
    known = {rule.name for rule in RULES}
    tables, home = make(plan, clock), Path.cwd()
    start, cut = period_bounds(plan.start, plan.end, datetime.fromisoformat(as_of) if as_of else None)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "tthc.toml").write_text('[office]\nname = "Cơ quan thử"\n', encoding="utf-8")
        (root / "data").mkdir()
        shutil.copytree(REFERENCE, root / "data" / "reference")
        write(tables, root / "export")
        os.chdir(root)
        try:
            study = tthc.open(f"{plan.start}..{plan.end}", source=str(root / "export"), as_of=as_of,
                              rules={name: value for name, value in (_ALLOW | given).items() if name in known})
            yield Opened(with_codes(tables), study, clock, start, cut, chosen(**given))
        finally:
            os.chdir(home)


_ALLOW = {"unjudged": "allow"}  # dirty dossiers are the point


def differences(one: Opened) -> list[Difference]:
    """All differences of a study."""
    found: list[Difference] = []
    for compare in (outcomes, form, measures, integrity):
        found += compare(one)
    return found + of_desks(one)


def of_desks(one: Opened) -> list[Difference]:
    """Who held it when, what it used beyond its norms, why."""
    found: list[Difference] = []
    for compare in (segments, state_minutes, parts, cause_shares, late, what_if, whose_time):
        found += compare(one)
    return found


def outcomes(one: Opened) -> list[Difference]:
    mine = rules.outcomes(one.tables, one.clock, one.start, one.cut, one.settings)
    return compared_outcomes(one.theirs("outcomes"), mine)


def compared_outcomes(theirs: list[dict], mine: list[dict]) -> list[Difference]:
    """Deadlines and minutes are compared where a dossier has a life."""
    columns = ("intake", "outcome", "due_at", "end_at", "total_wm", "budget_wm", "late_wm")
    found = compared("outcomes", ("dossier_id", "rule"), columns, theirs, mine, "docs/assumptions.md; design 4")
    lifeless = {(row["dossier_id"], row["rule"]) for row in mine if row["end_at"] is None}
    return [difference for difference in found if difference.key not in lifeless or difference.column in ("row", "intake", "outcome")]


def form(one: Opened) -> list[Difference]:
    mine = form_06a(one.tables["dossiers"], one.theirs("outcomes"), one.settings["rule"])
    columns = tuple(f"c{number}" for number in range(3, 14))
    return compared("form_06a", ("field", "procedure"), columns, one.theirs("form_06a"), mine, "domain 2.1")


def measures(one: Opened) -> list[Difference]:
    facts = indicators.Facts(one.tables, one.theirs("outcomes"), one.clock, one.start, one.cut, one.settings, REFERENCE)
    key = ("basis", "rule", "unit", "field", "procedure", "measure")
    columns = ("numerator", "denominator", "value", "low", "high", "points", "max_points")
    found = compared("measures", key, columns, one.theirs("measures"), indicators.measures(facts), "docs/measures.md")
    empty = {tuple(row[name] for name in key) for row in indicators.measures(facts) if not row["denominator"]}
    return [difference for difference in found if difference.column != "row" or difference.key not in empty]


# States that say what went on at an officer's desk; which of them it was is the business of the waiting split
DESK = ("work", "held", "interleaved", "quiet", "silent", "outage", *excess.WAITS)


def coarse(state: str) -> str:
    return "desk" if state in DESK and state != "wait_absent" else state


def segments(one: Opened) -> list[Difference]:
    """At every instant of every life: who holds it and what is going on, the desk undivided. The first difference of each dossier."""
    late = {row["dossier_id"]: row["due_at"] for row in one.theirs("outcomes") if row["rule"] == "system" and row["outcome"] in indicators.LATE}
    scope = {row["dossier_id"] for row in one.theirs("outcomes")}
    mine = stretches.segments(one.tables, one.clock, one.cut, late, one.settings, scope)
    given: dict[str, list[dict]] = {}
    for row in one.theirs("segments"):
        given.setdefault(row["dossier_id"], []).append(row)
    found = []
    for code in sorted({code for code, rows in mine.items() if rows} | set(given)):
        found += _first_difference(code, given.get(code, []), mine.get(code, []), one.clock)
        sums = [{state: sum(row["late_wm"] or 0.0 for row in rows) for state in ("late_wm",)} for rows in (given.get(code, []), mine.get(code, []))]
        if not same(sums[0]["late_wm"], sums[1]["late_wm"]):
            found.append(Difference("segments", (code,), "late_wm", sums[0]["late_wm"], sums[1]["late_wm"], "design 5"))
    return found


def _first_difference(code: str, theirs: list[dict], mine: list[dict], clock: Clock) -> list[Difference]:
    marks = sorted({row[name] for row in (*theirs, *mine) for name in ("from_at", "to_at")})
    for moment, until in zip(marks, marks[1:], strict=False):
        if clock.between(moment, until) == 0:
            continue
        rows = [next((row for row in rows if row["from_at"] <= moment < row["to_at"]), None) for rows in (theirs, mine)]
        told = [row and {"state": coarse(row["state"]), **{name: row[name] for name in ("party", "step_no", "is_nested", "pass_no")}} for row in rows]
        if told[0] is None or told[1] is None:
            return [Difference("segments", (code, f"{moment:%d/%m %H:%M}"), "life", told[0], told[1], "design 5.1")]
        if told[0]["state"] in excess.STOPS and told[0]["state"] == told[1]["state"]:
            continue  # how stops are numbered is nobody's concern
        for name in told[0]:
            if not same(told[0][name], told[1][name]):
                return [Difference("segments", (code, f"{moment:%d/%m %H:%M}"), name, told[0][name], told[1][name], "design 5.2 and 5.3")]
    return []


def state_minutes(one: Opened) -> list[Difference]:
    """Minutes of every part, and of recorded absence, against the oracle's stretches; the split of a desk's minutes adds up to them.

    Who is absent closes nothing: that time is absence within the part that lay unclosed.
    """
    scope = {row["dossier_id"] for row in one.theirs("outcomes")}
    absences = stretches.by_officer(one.tables["absences"], one.cut)
    mine: dict[tuple, float] = {}
    for code, rows in stretches.segments(one.tables, one.clock, one.cut, {}, one.settings, scope).items():
        for row in rows:
            away = _absent_wm(row, absences, one.clock) if row["state"] == "unclosed" else 0.0
            for state, wm in ((coarse(row["state"]), row["wm"] - away), ("wait_absent", away)):
                key = (code, _part_of(row), state)
                mine[key] = mine.get(key, 0.0) + wm
    theirs: dict[tuple, float] = {}
    for row in one.theirs("state_minutes"):
        part = row["part_no"] if row["part"] == "step" else row["part"]
        key = (row["dossier_id"], part, coarse(row["state"]))
        theirs[key] = theirs.get(key, 0.0) + row["wm"]
    keys = sorted(mine.keys() | theirs.keys(), key=str)
    return [Difference("state_minutes", key, "wm", theirs.get(key, 0.0), mine.get(key, 0.0), "design 5.3 and 5.4")
            for key in keys if not same(theirs.get(key, 0.0), mine.get(key, 0.0))]


def _absent_wm(row: dict, absences: dict[str, list[tuple]], clock: Clock) -> float:
    """Minutes of a stretch in which its officer is absent, each once however many rows say so."""
    marks = {row["from_at"], row["to_at"]}
    away = absences.get(row["officer"], ())
    marks = sorted(mark for mark in marks.union(*away) if row["from_at"] <= mark <= row["to_at"])
    return sum(
        clock.between(since, until) for since, until in zip(marks, marks[1:], strict=False)
        if any(start <= since < end for start, end in away)
    )


def _part_of(row: dict) -> object:
    if row["state"] in ("unclosed", "unrecorded"):
        return row["state"]
    return "stop" if row["state"] in excess.STOPS else row["step_no"]


def waiting(one: Opened) -> list[Difference]:
    """Of an orderly office: absence, queue, overtaken, neither (batches in it), step by step."""
    scope = {row["dossier_id"] for row in one.theirs("outcomes")}
    mine = [{"dossier_id": code, "step_no": number, **reasons} for (code, number), reasons in waits(one.tables, one.clock, one.cut).items() if code in scope]
    steps: dict[tuple, dict] = {(row["dossier_id"], row["step_no"]): dict.fromkeys(WAIT_REASONS, 0.0) for row in mine}
    for row in one.theirs("state_minutes"):
        key = (row["dossier_id"], row["part_no"])
        if row["part"] == "step" and key in steps:
            steps[key][_REASON.get(row["state"], "other")] += row["wm"]
    theirs = [{"dossier_id": code, "step_no": number, **reasons} for (code, number), reasons in steps.items()]
    return compared("waiting", ("dossier_id", "step_no"), ("absent", "queue", "overtaken", "idle"), theirs, mine, "design 5.4")


_REASON = {"wait_absent": "absent", "wait_queue": "queue", "wait_overtaken": "overtaken", "wait_idle": "idle", "wait_batch": "idle", "waiting": "idle"}
WAIT_REASONS = ("absent", "queue", "overtaken", "idle", "other")


def _excesses(one: Opened) -> list[excess.Excess]:
    outcomes_ = one.theirs("outcomes")
    apparent = {row["dossier_id"] for row in outcomes_ if row["rule"] == "system" and row["outcome"] in indicators.LATE and _is_apparent(one, row["dossier_id"], row)}
    by_date = one.settings["compare"] == "date"
    return excess.excesses(one.tables, one.clock, one.cut, outcomes_, one.theirs("state_minutes"), apparent, by_date)


def parts(one: Opened) -> list[Difference]:
    """Used, norm, share of each part; parts without minutes show in the others' scale."""
    mine = [
        {"dossier_id": late.code, "part": part.part, "name": part.name, "used_wm": part.used,
         "norm_wm": part.norm, "norm_scaled_wm": part.scaled, "over_wm": part.over, "share_wm": part.share, "norm_source": late.source}
        for late in _excesses(one) for part in late.parts if part.used or part.missing
    ]  # fmt: skip
    theirs = [row | {"name": row["part_no"]} for row in one.theirs("parts") if row["used_wm"] or row["part"] == "due"]
    columns = ("used_wm", "norm_wm", "norm_scaled_wm", "over_wm", "share_wm", "norm_source")
    return compared("parts", ("dossier_id", "part", "name"), columns, theirs, mine, "design 5.5")


def _shares(one: Opened) -> list[tuple[excess.Excess, dict[str, dict[str, float]]]]:
    listed = causes.cause_list(REFERENCE)
    return [(late, causes.cause_shares(late, listed)) for late in _excesses(one)]


def cause_shares(one: Opened) -> list[Difference]:
    mine = [{"dossier_id": late.code, "cause": cause, **sums} for late, found in _shares(one) for cause, sums in found.items()]
    theirs = [row for row in one.theirs("cause_shares") if row["share_wm"] > TOLERANCE]
    return compared("cause_shares", ("dossier_id", "cause"), ("share_wm", "over_wm", "chrono_wm"), theirs, mine, "design 5.5 and 5.6")


def late(one: Opened) -> list[Difference]:
    """Main cause, days late, whether only the closing was late; causes of equal share are all right.

    What is sure is the largest share, what is not known is of unknown nature; what holds over a range is not reckoned here.
    """
    unknown = {row["code"] for row in causes.cause_list(REFERENCE) if row["nature"] == "unknown"} | {causes.NOBODYS}
    listed, outcome = causes.cause_list(REFERENCE), {row["dossier_id"]: row for row in one.theirs("outcomes") if row["rule"] == "system"}
    cut_up: dict[str, list[dict]] = {}
    for row in one.theirs("segments"):
        cut_up.setdefault(row["dossier_id"], []).append(row)
    given = {row["dossier_id"]: row for row in one.theirs("late")}
    found = []
    mine = []
    for of, shares in _shares(one):
        row = outcome[of.code]
        right = causes.main_cause(shares, cut_up.get(of.code, []), row["due_at"], listed)
        told, grade = (given.get(of.code, {}).get(name) for name in ("proposed_cause", "grade"))
        if grade == "none" and (of.lateness > 0 or told in unknown):  # without minutes nobody's conduct is named
            right = unknown
        if right and told not in right and grade != "range":
            found.append(Difference("late", (of.code,), "proposed_cause", told, sorted(right), "design 5.5 and 5.6; grade"))
        mine.append({"dossier_id": of.code, "late_wm": of.lateness, "late_days": of.lateness / one.clock.full_day(), "end_at": row["end_at"],
                     "due_at": row["due_at"], "is_apparent": _is_apparent(one, of.code, row)})
    columns = ("late_wm", "late_days", "end_at", "due_at", "is_apparent")
    return found + compared("late", ("dossier_id",), columns, one.theirs("late"), mine, "design 5.5 and 5.8")


def _is_apparent(one: Opened, code: str, outcome: dict) -> bool:
    """The result was there in time; one dated before reception was there from then on."""
    row = next(row for row in one.tables["dossiers"] if row["dossier_id"] == code)
    known = [row[column] for column in ("issued_at", "returned_at") if row[column] and row[column] < outcome["end_at"]]
    case = rules.Case(one.clock, one.settings, one.start, one.cut, [], one.settings["compare"] == "date")
    return bool(known) and not rules.has_passed(case, outcome["due_at"], max(min(known), row["received_at"]))


def what_if(one: Opened) -> list[Difference]:
    unknown = {row["code"] for row in causes.cause_list(REFERENCE) if row["nature"] == "unknown"} | {causes.NOBODYS}
    # Which main cause may be named is worked out by hand in tests/test_naming.py; here it is taken as the package says.
    named = {row["dossier_id"]: row["proposed_cause"] for row in one.theirs("late") if row["grade"] != "none"}
    counted = causes.what_if(_shares(one), named, one.clock.full_day())
    mine = [{"cause": cause, "n_touched": touched, "n_would_be_on_time": in_time}
            for cause, (touched, in_time) in counted.items() if cause not in unknown]
    return compared("what_if", ("cause",), ("n_touched", "n_would_be_on_time"), one.theirs("what_if"), mine, "design 5.7")


def whose_time(one: Opened) -> list[Difference]:
    late = {row["dossier_id"] for row in one.theirs("outcomes") if row["rule"] == "system" and row["outcome"] in indicators.LATE}
    sums: dict[tuple, dict] = {}
    for row in one.theirs("state_minutes"):
        for scope in ("all", "late") if row["dossier_id"] in late else ("all",):
            cell = sums.setdefault((scope, row["party"]), {"wm": 0.0, "late_wm": 0.0, "of": set()})
            cell["wm"] += row["wm"]
            cell["late_wm"] += row["late_wm"] or 0.0
            cell["of"].add(row["dossier_id"])
    mine = [{"scope": scope, "party": party, "wm": cell["wm"], "late_wm": cell["late_wm"], "n_dossiers": len(cell["of"])}
            for (scope, party), cell in sums.items()]
    return compared("whose_time", ("scope", "party"), ("n_dossiers", "wm", "late_wm"), one.theirs("whose_time"), mine, "docs/data-dictionary.md")


def integrity(one: Opened) -> list[Difference]:
    facts = indicators.Facts(one.tables, one.theirs("outcomes"), one.clock, one.start, one.cut, one.settings, REFERENCE)
    mine = [{"dossier_id": code, "sign": sign} for code, sign in signs.signs(facts)]
    theirs = [row for row in one.theirs("integrity") if row["sign"] in signs.KNOWN]
    return compared("integrity", ("dossier_id", "sign"), (), theirs, mine, "design 5.9")


def kinds(found: list[Difference]) -> list[str]:
    """One line a kind of difference (table, last part of the key, column): how many, and two of them."""
    grouped: dict[tuple, list[Difference]] = {}
    for difference in found:
        grouped.setdefault((difference.table, difference.key[-1], difference.column), []).append(difference)
    return [f"{len(members)} × {' || '.join(str(one) for one in members[:2])}" for members in grouped.values()]


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=300)
    parser.add_argument("--start", type=date.fromisoformat, default=Plan.start)
    parser.add_argument("--end", type=date.fromisoformat, default=Plan.end)
    parser.add_argument("--as-of")
    parser.add_argument("--set", action="append", default=[], help=f"one of {', '.join(DEFAULTS)}")
    parser.add_argument("--clean", action="store_true", help="no dirty edges")
    parser.add_argument("--most", type=int, default=60, help="how many differences are printed")
    given = parser.parse_args()
    plan = Plan(given.seed, given.start, given.end, given.size, CLEAN if given.clean else Plan.dirt)
    with opened(plan, Clock(REFERENCE), dict(pair.split("=", 1) for pair in given.set), given.as_of) as one:
        found = differences(one)
    for line in kinds(found)[: given.most]:
        say(line)
    say(f"{given.size} dossiers, {len(found)} differences")


if __name__ == "__main__":
    main()
