"""Runs of working days on which nobody of the whole source left a stamp: an outage, an unlisted day off.

One officer's silence is never one. Days are counted first, so that a source of millions of stamps is a few hundred rows
here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import instant, read_clock
from tthc.model.words import State

CHANCE = 0.001  # an improbable run: officers' days with a stamp taken as rare events at the office's usual rate
DAY_CHANCE = 0.05  # and not one of the days that this office usually has without any stamp
RATE_DAYS = 10  # fewer days with a stamp say nothing about the usual rate
HOLDERS = 3
AWAY_PART = 0.5  # an officer absent for more of the run than this held nothing open himself


def stamps(tables: Mapping[str, ir.Table]) -> ir.Table:
    """One row per instant at which somebody of the source did something: at, officer (null where it is not said).

    `tables` are canonical. What an applicant does leaves no stamp of the office: submitting, the end of a supplement.
    """
    dossiers, steps, stops, changes = (tables[name] for name in ("dossiers", "steps", "stops", "due_changes"))
    nobody = ibis.null(steps.officer.type())
    made = [
        dossiers.select(at=name, officer=nobody)
        for name in ("received_at", "finished_at", "issued_at", "returned_at", "refused_at")
    ]
    made += [steps.select(at=name, officer="officer") for name in ("started_at", "ended_at")]
    made += [stops.select(at="from_at", officer=nobody), changes.select(at="at", officer=nobody)]
    rows = ibis.union(*made)
    return rows.filter(rows["at"].notnull())


def silences(
    stamped: ir.Table, spans: ir.Table, lifetimes: ir.Table, absent: ir.Table, calendar: ir.Table, *, cut: datetime,
) -> ir.Table:
    """One row per silence of the office: from/to with readings, n_days, n_officers, state (outage, or silent: cause
    unknown).

    A silence lasts from the last stamp before a run of whole working days without any stamp to the first one after it,
    or to the cut. At least three officers must have held open dossiers throughout without being absent. It is an outage
    where so long a run is improbable at the usual rate, and silent where the source is too short to know that rate.
    `absent` as `absent_times`.
    """
    runs = _improbable(_runs(stamped, calendar, cut))
    held = _holders(runs, spans, lifetimes, absent)
    rows = runs.inner_join(held, "from_at")
    return rows.filter(rows.n_officers >= HOLDERS).select(
        "from_at", "to_at", "from_wm", "to_wm", "n_days", "n_officers", "state",
    )


def _runs(stamped: ir.Table, calendar: ir.Table, cut: datetime) -> ir.Table:
    """One row per day with a stamp: from its last stamp to the next day's first one, the whole
    working days in between.
    """
    moment = instant(cut)
    before_cut = stamped.filter(stamped["at"] < moment)
    before_cut = before_cut.mutate(day=before_cut["at"].date())
    days = before_cut.group_by("day").agg(
        first_at=before_cut["at"].min(), from_at=before_cut["at"].max(), n_stamped=before_cut.officer.nunique(),
    )
    end = calendar.filter(calendar.date == instant(cut).date())
    days = days.union(
        end.select(day="date", first_at=moment, from_at=ibis.null("timestamp(6)"), n_stamped=ibis.literal(0, "int64"))
    )
    rows = days.inner_join(calendar.select("date", "is_work", "work_no"), days.day == calendar.date)
    onward = ibis.window(order_by=[rows.day, rows.first_at], rows=(None, None))
    order = ibis.window(order_by=[rows.day, rows.first_at])
    before = rows.work_no - rows.is_work.cast("int64")  # working days before this one
    rows = rows.mutate(
        to_at=rows.first_at.lead().over(order), n_days=before.lead().over(order) - rows.work_no,
        n_all=before.max().over(onward) - before.min().over(onward),
        n_active=(rows.is_work & rows.from_at.notnull()).cast("int64").sum().over(onward),
        n_officer_days=rows.n_stamped.sum().over(onward),
    )
    rows = rows.filter(rows.from_at.notnull() & (rows.n_days >= 1))
    return read_clock(rows, calendar, {"from_at": "from_wm", "to_at": "to_wm"})


def _improbable(runs: ir.Table) -> ir.Table:
    """The runs that the office's other days do not explain, and those of a source too short to have a usual rate."""
    others = runs.n_all - runs.n_days
    by_officers = (-(runs.n_officer_days / others.nullif(0)) * runs.n_days).exp()
    quiet = 1 - ibis.least((runs.n_active + 1) / (others + 2), 1.0)
    by_days = quiet ** runs.n_days
    is_known = runs.n_active >= RATE_DAYS
    rows = runs.mutate(
        state=is_known.ifelse(State.OUTAGE, State.SILENT),
        is_usual=is_known & ((by_officers >= CHANCE) | (by_days >= DAY_CHANCE)),
    )
    return rows.filter(~rows.is_usual)


def _holders(runs: ir.Table, spans: ir.Table, lifetimes: ir.Table, absent: ir.Table) -> ir.Table:
    """One row per run: how many officers held an own dossier open from its beginning to its end, and were there."""
    few = runs.select(run_from="from_at", run_to="to_at", run_from_wm="from_wm", run_to_wm="to_wm")
    own = spans.filter(~spans.is_outside & spans.officer.notnull())
    own = own.inner_join(lifetimes.select("dossier_id", "end_at"), "dossier_id").cross_join(few)
    open_throughout = (own.arrived_at <= own.run_from) & (own.end_at >= own.run_to) & ibis.coalesce(
        own.ended_at >= own.run_to, True,
    )
    holding = own.filter(open_throughout).select("officer", "run_from").distinct()
    away = absent.cross_join(few)
    lasted = ibis.least(away.to_wm, away.run_to_wm) - ibis.greatest(away.from_wm, away.run_from_wm)
    away = away.mutate(lasted=ibis.greatest(lasted, 0.0), run_wm=away.run_to_wm - away.run_from_wm)
    away = away.group_by("officer", "run_from").agg(lasted=away.lasted.sum(), run_wm=away.run_wm.max())
    there = holding.anti_join(away.filter(away.lasted > AWAY_PART * away.run_wm), ["officer", "run_from"])
    return there.group_by(from_at="run_from").agg(n_officers=there.officer.nunique())
