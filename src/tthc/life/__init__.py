"""What belongs to a dossier's life, decided once for outcomes, segments, signs and warning.

`statuses`: what the portal's ten codes mean for the life. `faults`: why a dossier cannot be judged.
"""

from tthc.life.faults import FAULTS, PLACELESS, column_of, has_life, readable, said, with_fault
from tthc.life.statuses import FINAL, FINISHED, HALTED, NEW, REFUSED, STOPPED, WITHDRAWN, is_over

__all__ = [
    "FAULTS", "FINAL", "FINISHED", "HALTED", "NEW", "PLACELESS", "REFUSED", "STOPPED", "WITHDRAWN", "column_of", "has_life", "is_over", "readable", "said",
    "with_fault",
]
