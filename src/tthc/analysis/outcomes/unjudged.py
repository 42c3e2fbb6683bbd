"""The dossiers of the period that cannot be judged, each with the cell that is to blame."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from tthc.analysis.life import FAULTS, column_of, with_fault
from tthc.analysis.outcomes.scope import register
from tthc.model.schema import CANONICAL, TABLES
from tthc.model.words import Outcome, Rule

_READING = ("cell.time", "cell.code", "row.required")  # what the reader finds of a cell that it cannot read


def unjudged(
    tables: Mapping[str, ir.Table], outcomes: ir.Table, findings: ir.Table, *, compare: str = "date",
) -> ir.Table:
    """One row per dossier whose outcome is unjudged: the columns of schema `unjudged`.

    value is what the reader found in the cell where it could not read it, else the date that was read; null where the
    cell is empty. findings: those of reading.
    """
    rows = with_fault(register(tables["dossiers"]), compare=compare)
    mine = outcomes.filter((outcomes.rule == Rule.SYSTEM) & (outcomes.outcome == Outcome.UNJUDGED)).select(
        u_id="dossier_id", reason="reason"
    )
    rows = rows.inner_join(mine, [("dossier_id", "u_id")])
    rows = rows.mutate(column=_label(rows.fault), known=_known(rows))
    rows = rows.left_join(_held(findings), [("dossier_id", "h_id"), ("column", "h_column")])
    return rows.mutate(value=ibis.coalesce(rows.held, rows.known)).select(TABLES["unjudged"].names)


def _held(findings: ir.Table) -> ir.Table:
    """One row per dossier and column (its label) that was not read: one text that stood there."""
    unread = findings.filter(findings.rule.isin(_READING) & findings.dossier_id.notnull())
    return unread.group_by(h_id="dossier_id", h_column="column").aggregate(held=unread.value.min())


def _known(rows: ir.Table) -> ir.Value:
    """The date that was read of the column to blame."""
    name = column_of(rows.fault)
    dates = ("received_at", "finished_at", "due_at")
    return ibis.cases(*((name == one, rows[one].strftime("%d/%m/%Y")) for one in dates), else_=ibis.null("string"))


def _label(fault: ir.Value) -> ir.Value:
    name = column_of(fault)
    labels = {one.column: CANONICAL["dossiers"][one.column].label for one in FAULTS.values()}
    return ibis.cases(*((name == column, label) for column, label in labels.items()), else_=ibis.null("string"))
