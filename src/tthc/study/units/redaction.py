"""Free text that people wrote may name any dossier; on a unit's page those of other units are blotted out."""

from __future__ import annotations

from collections.abc import Set

import pandas as pd

from tthc.model.schema import TABLES

REDACTED = "(mã hồ sơ của đơn vị khác)"
# Shorter codes stand in ordinary words and numbers too, so that blotting them out would spoil the text and hide
# nothing.
SHORTEST = 8


def without_other_ids(rows: pd.DataFrame, table: str, others: Set[str]) -> pd.DataFrame:
    """The rows with `REDACTED` in the place of each code of `others` in the table's columns of free text."""
    columns = [column.name for column in TABLES[table].columns if column.free_text and column.name in rows.columns]
    by_length: dict[int, set[str]] = {}
    for code in others:
        if len(code) >= SHORTEST and columns:
            by_length.setdefault(len(code), set()).add(code.lower())
    if rows.empty or not by_length:
        return rows
    return rows.assign(**{name: [_redacted(text, by_length) for text in rows[name]] for name in columns})


def _redacted(text: object, by_length: dict[int, set[str]]) -> object:
    """Windows of each code's length, so that the cost does not grow with the number of codes; longer codes first."""
    if not isinstance(text, str):
        return text
    for length in sorted(by_length, reverse=True):
        at = 0
        while at + length <= len(text):
            if text[at : at + length].lower() in by_length[length]:
                text = f"{text[:at]}{REDACTED}{text[at + length :]}"
                at += len(REDACTED)
            else:
                at += 1
    return text
