"""Part of a period for somebody who explores: the dossiers of a procedure, field, unit, officer or main cause."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from tthc.analysis.indicators.form import form_06a
from tthc.model.errors import UsageError
from tthc.model.nearest import suggestion
from tthc.study.units.slices import UnitStudy

if TYPE_CHECKING:
    from tthc.study.tables_of_period import PeriodTables

_WORDS = {
    "procedure": "thủ tục", "field": "lĩnh vực", "unit": "đơn vị", "officer": "cán bộ", "cause": "nguyên nhân chính",
}


def where(study: PeriodTables, **asked: str | None) -> Part:
    """The part of the study whose dossiers fulfil all that is asked: procedure (code or name), field and unit of the
    dossier, officer (who had the dossier or one of its steps), cause (code or label of the main cause).

    Raises UsageError for a value that no dossier of the period has, with the nearest one that some have.
    """
    given = {name: value for name, value in asked.items() if value}
    ids = frozenset(study.frame("dossiers")["dossier_id"])
    for name, value in given.items():
        ids &= _having(study, name, value)
    return Part(study, ids, ", ".join(f"{_WORDS[name]} “{value}”" for name, value in given.items()) or "tất cả")


def _having(study: PeriodTables, name: str, value: str) -> frozenset[str]:
    found = {column: rows for column, rows in _columns(study, name)}
    hits = [rows[rows["value"] == value] for rows in found.values()]
    if not any(len(rows) for rows in hits):
        known = sorted({one for rows in found.values() for one in rows["value"].dropna()})
        raise UsageError(f"Không tìm thấy {_WORDS[name]} “{value}” trong hồ sơ của kỳ{suggestion(value, known)}.")
    return frozenset(one for rows in hits for one in rows["dossier_id"])


def _columns(study: PeriodTables, name: str) -> Iterable[tuple[str, pd.DataFrame]]:
    """Where such a value may stand: frames of dossier_id and value."""
    places = {
        "procedure": (("dossiers", "procedure_code"), ("dossiers", "procedure_name")),
        "field": (("dossiers", "field"),), "unit": (("dossiers", "unit"),),
        "officer": (("dossiers", "officer"), ("steps", "officer")),
        "cause": (("late", "cause"), ("late", "cause_label")),
    }
    for table, column in places[name]:
        rows = study.frame(table)
        if column in rows:
            yield f"{table}.{column}", rows[["dossier_id", column]].rename(columns={column: "value"})


class Part(UnitStudy):
    """Part of a study; like the study, each table is an attribute that shows itself as a pandas frame.

    Its rows are those of the whole period's computation: queues, norms and causes stay what they were with everybody's
    dossiers counted.
    """

    def __init__(self, study: PeriodTables, ids: frozenset[str], words: str) -> None:
        super().__init__(study, words)
        self._chosen = ids

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the tables that a part has: those of dossiers, and the lists that all share."""
        return tuple(name for name in super().names if name != "workload")

    def _form(self) -> pd.DataFrame:
        dossiers, outcomes = self._study.table("dossiers"), self._study.table("outcomes")
        ids = self._study.engine.load(pa.table({"dossier_id": pa.array(sorted(self._ids), pa.string())}), "part_ids")
        return form_06a(dossiers.semi_join(ids, "dossier_id"), outcomes, rule=self.run.rules["rule"]).to_pandas()

    @cached_property
    def _ids(self) -> frozenset[str]:
        return self._chosen

    @cached_property
    def _others(self) -> frozenset[str]:
        return frozenset()

    def __repr__(self) -> str:
        n, n_late = self.info["n_dossiers"], self.info["n_late"]
        return f"{self.info['period']['label']}, {self.unit}: {n} hồ sơ, {n_late} quá hạn"
