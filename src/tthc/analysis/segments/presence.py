"""When an officer is known to have been at his desk: the half days in which he left a stamp, and the runs of days
without any.

Whoever left no stamp may have been on leave or in a meeting that nobody recorded. Nobody is called idle for a half day
in which nothing shows that he was there, nor slow for a step that lay open while he left no stamp for days.
"""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import instant
from tthc.model.words import State

QUIET_DAYS = 3  # whole working days without a stamp


def officer_stamps(spans: ir.Table, calendar: ir.Table, *, cut: datetime) -> ir.Table:
    """One row per officer, day and half day in which he began or ended a step before the cut: officer, date, minute,
    and the day's calendar.
    """
    own = spans.filter(~spans.is_outside & spans.officer.notnull())
    made = ibis.union(*(own.select("officer", at=name) for name in ("started_at", "ended_at")))
    made = made.filter(made["at"].notnull() & (made["at"] < instant(cut)))
    made = made.select(
        "officer", date=made["at"].date(), minute=(made["at"].hour() * 60 + made["at"].minute()).cast("float64"),
    )
    days = calendar.select(
        "date", "is_work", "day_wm", "before_wm", "work_no", "to_1", morning_wm=calendar.to_1 - calendar.from_1,
    )
    rows = made.inner_join(days, "date")
    return rows.select("officer", *days.columns, is_morning=rows.minute <= rows.to_1).distinct()


def shown_times(stamps: ir.Table) -> ir.Table:
    """One row per officer and half day of which a stamp shows that he was there: officer, from_wm, to_wm (readings)."""
    rows = stamps.filter(stamps.is_work)
    noon = rows.before_wm + rows.morning_wm
    rows = rows.select(
        "officer", from_wm=rows.is_morning.ifelse(rows.before_wm, noon),
        to_wm=rows.is_morning.ifelse(noon, rows.before_wm + rows.day_wm)
    )
    return rows.filter(rows.to_wm > rows.from_wm).distinct()


def quiet_times(stamps: ir.Table, calendar: ir.Table, *, cut: datetime) -> ir.Table:
    """One row per officer and run of at least three whole working days without a stamp of his: from/to with readings,
    state quiet.

    A run lies between two days with a stamp, or between the last one and the cut.
    """
    # A day off has the number of the working day before it: between two days lie those before the later one less the
    # earlier one's number.
    before_no = stamps.work_no - stamps.is_work.cast("int64")
    days = stamps.select(
        "officer", "date", "work_no", "before_wm", before_no=before_no, end_wm=stamps.before_wm + stamps.day_wm,
    ).distinct()
    last = calendar.filter(calendar.date == instant(cut).date())
    last = last.select(
        "date", "work_no", "before_wm", before_no=last.work_no - last.is_work.cast("int64"), end_wm=last.before_wm,
    )
    ends = days.select("officer").distinct().cross_join(last)
    days = days.union(ends.select(*days.columns))
    onward = ibis.window(group_by=days.officer, order_by=[days.date, days.end_wm])
    next_day = {f"next_{name}": days[name].lead().over(onward) for name in ("date", "before_no", "before_wm")}
    rows = days.mutate(**next_day)
    rows = rows.filter(rows.next_before_no - rows.work_no >= QUIET_DAYS)
    midnight = "timestamp(6)"
    return rows.select(
        "officer", from_at=rows.date.cast(midnight) + ibis.interval(days=1), to_at=rows.next_date.cast(midnight),
        from_wm="end_wm",
        to_wm="next_before_wm", state=ibis.literal(State.QUIET),
    )
