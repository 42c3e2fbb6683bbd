"""The index's rule (Quyết định 766/QĐ-TTg, component 2.1, as its technical description words it; domain.md §1.2).

Waiting for a supplement is taken off the end in calendar time; a second request makes the dossier late; a request still
open is its end; what was refused, stopped for good or withdrawn ended then and is judged as any other; the deadline is
the synchronised one, and without any, reception plus the procedure's norm.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import add_deadline, deadline_rule
from tthc.analysis.life import once
from tthc.analysis.outcomes.scope import CLOSED
from tthc.analysis.outcomes.system import moved
from tthc.analysis.outcomes.wording import day, sentences
from tthc.model.words import Intake, Phase


def with_index_deadline(
    scope: ir.Table, tables: Mapping[str, ir.Table], calendar: ir.Table, rules: Mapping[str, str],
) -> ir.Table:
    """`scope` (with norm_days and the deadline in force) with the deadline and the end that the index uses,
    is_forced_late, reason.

    A request that nobody answered within the life is the end, of a finished dossier too. The end is never before
    reception.
    """
    rows = _with_synced_deadline(scope, tables["dossiers"])
    rows = once(
        add_deadline(rows, calendar, "received_at", "norm_days", "q_norm_due_at", rule=deadline_rule(rules)), "index",
    )
    n_asked, waited = ibis.coalesce(rows.n_supplement, 0), ibis.coalesce(rows.supplement_s, 0)
    # Refused after it had been received: an end as good as any. One that was never received is in no figure.
    is_refused = (rows.phase == Phase.REFUSED) & (rows.taken != Intake.NONE) & rows.refused_at.notnull()
    is_live = rows.phase.isin([Phase.FINISHED, Phase.OPEN, Phase.STOPPED, *CLOSED]) | is_refused
    is_asking, is_open = is_live & rows.open_asked_at.notnull(), rows.phase.isin([Phase.OPEN, Phase.STOPPED])
    end = ibis.coalesce(rows.open_asked_at, is_refused.ifelse(rows.refused_at, rows.end_at)) - waited.as_interval("s")
    norm_due = rows.is_due_known.ifelse(rows.q_norm_due_at, ibis.null("timestamp(6)"))
    due = ibis.coalesce(rows.q_synced_due_at, rows.due_at, norm_due)
    is_forced_late = is_live & (n_asked > 1)
    is_lost = rows.phase.isin([Phase.FINISHED, Phase.OPEN]) & due.isnull() & ~rows.is_due_known & ~is_forced_late
    is_stopped = rows.phase == Phase.STOPPED
    phase = ibis.cases(
        (is_lost, Phase.UNKNOWN), (is_asking & is_stopped, Phase.ASKING), (is_forced_late & is_stopped, Phase.OPEN),
        (is_refused, Phase.FINISHED), else_=rows.phase
    )
    from_synced = is_live & rows.q_synced_due_at.notnull()
    told = [(condition & ~from_synced, text) for condition, text in moved(rows, rules)]
    reason = sentences(
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
            is_live & (n_asked == 1) & ~is_asking & (waited > 0),
            ibis.literal("Trừ thời gian chờ bổ sung từ ") + day(rows.asked_at) + " đến " + day(rows.complete_at) + ".",
        ),
        (
            is_refused,
            ibis.literal("Không được giải quyết, lấy ngày từ chối làm ngày kết thúc: ") + day(rows.refused_at) + ".",
        ),
        (
            rows.phase.isin(CLOSED) & ~is_asking & ibis.coalesce(rows.end_at.date() > due.date(), False),
            ibis.literal("Dừng hoặc rút sau hạn, xét như hồ sơ đã giải quyết: ") + day(rows.end_at) + ".",
        ),
        (
            from_synced & ibis.coalesce(rows.q_synced_due_at.date() != rows.due_at.date(), rows.is_due_known),
            ibis.literal("Ngày hẹn trả đã đồng bộ là ") + day(rows.q_synced_due_at) + ".",
        ),
        (
            is_live & rows.q_synced_due_at.isnull() & rows.due_at.isnull() & norm_due.notnull(),
            ibis.literal("Không có ngày hẹn trả, lấy thời hạn của thủ tục: ") + day(norm_due) + ".",
        ),
        *told,
    )
    rows = rows.mutate(
        due_at=due, end_at=(end < rows.received_at).ifelse(rows.received_at, end), reason=reason,
        is_forced_late=is_forced_late, phase=phase,
        is_end_judged=ibis.literal(True), intake=is_refused.ifelse(rows.taken, rows.intake),
    )  # fmt: skip
    return rows.drop("q_synced_due_at", "q_norm_due_at")


def _with_synced_deadline(scope: ir.Table, dossiers: ir.Table) -> ir.Table:
    """q_synced_due_at: the portal's deadline, where it is not merely the one that the register has now, changes undone
    or not.
    """
    national = dossiers.filter(dossiers.source == "national")
    synced = national.group_by(q_id="dossier_id").aggregate(q_due_at=national.due_at.max())
    rows = scope.left_join(synced, [("dossier_id", "q_id")])
    is_own = ibis.coalesce(rows.q_due_at.date() == rows.recorded_at.date(), False)
    return rows.mutate(q_synced_due_at=is_own.ifelse(ibis.null("timestamp(6)"), rows.q_due_at)).drop("q_id", "q_due_at")
