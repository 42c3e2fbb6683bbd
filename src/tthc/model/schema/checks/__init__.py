"""Every fault that can be found in the input: its id, severity, and the Vietnamese words that explain it once.

`message` may name {things} that the place which finds the fault fills in; `action` says what to do about it.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.model.schema.checks.check import Check
from tthc.model.schema.checks.files import FILES
from tthc.model.schema.checks.people import PEOPLE
from tthc.model.schema.checks.rows import ROWS
from tthc.model.schema.checks.tables import TABLES

__all__ = ["CHECKS", "NO_RECORDS", "Check", "finding_rows"]

# Rows of a sheet that tell no dossier: its header again, the numbers of its columns, a total, a note.
NO_RECORDS = ("row.header", "row.numbers", "row.total", "row.note")

CHECKS: dict[str, Check] = {check.id: check for check in (*FILES, *ROWS, *TABLES, *PEOPLE)}


def finding_rows(
    rule: str, rows: ir.Table, *, column: str | None = None, value: ir.Value | None = None, **words: object,
) -> ir.Table:
    """One finding (schema FINDINGS) per row of `rows`, which has the three columns of origin and maybe dossier_id."""
    check = CHECKS[rule]
    return rows.select(
        rule=ibis.literal(rule), severity=ibis.literal(check.severity), file=rows.src_file, sheet=rows.src_sheet,
        row=rows.src_row,
        column=_text(column), value=_text(None) if value is None else value.cast("string"),
        dossier_id=rows.dossier_id if "dossier_id" in rows.columns else _text(None),
        message=ibis.literal(check.message.format(column=column, **words)), action=ibis.literal(check.action),
    )


def _text(value: str | None) -> ir.Value:
    return ibis.null("string") if value is None else ibis.literal(value)
