"""Which tables a study hands out."""

from __future__ import annotations

from tthc.model.law import load_law
from tthc.model.schema import TABLES
from tthc.model.settings import SHARED, Run

REGISTER = "registered"  # for the office's own edition only
FROM_MEMORY = ("changes", "results")  # told from the memory of earlier reports, which grows without the study
_MEMORY = ("fingerprints",)  # stands in the memory alone


def public_names(run: Run) -> tuple[str, ...]:
    """The tables of a run's edition, in the order of the alphabet; others are not told of earlier reports.

    The report in the columns of form 07a belongs to periods whose last day's law knows the form.
    """
    hidden = {*_MEMORY, *((REGISTER, *FROM_MEMORY) if run.audience == SHARED else ())}
    if "form_07a" not in load_law(run.reference).on(run.period.end).listed("forms"):
        hidden.add("period_report")
    return tuple(sorted(set(TABLES) - hidden))
