"""Steps in which a dossier lies with nobody: it waits until somebody takes it, and nobody is charged with that."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.sources.read.faults import Faults
from tthc.sources.read.names import plain
from tthc.sources.read.profile import Profile
from tthc.sources.read.sheets import SheetRows
from tthc.sources.read.step_names import steps_called, steps_that

KIND, STOP_KIND = "queue", "stop"
# What statuses are called in which nobody has the dossier yet; asked for where the profile does not list its own.
_WORDS = (
    "hangdoi", "hangcho", "chophancong", "chuaphancong", "chogiaoviec", "awaitingassignment", "waitingforassignment",
    "unassigned",
    "notassigned", "queued", "inqueue",
)


def queue_steps(sheet: SheetRows, profile: Profile, engine: Engine, faults: Faults) -> list[str]:
    """The steps of the sheet that are queues: those that the profile lists, else those that are plainly called so."""
    if profile.queues is not None:
        return steps_called(sheet.rows, profile.queues, engine)
    found = steps_that(sheet.rows, lambda step: any(word in plain(step) for word in _WORDS), engine)
    if found:
        faults.add(
            "step.queue", sheet.file, sheet.sheet, value=", ".join(found),
            detail=", ".join(f"“{step}”" for step in found),
        )
    return found


def stopped(events: ir.Table, steps: list[str]) -> ir.Table:
    """The events of a history of statuses, those in which the dossier stands marked as such: nobody of the office has
    it then.

    The stop itself is told by the profile's pair of statuses.
    """
    return _in_no_hands(events, steps, STOP_KIND)


def held_by_nobody(events: ir.Table, steps: list[str]) -> ir.Table:
    """The events without an officer and unit where their step is a queue: who wrote the row does
    not hold the dossier.
    """
    return _in_no_hands(events, steps, KIND)


def _in_no_hands(events: ir.Table, steps: list[str], kind: str) -> ir.Table:
    if not steps:
        return events
    is_one = events.step.isin(steps)
    gone = [
        name
        for name in ("officer", "unit", "started_at")
        if name in events.columns and (name != "started_at" or kind == STOP_KIND)
    ]
    nobody = {name: is_one.ifelse(ibis.null(events[name].type()), events[name]) for name in gone}
    before = events.kind if "kind" in events.columns else ibis.null("string")
    return events.mutate(**nobody, kind=is_one.ifelse(kind, before))
