"""What the national portal sees beside the office's own register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import instant
from tthc.analysis.indicators.catalogue import Present
from tthc.analysis.life import is_over, named_stops
from tthc.analysis.outcomes import register
from tthc.model.schema import TABLES
from tthc.model.words import STATUS_OF_STOP, Intake, Rule

_DATES = ("received_at", "due_at", "finished_at")


def sync_differences(
    tables: Mapping[str, ir.Table], outcomes: ir.Table, *, start: datetime, cut: datetime,
    present: Present | None = None
) -> ir.Table:
    """One row per dossier of the period and point on which the register and the national portal differ.

    Without rows of the portal itself only the register's own flag `synced` can tell: dossiers not synchronised. Dates
    are compared by day. Dossiers that only the portal has count when received in the period. An input with neither
    (`present`) gives no row. What came at or after the cut is not compared (`_as_it_stood`).
    """
    first, moment = (instant(edge) for edge in (start, cut))
    dossiers = _as_it_stood(tables["dossiers"], tables, moment)
    national = dossiers.filter(dossiers.source == "national")
    counts = dossiers.aggregate(
        n_national=(dossiers.source == "national").sum(), n_register=(dossiers.source == "register").sum(),
    )
    scope = outcomes.filter((outcomes.rule == Rule.SYSTEM) & (outcomes.intake != Intake.NONE)).select(s_id="dossier_id")
    own = register(dossiers).filter(lambda t: t.source == "register").inner_join(scope, [("dossier_id", "s_id")])
    other = national.select(o_id="dossier_id", o_status="status", **{f"o_{name}": name for name in _DATES})
    pairs = own.left_join(other, [("dossier_id", "o_id")]).cross_join(counts)
    is_flagged = present is None or "synced" in present.get("dossiers", frozenset())
    lacking = _lacking(pairs if is_flagged else pairs.filter(pairs.n_national > 0))
    differing = [_differing_dates(pairs, name) for name in _DATES]
    status = _row(pairs.filter(pairs.o_id.notnull() & (pairs.status != pairs.o_status)), "status", "status", "o_status")
    unknown = national.anti_join(dossiers.filter(dossiers.source == "register"), "dossier_id").cross_join(counts)
    unknown = unknown.filter((unknown.n_register > 0) & (unknown.received_at >= first))
    extra = _row(unknown.mutate(nothing=ibis.null("string")), "missing_register", "nothing", "status")
    return ibis.union(lacking, *differing, status, extra).select(TABLES["sync_differences"].names)


def _as_it_stood(dossiers: ir.Table, tables: Mapping[str, ir.Table], moment: ir.Value) -> ir.Table:
    """The dossiers of both that had come by then; without later ends, without deadlines that were moved since, without
    statuses that an end or a stop since then gave.
    """
    stops = tables["stops"].filter(lambda t: t.from_at >= moment)
    stops = stops.group_by(k_id="dossier_id").aggregate(**named_stops(stops))
    moved = tables["due_changes"].filter(lambda t: t["at"] >= moment).select(m_id="dossier_id").distinct()
    rows = dossiers.filter(ibis.coalesce(dossiers.received_at < moment, True))
    rows = rows.left_join(stops, [("dossier_id", "k_id")]).left_join(moved, [("dossier_id", "m_id")])
    stands_since = [(rows.status == named) & rows[f"has_{kind}"] for kind, named in STATUS_OF_STOP.items()]
    ends_later = ibis.coalesce(rows.finished_at >= moment, False)
    is_later = ibis.coalesce((is_over(rows) & ends_later) | ibis.or_(*stands_since), False)
    never = ibis.null("timestamp(6)")
    return rows.select(*(name for name in dossiers.columns if name not in _LATER), **{
        "status": is_later.ifelse(ibis.null("string"), rows.status),
        "due_at": rows.m_id.notnull().ifelse(never, rows.due_at),
        "finished_at": ends_later.ifelse(never, rows.finished_at),
    })  # fmt: skip


_LATER = ("status", "due_at", "finished_at")


def _lacking(pairs: ir.Table) -> ir.Table:
    missing = pairs.filter(pairs.o_id.isnull())
    flagged = ibis.coalesce(missing.synced, False)
    kind = ibis.cases((~flagged, "not_synced"), (missing.n_national > 0, "missing_national"))
    nothing = ibis.null("string")
    rows = missing.mutate(difference=kind)
    rows = rows.filter(rows["difference"].notnull())
    return rows.select("dossier_id", "difference", register=nothing, national=nothing)


def _differing_dates(pairs: ir.Table, name: str) -> ir.Table:
    mine, theirs = pairs[name].date(), pairs[f"o_{name}"].date()
    differs = pairs.o_id.notnull() & (ibis.coalesce(mine != theirs, False) | (mine.isnull() != theirs.isnull()))
    rows = pairs.filter(differs).mutate(
        mine=pairs[name].strftime("%d/%m/%Y"), theirs=pairs[f"o_{name}"].strftime("%d/%m/%Y"),
    )
    return _row(rows, name, "mine", "theirs")


def _row(rows: ir.Table, difference: str, mine: str, theirs: str) -> ir.Table:
    return rows.select("dossier_id", difference=ibis.literal(difference), register=rows[mine], national=rows[theirs])
