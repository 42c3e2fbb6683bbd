"""Units: each one's part of a computed period, and how units compare when what they handle differs.

Nothing is computed anew: the stored tables of the whole office are cut down to a unit's dossiers, so that queues, norms
and causes stay what they were with everybody's dossiers counted. Read in this order: `slices`, `redaction`, `officers`,
`comparison`.
"""

from tthc.analysis.indicators.form import UNNAMED
from tthc.study.units.comparison import case_mix, compare
from tthc.study.units.slices import UnitStudy, named, of_unit, unit_names

__all__ = ["UNNAMED", "UnitStudy", "case_mix", "compare", "named", "of_unit", "unit_names"]
