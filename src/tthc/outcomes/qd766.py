"""The index's rule (Quyết định 766/QĐ-TTg, component 2.1, as its technical description words it; domain.md §1.2).

Waiting for a supplement is taken off the end in calendar time; a second request makes the dossier late; a request still
open is its end; what was refused, stopped for good or withdrawn ended then and is judged as
any other; the deadline is the synchronised one, and without any, reception plus the procedure's norm.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from tthc.outcomes.scope import CLOSED
from tthc.outcomes.wording import day, sentences
from tthc.worktime import add_deadline, deadline_rule


def with_index_deadline(scope: ir.Table, tables: Mapping[str, ir.Table], calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """`scope` (with norm_days) with the deadline and the end that the index uses, is_forced_late and the reason in a sentence."""
    rows = _with_synced_deadline(scope, tables["dossiers"])
    rows = add_deadline(rows, calendar, "received_at", "norm_days", "q_norm_due_at", rule=deadline_rule(rules))
    n_asked, waited = ibis.coalesce(rows.n_supplement, 0), ibis.coalesce(rows.supplement_s, 0)
    # Refused after it had been received: an end as good as any. One that was never received is in no figure.
    is_refused = (rows.state == "refused") & (rows.taken != "none") & rows.refused_at.notnull()
    is_live = rows.state.isin(["finished", "open", "stopped", *CLOSED]) | is_refused
    is_asking = is_live & (rows.state != "finished") & rows.open_asked_at.notnull()
    over_at = is_refused.ifelse(rows.refused_at, rows.end_at)
    end = ibis.ifelse(is_asking, rows.open_asked_at, over_at - waited.as_interval("s"))
    due = ibis.coalesce(rows.q_synced_due_at, rows.due_at, rows.q_norm_due_at)
    is_past_due = is_asking & ibis.coalesce(rows.open_asked_at.date() > due.date(), False)
    reason = sentences(
        (
            is_live & (n_asked > 1),
            ibis.literal("Yêu cầu bổ sung ") + n_asked.cast("string") + " lần nên tính là quá hạn.",
        ),
        (
            is_asking,
            ibis.literal("Đang chờ bổ sung từ ") + day(rows.open_asked_at) + ", lấy ngày yêu cầu làm ngày kết thúc.",
        ),
        (
            is_live & (n_asked == 1) & ~is_asking & (waited > 0),
            ibis.literal("Trừ thời gian chờ bổ sung từ ") + day(rows.asked_at) + " đến " + day(rows.complete_at) + ".",
        ),
        (
            is_refused & ~is_asking,
            ibis.literal("Không được giải quyết, lấy ngày từ chối làm ngày kết thúc: ") + day(rows.refused_at) + ".",
        ),
        (
            rows.state.isin(CLOSED) & ~is_asking & ibis.coalesce(rows.end_at.date() > due.date(), False),
            ibis.literal("Dừng hoặc rút sau hạn, xét như hồ sơ đã giải quyết: ") + day(rows.end_at) + ".",
        ),
        (
            is_live & (rows.q_synced_due_at.date() != rows.due_at.date()),
            ibis.literal("Ngày hẹn trả đã đồng bộ là ") + day(rows.q_synced_due_at) + ".",
        ),
        (
            is_live & rows.q_synced_due_at.isnull() & rows.due_at.isnull() & rows.q_norm_due_at.notnull(),
            ibis.literal("Không có ngày hẹn trả, lấy thời hạn của thủ tục: ") + day(rows.q_norm_due_at) + ".",
        ),
    )
    rows = rows.mutate(
        due_at=due,
        end_at=end,
        reason=reason,
        is_forced_late=is_live & (n_asked > 1) | is_past_due,
        is_end_judged=ibis.literal(True),
        intake=is_refused.ifelse(rows.taken, rows.intake),
        # A stopped dossier that the index holds to be late is shown as an open late one.
        state=ibis.cases(
            ((rows.state == "stopped") & ((n_asked > 1) | is_past_due), "open"), (is_refused, "finished"), else_=rows.state
        ),
    )
    return rows.drop("q_synced_due_at", "q_norm_due_at")


def _with_synced_deadline(scope: ir.Table, dossiers: ir.Table) -> ir.Table:
    national = dossiers.filter(dossiers.source == "national")
    synced = national.group_by(q_id="dossier_id").aggregate(q_synced_due_at=national.due_at.max())
    return scope.left_join(synced, [("dossier_id", "q_id")]).drop("q_id")
