"""How fast steps become causes: `python benchmarks/causes.py [dossiers …] [--crossed] [--write docs/speed.md]`.

For each number of dossiers (five steps each) one process of its own, so that peak memory is its own: wall and CPU time
from canonical tables through clock, segments and causes; and in the same process the floor, which is DuckDB only
reading and sorting the same events by officer and time. pm4py, if an environment with it is named by TTHC_PM4PY (its
python), measures the same dossiers' durations in business hours and its performance graph; it has no causes. With
`--crossed` every dossier has a supplement within a step instead of every tenth, so that each lies in two hands at once
and nothing is simple.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

SIZES = (2_000, 10_000, 100_000, 1_000_000)
PEER_BYTES = 50_000_000  # beyond that pm4py takes minutes and gigabytes
MARK = "<!-- table -->"
ROOT = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str]) -> None:
    if arguments[:1] == ["--one"]:
        print(json.dumps(measured(Path(arguments[1]))))
        return
    write = Path(arguments[arguments.index("--write") + 1]) if "--write" in arguments else None
    sizes = [int(word) for word in arguments if word.isdigit()] or list(SIZES)
    each = 1 if "--crossed" in arguments else 10
    lines = [
        "| dossiers | steps | floor s | wall s | × floor | CPU s, all | rows/s | peak MB | pm4py s |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for size in sizes:
        lines.append(_line(_in_its_own_process(size, each)))
        print(lines[-1], file=sys.stderr)
    text = "\n".join(lines)
    print(text)
    if write:
        head = write.read_text(encoding="utf-8").split(MARK)[0]
        write.write_text(f"{head}{MARK}\n\n{text}\n", encoding="utf-8")


def _in_its_own_process(size: int, each: int) -> dict:
    """The tables are made and stored by this process; a fresh one starts, reads, computes and tells."""
    with tempfile.TemporaryDirectory() as folder:
        _store(size, Path(folder), each)
        done = subprocess.run([sys.executable, __file__, "--one", folder], capture_output=True, text=True, check=True)
        return {**json.loads(done.stdout.strip().splitlines()[-1]), "pm4py": _pm4py(Path(folder) / "steps.parquet")}


def _store(size: int, folder: Path, each: int = 10) -> None:
    from tthc.engine import connect

    engine = connect("duckdb")
    for name, table in made_up(engine, size, each).items():
        engine.write_parquet(table, folder / f"{name}.parquet")
    engine.close()


def _line(row: dict) -> str:
    ratio = row["wall"] / row["floor"]
    peer = f"{row['pm4py']:.1f}" if row.get("pm4py") else "–"
    return (
        f"| {row['dossiers']:,} | {row['steps']:,} | {row['floor']:.2f} | {row['wall']:.1f} | {ratio:.1f} | "
        f"{row['cpu']:.1f} "
        f"| {row['steps'] / row['wall']:,.0f} | {row['peak']:,.0f} | {peer} |"
    )


def measured(folder: Path) -> dict:
    """Seconds of the floor and of the stages, CPU seconds of the whole process without the floor, peak memory in MB."""
    from tthc.engine import connect
    from tthc.model.schema import CANONICAL

    engine = connect("duckdb")
    tables = {
        name: engine.materialise(engine.read_parquet(folder / f"{name}.parquet", f"p_{name}"), f"bench_{name}")
        for name in CANONICAL
    }
    dossiers, steps = (
        int(engine.fetch(tables[name].agg(n=tables[name].count())).n.iloc[0])
        for name in ("dossiers", "steps")
    )
    before = time.process_time()
    floor = _timed(lambda: _floor(engine))
    of_floor = time.process_time() - before
    wall = _timed(lambda: _stages(engine, tables))
    return {
        "dossiers": dossiers, "steps": steps, "floor": floor, "wall": wall, "cpu": time.process_time() - of_floor,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _timed(action) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _floor(engine) -> None:
    events = " union all ".join(
        f"select dossier_id, officer, {name} as moment from bench_steps"
        for name in ("arrived_at", "started_at", "ended_at")
    )
    engine.connection.raw_sql(
        f"create or replace table bench_floor as select * from ({events}) order by officer, moment"
    )
    engine.connection.raw_sql("drop table bench_floor")


def _stages(engine, tables) -> None:
    """Clock, segments and causes, as the study declares them; of the outcomes only the rule that causes exist for."""
    from tthc.analysis.calendar import calendar_table
    from tthc.model.settings import load_run
    from tthc.sources.read import Reading
    from tthc.study.graph.period import Edition, period_runner

    run = load_run("2023-01..2024-11", root=ROOT, source=ROOT / "data")
    runner = period_runner(run, engine, Edition(Reading(tables, None, None, {}, SimpleNamespace(calendar="vn"), ())))
    calendar = engine.load(calendar_table(run.reference, "vn"), "bench_calendar")
    runner.given["outcomes"] = engine.materialise(_system_outcomes(tables, calendar, run), "bench_outcomes")
    runner.tables(["late", "parts", "what_if", "workload", "segments"])


def _system_outcomes(tables, calendar, run):
    import ibis

    from tthc.analysis.calendar import read_clock

    rows = tables["dossiers"].select("dossier_id", "received_at", "due_at", end_at="finished_at")
    rows = read_clock(rows, calendar, {"received_at": "r_wm", "due_at": "d_wm", "end_at": "e_wm"})
    total, budget = rows.e_wm - rows.r_wm, ibis.greatest(rows.d_wm - rows.r_wm, 0.0)
    return rows.select(
        "dossier_id", "due_at", "end_at", rule=ibis.literal("system"),
        outcome=(total > budget).ifelse("late", "on_time"),
        total_wm=total, budget_wm=budget, late_wm=total - budget,
    )


def made_up(engine, size: int, each: int) -> dict:
    """Canonical tables of dossiers with five steps, two bodies outside, a stop on one of `each`, one in six late."""
    from tthc.model.schema import CANONICAL

    officers = max(20, size // 200)
    base = (
        "select i, timestamp '2023-01-02 07:00:00' + to_minutes((hash(i) % 525600)::bigint) as came from "
        f"range({size}) t(i)"
    )
    engine.connection.raw_sql(f"create or replace table bench_base as {base}")
    queries = {
        "dossiers": """select 'H' || i as dossier_id, 'register' as source, 'P' || (i % 50) as procedure_code, 'Thủ tục' as procedure_name,
            'LV' || (i % 7) as field, 'U1' as unit, 'online' as channel, came as received_at, came + to_days(6 + (hash(i) % 10)::int) as due_at,
            came + to_minutes(11000) as finished_at, '9' as status, came + to_minutes(10500) as issued_at from bench_base""",
        "steps": f"""select 'H' || i as dossier_id, k as step_no, 'B' || k as step, 'O' || (hash(i * 7 + k) % {officers}) as officer,
            'U' || (hash(i * 7 + k) % 20) as unit, case when k = 3 and i % 3 = 0 then 'consult' when k = 4 then 'sign' else 'work' end as kind,
            came + to_minutes((k - 1) * 2000 + (hash(i * 11 + k) % 600)::bigint) as arrived_at,
            came + to_minutes((k - 1) * 2000 + 600 + (hash(i * 13 + k) % 900)::bigint) as started_at,
            came + to_minutes(k * 2000 + (hash(i * 11 + k + 1) % 600)::bigint) as ended_at from bench_base, range(1, 6) s(k)""",
        "norms": (
            "select 'P' || p as procedure_code, 'B' || k as step, k as \"order\", 480.0 * k as norm_wm from range(50) "
            "t(p), range(1, 6) s(k)"
        ),
        "stops": f"""select 'H' || i as dossier_id, 'supplement' as kind, came + to_minutes(2500) as from_at, came + to_minutes(4500) as to_at
            from bench_base where i % {each} = 0""",
    }
    import ibis

    tables = {}
    for name, declared in CANONICAL.items():
        engine.connection.raw_sql(
            f"create or replace view bench_view as {queries.get(name, 'select 1 as nothing where false')}"
        )
        raw = engine.connection.table("bench_view")
        columns = {c: raw[c].cast(t) if c in raw.columns else ibis.null(t) for c, t in declared.ibis_schema().items()}
        tables[name] = engine.materialise(raw.select(**columns), f"bench_{name}")
    return tables


_PEER = """
import sys, time, pandas as pd, pm4py
from pm4py.algo.discovery.dfg.variants import performance
frame = pd.read_parquet(sys.argv[1])
frame = frame.rename(columns={"dossier_id": "case:concept:name", "step": "concept:name", "ended_at": "time:timestamp"})
frame["time:timestamp"] = frame["time:timestamp"].dt.tz_localize("UTC")
slots = [((7 + 24 * d) * 3600, (17 + 24 * d) * 3600) for d in range(5)]
start = time.perf_counter()
pm4py.discover_performance_dfg(frame, business_hours=True, business_hour_slots=slots)
print(time.perf_counter() - start)
"""


def _pm4py(path: Path) -> float | None:
    python = os.environ.get("TTHC_PM4PY")
    if not python or path.stat().st_size > PEER_BYTES:
        return None
    done = subprocess.run([python, "-c", _PEER, str(path)], capture_output=True, text=True)
    return float(done.stdout.strip().splitlines()[-1]) if done.returncode == 0 else None


if __name__ == "__main__":
    main(sys.argv[1:])
