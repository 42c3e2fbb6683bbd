"""The outcome of every dossier under three readings of the deadline, side by side (design.md §4).

Read in this order: `scope` (which dossiers, finished or open), `stops` (what a dossier waited for), `system`, `qd766` and
`nd61` (the deadline and the end that each rule uses), `verdict` (what follows from them).
"""

from tthc.outcomes.rules import outcomes


__all__ = ["outcomes"]
