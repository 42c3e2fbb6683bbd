"""A dossier's life cut into segments, each with one holder, state and party.

Read in this order: `lifetimes` (from when to when), `assignments` (who could hold it), `segments` (who did:
`sequential` where one hand followed the other, `overlapping` where several held at once; `away` and `silences` are cut
out), `starts` (which of them tell something), `officer_clocks` (when each officer was busy), `waiting` (why it waited).
"""

from tthc.analysis.segments.lifetimes import lifetimes
from tthc.analysis.segments.officer_clocks import clock_readings, officer_events, resource_timeline
from tthc.analysis.segments.segments import in_order, segments
from tthc.analysis.segments.waiting import state_minutes

__all__ = [
    "in_order", "lifetimes", "clock_readings", "officer_events", "resource_timeline", "segments", "state_minutes",
]
