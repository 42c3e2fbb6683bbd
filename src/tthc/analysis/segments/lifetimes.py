"""From when to when a dossier lives, with the clock's readings."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import instant, read_clock
from tthc.analysis.life import has_life, is_over, with_fault


def lifetimes(dossiers: ir.Table, calendar: ir.Table, *, cut: datetime) -> ir.Table:
    """One row per dossier received before the cut: received_at, end_at (the cut when open), closed_at, their readings.

    `closed_at` is when the result existed (issued or returned, the earlier), null unless that was before the end. What
    happened at or after the cut is ignored. New and refused dossiers have no life, nor one whose reception or end is not known. Source:
    design.md §5.1, §5.3.
    """
    moment = instant(cut)
    dossiers = with_fault(dossiers)
    dossiers = dossiers.filter(has_life(dossiers))
    known = {name: _known(dossiers[name], moment) for name in ("issued_at", "returned_at")}
    # An end counts only where the status says so, as for the outcome: the portal keeps old ends of reopened dossiers.
    ended = is_over(dossiers) & (dossiers.finished_at < moment)
    known["finished_at"] = ended.ifelse(dossiers.finished_at, ibis.null("timestamp(6)"))
    rows = dossiers.filter(dossiers.received_at < moment).mutate(**known)
    rows = rows.mutate(end_at=ibis.greatest(ibis.coalesce(rows.finished_at, moment), rows.received_at))
    existed = ibis.least(
        ibis.coalesce(rows.issued_at, rows.end_at), ibis.coalesce(rows.returned_at, rows.end_at)
    )
    rows = rows.select(
        "dossier_id", "procedure_code", "channel", "received_at", "end_at",
        is_open=rows.finished_at.isnull(),
        closed_at=(existed < rows.end_at).ifelse(ibis.greatest(existed, rows.received_at), ibis.null("timestamp(6)")),
    )
    return read_clock(rows, calendar, {"received_at": "received_wm", "end_at": "end_wm", "closed_at": "closed_wm"})


def _known(instant: ir.Value, cut: ir.Value) -> ir.Value:
    return (instant < cut).ifelse(instant, ibis.null("timestamp(6)"))
