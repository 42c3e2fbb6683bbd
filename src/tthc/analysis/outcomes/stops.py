"""What each dossier waited for within its life, as known at the cut."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.life import named_stops, with_answers, within_life
from tthc.model.words import StopKind


def stop_summary(stops: ir.Table, lifetimes: ir.Table) -> ir.Table:
    """One row per dossier with stops: what `is_stopped` asks for, and what the rules ask of its supplements.

    Clipped to the life (`lifetimes` of `life.lifetimes_at`): n_supplement, supplement_s (seconds of those that are
    over, up to the first one that is not, each second once), asked_at (first request), asked_to_at (until when those
    that are over waited), complete_at (last completion; the closing of the dossier is none: `life.with_answers`),
    open_asked_at (first request that is not over).
    open_from_at: since when the first of any kind is not over; open_other_at: of those that are no supplement.
    other_from_at, other_to_at: from the first to the last of those that are none and are over.
    """
    inside = with_answers(within_life(stops, lifetimes), lifetimes).rename(was_answered="is_answered")
    asked = inside.kind == StopKind.SUPPLEMENT
    inside = inside.mutate(open_from=(asked & ~inside.is_over).ifelse(inside.from_at, ibis.null("timestamp(6)")))
    inside = inside.mutate(first_open=inside.open_from.min().over(group_by="dossier_id"))
    inside = inside.mutate(is_answered=(inside.kind == StopKind.SUPPLEMENT) & inside.is_over)
    inside = inside.mutate(until=ibis.least(inside.to_at, ibis.coalesce(inside.first_open, inside.to_at)))
    before = ibis.window(
        group_by=["dossier_id", "is_answered"], order_by=[inside.from_at, inside.to_at], rows=(None, -1),
    )
    since = ibis.greatest(inside.from_at, ibis.coalesce(inside.until.max().over(before), inside.from_at))
    inside = inside.mutate(waited_s=ibis.greatest(inside.until.epoch_seconds() - since.epoch_seconds(), 0))
    supplement, answered = inside.kind == StopKind.SUPPLEMENT, inside.is_answered
    found = inside.group_by(st_id="dossier_id").aggregate(
        has_open_stop=(~inside.is_over).any(),
        n_supplement=supplement.sum().cast("int64"),
        supplement_s=ibis.coalesce(inside.waited_s.sum(where=answered), 0).cast("int64"),
        asked_at=inside.from_at.min(where=supplement),
        asked_to_at=inside.to_at.max(where=answered),
        complete_at=inside.to_at.max(where=answered & inside.was_answered),
        open_asked_at=inside.first_open.min(),
        open_from_at=inside.from_at.min(where=~inside.is_over),
        open_other_at=inside.from_at.min(where=~inside.is_over & ~supplement),
        other_from_at=inside.from_at.min(where=inside.is_over & ~supplement),
        other_to_at=inside.to_at.max(where=inside.is_over & ~supplement),
    )
    named = stops.group_by("dossier_id").aggregate(**named_stops(stops))
    return named.left_join(found, [("dossier_id", "st_id")]).drop("st_id")
