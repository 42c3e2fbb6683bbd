"""Which dossiers have something in the period, and what each of them is at the cut."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

FINISHED, WITHDRAWN, REFUSED, NEW = ("9", "10"), "7", "3", "1"
STOPPED = ("5", "6", "8")

_DOSSIER = (
    "dossier_id",
    "source",
    "procedure_code",
    "channel",
    "submitted_at",
    "received_at",
    "due_at",
    "finished_at",
    "refused_at",
    "status",
)
_KEPT = (
    "dossier_id",
    "procedure_code",
    "channel",
    "received_at",
    "due_at",
    "n_supplement",
    "supplement_s",
    "asked_at",
    "complete_at",
    "open_asked_at",
)


def register(dossiers: ir.Table) -> ir.Table:
    """The register's rows where there are any, else every row: one row per dossier."""
    is_register = ibis.coalesce(dossiers.source, "register") == "register"
    counted = dossiers.cross_join(dossiers.aggregate(sc_registered=is_register.sum()))
    is_register = ibis.coalesce(counted.source, "register") == "register"
    return counted.filter(is_register | (ibis.coalesce(counted.sc_registered, 0) == 0)).drop("sc_registered")


def in_scope(dossiers: ir.Table, stops: ir.Table, *, start: datetime, cut: datetime) -> ir.Table:
    """One row per dossier with something in the period: its intake, and its state at the cut.

    state is finished, open, stopped, withdrawn, refused, new or unknown (finished without an end, or without reception).
    end_at is the end of processing, or the cut for what was still open; null for what was never received. `stops` has one
    row per dossier (`stop_summary`). start is the period's first instant, cut the first one after it.
    """
    first, moment = (ibis.literal(edge).cast("timestamp(6)") for edge in (start, cut))
    slim = register(dossiers.select(_DOSSIER))
    rows = slim.left_join(stops.rename({"sc_id": "dossier_id"}), [("dossier_id", "sc_id")])
    rows = rows.mutate(state=_state(rows, moment))
    rows = rows.filter(_has_something(rows, first, moment))
    settled = rows.state.isin(["finished", "withdrawn"])
    end = ibis.cases((settled, rows.finished_at), (rows.state.isin(["open", "stopped"]), moment), else_=ibis.null("timestamp(6)"))
    received = rows.state.isin(["finished", "withdrawn", "open", "stopped"])
    intake = ibis.cases((~received, "none"), (rows.received_at >= first, "period"), else_="carried")
    return rows.select(*_KEPT, "state", end_at=end, intake=intake)


def _state(rows: ir.Table, cut: ir.Value) -> ir.Value:
    received = ibis.coalesce(rows.received_at < cut, False)
    ended = rows.status.isin([*FINISHED, WITHDRAWN])
    ended_by_then = ended & ibis.coalesce(rows.finished_at < cut, False)
    return ibis.cases(
        ((rows.status == REFUSED) & ibis.coalesce(rows.refused_at < cut, True), "refused"),
        (rows.status.isin([NEW, REFUSED]), "new"),
        (rows.received_at.isnull(), "unknown"),
        (~received, "new"),
        (ended_by_then & (rows.status == WITHDRAWN), "withdrawn"),
        (ended_by_then, "finished"),
        (ended & rows.finished_at.isnull(), "unknown"),
        (_stopped(rows), "stopped"),
        else_="open",
    )


def _stopped(rows: ir.Table) -> ir.Value:
    """Whether the dossier was stopped at the cut.

    Stops tell it best. Without a row that tells, the status does, unless the only stop began after the cut: today's status
    then speaks of later days. A stop without end belongs to a dossier that is stopped or that ended later.
    """
    endless = ibis.coalesce(rows.has_endless_stop, False)
    later_only = ibis.coalesce(rows.has_later_stop, False) & ~endless
    return ibis.coalesce(rows.has_spanning_stop, False) | (rows.status.isin(STOPPED) & ~later_only) | (endless & rows.status.isin([*FINISHED, WITHDRAWN]))


def _has_something(rows: ir.Table, start: ir.Value, cut: ir.Value) -> ir.Value:
    """Received or submitted before the cut, and neither finished, withdrawn nor refused before the start."""
    over = ibis.coalesce(rows.finished_at < start, False) & rows.state.isin(["finished", "withdrawn"])
    refused_before = (rows.state == "refused") & ibis.coalesce(ibis.coalesce(rows.refused_at, rows.submitted_at) < start, False)
    came = ibis.coalesce(ibis.coalesce(rows.submitted_at, rows.received_at, rows.refused_at) < cut, True)
    came = came | ibis.coalesce(rows.received_at < cut, False)
    return came & ~over & ~refused_before
