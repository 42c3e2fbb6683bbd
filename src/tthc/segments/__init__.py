"""A dossier's life cut into segments, each with one holder, state and party (design.md §5.1–5.4).

Read in this order: `lives` (from when to when), `holdings` (who could hold it), `pieces` (who did), `officers` (their
clocks), `waiting` (why it waited).
"""

from tthc.segments.lives import lives
from tthc.segments.officers import officer_events, officer_readings
from tthc.segments.pieces import segments
from tthc.segments.waiting import state_minutes

__all__ = ["lives", "officer_events", "officer_readings", "segments", "state_minutes"]
