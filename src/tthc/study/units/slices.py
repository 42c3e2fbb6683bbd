"""A unit's tables: the stored tables of a period, only the rows of the dossiers that the unit handles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from tthc.analysis.indicators.form import UNNAMED, form_06a
from tthc.display.blocks.judged import carry, left_out
from tthc.model.errors import UsageError
from tthc.model.words import Intake, Outcome
from tthc.study.units.dossiers import of_form, unit_of
from tthc.study.units.officers import officers
from tthc.study.units.redaction import without_other_ids

if TYPE_CHECKING:
    from tthc.study.tables_of_period import PeriodTables

# What a unit's page gets is made of this list, not of what is left: a table that is added later stays out until it is
# named.
_OF_DOSSIERS = (
    "dossiers", "outcomes", "late", "late_days", "segments", "state_minutes", "parts", "cause_shares", "steps", "stops",
    "due_changes",
    "explanations", "integrity", "deadline_checks", "rule_differences", "unjudged", "recorded_differences",
)  # fmt: skip
_OF_EVERYBODY = ("calendar", "causes", "norms", "procedures")
_MADE = ("form_06a", "workload")


def unit_names(study: PeriodTables) -> tuple[str, ...]:
    """The units that handle dossiers of the period, most dossiers first; `UNNAMED` last, for
    dossiers without a unit.
    """
    counts = unit_of(of_form(study)).value_counts()
    ranked = sorted(counts.items(), key=lambda pair: (pair[0] == UNNAMED, -pair[1], pair[0]))
    return tuple(str(name) for name, _ in ranked)


def of_unit(study: PeriodTables, unit: str = "") -> UnitStudy:
    """The unit's part of the study; without a name that of the unit with the most dossiers.

    Raises UsageError for a unit that handles no dossier of the period, unless the period has none at all.
    """
    known = unit_names(study)
    unit = unit or (known[0] if known else "")
    if known and unit not in known:
        raise UsageError(f"Trong kỳ chưa thấy hồ sơ nào của đơn vị “{unit}”; các đơn vị có hồ sơ: {', '.join(known)}.")
    return UnitStudy(study, unit)


def named(unit: str) -> str:
    """The unit as a heading calls it."""
    return "Hồ sơ không ghi đơn vị" if unit == UNNAMED else unit


class UnitStudy:
    """One unit's part of a study; like the study, each table is an attribute that shows itself as a pandas frame.

    A dossier belongs to the unit that handles it (column `unit` of `dossiers`), also where steps were held by others.
    `workload` counts the unit's own officers in these dossiers only.
    """

    def __init__(self, study: PeriodTables, unit: str) -> None:
        self.unit = unit
        self.run, self.folder = study.run, study.folder
        self._study = study
        self._frames: dict[str, pd.DataFrame] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the tables that a unit's page may use."""
        known = (*_OF_DOSSIERS, *_OF_EVERYBODY, *_MADE)
        return tuple(sorted(name for name in known if name in self._study.names))

    @cached_property
    def info(self) -> Mapping[str, Any]:
        """What the study says of itself, counted for the unit."""
        counts = {"n_dossiers": len(of_form(self)), "n_late": len(self.late), "n_ended": self._n_ended}
        words = "phần không ghi đơn vị" if self.unit == UNNAMED else self.unit
        return {**self._study.info, "unit": words or None, **counts, **self._judged}

    @property
    def _n_ended(self) -> int:
        outcomes = of_form(self)
        return int((outcomes["outcome"] == Outcome.ENDED).sum())

    @cached_property
    def _judged(self) -> dict[str, Any]:
        """How much of the unit's dossiers was judged, by the names of the study's info; rows set aside are those of the
        source.
        """
        outcomes, not_judged = self._made("outcomes"), self._made("unjudged")
        of_rule = outcomes[outcomes["rule"] == self.run.rules["rule"]]
        of_rule = of_rule[of_rule["intake"] != Intake.NONE]
        without_due = ~of_rule["outcome"].isin([Outcome.UNKNOWN, Outcome.WITHDRAWN]) & of_rule["due_at"].isna()
        return {
            "n_judged": len(of_rule),
            "n_unjudged": len(not_judged),
            "n_unknown": int((of_rule["outcome"] == Outcome.UNKNOWN).sum()),
            "n_no_due": int(without_due.sum()),
            "n_outside": 0,  # told of the whole source, in the office's own report
            "unjudged_columns": {name: int(n) for name, n in not_judged["column"].value_counts().items()},
        }

    def frame(self, name: str) -> pd.DataFrame:
        """A table of the unit, which also carries how much was judged. Raises UsageError for a name that is no table of
        a unit.
        """
        if name not in self.names:
            raise UsageError(f"Trang của đơn vị không có bảng “{name}”; các bảng: {', '.join(self.names)}.")
        if name not in self._frames:
            self._frames[name] = carry(self._made(name), {**self._study.info, **self._judged})
        return self._frames[name].copy()

    def _made(self, name: str) -> pd.DataFrame:
        if name in _OF_DOSSIERS:
            rows = self._study.frame(name)
            return without_other_ids(
                rows[rows["dossier_id"].isin(self._ids)].reset_index(drop=True), name, self._others,
            )
        if name == "form_06a":
            return self._form()
        if name == "workload":
            return officers(self, self.unit, self._study.frame("workload"))
        return self._study.frame(name)

    def _form(self) -> pd.DataFrame:
        """By the stage's own definition, over the unit's rows of the two stored tables."""
        dossiers, outcomes = self._study.table("dossiers"), self._study.table("outcomes")
        is_own = dossiers.unit.isnull() if self.unit == UNNAMED else dossiers.unit == self.unit
        return form_06a(dossiers.filter(is_own), outcomes, rule=self.run.rules["rule"]).to_pandas()

    @cached_property
    def _ids(self) -> frozenset[str]:
        dossiers = self._study.frame("dossiers")
        return frozenset(dossiers.loc[unit_of(dossiers) == self.unit, "dossier_id"])

    @cached_property
    def _others(self) -> frozenset[str]:
        return frozenset(self._study.frame("dossiers")["dossier_id"]) - self._ids

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name in ("run", "folder", "unit"):
            raise AttributeError(name)
        if name in self.names:
            return self.frame(name)
        raise AttributeError(f"Trang của đơn vị không có bảng “{name}”; các bảng: {', '.join(self.names)}.")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.names]

    def __repr__(self) -> str:
        counts = ", ".join(
            text
            for text in (f"{self.info['n_dossiers']} hồ sơ, {self.info['n_late']} quá hạn", left_out(self.info))
            if text
        )
        return f"{named(self.unit)}, {self.info['period']['label']}: {counts}"
