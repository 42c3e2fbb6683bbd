"""What the edition for others hands out of each table, whoever asks: a chapter, the workbook, the signed report.

The stages compute on every row; nothing of a single dossier leaves but of the late ones, and of these durations in
place of dates (`late_rows`). Tables that chapters only count lose their dates, officers and words.
A table with a column of dossiers that is named nowhere here is handed out empty: what a later version adds stays inside
until somebody has thought about it.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from tthc.model.schema import TABLES
from tthc.study.pseudonyms.late_rows import late_for_others
from tthc.study.pseudonyms.small_groups import form_for_others, groups_for_others, measures_for_others

COUNTED = frozenset(
    {"dossiers", "outcomes", "parts", "state_minutes", "late_days", "sync_differences", "findings"}
)


def for_others(name: str, rows: pd.DataFrame, read: Callable[[str], pd.DataFrame], fewest: int) -> pd.DataFrame:
    """The table as others get it; `read` gives another table of the study as it was computed."""
    if name == "late":
        return late_for_others(rows, read("dossiers"), fewest)
    if name == "cause_shares":
        shown = late_for_others(read("late"), read("dossiers"), fewest)
        return _shares(rows, set(shown.loc[shown["field"].notna(), "dossier_id"]))
    if name in COUNTED:
        return _counted(name, rows)
    if "dossier_id" in TABLES[name].names:
        return rows.iloc[:0]
    if name == "publications":
        return rows.assign(published_by=None)  # numbers of decisions and names of offices, as somebody typed them
    grouped = {"form_06a": form_for_others, "measures": measures_for_others, "late_groups": groups_for_others}
    return grouped[name](rows, fewest) if name in grouped else rows


def _shares(rows: pd.DataFrame, texts: set[str]) -> pd.DataFrame:
    """The causes of late dossiers, nobody's in particular; where the field is not told, nor is who held it."""
    held = rows["dossier_id"].isin(texts)
    hidden = {name: rows[name].where(held) for name in ("step_no", "step", "kind", "unit") if name in rows}
    return rows.assign(officer=None, **hidden)


def _counted(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with nothing left of an instant but its month, and of people and free text nothing, in the order of the
    codes, which says nothing of reception.
    """
    gone = {one.name: None for one in TABLES[name].columns if (one.personal or one.free_text) and one.name in rows}
    rows = rows.assign(**gone)
    for column in rows.columns[rows.dtypes.map(pd.api.types.is_datetime64_any_dtype)]:
        rows[column] = rows[column].dt.to_period("M").dt.to_timestamp()
    return rows.sort_values("dossier_id", kind="stable").reset_index(drop=True)
