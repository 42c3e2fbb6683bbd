"""The system's rule: the deadline as recorded in the one-stop system."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import add_deadline, deadline_rule
from tthc.analysis.outcomes.stopped_verdict import not_dated, refused
from tthc.analysis.outcomes.wording import day, sentences
from tthc.model.words import Phase


def with_system_deadline(scope: ir.Table, calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """`scope` (with the deadline in force) with due_at; where none is recorded, reception plus the setting `norm_days`
    if it is set.

    A deadline that was changed, and of which nobody knows what it was before, makes the outcome unknown.
    """
    rows = with_common_deadline(scope, calendar, rules)
    is_lost = ~rows.is_due_known & rows.phase.isin([Phase.FINISHED, Phase.OPEN])
    return rows.mutate(
        is_forced_late=ibis.literal(False), is_end_judged=ibis.literal(False),
        other_end_at=ibis.null("timestamp(6)"), phase=is_lost.ifelse(Phase.UNKNOWN, rows.phase),
        reason=sentences(*moved(rows, rules), *_common(rows, rules), *not_dated(rows), refused(rows)),
    ).drop("s_due_at", "s_is_common")  # fmt: skip


def with_common_deadline(rows: ir.Table, calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """`rows` with due_at, for which the setting `norm_days` stands in where nothing is recorded (then s_is_common)."""
    days = int(rules.get("norm_days", "0"))
    if not days:
        return rows.mutate(s_due_at=ibis.null("timestamp(6)"), s_is_common=ibis.literal(False))
    rows = add_deadline(
        rows.mutate(s_days=ibis.literal(days, "int64")), calendar, "received_at", "s_days", "s_due_at",
        rule=deadline_rule(rules),
    )
    is_common = rows.due_at.isnull() & rows.is_due_known & rows.s_due_at.notnull()
    return rows.mutate(s_is_common=is_common, due_at=is_common.ifelse(rows.s_due_at, rows.due_at)).drop("s_days")


def _common(rows: ir.Table, rules: Mapping[str, str]) -> list[tuple[ir.Value, str]]:
    days = rules.get("norm_days", "0")
    return [(rows.s_is_common, f"Không có ngày hẹn trả; tính {days} ngày làm việc từ ngày tiếp nhận theo thiết lập.")]


def moved(
    rows: ir.Table, rules: Mapping[str, str], due: ir.Value | None = None,
) -> list[tuple[ir.Value, ir.Value | str]]:
    """What is said of a deadline (`due`, due_at of the rows unless given) that was changed too late."""
    due = rows.due_at if due is None else due
    counts = ibis.literal(rules.get("due_moved_late", "passed") == "passed")
    live = rows.phase.isin([Phase.FINISHED, Phase.OPEN, Phase.STOPPED])
    after = live & rows.is_due_moved_after_end & ~(rows.is_due_moved_late & counts)
    return [
        (
            live & rows.is_due_moved_late & counts,
            ibis.literal("Ngày hẹn trả ") + day(due) + " đã qua rồi mới được dời nên vẫn tính theo ngày đó.",
        ),
        (
            live & rows.is_due_moved_late & ~counts,
            "Ngày hẹn trả được dời sau khi đã qua hạn; tính theo ngày mới theo thiết lập.",
        ),
        (
            after & rows.is_due_known,
            ibis.literal("Ngày hẹn trả được đổi sau khi kết thúc; tính theo ngày lúc kết thúc là ") + day(due) + ".",
        ),
        (live & ~rows.is_due_known, "Ngày hẹn trả được đổi về sau mà không ghi ngày trước đó nên không tính được."),
    ]
