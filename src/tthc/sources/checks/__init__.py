"""Canonical tables → findings: what cannot be, what is unlikely, and what the source lacks."""

from tthc.sources.checks.all import check
from tthc.sources.checks.findings_workbook import write_findings_xlsx

__all__ = ["check", "write_findings_xlsx"]
