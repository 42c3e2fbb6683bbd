"""Working time of 10 million intervals on DuckDB; beside it pandas and pm4py on a sample. Prints one table.

    python benchmarks/clock.py [--rows 10000000] [--sample 20000] [--pm4py PYTHON]

pm4py is AGPL and no dependency: PYTHON is the interpreter of an environment of its own in which it is installed. Every
tool gets the same days off and the same hours; the last column counts intervals on which it differs from the clock.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tthc import engine
from tthc.analysis import calendar as worktime

REFERENCE = Path(__file__).resolve().parents[1] / "data" / "reference"
FIRST, LAST = datetime(2019, 1, 2), datetime(2027, 12, 1)
LIMIT_S = 15.0

PM4PY = """
import json, sys, time
import pandas as pd
from pm4py.util.business_hours import BusinessHours
rows, off = pd.read_parquet(sys.argv[1]), json.load(open(sys.argv[2]))
import datetime as dt
slots = [(d * 86400 + a * 60, d * 86400 + b * 60) for d in range(5) for a, b in ((420, 690), (810, 1020))]
holidays = {dt.date.fromisoformat(day) for day in off}
class Calendar:
    def is_working_day(self, day):
        return day not in holidays
calendar = Calendar()
started = time.perf_counter()
minutes = []
for start, end in zip(rows["start"].dt.to_pydatetime(), rows["end"].dt.to_pydatetime()):
    minutes.append(BusinessHours(start, end, business_hour_slots=slots, work_calendar=calendar).get_seconds() / 60)
print(json.dumps({"seconds": time.perf_counter() - started, "minutes": minutes}))
"""


def intervals(rows: int) -> pa.Table:
    """Intervals of up to 60 days anywhere in the calendar, to the minute."""
    draws = np.random.default_rng(20240531)
    span = int((LAST - FIRST).total_seconds() // 60) - 60 * 1440
    start = np.datetime64(FIRST, "us") + draws.integers(0, span, rows).astype("timedelta64[m]")
    end = start + draws.integers(0, 60 * 1440, rows).astype("timedelta64[m]")
    return pa.table({"n": np.arange(rows), "start": start, "end": end})


def clock(table: pa.Table, fetch: bool) -> tuple[float, np.ndarray | float]:
    """Seconds to read both ends of all intervals on DuckDB, and the minutes (or, not fetched, their sum)."""
    connected = engine.connect()
    calendar = connected.load(worktime.calendar_table(REFERENCE, "vn"), "calendar")
    loaded = connected.load(table, "intervals")
    started = time.perf_counter()
    read = worktime.read_clock(loaded, calendar, {"start": "start_wm", "end": "end_wm"})
    kept = connected.materialise(read.select("n", wm=read.end_wm - read.start_wm), "working")
    seconds = time.perf_counter() - started
    found = connected.fetch(kept.order_by("n")).wm.to_numpy() if fetch else connected.fetch(
        kept.agg(s=kept.wm.sum())
    ).s.iloc[0]
    connected.close()
    return seconds, found


def days_off() -> list[str]:
    """Weekdays on which the office is closed; neither rival can be told of a worked Saturday."""
    days = worktime.calendar_table(REFERENCE, "vn").to_pylist()
    return [str(day["date"]) for day in days if not day["is_work"] and day["date"].weekday() < 5]


def custom_business_hour(sample: pd.DataFrame) -> np.ndarray:
    """pandas counts whole hours of one session a day: hours of both sessions, counted by the offset's own rollback."""
    off = np.array(days_off(), dtype="datetime64[D]")
    total = np.zeros(len(sample))
    for opens, closes in (("07:00", "11:30"), ("13:30", "17:00")):
        offset = pd.offsets.CustomBusinessHour(start=opens, end=closes, holidays=off)
        total += [_minutes(offset, start, end) for start, end in zip(sample["start"], sample["end"], strict=True)]
    return total


def _minutes(offset: pd.offsets.CustomBusinessHour, start: pd.Timestamp, end: pd.Timestamp) -> float:
    opens, closes = offset.start[0], offset.end[0]
    whole = (datetime.combine(end, closes) - datetime.combine(end, opens)).total_seconds() / 60
    first, last = offset.rollforward(start), offset.rollback(end)
    if last <= first:
        return 0.0
    days = np.busday_count(first.date(), last.date(), holidays=offset.holidays)
    return days * whole + (last - last.normalize() - (first - first.normalize())).total_seconds() / 60


def pm4py_minutes(python: str, sample: pa.Table) -> tuple[float, np.ndarray]:
    with tempfile.TemporaryDirectory() as folder:
        rows, off = Path(folder) / "rows.parquet", Path(folder) / "off.json"
        pq.write_table(sample, rows)
        off.write_text(json.dumps(days_off()))
        run = subprocess.run([python, "-c", PM4PY, str(rows), str(off)], capture_output=True, text=True, check=True)
    answer = json.loads(run.stdout.splitlines()[-1])
    return answer["seconds"], np.array(answer["minutes"])


def timed(count: Callable[[pd.DataFrame], np.ndarray], sample: pd.DataFrame) -> tuple[float, np.ndarray]:
    started = time.perf_counter()
    found = count(sample)
    return time.perf_counter() - started, found


def line(name: str, rows: int, seconds: float, differing: str) -> str:
    return f"{name:28} {rows:>12,} {seconds:>9.2f} s {rows / seconds:>14,.0f}/s  {differing}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--sample", type=int, default=20_000)
    parser.add_argument("--pm4py", default="", help="python of an environment with pm4py")
    options = parser.parse_args()
    print(f"{'':28} {'intervals':>12} {'wall':>11} {'rate':>16}  differing from the clock")
    seconds, _ = clock(intervals(options.rows), fetch=False)
    print(line("tthc clock, DuckDB", options.rows, seconds, "–"))
    sample = intervals(options.sample)
    _, truth = clock(sample, fetch=True)
    rivals = {"pandas CustomBusinessHour": lambda: timed(custom_business_hour, sample.to_pandas())}
    if options.pm4py:
        rivals["pm4py business hours"] = lambda: pm4py_minutes(options.pm4py, sample)
    for name, count in rivals.items():
        spent, found = count()
        wrong = int((np.abs(found - truth) > 1e-6).sum())
        print(line(name, options.sample, spent, f"{wrong:,} of {options.sample:,} (they know no worked Saturdays)"))
    print(f"within {LIMIT_S:.0f} s: {'yes' if seconds <= LIMIT_S else 'no'}")
    return 0 if seconds <= LIMIT_S else 1


if __name__ == "__main__":
    sys.exit(main())
