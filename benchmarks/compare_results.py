"""Whether two checkouts of the package compute the same tables: every table of the sample, of wabo_receipt and of six
random worlds.

    git worktree add /tmp/before fea8422
    python benchmarks/compare_results.py dump --source /tmp/before --inputs /tmp/inputs --out /tmp/dump-before
    python benchmarks/compare_results.py dump --source . --inputs /tmp/inputs --out /tmp/dump-after
    python benchmarks/compare_results.py compare /tmp/dump-before /tmp/dump-after

Tables are equal when they hold the same rows, in whatever order: text, times and whole numbers exactly, floats within
1e-9 (relative, or absolute near nought). `compare` prints each difference in a line or two and ends with 1 when there
is one.

The first dump writes the inputs (sample and random worlds, by its own checkout); later ones read the same files, so
that what is compared is the analysis alone. wabo_receipt is read from the folder that `--shared` or TTHC_SHARED names;
`--only` and `--skip` choose cases by the beginning of their names. Of a checkout nothing is used but `tthc.open` and
`tthc simulate`.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = "2024-01..2024-05"
TOLERANCE = 1e-9
SHOWN = 3  # rows of a table that differ, printed
WORLD = ("--seed", "--size", "--period")


@dataclass(frozen=True)
class Case:
    """One study: its input below the folder of inputs, its period, the other options of `tthc.open`."""

    name: str
    input: str
    period: str
    options: dict = field(default_factory=dict)
    seed: int | None = None
    size: int = 0

    @property
    def is_world(self) -> bool:
        return self.seed is not None


CASES = (
    Case("sample", "sample", SAMPLE),
    Case("sample-shared", "sample", SAMPLE, {"audience": "shared"}),
    Case("wabo", "wabo_receipt.csv.gz", "2010-10..2012-01", {"profile": "wabo", "as_of": "2012-01-24"}),
    Case("world-1", "world-1", "2024-01..2024-03", {}, seed=101, size=150),
    Case("world-2", "world-2", "2023-04..2023-06", {"rules": "rule=qd766,compare=minute"}, seed=202, size=220),
    Case(
        "world-3", "world-3", "2024-02", {"rules": "rule=nd61,first_day=same", "as_of": "2024-02-20"}, seed=303,
        size=120,
    ),
    Case(
        "world-4", "world-4", "2023-01..2023-06", {"rules": "nested_consult=own_office,after_hours=same_day"}, seed=404,
        size=300,
    ),
    Case("world-5", "world-5", "2024-Q1", {"rules": "quarters=administrative,cutoff_hour=15"}, seed=505, size=200),
    Case(
        "world-6", "world-6", "2023-09..2023-12", {"rules": "norm_days=5,intake_hours=4", "as_of": "2023-12-15T10:30"},
        seed=606, size=180,
    ),
)
# Said of the run or the machine, not of the data.
_OF_THE_RUN = ("computed_at", "versions", "inputs")


def main() -> int:
    given = _arguments()
    if given.command == "compare":
        return _compare(given.before, given.after)
    if given.command == "one":
        return _dump_one(json.loads(given.case), given.input, given.out)
    return _dump(given)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    dump = commands.add_parser("dump", help="write every table of every case as Parquet")
    dump.add_argument("--source", type=Path, default=ROOT, help="the checkout whose package computes")
    dump.add_argument(
        "--inputs", type=Path, required=True, help="the folder of the inputs; what is missing there is written",
    )
    dump.add_argument("--out", type=Path, required=True)
    dump.add_argument("--shared", type=Path, default=Path(os.environ.get("TTHC_SHARED") or ROOT.parent / "shared"))
    dump.add_argument("--only", action="append", default=[], metavar="NAME")
    dump.add_argument("--skip", action="append", default=[], metavar="NAME")
    compare = commands.add_parser("compare", help="what differs between two dumps")
    compare.add_argument("before", type=Path)
    compare.add_argument("after", type=Path)
    one = commands.add_parser("one")  # what `dump` runs in a process of its own
    for name in ("case", "input", "out"):
        one.add_argument(name)
    return parser.parse_args()


def _dump(given: argparse.Namespace) -> int:
    source, inputs = given.source.resolve(), given.inputs.resolve()
    shutil.rmtree(given.out, ignore_errors=True)
    given.out.mkdir(parents=True)
    project = _project(source, given.out.resolve())
    for case in CASES:
        if (
            given.only and not case.name.startswith(tuple(given.only))
        ) or case.name.startswith(tuple(given.skip) or ("?",)):
            continue
        path = _input(case, source, inputs, given.shared, project)
        print(case.name, flush=True)
        out = given.out.resolve() / case.name
        _run(source, project, str(Path(__file__).resolve()), "one", json.dumps(asdict(case)), str(path), str(out))
    shutil.rmtree(project)
    return 0


def _project(source: Path, out: Path) -> Path:
    """A project folder with the checkout's settings and reference data, and a key that is always the same."""
    project = out / "project"
    (project / "data").mkdir(parents=True)
    shutil.copy(source / "tthc.toml", project)
    shutil.copytree(source / "data" / "reference", project / "data" / "reference")
    (project / "data" / "raw").mkdir()
    (project / "khoa-chia-se").write_text("5a" * 32 + "\n", encoding="ascii")
    return project


def _input(case: Case, source: Path, inputs: Path, shared: Path, project: Path) -> Path:
    """Where the case's data lie; written first where they do not lie there yet."""
    if case.name == "wabo":
        return (shared / "data" / case.input).resolve()
    path = inputs / case.input
    if not path.exists() and case.is_world:
        options = [str(case.seed), str(case.size), _months(case.period)]
        given = [word for pair in zip(WORLD, options, strict=True) for word in pair]
        _run(source, project, "-m", "tthc", "simulate", "--out", str(path), *given)
    elif not path.exists():
        shutil.copytree(source / "data" / "raw" / SAMPLE.replace("..", "_"), path)
    return path


def _months(period: str) -> str:
    """The simulator counts calendar months."""
    return {"2024-Q1": "2023-12..2024-03"}.get(period, period)


def _run(source: Path, project: Path, *words: str) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TTHC_")}
    environment |= {"PYTHONPATH": str(source / "src"), "PYTHONHASHSEED": "0"}
    subprocess.run([sys.executable, *words], cwd=project, env=environment, check=True, stdout=sys.stderr)


def _dump_one(case: dict, path: str, out: str) -> int:
    import tthc

    study = tthc.open(case["period"], source=path, **case["options"])
    Path(out).mkdir(parents=True)
    for name in study.names:
        pq.write_table(study.table(name).to_pyarrow(), Path(out) / f"{name}.parquet")
    info = {key: value for key, value in study.info.items() if key not in _OF_THE_RUN}
    (Path(out) / "info.json").write_text(
        json.dumps(info, ensure_ascii=False, sort_keys=True, default=str), encoding="utf-8",
    )
    return 0


def _compare(before: Path, after: Path) -> int:
    found = list(_differences(before, after))
    for line in found:
        print(line)
    print(f"{len(found)} differences" if found else "no difference")
    return 1 if found else 0


def _differences(before: Path, after: Path) -> Iterator[str]:
    old, new = _tables(before), _tables(after)
    if not old:
        yield f"no tables in {before}"
    yield from (f"{name}: only before" for name in sorted(old - new))
    yield from (f"{name}: only after" for name in sorted(new - old))
    for name in sorted(old & new):
        if name.endswith(".json"):
            yield from (f"{name}: {line}" for line in info_differences(_json(before / name), _json(after / name)))
        else:
            yield from (
                f"{name}: {line}"
                for line in table_differences(pq.read_table(before / name), pq.read_table(after / name))
            )


def _tables(dump: Path) -> set[str]:
    return {str(path.relative_to(dump)) for kind in ("parquet", "json") for path in dump.glob(f"*/*.{kind}")}


def _json(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def info_differences(old: dict, new: dict) -> Iterator[str]:
    """What differs between two studies' words about themselves, key by key."""
    for key in sorted(old.keys() | new.keys()):
        if not _alike(_split(old.get(key)), _split(new.get(key))):
            yield f"{key}: {_short(old.get(key))} → {_short(new.get(key))}"


def table_differences(old: pa.Table, new: pa.Table) -> Iterator[str]:
    """What differs between two tables, as sets of rows; columns that only one has are named and left aside."""
    yield from (f"column {name}: only before" for name in old.column_names if name not in new.column_names)
    yield from (f"column {name}: only after" for name in new.column_names if name not in old.column_names)
    both = [name for name in old.column_names if name in new.column_names]
    for name in both:
        if old.schema.field(name).type != new.schema.field(name).type:
            yield f"column {name}: {old.schema.field(name).type} → {new.schema.field(name).type}"
    gone, come = unpaired(old.select(both).to_pylist(), new.select(both).to_pylist())
    if gone or come:
        yield (
            f"{len(gone)} of {len(old)} rows only before, {len(come)} of {len(new)} only after"
            f"{_columns(gone, come, both)}"
        )
        yield from (f"  - {_short(row)}" for row in gone[:SHOWN])
        yield from (f"  + {_short(row)}" for row in come[:SHOWN])


def _columns(gone: list[dict], come: list[dict], names: list[str]) -> str:
    """Which columns' values differ as a whole, where the rows pair up in number."""
    if len(gone) != len(come):
        return ""
    other = [
        name
        for name in names
        if sorted(map(repr, (row[name] for row in gone))) != sorted(map(repr, (row[name] for row in come)))
    ]
    return f" (columns {', '.join(other)})" if other else ""


def unpaired(old: list[dict], new: list[dict]) -> tuple[list[dict], list[dict]]:
    """The rows of each side that have no equal one on the other; a row that stands twice wants two."""
    mine, theirs = _by_exact(old), _by_exact(new)
    gone, come = [], []
    for key in [*mine, *(key for key in theirs if key not in mine)]:
        left, right = _leftover(mine.get(key, []), theirs.get(key, []))
        gone += left
        come += right
    return gone, come


def _by_exact(rows: list[dict]) -> dict[object, list[tuple[tuple[float, ...], dict]]]:
    """Rows by all of them that must be equal exactly; with each its floats."""
    groups = defaultdict(list)
    for row in rows:
        exact, floats = _split(tuple(row.values()))
        groups[exact].append((floats, row))
    return groups


def _leftover(mine: list, theirs: list) -> tuple[list[dict], list[dict]]:
    order = {"key": lambda pair: pair[0]}
    left, right = sorted(mine, **order), sorted(theirs, **order)
    if len(left) == len(right) and all(_close(one[0], other[0]) for one, other in zip(left, right, strict=True)):
        return [], []
    gone = []
    for floats, row in left:
        match = next((n for n, other in enumerate(right) if _close(floats, other[0])), None)
        if match is None:
            gone.append(row)
        else:
            del right[match]
    return gone, [row for _, row in right]


def _split(value: object) -> tuple[object, tuple[float, ...]]:
    """A value as what must be equal exactly, with places for its floats, and the floats. Not-a-number is exact."""
    if isinstance(value, float) and not math.isnan(value):
        return "float", (value,)
    if isinstance(value, dict):
        value = tuple((key, one) for key, one in sorted(value.items()))
    if isinstance(value, list | tuple):
        parts = [_split(one) for one in value]
        return tuple(exact for exact, _ in parts), tuple(one for _, floats in parts for one in floats)
    return ("exact", type(value).__name__, repr(value)), ()


def _alike(one: tuple, other: tuple) -> bool:
    return one[0] == other[0] and _close(one[1], other[1])


def _close(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(math.isclose(a, b, rel_tol=TOLERANCE, abs_tol=TOLERANCE) for a, b in zip(one, other, strict=True))


def _short(value: object) -> str:
    if isinstance(value, dict):
        value = {key: f"{one}" for key, one in value.items() if one is not None}
    return re.sub(r"\s+", " ", f"{value}")[:400]


if __name__ == "__main__":
    sys.exit(main())
