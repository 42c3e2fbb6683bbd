"""Every table of the package, declared once: columns, types, code lists, Vietnamese labels.

`CANONICAL` holds what `read` produces (design.md §3); `RESULTS` what the later stages produce. The data dictionary in
`docs/data-dictionary.md` is generated from both.
"""

from tthc.schema.canonical import CANONICAL, KEY_CELLS, NOT_IN_SOURCES
from tthc.schema.codes import CODES, label
from tthc.schema.explanations import EXPLAINED
from tthc.schema.memory import MEMORY
from tthc.schema.model import Column, Table
from tthc.schema.period_report import PERIOD_REPORT
from tthc.schema.results import RESULTS
from tthc.schema.service import SERVICE
from tthc.schema.views import VIEWS
from tthc.schema.warning import WARNED

TABLES: dict[str, Table] = {**CANONICAL, **RESULTS, **VIEWS, **SERVICE, PERIOD_REPORT.name: PERIOD_REPORT, **EXPLAINED, **MEMORY, **WARNED}

__all__ = [
    "CANONICAL", "CODES", "KEY_CELLS", "MEMORY", "NOT_IN_SOURCES", "RESULTS", "SERVICE", "TABLES", "VIEWS", "WARNED", "Column", "Table", "label",
]
