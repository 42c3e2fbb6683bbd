"""What is said of a dossier whose outcome hangs on days of which nobody knows yet whether they are worked."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from tthc.analysis.outcomes.wording import day, sentences
from tthc.model.schema import CODES
from tthc.model.words import LATE


def with_other_calendar(rows: ir.Table, other: ir.Table, days: Sequence[str]) -> ir.Table:
    """`rows` (outcomes by the calendar as it stands) with adopted_outcome, the one in `other` where it is another, and
    a reason that names both readings. `days`: those that are not settled, as dd/mm/yyyy.
    """
    read = other.select(uo_id="dossier_id", uo_rule="rule", uo_outcome="outcome", uo_due_at="due_at")
    joined = rows.left_join(read, [("dossier_id", "uo_id"), ("rule", "uo_rule")])
    differs = ibis.coalesce(joined.outcome != joined.uo_outcome, False)
    said = sentences((joined.reason.notnull(), joined.reason), (differs, _both(joined, days)))
    return joined.mutate(
        reason=said, adopted_outcome=differs.ifelse(joined.uo_outcome, ibis.null("string")),
    ).drop("uo_id", "uo_rule", "uo_outcome", "uo_due_at")


def _both(rows: ir.Table, days: Sequence[str]) -> ir.Value:
    named = " và ".join(", ".join(days).rsplit(", ", 1))
    unasked = rows.outcome.isin(LATE) & ~rows.uo_outcome.isin(LATE)
    return (
        ibis.literal(f"Chưa rõ có hoán đổi ngày làm việc {named} hay không: theo lịch đang dùng ")
        + _reading(rows.due_at, rows.outcome)
        + "; nếu hoán đổi thì "
        + _reading(rows.uo_due_at, rows.uo_outcome)
        + unasked.ifelse(", nên không hỏi về văn bản xin lỗi.", ".")
    )


def _reading(due: ir.Value, outcome: ir.Value) -> ir.Value:
    label = ibis.cases(*((outcome == code, text) for code, text in CODES["outcome"].items()), else_=outcome)
    return ibis.coalesce(ibis.literal("hạn là ") + day(due) + ", ", "") + "kết quả là “" + label + "”"
