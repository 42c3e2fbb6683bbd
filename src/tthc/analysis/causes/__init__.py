"""Why a dossier was late: excess over norms, causes with evidence, what would have prevented it.

Read in this order: `catalogue` (the list of causes), `norms` (what was granted), `excess` (what was used beyond it),
`shares` (which cause), `evidence` (the sentence), `late` (one row per late dossier), `what_if`.
"""

from tthc.analysis.causes.accountability import involvement, late_days, workload
from tthc.analysis.causes.catalogue import Cause, load_causes
from tthc.analysis.causes.confirmed import confirm_late, confirm_shares, count_named_otherwise
from tthc.analysis.causes.excess import parts, used_parts
from tthc.analysis.causes.groups import late_groups
from tthc.analysis.causes.late import late_dossiers, late_table
from tthc.analysis.causes.norms import choose_norms, estimated_norms, step_due_norms, stop_norms
from tthc.analysis.causes.shares import cause_shares, state_shares
from tthc.analysis.causes.what_if import what_if

__all__ = [
    "Cause", "cause_shares", "choose_norms", "confirm_late", "confirm_shares", "count_named_otherwise",
    "estimated_norms", "involvement", "late_days", "late_dossiers", "late_groups",
    "late_table", "load_causes",
    "parts", "state_shares", "step_due_norms", "stop_norms", "used_parts", "what_if", "workload",
]
