"""Which table a seen sheet is: a list has each dossier once, a history several times."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tthc.model.schema import CANONICAL
from tthc.sources.read.profile import Profile
from tthc.sources.read.wizard.meanings import bare
from tthc.sources.read.wizard.seen import SeenSheet
from tthc.sources.read.wizard.tables.columns import understood
from tthc.sources.read.wizard.tables.sheet import BY_DOSSIER, STAMPS, ProposedSheet

_OFTEN = 1.3  # rows a dossier: from here on the sheet tells what happened to dossiers, not which there are
_STOP = re.compile(r"bo sung|tam dung|\bdung\b|nghia vu|suspen|pause|on hold|supplement")


def likely_table(seen: SeenSheet, known: Sequence[Profile]) -> ProposedSheet | None:
    """The sheet as the table that it is under its headers; where they name none, one of dossiers by what looks like
    their ids.
    """
    return _best(seen, known, any_id=False) or _best(seen, known, any_id=True)


def _best(seen: SeenSheet, known: Sequence[Profile], *, any_id: bool) -> ProposedSheet | None:
    tries = [understood(seen, table, known, any_id=any_id) for table in CANONICAL]
    able = [one for one in tries if not one.missing and _is_table(one) and _tells_its_own(one)]
    ids = next((one for one in able if "dossier_id" in one.columns), None)
    if ids and (best := _of_dossiers(able, rows_a_dossier(ids))):
        return best
    others = [one for one in able if one.table not in BY_DOSSIER]
    return max(others, key=_weight, default=None)


def _is_table(one: ProposedSheet) -> bool:
    """Of tables without dossiers at least two headers must be known for certain: anything else may be a summary."""
    return one.table in BY_DOSSIER or sum(column.is_sure for column in one.columns.values()) + len(one.scaled) >= 2


def _tells_its_own(one: ProposedSheet) -> bool:
    """A change of a deadline tells of one: an instant alone is anybody's."""
    return one.table != "due_changes" or bool({"old_due_at", "new_due_at"} & set(one.columns))


def _weight(one: ProposedSheet) -> float:
    return sum(1.0 if column.is_sure else 0.7 for column in one.columns.values())


def _of_dossiers(able: list[ProposedSheet], rows_a_dossier: float) -> ProposedSheet | None:
    """A list has each dossier once; what tells a dossier several times is its history, its stops or its deadlines'
    changes.
    """
    tables = {one.table: one for one in able}
    if special := _not_whole_dossiers(tables, rows_a_dossier):
        return special
    most = max((_weight(one) for name, one in tables.items() if name in BY_DOSSIER), default=0.0)
    if rows_a_dossier < _OFTEN and "dossiers" in tables and _weight(tables["dossiers"]) + 1 >= most:
        return tables["dossiers"]
    timed = {name: one for name, one in tables.items() if name != "steps" or set(STAMPS) & set(one.columns)}
    history = [timed[name] for name in ("steps", "stops", "due_changes") if name in timed]
    return max(history, key=_weight, default=tables.get("dossiers"))


def _not_whole_dossiers(tables: dict[str, ProposedSheet], rows_a_dossier: float) -> ProposedSheet | None:
    """Each dossier once, and yet no list of them: an old and a new deadline, or from when to when something was awaited
    beside neither reception nor deadline. Intervals of several steps of somebody, none called a stop, are a history.
    """
    changes, stops, listed = (tables.get(name) for name in ("due_changes", "stops", "dossiers"))
    if changes and {"old_due_at", "new_due_at"} <= set(changes.columns):
        return changes
    is_list = listed and {"received_at", "due_at"} & set(listed.columns)
    own = set(tables["steps"].columns) if "steps" in tables else set()
    is_history = rows_a_dossier >= _OFTEN and {"step", "officer"} <= own
    if stops is None or "to_at" not in stops.columns or is_list or (is_history and not _is_called_stop(stops.seen)):
        return None
    return stops


def _is_called_stop(seen: SeenSheet) -> bool:
    return any(_STOP.search(bare(text)) for text in (*seen.headers, seen.grid.sheet or "", seen.grid.file))


def rows_a_dossier(one: ProposedSheet) -> float:
    ids = one.values("dossier_id")
    return len(ids) / max(len(set(ids)), 1)
