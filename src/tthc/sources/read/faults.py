"""Findings while reading: single faults as rows, row-wise faults as expressions, one table in the end."""

from __future__ import annotations

from dataclasses import dataclass, field

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.engine import Engine
from tthc.model.schema import TABLES
from tthc.model.schema.checks import CHECKS, finding_rows
from tthc.sources.read.unread import UnreadColumn

FINDINGS = TABLES["findings"]
_ARROW = FINDINGS.ibis_schema().to_pyarrow()


# What is said of how a file is made; of many files made alike it is said once.
_OF_FORM = (
    "sheet.column_ignored", "sheet.column_not_read", "sheet.not_read", "sheet.header_twice", "sheet.unknown",
    "file.code_page", "derived.", "log.",
)
_FEW = 8


def _once(rows: list[dict]) -> list[dict]:
    """The findings, those on the form of many files as one that says how many."""
    same: dict[tuple, list[dict]] = {}
    for number, row in enumerate(rows):
        said = tuple(row[name] for name in ("rule", "sheet", "column", "value", "message"))
        same.setdefault(said if row["rule"].startswith(_OF_FORM) else (number,), []).append(row)
    return [
        one
        for alike in same.values()
        for one in (alike if len(alike) < _FEW else [{**alike[0], "value": f"ở {len(alike)} tệp cùng mẫu"}])
    ]


@dataclass(frozen=True)
class MaybeColumn:
    """A column that is not used and may be `column` of `table`, which its sheet lacks; `header_row` counts from 1."""

    file: str
    sheet: str | None
    header_row: int
    header: str
    table: str
    column: str
    profile: str


@dataclass(frozen=True)
class LostCell:
    """A cell whose formula has no value: where it lies (`row` from 1, `column` from 0), and what stands for it."""

    file: str
    sheet: str
    row: int
    column: int
    text: str


@dataclass
class Faults:
    """What was found so far. `rows` are finished findings, `tables` expressions that select more of them, `unread`
    columns; `pages` has file, records and how many of them the source says there are; `maybe` are unused columns,
    `lost` cells of workbooks without a value."""

    rows: list[dict] = field(default_factory=list)
    tables: list[ir.Table] = field(default_factory=list)
    unread: list[UnreadColumn] = field(default_factory=list)
    pages: list[tuple[str, int, int]] = field(default_factory=list)
    maybe: list[MaybeColumn] = field(default_factory=list)
    lost: list[LostCell] = field(default_factory=list)

    def add(self, rule: str, file: str | None, sheet: str | None = None, *, row: int | None = None,
            column: str | None = None,
            value: str | None = None, dossier_id: str | None = None, **words: object) -> None:
        """One finding; `words` fill the places of its message."""
        check = CHECKS[rule]
        self.rows.append({
            "rule": rule, "severity": check.severity, "file": file, "sheet": sheet, "row": row, "column": column,
            "value": value, "dossier_id": dossier_id,
            "message": check.message.format(column=column, sheet=sheet or file, **words),
            "action": check.action.format(**words),
        })

    def add_rows(
        self, rule: str, rows: ir.Table, *, column: str | None, value: ir.Value | None = None, **words: object,
    ) -> None:
        """One finding per row of `rows`, which has the three columns of origin and maybe dossier_id."""
        self.tables.append(finding_rows(rule, rows, column=column, value=value, **words))

    def take_back(self, rule: str, file: str) -> None:
        """Forget the findings of that rule on the file."""
        self.rows[:] = [row for row in self.rows if (row["rule"], row["file"]) != (rule, file)]

    def stops(self) -> bool:
        return any(row["severity"] == "stop" for row in self.rows)

    def table(self, engine: Engine) -> ir.Table:
        """All findings as one stored table (schema FINDINGS)."""
        own = engine.load(pa.Table.from_pylist(_once(self.rows), schema=_ARROW), "read_findings_own")
        everything = ibis.union(own, *self.tables) if self.tables else own
        return engine.materialise(everything, "read_findings")
