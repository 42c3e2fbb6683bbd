"""An expression that is written once in the query, however often it is used."""

from __future__ import annotations

from itertools import count

import ibis.expr.types as ir

_NUMBERS = count()


def once(rows: ir.Table, stem: str) -> ir.Table:
    """The same rows under a name of their own within the query.

    Ibis merges one projection into the next and so repeats every expression wherever it is used; a rule that looks at a
    dossier's state in ten places would else carry ten copies of how the state came about, and the query would outgrow
    its compiler.
    """
    return rows.alias(f"{stem}_{next(_NUMBERS)}")
