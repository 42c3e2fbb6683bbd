"""Which dossiers have something in the period, and what each of them is at the cut."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import instant
from tthc.analysis.life import FLAGS, PLACELESS, is_over, is_stopped, is_untold, once, readable, with_fault
from tthc.model.words import Intake, Phase, Status

CLOSED = (Phase.WITHDRAWN, Phase.ENDED)  # came to an end without a result
OVER = (Phase.FINISHED, *CLOSED)
_DOSSIER = (
    "dossier_id",
    "source",
    "procedure_code",
    "channel",
    "submitted_at",
    "received_at",
    "out_of_boundary",
    "competent_at",
    "due_at",
    "finished_at",
    "returned_at",
    "refused_at",
    "status",
    "unread",
)
_KEPT = (
    "dossier_id",
    "procedure_code",
    "channel",
    "received_at",
    "out_of_boundary",
    "competent_at",
    "refused_at",
    "due_at",
    "n_supplement",
    "supplement_s",
    "asked_at",
    "asked_to_at",
    "complete_at",
    "open_asked_at",
    "open_from_at",
    "open_other_at",
    "other_from_at",
    "other_to_at",
    "status",
    "fault",
)


def register(dossiers: ir.Table) -> ir.Table:
    """The register's rows where there are any, else every row: one row per dossier."""
    is_register = ibis.coalesce(dossiers.source, "register") == "register"
    counted = dossiers.cross_join(dossiers.aggregate(sc_registered=is_register.sum()))
    is_register = ibis.coalesce(counted.source, "register") == "register"
    return counted.filter(is_register | (ibis.coalesce(counted.sc_registered, 0) == 0)).drop("sc_registered")


def in_scope(dossiers: ir.Table, stops: ir.Table, *, start: datetime, cut: datetime, compare: str = "date") -> ir.Table:
    """One row per dossier with something in the period: its intake, and its phase at the cut.

    phase is finished, open, stopped (waits), ended (stopped for good), withdrawn, refused, new or unjudged
    (`life.faults` says why, in the column fault). end_at is the end of processing, or the cut for what was still open;
    null for what was never received or cannot be judged. taken is the intake by the day of reception alone, of refused
    ones too. is_untold: the status alone tells that it waits. `dossiers` and `stops` (`stop_summary`) have one row per
    dossier. start is the period's first instant, cut the first one after it.
    """
    first, moment = (instant(edge) for edge in (start, cut))
    slim = once(with_fault(dossiers.select(_DOSSIER), compare=compare), "faults")
    rows = slim.left_join(stops.rename({"sc_id": "dossier_id"}), [("dossier_id", "sc_id")])
    rows = once(rows.mutate(phase=_phase(rows, moment)), "states")
    rows = rows.filter(
        (rows.phase == Phase.UNJUDGED).ifelse(_may_belong(rows, first, moment), _has_something(rows, first, moment))
    )
    settled = rows.phase.isin(OVER)
    is_open = rows.phase.isin([Phase.OPEN, Phase.STOPPED])
    end = ibis.cases((settled, rows.finished_at), (is_open, moment), else_=ibis.null("timestamp(6)"))
    received = settled | is_open
    taken = ibis.cases(
        (ibis.coalesce(rows.received_at >= moment, True), Intake.NONE), (rows.received_at >= first, Intake.PERIOD),
        else_=Intake.CARRIED,
    )
    rows = rows.mutate(competent_at=(rows.competent_at < moment).ifelse(rows.competent_at, ibis.null("timestamp(6)")))
    untold = (rows.phase == Phase.STOPPED) & is_untold(rows.status, {name: rows[name] for name in FLAGS}, is_over(rows))
    return rows.select(
        *_KEPT, "phase", end_at=end, intake=received.ifelse(taken, Intake.NONE), taken=taken, is_untold=untold,
    )


def _phase(rows: ir.Table, cut: ir.Value) -> ir.Value:
    received = ibis.coalesce(rows.received_at < cut, False)
    ended_by_then = is_over(rows) & ibis.coalesce(rows.finished_at < cut, False)
    return ibis.cases(
        (ibis.coalesce(rows.fault.isin(PLACELESS), False), Phase.UNJUDGED),
        ((rows.status == Status.REFUSED) & ibis.coalesce(rows.refused_at < cut, True), Phase.REFUSED),
        (rows.status.isin([Status.NEW, Status.REFUSED]), Phase.NEW),
        (~received, Phase.NEW),
        (rows.fault.notnull(), Phase.UNJUDGED),
        (ended_by_then & (rows.status == Status.WITHDRAWN), Phase.WITHDRAWN),
        (ended_by_then & (rows.status == Status.HALTED), Phase.ENDED),
        (ended_by_then, Phase.FINISHED),
        (is_stopped(rows.status, {name: rows[name] for name in FLAGS}, is_over(rows)), Phase.STOPPED),
        else_=Phase.OPEN,
    )


def _has_something(rows: ir.Table, start: ir.Value, cut: ir.Value) -> ir.Value:
    """Received or submitted before the cut, and neither finished, withdrawn nor refused before the start."""
    over = ibis.coalesce(rows.finished_at < start, False) & rows.phase.isin(OVER)
    refused = ibis.coalesce(rows.refused_at, rows.received_at, rows.submitted_at)
    refused_before = (rows.phase == Phase.REFUSED) & ibis.coalesce(refused < start, False)
    came = ibis.coalesce(ibis.coalesce(rows.submitted_at, rows.received_at, rows.refused_at) < cut, True)
    came = came | ibis.coalesce(rows.received_at < cut, False)
    return came & ~over & ~refused_before


def _may_belong(rows: ir.Table, start: ir.Value, cut: ir.Value) -> ir.Value:
    """Of one that cannot be judged: whether its readable dates leave the period open.

    Out of it is what came at or after the cut, and what the status does not call open and was over before the start: by
    its end, without one by the day on which its result was returned. Where the end lies before reception, each may be
    the wrong
    one: the earlier of the two says when it came, the later when it was over.
    """
    submitted, received, finished = (readable(rows[name]) for name in ("submitted_at", "received_at", "finished_at"))
    is_crossed = rows.fault == "end_before_received"
    came = is_crossed.ifelse(
        ibis.least(received, finished),
        ibis.least(ibis.coalesce(submitted, received), ibis.coalesce(received, submitted)),
    )
    over = is_crossed.ifelse(ibis.greatest(received, finished), ibis.coalesce(finished, readable(rows.returned_at)))
    may_be_over = rows.status.isnull() | is_over(rows)
    return ibis.coalesce(came < cut, True) & ~(may_be_over & ibis.coalesce(over < start, False))
