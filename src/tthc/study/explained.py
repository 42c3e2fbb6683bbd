"""What people wrote back about late dossiers, and their causes in the place of the proposed ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis.expr.types as ir
import pyarrow as pa

from tthc.audience import share_rows
from tthc.causes import Cause
from tthc.explanations import confirm_late, confirm_shares, count_named_otherwise, read_explanations
from tthc.schema import TABLES

if TYPE_CHECKING:
    from tthc.study.compute import Stages

_CONFIRMED = pa.schema(
    {
        "dossier_id": pa.string(), "said": pa.string(), "said_label": pa.string(),
        "said_is_subjective": pa.bool_(), "said_remedy": pa.string(),
    }
)


def confirm(stages: Stages, causes: Sequence[Cause]) -> None:
    """Keeps explanations, cause_shares, late and what_if; without a filled workbook the causes stay the proposed ones."""
    confirmed = _read(stages, causes)
    inner = stages.inner
    shares = stages.keep("cause_shares", confirm_shares(inner["shares_proposed"], confirmed))
    stages.keep("late", confirm_late(inner["late_proposed"], inner["shares_proposed"], confirmed))
    stages.keep("what_if", count_named_otherwise(inner["what_if_computed"], shares))


def _read(stages: Stages, causes: Sequence[Cause]) -> ir.Table:
    """One row per dossier with a confirmed cause: said, said_label, said_is_subjective, said_remedy."""
    rows, findings = [], []
    listed = {cause.code: cause for cause in reversed(causes)}
    if stages.run.explanations:
        late, known = (_ids(stages, table) for table in (stages.inner["late_dossiers"], stages.reading.tables["dossiers"]))
        rows, findings = _written(stages, late, known, {code: one.label for code, one in listed.items()})
    stages.tables["explanations"] = _load(stages, "explanations", rows)
    stages.inner["explanation_findings"] = _load(stages, "findings", findings)
    said = [_said(row["dossier_id"], listed[row["cause"]]) for row in rows if row["status"] == "confirmed"]
    return stages.engine.load(pa.Table.from_pylist(said, schema=_CONFIRMED), "confirmed_causes")


def _written(stages: Stages, late: set[str], known: set[str], labels: dict[str, str]) -> tuple[list[dict], list[dict]]:
    """What stands in the workbooks, which name real dossiers; for others the rows name codes and no words of people."""
    if stages.pseudonyms is None:
        return read_explanations(stages.run.explanations, late, labels, known)
    real = stages.pseudonyms.real_dossiers
    late, known = ({real[code] for code in codes if code in real} for codes in (late, known))
    rows, findings = read_explanations(stages.run.explanations, late, labels, known)
    return share_rows(rows, "explanations", stages.pseudonyms), share_rows(findings, "findings", stages.pseudonyms)


def _said(dossier_id: str, cause: Cause) -> dict:
    is_subjective = None if cause.nature == "unknown" else cause.nature == "subjective"
    return dict(zip(_CONFIRMED.names, (dossier_id, cause.code, cause.label, is_subjective, cause.remedy), strict=True))


def _ids(stages: Stages, table: ir.Table) -> set[str]:
    return set(stages.engine.fetch(table.select("dossier_id").distinct()).dossier_id)


def _load(stages: Stages, name: str, rows: list[dict]) -> ir.Table:
    schema = TABLES[name].ibis_schema()
    return stages.engine.load(pa.Table.from_pylist(rows, schema=schema.to_pyarrow()), f"explained_{name}")
