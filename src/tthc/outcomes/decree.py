"""The decree's rule (Nghị định 61/2018/NĐ-CP, Điều 19 khoản 4 và 9; domain.md §3.1).

The time limit runs anew from the instant at which the file was complete; one extension counts, a second does not. Without
the procedure's norm, or with a supplement whose completion is not recorded, the outcome is unknown: it is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.outcomes.wording import day, sentences
from tthc.worktime import add_deadline, deadline_rule


def with_decree_deadline(scope: ir.Table, tables: Mapping[str, ir.Table], calendar: ir.Table, rules: Mapping[str, str], *, cut: datetime) -> ir.Table:
    """`scope` (with norm_days) with the deadline that the decree gives, is_forced_late (never) and the reason in a sentence."""
    rows = scope.mutate(d_start_at=ibis.coalesce(scope.complete_at, scope.received_at))
    rows = add_deadline(rows, calendar, "d_start_at", "norm_days", "d_due_at", rule=deadline_rule(rules))
    extended = first_extensions(tables["due_changes"], tables["stops"], cut=cut)
    rows = rows.left_join(extended.rename({"e_id": "dossier_id"}), [("dossier_id", "e_id")]).drop("e_id")
    is_live = rows.state.isin(["finished", "open"])
    is_incomplete = ibis.coalesce(rows.open_asked_at.notnull(), False)
    is_extended = ibis.coalesce((rows.extended_at >= rows.d_start_at) & (rows.extended_due_at > rows.d_due_at), False)
    due = is_extended.ifelse(rows.extended_due_at, rows.d_due_at)
    due = (is_incomplete | ~rows.state.isin(["finished", "open", "withdrawn"])).ifelse(ibis.null("timestamp(6)"), due)
    known = is_live & due.notnull()
    reason = sentences(
        (
            known & rows.complete_at.notnull(),
            ibis.literal("Tính lại từ đầu khi nhận đủ hồ sơ ngày ") + day(rows.complete_at) + ".",
        ),
        (
            known,
            ibis.literal("Thời hạn ") + rows.norm_days.cast("string") + " ngày làm việc, hạn là " + day(rows.d_due_at) + ".",
        ),
        (known & is_extended, ibis.literal("Gia hạn một lần đến ") + day(rows.extended_due_at) + "."),
        (rows.state == "stopped", "Đang tạm dừng, thời hạn chưa kết thúc."),
        (is_live & is_incomplete, "Không ghi nhận ngày nhận đủ hồ sơ bổ sung nên không tính được."),
        (is_live & ~is_incomplete & rows.norm_days.isnull(), "Chưa biết thời hạn của thủ tục nên không tính được."),
    )
    rows = rows.mutate(
        due_at=due,
        reason=reason,
        is_forced_late=ibis.literal(False),
        state=(is_live & due.isnull()).ifelse("unknown", rows.state),
    )
    return rows.drop("d_start_at", "d_due_at", "extended_at", "extended_due_at")


def first_extensions(due_changes: ir.Table, stops: ir.Table, *, cut: datetime) -> ir.Table:
    """One row per dossier that was extended before the cut: dossier_id, extended_at, extended_due_at of the first time.

    A later deadline is an extension unless it was set while a supplement was awaited or within a day of its completion:
    then the system moved it for the supplement.
    """
    return (
        extensions(due_changes, stops, cut=cut)
        .group_by("dossier_id")
        .aggregate(extended_at=lambda t: t.at.min(), extended_due_at=lambda t: t.new_due_at.argmin(t.at))
    )


def extensions(due_changes: ir.Table, stops: ir.Table, *, cut: datetime) -> ir.Table:
    """One row per extension of a dossier's deadline before the cut: dossier_id, at, old_due_at, new_due_at."""
    moved = due_changes.filter((due_changes.at < ibis.literal(cut).cast("timestamp(6)")) & (due_changes.new_due_at > due_changes.old_due_at)).select(
        "dossier_id", "at", "old_due_at", "new_due_at"
    )
    asked = stops.filter(stops.kind == "supplement").select(x_id="dossier_id", x_from="from_at", x_to="to_at")
    paired = moved.left_join(asked, [("dossier_id", "x_id")])
    day_after = paired.x_to + ibis.interval(days=1)
    for_supplement = (paired.x_from <= paired.at) & ibis.coalesce(paired.at <= day_after, True)
    judged = paired.group_by("dossier_id", "at", "old_due_at", "new_due_at").aggregate(for_supplement=ibis.coalesce(for_supplement, False).any())
    return judged.filter(~judged.for_supplement).drop("for_supplement")
