"""Which dossiers the units' pages count, and whose they are: one answer for a unit's page and for the comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tthc.measures.form import UNNAMED

if TYPE_CHECKING:
    from tthc.study import Study
    from tthc.units.slices import UnitStudy


def of_form(study: Study | UnitStudy) -> pd.DataFrame:
    """One row per dossier that form II.06a counts: received or carried into the period, with a known outcome."""
    dossiers = study.frame("dossiers")
    return dossiers[(dossiers["intake"] != "none") & (dossiers["outcome"] != "unknown")]


def unit_of(dossiers: pd.DataFrame) -> pd.Series:
    """The unit of each dossier; `UNNAMED` where none is written."""
    return dossiers["unit"].astype("object").where(dossiers["unit"].notna(), UNNAMED)
