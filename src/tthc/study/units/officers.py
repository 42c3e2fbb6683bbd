"""The unit's own officers: what each had to do in the unit's dossiers, beside the late ones among them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tthc.model.schema import TABLES
from tthc.model.words import Party, State


def officers(study: Any, unit: str, workload: pd.DataFrame) -> pd.DataFrame:
    """One row per officer of `unit` with a step in the study's dossiers: the columns of schema `workload`.

    `study` is the unit's; `workload` that of the whole office, which alone says how long each was absent.
    """
    minutes = study.frame("state_minutes")
    own = minutes[
        (minutes["part"] == "step")
        & (minutes["party"] == Party.OWN_OFFICE)
        & (minutes["unit"] == unit)
        & minutes["officer"].notna()
    ]
    late = set(study.frame("late")["dossier_id"])
    own = own.assign(
        work_wm=own["wm"].where(own["state"] == State.WORK, 0.0),
        late_id=own["dossier_id"].where(own["dossier_id"].isin(late)),
    )
    own = own.assign(
        step_id=[f"{one}\n{number}" for one, number in zip(own["dossier_id"], own["part_no"], strict=True)]
    )
    handled = own.groupby("officer").agg(
        n_dossiers=("dossier_id", "nunique"), n_steps=("step_id", "nunique"), n_late=("late_id", "nunique"),
        held_wm=("wm", "sum"), work_wm=("work_wm", "sum"),
    )  # fmt: skip
    rows = handled.reset_index().merge(_shares(study, unit), on="officer", how="outer")
    rows = rows.merge(_absent(workload, unit), on="officer", how="left").fillna(_NONE)
    rows = rows.astype({name: "int64" for name in ("n_dossiers", "n_steps", "n_late")})
    return rows.assign(unit=unit)[list(TABLES["workload"].names)]


_NONE = {
    "n_dossiers": 0, "n_steps": 0, "n_late": 0, "held_wm": 0.0, "work_wm": 0.0, "absent_wm": 0.0, "share_wm": 0.0,
    "closing_wm": 0.0,
}


def _shares(study: Any, unit: str) -> pd.DataFrame:
    rows = study.frame("late_days")
    rows = rows[(rows["party"] == "own_office") & (rows["unit"] == unit)]
    return rows.groupby("officer", dropna=False)[["share_wm", "closing_wm"]].sum().reset_index()


def _absent(workload: pd.DataFrame, unit: str) -> pd.DataFrame:
    return workload[workload["unit"] == unit].groupby("officer")["absent_wm"].first().reset_index()
