"""Dossiers, officers, steps and units as whole numbers, for the stages that sort and join every step.

Codes and names are texts; sorting, joining and storing them took a third of the segments' time. The numbers stand in the
order of the texts, so that ties fall as they would among names. Tables get their names back where they are handed out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from tthc.outcomes.scope import register

if TYPE_CHECKING:
    from tthc.study.compute import Stages


@dataclass(frozen=True)
class Numbers:
    """For each column of texts a table of all of them: `name` and `number`, from 0."""

    known: Mapping[str, ir.Table]

    def numbered(self, rows: ir.Table) -> ir.Table:
        """The rows with numbers in the columns that are known by number; rows of an unknown dossier are left out."""
        return self._exchanged(rows, "name", "number")

    def named(self, rows: ir.Table) -> ir.Table:
        """The rows with their texts again."""
        return self._exchanged(rows, "number", "name")

    def of(self, *columns: str) -> Numbers:
        """The numbers of these columns alone; the others stay as they are."""
        return Numbers({column: self.known[column] for column in columns})

    def _exchanged(self, rows: ir.Table, given: str, wanted: str) -> ir.Table:
        columns = {name: name for name in rows.columns}
        for column in [name for name in self.known if name in columns]:
            known = self.known[column].select(**{f"{column}_given": given, f"{column}_wanted": wanted})
            how = "inner" if column == "dossier_id" else "left"
            rows = rows.join(known, [(column, f"{column}_given")], how=how)
            columns[column] = f"{column}_wanted"
        return rows.select(**columns)


def numbers_of(stages: Stages, tables: Mapping[str, ir.Table]) -> Numbers:
    """The numbers of all that the canonical tables name, dossiers that only a step names included."""
    steps, units = tables["steps"], tables["units"].select(name="unit")
    named = {
        "dossier_id": (register(tables["dossiers"]).select(name="dossier_id"), steps.select(name="dossier_id")),
        "officer": (steps.select(name="officer"), tables["absences"].select(name="officer"), units),
        "step": (steps.select(name="step"), tables["norms"].select(name="step")),
        "unit": (steps.select(name="unit"), units),
    }
    return Numbers({column: stages.keep(f"{column}_numbers", _counted(ibis.union(*texts)), inner=True) for column, texts in named.items()})


def _counted(texts: ir.Table) -> ir.Table:
    distinct = texts.filter(texts.name.notnull()).distinct()
    number = ibis.row_number().over(ibis.window(order_by=distinct.name, rows=(None, 0)))
    return distinct.mutate(number=number.cast("int32"))
