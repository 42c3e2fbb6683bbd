"""What each dossier waited for, as known at the cut."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.worktime import instant


def stop_summary(stops: ir.Table, *, cut: datetime) -> ir.Table:
    """One row per dossier with stops.

    has_spanning_stop (began before the cut, ended at or after it), has_endless_stop (began before it, no end recorded),
    has_later_stop (began at or after it); n_supplement (asked for before the cut), supplement_s (seconds of those that
    ended before it), asked_at (first request), complete_at (last completion), open_asked_at (last request not answered).
    """
    moment = instant(cut)
    began = stops.from_at < moment
    supplement = began & (stops.kind == "supplement")
    answered = supplement & ibis.coalesce(stops.to_at < moment, False)
    seconds = stops.to_at.epoch_seconds() - stops.from_at.epoch_seconds()
    return stops.group_by("dossier_id").aggregate(
        has_spanning_stop=(began & ibis.coalesce(stops.to_at >= moment, False)).any(),
        has_endless_stop=(began & stops.to_at.isnull()).any(),
        has_later_stop=(~began).any(),
        n_supplement=supplement.sum().cast("int64"),
        supplement_s=ibis.coalesce(ibis.greatest(seconds, 0).sum(where=answered), 0).cast("int64"),
        asked_at=stops.from_at.min(where=supplement),
        complete_at=stops.to_at.max(where=answered),
        open_asked_at=stops.from_at.max(where=supplement & ~answered),
    )
