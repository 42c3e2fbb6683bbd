"""The long table of indicators: one loop over the declared list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.analysis.calendar import as_column, instant
from tthc.analysis.indicators.catalogue import Present, available
from tthc.analysis.indicators.frames import dossier_frame, feedback_frame, procedure_frame, step_frame
from tthc.analysis.indicators.measure import COUNTED_IN, Measure
from tthc.analysis.indicators.of_systems import System, only_told
from tthc.analysis.indicators.scales import Scale
from tthc.analysis.indicators.survival import rows_of, survival
from tthc.analysis.outcomes import register
from tthc.model.law import Law, LawSet
from tthc.model.schema import CODES, TABLES
from tthc.model.schema.intervals import wilson
from tthc.model.schema.literal_rows import literal_rows
from tthc.model.words import Rule

_GROUP = ("basis", "rule", "unit", "field", "procedure")
_LEVELS = ("unit", "field", "procedure")


def measures(
    tables: Mapping[str, ir.Table],
    outcomes: ir.Table,
    calendar: ir.Table,
    *,
    period: str,
    start: datetime,
    cut: datetime,
    as_of: datetime,
    rules: Mapping[str, str],
    present: Present | None = None,
    scales: Sequence[Scale] = (),
    unit: str | None = None,
    field: str | None = None,
    law: LawSet | None = None,
    sets: Law | None = None,
    systems: Sequence[System] = (),
) -> ir.Table:
    """One row per basis, rule, group and indicator: the columns of schema `measures`.

    Overall rows leave unit, field and procedure empty; a group's row fills exactly one of them. value is the numerator
    for counts, the ratio times 100 for "%", else the ratio; low and high bound a share at 95% (Wilson; `survival` says
    how for the Kaplan–Meier share). An indicator whose columns are not in `present` is left out (`unavailable` names
    it); the synchronised basis is left out where the input tells of no synchronised dossier. outcomes: the table of
    that name. law: the set of the period's last day, which may know nothing of an indicator; sets: all of them, for
    each dossier's own duties. systems: where there are several, an indicator counts the dossiers of those that record
    what it counts. unit and field keep one unit's or field's rows; over the procedure list, which belongs to
    no unit, there are none of a unit.
    """
    span = {"start": start, "cut": cut}
    names = register(tables["dossiers"])
    dossiers = dossier_frame(tables, outcomes, calendar, cut=cut, rules=rules, law=law, sets=sets)
    frames: dict[str, Callable[[], ir.Table]] = {
        "dossiers": lambda: dossiers,
        "feedback": lambda: feedback_frame(tables, names, **span),
        "steps": lambda: step_frame(tables, names, **span, compare=rules.get("compare", "date")),
        "procedures": lambda: procedure_frame(tables, dossiers, calendar, **span, rules=rules),
    }
    wanted = available(present, rules, law, unit)
    long = []
    for name, frame in frames.items():
        own = [one for one in wanted if one.over == name]
        long += [_long(_only(frame(), {"unit": unit, "field": field}), own, systems)] if own else []
    rows = _without_empty_basis(ibis.union(*long), dossiers, present)
    rows = _with_interval(_with_value(rows))
    if over_survival := [one for one in wanted if one.over == "survival"]:
        shares = survival(_only(dossiers, {"unit": unit, "field": field}), calendar, start=start)
        rows = rows.union(rows_of(shares, over_survival, rows.columns))
    rows = _with_points(rows, scales)
    stamped = rows.mutate(period=as_column(period), as_of=instant(as_of))
    return stamped.select(TABLES["measures"].names)


def _only(frame: ir.Table, kept: Mapping[str, str | None]) -> ir.Table:
    for column, value in kept.items():
        frame = frame.filter(frame[column] == value) if value else frame
    return frame


def _long(frame: ir.Table, wanted: Sequence[Measure], systems: Sequence[System]) -> ir.Table:
    """One row per group and indicator with numerator and denominator."""
    sums = _sums(frame, wanted, systems)
    listed = literal_rows(pa.table(_attributes(wanted)))
    rows = sums.cross_join(listed)
    parts = {
        name: ibis.cases(*((rows.measure == one.id, rows[f"{letter}_{n}"]) for n, one in enumerate(wanted)))
        for name, letter in (("numerator", "n"), ("denominator", "d"))
    }
    rows = rows.mutate(**parts)
    is_overall = rows.unit.isnull() & rows.field.isnull() & rows.procedure.isnull()
    kept = (rows.by_rule | (rows.rule == Rule.SYSTEM)) & (rows.on_synced | (rows.basis == "register"))
    rows = rows.filter(kept & (is_overall | (rows.denominator > 0)))
    return rows.select(*_GROUP, "measure", "measured_in", "digits", "numerator", "denominator")


def _attributes(wanted: Sequence[Measure]) -> dict[str, pa.Array]:
    columns = {
        "measure": ([one.id for one in wanted], pa.string()),
        "measured_in": ([one.measured_in for one in wanted], pa.string()),
        "by_rule": ([one.by_rule for one in wanted], pa.bool_()),
        "on_synced": ([one.on_synced for one in wanted], pa.bool_()),
        "digits": ([one.digits for one in wanted], pa.int64()),
    }
    return {name: pa.array(values, type=type_) for name, (values, type_) in columns.items()}


def _sums(frame: ir.Table, wanted: Sequence[Measure], systems: Sequence[System]) -> ir.Table:
    """One row per group: the sums n_0, d_0, n_1, … of the indicators in their order."""
    parts = {}
    for n, one in enumerate(wanted):
        parts[f"n_{n}"] = _amount(only_told(one.numerator(frame), frame, one, systems))
        parts[f"d_{n}"] = _amount(only_told(one.denominator(frame), frame, one, systems))
    rows = frame.select(*_GROUP, **parts)
    nothing = ibis.null("string")
    overall = rows.mutate(**dict.fromkeys(_LEVELS, nothing))
    levels = [
        rows.filter(rows[level].notnull()).mutate(**{other: nothing for other in _LEVELS if other != level})
        for level in _LEVELS
    ]
    stacked = ibis.union(overall, *levels, _zeros(rows))
    return stacked.group_by(*_GROUP).aggregate(**{name: stacked[name].sum() for name in parts})


def _amount(value: ir.Value) -> ir.Value:
    return ibis.coalesce(value.cast("float64"), 0.0)


def _zeros(rows: ir.Table) -> ir.Table:
    """A row of zeros for each overall group, so that an empty period has its indicators too."""
    groups = [(basis, rule) for basis in CODES["basis"] for rule in CODES["rule"]]
    columns = {"basis": pa.array([basis for basis, _ in groups]), "rule": pa.array([rule for _, rule in groups])}
    columns |= {level: pa.nulls(len(groups), pa.string()) for level in _LEVELS}
    columns |= {name: pa.array([0.0] * len(groups)) for name in rows.columns if name not in columns}
    return literal_rows(pa.table(columns)).select(rows.columns)


def _without_empty_basis(rows: ir.Table, dossiers: ir.Table, present: Present | None) -> ir.Table:
    if present is None or "synced" in present.get("dossiers", ()):
        return rows
    counts = dossiers.aggregate(n_synced=(dossiers.basis == "synced").sum())
    counted = rows.cross_join(counts)
    return counted.filter((counted.basis == "register") | (ibis.coalesce(counted.n_synced, 0) > 0)).drop("n_synced")


def _with_value(rows: ir.Table) -> ir.Table:
    ratio = rows.numerator / rows.denominator.nullif(0)
    value = ibis.cases(
        (rows.measured_in.isin(COUNTED_IN), rows.numerator), (rows.measured_in == "%", 100 * ratio), else_=ratio,
    )
    # The only prescribed rounding is to one decimal; rounding by a column is not the same on every engine.
    return rows.mutate(ratio=ratio, value=(rows.digits == 1).fill_null(False).ifelse(value.round(1), value))


def _with_interval(rows: ir.Table) -> ir.Table:
    """Wilson's interval of a share, in percent; null for everything that is not a share."""
    is_share = (rows.measured_in == "%") & rows.ratio.between(0, 1)
    edges = zip(("low", "high"), wilson(rows.ratio, rows.denominator), strict=True)
    return rows.mutate(**{name: is_share.ifelse(100 * edge, ibis.null("float64")) for name, edge in edges})


def _with_points(rows: ir.Table, scales: Sequence[Scale]) -> ir.Table:
    """points by the indicator's scale, null without one; groups are scored as the whole is."""
    if not scales:
        return rows.mutate(points=ibis.null("float64"), max_points=ibis.null("float64"))
    known = scale_table(scales)
    rows = rows.left_join(known, [("measure", "scale_measure")])
    by_ratio = rows.max_points * ibis.least(rows.ratio / rows.full_at, 1.0)
    points = ibis.cases(
        (rows.ratio.isnull(), rows.points_when_empty), (rows.full_at.isnull(), rows.value), else_=by_ratio,
    )
    return rows.mutate(points=rows.max_points.isnull().ifelse(ibis.null("float64"), points))


def scale_table(scales: Sequence[Scale]) -> ir.Table:
    """One row per scale: scale_measure, max_points, full_at, points_when_empty."""
    names = ("max_points", "full_at", "points_when_empty")
    columns = {name: pa.array([getattr(one, name) for one in scales], type=pa.float64()) for name in names}
    return literal_rows(pa.table({"scale_measure": pa.array([one.measure for one in scales]), **columns}))
