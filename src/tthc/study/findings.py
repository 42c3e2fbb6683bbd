"""All findings on a source, from reading it and from what its tables show together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis.expr.types as ir

from tthc.sources.checks import check
from tthc.sources.read import Reading


def all_findings(reading: Reading, calendar: ir.Table, provinces: Sequence[tuple[str, date]] = ()) -> ir.Table:
    """One row per fault found in the input (schema FINDINGS)."""
    return reading.findings.union(check(reading.tables, calendar, reading.present, provinces))
