"""Units compared fairly: what each handles, and how many late dossiers it would have if it were like the office at
every procedure. Read in this order: `counts`, `expected_late`.
"""

from tthc.analysis.units.counts import handled, shared_procedures, unit_counts, unit_procedures, unit_rates
from tthc.analysis.units.expected_late import against_expected, expected

__all__ = [
    "against_expected", "expected", "handled", "shared_procedures", "unit_counts", "unit_procedures", "unit_rates",
]  # fmt: skip
