"""Dossiers and officers as whole numbers, for the stages that sort and join every step.

Codes and names are texts; sorting and joining by them took a third of the segments' time. The numbers stand in the order of
the texts, so that ties fall as they would among names. Tables get their names back where they are handed out.
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

_NUMBERED = ("dossier_id", "officer")


@dataclass(frozen=True)
class Numbers:
    """Of every dossier and of every officer the text and its number from 0: one table each, `name` and `number`."""

    dossiers: ir.Table
    officers: ir.Table

    def numbered(self, rows: ir.Table) -> ir.Table:
        """The rows with numbers as dossier_id and officer, where they have them; rows of an unknown dossier are left out."""
        return self._exchanged(rows, "name", "number")

    def named(self, rows: ir.Table) -> ir.Table:
        """The rows with their texts again."""
        return self._exchanged(rows, "number", "name")

    def _exchanged(self, rows: ir.Table, given: str, wanted: str) -> ir.Table:
        columns = {name: name for name in rows.columns}
        if "dossier_id" in columns:
            known = self.dossiers.select(dossier_given=given, dossier_wanted=wanted)
            rows = rows.inner_join(known, [("dossier_id", "dossier_given")])
            columns["dossier_id"] = "dossier_wanted"
        if "officer" in columns:
            known = self.officers.select(officer_given=given, officer_wanted=wanted)
            rows = rows.left_join(known, [("officer", "officer_given")])
            columns["officer"] = "officer_wanted"
        return rows.select(**columns)


def numbers_of(stages: Stages, tables: Mapping[str, ir.Table]) -> Numbers:
    """The numbers of all that the canonical tables name, dossiers that only a step names included."""
    ids = [register(tables["dossiers"]).select(name="dossier_id"), tables["steps"].select(name="dossier_id")]
    people = [tables[name].select(name="officer") for name in ("steps", "absences")] + [tables["units"].select(name="unit")]
    return Numbers(*(stages.keep(what, _counted(ibis.union(*texts)), inner=True) for what, texts in (("dossier_numbers", ids), ("officer_numbers", people))))


def _counted(texts: ir.Table) -> ir.Table:
    distinct = texts.filter(texts.name.notnull()).distinct()
    return distinct.mutate(number=ibis.row_number().over(ibis.window(order_by=distinct.name, rows=(None, 0))))
