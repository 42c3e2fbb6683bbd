"""What belongs to a dossier's life, decided once for outcomes, segments, signs and warning.

`statuses`: what the portal's ten codes mean for the life. `faults`: why a dossier cannot be judged. `within`: the life
itself, and what is clipped to it. `stopped`: whether it stands still. `closings`: ends recorded in a row.
"""

from tthc.analysis.life.closings import closed_in_a_row, keeps_times
from tthc.analysis.life.faults import (
    FAULTS,
    PLACELESS,
    column_of,
    has_life,
    is_odd,
    is_unread,
    readable,
    said,
    with_fault,
)
from tthc.analysis.life.once import once
from tthc.analysis.life.statuses import is_over
from tthc.analysis.life.stopped import FLAGS, is_stopped, is_untold, named_stops
from tthc.analysis.life.within import during_life, lifetimes_at, with_answers, with_refusals, within_life

__all__ = [
    "FAULTS", "FLAGS", "PLACELESS", "closed_in_a_row", "column_of", "during_life",
    "has_life", "is_odd", "is_over", "is_stopped", "is_unread", "is_untold", "keeps_times", "lifetimes_at",
    "named_stops", "once", "readable", "said", "with_answers", "with_fault", "with_refusals",
    "within_life",
]
