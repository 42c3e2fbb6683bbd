"""Canonical tables → findings: what cannot be, what is unlikely, and what the source lacks."""

from tthc.check.all import check
from tthc.check.workbook import write_findings_xlsx

__all__ = ["check", "write_findings_xlsx"]
