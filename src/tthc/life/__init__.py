"""What belongs to a dossier's life, decided once for outcomes, segments, signs and warning.

`statuses`: what the portal's ten codes mean for the life. `faults`: why a dossier cannot be judged.
"""

from tthc.life.faults import FAULTS, PLACELESS, column_of, has_life, readable, said, with_fault
from tthc.life.statuses import FINAL, FINISHED, NEW, REFUSED, STOPPED, WITHDRAWN

__all__ = [
    "FAULTS", "FINAL", "FINISHED", "NEW", "PLACELESS", "REFUSED", "STOPPED", "WITHDRAWN", "column_of", "has_life", "readable", "said",
    "with_fault",
]
