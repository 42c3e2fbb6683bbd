"""The decree's rule: the law set in force at reception (law.md §2; docs/law.md has the sets with their articles).

The time limit runs anew from the instant at which the file was complete; so many extensions count as the set allows. A
dossier taken in out of boundary runs from the competent body's receipt where its set says so. Without the procedure's
norm, with a supplement whose completion is not recorded, or without the receipt that the clock starts at, the outcome
is unknown: it is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import add_deadline, deadline_rule
from tthc.analysis.life import during_life, lifetimes_at, once, within_life
from tthc.analysis.outcomes.due import has_passed, with_counted_due
from tthc.analysis.outcomes.scope import OVER, register
from tthc.analysis.outcomes.wording import day, sentences
from tthc.model.words import Phase, StopKind

_NEVER = ibis.null("timestamp(6)")
_DAY = ibis.interval(days=1)


def with_decree_deadline(
    scope: ir.Table, tables: Mapping[str, ir.Table], lifetimes: ir.Table, calendar: ir.Table, rules: Mapping[str, str],
) -> ir.Table:
    """`scope` (with norm_days and its law set's columns) with the deadline that the decree gives, the end that it is
    held against, is_forced_late (never), is_end_judged (never) and the reason in a sentence."""
    rows = _with_start(scope, tables, lifetimes, calendar, rules)
    rows = once(
        add_deadline(rows, calendar, "d_start_at", "norm_days", "d_due_at", rule=deadline_rule(rules)), "decree",
    )
    rows = once(_with_extension(rows, tables, lifetimes, rules), "extended")
    is_live = rows.phase.isin([Phase.FINISHED, Phase.OPEN])
    is_incomplete, is_ignored = ibis.coalesce(rows.is_incomplete, False), ibis.coalesce(rows.is_ignored, False)
    is_extended = ibis.coalesce(rows.extended_due_at > rows.d_due_at, False)
    due = is_extended.ifelse(rows.extended_due_at, rows.d_due_at)
    due = (is_incomplete | ~rows.phase.isin([Phase.OPEN, *OVER])).ifelse(_NEVER, due)
    known, not_known = is_live & due.notnull(), is_live & ~is_incomplete
    waited = ibis.coalesce(rows.supplement_s, 0)
    is_subtracted = (rows.l_restart == "subtract") & (waited > 0)
    reason = sentences(
        (
            known & rows.d_is_forwarded,
            ibis.literal("Tính từ ngày cơ quan có thẩm quyền nhận ") + day(rows.competent_at) + ".",
        ),
        (
            known & (rows.l_restart == "restart") & rows.restart_at.notnull(),
            ibis.literal("Tính lại từ đầu khi nhận đủ hồ sơ ngày ") + day(rows.restart_at) + ".",
        ),
        (known & is_ignored, "Yêu cầu bổ sung sau khi đã quá hạn nên không tính lại thời hạn."),
        (known & is_subtracted, "Trừ thời gian chờ bổ sung."),
        (
            known,
            ibis.literal("Thời hạn ") + rows.norm_days.cast("string") + " ngày làm việc, hạn là " + day(
                rows.d_due_at
            ) + ".",
        ),
        (known & is_extended, ibis.literal("Gia hạn một lần đến ") + day(rows.extended_due_at) + "."),
        (rows.phase == Phase.STOPPED, "Đang tạm dừng, thời hạn chưa kết thúc."),
        (is_live & is_incomplete, "Không ghi nhận ngày nhận đủ hồ sơ bổ sung nên không tính được."),
        (not_known & rows.norm_days.isnull(), "Chưa biết thời hạn của thủ tục nên không tính được."),
        (not_known & rows.d_start_at.isnull(), _NO_RECEIPT),
    )
    rows = rows.mutate(
        due_at=due,
        end_at=is_subtracted.ifelse(rows.end_at - waited.as_interval("s"), rows.end_at),
        reason=reason,
        is_forced_late=ibis.literal(False),
        is_end_judged=ibis.literal(False),
        phase=(is_live & due.isnull()).ifelse(Phase.UNKNOWN, rows.phase),
    )
    return rows.drop(
        "d_start_at", "d_is_forwarded", "d_due_at", "extended_due_at", "restart_at", "is_incomplete", "is_ignored",
    )


_NO_RECEIPT = "Hồ sơ phi địa giới không có ngày cơ quan có thẩm quyền nhận (sau ngày tiếp nhận) nên không tính được."


def _with_start(
    scope: ir.Table, tables: Mapping[str, ir.Table], lifetimes: ir.Table, calendar: ir.Table, rules: Mapping[str, str],
) -> ir.Table:
    """Adds d_start_at, when the clock began or began anew, d_is_forwarded (at the competent body, by the law set) and
    `restarts`.

    Null where an out-of-boundary dossier has no receipt by the competent body, or one before it was accepted at all.
    """
    is_forwarded = ibis.coalesce(scope.out_of_boundary, False) & (scope.l_start == "competent")
    receipt = ibis.coalesce(scope.competent_at >= scope.received_at, False).ifelse(scope.competent_at, _NEVER)
    rows = once(
        scope.mutate(d_is_forwarded=is_forwarded, d_first_at=is_forwarded.ifelse(receipt, scope.received_at)), "starts",
    )
    rows = rows.left_join(restarts(rows, tables, lifetimes, calendar, rules), [("dossier_id", "r_id")])
    anew = (rows.l_restart == "restart") & ibis.coalesce(rows.restart_at > rows.d_first_at, False)
    return rows.mutate(d_start_at=anew.ifelse(rows.restart_at, rows.d_first_at)).drop("r_id", "d_first_at")


def restarts(
    scope: ir.Table, tables: Mapping[str, ir.Table], lifetimes: ir.Table, calendar: ir.Table, rules: Mapping[str, str],
) -> ir.Table:
    """One row per dossier with supplements in its life: r_id, restart_at, is_incomplete, is_ignored.

    The limit runs anew from restart_at, the last completion of a request that was made in time. is_incomplete: one of
    those was not complete within the life. is_ignored: a request came when the limit had run out, which restarts
    nothing (setting
    late_request: ignored or restarts). `scope` has d_first_at, when the limit first began.
    """
    stops = tables["stops"]
    asked = within_life(
        stops.filter(stops.kind == StopKind.SUPPLEMENT), lifetimes,
    ).select("dossier_id", "from_at", "to_at", "is_over")
    asked = asked.inner_join(
        scope.select("d_first_at", "norm_days", "due_at", r_id="dossier_id"), [("dossier_id", "r_id")],
    )
    rows = asked.mutate(is_late=ibis.literal(0))
    if rules.get("late_request", "ignored") == "ignored":
        rows = _with_lateness(asked, tables["due_changes"], calendar, rules)
    # Once a limit has run out it stands: every later request comes after it too.
    so_far = ibis.window(group_by=rows.dossier_id, order_by=[rows.from_at, rows.to_at], rows=(None, 0))
    rows = rows.mutate(counts=rows.is_late.max().over(so_far) == 0)
    return rows.group_by("r_id").aggregate(
        restart_at=rows.to_at.max(where=rows.counts & rows.is_over),
        is_incomplete=(rows.counts & ~rows.is_over).any(),
        is_ignored=(~rows.counts).any(),
    )


def _with_lateness(asked: ir.Table, due_changes: ir.Table, calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """`asked` with is_late, 1 where the limit had run out when the request was made.

    That is, the deadline that the decree gave from its beginning or from the requests before had passed, and so had the
    one that was recorded then, where one was.
    """
    before = ibis.window(group_by=asked.dossier_id, order_by=[asked.from_at, asked.to_at], rows=(None, -1))
    asked = asked.mutate(running_from=ibis.coalesce(asked.to_at.max().over(before), asked.d_first_at))
    rows = once(
        add_deadline(asked, calendar, "running_from", "norm_days", "running_due_at", rule=deadline_rule(rules)),
        "running",
    )
    later = due_changes.select(c_id="dossier_id", c_at="at", c_due_at="old_due_at")
    moved = rows.select("dossier_id", "from_at").distinct().inner_join(later, [("dossier_id", "c_id")])
    moved = moved.filter((moved.c_at >= moved.from_at) & moved.c_due_at.notnull())
    then = moved.group_by(t_id="dossier_id", t_from="from_at").aggregate(t_due_at=moved.c_due_at.argmin(moved.c_at))
    rows = rows.left_join(then, [("dossier_id", "t_id"), ("from_at", "t_from")])
    rows = with_counted_due(rows.mutate(told_at=ibis.coalesce(rows.t_due_at, rows.due_at)), calendar, rules, "told_at")
    has_run_out = has_passed(rows.running_due_at, rows.from_at, rules) & ibis.coalesce(
        has_passed(rows.told_at, rows.from_at, rules), True,
    )
    return rows.mutate(is_late=ibis.coalesce(has_run_out, False).cast("int64"))


def _with_extension(
    rows: ir.Table, tables: Mapping[str, ir.Table], lifetimes: ir.Table, rules: Mapping[str, str],
) -> ir.Table:
    """Adds extended_due_at of the last extension that the law set still counts; null for none.

    One that came when the limit, as it then was, had passed counts only with due_moved_late=moved.
    """
    every = extensions_in(tables["due_changes"], tables["stops"], lifetimes)
    order = {"group_by": every.dossier_id, "order_by": [every["at"], every.new_due_at]}
    before = ibis.window(**order, rows=(None, -1))
    ranked = every.mutate(
        e_rank=ibis.row_number().over(ibis.window(**order)) + 1, e_before_at=every.new_due_at.max().over(before),
    )
    allowed = ranked.inner_join(
        rows.select(e_id="dossier_id", e_most="l_extensions", e_due_at="d_due_at"), [("dossier_id", "e_id")],
    )
    allowed = allowed.filter(allowed.e_rank <= allowed.e_most)
    if rules.get("due_moved_late", "passed") == "passed":
        limit = ibis.greatest(allowed.e_due_at, ibis.coalesce(allowed.e_before_at, allowed.e_due_at))
        allowed = allowed.filter(~ibis.coalesce(has_passed(limit, allowed["at"], rules), False))
    last = allowed.group_by(x_id="dossier_id").aggregate(extended_due_at=allowed.new_due_at.argmax(allowed.e_rank))
    return rows.left_join(last, [("dossier_id", "x_id")]).drop("x_id")


def extensions(tables: Mapping[str, ir.Table], *, cut: datetime, compare: str = "date") -> ir.Table:
    """One row per extension of a dossier's deadline in its life and before the cut: dossier_id, at, old_due_at,
    new_due_at.
    """
    return extensions_in(
        tables["due_changes"], tables["stops"], lifetimes_at(register(tables["dossiers"]), cut=cut, compare=compare),
    )


def extensions_in(due_changes: ir.Table, stops: ir.Table, lifetimes: ir.Table) -> ir.Table:
    """One row per extension within the life: a later deadline in the place of one that is written.

    It is none where it was set while a supplement was awaited or within a day of its completion: then the system moved
    it for the supplement.
    """
    moved = due_changes.filter(
        due_changes.new_due_at > due_changes.old_due_at
    ).select("dossier_id", "at", "old_due_at", "new_due_at")
    moved = during_life(moved, lifetimes)
    asked = within_life(
        stops.filter(stops.kind == StopKind.SUPPLEMENT), lifetimes,
    ).select(x_id="dossier_id", x_from="from_at", x_to="to_at")
    paired = moved.left_join(asked, [("dossier_id", "x_id")])
    for_supplement = ibis.coalesce((paired.x_from <= paired["at"]) & (paired["at"] <= paired.x_to + _DAY), False)
    judged = paired.group_by(
        "dossier_id", "at", "old_due_at", "new_due_at",
    ).aggregate(for_supplement=for_supplement.any())
    return judged.filter(~judged.for_supplement).drop("for_supplement")
