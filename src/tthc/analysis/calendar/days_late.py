"""How many days late people say a dossier is: by dates, in whole working days."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir


def add_days_late(rows: ir.Table, calendar: ir.Table, due_day: ir.Value, last_day: ir.Value) -> ir.Table:
    """`rows` with n_days_late: working days after the date `due_day` up to and including the date `last_day`; null
    outside the calendar, and where either is not known.
    """
    days = calendar.select("date", "work_no")
    rows = rows.mutate(due_day=due_day, last_day=last_day)
    for column, name in (("due_day", "work_no_due"), ("last_day", "work_no_last")):
        rows = rows.left_join(days.rename({f"{name}_date": "date", name: "work_no"}), [(column, f"{name}_date")])
    return rows.mutate(n_days_late=ibis.greatest(rows.work_no_last - rows.work_no_due, 0).cast("int64"))
