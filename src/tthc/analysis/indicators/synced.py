"""What the national portal sees beside the office's own register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import instant
from tthc.analysis.indicators.catalogue import Present
from tthc.analysis.outcomes import register
from tthc.model.schema import TABLES
from tthc.model.words import Intake, Rule

_DATES = ("received_at", "due_at", "finished_at")


def sync_differences(
    tables: Mapping[str, ir.Table], outcomes: ir.Table, *, start: datetime, cut: datetime,
    present: Present | None = None
) -> ir.Table:
    """One row per dossier of the period and point on which the register and the national portal differ.

    Without rows of the portal itself only the register's own flag `synced` can tell: dossiers not synchronised. Dates
    are compared by day. Dossiers that only the portal has count when received in the period. An input with neither
    (`present`) gives no row.
    """
    dossiers = tables["dossiers"]
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
    first, moment = (instant(edge) for edge in (start, cut))
    unknown = national.anti_join(dossiers.filter(dossiers.source == "register"), "dossier_id").cross_join(counts)
    unknown = unknown.filter((unknown.n_register > 0) & (unknown.received_at >= first) & (unknown.received_at < moment))
    extra = _row(unknown.mutate(nothing=ibis.null("string")), "missing_register", "nothing", "status")
    return ibis.union(lacking, *differing, status, extra).select(TABLES["sync_differences"].names)


def _lacking(pairs: ir.Table) -> ir.Table:
    missing = pairs.filter(pairs.o_id.isnull())
    flagged = ibis.coalesce(missing.synced, False)
    kind = ibis.cases((~flagged, "not_synced"), (missing.n_national > 0, "missing_national"))
    rows = missing.mutate(difference=kind)
    rows = rows.filter(rows["difference"].notnull())
    return rows.select("dossier_id", "difference", register=rows.status, national=ibis.null("string"))


def _differing_dates(pairs: ir.Table, name: str) -> ir.Table:
    mine, theirs = pairs[name].date(), pairs[f"o_{name}"].date()
    differs = pairs.o_id.notnull() & (ibis.coalesce(mine != theirs, False) | (mine.isnull() != theirs.isnull()))
    rows = pairs.filter(differs).mutate(
        mine=pairs[name].strftime("%d/%m/%Y"), theirs=pairs[f"o_{name}"].strftime("%d/%m/%Y"),
    )
    return _row(rows, name, "mine", "theirs")


def _row(rows: ir.Table, difference: str, mine: str, theirs: str) -> ir.Table:
    return rows.select("dossier_id", difference=ibis.literal(difference), register=rows[mine], national=rows[theirs])
