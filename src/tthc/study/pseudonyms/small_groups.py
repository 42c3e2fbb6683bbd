"""Ratings and complaints of fewer than three people say who they were; others do not see them."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

FEWEST = 3
# Counted over complaints and survey sheets themselves.
_FEEDBACK = ("complaints", "qd766_5_2", "qd766_5_3", "survey_satisfied")
# Counted over dossiers: late ones and those with a bad word; what is not lateness is the group.
_MIXED = "qd766_5_4"
_HIDDEN = ("numerator", "denominator", "value", "low", "high", "points")
_GROUP = ("period", "basis", "rule")


def without_small_groups(measures: ir.Table) -> ir.Table:
    """The long table of indicators, where those on ratings and feedback stand for the whole period only, and for three
    or more.
    """
    rows = measures.filter(~measures.measure.isin([*_FEEDBACK, _MIXED]) | _is_overall(measures))
    late = rows.filter(rows.measure.isin(["late", "open_late"]) & _is_overall(rows))
    late = late.group_by(*_GROUP).agg(n_late=late.numerator.sum())
    rows = rows.left_join(late, list(_GROUP))
    few = ibis.ifelse(
        rows.measure == _MIXED, rows.denominator - rows.numerator - rows.n_late.fill_null(0.0), rows.denominator,
    )
    hide = rows.measure.isin([*_FEEDBACK, _MIXED]) & (few > 0) & (few < FEWEST)
    return rows.mutate(
        **{name: hide.ifelse(ibis.null("float64"), rows[name]) for name in _HIDDEN}
    ).select(measures.columns)


def _is_overall(rows: ir.Table) -> ir.BooleanValue:
    return rows.unit.isnull() & rows.field.isnull() & rows.procedure.isnull()
