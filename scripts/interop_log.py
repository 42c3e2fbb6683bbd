"""What others make of the event log: the schema, tthc's own reader, pm4py. Part of `make interop`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
from lxml import etree

SCHEMA = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "xes.xsd"
# What a log leaves out on purpose (free text, people outside), and where a row was read.
NOT_IN_A_LOG = {"applicant", "applicant_contact", "title", "src_file", "src_sheet", "src_row"}
PEER = """
import json, sys, pm4py
log = pm4py.read_xes(sys.argv[1])
case, at = "case:concept:name", "time:timestamp"
spans = log.groupby(case)[at].agg(lambda times: (times.max() - times.min()).total_seconds())
print(json.dumps({"version": pm4py.__version__, "cases": int(log[case].nunique()), "events": len(log),
                  "variants": len(pm4py.get_variants(log)), "median_seconds": float(spans.median())}))
"""


def compared(command: Path, folder: Path, period: Sequence[str], pm4py: Path | None) -> Iterator[str]:
    """Lines about log.xes in the folder, which `tthc` (the command) wrote there beside log.csv."""
    faults = etree.XMLSchema(file=SCHEMA)
    valid = faults.validate(etree.parse(folder / "log.xes"))
    yield f"- `log.xes` against `tests/fixtures/xes.xsd`: {'valid' if valid else faults.error_log.last_error}"
    for table in ("dossiers", "steps", "stops"):
        yield f"- `{table}` read back from `log.xes`: {_read_back(command, folder, period, table)}"
    if pm4py:
        theirs = json.loads(_output([pm4py, "-c", PEER, folder / "log.xes"]).strip().splitlines()[-1])
        version, ours = theirs.pop("version"), _figures(folder / "log.csv")
        yield f"- pm4py {version}: {theirs}; counted from `log.csv`: {ours}; equal: {theirs == ours}"


def _read_back(command: Path, folder: Path, period: Sequence[str], table: str) -> str:
    """The table from the sample's own export, and from the log: what differs."""
    frames = []
    for name, source in (("own", ()), ("again", ("--source", "log.xes", "--profile", "su_kien"))):
        file = folder / f"{name}.parquet"
        words = [command, "export", table, *period, *source, "--format", "parquet", "-o", file]
        _output(words, folder)
        frames.append(_sorted(pd.read_parquet(file)))
    own, again = frames
    if len(own) != len(again):
        return f"{len(own)} rows became {len(again)}"
    differing = [name for name in own.columns if own[name].tolist() != again[name].tolist()]
    return f"{len(own)} rows, " + (f"different in {differing}" if differing else f"equal in {own.shape[1]} columns")


def _sorted(rows: pd.DataFrame) -> pd.DataFrame:
    """Plain values, None where nothing is, in an order that both readings share."""
    kept = rows[[name for name in rows.columns if name not in NOT_IN_A_LOG]].astype(object)
    keys = [name for name in ("dossier_id", "step_no", "kind", "from_at") if name in kept.columns]
    return kept.where(kept.notna(), None).sort_values(keys, ignore_index=True)


def _figures(log: Path) -> dict[str, float]:
    rows = pd.read_csv(log, parse_dates=["time:timestamp"])
    cases = rows.groupby("case:concept:name", sort=False)
    at = cases["time:timestamp"]
    return {
        "cases": cases.ngroups, "events": len(rows), "variants": cases["concept:name"].agg(tuple).nunique(),
        "median_seconds": float((at.max() - at.min()).dt.total_seconds().median()),
    }  # fmt: skip


def _output(command: Sequence[object], folder: Path | None = None) -> str:
    words = [str(part) for part in command]
    return subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True).stdout
