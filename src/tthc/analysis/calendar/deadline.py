"""Deadlines in working days: reception plus n days, under the settings that the law leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

# Which days a count goes over: working days; the same without worked Saturdays, as systems that know no swap count;
# every weekday, as if there were no holidays; every day.
COUNTS = ("work_no", "unswapped_no", "weekday_no", "calendar_no")


_MIDNIGHT = 24 * 60


@dataclass(frozen=True)
class DeadlineRule:
    """How n days are counted; none of it stands in a text of law that was read (docs/assumptions.md).

    first_day: the day of reception is day 0 ("next") or day 1 ("same"). after_hours: what comes in outside opening
    hours counts as received on the next working day ("next_day") or on its own day ("same_day"). cutoff_hour: from this
    hour on a reception counts for the next working day; 0 sets none.
    """

    first_day: str = "next"
    after_hours: str = "next_day"
    cutoff_hour: int = 0


USUAL = DeadlineRule()


def deadline_rule(rules: Mapping[str, str]) -> DeadlineRule:
    """The rule that a run's settings describe; a missing setting keeps its default."""
    return DeadlineRule(
        first_day=rules.get("first_day", USUAL.first_day),
        after_hours=rules.get("after_hours", USUAL.after_hours),
        cutoff_hour=int(rules.get("cutoff_hour", USUAL.cutoff_hour)),
    )


def add_deadline(
    table: ir.Table,
    calendar: ir.Table,
    received: str,
    days: str,
    name: str,
    *,
    rule: DeadlineRule = USUAL,
    count: str = "work_no",
) -> ir.Table:
    """`table` with `name`: the closing instant of the n-th day after the instant `received`, n in the whole-number
    column `days`.

    A null reception or number of days gives null, as does a day that the calendar does not reach.
    """
    numbered = calendar.mutate(calendar_no=calendar.date.cast("timestamp(6)").epoch_seconds() // 86400)
    start = numbered.select(
        dl_date="date",
        dl_base=numbered[count],
        dl_is_work="is_work",
        dl_midnight=numbered.date.cast("timestamp(6)").epoch_seconds(),
        dl_close=closing_minute(numbered),
    )
    joined = table.mutate(dl_day=table[received].date()).left_join(start, [("dl_day", "dl_date")])
    minute = (joined[received].epoch_seconds() - joined.dl_midnight) / 60
    target = joined.dl_base + joined[days] + _shift(joined, minute, rule)
    joined = joined.mutate(dl_target=target.cast("int64")).drop("dl_day", *start.columns)
    due = _numbered_days(numbered, count)
    return joined.left_join(due, [("dl_target", "dl_no")]).drop("dl_target", "dl_no").rename({name: "dl_due_at"})


def add_days_granted(
    table: ir.Table,
    calendar: ir.Table,
    received: str,
    due: str,
    names: Mapping[str, str],
    *,
    rule: DeadlineRule = USUAL,
) -> ir.Table:
    """`table` with, per entry of `names` (count → name), the n of which `due` is the n-th day after `received`.

    The inverse of `add_deadline`. A due day that the count passes over (a Sunday for working days) gives the n of the
    counted day before it, and false in the column `<name>_is_exact`.
    """
    days = _numbered(calendar)
    counts = list(names)
    start = days.select("date", "dl_is_work", "dl_midnight", "dl_close", **{f"dl_{count}": count for count in counts})
    end = days.select(
        "date", **{f"dm_{count}": count for count in counts},
        **{f"dm_{count}_is_new": f"{count}_is_new" for count in counts},
    )
    joined = table.mutate(dl_day=table[received].date(), dm_day=table[due].date())
    joined = joined.left_join(start.rename(dl_date="date"), [("dl_day", "dl_date")])
    joined = joined.left_join(end.rename(dm_date="date"), [("dm_day", "dm_date")])
    shift = _shift(joined, (joined[received].epoch_seconds() - joined.dl_midnight) / 60, rule)
    found = {name: joined[f"dm_{count}"] - joined[f"dl_{count}"] - shift for count, name in names.items()}
    exact = {f"{name}_is_exact": joined[f"dm_{count}_is_new"] for count, name in names.items()}
    return joined.select(*table.columns, **found, **exact)


def _numbered(calendar: ir.Table) -> ir.Table:
    """One row per day with every count, and whether the day itself is counted (`<count>_is_new`)."""
    days = calendar.mutate(calendar_no=calendar.date.cast("timestamp(6)").epoch_seconds() // 86400)
    days = days.mutate(
        dl_is_work=days.is_work, dl_midnight=days.date.cast("timestamp(6)").epoch_seconds(),
        dl_close=closing_minute(days),
    )
    by_date = ibis.window(order_by=days.date)
    return days.mutate(
        **{f"{count}_is_new": ibis.coalesce(days[count] != days[count].lag().over(by_date), True) for count in COUNTS}
    )


def closing_instants(calendar: ir.Table) -> ir.Table:
    """One row per working day: date and close_at, the end of its last session."""
    work = calendar.filter(calendar.is_work)
    return work.select("date", close_at=closing_instant(work.date, closing_minute(work)))


def closing_instant(day: ir.Value, minute: ir.Value) -> ir.Value:
    """The instant at which a day closes, `minute` after its midnight; at 24:00 a microsecond before, which is still
    that day.

    The clock reads both alike (`read_clock`), and a deadline or an end at closing time stays on its own day.
    """
    micro = (minute.cast("int64") * 60_000_000) - (minute >= _MIDNIGHT).ifelse(1, 0)
    return (day.cast("timestamp(6)") + micro.as_interval("us")).cast("timestamp(6)")


def counted_closing(calendar: ir.Table) -> ir.Table:
    """One row per day: date, is_work and close_at, the closing instant of the day itself or, for a day off, of the next
    working day.

    The last days off of the calendar, which no working day follows, are left out.
    """
    closing = closing_instants(calendar).rename({"w_date": "date"})
    numbers = calendar.filter(calendar.is_work).select(n_date="date", n_no="work_no")
    by_number = closing.inner_join(numbers, [("w_date", "n_date")]).select("close_at", n_no="n_no")
    days = calendar.select("date", "is_work", c_no=calendar.is_work.ifelse(calendar.work_no, calendar.work_no + 1))
    return days.inner_join(by_number, [("c_no", "n_no")]).select("date", "is_work", "close_at")


def closing_minute(calendar: ir.Table) -> ir.Value:
    """The minute of the day at which its last session ends; 0 for a day off."""
    return (calendar.to_2 > 0).ifelse(calendar.to_2, calendar.to_1)


def _shift(joined: ir.Table, minute: ir.Value, rule: DeadlineRule) -> ir.Value:
    """Days by which day 0 moves: one for a reception that counts for the next working day, minus one if day 0 is day 1.

    A closed day is never day 1, whatever the settings: the count has not reached it.
    """
    late = minute < 0
    if rule.after_hours == "next_day":
        late = ~joined.dl_is_work | (minute > joined.dl_close)
    if rule.cutoff_hour:
        late = late | (joined.dl_is_work & (minute >= rule.cutoff_hour * 60))
    if rule.first_day != "same":
        return late.ifelse(1, 0)
    return late.ifelse(0, joined.dl_is_work.ifelse(-1, 0))


def _numbered_days(calendar: ir.Table, count: str) -> ir.Table:
    """One row per counted day: the first day with a number is the day that was counted."""
    days = calendar.filter(calendar[count] > 0).group_by(
        dl_no=calendar[count].cast("int64")
    ).aggregate(dl_first=calendar.date.min())
    closed = calendar.select(dl_first_date="date", dl_close_minute=closing_minute(calendar))
    joined = days.left_join(closed, [("dl_first", "dl_first_date")])
    due = closing_instant(joined.dl_first, joined.dl_close_minute)
    return joined.select("dl_no", dl_due_at=due.cast("timestamp(6)"))
