"""From when to when a dossier lives, with the clock's readings."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import instant, read_clock
from tthc.analysis.life import lifetimes_at


def lifetimes(dossiers: ir.Table, calendar: ir.Table, *, cut: datetime, compare: str = "date") -> ir.Table:
    """One row per dossier that has a life at the cut (`life.lifetimes_at`): received_at, end_at (the cut when open),
    closed_at, their readings.

    `closed_at` is when the result existed (issued or returned, the earlier), null unless that was before the end. What
    happened at or after the cut is ignored.
    """
    moment = instant(cut)
    living = lifetimes_at(dossiers, cut=cut, compare=compare)
    known = dossiers.select(
        "dossier_id", "procedure_code", "channel",
        **{name: _known(dossiers[name], moment) for name in ("issued_at", "returned_at")},
    )
    rows = living.inner_join(known, [("life_id", "dossier_id")])
    rows = rows.mutate(received_at=rows.life_from_at, end_at=rows.life_to_at)
    existed = ibis.least(
        ibis.coalesce(rows.issued_at, rows.end_at), ibis.coalesce(rows.returned_at, rows.end_at)
    )
    rows = rows.select(
        "procedure_code", "channel", "received_at", "end_at", dossier_id="life_id", is_open="life_is_open",
        closed_at=(existed < rows.end_at).ifelse(ibis.greatest(existed, rows.received_at), ibis.null("timestamp(6)")),
    )
    return read_clock(rows, calendar, {"received_at": "received_wm", "end_at": "end_wm", "closed_at": "closed_wm"})


def to_clip(lifetimes: ir.Table) -> ir.Table:
    """The lives as `life.within_life` asks for them."""
    return lifetimes.select(
        life_id="dossier_id", life_from_at="received_at", life_to_at="end_at", life_is_open="is_open",
    )


def _known(instant: ir.Value, cut: ir.Value) -> ir.Value:
    return (instant < cut).ifelse(instant, ibis.null("timestamp(6)"))
