"""What lies outside a dossier's life, or at or after the cut, does not exist: the one place that clips."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.life.faults import has_life, with_fault
from tthc.analysis.life.once import once
from tthc.analysis.life.statuses import is_over
from tthc.model.schema.instants import instant
from tthc.model.words import Status


def lifetimes_at(dossiers: ir.Table, *, cut: datetime, compare: str = "date") -> ir.Table:
    """One row per dossier that has a life at the cut: life_id, life_from_at (reception), life_to_at (its end, or the
    cut), life_is_open, life_closed_at (its end, where it was closed without a result; else null).

    `dossiers` has one row per dossier. New and refused dossiers have no life, nor those of which reception or end is
    not known (`faults`), nor those received at or after the cut. An end counts only where the status says that it is
    over (`is_over`), and before the cut.
    """
    moment = instant(cut)
    rows = once(with_fault(dossiers, compare=compare), "faults")
    rows = rows.filter(has_life(rows) & (rows.received_at < moment))
    ended = ibis.coalesce(is_over(rows) & (rows.finished_at < moment), False)
    return rows.select(
        life_id="dossier_id", life_from_at="received_at",
        life_to_at=ended.ifelse(ibis.greatest(rows.finished_at, rows.received_at), moment), life_is_open=~ended,
        life_closed_at=(ended & _is_without_result(rows)).ifelse(rows.finished_at, ibis.null("timestamp(6)")),
    )  # fmt: skip


def _is_without_result(rows: ir.Table) -> ir.Value:
    """Stopped for good, withdrawn or refused (`with_refusals`)."""
    closed = rows.status.isin([Status.HALTED, Status.WITHDRAWN]) | (rows.finished_at == rows.refused_at)
    return ibis.coalesce(closed, False)


def with_answers(stops: ir.Table, lifetimes: ir.Table) -> ir.Table:
    """`stops` of `within_life` with is_answered: over, and not ended by the closing of the dossier itself.

    Who closes a dossier without a result ends what it waited for: the day of closing is no day on which anything came.
    """
    closed = lifetimes.filter(lifetimes.life_closed_at.notnull()).select("life_closed_at", an_id="life_id")
    rows = stops.left_join(closed, [("dossier_id", "an_id")])
    by_closing = ibis.coalesce(rows.to_at.date() >= rows.life_closed_at.date(), False)
    return rows.mutate(is_answered=rows.is_over & ~by_closing).select(*stops.columns, "is_answered")


def with_refusals(dossiers: ir.Table) -> ir.Table:
    """`dossiers` with those that were received and then refused as over at their refusal, for the rules to which a
    refusal is an end as any other.
    """
    is_refused = ibis.coalesce(dossiers.status == Status.REFUSED, False) & dossiers.refused_at.notnull()
    return dossiers.mutate(
        finished_at=is_refused.ifelse(dossiers.refused_at, dossiers.finished_at),
        status=is_refused.ifelse(Status.DONE, dossiers.status),
    )


def within_life(
    rows: ir.Table, lifetimes: ir.Table, since: str = "from_at", until: str = "to_at", *, instants: bool = False,
) -> ir.Table:
    """The rows, stretches from `since` to `until` of a dossier, clipped to its life, with is_over.

    What has no length left is gone: what began at the end or later, was over by reception, or ends before it begins.
    is_over: it ended within the life, the end itself included, and before the cut; what is not over lasts to the life's
    end or the cut.
    instants: whether what never had any length stays where it lies within the life. `lifetimes` as `lifetimes_at` gives
    them.
    """
    joined = rows.inner_join(lifetimes, [("dossier_id", "life_id")])
    is_instant = (
        ibis.coalesce(joined[since] == joined[until], False)
        & (joined[since] >= joined.life_from_at)
        & (joined[since] <= joined.life_to_at)
    )
    joined = joined.mutate(is_kept=is_instant if instants else ibis.literal(False))
    ends_inside = joined.life_is_open.ifelse(joined[until] < joined.life_to_at, joined[until] <= joined.life_to_at)
    joined = joined.mutate(is_over=ibis.coalesce(ends_inside, False))
    joined = joined.mutate(**{
        since: ibis.greatest(joined[since], joined.life_from_at),
        until: joined.is_over.ifelse(joined[until], joined.life_to_at),
    })  # fmt: skip
    return joined.filter((joined[since] < joined[until]) | joined.is_kept).select(*rows.columns, "is_over")


def during_life(rows: ir.Table, lifetimes: ir.Table, at: str = "at") -> ir.Table:
    """The rows whose instant `at` lies within the life of their dossier: from reception to the end, both included, and
    before the cut.
    """
    joined = rows.inner_join(lifetimes, [("dossier_id", "life_id")])
    before_end = joined.life_is_open.ifelse(joined[at] < joined.life_to_at, joined[at] <= joined.life_to_at)
    return joined.filter((joined[at] >= joined.life_from_at) & before_end).select(rows.columns)
