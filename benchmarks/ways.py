"""How near the main cause comes in offices of many ways: `python benchmarks/ways.py run FILE [--config WORD …] [--seeds
N …]`.

`run` appends one line per office and evidence level to FILE (JSON) and leaves out what is there already, so that it can
be run in pieces. `report FILE [--write docs/accuracy.md]` makes the tables of all lines. What stands for right,
knock-on, unknown, wrong and charged falsely is declared in `ways_truth`, the offices in `ways_offices`.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
from offices import END, ROOT, START, _arrow
from ways_offices import CONFIGS, LEVELS, Config, Office, office, tables_at
from ways_report import report
from ways_truth import last_holder, longest_step, touched_kinds, verdict

from tthc.engine import connect
from tthc.model.schema import CANONICAL, TABLES
from tthc.model.settings import load_run
from tthc.simulate import ACCEPTABLE_CAUSES
from tthc.sources.read import Reading
from tthc.study.graph.kept import Kept
from tthc.study.graph.period import Edition, period_runner
from tthc.study.people import one_name_each

MARK = "<!-- table -->"
KEPT = Kept(None, "")  # the statements are compiled once for all offices


def main(arguments: Sequence[str]) -> None:
    what, path, *rest = arguments
    if what == "run":
        run(
            Path(path), _after(rest, "--config"), [int(word) for word in _after(rest, "--seeds")],
            _after(rest, "--levels") or LEVELS,
        )
        return
    text = "\n".join(report([json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]))
    print(text)
    for page in map(Path, _after(rest, "--write")):
        head = page.read_text(encoding="utf-8").split(MARK)[0]
        page.write_text(f"{head}{MARK}\n\n{text}\n", encoding="utf-8")


def _after(words: Sequence[str], option: str) -> list[str]:
    if option not in words:
        return []
    rest = words[words.index(option) + 1 :]
    stop = next((n for n, word in enumerate(rest) if word.startswith("--")), len(rest))
    return list(rest[:stop])


def run(path: Path, words: Sequence[str], seeds: Sequence[int], levels: Sequence[str]) -> None:
    done = set()
    if path.exists():
        done = {
            (one["config"], one["seed"], one["level"])
            for one in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        }
    for config in CONFIGS:
        if words and not any(word in (config.family, config.name) for word in words):
            continue
        for seed in seeds or config.seeds:
            missing = [level for level in levels if (config.name, seed, level) not in done]
            if missing:
                _one_office(path, config, seed, missing)


def _one_office(path: Path, config: Config, seed: int, levels: Sequence[str]) -> None:
    begun = time.perf_counter()
    made = office(config, seed)
    for level in levels:
        line = {"config": config.name, "family": config.family, "seed": seed, "level": level, **measured(made, level)}
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    told = Counter()
    for *_, said, _, _, _, n in line["rows"]:
        told[said] += n
    print(
        f"{config.name} {seed}: {sum(told.values())} late, {levels[-1]} {dict(told)}, "
        f"{time.perf_counter() - begun:.0f} s",
        flush=True,
    )


def computed(made: Office, level: str, names: Sequence[str] = ("late", "cause_shares")) -> dict[str, pd.DataFrame]:
    """The tables of one office at an evidence level, by way of names as the study takes them."""
    engine = connect("duckdb")
    given = tables_at(made.world.tables, level)
    tables = {name: engine.load(_arrow(name, given[name]), f"ways_{name}") for name in CANONICAL}
    empty = {name: TABLES[name].ibis_schema().to_pyarrow().empty_table() for name in ("findings", "accounting")}
    told = {name: engine.load(table, f"ways_{name}") for name, table in empty.items()}
    reading = Reading(tables, told["findings"], told["accounting"], {}, SimpleNamespace(calendar="vn"), ())
    reading, people = one_name_each(engine, reading)
    settings = load_run(f"{START}..{END}", root=ROOT, source=ROOT / "data", rules={"rule": "system"})
    found = period_runner(settings, engine, Edition(reading, people=people), KEPT).tables(names)
    frames = {name: engine.fetch(table) for name, table in found.items()}
    engine.close()
    return frames


def measured(made: Office, level: str) -> dict:
    """rows: [planted kinds, cause, verdict, grade, verdicts of two naive answers, how many]; what_if: [kind, said,
    true, how many].
    """
    frames = computed(made, level)
    late = frames["late"].set_index("dossier_id")
    rows: Counter = Counter()
    for truth in made.late:
        name = truth["dossier_id"]
        cause = late.cause.get(name, "–")
        naive = [verdict(made, truth, blamed(made.world.tables, name)) for blamed in (last_holder, longest_step)]
        rows[
            "+".join(sorted(made.kinds_of(truth))), cause, verdict(made, truth, cause), str(late.grade.get(name, "–")),
            *naive
        ] += 1
    return {"rows": [[*key, n] for key, n in sorted(rows.items())], "what_if": _what_if(made, frames["cause_shares"])}


def _what_if(made: Office, shares: pd.DataFrame) -> list:
    """Over late dossiers that one kind of disturbance touched: said on time without its causes, on time in the twin
    without it.
    """
    said = shares[shares.would_be_on_time].groupby("dossier_id").cause.agg(set)
    counts: Counter = Counter()
    for truth in made.late:
        kinds = touched_kinds(truth)
        for kind in kinds if len(kinds) == 1 else ():
            is_said = bool(said.get(truth["dossier_id"], set()) & ACCEPTABLE_CAUSES[kind])
            counts[kind, is_said, kind in made.kinds_of(truth)] += 1
    return [[*key, n] for key, n in sorted(counts.items())]


if __name__ == "__main__":
    main(sys.argv[1:])
