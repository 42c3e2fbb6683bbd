"""A list that still shows the old deadline beside a sheet that says it was moved: the later day counts, with a finding.

The list holds one cell, which an export may fill with what was told at reception; a row of the changes says when the
deadline was moved and to which day. Where the list has the later day, some move is written nowhere, and the list
stands.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.life import is_odd, is_unread
from tthc.engine import Engine
from tthc.model.schema import CANONICAL
from tthc.sources.read.faults import Faults

RULE = "dossier.due_behind_change"


def with_moved_deadlines(dossiers: ir.Table, changes: ir.Table, engine: Engine, faults: Faults) -> ir.Table:
    """`dossiers` whose due_at is that of the last of its `changes` where this is a later day, or where the list has
    none.

    Of the register where there is one: what the portal shows is its own. A deadline that was not read, or of a year out
    of reason, stays so.
    """
    rows = dossiers.left_join(_last(changes), [("dossier_id", "lc_id")]).cross_join(_registered(dossiers))
    counts = (ibis.coalesce(rows.source, "register") == "register") | (ibis.coalesce(rows.lc_registered, 0) == 0)
    is_behind = ibis.coalesce(rows.lc_due_at.date() > rows.due_at.date(), rows.due_at.isnull())
    rows = rows.mutate(
        lc_behind=counts & rows.lc_due_at.notnull() & is_behind & ~is_unread(rows, "due_at") & ~is_odd(rows.due_at)
    )
    rows = engine.materialise(rows, "read_dossiers_with_last_change")
    behind = rows.filter(rows.lc_behind)
    if not int(engine.fetch(behind.aggregate(n=behind.count())).n[0]):
        return dossiers
    was, now = (behind[name].strftime("%d/%m/%Y") for name in ("due_at", "lc_due_at"))
    told = ibis.coalesce(was, "không ghi") + " → " + now
    faults.add_rows(RULE, behind, column=CANONICAL["dossiers"]["due_at"].label, value=told)
    due = rows.lc_behind.ifelse(rows.lc_due_at, rows.due_at)
    return engine.materialise(rows.mutate(due_at=due).select(*dossiers.columns), "read_dossiers_moved")


def _registered(dossiers: ir.Table) -> ir.Table:
    is_register = ibis.coalesce(dossiers.source, "register") == "register"
    return dossiers.aggregate(lc_registered=is_register.sum())


def _last(changes: ir.Table) -> ir.Table:
    """One row per dossier: lc_id and lc_due_at, the deadline that its last change set."""
    told = changes.filter(changes.new_due_at.notnull() & ~is_odd(changes.new_due_at))
    return told.group_by(lc_id="dossier_id").aggregate(lc_due_at=told.new_due_at.argmax(told["at"]))
