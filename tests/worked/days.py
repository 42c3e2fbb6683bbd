"""The calendar of the examples, and what its clock reads.

Four weeks from Monday 04/03/2024, worked from Monday to Friday, 07:00–11:30 and 13:30–17:00: 270 + 210 = 480 minutes. The
clock reads 0 at the opening of the first Monday; at the opening of each day, and within a day:

    Mo 04/03     0    Mo 11/03  2400    Mo 18/03  4800    Mo 25/03  7200        07:00    0    13:30  270
    Tu 05/03   480    Tu 12/03  2880    Tu 19/03  5280    Tu 26/03  7680        08:00   60    14:00  300
    We 06/03   960    We 13/03  3360    We 20/03  5760    We 27/03  8160        09:00  120    15:00  360
    Th 07/03  1440    Th 14/03  3840    Th 21/03  6240    Th 28/03  8640        10:00  180    16:00  420
    Fr 08/03  1920    Fr 15/03  4320    Fr 22/03  6720    Fr 29/03  9120        11:00  240    17:00  480
"""

from __future__ import annotations

from datetime import date, timedelta

from worked.example import Rows, rows

_FIRST, _N_DAYS = date(2024, 3, 4), 28
_COLUMNS = "date is_work day_wm before_wm from_1 to_1 from_2 to_2 work_no unswapped_no weekday_no"


def _day(number: int) -> tuple:
    worked_before = number // 7 * 5 + min(number % 7, 5)
    is_work = number % 7 < 5
    edges = (420.0, 690.0, 810.0, 1020.0) if is_work else (0.0, 0.0, 0.0, 0.0)
    counts = (worked_before + is_work,) * 3
    return (_FIRST + timedelta(days=number), is_work, 480.0 * is_work, 480.0 * worked_before, *edges, *counts)


DAYS: Rows = rows(_COLUMNS, *(_day(number) for number in range(_N_DAYS)))
CALENDAR = {"calendar_days": DAYS}


def period(start_at: str, cut_at: str) -> dict[str, Rows]:
    """The run's period as a table of one row: start inclusive, cut exclusive."""
    return {"run_period": rows("start_at cut_at", (start_at, cut_at))}
