"""The calendar as a table, readings of its clock in working minutes, and deadlines in working days.

A calendar has one row a day: the sessions of that day and the working minutes of all days before it. The clock of an
instant is one join on the date and arithmetic within the day; it never decreases, so every duration is a difference of
two readings.
"""

from tthc.analysis.calendar.clock import instant_of, read_clock
from tthc.analysis.calendar.days_late import add_days_late
from tthc.analysis.calendar.deadline import (
    COUNTS,
    DeadlineRule,
    add_days_granted,
    add_deadline,
    closing_instant,
    closing_instants,
    closing_minute,
    counted_closing,
    deadline_rule,
)
from tthc.analysis.calendar.working_days import (
    SESSIONS,
    OpenDay,
    SpecialDay,
    calendar_names,
    calendar_table,
    hour_rows,
    open_days,
    special_days,
    unsettled_days,
)
from tthc.model.days import FULL_DAY_WM
from tthc.model.schema.instants import as_column, instant, last_day, last_instant

__all__ = [
    "COUNTS",
    "FULL_DAY_WM",
    "SESSIONS",
    "DeadlineRule",
    "OpenDay",
    "SpecialDay",
    "add_days_granted",
    "add_days_late",
    "add_deadline",
    "as_column",
    "calendar_names",
    "calendar_table",
    "closing_instant",
    "closing_instants",
    "closing_minute",
    "counted_closing",
    "deadline_rule",
    "hour_rows",
    "instant",
    "instant_of",
    "last_day",
    "last_instant",
    "open_days",
    "read_clock",
    "special_days",
    "unsettled_days",
]
