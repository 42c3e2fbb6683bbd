"""Whose the late days are: one rounding for every chapter, the official text and the pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from tthc.display.blocks import numbers
from tthc.model.days import is_counted
from tthc.model.schema import CODES
from tthc.model.words import Party

_HOLDER = ["party", "unit", "officer"]
_LEVELS = ("party", "is_closing", "unit", "officer")
WITH_CLOSING = "trong đó chậm kết thúc trên hệ thống"


def shown_days(late_days: pd.DataFrame, info: Mapping) -> pd.DataFrame:
    """One row per party, unit and officer: `days` and `closing` as they are shown, working days with one decimal.

    `late_days` has a row per late dossier and holder. The days are rounded from the whole downwards (party, late
    closing, unit, officer), so that whatever is summed of these rows is what another table shows of the same thing.
    """
    pieces = _pieces(late_days)
    if pieces.empty:
        return late_days[_HOLDER].head(0).assign(days=0.0, closing=0.0)  # texts stay texts, for joins with other tables
    pieces = pieces.assign(days=_rounded(pieces, pieces["wm"].sum() / info["day_wm"], _LEVELS, info["day_wm"]))
    pieces = pieces.assign(closing=pieces["days"].where(pieces["is_closing"], 0.0))
    return pieces.groupby(_HOLDER, dropna=False, sort=False)[["days", "closing"]].sum().reset_index()


def of_parties(late_days: pd.DataFrame, info: Mapping) -> pd.DataFrame:
    """`shown_days` by party, in the order of the code list: days, closing and share (percent), indexed by party."""
    sums = shown_days(late_days, info).groupby("party")[["days", "closing"]].sum()
    sums = sums.loc[[party for party in CODES["party"] if party in sums.index]]
    wm = late_days.groupby("party")["share_wm"].sum().reindex(sums.index)
    return sums.assign(share=numbers.rounded_parts([part / wm.sum() * 100 for part in wm]))


def of_holders(
    late_days: pd.DataFrame, info: Mapping, keys: Sequence[str], party: str = Party.OWN_OFFICE,
) -> pd.DataFrame:
    """`shown_days` of one party by unit, or by unit and officer: days, closing, n_late (dossiers with a part that
    counts, `is_counted`); most days first.
    """
    keys = list(keys)
    shown, rows = (frame[frame["party"] == party] for frame in (shown_days(late_days, info), late_days))
    sums = shown.groupby(keys, dropna=False)[["days", "closing"]].sum()
    of_dossier = rows.groupby([*keys, "dossier_id"], dropna=False)["share_wm"].sum()
    counts = is_counted(of_dossier, info["day_wm"]).groupby(level=list(range(len(keys))), dropna=False).sum()
    found = sums.reset_index().merge(counts.rename("n_late").reset_index(), on=keys, how="left")
    found = found.assign(n_late=found["n_late"].fillna(0).astype(int))
    return found.sort_values(["days", *keys], ascending=[False, *[True] * len(keys)], kind="stable")


def _pieces(late_days: pd.DataFrame) -> pd.DataFrame:
    """Late closing and the rest of each holder as rows of their own, in one order whatever the rows' order was."""
    whole = late_days.groupby(_HOLDER, dropna=False)[["share_wm", "closing_wm"]].sum().reset_index()
    closing = whole.assign(is_closing=True, wm=whole["closing_wm"])
    rest = whole.assign(is_closing=False, wm=whole["share_wm"] - whole["closing_wm"])
    rows = pd.concat([closing, rest])
    rows = rows[rows["wm"] > 1e-6][[*_HOLDER, "is_closing", "wm"]]
    return rows.sort_values([*_HOLDER, "is_closing"], kind="stable", na_position="last").reset_index(drop=True)


def _rounded(rows: pd.DataFrame, target: float, levels: Sequence[str], day_wm: float) -> pd.Series:
    """The rows' days with one decimal, summing to the rounded target, and so within each group of each level."""
    if not levels or len(rows) == 1:
        return pd.Series(numbers.rounded_to(target, [wm / day_wm for wm in rows["wm"]]), index=rows.index)
    groups = [group for _, group in rows.groupby(levels[0], dropna=False, sort=False)]
    targets = numbers.rounded_to(target, [group["wm"].sum() / day_wm for group in groups])
    return pd.concat(
        [_rounded(group, part, levels[1:], day_wm) for group, part in zip(groups, targets, strict=True)]
    ).reindex(rows.index)
