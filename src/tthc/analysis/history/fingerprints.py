"""Each dossier as it was recorded when a report was made, in a form that a later report can compare."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.model.schema import TABLES

DATES = ("received_at", "due_at", "finished_at", "issued_at", "returned_at")
HAPPENED = ("finished_at", "issued_at", "returned_at")  # what an export made earlier could not know


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def md5(text: str) -> str:  # type: ignore[empty-body]
    """The text's MD5 as hexadecimal digits: the same on every machine and in every version of the engine."""


def fingerprints(
    registered: ir.Table, outcomes: ir.Table, steps: ir.Table, *, name: str, rule: str, until: datetime,
) -> ir.Table:
    """One row per dossier received before `until`, or without a reception: the columns of schema `fingerprints`.

    registered: every dossier of the source. outcomes, steps: those of the dossiers in scope. What happened at or after
    `until` is left out, so that a later export can be read as of the same instant and compared.
    """
    rows = as_known(registered, until)
    judged = outcomes.filter(outcomes.rule == rule).select(o_id="dossier_id", outcome="outcome", late_wm="late_wm")
    marks = step_marks(steps, until)
    rows = rows.left_join(judged, [("dossier_id", "o_id")]).left_join(marks, [("dossier_id", "s_id")])
    rows = rows.mutate(run=ibis.literal(name), is_in_scope=rows.o_id.notnull(), n_steps=ibis.coalesce(rows.n_steps, 0))
    return rows.select(TABLES["fingerprints"].names)


def as_known(registered: ir.Table, until: datetime) -> ir.Table:
    """The dossiers that an export made at `until` could hold, without what happened later."""
    moment = ibis.literal(until).cast("timestamp(6)")
    rows = registered.filter(ibis.coalesce(registered.received_at < moment, True))
    return rows.mutate(
        **{name: (rows[name] < moment).ifelse(rows[name], ibis.null("timestamp(6)")) for name in HAPPENED}
    )


def step_marks(steps: ir.Table, until: datetime) -> ir.Table:
    """One row per dossier with steps before `until`: s_id, n_steps, and a mark that changes with any of them.

    The order in which a system numbers steps does not count, nor who has a step in hand that is not ended: that may
    change. An arrival that was inferred from the step before is known only once the step has ended.
    """
    moment = ibis.literal(until).cast("timestamp(6)")
    ended, started = (_before(steps[name], moment) for name in ("ended_at", "started_at"))
    inferred = ibis.coalesce(steps.is_assumed, False)
    arrived = inferred.ifelse(ibis.null("timestamp(6)"), _before(steps.arrived_at, moment))
    rows = steps.mutate(k_ended=ended, k_started=started, k_arrived=arrived)
    rows = rows.filter(rows.k_ended.notnull() | rows.k_started.notnull() | rows.k_arrived.notnull())
    done = rows.k_ended.notnull()
    holder = [done.ifelse(rows[name], ibis.null("string")) for name in ("unit", "officer")]
    texts = [
        rows.step, rows.kind, *holder,
        *(rows[name].epoch_seconds().cast("string") for name in ("k_arrived", "k_started", "k_ended")),
    ]
    line = ibis.literal("")
    for text in texts:
        line = line + ibis.coalesce(text, "") + "\x1f"
    rows = rows.mutate(line=line)
    lines = rows.line.group_concat("\x1e", order_by=rows.line)
    return rows.group_by(s_id="dossier_id").aggregate(n_steps=rows.count(), steps_mark=md5(lines))


def _before(instant: ir.Value, moment: ir.Value) -> ir.Value:
    return (instant < moment).ifelse(instant, ibis.null("timestamp(6)"))
