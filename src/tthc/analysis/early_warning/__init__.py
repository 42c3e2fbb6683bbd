"""Early warning: which open dossiers may become late, known from nothing later than the instant asked about.

Read in this order: `status` (what late and stopped mean), `as_of` (what stood open, with which deadline), `milestones`
(how far each dossier had come), `remaining_time` (what others took from there), `curves` (Kaplan–Meier), `probability`,
`forecast` (all of it in one stage), `holder` (who has it), `council` (sittings to come), `backtest` (whether the chance
orders better than the time left), `warnings` (one row per dossier; `listed` makes the list of one instant out of all of
them).
"""

from tthc.analysis.early_warning.backtest import classify_order, known_outcomes, scores
from tthc.analysis.early_warning.council import council_dates, next_sittings
from tthc.analysis.early_warning.forecast import Queries, forecasts
from tthc.analysis.early_warning.holder import holders
from tthc.analysis.early_warning.remaining_time import BINS, LANDMARKS
from tthc.analysis.early_warning.warnings import listed, warnings

__all__ = [
    "BINS",
    "LANDMARKS",
    "Queries",
    "council_dates",
    "forecasts",
    "holders",
    "known_outcomes",
    "listed",
    "next_sittings",
    "scores",
    "classify_order",
    "warnings",
]
