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

from tthc.analysis.calendar import add_deadline, deadline_rule, instant
from tthc.analysis.life import during_life, lifetimes_at, once, with_answers, within_life
from tthc.analysis.outcomes.due import has_passed, recorded_then, with_closings, with_counted_due
from tthc.analysis.outcomes.scope import OVER, register
from tthc.analysis.outcomes.stopped_verdict import not_dated, refused
from tthc.analysis.outcomes.wording import day, sentences, span
from tthc.model.words import Phase, StopKind

_NEVER = ibis.null("timestamp(6)")
_DAY = ibis.interval(days=1)


def with_decree_deadline(
    scope: ir.Table, tables: Mapping[str, ir.Table], lifetimes: ir.Table, calendar: ir.Table, rules: Mapping[str, str],
    *, cut: datetime,
) -> ir.Table:
    """`scope` (with norm_days and its law set's columns) with the deadline that the decree gives, the end that it is
    held against, is_forced_late (never), is_end_judged (never) and the reason in a sentence.

    What is stopped by nothing that counts is open (`_with_belated`). A refused dossier has its deadline too, so that
    one can ask whether it was refused in time.
    """
    rows = _with_start(once(_with_told(scope, tables["due_changes"], cut), "told"), tables, lifetimes, calendar, rules)
    rows = add_deadline(rows, calendar, "d_start_at", "norm_days", "d_due_at", rule=deadline_rule(rules))
    rows = add_deadline(
        once(rows, "due"), calendar, "allowed_at", "norm_days", "allowed_due_at", rule=deadline_rule(rules),
    )
    rows = once(rows, "allowed")
    rows = with_closings(rows, calendar, "d_start_at").rename(d_is_work="cd_is_work", d_close_at="cd_close_at")
    rows = once(rows.drop("cd_date"), "decree")
    rows = once(_with_extension(rows, tables, lifetimes, rules), "extended")
    rows = once(_with_belated(rows.mutate(due_at=_due(rows)), calendar, rules), "belated")
    kept = rows.phase.isin([Phase.OPEN, *OVER, Phase.REFUSED])
    rows = rows.mutate(due_at=kept.ifelse(rows.due_at, _NEVER))
    is_live = rows.phase.isin([Phase.FINISHED, Phase.OPEN])
    waited = ibis.coalesce(rows.supplement_s, 0)
    is_subtracted = (rows.l_restart == "subtract") & (waited > 0)
    rows = rows.mutate(
        end_at=is_subtracted.ifelse(rows.end_at - waited.as_interval("s"), rows.end_at),
        reason=_reason(rows, is_subtracted, rules),
        is_forced_late=ibis.literal(False),
        is_end_judged=ibis.literal(False),
        other_end_at=_NEVER,
        phase=(is_live & rows.due_at.isnull()).ifelse(Phase.UNKNOWN, rows.phase),
        stopped_at=_NEVER,
    )
    return rows.drop(*_OWN)


def _with_told(scope: ir.Table, due_changes: ir.Table, cut: datetime) -> ir.Table:
    """Adds d_told_at, the deadline that was recorded at the cut, and mv_id, null where nobody had moved it by then."""
    moment = instant(cut)
    moved = due_changes.filter(due_changes["at"] < moment).select(mv_id="dossier_id").distinct()
    then = recorded_then(scope.select(then_id="dossier_id", then_at=moment), due_changes)
    rows = scope.left_join(then, [("dossier_id", "then_id")]).left_join(moved, [("dossier_id", "mv_id")])
    return rows.mutate(d_told_at=ibis.coalesce(rows.then_due_at, rows.due_at)).drop("then_id", "then_at", "then_due_at")


_OWN = (
    "d_told_at", "mv_id", "d_start_at", "d_is_forwarded", "d_is_anew", "d_due_at", "d_is_work", "d_close_at",
    "extended_at",
    "extended_due_at", "void_at", "void_due_at", "void_is_late", "restart_at", "allowed_at", "allowed_due_at",
    "n_counted", "is_incomplete", "is_ignored", "is_belated",
)


def _with_belated(rows: ir.Table, calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """`rows` with is_belated: stopped by nothing that counts, so that it is open.

    That is by requests that came when the limit had run out, or by anything else that began then.
    """
    rows = with_counted_due(rows.mutate(b_due_at=rows.due_at), calendar, rules, "b_due_at")
    is_dated = (rows.phase == Phase.STOPPED) & ~rows.is_untold & rows.due_at.notnull()
    passed = ibis.coalesce(has_passed(rows.b_due_at, rows.open_other_at, rules), rows.is_ignored)
    rows = rows.mutate(is_belated=is_dated & passed)
    return rows.mutate(phase=rows.is_belated.ifelse(Phase.OPEN, rows.phase)).drop("b_due_at")


def _due(rows: ir.Table) -> ir.Value:
    """The deadline with the extension; null where a request in time was never answered."""
    is_extended = ibis.coalesce(rows.extended_due_at > rows.d_due_at, False)
    return rows.is_incomplete.ifelse(_NEVER, is_extended.ifelse(rows.extended_due_at, rows.d_due_at))


def _reason(rows: ir.Table, is_subtracted: ir.Value, rules: Mapping[str, str]) -> ir.Value:
    is_live = rows.phase.isin([Phase.FINISHED, Phase.OPEN])
    has_due, not_known = is_live & rows.due_at.notnull(), is_live & ~rows.is_incomplete
    asked_again = has_due & (rows.n_counted > rows.l_supplements)
    return sentences(
        (
            has_due & rows.d_is_forwarded,
            ibis.literal("Tính từ khi cơ quan có thẩm quyền nhận hồ sơ, ngày ") + day(rows.competent_at) + ".",
        ),
        (
            has_due & rows.d_is_anew,
            ibis.literal("Tính lại từ đầu khi nhận đủ hồ sơ ngày ") + day(rows.restart_at) + ".",
        ),
        (has_due & rows.is_ignored, "Yêu cầu bổ sung sau khi đã quá hạn nên không tính lại thời hạn."),
        (has_due & is_subtracted, "Trừ thời gian chờ bổ sung."),
        *((has_due & condition, text) for condition, text in _moved_start(rows, rules)),
        (
            has_due,
            ibis.literal("Thời hạn ") + rows.norm_days.cast("string") + " ngày làm việc, hạn là " + day(
                rows.d_due_at
            ) + ".",
        ),
        (
            asked_again,
            ibis.literal("Yêu cầu bổ sung ") + rows.n_counted.cast("string") + " lần, trong khi chỉ được yêu cầu "
            + rows.l_supplements.cast("string") + " lần; hạn tính từ lần nhận đủ sau cùng"
            + ibis.coalesce(
                ibis.literal(", nếu chỉ tính ") + rows.l_supplements.cast("string") + " lần đầu thì hạn là "
                + day(rows.allowed_due_at), "",
            ) + ".",
        ),
        (
            has_due & (rows.extended_due_at > rows.d_due_at),
            ibis.literal("Ngày ") + day(rows.extended_at) + " gia hạn đến " + day(rows.extended_due_at) + ".",
        ),
        (
            has_due & (rows.void_due_at > rows.due_at) & rows.void_is_late,
            ibis.literal("Ngày ") + day(rows.void_at) + " mới dời đến " + day(rows.void_due_at)
            + ", khi thời hạn đã hết, nên không tính.",
        ),
        (
            has_due & (rows.void_due_at > rows.due_at) & ~rows.void_is_late,
            ibis.literal("Ngày ") + day(rows.void_at) + " lại dời đến " + day(rows.void_due_at)
            + ", trong khi chỉ được hẹn lại " + rows.l_extensions.cast("string") + " lần, nên không tính.",
        ),
        (
            has_due & rows.mv_id.isnull() & (rows.d_told_at.date() > rows.due_at.date()),
            ibis.literal("Ngày hẹn trả đã ghi là ") + day(rows.d_told_at)
            + ", muộn hơn hạn này mà không ghi lần hẹn lại nào, nên không tính.",
        ),
        (
            has_due & rows.other_from_at.notnull() & ~rows.is_belated,
            ibis.literal("Chờ nghĩa vụ tài chính hoặc tạm dừng ") + span(rows.other_from_at, rows.other_to_at)
            + ": không thấy quy định trừ thời gian này nên không trừ.",
        ),
        (
            has_due & rows.is_belated,
            ibis.literal("Bắt đầu dừng ngày ") + day(rows.open_other_at) + ", khi thời hạn đã hết.",
        ),
        ((rows.phase == Phase.STOPPED) & ~rows.is_untold, "Đang tạm dừng, thời hạn chưa kết thúc."),
        refused(rows),
        (
            (rows.phase == Phase.REFUSED) & rows.due_at.notnull(),
            ibis.literal("Hạn theo nghị định là ") + day(rows.due_at) + ".",
        ),
        *not_dated(rows),
        (is_live & rows.is_incomplete, "Không ghi nhận ngày nhận đủ hồ sơ bổ sung nên không tính được."),
        (not_known & rows.norm_days.isnull(), "Chưa biết thời hạn của thủ tục nên không tính được."),
        (not_known & rows.d_start_at.isnull() & rows.competent_at.isnull(), _NO_RECEIPT),
        (
            not_known & rows.d_start_at.isnull() & rows.competent_at.notnull(),
            ibis.literal("Hồ sơ phi địa giới ghi ngày cơ quan có thẩm quyền nhận là ") + day(rows.competent_at)
            + ", không ở giữa ngày tiếp nhận và ngày kết thúc, nên không tính được.",
        ),
    )


def _moved_start(rows: ir.Table, rules: Mapping[str, str]) -> list[tuple[ir.Value, ir.Value]]:
    """What is said of a clock that begins on a day off, or after closing time: it counts for the next working day."""
    if rules.get("after_hours", "next_day") != "next_day":
        return []
    began = day(rows.d_start_at)
    return [
        (
            ~rows.d_is_work,
            ibis.literal("Ngày ") + began + " là ngày nghỉ nên tính như nhận ngày " + day(rows.d_close_at) + ".",
        ),
        (
            rows.d_is_work & (rows.d_start_at > rows.d_close_at),
            ibis.literal("Ngày ") + began + " nhận sau giờ làm việc nên tính như nhận vào ngày làm việc kế tiếp.",
        ),
    ]


_NO_RECEIPT = "Hồ sơ phi địa giới không ghi ngày cơ quan có thẩm quyền nhận hồ sơ nên không tính được."


def usable_receipt(rows: ir.Table, end: ir.Value) -> ir.Value:
    """The competent body's receipt (competent_at), null where its day lies before reception or after the dossier's end
    (null while open); within the day of reception it is no earlier than that.
    """
    day = rows.competent_at.date()
    is_inside = ibis.coalesce(day >= rows.received_at.date(), False) & ibis.coalesce(day <= end.date(), True)
    return is_inside.ifelse(ibis.greatest(rows.competent_at, rows.received_at), _NEVER)


def _with_start(
    scope: ir.Table, tables: Mapping[str, ir.Table], lifetimes: ir.Table, calendar: ir.Table, rules: Mapping[str, str],
) -> ir.Table:
    """Adds d_start_at, when the clock began or began anew (d_is_anew), d_is_forwarded (at the competent body, by the
    law set) and `restarts`.

    Null where an out-of-boundary dossier has no receipt by the competent body within its life (`usable_receipt`).
    """
    is_forwarded = ibis.coalesce(scope.out_of_boundary, False) & (scope.l_start == "competent")
    end = (scope.phase == Phase.REFUSED).ifelse(scope.refused_at, scope.end_at)
    first = is_forwarded.ifelse(usable_receipt(scope, end), scope.received_at)
    rows = once(scope.mutate(d_is_forwarded=is_forwarded, d_first_at=first), "starts")
    rows = rows.left_join(restarts(rows, tables, lifetimes, calendar, rules), [("dossier_id", "r_id")])
    is_anew = (rows.l_restart == "restart") & ibis.coalesce(rows.restart_at > rows.d_first_at, False)
    return rows.mutate(
        d_is_anew=is_anew, d_start_at=is_anew.ifelse(rows.restart_at, rows.d_first_at),
        n_counted=ibis.coalesce(rows.n_counted, 0),
        **{name: ibis.coalesce(rows[name], False) for name in ("is_incomplete", "is_ignored")},
    ).drop("r_id", "d_first_at")


def restarts(
    scope: ir.Table, tables: Mapping[str, ir.Table], lifetimes: ir.Table, calendar: ir.Table, rules: Mapping[str, str],
) -> ir.Table:
    """One row per dossier with supplements in its life: r_id, restart_at, allowed_at, n_counted, is_incomplete,
    is_ignored.

    The limit runs anew from restart_at, the last completion of a request that was made in time; there are n_counted of
    those. allowed_at: the last completion of as many of them as the law set allows. is_incomplete: one of them was not
    complete within the life: the closing of the dossier completes nothing (`life.with_answers`). is_ignored: a request
    came when the limit had run out, which restarts nothing (setting late_request: ignored or restarts). `scope` has
    d_first_at, when the limit first began, and l_supplements.
    """
    stops = tables["stops"]
    asked = with_answers(within_life(stops.filter(stops.kind == StopKind.SUPPLEMENT), lifetimes), lifetimes)
    asked = asked.select("dossier_id", "from_at", "to_at", "is_answered")
    asked = asked.inner_join(
        scope.select("d_first_at", "norm_days", "due_at", "l_supplements", r_id="dossier_id"), [("dossier_id", "r_id")],
    )
    rows = asked.mutate(is_late=ibis.literal(0))
    if rules.get("late_request", "ignored") == "ignored":
        rows = _with_lateness(asked, tables["due_changes"], calendar, rules)
    # Once a limit has run out it stands: every later request comes after it too.
    so_far = ibis.window(group_by=rows.dossier_id, order_by=[rows.from_at, rows.to_at], rows=(None, 0))
    rows = rows.mutate(counts=rows.is_late.max().over(so_far) == 0, nth=rows.count().over(so_far))
    return rows.group_by("r_id").aggregate(
        restart_at=rows.to_at.max(where=rows.counts & rows.is_answered),
        allowed_at=rows.to_at.max(where=rows.counts & rows.is_answered & (rows.nth <= rows.l_supplements)),
        n_counted=rows.counts.sum(),
        is_incomplete=(rows.counts & ~rows.is_answered).any(),
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
    then = recorded_then(rows.select(then_id="dossier_id", then_at="from_at"), due_changes)
    rows = rows.left_join(then, [("dossier_id", "then_id"), ("from_at", "then_at")])
    told_at = ibis.coalesce(rows.then_due_at, rows.due_at)
    rows = with_counted_due(rows.mutate(told_at=told_at), calendar, rules, "told_at")
    has_run_out = has_passed(rows.running_due_at, rows.from_at, rules) & ibis.coalesce(
        has_passed(rows.told_at, rows.from_at, rules), True,
    )
    return rows.mutate(is_late=ibis.coalesce(has_run_out, False).cast("int64"))


def _with_extension(
    rows: ir.Table, tables: Mapping[str, ir.Table], lifetimes: ir.Table, rules: Mapping[str, str],
) -> ir.Table:
    """Adds extended_at and extended_due_at of the last extension that the law set still counts, void_at, void_due_at
    and void_is_late of the last one that it does not, because it came too late or is one too many; null for none.

    A date that is set later only as far as the limit by the law (the competent body's receipt, a supplement, a day off,
    a mistake put right) takes none of those that are allowed. One that came when the limit, as it then was, had passed
    counts only with due_moved_late=moved.
    """
    every = extensions_in(tables["due_changes"], tables["stops"], lifetimes)
    limits = rows.select(e_id="dossier_id", e_most="l_extensions", e_due_at="d_due_at")
    every = every.inner_join(limits, [("dossier_id", "e_id")])
    every = every.filter(every.new_due_at.date() > every.e_due_at.date())
    order = {"group_by": every.dossier_id, "order_by": [every["at"], every.new_due_at]}
    before = ibis.window(**order, rows=(None, -1))
    ranked = every.mutate(
        e_rank=ibis.row_number().over(ibis.window(**order)) + 1, e_before_at=every.new_due_at.max().over(before),
    )
    limit = ibis.greatest(ranked.e_due_at, ibis.coalesce(ranked.e_before_at, ranked.e_due_at))
    asks = rules.get("due_moved_late", "passed") == "passed"
    is_late = ibis.coalesce(has_passed(limit, ranked["at"], rules), False) if asks else ibis.literal(False)
    ranked = ranked.mutate(e_is_late=is_late)
    counts = (ranked.e_rank <= ranked.e_most) & ~ranked.e_is_late
    last = ranked.group_by(x_id="dossier_id").aggregate(
        extended_due_at=ranked.new_due_at.argmax(ranked.e_rank, where=counts),
        extended_at=ranked["at"].max(where=counts),
        void_at=ranked["at"].max(where=~counts),
        void_due_at=ranked.new_due_at.argmax(ranked.e_rank, where=~counts),
        void_is_late=ranked.e_is_late.argmax(ranked.e_rank, where=~counts),
    )
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

    It is none where it was set while a supplement was awaited or until the day after its completion: then it was moved
    for the supplement.
    """
    moved = due_changes.filter(
        due_changes.new_due_at > due_changes.old_due_at
    ).select("dossier_id", "at", "old_due_at", "new_due_at")
    moved = during_life(moved, lifetimes)
    asked = within_life(stops.filter(stops.kind == StopKind.SUPPLEMENT), lifetimes).select(
        x_id="dossier_id", x_from="from_at", x_to="to_at"
    )
    paired = moved.left_join(asked, [("dossier_id", "x_id")])
    is_soon = paired["at"].date() <= (paired.x_to + _DAY).date()
    for_supplement = ibis.coalesce((paired.x_from <= paired["at"]) & is_soon, False)
    judged = paired.group_by(
        "dossier_id", "at", "old_due_at", "new_due_at",
    ).aggregate(for_supplement=for_supplement.any())
    return judged.filter(~judged.for_supplement).drop("for_supplement")
