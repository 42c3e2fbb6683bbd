"""Many hand-worked cases computed as one batch: each case's dossiers, officers and procedures get its name before theirs.

One computation serves a whole test file, which is what makes the same bodies affordable on Spark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

Rows = Mapping[str, Sequence[Mapping]]
_OWN = ("dossier_id", "officer", "procedure_code")


def together(cases: Mapping[str, Rows]) -> dict[str, list[dict]]:
    """The canonical rows of all cases, each name prefixed by its case; units are shared as they are."""
    tables: dict[str, list[dict]] = {}
    for case, rows in cases.items():
        for name, table in rows.items():
            usual = {"procedure_code": "P"} if name == "dossiers" else {}
            tables.setdefault(name, []).extend({**row, **_prefixed(case, {**usual, **row})} for row in table)
    return tables


def _prefixed(case: str, row: Mapping) -> dict:
    return {key: f"{case}/{row[key]}" for key in _OWN if row.get(key)}


def apart(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """A result's rows by case, their own names back in place."""
    case = frame.dossier_id.str.split("/").str[0]
    frame = frame.assign(**{key: frame[key].str.split("/").str[-1] for key in _OWN if key in frame and frame[key].notna().any()})
    return {name: part.reset_index(drop=True) for name, part in frame.groupby(case)}
