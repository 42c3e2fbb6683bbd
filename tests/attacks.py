"""Who tries to turn a row of the edition for others back into a dossier, with what offices publish."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

KNOWN = ("received_month", "field", "dossier_unit", "procedure_name")


def attack(late: pd.DataFrame, known: pd.DataFrame, by: Sequence[str]) -> float:
    """The part of the rows that the best guess recovers on average: for each row, one of the dossiers that agree with
    all that it shows of the columns `by`, taken at random.

    `known` has every dossier of the period, with what the attacker looked up.
    """
    return sum(1 / len(_candidates(row, known, by)) for row in late.to_dict("records")) / max(1, len(late))


def _candidates(row: dict, known: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    for name in by:
        known = known[known[name] == row[name]] if pd.notna(row[name]) else known
    return known
