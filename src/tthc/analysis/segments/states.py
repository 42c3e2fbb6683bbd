"""What a holder does with a dossier, and whose time that is."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.segments.assignments import OUTSIDE, OWN, STOP
from tthc.model.words import WHOSE, Party, State, StepKind

NOBODY = 0  # beside the ranks of assignments
IN_NO_HANDS = ("queue", "stop")  # kinds of statuses in which a dossier is on nobody's desk
# What the data tell of time on an officer's desk, and which of it is the officer's own conduct.
DESK = (State.WAITING, State.WORK, State.HELD)  # the states of a dossier on an officer's desk
ON_DESK = (
    *DESK, State.INTERLEAVED, State.QUIET, State.SILENT, State.WAIT_ABSENT, State.WAIT_BUSY, State.WAIT_QUEUE,
    State.WAIT_OVERTAKEN,
    State.WAIT_BATCH, State.WAIT_IDLE,
)  # fmt: skip
OWN_CONDUCT = (State.WORK, State.WAIT_IDLE, State.WAIT_OVERTAKEN, State.WAIT_BATCH)


def in_hand(kind: ir.Value) -> ir.BooleanValue:
    """Whether a step of this kind is on somebody's desk."""
    return ~ibis.coalesce(kind.isin(IN_NO_HANDS), False)


def held_state(rows: ir.Table, waits: ir.Value | bool) -> ir.Value:
    """The state of a stretch by its holding's rank, kind and start; `waits` says whether an own step has not been
    started yet.
    """
    own = rows["rank"] == OWN
    return ibis.cases(
        (rows["rank"] == STOP, rows.kind),
        ((rows["rank"] == OUTSIDE) & rows.kind.isin([StepKind.COUNCIL, StepKind.SIGN]), rows.kind),
        (rows["rank"] == OUTSIDE, State.CONSULT),
        (own & ~in_hand(rows.kind), State.WAITING),
        (own & rows.started_at.isnull(), State.HELD),
        (own & waits, State.WAITING),
        (own, State.WORK),
        else_=State.UNRECORDED,
    )


_STOPS = (State.SUPPLEMENT, State.OBLIGATION, State.SUSPENDED)
OUTSIDE_STATES = tuple(state for state, whose in WHOSE.items() if whose == Party.OTHER_BODY)
_NO_HOLDER = (State.UNCLOSED, State.UNRECORDED)


def part(state: ir.Value) -> ir.Value:
    """The part of a dossier's life that a segment in this state belongs to; with `part_no` the parts have norms and
    shares.
    """
    return ibis.cases((state.isin(_NO_HOLDER), state), (state.isin(_STOPS), "stop"), else_="step")


def part_no(rows: ir.Table) -> ir.Value:
    """The number of the segment's part: that of its step or stop; what nobody held or only stayed
    open is one part, 0.
    """
    return rows.state.isin(_NO_HOLDER).ifelse(0, rows.step_no)


def party(state: ir.Value) -> ir.Value:
    """Whose time a state is."""
    of_parties = {whose: [one for one, its in WHOSE.items() if its == whose] for whose in dict.fromkeys(WHOSE.values())}
    return ibis.cases(*[(state.isin(states), whose) for whose, states in of_parties.items()], else_=Party.OWN_OFFICE)
