"""The field's words as they stand in tables: outcomes, states, parties, statuses, and the groups that rules speak of.

Their Vietnamese labels stand in `schema/codes.py`; a test holds both lists to each other. Plain texts, so that a
table's column can be compared with them on every engine.
"""

from __future__ import annotations


class Outcome:
    """What became of a dossier by a rule, or how it stands at the cut (column `outcome`)."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_LATE = "open_late"
    STOPPED = "stopped"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    NEW = "new"
    NO_DUE = "no_due"
    UNKNOWN = "unknown"
    UNJUDGED = "unjudged"


class Phase:
    """What a dossier is at the cut, before a deadline is looked at (inner column `phase` of the outcomes)."""

    FINISHED = "finished"
    OPEN = "open"
    STOPPED = Outcome.STOPPED
    ASKING = "asking"  # stands still for a request that nobody has answered, which ends it under the index
    ENDED = Outcome.ENDED
    WITHDRAWN = Outcome.WITHDRAWN
    REFUSED = Outcome.REFUSED
    NEW = Outcome.NEW
    UNKNOWN = Outcome.UNKNOWN
    UNJUDGED = Outcome.UNJUDGED


class Rule:
    """Whose reading of the deadline an outcome follows (column `rule`)."""

    SYSTEM = "system"
    QD766 = "qd766"
    DECREE = "decree"


INDEX_MEASURES = "qd766_"  # how the names of the published index's components begin


class Intake:
    """How a dossier came into the period (column `intake`)."""

    PERIOD = "period"
    CARRIED = "carried"
    NONE = "none"


class StepKind:
    """What a step is (column `kind` of `steps`)."""

    WORK = "work"
    SIGN = "sign"
    COUNCIL = "council"
    CONSULT = "consult"
    QUEUE = "queue"  # a queue of the source where nobody has taken the dossier yet
    STOP = "stop"  # a row of the source by which the dossier is not at the office


class StopKind:
    """Why a dossier stands still (column `kind` of `stops`)."""

    SUPPLEMENT = "supplement"
    OBLIGATION = "obligation"
    SUSPENDED = "suspended"


# What form II.06a counts together. Withdrawn and without a deadline: finished, and not late.
FINISHED_IN_TIME = (Outcome.EARLY, Outcome.ON_TIME, Outcome.NO_DUE, Outcome.WITHDRAWN)
FINISHED = (*FINISHED_IN_TIME, Outcome.LATE)
OPEN_IN_TIME = (Outcome.OPEN_IN_TIME, Outcome.STOPPED, Outcome.ENDED)  # as the platform counts
OPEN = (*OPEN_IN_TIME, Outcome.OPEN_LATE)
LATE = (Outcome.LATE, Outcome.OPEN_LATE)


class State:
    """What was going on in a stretch of a dossier's life (column `state`)."""

    WORK = "work"
    HELD = "held"
    WAITING = "waiting"
    INTERLEAVED = "interleaved"
    QUIET = "quiet"
    WAIT_ABSENT = "wait_absent"
    WAIT_BUSY = "wait_busy"
    WAIT_QUEUE = "wait_queue"
    WAIT_OVERTAKEN = "wait_overtaken"
    WAIT_BATCH = "wait_batch"
    WAIT_IDLE = "wait_idle"
    CONSULT = "consult"
    COUNCIL = "council"
    SIGN = "sign"
    SUPPLEMENT = "supplement"
    OBLIGATION = "obligation"
    SUSPENDED = "suspended"
    UNCLOSED = "unclosed"
    OUTAGE = "outage"
    SILENT = "silent"
    UNRECORDED = "unrecorded"


class Party:
    """Whose time a stretch is (column `party`)."""

    APPLICANT = "applicant"
    OWN_OFFICE = "own_office"
    OTHER_BODY = "other_body"
    SYSTEM = "system"
    NO_RECORD = "no_record"


# Whose time a state is; every other state is the own office's.
WHOSE = {
    State.UNCLOSED: Party.SYSTEM,
    State.UNRECORDED: Party.NO_RECORD, State.OUTAGE: Party.NO_RECORD, State.SILENT: Party.NO_RECORD,
    State.SUPPLEMENT: Party.APPLICANT, State.OBLIGATION: Party.APPLICANT, State.SUSPENDED: Party.APPLICANT,
    State.CONSULT: Party.OTHER_BODY, State.COUNCIL: Party.OTHER_BODY, State.SIGN: Party.OTHER_BODY,
}  # fmt: skip


class Status:
    """What the portal says of a dossier (column `status`)."""

    NEW = "1"
    ACCEPTED = "2"
    REFUSED = "3"
    IN_PROGRESS = "4"
    SUPPLEMENT = "5"
    OBLIGATION = "6"
    WITHDRAWN = "7"
    HALTED = "8"  # "Dừng xử lý": with an end it was stopped for good, without one it stands still for a while
    DONE = "9"
    RETURNED = "10"


OPEN_STATUSES = (Status.ACCEPTED, Status.IN_PROGRESS, Status.SUPPLEMENT, Status.OBLIGATION)  # halted ones apart
SETTLED = (Status.DONE, Status.RETURNED)
FINAL = (*SETTLED, Status.WITHDRAWN)  # an end belongs to these; the portal keeps old ends of reopened dossiers
# What each of these statuses names; the status alone does not say since when.
STATUS_OF_STOP = {
    StopKind.SUPPLEMENT: Status.SUPPLEMENT, StopKind.OBLIGATION: Status.OBLIGATION, StopKind.SUSPENDED: Status.HALTED,
}


def all_of(words: type) -> tuple[str, ...]:
    """The words of one of the classes above, in the order in which people list them."""
    return tuple(value for name, value in vars(words).items() if name.isupper())

# The column that stands in place of a late dossier's dates in the edition for others: “02/2024”.
RECEIVED_MONTH = "received_month"
