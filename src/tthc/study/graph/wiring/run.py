"""What the run itself is: its period and cut as tables of one row, the calendar, and lists that
reference files hold.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from tthc.analysis import early_warning
from tthc.analysis.calendar import calendar_table
from tthc.model.period import Period
from tthc.study.graph.context import Context, day_start, reference_stamp
from tthc.study.graph.declared import Declared, computed

_PERIOD = pa.schema(
    {
        "start_at": pa.timestamp("us"), "cut_at": pa.timestamp("us"), "period": pa.string(), "unit": pa.string(),
        "field": pa.string(),
    }
)
# The instants before the cut on which the chance of early warning is tried.
WEEKS_BACK = (1, 2, 3, 4, 6, 8, 10, 12)


def run_period(context: Context) -> dict[str, pa.Table]:
    """One row each: the run's period, the one before it, the same one a year earlier; start
    inclusive, cut exclusive.
    """
    run = context.run
    earlier = {"run_previous": run.period.previous(), "run_last_year": run.period.last_year()}
    ends = {name: day_start(period.end + timedelta(days=1)) for name, period in earlier.items()}
    rows = {
        "run_period": _row(context, run.period, run.cut),
        **{name: _row(context, period, ends[name]) for name, period in earlier.items()},
    }
    return {name: pa.Table.from_pylist([row], schema=_PERIOD) for name, row in rows.items()}


def _row(context: Context, period: Period, cut: datetime) -> dict[str, Any]:
    return {
        "start_at": day_start(period.start), "cut_at": cut, "period": period.text, "unit": context.run.unit,
        "field": context.run.field,
    }


def calendar_days(context: Context) -> pa.Table:
    """One row per day of the profile's calendar, as `analysis.calendar.calendar_table` has it."""
    return calendar_table(context.run.reference, context.calendar)


def calendar_adopted(context: Context) -> pa.Table:
    """One row per day of the same calendar, as if every proposal that is not settled had been adopted."""
    return calendar_table(context.run.reference, context.calendar, adopted=True)


def cause_list(context: Context) -> pa.Table:
    """One row per cause of the office's own list."""
    return pa.Table.from_pylist([asdict(cause) for cause in context.causes])


def warning_moments(context: Context) -> dict[str, pa.Table]:
    """What early warning asks: the instants, and the small tables that its curves start from."""
    cut = context.run.cut
    moments = [cut, *(cut - timedelta(weeks=weeks) for weeks in WEEKS_BACK)]
    return {
        "warn_moments": pa.table({"moment": pa.array(moments, pa.timestamp("us"))}),
        "warn_landmarks": pa.table({"start_wm": list(early_warning.LANDMARKS)}),
        "warn_bins": pa.Table.from_pylist(list(early_warning.BINS)),
    }


def _period_stamp(context: Context) -> str:
    run = context.run
    return f"{run.period.text} {run.cut.isoformat()} {run.unit} {run.field}"


DECLARED: tuple[Declared, ...] = (
    computed(("run_period", "run_previous", "run_last_year"), run_period, "one period", stamp=_period_stamp),
    computed(
        ("calendar_days",), calendar_days, "one day",
        stamp=lambda context: reference_stamp(context, "calendar_*.csv") + context.calendar,
    ),
    computed(
        ("calendar_adopted",), calendar_adopted, "one day",
        stamp=lambda context: reference_stamp(context, "calendar_*.csv") + context.calendar,
    ),
    computed(("cause_list",), cause_list, "one cause", stamp=lambda context: reference_stamp(context, "causes.csv")),
    computed(
        ("warn_moments", "warn_landmarks", "warn_bins"), warning_moments, "one instant, landmark or bin",
        stamp=_period_stamp,
    ),
)
