"""What the records of officers do not prove, as findings of chapter 90: per officer, per account, per silence of the
office.
"""

from __future__ import annotations

from typing import Any

import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from tthc.model.schema import TABLES
from tthc.model.schema.checks import CHECKS
from tthc.study.graph.context import Context
from tthc.study.people import People
from tthc.study.pseudonyms import pseudonymise_rows


def doubts(context: Context, starts: ir.Table, accounts: ir.Table, silences: ir.Table) -> pa.Table:
    """One row per finding (schema FINDINGS) that the stages themselves make: names, starts that are no starts, shared
    accounts, silences.
    """
    found = {
        name: context.engine.fetch(rows)
        for name, rows in (("starts", starts), ("accounts", accounts), ("silences", silences))
    }
    rows = [
        *_names(context.people), *_starts(found["starts"]), *_accounts(found["accounts"], context.people),
        *_silences(found["silences"]),
    ]
    if context.pseudonyms:
        rows = pseudonymise_rows(rows, "findings", context.pseudonyms)
    return pa.Table.from_pylist(rows, schema=TABLES["findings"].ibis_schema().to_pyarrow())


def _finding(rule: str, value: str) -> dict[str, Any]:
    check = CHECKS[rule]
    return {"rule": rule, "severity": check.severity, "value": value, "message": check.message, "action": check.action}


def _names(people: People) -> list[dict[str, Any]]:
    spelled = people.spelled
    return [
        *(_finding("officer.spellings", f"{name}: {', '.join(others)}") for name, others in people.folded.items()),
        *(_finding("officer.similar", f"{one}; {other}") for one, other in people.similar),
        *(_finding("name.spellings", f"{name}: {', '.join(others)}") for name, others in spelled.folded.items()),
        *(_finding("name.similar", f"{one}; {other}") for one, other in spelled.similar),
    ]


def _starts(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        _finding(f"start.{row.doubt}", f"{row.officer}, bước “{row.step}”")
        for row in rows.sort_values(["officer", "step"]).itertuples()
    ]


def _accounts(rows: pd.DataFrame, people: People) -> list[dict[str, Any]]:
    namesakes = rows[rows.doubt == "namesake"].officer
    shared = ({*rows.officer} - {*namesakes}) | {*people.vague}
    return [
        *(_finding("officer.shared", name) for name in sorted(shared)),
        *(_finding("officer.namesakes", name) for name in sorted({*namesakes} - {*people.vague})),
    ]


def _silences(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        _finding(f"office.{row.state}", f"{row.from_at:%d/%m/%Y} – {row.to_at:%d/%m/%Y}")
        for row in rows.sort_values("from_at").itertuples()
    ]
