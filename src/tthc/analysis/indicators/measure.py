"""What a declared indicator is, and the groups of outcomes that indicators count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from tthc.model.law import UNCHECKED, LawSet
from tthc.model.words import FINISHED, Intake, Outcome

COUNTED_IN = ("hồ sơ", "thủ tục", "phản ánh", "phiếu")  # units of measures whose value is their numerator

Condition = Callable[[ir.Table], Any]  # a column: Ibis tells no more of what a row of `t` has


@dataclass(frozen=True)
class Measure:
    """One indicator: `numerator` and `denominator` give a boolean (or numeric) column of the frame `over`, to be
    summed.

    measured_in: a unit of `COUNTED_IN` shows the numerator as value, "%" the ratio times 100, any other unit the ratio.
    better: "higher", "lower" or "" where neither. needs: `table.column` that the input must supply; `a|b` means either.
    by_rule: whether the rule of the deadline changes it; else it stands under "system" only. on_synced: whether it is
    also computed over the dossiers synchronised to the national portal alone. digits: decimals the source prescribes.
    shown_in: the table that shows it (code list `indicator_table`): the published index, the form's own, or the other
    indicators.
    """

    id: str
    label: str
    measured_in: str
    better: str
    numerator: Condition
    denominator: Condition
    numerator_is: str
    denominator_is: str
    source: str
    needs: tuple[str, ...] = ()
    over: str = "dossiers"
    by_rule: bool = True
    on_synced: bool = True
    digits: int | None = None
    note: str = ""
    shown_in: str = "own"
    # The parameter of the law set that the indicator rests on: its text and article stand for {law} in `source`. Where
    # the
    # law in force rules nothing of the kind, there is no such indicator.
    duty: str = ""
    # Only under a set whose duty_checks are on.
    is_check: bool = False


def source_of(measure: Measure, law: LawSet | None) -> str:
    """The source as the law set cites it; without a set the decree is not named."""
    if not measure.duty or (law and not law.values[measure.duty].text):
        return measure.source.replace("{law}", UNCHECKED)
    if "{law}" not in measure.source:  # the words for a law that has no text on it
        return law.cite(measure.duty) if law else measure.source
    return measure.source.replace("{law}", law.cite(measure.duty) if law else "Quy định về cơ chế một cửa")


def has(*outcomes: str) -> Condition:
    """The dossiers with one of these outcomes."""
    return lambda t: t.outcome.isin(outcomes)


def is_handled(t: ir.Table) -> ir.Value:
    """Received in the period or carried into it, and the rule can tell the outcome: column (3) of the form.

    Dossiers that cannot be judged have no intake: they stand in no numerator and in no denominator of it.
    """
    return (t.intake != Intake.NONE) & (t.outcome != Outcome.UNKNOWN)


def is_received(t: ir.Table) -> ir.Value:
    """Received in the period: columns (4) and (5) of the form."""
    return is_handled(t) & (t.intake == Intake.PERIOD)


def is_finished(t: ir.Table) -> ir.Value:
    """Settled in the period: column (7) of the form."""
    return is_handled(t) & t.outcome.isin(FINISHED)


def both(first: Condition, second: Condition) -> Condition:
    """The rows of which both conditions hold."""
    return lambda t: first(t) & second(t)
