"""Form II.06a: reception and settlement by field and by procedure."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.outcomes import register
from tthc.model.schema import TABLES
from tthc.model.words import OPEN_IN_TIME, Intake, Outcome, Rule

UNNAMED = "(không ghi)"  # a group that the source leaves empty; null means the total
IDENTITIES = {"c3": ("c4", "c5", "c6"), "c7": ("c8", "c9", "c10"), "c11": ("c12", "c13")}


def form_06a(dossiers: ir.Table, outcomes: ir.Table, *, rule: str = Rule.SYSTEM) -> ir.Table:
    """One row per procedure, per field (procedure empty) and in total (both empty): the columns of schema `form_06a`.

    As the platform counts: withdrawn dossiers and those finished without a deadline stand under on time (c9), stopped
    ones under open in time (c12), for good or not; refused, new and unjudged ones in no cell, nor those whose outcome
    the rule cannot tell.
    Source: Biểu II.06a/VPCP/KSTT.
    """
    counted = _counted(dossiers, outcomes, rule)
    levels = [counted, counted.mutate(procedure=ibis.null("string")), _total(counted)]
    stacked = ibis.union(*levels)
    cells = stacked.group_by("field", "procedure").aggregate(**{name: stacked[name].sum() for name in _CELLS})
    cells = cells.mutate(**{name: ibis.coalesce(cells[name], 0) for name in _CELLS})
    sums = {total: sum(cells[name] for name in parts) for total, parts in IDENTITIES.items()}
    return cells.mutate(**sums).cast(dict.fromkeys([*_CELLS, *IDENTITIES], "int64")).select(TABLES["form_06a"].names)


def broken_identities(form: ir.Table) -> ir.Table:
    """The rows of the form that break one of its identities: (3)=(4)+(5)+(6), (7)=(8)+(9)+(10), (11)=(12)+(13),
    (3)=(7)+(11).
    """
    wrong = form.c3 != form.c7 + form.c11
    for total, parts in IDENTITIES.items():
        wrong = wrong | (form[total] != sum(form[name] for name in parts))
    return form.filter(wrong)


_CELLS = ("c4", "c5", "c6", "c8", "c9", "c10", "c12", "c13")


def _counted(dossiers: ir.Table, outcomes: ir.Table, rule: str) -> ir.Table:
    """One row per dossier of the form with its field, its procedure and a 1 in the cells that count it."""
    judged = outcomes.filter(
        (outcomes.rule == rule) & (outcomes.intake != Intake.NONE) & (outcomes.outcome != Outcome.UNKNOWN)
    )
    dossiers = register(dossiers)
    names = dossiers.select(
        "dossier_id",
        "channel",
        field=ibis.coalesce(dossiers.field, UNNAMED),
        procedure=ibis.coalesce(dossiers.procedure_name, dossiers.procedure_code, UNNAMED),
    )
    rows = judged.select("dossier_id", "intake", "outcome").inner_join(names, "dossier_id")
    is_online, is_new = ibis.coalesce(rows.channel == "online", False), rows.intake == Intake.PERIOD
    cells = {
        "c4": is_new & is_online,
        "c5": is_new & ~is_online,
        "c6": rows.intake == Intake.CARRIED,
        "c8": rows.outcome == Outcome.EARLY,
        "c9": rows.outcome.isin([Outcome.ON_TIME, Outcome.NO_DUE, Outcome.WITHDRAWN]),
        "c10": rows.outcome == Outcome.LATE,
        "c12": rows.outcome.isin(OPEN_IN_TIME),
        "c13": rows.outcome == Outcome.OPEN_LATE,
    }
    return rows.select("field", "procedure", **{name: cell.cast("int64") for name, cell in cells.items()})


def _total(counted: ir.Table) -> ir.Table:
    """Aggregated without a group, so that an empty period still has its row of zeros."""
    total = counted.aggregate(**{name: counted[name].sum().cast("int64") for name in _CELLS})
    return total.select(
        field=ibis.null("string"), procedure=ibis.null("string"), **{name: total[name] for name in _CELLS},
    )
