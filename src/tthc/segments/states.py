"""What a holder does with a dossier, and whose time that is (design.md §5.3)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.segments.holdings import OUTSIDE, OWN, STOP

NOBODY = 0  # beside the ranks of holdings


def held_state(rows: ir.Table, waits: ir.Value | bool) -> ir.Value:
    """The state of a stretch by its holding's rank, kind and start; `waits` says whether an own step has not been started yet."""
    own = rows["rank"] == OWN
    return ibis.cases(
        (rows["rank"] == STOP, rows.kind),
        ((rows["rank"] == OUTSIDE) & rows.kind.isin(["council", "sign"]), rows.kind),
        (rows["rank"] == OUTSIDE, "consult"),
        (own & rows.started_at.isnull(), "held"),
        (own & waits, "waiting"),
        (own, "work"),
        else_="unrecorded",
    )


_STOPS = ("supplement", "obligation", "suspended")
_OUTSIDE = ("consult", "council", "sign")


def party(state: ir.Value) -> ir.Value:
    """Whose time a state is."""
    return ibis.cases(
        (state == "unclosed", "system"), (state == "unrecorded", "no_record"), (state.isin(_STOPS), "applicant"),
        (state.isin(_OUTSIDE), "other_body"), else_="own_office",
    )
