"""The decree's rule: the law set in force at reception (law.md §2; docs/law.md has the sets with their articles).

The time limit runs anew from the instant at which the file was complete; so many extensions count as the set allows. A
dossier taken in out of boundary runs from the competent body's receipt where its set says so. Without the procedure's norm,
with a supplement whose completion is not recorded, or without the receipt that the clock starts at, the outcome is unknown:
it is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.outcomes.scope import OVER
from tthc.outcomes.wording import day, sentences
from tthc.worktime import add_deadline, deadline_rule, instant

_NEVER = ibis.null("timestamp(6)")


def with_decree_deadline(
    scope: ir.Table, tables: Mapping[str, ir.Table], calendar: ir.Table, rules: Mapping[str, str], *, cut: datetime
) -> ir.Table:
    """`scope` (with norm_days and its law set's columns) with the deadline that the decree gives, the end that it is held
    against, is_forced_late (never), is_end_judged (never) and the reason in a sentence."""
    rows = _with_start(scope)
    rows = add_deadline(rows, calendar, "d_start_at", "norm_days", "d_due_at", rule=deadline_rule(rules))
    rows = _with_extension(rows, tables, cut)
    is_live = rows.state.isin(["finished", "open"])
    is_incomplete = ibis.coalesce(rows.open_asked_at.notnull(), False)
    is_extended = ibis.coalesce((rows.extended_at >= rows.d_start_at) & (rows.extended_due_at > rows.d_due_at), False)
    due = is_extended.ifelse(rows.extended_due_at, rows.d_due_at)
    due = (is_incomplete | ~rows.state.isin(["open", *OVER])).ifelse(_NEVER, due)
    known, not_known = is_live & due.notnull(), is_live & ~is_incomplete
    waited = ibis.coalesce(rows.supplement_s, 0)
    is_subtracted = (rows.l_restart == "subtract") & (waited > 0)
    reason = sentences(
        (known & rows.d_is_forwarded, ibis.literal("Tính từ ngày cơ quan có thẩm quyền nhận ") + day(rows.competent_at) + "."),
        (
            known & (rows.l_restart == "restart") & rows.complete_at.notnull(),
            ibis.literal("Tính lại từ đầu khi nhận đủ hồ sơ ngày ") + day(rows.complete_at) + ".",
        ),
        (known & is_subtracted, "Trừ thời gian chờ bổ sung."),
        (
            known,
            ibis.literal("Thời hạn ") + rows.norm_days.cast("string") + " ngày làm việc, hạn là " + day(rows.d_due_at) + ".",
        ),
        (known & is_extended, ibis.literal("Gia hạn một lần đến ") + day(rows.extended_due_at) + "."),
        (rows.state == "stopped", "Đang tạm dừng, thời hạn chưa kết thúc."),
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
        state=(is_live & due.isnull()).ifelse("unknown", rows.state),
    )
    return rows.drop("d_start_at", "d_is_forwarded", "d_due_at", "extended_at", "extended_due_at")


_NO_RECEIPT = "Hồ sơ phi địa giới không có ngày cơ quan có thẩm quyền nhận (sau ngày tiếp nhận) nên không tính được."


def _with_start(scope: ir.Table) -> ir.Table:
    """Adds d_start_at, when the clock began or began anew, and d_is_forwarded: at the competent body, by the law set.

    Null where an out-of-boundary dossier has no receipt by the competent body, or one before it was accepted at all.
    """
    is_forwarded = ibis.coalesce(scope.out_of_boundary, False) & (scope.l_start == "competent")
    receipt = ibis.coalesce(scope.competent_at >= scope.received_at, False).ifelse(scope.competent_at, _NEVER)
    first = is_forwarded.ifelse(receipt, scope.received_at)
    anew = (scope.l_restart == "restart") & ibis.coalesce(scope.complete_at > first, False)
    return scope.mutate(d_is_forwarded=is_forwarded, d_start_at=anew.ifelse(scope.complete_at, first))


def _with_extension(rows: ir.Table, tables: Mapping[str, ir.Table], cut: datetime) -> ir.Table:
    """Adds extended_at and extended_due_at of the last extension that the law set still counts; null for none."""
    every = extensions(tables["due_changes"], tables["stops"], cut=cut)
    order = ibis.window(group_by="dossier_id", order_by=[every["at"], every.new_due_at])
    ranked = every.mutate(e_rank=ibis.row_number().over(order) + 1)
    allowed = ranked.inner_join(rows.select(e_id="dossier_id", e_most="l_extensions"), [("dossier_id", "e_id")])
    allowed = allowed.filter(allowed.e_rank <= allowed.e_most)
    last = allowed.group_by(x_id="dossier_id").aggregate(
        extended_at=lambda t: t["at"].max(), extended_due_at=lambda t: t.new_due_at.argmax(t.e_rank)
    )
    return rows.left_join(last, [("dossier_id", "x_id")]).drop("x_id")


def extensions(due_changes: ir.Table, stops: ir.Table, *, cut: datetime) -> ir.Table:
    """One row per extension of a dossier's deadline before the cut: dossier_id, at, old_due_at, new_due_at."""
    moved = due_changes.filter((due_changes.at < instant(cut)) & (due_changes.new_due_at > due_changes.old_due_at)).select(
        "dossier_id", "at", "old_due_at", "new_due_at"
    )
    asked = stops.filter(stops.kind == "supplement").select(x_id="dossier_id", x_from="from_at", x_to="to_at")
    paired = moved.left_join(asked, [("dossier_id", "x_id")])
    day_after = paired.x_to + ibis.interval(days=1)
    for_supplement = (paired.x_from <= paired.at) & ibis.coalesce(paired.at <= day_after, True)
    judged = paired.group_by("dossier_id", "at", "old_due_at", "new_due_at").aggregate(for_supplement=ibis.coalesce(for_supplement, False).any())
    return judged.filter(~judged.for_supplement).drop("for_supplement")
