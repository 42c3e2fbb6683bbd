"""Which dossiers the units' pages count, and whose they are: one answer for a unit's page and for the comparison."""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from tthc.analysis.indicators.form import UNNAMED
from tthc.analysis.indicators.measure import is_handled


class Frames(Protocol):
    """A study, or a unit's part of one: tables by name."""

    def frame(self, name: str) -> pd.DataFrame: ...


def of_form(study: Frames) -> pd.DataFrame:
    """One row per dossier that form II.06a counts: received or carried into the period, with a known outcome."""
    dossiers = study.frame("dossiers")
    return dossiers[is_handled(dossiers)]


def unit_of(dossiers: pd.DataFrame) -> pd.Series:
    """The unit of each dossier; `UNNAMED` where none is written."""
    return dossiers["unit"].astype("object").where(dossiers["unit"].notna(), UNNAMED)
