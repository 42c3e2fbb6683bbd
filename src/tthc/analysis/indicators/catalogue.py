"""Every declared indicator, and which of them an input supports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tthc.analysis.indicators.conduct import CONDUCT
from tthc.analysis.indicators.digital import DIGITAL
from tthc.analysis.indicators.measure import Measure
from tthc.analysis.indicators.service import ONE_STOP, PROCEDURES, SATISFACTION
from tthc.analysis.indicators.survival import SURVIVAL
from tthc.analysis.indicators.timeliness import COUNTS, RATES
from tthc.model.law import LawSet
from tthc.model.schema import CANONICAL

MEASURES: tuple[Measure, ...] = (*COUNTS, *RATES, *SURVIVAL, *CONDUCT, *DIGITAL, *SATISFACTION, *ONE_STOP, *PROCEDURES)

Present = Mapping[str, frozenset[str]]
_NO_LIST = "danh mục thủ tục riêng của đơn vị"


@dataclass(frozen=True)
class Unavailable:
    """An indicator that this input cannot give, and the columns (Vietnamese: table – column) that are missing."""

    measure: str
    label: str
    missing: tuple[str, ...]


def ruled(law: LawSet | None) -> tuple[Measure, ...]:
    """The indicators that the law knows: all but those of a duty that the set does not rule. None: all."""
    return tuple(measure for measure in MEASURES if law is None or _is_ruled(measure, law))


def _is_ruled(measure: Measure, law: LawSet) -> bool:
    needed = [measure.duty] * bool(measure.duty) + ["duty_checks"] * measure.is_check
    return all(law.holds(name) for name in needed)


def available(
    present: Present | None, rules: Mapping[str, str], law: LawSet | None = None, unit: str | None = None,
) -> tuple[Measure, ...]:
    """The indicators of the law whose columns the input supplies; all of them when `present` is None.

    unit: of one unit alone, which has no procedure list of its own.
    """
    return tuple(measure for measure in ruled(law) if not _missing(measure, present, rules, unit))


def unavailable(
    present: Present | None, rules: Mapping[str, str], law: LawSet | None = None, unit: str | None = None,
) -> tuple[Unavailable, ...]:
    """One entry per indicator that is left out, with what it misses, in the order of declaration."""
    lacking = ((measure, _missing(measure, present, rules, unit)) for measure in ruled(law))
    return tuple(Unavailable(measure.id, measure.label, missing) for measure, missing in lacking if missing)


def _missing(
    measure: Measure, present: Present | None, rules: Mapping[str, str], unit: str | None,
) -> tuple[str, ...]:
    if unit and measure.over == "procedures":
        return (_NO_LIST,)
    if present is None:
        return ()
    supplied = {f"{table}.{column}" for table, columns in present.items() for column in columns}
    if int(rules.get("norm_days", "0")):
        supplied.add("dossiers.due_at")  # the common norm stands in for the deadline
    lacking = (need for need in measure.needs if not supplied & set(need.split("|")))
    return tuple(" hoặc ".join(_named(name) for name in need.split("|")) for need in lacking)


def _named(name: str) -> str:
    table, column = name.split(".")
    return f"{CANONICAL[table].label} – {CANONICAL[table][column].label}"
