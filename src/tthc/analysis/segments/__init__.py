"""A dossier's life cut into segments, each with one holder, state and party (design.md §5.1–5.4).

Read in this order: `lifetimes` (from when to when), `assignments` (who could hold it), `segments` (who did: `sequential` where
one hand followed the other, `overlapping` where several held at once; `away` and `silences` are cut out), `starts` (which of
them tell something), `officer_clocks` (when each officer was busy), `waiting` (why it waited).
"""

from tthc.analysis.segments.lifetimes import lives
from tthc.analysis.segments.officer_clocks import officer_answers, officer_events, officer_turns
from tthc.analysis.segments.segments import in_order, segments
from tthc.analysis.segments.waiting import state_minutes

__all__ = ["in_order", "lives", "officer_answers", "officer_events", "officer_turns", "segments", "state_minutes"]
