"""Of which systems an indicator speaks, where one period's dossiers lie in several and not all of them record what it
counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from tthc.analysis.indicators.measure import Measure

# What these lack is said of the dossier itself: not judged, without a deadline, open.
_JUDGED = frozenset(f"dossiers.{name}" for name in ("status", "received_at", "due_at", "finished_at"))


@dataclass(frozen=True)
class System:
    """One of several systems: its files as the tables name them, and what they tell, as “dossiers.channel”."""

    name: str
    files: tuple[str, ...]
    columns: tuple[str, ...]


def telling(measure: Measure, systems: Sequence[System]) -> tuple[System, ...]:
    """The systems that record what the indicator counts of dossiers; empty where all of them do."""
    needs = [need for need in measure.needs if need.startswith("dossiers.") and not {*need.split("|")} & _JUDGED]
    found = tuple(one for one in systems if all(set(one.columns) & set(need.split("|")) for need in needs))
    return () if measure.over != "dossiers" or len(found) == len(systems) else found


def only_told(value: ir.Value, frame: ir.Table, measure: Measure, systems: Sequence[System]) -> ir.Value:
    """`value` of the dossiers whose system records what the indicator counts; a dossier of another says nothing."""
    if not (told := telling(measure, systems)):
        return value
    files = [file for one in told for file in one.files]
    return ibis.cases((frame.src_file.isin(files), value))


def told_by(measure: Measure, systems: Sequence[System]) -> str:
    """The names of the systems that it speaks of; empty where it speaks of all."""
    return ", ".join(f"“{one.name}”" for one in telling(measure, systems))
