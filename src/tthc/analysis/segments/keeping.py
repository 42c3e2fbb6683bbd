"""Storing what has been computed so far inside a stage: one sort at a time fits in memory, and
joins know their sizes.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis.expr.types as ir

Keep = Callable[[str, ir.Table], ir.Table]


def as_it_is(name: str, rows: ir.Table) -> ir.Table:
    """Nothing is stored between the parts of a stage: for small tables."""
    return rows
