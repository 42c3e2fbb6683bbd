"""Ends that one officer recorded in a row: one rule for the check of an export and for the signs of a report."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import closing_instants

# at least so many ends of one officer, each within so many seconds of the one before
BULK_DOSSIERS, BULK_SECONDS = 5, 120


def closed_in_a_row(ends: ir.Table) -> ir.Table:
    """The rows of `ends` (one an end: dossier_id, officer, closed_at) that stand in a run of bulk closing.

    Adds run (its number among the officer's runs) and n_run, how many ends it has. Ends without an officer or an
    instant are in no run.
    """
    rows = ends.filter(ends.closed_at.notnull() & ends.officer.notnull())
    order = {"group_by": "officer", "order_by": [rows.closed_at, rows.dossier_id]}
    gap = rows.closed_at.epoch_seconds() - rows.closed_at.lag().over(ibis.window(**order)).epoch_seconds()
    rows = rows.mutate(is_new=ibis.coalesce(gap > BULK_SECONDS, True).cast("int64"))
    order = {"group_by": "officer", "order_by": [rows.closed_at, rows.dossier_id]}
    rows = rows.mutate(run=rows.is_new.sum().over(ibis.window(**order, rows=(None, 0)))).drop("is_new")
    rows = rows.mutate(n_run=rows.count().over(ibis.window(group_by=[rows.officer, rows.run])))
    return rows.filter(rows.n_run >= BULK_DOSSIERS)


def keeps_times(ends: ir.Table, calendar: ir.Table) -> ir.Table:
    """One row: has_times, whether more than half of the ends (column closed_at) lie elsewhere than at closing time.

    Where a source writes only days every end reads as closing time, and none of them tells when it was recorded.
    """
    closing = closing_instants(calendar).rename({"h_date": "date"})
    days = ends.filter(ends.closed_at.notnull()).select("closed_at").mutate(h_day=lambda t: t.closed_at.date())
    joined = days.left_join(closing, [("h_day", "h_date")])
    elsewhere = ibis.coalesce(joined.closed_at != joined.close_at, True)
    return joined.aggregate(has_times=ibis.coalesce(elsewhere.cast("float64").mean() > 0.5, False))
