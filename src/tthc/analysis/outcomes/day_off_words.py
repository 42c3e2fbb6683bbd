"""What is said where a deadline on a day off is read in two ways, and where somebody is late by no working minute."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from tthc.analysis.outcomes.stopped_verdict import belated, closed
from tthc.analysis.outcomes.wording import day, sentences
from tthc.model.schema import CODES
from tthc.model.words import LATE

_LAW = "Bộ luật Dân sự 2015, Điều 148 khoản 5"


def with_words(rows: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """`rows` (after their verdict) whose reason ends with that it was stopped too late, or for good, with the two
    readings, where they differ, or with why nothing is late by the clock.
    """
    nothing = rows.outcome.isin(LATE) & ibis.coalesce(rows.late_wm == 0, False)
    differs = ibis.coalesce(rows.outcome != rows.other_outcome, False)
    said = sentences(
        (rows.reason.notnull(), rows.reason),
        belated(rows),
        *closed(rows, rules),
        (differs, _readings(rows, rules)),
        (nothing & ~differs, "Từ hạn đến lúc kết thúc hoặc lúc chốt không có phút làm việc nào."),
    )
    return rows.mutate(reason=said)


def _readings(rows: ir.Table, rules: Mapping[str, str]) -> ir.Value:
    is_moved = rules.get("due_on_day_off", "next_working_day") == "next_working_day"
    head, other = ibis.literal("Hạn ") + day(rows.recorded_due_at) + " là ngày nghỉ, ", _label(rows.other_outcome)
    if is_moved:
        return (
            head
            + "kéo đến hết ngày làm việc kế tiếp "
            + day(rows.due_at)
            + f" ({_LAW}); nếu tính đúng ngày đã ghi thì là “"
            + other
            + "”."
        )
    moved = f"tính đúng ngày đã ghi theo thiết lập; nếu kéo đến hết ngày làm việc kế tiếp ({_LAW}) "
    return head + moved + day(rows.other_due_at) + " thì là “" + other + "”."


def _label(outcome: ir.Value) -> ir.Value:
    return ibis.cases(*((outcome == code, label) for code, label in CODES["outcome"].items()), else_=outcome)
