"""The comparison in pieces, for a machine that has other work too:

    python -m tests.oracle.soak --from 0 --to 5 --log soak.md

Each setting is one line of Markdown in the log as soon as it is done; a number that the log has is not run again. Stages: `study`
compares all tables of a whole study, `outcomes` the outcomes alone (on tables in memory, seconds a setting), `changes` what changed
between two reports, `later` the tables at a cut of an export with and without later rows.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from time import process_time

from tests.oracle import stages
from tests.oracle.as_of import as_of
from tests.oracle.cases import CUTS, PLANS, SETTINGS, SIZE
from tests.oracle.clock import Clock
from tests.oracle.compare import REFERENCE, Difference, Opened, differences, kinds, opened, say
from tests.oracle.generate import Plan, world

from tthc.engine import connect
from tthc.model.schema import CANONICAL

SEED = 1000


def of_outcomes(number: int, size: int, clock: Clock) -> list[Difference]:
    """The outcomes of one setting's world by every rule."""
    engine = connect()
    try:
        return stages.outcomes(engine, Plan(SEED + number, size=size, **PLANS[number % len(PLANS)]), clock, SETTINGS[number])
    finally:
        engine.close()


def of_study(number: int, size: int, clock: Clock) -> list[Difference]:
    """Everything of one setting's world."""
    chosen = PLANS[number % len(PLANS)]
    as_of = CUTS[number % len(CUTS)] if "start" not in chosen else None
    with opened(Plan(SEED + number, size=size, **chosen), clock, SETTINGS[number], as_of) as one:
        return differences(one)


def of_changes(number: int, size: int, clock: Clock) -> list[Difference]:
    """What changed between two reports on one setting's world, the second on records that people touched since."""
    plan, engine = Plan(SEED + number, size=size, **PLANS[number % len(PLANS)]), connect()
    try:
        theirs, mine = stages.changed(engine, plan, clock, _within(plan), SETTINGS[number])
    finally:
        engine.close()
    return [Difference("changes", (code, change), "row", *(("has it", "–") if (code, change) in theirs else ("–", "has it")), "docs/memory.md")
            for code, change in sorted(theirs ^ mine)]


def _within(plan: Plan) -> datetime:
    """An instant some two thirds into the period, at 11:00."""
    day = plan.start + (plan.end - plan.start) * 2 // 3
    return datetime(day.year, day.month, day.day, 11)


# Not reckoned at a cut: what the export holds, what was found in reading it, what earlier reports were.
_OF_THE_EXPORT = (*CANONICAL, "registered", "findings", "accounting", "changes", "results")


def of_later_rows(number: int, size: int, clock: Clock) -> list[Difference]:
    """The result tables at a cut that are others where the export holds later rows than where it was made at the cut."""
    plan = Plan(SEED + number, size=size, **PLANS[number % len(PLANS)])
    return later_rows(plan, SETTINGS[number], _within(plan), clock)


def later_rows(plan: Plan, given: Mapping[str, str], cut: datetime, clock: Clock) -> list[Difference]:
    """The same of one world."""
    found = []
    for make in (world, lambda plan, clock: as_of(world(plan, clock), cut)):
        with opened(plan, clock, given, as_of=f"{cut:%Y-%m-%dT%H:%M}", make=make) as one:
            one.study.ensure()
            found.append({name: _sorted(one, name) for name in one.study.names if name not in _OF_THE_EXPORT})
    return [Difference(name, ("whole",), "rows", *_others(*rows), "docs/assumptions.md")
            for name, *rows in ((name, found[0][name], found[1][name]) for name in found[0]) if rows[0] != rows[1]]


def _sorted(one: Opened, name: str) -> list[str]:
    return sorted(repr(sorted((key, f"{value:.10g}" if isinstance(value, float) else str(value)) for key, value in row.items() if not key.startswith("src_"))) for row in one.theirs(name))


def _others(later: list[str], then: list[str]) -> tuple[str, str]:
    """How many rows only one of the two has, and the first of them."""
    return tuple(f"{len(rows)} more, {rows[0]}" if rows else "none more" for rows in (sorted(set(later) - set(then)), sorted(set(then) - set(later))))


STAGES = {"outcomes": of_outcomes, "study": of_study, "changes": of_changes, "later": of_later_rows}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--to", dest="after", type=int, default=len(SETTINGS), help="not itself")
    parser.add_argument("--size", type=int, default=SIZE, help="dossiers a setting")
    parser.add_argument("--stage", choices=STAGES, default="study")
    parser.add_argument("--log", type=Path, help="where the lines go; without, only the screen")
    given = parser.parse_args()
    clock, done = Clock(REFERENCE), _done(given.log, given.stage)
    for number in range(given.first, given.after):
        if number not in done:
            _run(number, given, clock)


def _run(number: int, given: argparse.Namespace, clock: Clock) -> None:
    before = process_time()
    found = STAGES[given.stage](number, given.size, clock)
    setting = ", ".join(f"`{name}={value}`" for name, value in SETTINGS[number].items()) or "as it is"
    line = f"| {given.stage} {number} | {setting} | {_plan(number)} | {given.size} | {len(found)} | {process_time() - before:.0f} s | {datetime.now():%d/%m/%Y} |"
    for text in (line, *kinds(found)[:40]):
        say(text)
    if given.log:
        with given.log.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def _plan(number: int) -> str:
    chosen = PLANS[number % len(PLANS)]
    span = f"{chosen['start']:%m/%Y}–{chosen['end']:%m/%Y}" if "start" in chosen else "03/2024"
    rest = [name for name in ("dirt", "starts", "officers") if name in chosen]
    return ", ".join([span, *(f"other {name}" for name in rest)])


def _done(log: Path | None, stage: str) -> set[int]:
    if not log or not log.exists():
        return set()
    cells = [line.split("|")[1].split() for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return {int(cell[1]) for cell in cells if len(cell) == 2 and cell[0] == stage and cell[1].isdigit()}


if __name__ == "__main__":
    main()
