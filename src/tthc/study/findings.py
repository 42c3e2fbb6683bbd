"""All findings on a source, from reading it and from what its tables show together."""

from __future__ import annotations

import ibis.expr.types as ir

from tthc.sources.checks import check
from tthc.sources.read import Reading


def all_findings(reading: Reading, calendar: ir.Table) -> ir.Table:
    """One row per fault found in the input (schema FINDINGS)."""
    return reading.findings.union(check(reading.tables, calendar, reading.present))
