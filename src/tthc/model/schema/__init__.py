"""Every table of the package, declared once: columns, types, code lists, Vietnamese labels.

`CANONICAL` holds what `read` produces; `RESULTS` what the later stages produce. The data dictionary in
`docs/data-dictionary.md` is generated from both.
"""

from tthc.model.schema.canonical import CANONICAL, KEY_CELLS, NOT_IN_SOURCES
from tthc.model.schema.codes import CODES, label
from tthc.model.schema.explanations import EXPLAINED
from tthc.model.schema.memory import MEMORY
from tthc.model.schema.period_report import PERIOD_REPORT
from tthc.model.schema.results import RESULTS
from tthc.model.schema.service import SERVICE
from tthc.model.schema.table import Column, Table
from tthc.model.schema.views import VIEWS
from tthc.model.schema.warning import WARNED

TABLES: dict[str, Table] = {
    **CANONICAL, **RESULTS, **VIEWS, **SERVICE, PERIOD_REPORT.name: PERIOD_REPORT, **EXPLAINED, **MEMORY, **WARNED,
}

__all__ = [
    "CANONICAL", "CODES", "KEY_CELLS", "MEMORY", "NOT_IN_SOURCES", "RESULTS", "SERVICE", "TABLES", "VIEWS", "WARNED",
    "Column", "Table", "label",
]
