"""What a published satisfaction figure can be: never a share without its numerator, denominator and
source.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.model.schema import TABLES
from tthc.model.words import Rule

_GROUP = ("qd766_5_2", "qd766_5_3", "qd766_5_4")
_GROUP_POINTS = 18.0


def satisfaction(measures: ir.Table) -> ir.Table:
    """One row per reading: component 5.4 on synchronised dossiers, points of the satisfaction group, the office's
    survey.

    measures: the long table of the period. A reading is supported when its denominator is not 0.
    """
    rows = ibis.union(_component(measures), _points(measures), _survey(measures))
    return rows.select(TABLES["satisfaction"].names)


def _overall(measures: ir.Table) -> ir.Table:
    rule = ibis.ifelse(measures.measure == "qd766_5_4", Rule.QD766, Rule.SYSTEM)  # the index counts by its own rule
    rows = measures.filter((measures.rule == rule) & measures.unit.isnull() & measures.field.isnull())
    return rows.filter(rows.procedure.isnull())


def _sums(measures: ir.Table, measure: str, basis: str) -> ir.Table:
    """One row whether or not the indicator could be computed."""
    rows = _overall(measures)
    wanted = (rows.measure == measure) & (rows.basis == basis)
    names = ("numerator", "denominator", "value", "low", "high", "points")
    return rows.aggregate(**{name: rows[name].max(where=wanted) for name in names})


def _component(measures: ir.Table) -> ir.Table:
    rows = _sums(measures, "qd766_5_4", "synced")
    return _reading(
        rows,
        1,
        "Chỉ số thành phần 5.4 của Quyết định 766 trên hồ sơ đã đồng bộ",
        "Không phải ý kiến người dân: bằng 100% trừ tỷ lệ hồ sơ quá hạn, bị phản ánh hoặc bị đánh giá không hài lòng.",
    )


def _points(measures: ir.Table) -> ir.Table:
    """Points reached of the group's 18; the survey-like components count in full when nobody complained."""
    rows = _overall(measures)
    basis = ibis.ifelse(rows.measure == "qd766_5_4", "synced", "register")
    counted = rows.measure.isin(_GROUP) & (rows.basis == basis)
    total = rows.aggregate(numerator=rows.points.sum(where=counted), n_scored=rows.points.count(where=counted))
    is_whole = total.n_scored == len(_GROUP)
    whole = is_whole.ifelse(_GROUP_POINTS, 0.0)
    share = 100 * total.numerator / whole.nullif(0)
    nothing = ibis.null("float64")
    # A part of the points beside no whole would be read as a share.
    rows = total.select(
        numerator=is_whole.ifelse(total.numerator, nothing), denominator=whole, value=share, low=nothing, high=nothing,
    )
    return _reading(
        rows,
        2,
        "Điểm của nhóm mức độ hài lòng (5.2, 5.3 và 5.4) trên 18 điểm",
        "Là điểm, không phải tỷ lệ người: không có phản ánh thì 5.2 và 5.3 được điểm tối đa; không có hồ sơ đồng bộ "
        "thì 5.4 được 0 điểm.",
    )


def _survey(measures: ir.Table) -> ir.Table:
    return _reading(
        _sums(measures, "survey_satisfied", "register"),
        3,
        "Phiếu khảo sát của cơ quan: phiếu hài lòng trên phiếu có trả lời",
        "Là ý kiến của người trả lời; ít phiếu thì khoảng tin cậy rộng, không suy ra cho mọi người dân.",
    )


def _reading(rows: ir.Table, number: int, label: str, explanation: str) -> ir.Table:
    return rows.select(
        "numerator",
        "denominator",
        "value",
        "low",
        "high",
        reading=ibis.literal(number, "int64"),
        label=ibis.literal(label),
        is_supported=ibis.coalesce(rows.denominator > 0, False),
        explanation=ibis.literal(explanation),
    ).select(TABLES["satisfaction"].names)
