"""The recorded deadline as it stood: at the cut, at the end, and when it passed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import counted_closing, instant
from tthc.analysis.life import once, within_life

_DAY = ibis.interval(days=1)
Counted = Callable[[ir.Table], ir.Value]


def with_due_in_force(
    rows: ir.Table, tables: Mapping[str, ir.Table], lifetimes: ir.Table, calendar: ir.Table, rules: Mapping[str, str],
    *, cut: datetime
) -> ir.Table:
    """`rows` of dossiers with the due_at that was in force, is_due_known, is_due_moved_after_end and is_due_moved_late
    (never null).

    A change after the end, or at or after the cut, is undone: the deadline that it replaced counts, else the one set by
    the change before; where neither is written, due_at is null and is_due_known false. A change after the deadline had
    passed does not count either, but the first deadline that had passed does (setting due_moved_late: passed or moved).
    While a stop ran, no deadline passed: a change counts if it came while a stop ran that had begun by the deadline, or
    at most a day after the stop was over. What was changed at or after the cut is not told as moved. `lifetimes` as
    `life.lifetimes_at` gives them; a dossier without a life keeps what is recorded.
    """
    moment = instant(cut)
    changes = tables["due_changes"].select(
        "dossier_id", "at", "old_due_at", "new_due_at",
    ).inner_join(lifetimes, [("dossier_id", "life_id")])
    is_after = changes.life_is_open.ifelse(changes["at"] >= changes.life_to_at, changes["at"] > changes.life_to_at)
    changes = once(changes.mutate(is_after=is_after, is_told=changes["at"] < moment), "changes")
    passed = _passed(changes, tables["stops"], lifetimes, calendar, rules)
    found = _undone(changes).outer_join(passed, [("du_id", "dp_id")])
    found = found.mutate(d_id=ibis.coalesce(found.du_id, found.dp_id)).drop("du_id", "dp_id")
    rows = rows.left_join(found, [("dossier_id", "d_id")])
    late, undone = rows.dp_due_at.notnull(), rows.d_id.notnull() & rows.du_is_told.notnull()
    counts = late if rules.get("due_moved_late", "passed") == "passed" else ibis.literal(False)
    return rows.mutate(
        due_at=ibis.cases((counts, rows.dp_due_at), (undone, rows.du_due_at), else_=rows.due_at),
        is_due_known=~(undone & ~counts & rows.du_due_at.isnull()),
        is_due_moved_after_end=ibis.coalesce(rows.du_is_told, False),
        is_due_moved_late=late,
    ).drop(*found.columns)


def _undone(changes: ir.Table) -> ir.Table:
    """One row per dossier with a change that came too late to count: du_id, du_due_at (the deadline until then),
    du_is_told.
    """
    order = ibis.window(group_by=changes.dossier_id, order_by=[changes["at"], changes.old_due_at, changes.new_due_at])
    rows = changes.mutate(no=ibis.row_number().over(order))
    first = rows.filter(rows.is_after)
    first = first.group_by(du_id="dossier_id").aggregate(f_no=first.no.min(), du_is_told=first.is_told.any())
    before = rows.filter(~rows.is_after)
    before = before.group_by(b_id="dossier_id").aggregate(b_no=before.no.max())
    joined = first.left_join(before, [("du_id", "b_id")])
    joined = joined.left_join(
        rows.select(o_id="dossier_id", o_no="no", o_due="old_due_at"), [("du_id", "o_id"), ("f_no", "o_no")],
    )
    joined = joined.left_join(
        rows.select(n_id="dossier_id", n_no="no", n_due="new_due_at"), [("du_id", "n_id"), ("b_no", "n_no")],
    )
    return joined.select("du_id", "du_is_told", du_due_at=ibis.coalesce(joined.o_due, joined.n_due))


def recorded_then(asked: ir.Table, due_changes: ir.Table) -> ir.Table:
    """One row per dossier (then_id) and instant (then_at) at or after which its deadline was changed: then_due_at, the
    one that was recorded at that instant.

    It is what the first change from then on replaced, else what the change before it had set. No row where neither is
    written of any later change. `asked` has then_id and then_at.
    """
    changes = due_changes.select("dossier_id", "at", "old_due_at", "new_due_at")
    order = ibis.window(group_by=changes.dossier_id, order_by=[changes["at"], changes.old_due_at, changes.new_due_at])
    until = ibis.coalesce(changes.old_due_at, changes.new_due_at.lag().over(order))
    changes = changes.mutate(no=ibis.row_number().over(order), until_at=until)
    later = asked.distinct().inner_join(changes, [("then_id", "dossier_id")])
    later = later.filter((later["at"] >= later.then_at) & later.until_at.notnull())
    return later.group_by("then_id", "then_at").aggregate(then_due_at=later.until_at.argmin(later.no))


def _passed(
    changes: ir.Table, stops: ir.Table, lifetimes: ir.Table, calendar: ir.Table, rules: Mapping[str, str],
) -> ir.Table:
    """One row per dossier whose deadline was moved after it had passed: dp_id, dp_due_at, the first one that had."""
    rows = changes.filter(~changes.is_after & (changes["at"] >= changes.life_from_at) & changes.old_due_at.notnull())
    rows = with_counted_due(rows.mutate(counted_at=rows.old_due_at), calendar, rules, "counted_at")
    rows = rows.filter(
        has_passed(rows.counted_at, rows["at"], rules)
    ).select("dossier_id", "at", "old_due_at", "counted_at")
    held = within_life(stops, lifetimes).select(s_id="dossier_id", s_from="from_at", s_to="to_at", s_is_over="is_over")
    paired = rows.left_join(held, [("dossier_id", "s_id")])
    ran = ~has_passed(paired.counted_at, paired.s_from, rules) & (
        ~paired.s_is_over | has_passed(paired.counted_at, paired.s_to, rules)
    )
    stood = ibis.coalesce(ran & (paired["at"] <= paired.s_to + _DAY), False)
    judged = paired.group_by("dossier_id", "at", "old_due_at").aggregate(stood=stood.any())
    late = judged.filter(~judged.stood)
    order = ibis.window(group_by=late.dossier_id, order_by=[late["at"], late.old_due_at])
    late = late.mutate(no=ibis.row_number().over(order))
    return late.filter(late.no == 0).select(dp_id="dossier_id", dp_due_at="old_due_at")


def has_passed(due: ir.Value, moment: ir.Value, rules: Mapping[str, str]) -> ir.Value:
    """Whether a deadline that counts as `with_counted_due` says had passed at an instant: its day, or with
    compare=minute the instant.
    """
    return moment > due if rules.get("compare", "date") == "minute" else moment.date() > due.date()


def with_counted_due(rows: ir.Table, calendar: ir.Table, rules: Mapping[str, str], column: str = "due_at") -> ir.Table:
    """`rows` with the deadline in `column` as it counts (`counted_columns`)."""
    due, _ = counted_columns(rules, column)
    rows = with_closings(rows, calendar, column)
    return rows.mutate(**{column: due(rows)}).drop(*CLOSINGS)


CLOSINGS = ("cd_date", "cd_is_work", "cd_close_at")
_READINGS = ("next_working_day", "as_recorded")


def with_closings(rows: ir.Table, calendar: ir.Table, column: str = "due_at") -> ir.Table:
    """`rows` with the columns `CLOSINGS` of the day of a deadline: its own closing time, or that of the next working
    day.
    """
    days = counted_closing(calendar).select(cd_date="date", cd_is_work="is_work", cd_close_at="close_at")
    return rows.left_join(days, rows[column].date() == days.cd_date)


def counted_columns(rules: Mapping[str, str], column: str = "due_at") -> tuple[Counted, Counted]:
    """How a deadline counts, and how it would under the other reading of a day off, as columns of a table with
    `CLOSINGS`.

    With compare=date it is the closing time of its day. On a day off the closing time of the next working day, unless
    due_on_day_off=as_recorded: then as it is, for such a day has no closing time. A day outside the calendar stays as
    it is.
    """
    by_date, used = rules.get("compare", "date") == "date", rules.get("due_on_day_off", _READINGS[0])
    ways = (used, next(one for one in _READINGS if one != used))

    def counted(way: str) -> Counted:
        moves = {True: by_date, False: way == _READINGS[0]}  # a working day, a day off
        kept = [kind for kind, is_moved in moves.items() if is_moved]
        return lambda t: (
            ibis.coalesce(t.cd_is_work.isin(kept).ifelse(t.cd_close_at, ibis.null("timestamp(6)")), t[column])
            if kept
            else t[column]
        )

    return counted(ways[0]), counted(ways[1])
