"""What the records of officers do not prove, as findings of chapter 00: per officer, per account, per silence of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from tthc.audience import share_rows
from tthc.schema import TABLES
from tthc.schema.checks import CHECKS

if TYPE_CHECKING:
    from tthc.study.compute import Stages


def keep_doubts(stages: Stages) -> None:
    """Keeps the findings (schema FINDINGS) that the stages themselves make: names, starts that are no starts, shared accounts, silences."""
    rows = [*_names(stages), *_starts(stages), *_accounts(stages), *_silences(stages)]
    if stages.pseudonyms:
        rows = share_rows(rows, "findings", stages.pseudonyms)
    stages.inner["doubts"] = stages.engine.load(pa.Table.from_pylist(rows, schema=TABLES["findings"].ibis_schema().to_pyarrow()), "doubts")


def _finding(rule: str, value: str) -> dict:
    check = CHECKS[rule]
    return {"rule": rule, "severity": check.severity, "value": value, "message": check.message, "action": check.action}


def _names(stages: Stages) -> list[dict]:
    folded = [_finding("officer.spellings", f"{name}: {', '.join(others)}") for name, others in stages.people.folded.items()]
    return folded + [_finding("officer.similar", f"{one}; {other}") for one, other in stages.people.similar]


def _starts(stages: Stages) -> list[dict]:
    rows = _fetch(stages, stages.numbers.named(stages.inner["doubted_starts"])).sort_values(["officer", "step"])
    return [_finding(f"start.{row.doubt}", f"{row.officer}, bước “{row.step}”") for row in rows.itertuples()]


def _accounts(stages: Stages) -> list[dict]:
    rows = _fetch(stages, stages.numbers.named(stages.inner["shared_accounts"]))
    return [_finding("officer.shared", name) for name in sorted({*rows.officer, *stages.people.vague})]


def _silences(stages: Stages) -> list[dict]:
    rows = _fetch(stages, stages.inner["silences"]).sort_values("from_at")
    return [_finding(f"office.{row.state}", f"{row.from_at:%d/%m/%Y} – {row.to_at:%d/%m/%Y}") for row in rows.itertuples()]


def _fetch(stages: Stages, rows: ir.Table) -> pd.DataFrame:
    return stages.engine.fetch(rows)
