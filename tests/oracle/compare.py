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

from tests.oracle import indicators, rules
from tests.oracle.clock import Clock
from tests.oracle.export import ROOT, write
from tests.oracle.form import form_06a
from tests.oracle.generate import CLEAN, Plan, world
from tests.oracle.life import period_bounds
from tests.oracle.settings import DEFAULTS, chosen

import tthc
from tthc.settings import RULES

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
def opened(plan: Plan, clock: Clock, given: Mapping[str, str] | None = None, as_of: str | None = None) -> Iterator[Opened]:
    """The study of a generated export, in a project of its own that is thrown away."""
    given = dict(given or {})
    known = {rule.name for rule in RULES}
    tables, home = world(plan, clock), Path.cwd()
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
            yield Opened(tables, study, clock, start, cut, chosen(**given))
        finally:
            os.chdir(home)


_ALLOW = {"unjudged": "allow"}  # dirty dossiers are the point


def differences(one: Opened) -> list[Difference]:
    """All differences of a study."""
    found: list[Difference] = []
    for compare in (outcomes, form, measures):
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
