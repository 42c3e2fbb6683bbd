"""The outcome of every dossier under three readings of the deadline, side by side.

Read in this order: `scope` (which dossiers, finished or open, or not to be judged), `stops` (what a dossier waited
for), `system`, `qd766` and `decree` (the deadline and the end that each rule uses), `classify` (what follows from
them), `unjudged`, `differences` and `recorded` (lists for people).
"""

from tthc.analysis.outcomes.decree import extensions
from tthc.analysis.outcomes.differences import rule_differences
from tthc.analysis.outcomes.due import recorded_then
from tthc.analysis.outcomes.norms import norms_in_force, procedure_norms
from tthc.analysis.outcomes.recorded import recorded, recorded_differences
from tthc.analysis.outcomes.rules import outcomes
from tthc.analysis.outcomes.scope import register
from tthc.analysis.outcomes.unjudged import unjudged

__all__ = [
    "extensions", "norms_in_force", "outcomes", "procedure_norms", "recorded", "recorded_differences", "recorded_then",
    "register", "rule_differences", "unjudged",
]
