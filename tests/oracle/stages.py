"""Single stages of the package on tables held in memory: cheap enough for `make test`, where a whole study is not.

    python -m tests.oracle.stages --seeds 1 5 --set compare=minute
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import datetime
from itertools import count

import pyarrow as pa
from tests.oracle.as_of import as_of
from tests.oracle.changes import altered, changes
from tests.oracle.clock import Clock
from tests.oracle.compare import REFERENCE, Difference, compared_outcomes, kinds, say
from tests.oracle.generate import Plan, world
from tests.oracle.life import period_bounds
from tests.oracle.rules import outcomes as mine
from tests.oracle.settings import chosen

from tthc.analysis import history
from tthc.analysis.calendar import calendar_table
from tthc.analysis.outcomes import outcomes as theirs
from tthc.engine import Engine, connect
from tthc.model.schema import CANONICAL, TABLES
from tthc.model.settings import RULES

_NUMBERS = count()


def load(engine: Engine, name: str, rows: list[dict]):
    """A declared table with these rows; what is not named is null."""
    schema = TABLES[name].ibis_schema()
    full = [{column: row.get(column) for column in schema.names} for row in rows]
    return engine.load(pa.Table.from_pylist(full, schema=schema.to_pyarrow()), f"oracle_{name}_{next(_NUMBERS)}")


def outcomes(engine: Engine, plan: Plan, clock: Clock, given: Mapping[str, str]) -> list[Difference]:
    tables, settings = world(plan, clock), chosen(**given)
    start, cut = period_bounds(plan.start, plan.end)
    return compared_outcomes(_theirs(engine, tables, start, cut, settings), mine(tables, clock, start, cut, settings))


def _theirs(engine: Engine, tables: dict[str, list[dict]], start: datetime, cut: datetime, settings: Mapping[str, str]) -> list[dict]:
    loaded = {name: load(engine, name, tables.get(name, [])) for name in CANONICAL}
    calendar = engine.load(calendar_table(REFERENCE, "vn"), f"oracle_calendar_{next(_NUMBERS)}")
    known = {rule.name for rule in RULES}
    rules = {name: value for name, value in settings.items() if name in known}
    frame = engine.fetch(theirs(loaded, calendar, start=start, cut=cut, rules=rules))
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def outcomes_then_and_now(engine: Engine, plan: Plan, clock: Clock, cut: datetime, given: Mapping[str, str]) -> tuple[list[dict], list[dict]]:
    """The outcomes at a cut inside the period, of a later export and of one made at the cut; both worlds are judged as one."""
    now, start = world(plan, clock), period_bounds(plan.start, plan.end)[0]
    then, both = as_of(now, cut), {name: list(now[name]) for name in ("norms", "procedures", "units")}
    for name in ("dossiers", "stops", "due_changes"):
        both[name] = [{**row, "dossier_id": f"{mark}/{row['dossier_id']}"} for mark, of in (("then", then), ("now", now)) for row in of[name]]
    rows = _theirs(engine, both, start, cut, chosen(**given))
    found = [[{**row, "dossier_id": code} for row in rows for mark, code in [row["dossier_id"].split("/", 1)] if mark == wanted] for wanted in ("then", "now")]
    return tuple(sorted(one, key=lambda row: (row["dossier_id"], row["rule"])) for one in found)


def changed(engine: Engine, plan: Plan, clock: Clock, until: datetime, given: Mapping[str, str] | None = None) -> tuple[set, set]:
    """What changed between a report cut at `until` and one over the whole period: as the package tells it, as the oracle does."""
    before, settings = world(plan, clock), chosen(**given or {})
    after = altered(before, plan.seed, until)
    before["dossiers"] = [row for row in before["dossiers"] if not row["received_at"] or row["received_at"] < until]
    start, cut = period_bounds(plan.start, plan.end)
    was = [row for row in mine(before, clock, start, until, settings)]
    now = [row for row in mine(after, clock, start, cut, settings)]
    tables = [{**world_, "outcomes": judged, "registered": world_["dossiers"]} for world_, judged in ((before, was), (after, now))]
    names = ("registered", "outcomes", "steps", "stops", "due_changes")
    old, new = ({name: load(engine, name, _declared(name, one[name])) for name in names} for one in tables)
    last = engine.materialise(
        history.fingerprints(old["registered"], old["outcomes"], old["steps"], name="r1", rule="system", until=until), f"oracle_last_{next(_NUMBERS)}")
    told = engine.fetch(history.changes(last, new, rule="system", until=until))
    system = [{row["dossier_id"]: row["outcome"] for row in rows if row["rule"] == "system"} for rows in (was, now)]
    return set(zip(told.dossier_id, told.change, strict=True)), changes(before, after, *system, until)


def _declared(name: str, rows: list[dict]) -> list[dict]:
    return [{column: row.get(column) for column in TABLES[name].names} for row in rows]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, nargs=2, default=(1, 3), help="from, to (not itself); 300 dossiers each")
    parser.add_argument("--set", action="append", default=[])
    given = parser.parse_args()
    engine, clock, settings = connect(), Clock(REFERENCE), dict(pair.split("=", 1) for pair in given.set)
    found = [difference for seed in range(*given.seeds) for difference in outcomes(engine, Plan(seed), clock, settings)]
    for line in kinds(found):
        say(line)
    say(f"{len(found)} differences")


if __name__ == "__main__":
    main()
