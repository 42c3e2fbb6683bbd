"""Which cause may be named as the main one, and how sure it is.

A cause is named only where it stays the largest however the time of which the data do not tell the reason is put down:
time on an officer's desk to that officer's other reasons, time without any record to anything. A person's own conduct
is named only where it also stays the largest if the norm paid for it first, and for everything else last: which of the
waiting was within the norm, nobody knows; and only where that person's part alone explains the lateness, and nothing
else alone does, time without any record included. Lateness without a working minute is nobody's conduct.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from tthc.analysis.causes.catalogue import UNKNOWN, Cause
from tthc.analysis.segments.states import ON_DESK, OWN_CONDUCT

SURE_PART = 0.01  # less of the lateness than this without a known reason changes nothing
_MEASURED = ("given", "step_due")
_SOME_WM = 1.0  # a share that may be smaller than this is no proof against a person


def with_main(rows: ir.Table, causes: Sequence[Cause]) -> ir.Table:
    """The rows of late dossiers and causes with is_main and grade (on the main row): sure, range or none.

    `rows` has dossier_id, cause, state, part, norm_source, share_wm, even_wm (the share if no time of unknown use was
    work), least_wm and most_wm (what the share is at least and at most, whatever the norm paid for first), over_wm,
    over_least_wm and over_most_wm (beyond the unscaled norm), over_own_wm (the former of the holder who is shown alone,
    where several have the cause), used_wm, place (0 the largest share, the earlier of two equal ones; where the
    lateness has no minutes, the one who held the dossier then), total_late_wm, needed_wm (the lateness without stops
    that began when the deadline had passed), closed_late (`shares._stops_in_time`; never named) and total_wm (of the
    life). Where no cause may be named, the largest of
    those that say so is the main one (`_is_fallback`); a dossier that has none gets a row of no minutes, cause unknown.
    """
    unknown = sorted({cause.code for cause in causes if cause.nature == "unknown"} | {UNKNOWN})
    rows = _with_rivals(rows.mutate(is_unknown=rows.cause.isin(unknown), is_desk=_is_one_of(rows.state, ON_DESK)))
    rows = _with_places(_may_be_named(rows))
    rows = rows.mutate(is_fallback=_is_fallback(rows))
    is_late = rows.total_late_wm > 0
    is_main = is_late.ifelse(rows.may_be_named | rows.is_fallback, (rows.place == 0) & ~rows.is_conduct)
    rows = rows.mutate(is_main=is_main, officer=is_late.ifelse(rows.officer, ibis.null(rows.officer.type())))
    rows = rows.mutate(grade=rows.is_main.ifelse(_grade(rows), ibis.null("string")))
    n_fallback = rows.is_fallback.cast("int64").sum().over(ibis.window(group_by=rows.dossier_id))
    rows = rows.mutate(n_fallback=n_fallback)
    has_none = is_late.ifelse((rows.n_named == 0) & (rows.n_fallback == 0), rows.is_conduct)
    rows = _with_open_question(rows.mutate(is_nobodys=(rows.place == 0) & has_none))
    nobody = rows.filter(rows.is_nobodys & ~rows.has_row)
    return rows.union(_without_name(nobody)).drop("is_nobodys", "has_row")


def _with_open_question(rows: ir.Table) -> ir.Table:
    """The rows with has_row: the dossier has a row that says that nobody knows; then that one is the main row, where no
    cause may be named and none says so.
    """
    of_dossier = ibis.window(group_by=rows.dossier_id)
    says_so = rows.cause == UNKNOWN
    rows = rows.mutate(says_so=says_so, has_row=says_so.cast("int64").max().over(of_dossier) > 0)
    is_meant = rows.says_so & (rows.is_nobodys.cast("int64").max().over(of_dossier) > 0)
    return rows.mutate(
        is_main=rows.is_main | is_meant, grade=is_meant.ifelse("none", rows.grade),
    ).drop("says_so")


def _is_fallback(rows: ir.Table) -> ir.Value:
    """Whether a row stands as the main one although it says that the reason is not known: the largest of such rows.
    Time on a desk names that desk, and does so only where no other share is larger; without norms, where the desk is
    merely that of the last days, only where it took most of the life.
    """
    names_desk = (rows.place == 0) & ((rows.norm_source != "none") | _took_most_of_life(rows))
    largest = (rows.unknown_place == 0) & (rows.share_wm > 0) & (names_desk | ~rows.is_desk)
    return (rows.n_named == 0) & rows.is_unknown & largest


def _took_most_of_life(rows: ir.Table) -> ir.Value:
    """Without norms nobody knows which part of the budget was meant for a cause. It stays the largest even if all of
    the budget was meant for it and none for the others, where those took no more than half of the lateness.
    """
    return rows.total_wm - rows.used_wm <= rows.needed_wm / 2 + 1e-6


def _with_rivals(rows: ir.Table) -> ir.Table:
    """The rows with what they compete against: is_first and is_calm (`_with_firsts`), u_desk, u_any and u_most (minutes
    of which no reason is known: on a desk, elsewhere, at most), and rival_*_wm (the most that another cause can have).
    """
    of_dossier = ibis.window(group_by=rows.dossier_id)
    usual_wm = ibis.greatest(rows.share_wm, rows.even_wm)
    unknown = {
        "u_desk": (rows.is_unknown & rows.is_desk).ifelse(usual_wm, 0.0),
        "u_any": (rows.is_unknown & ~rows.is_desk).ifelse(usual_wm, 0.0),
        "u_most": rows.is_unknown.ifelse(ibis.greatest(rows.most_wm, usual_wm), 0.0),
    }
    rows = rows.mutate(**{name: amount.sum().over(of_dossier) for name, amount in unknown.items()})
    rows = _with_firsts(rows)
    most_wm = ibis.greatest(rows.share_wm, rows.even_wm) + rows.u_any + rows.is_desk.ifelse(rows.u_desk, 0.0)
    is_known = ~rows.is_unknown & (rows.share_wm > 0)
    rivals = {
        "rival_wm": (is_known & ~rows.is_first).ifelse(most_wm, 0.0),
        "rival_most_wm": (is_known & ~rows.is_first).ifelse(ibis.greatest(most_wm, rows.most_wm), 0.0),
        "rival_calm_wm": (is_known & ~rows.is_conduct & ~rows.is_calm).ifelse(most_wm, 0.0),
        # What alone, other than anybody's conduct, would explain all of the lateness.
        "explains_wm": (~rows.is_conduct & (rows.share_wm > 0)).ifelse(rows.over_most_wm, 0.0),
    }
    return rows.mutate(
        **{name: amount.max().over(ibis.window(group_by=rows.dossier_id)) for name, amount in rivals.items()}
    )


def _is_one_of(state: ir.Value, states: Sequence[str]) -> ir.Value:
    """False where there is no state: what a deadline shorter than the norms makes is nobody's time."""
    return ibis.coalesce(state.isin(states), False)


def _with_firsts(rows: ir.Table) -> ir.Table:
    """is_first: the largest cause that is known; is_calm: the largest of those that are nobody's conduct."""
    rows = rows.mutate(is_conduct=_is_one_of(rows.state, OWN_CONDUCT))
    which = {"is_first": ~rows.is_unknown, "is_calm": ~rows.is_unknown & ~rows.is_conduct}
    first = {
        name: one.ifelse(rows.place, ibis.null("int64")).min().over(ibis.window(group_by=rows.dossier_id))
        for name, one in which.items()
    }
    return rows.mutate(
        **{name: which[name] & (rows.place == place) & (rows.share_wm > 0) for name, place in first.items()}
    )


def _may_be_named(rows: ir.Table) -> ir.Table:
    """The rows with may_be_named, true for one row of a dossier at most.

    The largest known share is named if it stays the largest whatever the unknown time was; a person's conduct only if
    it does so however the norm was spent, and it alone explains the lateness and nothing else alone does; without norms
    only if it took most of the life. Where conduct is the largest and not proven, the largest of the others is named if
    it alone explains the lateness.
    """
    usual_wm, unknown_wm = ibis.least(rows.share_wm, rows.even_wm), rows.u_any + rows.u_desk
    holds = usual_wm >= ibis.greatest(rows.rival_wm, unknown_wm) - 1e-6
    proven = ibis.least(usual_wm, rows.least_wm) >= ibis.greatest(rows.rival_most_wm, rows.u_most, _SOME_WM) - 1e-6
    proven = proven & (rows.explains_wm < rows.needed_wm - 1e-6) & (rows.over_own_wm >= rows.needed_wm - 1e-6)
    most_of_life = _took_most_of_life(rows)
    may_convict = proven & ((rows.norm_source != "none") | most_of_life)
    is_named = rows.is_first & holds & ~rows.closed_late & (~rows.is_conduct | may_convict)
    of_dossier = ibis.window(group_by=rows.dossier_id)
    rows = rows.mutate(
        is_named=is_named,
        unproven=(rows.is_first & rows.is_conduct & ~is_named).cast("int64").max().over(of_dossier) > 0,
    )
    explains = ~rows.closed_late & (rows.over_wm >= rows.needed_wm - 1e-6) & (
        usual_wm >= ibis.greatest(rows.rival_calm_wm, unknown_wm) - 1e-6
    )
    return rows.mutate(may_be_named=rows.is_named | (rows.is_calm & rows.unproven & explains))


def _with_places(rows: ir.Table) -> ir.Table:
    of_dossier = ibis.window(group_by=rows.dossier_id)
    counted = rows.mutate(
        n_named=rows.may_be_named.cast("int64").sum().over(of_dossier),
    )
    order = ibis.window(group_by=[counted.dossier_id, counted.is_unknown], order_by=counted.place)
    return counted.mutate(unknown_place=ibis.row_number().over(order))


def _grade(rows: ir.Table) -> ir.Value:
    is_known = (rows.u_any + rows.u_desk) <= SURE_PART * rows.total_late_wm
    measured = rows.norm_source.isin(_MEASURED) | (rows.part != "step")
    return ibis.cases(
        ((rows.total_late_wm <= 0) | rows.is_unknown, "none"), (is_known & measured & ~rows.unproven, "sure"),
        else_="range",
    )


def _without_name(rows: ir.Table) -> ir.Table:
    """One row of no minutes per dossier of which no cause may be named and none says so: cause
    unknown, held by nobody.
    """
    columns = {
        "cause": ibis.literal(UNKNOWN), "is_main": ibis.literal(True), "grade": ibis.literal("none"),
        "part": ibis.literal("none"),
    }
    columns |= {name: ibis.literal(False) for name in rows.columns if name == "would_be_on_time"}
    unchanged = ("dossier_id", "part_no", "state", "norm_source", "place", "total_late_wm", "total_wm", "asked_late")
    kept = (*unchanged, *columns)
    empty = {
        name: ibis.literal(0.0) if name.endswith("_wm") else ibis.null(rows[name].type())
        for name in rows.columns
        if name not in kept
    }
    return rows.mutate(
        **columns, **{name: value.cast(rows[name].type()) for name, value in empty.items()},
    ).select(*rows.columns)
