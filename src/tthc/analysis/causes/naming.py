"""Which cause may be named as the main one, and how sure it is (design.md §5.6).

A cause is named only where it stays the largest however the time of which the data do not tell the reason is put down: time on an
officer's desk to that officer's other reasons, time without any record to anything.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from tthc.analysis.causes.catalogue import UNKNOWN, Cause
from tthc.analysis.segments.states import ON_DESK, OWN_CONDUCT

SURE_PART = 0.01  # less of the lateness than this without a known reason changes nothing
_MEASURED = ("given", "step_due")


def with_main(rows: ir.Table, causes: Sequence[Cause]) -> ir.Table:
    """The rows of late dossiers and causes with is_main and grade (on the main row): sure, range or none.

    `rows` has dossier_id, cause, state, part, norm_source, share_wm, even_wm (the share if no time of unknown use was work), used_wm,
    place (0 the largest share, ties the earlier; of lateness without minutes who held it then), total_late_wm and total_wm (of the
    life). Where no cause may be named, the largest of those that say so is the main one; a dossier that has none gets a row of no
    minutes, cause unknown.
    """
    unknown = sorted({cause.code for cause in causes if cause.nature == "unknown"} | {UNKNOWN})
    rows = _with_rivals(rows.mutate(is_unknown=rows.cause.isin(unknown), is_desk=rows.state.isin(ON_DESK)))
    rows = _with_places(rows.mutate(may_be_named=_may_be_named(rows)))
    fallback = (rows.n_named == 0) & rows.is_unknown & (rows.unknown_place == 0)
    is_main = (rows.total_late_wm > 0).ifelse(rows.may_be_named | fallback, rows.place == 0)
    rows = rows.mutate(is_main=is_main)
    rows = rows.mutate(grade=rows.is_main.ifelse(_grade(rows), ibis.null("string")))
    nobody = rows.filter((rows.place == 0) & (rows.total_late_wm > 0) & (rows.n_named == 0) & (rows.n_unknown == 0))
    return rows.union(_without_name(nobody))


def _with_rivals(rows: ir.Table) -> ir.Table:
    """Of each row whether it is the largest known one, how much no reason is known for, and the most that another could have."""
    of_dossier = ibis.window(group_by=rows.dossier_id)
    share = {"u_desk": rows.is_unknown & rows.is_desk, "u_any": rows.is_unknown & ~rows.is_desk}
    rows = rows.mutate(**{name: which.ifelse(ibis.greatest(rows.share_wm, rows.even_wm), 0.0).sum().over(of_dossier) for name, which in share.items()})
    known_place = (~rows.is_unknown).ifelse(rows.place, ibis.null("int64")).min().over(ibis.window(group_by=rows.dossier_id))
    rows = rows.mutate(is_candidate=~rows.is_unknown & (rows.place == known_place) & (rows.share_wm > 0))
    is_rival = ~rows.is_unknown & ~rows.is_candidate & (rows.share_wm > 0)
    most_wm = ibis.greatest(rows.share_wm, rows.even_wm) + rows.u_any + rows.is_desk.ifelse(rows.u_desk, 0.0)
    return rows.mutate(rival_wm=is_rival.ifelse(most_wm, 0.0).max().over(ibis.window(group_by=rows.dossier_id)))


def _may_be_named(rows: ir.Table) -> ir.Value:
    """The candidate's share is the largest whatever the unknown time was; without norms a person's conduct took most of the life."""
    least_wm = ibis.least(rows.share_wm, rows.even_wm)
    holds = least_wm >= ibis.greatest(rows.rival_wm, rows.u_any + rows.u_desk) - 1e-6
    without_norms = (rows.norm_source == "none") & rows.state.isin(OWN_CONDUCT)
    # Whatever part of the budget was meant for it: all of the budget to it and none to the others still leaves it the largest.
    most_of_life = rows.total_wm - rows.used_wm <= rows.total_late_wm / 2 + 1e-6
    return rows.is_candidate & holds & (~without_norms | most_of_life)


def _with_places(rows: ir.Table) -> ir.Table:
    of_dossier = ibis.window(group_by=rows.dossier_id)
    counted = rows.mutate(
        n_named=rows.may_be_named.cast("int64").sum().over(of_dossier), n_unknown=rows.is_unknown.cast("int64").sum().over(of_dossier),
    )
    order = ibis.window(group_by=[counted.dossier_id, counted.is_unknown], order_by=counted.place)
    return counted.mutate(unknown_place=ibis.row_number().over(order))


def _grade(rows: ir.Table) -> ir.Value:
    known = (rows.u_any + rows.u_desk) <= SURE_PART * rows.total_late_wm
    measured = rows.norm_source.isin(_MEASURED) | (rows.part != "step")
    return ibis.cases(
        ((rows.total_late_wm <= 0) | rows.is_unknown, "none"), (known & measured & (rows.norm_source != "estimated"), "sure"), else_="range",
    )


def _without_name(rows: ir.Table) -> ir.Table:
    """One row of no minutes per dossier of which no cause may be named and none says so: cause unknown, held by nobody."""
    told = {"cause": ibis.literal(UNKNOWN), "is_main": ibis.literal(True), "grade": ibis.literal("none"), "part": ibis.literal("none")}
    kept = ("dossier_id", "part_no", "state", "norm_source", "place", "total_late_wm", "total_wm", *told)
    empty = {name: ibis.literal(0.0) if name.endswith("_wm") else ibis.null(rows[name].type()) for name in rows.columns if name not in kept}
    return rows.mutate(**told, **{name: value.cast(rows[name].type()) for name, value in empty.items()}).select(*rows.columns)
