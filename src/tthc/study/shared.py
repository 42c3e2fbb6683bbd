"""What the stages read when the edition is for others: the same reading without people, and findings without values."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import ibis.expr.types as ir

from tthc.audience import Codes, office_key, share_accounting, share_findings, share_tables
from tthc.study.findings import all_findings

if TYPE_CHECKING:
    from tthc.study.compute import Stages


def share(stages: Stages, calendar: ir.Table) -> None:
    """Puts codes in the place of people before any stage computes. Findings are read off the real tables first."""
    engine, reading = stages.engine, stages.reading
    found = engine.materialise(all_findings(reading, calendar), "read_findings_whole")
    tables, stages.pseudonyms = share_tables(reading.tables, engine, Codes(office_key(stages.run.root)))
    stages.keep("read_findings", share_findings(found, engine, stages.pseudonyms), inner=True)
    accounting = engine.materialise(share_accounting(reading.accounting, engine, stages.pseudonyms), "shared_accounting")
    stages.reading = dataclasses.replace(reading, tables=tables, findings=reading.findings.limit(0), accounting=accounting)
