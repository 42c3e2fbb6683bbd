"""What a holder does with a dossier, and whose time that is (design.md §5.3)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.segments.assignments import OUTSIDE, OWN, STOP

NOBODY = 0  # beside the ranks of holdings
IN_NO_HANDS = ("queue", "stop")  # kinds of statuses in which a dossier is on nobody's desk
# What the data tell of time on an officer's desk, and which of it is the officer's own conduct.
DESK = ("waiting", "work", "held")  # the states of a dossier on an officer's desk
ON_DESK = (*DESK, "interleaved", "silent", "wait_absent", "wait_busy", "wait_queue", "wait_overtaken", "wait_batch", "wait_idle")
OWN_CONDUCT = ("work", "wait_idle", "wait_overtaken", "wait_batch")


def in_hand(kind: ir.Value) -> ir.BooleanValue:
    """Whether a step of this kind is on somebody's desk."""
    return ~ibis.coalesce(kind.isin(IN_NO_HANDS), False)


def held_state(rows: ir.Table, waits: ir.Value | bool) -> ir.Value:
    """The state of a stretch by its holding's rank, kind and start; `waits` says whether an own step has not been started yet."""
    own = rows["rank"] == OWN
    return ibis.cases(
        (rows["rank"] == STOP, rows.kind),
        ((rows["rank"] == OUTSIDE) & rows.kind.isin(["council", "sign"]), rows.kind),
        (rows["rank"] == OUTSIDE, "consult"),
        (own & ~in_hand(rows.kind), "waiting"),
        (own & rows.started_at.isnull(), "held"),
        (own & waits, "waiting"),
        (own, "work"),
        else_="unrecorded",
    )


_STOPS = ("supplement", "obligation", "suspended")
_OUTSIDE = ("consult", "council", "sign")
_NO_HOLDER = ("unclosed", "unrecorded")
_NO_RECORD = ("unrecorded", "outage", "silent")


def part(state: ir.Value) -> ir.Value:
    """The part of a dossier's life that a segment in this state belongs to; with `part_no` the parts have norms and shares."""
    return ibis.cases((state.isin(_NO_HOLDER), state), (state.isin(_STOPS), "stop"), else_="step")


def part_no(rows: ir.Table) -> ir.Value:
    """The number of the segment's part: that of its step or stop; what nobody held or only stayed open is one part, 0."""
    return rows.state.isin(_NO_HOLDER).ifelse(0, rows.step_no)


def party(state: ir.Value) -> ir.Value:
    """Whose time a state is."""
    return ibis.cases(
        (state == "unclosed", "system"), (state.isin(_NO_RECORD), "no_record"), (state.isin(_STOPS), "applicant"),
        (state.isin(_OUTSIDE), "other_body"), else_="own_office",
    )
