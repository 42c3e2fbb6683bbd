"""A dossier's life as it stood at the cut: from reception to its end, and what lies inside.

The cut is exclusive: what happened at it or later has not happened (docs/data-dictionary.md, design: words).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from tests.oracle.clock import DAY

NEW, REFUSED, WITHDRAWN = "1", "3", "7"
FINISHED = ("9", "10")
STOPPED = {"5": "supplement", "6": "obligation", "8": "suspended"}
HALTED = "8"  # with an end it was stopped for good, without one it waits
NEVER = datetime.max


@dataclass
class Stop:
    """A stop clipped to the life: `until` is the life's end where it was not over by then; `is_over` tells."""

    kind: str
    since: datetime
    until: datetime
    is_over: bool
    number: int = 0


@dataclass
class Life:
    row: dict
    received: datetime
    end: datetime | None  # None: open at the cut
    cut: datetime
    stops: list[Stop] = field(default_factory=list)
    changes: list[dict] = field(default_factory=list)  # inside the life and before the cut
    dues: list[dict] = field(default_factory=list)  # the whole history, oldest first

    @property
    def until(self) -> datetime:
        return self.end or self.cut

    @property
    def last_day(self):
        """The last day that counts for an open dossier."""
        return (self.cut - timedelta(microseconds=1)).date()


def by_dossier(rows: Iterable[dict]) -> dict[str, list[dict]]:
    found = defaultdict(list)
    for row in rows:
        found[row["dossier_id"]].append(row)
    return found


def end_of(row: dict, cut: datetime) -> datetime | None:
    """When the dossier was over, as known at the cut: a final status and its end."""
    end = row["finished_at"]
    return end if is_final(row) and end and end < cut else None


def is_unread(row: dict) -> bool:
    """A key cell was not read: nothing but the status matters of new and refused ones, the end of those that ended."""
    column, status = row.get("unread"), row["status"]
    if column in (None, "status"):
        return column is not None
    if status in (NEW, REFUSED):
        return False
    return column != "finished_at" or status in (*FINISHED, WITHDRAWN, HALTED)


def is_final(row: dict) -> bool:
    """The status says that it is over: settled, withdrawn, or stopped with an end."""
    return row["status"] in (*FINISHED, WITHDRAWN) or row["status"] == HALTED and row["finished_at"] is not None


def lives(tables: dict[str, list[dict]], cut: datetime) -> dict[str, Life]:
    """Every dossier that has a life: received before the cut, not new or refused, its final status with an end that can be."""
    stops, changes = by_dossier(tables["stops"]), by_dossier(tables["due_changes"])
    found = {}
    for row in tables["dossiers"]:
        received, end = row["received_at"], row["finished_at"]
        if is_unread(row) and row["unread"] != "due_at" or row["status"] in (NEW, REFUSED) or not received or received >= cut:
            continue
        if is_final(row) and (not end or end < received):
            continue
        life = Life(row, received, end_of(row, cut), cut)
        life.dues = sorted(changes[row["dossier_id"]], key=lambda change: change["at"])
        life.stops = clipped_stops(stops[row["dossier_id"]], life)
        found[row["dossier_id"]] = life
    return found


def refused_life(row: dict, stops: list[dict], cut: datetime) -> Life | None:
    """The life of a dossier that was taken in and then refused, for the index; None where it was never taken in."""
    received, refused = row["received_at"], row["refused_at"]
    if row["status"] != REFUSED or not received or received >= cut or not refused or refused >= cut:
        return None
    life = Life(row, received, refused, cut)
    life.stops = clipped_stops(stops, life)
    return life


def clipped_stops(rows: list[dict], life: Life) -> list[Stop]:
    """Stops inside [reception, end]: one asked at or after the end, or over at or before reception, is none of this life."""
    found = []
    for number, row in enumerate(sorted(rows, key=lambda row: (row["from_at"], row["kind"])), 1):
        since, until = row["from_at"], row["to_at"]
        is_over = until is not None and until < life.cut and (life.end is None or until <= life.end)
        since, until = max(since, life.received), min(until or NEVER, life.until)
        if since < until:
            found.append(Stop(row["kind"], since, until, is_over, number))
    return found


def is_stopped(life: Life, rows: list[dict]) -> bool:
    """Open and standing at the cut: by its stops; without rows that tell (none of the kind that the status names), by its status."""
    if life.end:
        return False
    if any(not stop.is_over for stop in life.stops):
        return True
    named = None if is_final(life.row) else STOPPED.get(life.row["status"])  # one that was stopped for good since went on until then
    return named is not None and not any(row["kind"] == named for row in rows)


def stood_since(life: Life, rows: list[dict], kinds: tuple[str, ...] = ()) -> datetime | None:
    """Of a dossier that stands: since when, by its running stops (of these kinds); None where only the status tells."""
    named = None if is_final(life.row) else STOPPED.get(life.row["status"])
    if named is not None and not any(row["kind"] == named for row in rows):
        return None
    return min((stop.since for stop in life.stops if not stop.is_over and (not kinds or stop.kind in kinds)), default=None)


def midnight(day) -> datetime:
    return datetime.combine(day, time())


def period_bounds(start, end, as_of: datetime | None = None) -> tuple[datetime, datetime]:
    """The first instant of the period and the cut."""
    over = midnight(end + DAY)
    return midnight(start), min(as_of or over, over)
