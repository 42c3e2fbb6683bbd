"""Examples of tables that hand rows on as they are."""

from __future__ import annotations

from worked.example import Example, Rows, rows

TWO = rows("dossier_id wm", ("H1", 10.0), ("H2", 20.0))
ONE = rows("dossier_id wm", ("H2", 20.0))


def handed_on(table: str, source: str, given: Rows = TWO) -> Example:
    """Every row of `source`, as it is."""
    return Example(table, {source: given}, given)


def kept_only(table: str, source: str, chosen: str, given: Rows = TWO, kept: Rows = ONE) -> Example:
    """The rows of `source` whose dossier stands in `chosen`: of H1 and H2 the latter."""
    return Example(table, {source: given, chosen: rows("dossier_id", ("H2",), ("H3",))}, kept)
