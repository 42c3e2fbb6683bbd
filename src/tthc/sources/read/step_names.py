"""The steps of a log by the names that a profile gives them, compared without accents, case, spaces and marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.sources.read.codes import MOST
from tthc.sources.read.names import plain


def steps_called(rows: ir.Table, names: Sequence[str], engine: Engine) -> list[str]:
    """The steps of `rows` that are called like one of `names`, as the rows write them."""
    wanted = {plain(name) for name in names}
    return steps_that(rows, lambda step: plain(step) in wanted, engine) if wanted else []


def steps_that(rows: ir.Table, fits: Callable[[str], bool], engine: Engine) -> list[str]:
    """The steps of `rows` that `fits` takes, in alphabetical order."""
    known = rows.filter(rows.step.notnull()).select("step").distinct().limit(MOST)
    return sorted(step for step in engine.fetch(known).step if fits(step))
