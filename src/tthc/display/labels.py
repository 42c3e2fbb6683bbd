"""A table as people read it: Vietnamese headers, the labels of codes, yes and no, working days on request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from tthc.display.blocks.clean_text import upper_first
from tthc.model.schema import CODES, Column

YES, NO = "Có", "Không"
MINUTES, DAYS, CALENDAR_DAYS = "phút làm việc", "ngày làm việc", "ngày"


def labelled(rows: pd.DataFrame, columns: Sequence[Column], day_wm: float | None = None) -> pd.DataFrame:
    """The rows under the labels of their columns, codes as their labels, booleans as "Có" and "Không".

    A label that two columns share carries the column's name; what no column declares keeps its name. With `day_wm`
    (the working minutes of a full day) amounts in working minutes become working days, and their headers say so.
    """
    known = {column.name: column for column in columns}
    values = {name: worded(rows[name], known.get(name)) for name in rows.columns}
    headers = unique_labels({name: known[name].label if name in known else name for name in rows.columns})
    if day_wm:
        amounts = [name for name in rows.columns if unit_of(name) == MINUTES]
        values |= {name: rows[name] / day_wm for name in amounts}
        headers |= {name: in_days(headers[name]) for name in amounts}
    return pd.DataFrame({headers[name]: one for name, one in values.items()}, index=rows.index)


def unit_of(name: str) -> str:
    """What a column's amounts are counted in, by its name's ending; nothing where it is no amount of time."""
    if name == "wm" or name.endswith("_wm"):
        return MINUTES
    return CALENDAR_DAYS if name.endswith("_cd") else ""


def in_days(label: str) -> str:
    """“Phút quá hạn” → “Quá hạn (ngày làm việc)”."""
    plain = label.removeprefix("Phút làm việc").removeprefix("Phút").strip(" ,") or "Thời gian"
    return f"{upper_first(plain)} ({DAYS})"


def worded(values: pd.Series, column: Column | None) -> pd.Series:
    """The values of one column in words; a code that its list does not have stays as it is."""
    words = _words(column)
    if words:
        return values.map(lambda code: words.get(code, code), na_action="ignore")
    if pd.api.types.is_bool_dtype(values) or (column is not None and column.type == "boolean"):
        return values.astype(object).map({True: YES, False: NO}, na_action="ignore")
    return values


def _words(column: Column | None) -> Mapping[str, str]:
    """The labels of a column's codes; `kind` is that of a step, or of the stop that stands in its place."""
    if column is None or column.codes or column.name != "kind":
        return CODES[column.codes] if column is not None and column.codes else {}
    return {**CODES["step_kind"], **CODES["stop_kind"]}


def unique_labels(labels: Mapping[str, str]) -> dict[str, str]:
    """Column → header; of columns with one label each carries its name behind it."""
    often = Counter(labels.values())
    return {name: label if often[label] == 1 else f"{label} ({name})" for name, label in labels.items()}
