"""How long reading a 100 MB event log takes, against DuckDB's own `read_csv` of the same file.

`python benchmarks/read_csv.py [MB]` writes the log into a temporary folder, reads it both ways in turn, nine times
each, and prints the medians and their ratio: in turn, so that whatever else the machine does falls on both. The aim is
a ratio of at most 3 (issue 3): from the file to the canonical tables, with row numbers, findings and accounting. Beside
the seconds on the wall stand those of all processors, which other work on the machine changes less.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from tthc.engine import connect
from tthc.model.settings import load_run
from tthc.sources.read import read_sources

ROOT = Path(__file__).resolve().parents[1]
TIMES = 9
ACTIVITIES = [f"Bước xử lý số {number}" for number in range(12)]


def write_log(path: Path, megabytes: int) -> int:
    """Events of dossiers with five to fifteen steps, until the file has that size; returns their number."""
    draw, number, count = random.Random(1), 0, 0
    with path.open("w", encoding="utf-8") as file:
        file.write("case_id,activity,resource,group,start_time,end_time\n")
        while file.tell() < megabytes << 20:
            number += 1
            at = datetime(2023, 1, 1) + timedelta(seconds=draw.randrange(31_536_000))
            for _ in range(draw.randint(5, 15)):
                begin = at + timedelta(seconds=draw.randrange(90_000))
                at = begin + timedelta(seconds=draw.randrange(30_000))
                file.write(
                    f"HS-2023-{number:07d},{draw.choice(ACTIVITIES)},Cán bộ {draw.randrange(60)},Phòng chuyên môn "
                    f"{draw.randrange(9)},"
                    f"{begin:%d/%m/%Y %H:%M:%S},{at:%d/%m/%Y %H:%M:%S}\n"
                )
                count += 1
    return count


def own_reader(path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("create table log as select * from read_csv(?)", [str(path)])


def canonical(path: Path) -> None:
    engine = connect()
    try:
        read_sources(load_run("2023", root=ROOT, source=path, profile="su_kien"), engine)
    finally:
        engine.close()


def medians(path: Path, *ways: Callable[[Path], None]) -> list[tuple[float, float]]:
    """Seconds of each way of reading, on the wall and of all processors, the ways taking turns."""
    taken: dict[Callable, list[tuple[float, float]]] = {way: [] for way in ways}
    for way in ways * TIMES:
        wall, cpu = time.perf_counter(), time.process_time()
        way(path)
        taken[way].append((time.perf_counter() - wall, time.process_time() - cpu))
    return [tuple(map(statistics.median, zip(*seconds, strict=True))) for seconds in taken.values()]


def main() -> None:
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        count = write_log(path, megabytes)
        plain, whole = medians(path, own_reader, canonical)
    print(f"{'events':>12} {'MB':>6} {'':>4} {'read_csv, s':>12} {'canonical, s':>13} {'ratio':>6}")
    for kind, one, other in zip(("wall", "CPU"), plain, whole, strict=True):
        print(f"{count:>12,} {megabytes:>6} {kind:>4} {one:>12.2f} {other:>13.2f} {other / one:>6.2f}")


if __name__ == "__main__":
    main()
