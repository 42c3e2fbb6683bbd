"""The system's rule: the deadline as recorded in the one-stop system."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from tthc.worktime import add_deadline, deadline_rule


def with_system_deadline(scope: ir.Table, calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """`scope` with the recorded deadline; where there is none, reception plus the setting `norm_days` if it is set."""
    days = int(rules.get("norm_days", "0"))
    rows = scope.mutate(is_forced_late=ibis.literal(False), is_end_judged=ibis.literal(False))
    if not days:
        return rows.mutate(reason=ibis.null("string"))
    rows = add_deadline(
        rows.mutate(s_days=ibis.literal(days, "int64")),
        calendar,
        "received_at",
        "s_days",
        "s_due_at",
        rule=deadline_rule(rules),
    )
    reason = f"Không có ngày hẹn trả; tính {days} ngày làm việc từ ngày tiếp nhận theo thiết lập."
    return rows.mutate(
        due_at=ibis.coalesce(rows.due_at, rows.s_due_at),
        reason=(rows.due_at.isnull() & rows.s_due_at.notnull()).ifelse(reason, ibis.null("string")),
    ).drop("s_days", "s_due_at")
