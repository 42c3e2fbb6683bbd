"""Whose the late days are: one rounding for every chapter, the official text and the pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from tthc.display.blocks import numbers
from tthc.model.days import is_counted
from tthc.model.schema import CODES
from tthc.model.words import WHOSE, Party, State

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
    pieces = pieces.assign(days=_in_days(pieces, _LEVELS, info))
    pieces = pieces.assign(closing=pieces["days"].where(pieces["is_closing"], 0.0))
    return pieces.groupby(_HOLDER, dropna=False, sort=False)[["days", "closing"]].sum().reset_index()


def of_parties(late_days: pd.DataFrame, info: Mapping) -> pd.DataFrame:
    """`late_days` by party, in the order of the code list: wm, days and share (percent), and what of them is late
    closing (closing_wm, closing, closing_share); indexed by party.
    """
    return _by_party(_pieces(late_days), info)


def of_time(whose_time: pd.DataFrame, scope: str, info: Mapping) -> pd.DataFrame:
    """The like of `of_parties` for the time of all dossiers of a `scope` (all, late): what lay unclosed in the system
    is the own office's late closing.
    """
    rows = whose_time[whose_time["scope"] == scope]
    is_closing = rows["party"] == Party.SYSTEM
    rows = rows.assign(is_closing=is_closing, party=rows["party"].where(~is_closing, Party.OWN_OFFICE))
    return _by_party(rows.groupby(["party", "is_closing"], as_index=False)["wm"].sum().query("wm > 1e-6"), info)


def of_causes(cause_shares: pd.DataFrame, info: Mapping) -> pd.DataFrame:
    """Late days by cause: wm, days and share (percent) as they are shown, and after, the days that lay there once the
    deadline had passed; indexed by cause. Within a party they sum to what `of_parties` shows.
    """
    whose = [WHOSE.get(state, Party.OWN_OFFICE) for state in cause_shares["state"]] if "state" in cause_shares else ""
    rows = cause_shares.assign(party=whose).assign(is_closing=lambda frame: frame["party"] == Party.SYSTEM)
    rows = rows.assign(party=rows["party"].where(~rows["is_closing"], Party.OWN_OFFICE))
    rows = rows if "chrono_wm" in rows else rows.assign(chrono_wm=0.0)
    rows = rows.groupby(["party", "is_closing", "cause"], as_index=False)[["share_wm", "chrono_wm"]].sum()
    rows = rows.rename(columns={"share_wm": "wm"})
    levels = ("party", "is_closing", "cause")
    rows = rows.assign(
        days=_in_days(rows, levels, info), share=_in_percent(rows, levels),
        after=numbers.rounded_parts([wm / info["day_wm"] for wm in rows["chrono_wm"]]),
    )
    return rows.groupby("cause")[["wm", "days", "share", "after"]].sum()


def of_involvement(involvement: pd.DataFrame, info: Mapping) -> pd.Series:
    """The days of each row of `involvement` as they are shown: those of one holder sum to what `shown_days` shows."""
    rows = involvement.assign(is_closing=involvement["state"] == State.UNCLOSED, wm=involvement["share_wm"])
    return _in_days(rows, (*_LEVELS, "cause", "state"), info)


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


_SUMS = ["wm", "days", "share"]
_OF_CLOSING = {name: f"closing_{name}" if name != "days" else "closing" for name in _SUMS}


def _by_party(pieces: pd.DataFrame, info: Mapping) -> pd.DataFrame:
    if pieces.empty:
        return pd.DataFrame(columns=[*_SUMS, *_OF_CLOSING.values()], dtype=float)
    levels = _LEVELS[:2]
    rows = pieces.groupby(list(levels), as_index=False)["wm"].sum()
    rows = rows.assign(days=_in_days(rows, levels, info), share=_in_percent(rows, levels))
    rows = rows.join(rows[_SUMS].where(rows["is_closing"], 0.0).rename(columns=_OF_CLOSING))
    sums = rows.groupby("party")[[*_SUMS, *_OF_CLOSING.values()]].sum()
    return sums.loc[[party for party in CODES["party"] if party in sums.index]]


def _in_days(rows: pd.DataFrame, levels: Sequence[str], info: Mapping) -> pd.Series:
    return _rounded(rows, rows["wm"].sum() / info["day_wm"], levels, info["day_wm"])


def _in_percent(rows: pd.DataFrame, levels: Sequence[str]) -> pd.Series:
    whole = rows["wm"].sum()
    return _rounded(rows, 100.0, levels, whole / 100) if whole else pd.Series(0.0, index=rows.index)


def _rounded(rows: pd.DataFrame, target: float, levels: Sequence[str], unit_wm: float) -> pd.Series:
    """The rows' minutes in units of `unit_wm` with one decimal, summing to the rounded target, and so within each group
    of each level.
    """
    if not levels or len(rows) <= 1:
        return pd.Series(numbers.rounded_to(target, [wm / unit_wm for wm in rows["wm"]]), index=rows.index)
    groups = [group for _, group in rows.groupby(levels[0], dropna=False, sort=False)]
    targets = numbers.rounded_to(target, [group["wm"].sum() / unit_wm for group in groups])
    return pd.concat(
        [_rounded(group, part, levels[1:], unit_wm) for group, part in zip(groups, targets, strict=True)]
    ).reindex(rows.index)
