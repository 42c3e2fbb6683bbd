"""How well the early warning tells: `python benchmarks/early_warning.py [--write docs/early-warning.md] | --sample]`.

Replays past Mondays with only what was known then, on simulated offices and on a real permit log (beside the checkout,
or TTHC_SHARED), and prints Brier score, AUC, calibration and how many of the first 20 named became late, beside the
base rate and the time left. `--sample` prints alone on which Monday each late dossier of the sample was first warned
of.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from warned_sample import became, sample_table

from tthc.analysis.calendar import calendar_table
from tthc.engine import Engine, connect
from tthc.model.schema import CANONICAL
from tthc.model.schema.warning import NAMED
from tthc.model.settings import load_run
from tthc.simulate import KINDS, plant, run_office
from tthc.sources.read import read_sources
from tthc.study.warning_tables import WEEKS_BACK, at_moment, checked, forecast

ROOT = Path(__file__).resolve().parents[1]
# seed, size, disturbances: none of them was used while the method was chosen
OFFICES = [(seed, 300, 6) for seed in range(501, 511)] + [
    (seed, 900, 14)
    for seed in range(601, 607)
] + [(seed, 2000, 30) for seed in (701, 702)]
FIRST, LAST, END = date(2024, 2, 5), date(2024, 5, 27), date(2024, 6, 30)
EDGES = (0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1)
MARK = "<!-- table -->"


def main(arguments: Sequence[str]) -> None:
    if "--sample" in arguments:
        print("\n".join(sample_table()))
        return
    lines = [*simulated(), *permits(), "\n## On the sample\n", *sample_table()]
    print("\n".join(lines))
    if arguments[:1] == ["--write"]:
        path = Path(arguments[1])
        head = path.read_text(encoding="utf-8").split(MARK)[0]
        path.write_text(f"{head}{MARK}\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


def mondays(first: date, last: date) -> Iterator[datetime]:
    for number in range((last - first).days // 7 + 1):
        yield datetime.combine(first, datetime.min.time()) + timedelta(weeks=number, hours=7)


def replayed(engine: Engine, tables: dict, calendar, moments: Sequence[datetime], end: datetime) -> pd.DataFrame:
    """One row per Monday and dossier that was open and in time: chance, time left, what became of it, and which order
    was shown.

    is_late follows the outcome when the export ended; it is unknown for what was withdrawn, or was open in time or
    stopped then.
    """
    before = [moment - timedelta(weeks=weeks) for moment in moments[:1] for weeks in range(1, max(WEEKS_BACK) + 1)]
    found = forecast(engine, tables, calendar, [*before, *moments], {})
    rows = engine.fetch(found)
    rows["is_late"] = rows.dossier_id.map(became(engine, tables, calendar, end)).map(
        {"late": 1.0, "open_late": 1.0, "early": 0.0, "on_time": 0.0}
    )
    rows = rows[rows.moment.isin(list(moments)) & rows.chance.notna() & rows.is_late.notna()]
    keep = lambda name, table: engine.materialise(table, f"bench_{name}")  # noqa: E731
    used = {
        moment: bool(
            engine.fetch(checked(found, moment, keep)[1]).is_chance[0]
        ) for moment in moments if len(engine.fetch(at_moment(found, moment).limit(1)))
    }
    rows["is_chance"] = rows.moment.map(used).astype(bool)
    rows["shown"] = np.where(rows.is_chance, rows.chance, -rows.left_wm)
    return rows[["moment", "dossier_id", "left_wm", "chance", "rate", "is_late", "shown", "is_chance"]]


def office(job: tuple[int, int, int]) -> pd.DataFrame:
    seed, size, number = job
    quiet = run_office(seed, size=size, end=END)
    world = run_office(seed, size=size, end=END, disturbances=plant(quiet, tuple(KINDS), number))
    engine = connect("duckdb")
    tables = {name: engine.load(_arrow(name, world.tables[name]), f"office_{name}") for name in CANONICAL}
    calendar = engine.load(calendar_table(ROOT / "data" / "reference", "vn"), "calendar_days")
    rows = replayed(
        engine, tables, calendar, list(mondays(FIRST, LAST)),
        datetime.combine(END + timedelta(days=1), datetime.min.time()),
    )
    engine.close()
    return rows.assign(office=seed, size=size)


def _arrow(name: str, rows: Sequence[dict]) -> pa.Table:
    schema = CANONICAL[name].ibis_schema().to_pyarrow()
    return pa.Table.from_pylist([{column: row.get(column) for column in schema.names} for row in rows], schema=schema)


def simulated() -> list[str]:
    with ProcessPoolExecutor(2) as pool:
        rows = pd.concat(pool.map(office, OFFICES))
    lines = [
        f"{len(OFFICES)} simulated offices, {rows.moment.nunique()} Mondays, {len(rows):,} times a dossier was open "
        "and in time, "
        f"{int(rows.is_late.sum()):,} of them late in the end ({rows.is_late.mean():.1%}).\n",
        "## All simulated offices\n", *scores(rows), "\n### By size of the office\n",
    ]  # fmt: skip
    for size, part in rows.groupby("size"):
        lines += [f"\nOffices of {size} dossiers:\n", *scores(part)]
    better = [_auc(part.is_late, part.chance) > _auc(part.is_late, -part.left_wm) for _, part in rows.groupby("office")]
    brier = [_brier(part, "chance") < part.is_late.var(ddof=0) for _, part in rows.groupby("office")]
    lines.append(
        f"\nOffice by office the chance has the higher AUC in {sum(better)} of {len(better)}, the lower Brier score in "
        f"{sum(brier)} of {len(brier)}."
    )
    return [*lines, "\n### Calibration\n", *calibration(rows)]


def permits() -> list[str]:
    path = Path(os.environ.get("TTHC_SHARED") or ROOT.parent / "shared") / "data" / "wabo_receipt.csv.gz"
    if not path.is_file():
        return ["\n## A real permit log\n", "Not measured: the log lies outside the project and was not found."]
    engine = connect("duckdb")
    run = load_run("2010-10-01..2012-01-23", root=ROOT, source=path, profile="wabo")
    reading = read_sources(run, engine)
    calendar = engine.load(calendar_table(run.reference, "nl"), "calendar_days")
    rows = replayed(
        engine, reading.tables, calendar, list(mondays(date(2011, 2, 7), date(2011, 11, 28))), datetime(2012, 1, 24),
    ).assign(office=0)
    engine.close()
    head = (
        f"`wabo_receipt`: {rows.moment.nunique()} Mondays of 2011, {len(rows):,} times a dossier was open and in time, "
        f"{int(rows.is_late.sum()):,} of them late in the end ({rows.is_late.mean():.1%}). "
        "One procedure; steps leave a stamp when they end; no results are recorded.\n"
    )
    return ["\n## A real permit log\n", head, *scores(rows), "\n### Calibration\n", *calibration(rows)]


def scores(rows: pd.DataFrame) -> list[str]:
    """A Markdown table: one line for the chance, the time left, what the product shows, and the base rates."""
    late, base = rows.is_late, rows.is_late.mean()
    named = {
        name: _named(rows, by)
        for name, by in (("chance", rows.chance), ("left", -rows.left_wm), ("shown", rows.shown))
    }
    n_named = int(rows.groupby(["office", "moment"]).size().clip(upper=NAMED).sum())
    within = {
        name: _within(rows, by)
        for name, by in (("chance", rows.chance), ("left", -rows.left_wm), ("shown", rows.shown))
    }
    share = rows.drop_duplicates(["office", "moment"]).is_chance.mean()
    return [
        f"| order | Brier | AUC | AUC within a list | late of the first 20 ({n_named:,} named) |",
        "|---|---:|---:|---:|---:|",
        f"| chance | {_brier(rows, 'chance'):.4f} | {_auc(late, rows.chance):.3f} | {within['chance']:.3f} | "
        f"{named['chance']} |",
        f"| time left | – | {_auc(late, -rows.left_wm):.3f} | {within['left']:.3f} | {named['left']} |",
        f"| as shown (chance on {share:.0%} of the Mondays) | – | – | {within['shown']:.3f} | {named['shown']} |",
        f"| base rate known then | {_brier(rows, 'rate'):.4f} | – | – | – |",
        f"| base rate known afterwards | {((late - base) ** 2).mean():.4f} | 0.500 | 0.500 | {n_named * base:.0f} by "
        "chance |",
    ]  # fmt: skip


def _brier(rows: pd.DataFrame, name: str) -> float:
    return float(((rows[name] - rows.is_late) ** 2).mean())


def _auc(late: pd.Series, score: pd.Series) -> float:
    ranks, n, m = score.rank(), int(late.sum()), int((1 - late).sum())
    return float((ranks[late == 1].sum() - n * (n + 1) / 2) / (n * m)) if n and m else float("nan")


def _within(rows: pd.DataFrame, by: pd.Series) -> float:
    """AUC of pairs that stood in the same list: all pairs of all lists together."""
    right = pairs = 0.0
    for _, part in rows.assign(by=by).groupby(["office", "moment"]):
        n = part.is_late.sum() * (1 - part.is_late).sum()
        if n:
            right, pairs = right + _auc(part.is_late, part.by) * n, pairs + n
    return right / pairs if pairs else float("nan")


def _named(rows: pd.DataFrame, by: pd.Series) -> int:
    ranked = rows.assign(by=-by).sort_values(["by", "left_wm", "dossier_id"], kind="stable")
    return int(ranked.groupby(["office", "moment"]).head(NAMED).is_late.sum())


def calibration(rows: pd.DataFrame) -> list[str]:
    bins = pd.cut(rows.chance, EDGES, include_lowest=True)
    lines = ["| chance told | times | mean chance | became late |", "|---|---:|---:|---:|"]
    for span, part in rows.groupby(bins, observed=True):
        low = max(0.0, span.left)
        lines.append(
            f"| {low:.0%} – {span.right:.0%} | {len(part):,} | {part.chance.mean():.1%} | {part.is_late.mean():.1%} |"
        )
    return lines


if __name__ == "__main__":
    main(sys.argv[1:])
