"""Units compared fairly: how many late dossiers each would have if it were like the office at every procedure."""

from tthc.analysis.units.expected_late import expected

__all__ = ["expected"]
