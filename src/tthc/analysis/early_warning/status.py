"""What becomes of a dossier, and how an open one stands at an instant: late and stopped mean what they mean in
`outcomes`.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import last_instant
from tthc.analysis.life import FLAGS, is_stopped, is_untold, named_stops
from tthc.analysis.outcomes.classify import classify
from tthc.analysis.outcomes.due import has_passed, with_counted_due
from tthc.model.words import Outcome, Phase


def final_outcome(
    rows: ir.Table, calendar: ir.Table, rules: Mapping[str, str], *, phase: ir.Value, end_at: ir.Value,
) -> ir.Table:
    """`rows` with outcome, as `outcomes` has it for a dossier in `phase` (finished, withdrawn, else null) that ended at
    `end_at`.

    Needs received_at and due_at; the deadline moves to the closing time of its day unless deadlines count to the
    minute.
    """
    given = rows.mutate(
        phase=phase, end_at=end_at, is_forced_late=ibis.literal(False), is_end_judged=ibis.literal(False),
        stopped_at=ibis.null("timestamp(6)"), other_end_at=ibis.null("timestamp(6)"),
    )
    found = classify(given, calendar, rules=rules)
    return found.select(*rows.columns, "outcome")


def status_at(rows: ir.Table, stops: ir.Table, calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """`rows` of dossiers open at an instant with status_at, their outcome by the system's rule with the instant as cut
    and the deadline of then.

    open_in_time, open_late or stopped. Late is what would be late, had it ended at the last instant that counts. As in
    `outcomes` the status tells a stop that has no row, although it may be younger than the instant, and stops that
    began when the deadline had passed stop nothing.
    """
    last = last_instant(rows.moment)
    rows = final_outcome(rows, calendar, rules, phase=ibis.literal(Phase.FINISHED), end_at=last)
    rows = rows.left_join(_stops_then(rows, stops), [("moment", "sp_moment"), ("dossier_id", "sp_id")])
    rows = with_counted_due(rows.mutate(sp_due_at=rows.due_at), calendar, rules, "sp_due_at")
    record = {"status": rows.status, "flags": {name: rows[name] for name in FLAGS}, "has_end": rows.ended_at.notnull()}
    belated = ~is_untold(**record) & ibis.coalesce(has_passed(rows.sp_due_at, rows.sp_since_at, rules), False)
    is_still = is_stopped(**record) & ~belated
    status = ibis.cases(
        (is_still, Outcome.STOPPED), (rows.outcome == Outcome.LATE, Outcome.OPEN_LATE), else_=Outcome.OPEN_IN_TIME,
    )
    return rows.mutate(status_at=status).drop(
        "outcome", "status", "sp_moment", "sp_id", "sp_due_at", "sp_since_at", *FLAGS,
    )


def _stops_then(rows: ir.Table, stops: ir.Table) -> ir.Table:
    """One row per instant and dossier with stops: what `is_stopped` asks for, of the stops within the life up to the
    instant, and sp_since_at, when the first of those that last began.
    """
    own = rows.select("moment", "dossier_id", "received_at")
    each = own.inner_join(stops.select("from_at", "to_at", "kind", sp_id="dossier_id"), [("dossier_id", "sp_id")])
    begins = ibis.greatest(each.from_at, each.received_at)
    lasts = (begins < each.moment) & ibis.coalesce((each.to_at >= each.moment) & (each.to_at > begins), True)
    return each.group_by(sp_moment="moment", sp_id="dossier_id").agg(
        has_open_stop=lasts.any(), sp_since_at=begins.min(where=lasts), **named_stops(each),
    )
