"""What others get of a late dossier: a month in place of dates, and only so much of the rest as others share with it.

Who knows a dossier's number knows, from what offices publish, its field, its procedure and about when it was received.
A row keeps as many of procedure, unit and field as at least `fewest` dossiers of its month have in common with it:

    month    field  unit    procedure   dossiers    what the row shows (fewest = 3)
    02/2024  A      Ban X   P1          4           field, unit, procedure
    02/2024  A      Ban X   P2          1           field, unit (5 in all)
    03/2024  B      Ban Y   P3          1           nothing but the month, if 3 dossiers came in it
"""

from __future__ import annotations

import re

import pandas as pd

from tthc.model.words import RECEIVED_MONTH

_KNOWN = ("field", "dossier_unit", "procedure_name")  # from the widest to the narrowest
_DATES = ("received_at", "due_at", "end_at")
# A holder, a step or the evidence tells the field where the field itself is not told.
_OF_FIELD = ("step_no", "step", "kind", "unit", "evidence")
_DAY = r"\d{1,2}/\d{1,2}/\d{4}"
_WORDS = (
    (re.compile(rf" (?:từ|ngày) {_DAY}(?: đến (?:hết )?(?:ngày )?{_DAY})?"), ""),
    (re.compile(rf" đến (?:hết )?(?:ngày )?{_DAY}"), ""),
    (
        re.compile(r"nhưng hồ sơ mới được kết thúc trên hệ thống, sau ([\d,]+ ngày làm việc)"),
        r"nhưng sau \1 hồ sơ mới được kết thúc trên hệ thống",
    ),
    (re.compile(r"CB-[0-9A-Z]{8} \(([^)]*)\)"), r"\1"),
    (re.compile(r"CB-[0-9A-Z]{8}"), "một cán bộ"),
)


def late_for_others(late: pd.DataFrame, dossiers: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """One row per late dossier, the latest first: received_month (“02/2024”) in place of the dates, no officer, no law
    set (which tells on which side of a day it came), and of field, unit and procedure what at least `fewest` of the
    period's `dossiers` share in that month.
    """
    keys = [name for name in ("n_days_late", "late_wm") if name in late]
    falling = [*[False] * len(keys), True]
    rows = late.sort_values([*keys, "dossier_id"], ascending=falling, kind="stable", ignore_index=True)
    shown = _shared_by(rows, dossiers, fewest)
    for name, is_shown in shown.items():
        rows[name] = rows[name].where(is_shown)
    for name in (one for one in _OF_FIELD if one in rows):
        rows[name] = rows[name].where(shown["field"])
    rows["evidence"] = rows["evidence"].map(without_days, na_action="ignore")
    return rows.assign(**{name: pd.NaT for name in _DATES}, officer=None, law_set=None, adopted_outcome=None)


def without_days(text: str) -> str:
    """A sentence of evidence without its dates and without codes of officers.

    >>> without_days("Hồ sơ chờ từ 04/03/2024 đến 02/04/2024, hết 21,3 ngày làm việc")
    'Hồ sơ chờ, hết 21,3 ngày làm việc'
    """
    for pattern, instead in _WORDS:
        text = pattern.sub(instead, text)
    return text


def _shared_by(rows: pd.DataFrame, dossiers: pd.DataFrame, fewest: int) -> dict[str, pd.Series]:
    """Which rows show their field, unit, procedure; the month goes into `rows` where enough dossiers share it."""
    rows[RECEIVED_MONTH] = _month(rows["received_at"])
    placed = dossiers.assign(dossier_unit=dossiers["unit"], **{RECEIVED_MONTH: _month(dossiers["received_at"])})
    placed = placed.drop_duplicates("dossier_id")
    found, names = {}, [RECEIVED_MONTH]
    enough = _sizes(rows, placed, names) >= fewest
    found[RECEIVED_MONTH] = enough
    for name in _KNOWN:
        names.append(name)
        enough = enough & (_sizes(rows, placed, names) >= fewest)
        found[name] = enough
    return found


def _sizes(rows: pd.DataFrame, placed: pd.DataFrame, names: list[str]) -> pd.Series:
    """How many dossiers share these columns with each row; a cell without a value counts as a value."""
    counts = placed.groupby(names, dropna=False).size().rename("n").reset_index()
    return rows[names].merge(counts, on=names, how="left")["n"].fillna(0)


def _month(times: pd.Series) -> pd.Series:
    return times.dt.strftime("%m/%Y")
