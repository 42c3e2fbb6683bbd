"""Who took part in late dossiers, beside what each had to do (chapter 40; internal)."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from tthc.analysis.causes.catalogue import Cause, cause_of
from tthc.analysis.segments.states import party
from tthc.model.days import FULL_DAY_WM, is_counted
from tthc.model.words import Party, State

_KEYS = ("dossier_id", "part", "part_no")
# Time in which an officer could not work: the unit's, that arranges who stands in, and no person's.
_NOBODYS = (State.WAIT_ABSENT, State.OUTAGE, State.SILENT)


def involvement(
    shares: ir.Table, parts: ir.Table, causes: Sequence[Cause], *, day_wm: float = FULL_DAY_WM,
) -> ir.Table:
    """One row per party, unit, officer, cause and state: late minutes, and n_late, the late dossiers with a part that
    counts (`is_counted`). Time without a record and time of absence have no officer; late closing is the own office's.
    """
    rows = shares.inner_join(parts.select(*_KEYS, "step", "kind", "unit", "officer"), list(_KEYS))
    rows = rows.filter((rows.share_wm > 0) | (rows.chrono_wm > 0))
    rows = rows.mutate(cause=cause_of(rows, causes), party=_whose(rows.state), officer=_person(rows))
    keys = ("party", "unit", "officer", "cause", "state")
    sums = rows.group_by(*keys, "dossier_id").agg(share_wm=rows.share_wm.sum(), chrono_wm=rows.chrono_wm.sum())
    return sums.group_by(*keys).agg(
        n_late=is_counted(sums.share_wm, day_wm).ifelse(1, 0).sum().cast("int64"),
        share_wm=sums.share_wm.sum(), chrono_wm=sums.chrono_wm.sum(),
    )


def late_days(shares: ir.Table, parts: ir.Table) -> ir.Table:
    """One row per late dossier, party, unit and officer with a share of its lateness: share_wm, and closing_wm, what of
    it is a result that lay unclosed in the system.

    Whatever says whose the late days are (by party, unit, officer; chapters, official text, workbook) sums these rows.
    Late closing is the own office's; waiting for an absent officer is the unit's. A dossier late
    within closed hours has no minutes and no row.
    """
    rows = shares.filter(shares.share_wm > 0).select(*_KEYS, "state", "share_wm")
    rows = rows.inner_join(parts.select(*_KEYS, "unit", "officer"), list(_KEYS))
    rows = rows.mutate(
        party=_whose(rows.state),
        officer=_person(rows),
        closing_wm=(rows.state == State.UNCLOSED).ifelse(rows.share_wm, 0.0),
    )
    return rows.group_by("dossier_id", "party", "unit", "officer").agg(
        share_wm=rows.share_wm.sum(), closing_wm=rows.closing_wm.sum()
    )


def _person(rows: ir.Table) -> ir.Value:
    """The officer whose part it is; nobody's while the officer was away or the whole office stood still."""
    return rows.state.isin(list(_NOBODYS)).ifelse(ibis.null("string"), rows.officer)


def _whose(state: ir.Value) -> ir.Value:
    whose = party(state)
    return (whose == Party.SYSTEM).ifelse(Party.OWN_OFFICE, whose)


_COUNTS = ("n_dossiers", "n_steps", "n_late")
_AMOUNTS = ("held_wm", "work_wm", "share_wm", "closing_wm")


def workload(
    state_minutes: ir.Table, spans: ir.Table, late_days: ir.Table, absences: ir.Table, late: ir.Table,
) -> ir.Table:
    """One row per unit and officer with an own step or late days: dossiers, steps, late ones among them, minutes held,
    worked, absent.

    `absences` has officer and absent_wm (minutes absent in the period). share_wm and closing_wm are the sums of
    `late_days` of the own office, also where a unit's officer is not known; handling a late dossier alone says nothing
    about fault.
    """
    own = spans.filter(~spans.is_outside & spans.officer.notnull())
    own = own.left_join(late.select(late_id="dossier_id").distinct(), [("dossier_id", "late_id")])
    handled = own.group_by("unit", "officer").agg(
        n_dossiers=own.dossier_id.nunique(), n_steps=own.count(), n_late=own.late_id.nunique()
    )
    parts = [_filled(part) for part in (handled, _held(state_minutes), _shared(late_days))]
    rows = parts[0].union(parts[1], parts[2])
    rows = rows.group_by("unit", "officer").agg(**{name: rows[name].sum() for name in (*_COUNTS, *_AMOUNTS)})
    rows = rows.filter((rows.n_steps > 0) | (rows.share_wm > 0))
    rows = rows.left_join(absences, "officer").drop("officer_right")
    return rows.mutate(absent_wm=ibis.coalesce(rows.absent_wm, 0.0))


def _filled(rows: ir.Table) -> ir.Table:
    """The rows with every count and amount that is summed, 0 where they have none."""
    counts = {name: rows[name] if name in rows.columns else ibis.literal(0, "int64") for name in _COUNTS}
    amounts = {name: rows[name] if name in rows.columns else ibis.literal(0.0) for name in _AMOUNTS}
    return rows.select("unit", "officer", **counts, **amounts)


def _held(state_minutes: ir.Table) -> ir.Table:
    own = state_minutes.filter((state_minutes.part == "step") & (state_minutes.party == Party.OWN_OFFICE))
    return own.group_by("unit", "officer").agg(
        held_wm=own.wm.sum(), work_wm=(own.state == State.WORK).ifelse(own.wm, 0.0).sum()
    )


def _shared(late_days: ir.Table) -> ir.Table:
    own = late_days.filter(late_days.party == Party.OWN_OFFICE)
    return own.group_by("unit", "officer").agg(share_wm=own.share_wm.sum(), closing_wm=own.closing_wm.sum())
