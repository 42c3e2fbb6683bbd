"""Surrogate keys: dossiers, officers, steps and units as whole numbers for the tables that sort and join every step.

Codes and names are texts; sorting, joining and storing them took a third of the segments' time. The numbers stand in
the order of the texts, so that ties fall as they would among names. The runner puts them in and takes them out: a table
says only which of its columns are numbered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir

from tthc.analysis.outcomes.scope import register


def key_table(column: str) -> str:
    """The name of the table of all texts of `column` with their numbers."""
    return f"{column}_numbers"


def exchanged(rows: ir.Table, known: Mapping[str, ir.Table], given: str, wanted: str) -> ir.Table:
    """The rows with `wanted` (name or number) in the place of `given` in the columns of `known`; of an unknown dossier
    no row is left.
    """
    columns = {name: name for name in rows.columns}
    for column in [name for name in known if name in columns]:
        pairs = known[column].select(**{f"{column}_given": given, f"{column}_wanted": wanted})
        how = "inner" if column == "dossier_id" else "left"
        rows = rows.join(pairs, [(column, f"{column}_given")], how=how)
        columns[column] = f"{column}_wanted"
    return rows.select(**columns)


def encode(rows: ir.Table, known: Mapping[str, ir.Table]) -> ir.Table:
    """Numbers for texts."""
    return exchanged(rows, known, "name", "number")


def decode(rows: ir.Table, known: Mapping[str, ir.Table]) -> ir.Table:
    """Texts for numbers."""
    return exchanged(rows, known, "number", "name")


def dossier_id_numbers(read_dossiers: ir.Table, read_steps: ir.Table) -> ir.Table:
    """One row per dossier that the register or a step names: name, number (from 0)."""
    return _counted([register(read_dossiers).select(name="dossier_id"), read_steps.select(name="dossier_id")])


def officer_numbers(read_steps: ir.Table, read_absences: ir.Table, read_units: ir.Table) -> ir.Table:
    """One row per officer, and per unit, which may stand where an officer should: name, number."""
    return _counted(
        [read_steps.select(name="officer"), read_absences.select(name="officer"), read_units.select(name="unit")]
    )


def step_numbers(read_steps: ir.Table, read_norms: ir.Table) -> ir.Table:
    """One row per step of the work or of the norm lists: name, number."""
    return _counted([read_steps.select(name="step"), read_norms.select(name="step")])


def unit_numbers(read_steps: ir.Table, read_units: ir.Table) -> ir.Table:
    """One row per unit: name, number."""
    return _counted([read_steps.select(name="unit"), read_units.select(name="unit")])


def _counted(texts: Sequence[ir.Table]) -> ir.Table:
    every = ibis.union(*texts)
    distinct = every.filter(every.name.notnull()).distinct()
    number = ibis.row_number().over(ibis.window(order_by=distinct.name, rows=(None, 0)))
    return distinct.mutate(number=number.cast("int32"))
