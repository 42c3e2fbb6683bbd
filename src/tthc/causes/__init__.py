"""Why a dossier was late: excess over norms, causes with evidence, what would have prevented it (design.md §5.5–5.8).

Read in this order: `catalogue` (the list of causes), `norms` (what was granted), `excess` (what was used beyond it),
`shares` (which cause), `evidence` (the sentence), `late` (one row per late dossier), `what_if`.
"""

from tthc.causes.accountability import involvement, workload
from tthc.causes.catalogue import Cause, load_causes
from tthc.causes.excess import parts, used_parts
from tthc.causes.groups import late_groups
from tthc.causes.late import late_dossiers, late_table
from tthc.causes.norms import choose_norms, estimated_norms, step_due_norms, stop_norms
from tthc.causes.shares import cause_shares, state_shares
from tthc.causes.what_if import what_if

__all__ = [
    "Cause", "cause_shares", "choose_norms", "estimated_norms", "involvement", "late_dossiers", "late_groups",
    "late_table", "load_causes",
    "parts", "state_shares", "step_due_norms", "stop_norms", "used_parts", "what_if", "workload",
]
