"""What each unit handles: its dossiers by outcome, and by procedure beside the whole office's."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.indicators.form import UNNAMED
from tthc.analysis.indicators.measure import is_handled
from tthc.model.words import FINISHED, Outcome


def handled(dossiers: ir.Table) -> ir.Table:
    """One row per dossier of the form: unit, procedure (by its name), outcome.

    `dossiers` is the period's table of that name. `UNNAMED` stands where no unit or no procedure is written. A code
    of several names goes by the first of them in the order of the alphabet.
    """
    rows = dossiers.filter(is_handled(dossiers))
    rows = rows.select(
        "outcome", unit=ibis.coalesce(rows.unit, UNNAMED),
        code=ibis.coalesce(rows.procedure_code, rows.procedure_name),
        name=ibis.coalesce(rows.procedure_name, rows.procedure_code),
    )
    named = rows.group_by("code").mutate(first=rows.name.min())
    return named.select("unit", "outcome", procedure=named.code.isnull().ifelse(UNNAMED, named["first"]))


def unit_counts(rows: ir.Table) -> ir.Table:
    """One row per unit of `handled`: n, finished, in_time, late, open_late as the form counts them; timed: finished
    ones that have a deadline, which alone can be compared.
    """
    done, late = rows.outcome.isin(FINISHED), rows.outcome == Outcome.LATE
    return rows.group_by("unit").agg(
        n=rows.count(), finished=done.sum(), in_time=(done & ~late).sum(), late=late.sum(),
        open_late=(rows.outcome == Outcome.OPEN_LATE).sum(), timed=(done & (rows.outcome != Outcome.NO_DUE)).sum(),
    )


def unit_procedures(rows: ir.Table) -> ir.Table:
    """One row per unit and procedure of which it finished dossiers with a deadline: n, late of the unit; n_office,
    late_office of the whole office, the unit included.
    """
    done = rows.filter(rows.outcome.isin(FINISHED) & (rows.outcome != Outcome.NO_DUE))
    late = (done.outcome == Outcome.LATE).sum()
    own = done.group_by("unit", "procedure").agg(n=done.count(), late=late)
    office = done.group_by(p_procedure="procedure").agg(n_office=done.count(), late_office=late)
    return own.inner_join(office, [("procedure", "p_procedure")]).drop("p_procedure")


def shared_procedures(rows: ir.Table) -> ir.Table:
    """The rows of `unit_procedures` that can be compared: others do the same, and it is known what that is."""
    return rows.filter((rows.procedure != UNNAMED) & (rows.n_office > rows.n))


def unit_rates(measures: ir.Table, rule: str) -> ir.Table:
    """One row per unit and measure, of the share in time of all finished (in_time_rate) and of those with a deadline
    (in_time_of_due): unit, measure, rate, low, high in percent, as the indicators have them.
    """
    wanted = measures.measure.isin(["in_time_rate", "in_time_of_due"]) & (measures.basis == "register")
    rows = measures.filter(wanted & (measures.rule == rule) & measures.unit.notnull())
    return rows.select("unit", "measure", "low", "high", rate="value")
