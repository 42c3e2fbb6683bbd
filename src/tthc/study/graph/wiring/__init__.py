"""Every table of a period, declared: from the canonical tables to those that chapters, units and workbooks read."""

from __future__ import annotations

from collections.abc import Mapping

from tthc.model.schema import CANONICAL
from tthc.study.graph.declared import Declared, Undeclared, canonical_name
from tthc.study.graph.wiring import handed, lifetimes, reasons, run, service

# What reading gives: nobody declares how, they are there or are read.
GIVEN = (*(canonical_name(name) for name in CANONICAL), "reading_findings", "reading_accounting")


def registry() -> Mapping[str, Declared]:
    """Table → declaration. Raises Undeclared for a name declared twice, an unknown input, or a
    table that needs itself.
    """
    found: dict[str, Declared] = {}
    for one in (*run.DECLARED, *lifetimes.DECLARED, *reasons.DECLARED, *service.DECLARED, *handed.DECLARED):
        for name in one.outputs:
            if name in found:
                raise Undeclared(f"table {name} is declared twice")
            found[name] = one
    _check(found)
    return found


def _check(found: Mapping[str, Declared]) -> None:
    for name, declared in found.items():
        if unknown := [one for one in declared.inputs if one not in found and one not in GIVEN]:
            raise Undeclared(f"table {name} reads {', '.join(unknown)}, which nobody declares")
    _check_cycles(found)


def _check_cycles(found: Mapping[str, Declared]) -> None:
    done: set[str] = set(GIVEN)
    waiting = dict(found)
    while waiting:
        ready = [name for name, declared in waiting.items() if set(declared.inputs) <= done]
        if not ready:
            raise Undeclared(f"these tables need one another: {', '.join(sorted(waiting))}")
        done.update(ready)
        for name in ready:
            del waiting[name]
