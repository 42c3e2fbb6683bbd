"""What is said of a dossier that is stopped at the cut or ended without a result, and whether that was before its
deadline had passed.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from tthc.analysis.outcomes.due import has_passed
from tthc.analysis.outcomes.wording import day
from tthc.model.words import Outcome, Phase, Status


def stopped_at(rows: ir.Table) -> ir.Value:
    """Since when a dossier of `in_scope` is stopped; null where it is not, and where the status alone tells it."""
    return ((rows.phase == Phase.STOPPED) & ~rows.is_untold).ifelse(rows.open_from_at, ibis.null("timestamp(6)"))


def is_belated(rows: ir.Table, due: ir.Value, rules: Mapping[str, str]) -> ir.Value:
    """Whether a dossier was stopped only after its deadline, as it counts, had passed: such a stop does not undo the
    lateness. False where nobody knows since when it is stopped (stopped_at), and without a deadline.
    """
    return (rows.phase == Phase.STOPPED) & ibis.coalesce(has_passed(due, rows.stopped_at, rules), False)


def belated(rows: ir.Table) -> tuple[ir.Value, ir.Value]:
    """What is said of one that was stopped too late, for `sentences`; rows are judged."""
    late = (rows.phase == Phase.STOPPED) & (rows.outcome == Outcome.OPEN_LATE)
    return late, ibis.literal("Bắt đầu dừng ngày ") + day(rows.open_from_at) + ", khi hạn " + day(
        rows.due_at
    ) + " đã qua, nên vẫn là quá hạn."


def closed(rows: ir.Table, rules: Mapping[str, str]) -> list[tuple[ir.Value, ir.Value]]:
    """What is said of one that was stopped for good or withdrawn, for `sentences`; rows are judged.

    No text says that it was late then, nor that it was not: what is said is how its end lies to the deadline. Of the
    index's rule, which judges such an end, where it says nothing else.
    """
    is_closed = rows.outcome.isin([Outcome.ENDED, Outcome.WITHDRAWN]) & (~rows.is_end_judged | rows.reason.isnull())
    how = (rows.outcome == Outcome.ENDED).ifelse("Dừng hẳn ngày ", "Người nộp rút hồ sơ ngày ")
    head, due = how + day(rows.end_at), day(rows.due_at)
    passed = has_passed(rows.due_at, rows.end_at, rules)
    return [
        (is_closed & rows.due_at.isnull(), head + "."),
        (is_closed & ~passed, head + ", khi hạn " + due + " chưa qua."),
        (is_closed & passed, head + ", khi hạn " + due + " đã qua; kết thúc như vậy không xếp vào quá hạn."),
    ]


def refused(rows: ir.Table) -> tuple[ir.Value, ir.Value]:
    """What is said of one that was refused on a day that is known."""
    is_refused = (rows.phase == Phase.REFUSED) & rows.refused_at.notnull()
    return is_refused, ibis.literal("Từ chối ngày ") + day(rows.refused_at) + "."


def not_dated(rows: ir.Table) -> list[tuple[ir.Value, ir.Value | str]]:
    """What is said of one of which the status alone tells that it is stopped."""
    alone = (rows.phase == Phase.STOPPED) & rows.is_untold
    for_good = rows.status == Status.HALTED
    return [
        (
            alone & for_good,
            "Trạng thái là dừng xử lý mà không ghi ngày: chưa biết là dừng hẳn hay tạm dừng, nên không xét hạn.",
        ),
        (alone & ~for_good, "Trạng thái là đang chờ mà không ghi từ ngày nào, nên không xét hạn."),
    ]
