"""What a declared indicator is, and the groups of outcomes that indicators count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis.expr.types as ir

IN_TIME = ("early", "on_time", "no_due", "withdrawn")  # finished, and not late
FINISHED = (*IN_TIME, "late")
OPEN_IN_TIME = ("open_in_time", "stopped", "ended")  # as the platform counts; what was stopped for good is counted apart too
OPEN = (*OPEN_IN_TIME, "open_late")
LATE = ("late", "open_late")

COUNTED_IN = ("hồ sơ", "thủ tục", "phản ánh", "phiếu")  # units of measures whose value is their numerator

Condition = Callable[[ir.Table], ir.Value]


@dataclass(frozen=True)
class Measure:
    """One indicator: `numerator` and `denominator` give a boolean (or numeric) column of the frame `over`, to be summed.

    measured_in: a unit of `COUNTED_IN` shows the numerator as value, "%" the ratio times 100, any other unit the ratio.
    better: "higher", "lower" or "" where neither. needs: `table.column` that the input must supply; `a|b` means either.
    by_rule: whether the rule of the deadline changes it; else it stands under "system" only. on_synced: whether it is
    also computed over the dossiers synchronised to the national portal alone. digits: decimals the source prescribes.
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


def has(*outcomes: str) -> Condition:
    """The dossiers with one of these outcomes."""
    return lambda t: t.outcome.isin(outcomes)


def is_handled(t: ir.Table) -> ir.Value:
    """Received in the period or carried into it, and the rule can tell the outcome: column (3) of the form.

    Dossiers that cannot be judged have no intake: they stand in no numerator and in no denominator of it.
    """
    return (t.intake != "none") & (t.outcome != "unknown")


def is_received(t: ir.Table) -> ir.Value:
    """Received in the period: columns (4) and (5) of the form."""
    return is_handled(t) & (t.intake == "period")


def is_finished(t: ir.Table) -> ir.Value:
    """Settled in the period: column (7) of the form."""
    return is_handled(t) & t.outcome.isin(FINISHED)


def both(first: Condition, second: Condition) -> Condition:
    """The rows of which both conditions hold."""
    return lambda t: first(t) & second(t)
