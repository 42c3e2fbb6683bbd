"""Who took part in late dossiers, beside what each had to do (chapter 40; internal)."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from tthc.analysis.causes.catalogue import Cause, cause_of
from tthc.model.words import Party, State

_KEYS = ("dossier_id", "part", "part_no")


def involvement(shares: ir.Table, parts: ir.Table, causes: Sequence[Cause]) -> ir.Table:
    """One row per unit, officer, cause and state: late dossiers touched, late minutes. Time without a record has no
    officer.
    """
    rows = shares.inner_join(parts.select(*_KEYS, "step", "kind", "unit", "officer"), list(_KEYS))
    rows = rows.filter((rows.share_wm > 0) | (rows.chrono_wm > 0))
    rows = rows.mutate(cause=cause_of(rows, causes))
    return rows.group_by("unit", "officer", "cause", "state").agg(
        n_late=rows.dossier_id.nunique(), share_wm=rows.share_wm.sum(), chrono_wm=rows.chrono_wm.sum()
    )


def workload(state_minutes: ir.Table, spans: ir.Table, parts: ir.Table, absences: ir.Table, late: ir.Table) -> ir.Table:
    """One row per unit and officer with an own step: dossiers, steps, late ones among them, minutes held, worked,
    absent.

    `absences` has officer and absent_wm (minutes absent in the period). share_wm is what the causes put down to the
    officer's own steps; handling a late dossier alone says nothing about fault.
    """
    own = spans.filter(~spans.is_outside & spans.officer.notnull())
    own = own.left_join(late.select(late_id="dossier_id").distinct(), [("dossier_id", "late_id")])
    handled = own.group_by("unit", "officer").agg(
        n_dossiers=own.dossier_id.nunique(), n_steps=own.count(), n_late=own.late_id.nunique()
    )
    rows = handled
    for totals in (_held(state_minutes), _shared(parts)):
        rows = rows.left_join(totals, ["unit", "officer"]).drop("unit_right", "officer_right")
    rows = rows.left_join(absences, "officer").drop("officer_right")
    amounts = ("held_wm", "work_wm", "absent_wm", "share_wm")
    return rows.mutate(**{name: ibis.coalesce(rows[name], 0.0) for name in amounts})


def _held(state_minutes: ir.Table) -> ir.Table:
    own = state_minutes.filter((state_minutes.part == "step") & (state_minutes.party == Party.OWN_OFFICE))
    return own.group_by("unit", "officer").agg(
        held_wm=own.wm.sum(), work_wm=(own.state == State.WORK).ifelse(own.wm, 0.0).sum()
    )


def _shared(parts: ir.Table) -> ir.Table:
    steps = parts.filter((parts.part == "step") & parts.officer.notnull())
    return steps.group_by("unit", "officer").agg(share_wm=steps.share_wm.sum())
