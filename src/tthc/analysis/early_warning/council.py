"""Sittings of councils to come, as far as the past tells: no export says when a council will meet."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import instant_of
from tthc.model.schema.warning import FEWEST_SITTINGS
from tthc.model.words import StepKind

# A rhythm takes so many sittings to be seen; as many of those to come are shown.
SHOWN = 3


def council_dates(spans: ir.Table, moments: ir.Table, calendar: ir.Table) -> ir.Table:
    """One row per council and expected sitting after the instant: unit, held_on, gap_wm, n_past, last_on.

    Days on which dossiers left the council are its sittings; their median distance in working time is the rhythm,
    counted on from the last. Only councils with at least three sittings before the instant; all dates are estimates.
    `moments` is one instant.
    """
    done = spans.filter((spans.kind == StepKind.COUNCIL) & spans.ended_at.notnull() & spans.unit.notnull())
    days = done.group_by(
        "unit", day_at=done.ended_at.truncate("D").cast("timestamp(6)"),
    ).agg(day_wm=done.ended_wm.max())
    order = ibis.window(group_by=days.unit, order_by=days.day_at)
    days = days.mutate(gap_wm=days.day_wm - days.day_wm.lag().over(order))
    rhythm = days.group_by("unit").agg(
        gap_wm=days.gap_wm.median(), n_past=days.count(), last_wm=days.day_wm.max(), last_on=days.day_at.max(),
    )
    rhythm = rhythm.filter(
        (rhythm.n_past >= FEWEST_SITTINGS) & (rhythm.gap_wm > 0)
    ).cross_join(moments.select("moment", "moment_wm"))
    missed = ((rhythm.moment_wm - rhythm.last_wm) / rhythm.gap_wm).floor()
    coming = rhythm.mutate(missed=missed).mutate(number=ibis.array(list(range(1, SHOWN + 1))).unnest())
    coming = coming.mutate(next_wm=coming.last_wm + coming.gap_wm * (coming.missed + coming.number))
    dated = instant_of(coming, calendar, {"next_wm": "next_at"})
    dated = dated.filter(dated.next_at.notnull())
    return dated.select(
        "unit", held_on=dated.next_at.truncate("D").cast("timestamp(6)"), gap_wm=dated.gap_wm.round(6),
        n_past=dated.n_past.cast("int64"),
        last_on="last_on", n_missed=dated.missed.cast("int64"),
    )  # fmt: skip


def next_sittings(dates: ir.Table) -> ir.Table:
    """One row per council: co_unit and next_council_at, its first expected sitting."""
    return dates.group_by(co_unit="unit").agg(next_council_at=dates.held_on.min())
