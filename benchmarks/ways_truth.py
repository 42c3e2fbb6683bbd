"""What is a right answer: planted causes, their consequences, and whom nobody may charge. Knows the simulator's account
alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from tthc.analysis.causes import load_causes
from tthc.model.settings import find_root
from tthc.simulate import ACCEPTABLE_CAUSES
from tthc.simulate.office_hours import OfficeHours
from tthc.sources.read.names import same_name

HOURS = OfficeHours(date(2023, 6, 1), date(2025, 6, 30))
VERDICTS = ("right", "knock-on", "unknown", "wrong", "charged falsely")
# A named person's own conduct: slow, idle, overtaken, held back.
CONDUCT = {"CB-CHAM": "work", "CB-CHO": "wait_idle", "CB-VUOT": "wait_overtaken", "CB-GOM": "wait_batch"}
OTHER = {
    "CB-VANG": "wait_absent", "CB-QUATAI": "wait_queue", "PH-YKIEN": "consult", "HD-HOP": "council",
    "KY-CAP-TREN": "sign",
    "CD-BOSUNG": "supplement", "CD-NGHIAVU": "obligation", "TD-TAMDUNG": "suspended", "PM-KETTHUC": "unclosed",
}  # fmt: skip
OUTSIDE_KINDS = ("missed_session", "slow_consultation", "slow_signature", "silent_supplement", "forgotten_closing")
DESK_KINDS = (
    "leave_without_substitute", "overload", "queue_jumping", "batching", "slow_work", "set_aside", "rework",
)  # fmt: skip


@cache
def unknown_causes() -> frozenset[str]:
    listed = load_causes(find_root() / "data" / "reference" / "causes.csv")
    return frozenset(cause.code for cause in listed if cause.nature == "unknown")


def verdict(office, truth: Mapping, cause: str) -> str:
    """One of VERDICTS for a named cause of a late dossier.

    right: the cause is declared for a kind of disturbance without which the dossier is on time; where no kind alone
    made it late, the minutes of the named state (by the simulator's own account) are at least the lateness; late
    closing also where the result was there by the deadline, by that account, whatever made it come when it did.
    knock-on:
    those minutes grew by at least half of the lateness against the twin without the planted kind, or are at least half
    of it where no kind alone made it late. A person's own conduct is never a knock-on.
    """
    kinds = office.kinds_of(truth)
    accepted = {one for kind in kinds for one in ACCEPTABLE_CAUSES[kind]}
    if cause in accepted or (cause == "PM-KETTHUC" and truth["states"]["unclosed"] >= max(truth["late_wm"], 1)):
        return "right"
    if cause in unknown_causes():
        return "unknown"
    if not kinds and _is_enough(office, truth, cause, truth["late_wm"]):
        return "right"
    if cause in CONDUCT:
        return "charged falsely"
    if not kinds and _is_enough(office, truth, cause, truth["late_wm"] / 2):
        return "knock-on"
    return "knock-on" if any(_grew(office, truth, kind, cause) for kind in kinds) else "wrong"


def _is_enough(office, truth: Mapping, cause: str, wm: float) -> bool:
    kinds = touched_kinds(truth)
    declared = any(cause in ACCEPTABLE_CAUSES[kind] and minutes >= wm for kind, minutes in kinds.items())
    if cause == "CB-CHAM":  # every dossier is worked on: only a planted slowness is slow
        return "slow_work" in kinds
    state = CONDUCT.get(cause) or OTHER.get(cause)
    also = _absent_while_unclosed(office, truth) if cause == "CB-VANG" else 0
    return declared or (state is not None and truth["states"][state] + also >= max(wm, 1))


def _absent_while_unclosed(office, truth: Mapping) -> int:
    """Working minutes in which a dossier lay unclosed while whoever had it last was on a recorded absence."""
    tables, end = office.world.tables, HOURS.wm(HOURS.instant(truth["end_at"]))
    begin = end - truth["states"]["unclosed"]
    own = [row for row in _of(tables, "steps", truth["dossier_id"]) if row["officer"]]
    last = max(own, key=lambda row: row["arrived_at"], default=None)
    minutes = 0
    for row in sorted(tables["absences"], key=lambda row: row["from_at"]):
        if last and same_name(row["officer"]) == same_name(last["officer"]):
            since, until = (HOURS.wm(HOURS.instant(row[name])) for name in ("from_at", "to_at"))
            minutes += max(0, min(until, end) - max(since, begin))
            begin = max(begin, until)
    return minutes


def _grew(office, truth: Mapping, kind: str, cause: str) -> bool:
    before = office.twins[kind].get(truth["dossier_id"])
    if before is None:
        return False
    return _minutes(truth, cause) - _minutes(before, cause) >= max(truth["late_wm"] / 2, 1)


def _minutes(truth: Mapping, cause: str) -> float:
    """What of a life was time of this cause, by the simulator's account, which has no state for a system that stood."""
    if cause == "HT-NGUNG":
        return touched_kinds(truth).get("outage", 0)
    return truth["states"][OTHER[cause]] if cause in OTHER else 0


def touched_kinds(truth: Mapping) -> dict[str, float]:
    """The kinds of disturbance that took working minutes of the dossier directly, and how many."""
    kinds: dict[str, float] = {}
    for name, minutes in truth["touched"].items():
        kinds[name.split(":")[0]] = kinds.get(name.split(":")[0], 0) + minutes
    return kinds


def can_tell(kind: str, level: str, ways) -> bool:
    """Whether the record of such an office holds what the kind of disturbance could be told by."""
    if level == "L1":
        return kind == "forgotten_closing"
    if kind in OUTSIDE_KINDS or kind == "outage":
        return True
    if kind == "unlisted_leave":
        return False
    if kind == "leave_without_substitute":
        return level != "L2" and not ways.accounts
    return level.startswith("L3") and ways.starts == "begun" and ways.in_hand == 1 and not ways.accounts


# Two naive answers, from the record alone: whoever had it last, or longest, did it.


def last_holder(tables: Mapping[str, Sequence[Mapping]], dossier_id: str) -> str:
    mine = _holdings(tables, dossier_id)
    return max(mine, key=lambda one: one[1])[2] if mine else "CK-XACDINH"


def longest_step(tables: Mapping[str, Sequence[Mapping]], dossier_id: str) -> str:
    mine = _holdings(tables, dossier_id)
    return max(mine, key=lambda one: one[1] - one[0])[2] if mine else "CK-XACDINH"


_BY_KIND = {"consult": "PH-YKIEN", "council": "HD-HOP", "sign": "KY-CAP-TREN", "supplement": "CD-BOSUNG",
            "obligation": "CD-NGHIAVU",
            "suspended": "TD-TAMDUNG"}  # fmt: skip


def _holdings(tables: Mapping[str, Sequence[Mapping]], dossier_id: str) -> list[tuple]:
    steps = [
        (row["arrived_at"], row["ended_at"], "CB-CHAM" if row["officer"] else _BY_KIND.get(row["kind"], "CK-XACDINH"))
        for row in _of(tables, "steps", dossier_id)
    ]
    stops = [
        (row["from_at"], row["to_at"], _BY_KIND.get(row["kind"], "CK-XACDINH"))
        for row in _of(tables, "stops", dossier_id)
    ]
    return [one for one in steps + stops if one[0] and one[1]]


_INDEX: dict[int, dict[str, list]] = {}


def _of(tables: Mapping[str, Sequence[Mapping]], name: str, dossier_id: str) -> list:
    key = id(tables[name])
    if key not in _INDEX:
        _INDEX.clear() if len(_INDEX) > 8 else None
        _INDEX[key] = {}
        for row in tables[name]:
            _INDEX[key].setdefault(row["dossier_id"], []).append(row)
    return _INDEX[key].get(dossier_id, [])
