"""The index's rule (Quyết định 766/QĐ-TTg, component 2.1, as its technical description words it).

Waiting for a supplement is taken off the end in calendar time; a second request makes the dossier late; a request still
open is its end; what was refused, stopped for good or withdrawn ended then and is judged as any other; the deadline is
the synchronised one, and without any, reception plus the procedure's norm. A dossier that was settled although nobody
wrote an answer has two ends: where they disagree about lateness it is not known.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import add_deadline, deadline_rule
from tthc.analysis.life import once
from tthc.analysis.outcomes.scope import CLOSED
from tthc.analysis.outcomes.stopped_verdict import not_dated
from tthc.analysis.outcomes.system import moved
from tthc.analysis.outcomes.wording import day, sentences, span
from tthc.model.words import Intake, Phase


def with_index_deadline(
    scope: ir.Table, tables: Mapping[str, ir.Table], calendar: ir.Table, rules: Mapping[str, str],
) -> ir.Table:
    """`scope` (with norm_days and the deadline in force) with the deadline and the end that the index uses,
    is_forced_late, reason.

    A request that nobody answered within the life is the end, but of a settled dossier: there it is other_end_at, and
    who is late by the end alone is unknown. The end is never before reception. stopped_at is less the waiting too.
    """
    rows = once(_with_end(_with_synced_deadline(scope, tables["dossiers"]), calendar, rules), "index")
    is_forced_late = rows.q_is_live & (ibis.coalesce(rows.n_supplement, 0) > 1)
    is_stopped, is_live = rows.phase == Phase.STOPPED, rows.phase.isin([Phase.FINISHED, Phase.OPEN])
    is_lost = is_live & rows.due_at.isnull() & ~rows.is_due_known & ~is_forced_late
    phase = ibis.cases(
        (is_lost, Phase.UNKNOWN), (rows.q_is_asking & is_stopped, Phase.ASKING),
        (is_forced_late & is_stopped, Phase.OPEN), (rows.q_is_refused, Phase.FINISHED), else_=rows.phase
    )
    rows = rows.mutate(
        end_at=rows.q_end_at, reason=_reason(rows, rules), is_forced_late=is_forced_late, phase=phase,
        stopped_at=rows.stopped_at - ibis.coalesce(rows.supplement_s, 0).as_interval("s"),
        is_end_judged=ibis.literal(True), other_end_at=rows.q_is_settled.ifelse(rows.open_asked_at, _NEVER),
        intake=rows.q_is_refused.ifelse(rows.taken, rows.intake),
    )  # fmt: skip
    return rows.drop(*_OWN)


_OWN = (
    "q_synced_due_at", "q_norm_due_at", "q_recorded_due_at", "q_end_at", "q_is_asking", "q_is_settled", "q_is_refused",
    "q_is_live",
)
_NEVER = ibis.null("timestamp(6)")


def _with_end(rows: ir.Table, calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """Adds the columns `_OWN`, and due_at as the index takes it.

    q_end_at: the first request that is not answered, else the end, the refusal or the cut; less the waiting, and never
    before reception. q_is_settled: settled with its one request unanswered, whose end is the end itself.
    """
    rows = add_deadline(rows, calendar, "received_at", "norm_days", "q_norm_due_at", rule=deadline_rule(rules))
    waited = ibis.coalesce(rows.supplement_s, 0).as_interval("s")
    # Refused after it had been received: an end as good as any. One that was never received is in no figure.
    is_refused = (rows.phase == Phase.REFUSED) & (rows.taken != Intake.NONE) & rows.refused_at.notnull()
    is_live = rows.phase.isin([Phase.FINISHED, Phase.OPEN, Phase.STOPPED, *CLOSED]) | is_refused
    is_settled = (rows.phase == Phase.FINISHED) & rows.open_asked_at.notnull() & (rows.n_supplement == 1)
    asked_at = is_settled.ifelse(_NEVER, rows.open_asked_at)
    end = ibis.coalesce(asked_at, is_refused.ifelse(rows.refused_at, rows.end_at)) - waited
    norm_due = rows.is_due_known.ifelse(rows.q_norm_due_at, ibis.null("timestamp(6)"))
    return rows.mutate(
        q_norm_due_at=norm_due, q_recorded_due_at=rows.due_at,
        due_at=ibis.coalesce(rows.q_synced_due_at, rows.due_at, norm_due),
        q_end_at=(end < rows.received_at).ifelse(rows.received_at, end),
        q_is_asking=is_live & asked_at.notnull(), q_is_settled=is_settled, q_is_refused=is_refused, q_is_live=is_live,
    )


def _reason(rows: ir.Table, rules: Mapping[str, str]) -> ir.Value:
    n_asked, waited = ibis.coalesce(rows.n_supplement, 0), ibis.coalesce(rows.supplement_s, 0)
    is_live, is_asking, is_open = rows.q_is_live, rows.q_is_asking, rows.phase.isin([Phase.OPEN, Phase.STOPPED])
    from_synced, recorded = is_live & rows.q_synced_due_at.notnull(), rows.q_recorded_due_at
    reasons = [(condition & ~from_synced, text) for condition, text in moved(rows, rules, recorded)]
    return sentences(
        (
            is_live & (n_asked > 1),
            ibis.literal("Yêu cầu bổ sung ") + n_asked.cast("string") + " lần nên tính là quá hạn.",
        ),
        (
            is_asking & is_open,
            ibis.literal("Đang chờ bổ sung từ ") + day(rows.open_asked_at) + ", lấy ngày yêu cầu làm ngày kết thúc.",
        ),
        (
            is_asking & ~is_open,
            ibis.literal(
                "Yêu cầu bổ sung ngày "
            ) + day(rows.open_asked_at) + " chưa được đáp ứng khi kết thúc, lấy ngày yêu cầu làm ngày kết thúc.",
        ),
        (
            rows.q_is_settled,
            ibis.literal("Yêu cầu bổ sung ngày ") + day(rows.open_asked_at)
            + " không ghi ngày nhận đủ mà hồ sơ đã giải quyết ngày " + day(rows.end_at)
            + ": chỉ xét được khi tính theo ngày nào cũng cho cùng một kết quả.",
        ),
        (
            is_live & (n_asked == 1) & ~is_asking & (waited > 0),
            ibis.literal("Trừ thời gian chờ bổ sung ") + span(rows.asked_at, rows.asked_to_at) + ".",
        ),
        (
            rows.q_is_refused,
            ibis.literal("Không được giải quyết, lấy ngày từ chối làm ngày kết thúc: ") + day(rows.refused_at) + ".",
        ),
        (
            rows.phase.isin(CLOSED) & ~is_asking & ibis.coalesce(rows.q_end_at.date() > rows.due_at.date(), False),
            ibis.literal("Dừng hoặc rút ngày ") + day(rows.end_at) + ", xét như hồ sơ đã giải quyết.",
        ),
        (
            from_synced & ibis.coalesce(rows.q_synced_due_at.date() != recorded.date(), rows.is_due_known),
            ibis.literal("Ngày hẹn trả đã đồng bộ là ") + day(rows.q_synced_due_at) + ".",
        ),
        (
            is_live & rows.q_synced_due_at.isnull() & recorded.isnull() & rows.q_norm_due_at.notnull(),
            ibis.literal("Không có ngày hẹn trả, lấy thời hạn của thủ tục: ") + day(rows.q_norm_due_at) + ".",
        ),
        *not_dated(rows),
        *reasons,
    )


def _with_synced_deadline(scope: ir.Table, dossiers: ir.Table) -> ir.Table:
    """q_synced_due_at: the portal's deadline, where it is not merely the one that the register has now, changes undone
    or not.
    """
    national = dossiers.filter(dossiers.source == "national")
    synced = national.group_by(q_id="dossier_id").aggregate(q_due_at=national.due_at.max())
    rows = scope.left_join(synced, [("dossier_id", "q_id")])
    is_own = ibis.coalesce(rows.q_due_at.date() == rows.recorded_at.date(), False)
    return rows.mutate(q_synced_due_at=is_own.ifelse(ibis.null("timestamp(6)"), rows.q_due_at)).drop("q_id", "q_due_at")
