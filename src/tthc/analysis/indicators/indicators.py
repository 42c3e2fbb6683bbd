"""The period's indicators, each with its words, points, target and earlier values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.analysis.indicators.catalogue import MEASURES, Present, unavailable
from tthc.analysis.indicators.measure import source_of
from tthc.analysis.indicators.of_systems import System, told_by
from tthc.analysis.indicators.scales import Scale, Target, never_available
from tthc.analysis.indicators.table import scale_table
from tthc.model.law import LawSet
from tthc.model.schema import TABLES
from tthc.model.schema.literal_rows import literal_rows

_KEY = ("basis", "rule", "measure")


def indicators(
    measures: ir.Table,
    *,
    scales: Sequence[Scale] = (),
    targets: Sequence[Target] = (),
    previous: ir.Table | None = None,
    last_year: ir.Table | None = None,
    law: LawSet | None = None,
    systems: Sequence[System] = (),
) -> ir.Table:
    """One row per basis, rule and indicator over the whole period: the columns of schema `indicators`.

    gain: points that one more dossier in the numerator would bring. target "previous" asks for a better value than the
    period before. previous and last_year are long tables of those periods, where their data exist. law: the set by
    which sources are cited. systems: of which systems an indicator speaks that not all of them record.
    """
    rows = _overall(measures).inner_join(_words(law, systems), [("measure", "i_measure")])
    rows = _with_gain(rows, scales)
    rows = _with_earlier(_with_earlier(rows, previous, "previous"), last_year, "last_year")
    return _with_target(rows, targets).select(TABLES["indicators"].names)


def unavailable_table(
    present: Present | None, rules: Mapping[str, str], folder: Path, law: LawSet | None = None,
    unit: str | None = None,
) -> pa.Table:
    """One row per indicator that is left out: the columns of schema `unavailable`.

    After those whose columns this input lacks come the components of the index that no input of this kind can give
    (`index_unavailable.csv`).
    """
    rows = [
        {"measure": one.measure, "label": one.label, "missing": "; ".join(one.missing)}
        for one in unavailable(present, rules, law, unit)
    ]
    never = [
        {"measure": row["code"], "label": f"{row['code']}. {row['label']}", "missing": row["missing"]}
        for row in never_available(folder)
    ]
    return pa.Table.from_pylist(
        rows + never, schema=pa.schema([(name, pa.string()) for name in TABLES["unavailable"].names]),
    )


def _overall(measures: ir.Table) -> ir.Table:
    return measures.filter(measures.unit.isnull() & measures.field.isnull() & measures.procedure.isnull())


def _words(law: LawSet | None, systems: Sequence[System]) -> ir.Table:
    """One row per declared indicator."""
    texts = ("label", "shown_in", "better", "numerator_is", "denominator_is", "note")
    columns = {name: pa.array([getattr(one, name) or None for one in MEASURES], type=pa.string()) for name in texts}
    columns["source"] = pa.array([source_of(one, law) for one in MEASURES], type=pa.string())
    columns["systems"] = pa.array([told_by(one, systems) or None for one in MEASURES], type=pa.string())
    order = pa.array(range(1, len(MEASURES) + 1), type=pa.int64())
    return literal_rows(pa.table({"i_measure": pa.array([one.id for one in MEASURES]), "order": order, **columns}))


def _with_gain(rows: ir.Table, scales: Sequence[Scale]) -> ir.Table:
    if not scales:
        return rows.mutate(gain=ibis.null("float64"), is_points_verified=ibis.null("boolean"))
    known = scale_table(scales).select("scale_measure", "full_at")
    verified = literal_rows(
        pa.table(
            {"g_measure": [one.measure for one in scales], "is_points_verified": [one.is_verified for one in scales]}
        )
    )
    rows = rows.left_join(known, [("measure", "scale_measure")]).left_join(verified, [("measure", "g_measure")])
    more = rows.max_points * ibis.least((rows.numerator + 1) / rows.denominator.nullif(0) / rows.full_at, 1.0)
    can_grow = (rows.numerator + 1 <= rows.denominator) & rows.full_at.notnull()
    return rows.mutate(gain=can_grow.ifelse(more - rows.points, ibis.null("float64")))


def _with_earlier(rows: ir.Table, earlier: ir.Table | None, name: str) -> ir.Table:
    if earlier is None:
        return rows.mutate(**{name: ibis.null("float64")})
    then = _overall(earlier).select(**{f"{name}_{column}": column for column in _KEY}, **{name: "value"})
    joined = rows.left_join(then, [(column, f"{name}_{column}") for column in _KEY])
    return joined.drop(*(f"{name}_{column}" for column in _KEY))


def _with_target(rows: ir.Table, targets: Sequence[Target]) -> ir.Table:
    if not targets:
        return rows.mutate(target=ibis.null("float64"), is_met=ibis.null("boolean"), target_source=ibis.null("string"))
    fixed = [None if one.target == "previous" else float(one.target) for one in targets]
    columns = {
        "t_measure": pa.array([one.measure for one in targets]),
        "t_fixed": pa.array(fixed, type=pa.float64()),
        "target_source": pa.array([one.source for one in targets]),
    }
    rows = rows.left_join(literal_rows(pa.table(columns)), [("measure", "t_measure")])
    target = (rows.t_measure.notnull() & rows.t_fixed.isnull()).ifelse(rows.previous, rows.t_fixed)
    rows = rows.mutate(target=target)
    at_least, better = rows.better == "higher", rows.t_fixed.isnull()
    reached = at_least.ifelse(rows.value >= rows.target, rows.value <= rows.target)
    # To do better than before, equal is not enough, unless nothing better is possible.
    beaten = at_least.ifelse(
        (rows.value > rows.target) | (rows.value >= 100), (rows.value < rows.target) | (rows.value <= 0),
    )
    return rows.mutate(is_met=rows.target.notnull().ifelse(better.ifelse(beaten, reached), ibis.null("boolean")))
