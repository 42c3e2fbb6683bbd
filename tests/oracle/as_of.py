"""What the same office's export held at an instant: without later rows, later cells, and what was changed since."""

from __future__ import annotations

from datetime import datetime

from tests.oracle.life import STOPPED, by_dossier, is_final

_FIRST = {"stops": ("from_at",), "due_changes": ("at",), "feedback": ("at",), "absences": ("from_at",), "steps": ("arrived_at", "started_at", "ended_at")}
_LATER = {"stops": ("to_at",), "feedback": ("answered_at",), "procedures": ("made_public_at",)}


def as_of(tables: dict[str, list[dict]], cut: datetime) -> dict[str, list[dict]]:
    """The tables as they were exported at `cut`.

    Cells of steps stay: whether a start is missing or had not come yet is what a later export knows better, and so it should. A step
    whose arrival nobody recorded stays too, with the rows that ended before its first stamp: they alone tell when it arrived.
    Changes stay of a deadline of which nobody wrote what it had been before, and dossiers of which somebody had complained before they came.
    """
    found = {name: [dict(row) for row in rows if not _is_later(name, row, cut)] for name, rows in tables.items()}
    stepped = by_dossier(tables["steps"])
    found["steps"] = [dict(row) for row in tables["steps"] if not _is_later("steps", row, cut) or _tells_an_arrival(row, stepped[row["dossier_id"]])]
    spoken_of = {row["dossier_id"] for row in found["feedback"]}
    found["dossiers"] += [dict(row) for row in tables["dossiers"] if _is_later("dossiers", row, cut) and row["dossier_id"] in spoken_of]
    for name, columns in _LATER.items():
        for row in found.get(name, []):
            if name == "feedback" and row["answered_at"] and row["answered_at"] >= cut:
                row["is_satisfied"] = None  # with an answer that had not come nobody was satisfied
            row.update({column: None for column in columns if row[column] and row[column] >= cut})
    stops, changes = by_dossier(tables["stops"]), by_dossier(tables["due_changes"])
    lost = {row["dossier_id"] for row in found["dossiers"] if not _due_then(row, changes[row["dossier_id"]], cut)[1]}
    found["due_changes"] += [dict(row) for code in lost for row in changes[code] if row["at"] >= cut]
    for row in found["dossiers"]:
        _as_it_was(row, stops[row["dossier_id"]], changes[row["dossier_id"]], cut)
    return found


def _is_later(name: str, row: dict, cut: datetime) -> bool:
    """Nothing that the row tells had happened by then; of a step that nobody saw arrive a later export knows where it lay."""
    if name == "steps" and not row["arrived_at"]:
        return False
    columns = ("received_at", "submitted_at", "finished_at") if name == "dossiers" else _FIRST.get(name, ())
    moments = [row[column] for column in columns if row[column]]
    return bool(moments) and min(moments) >= cut


def _tells_an_arrival(row: dict, steps: list[dict]) -> bool:
    """Another step of the dossier, whose arrival is inferred from the ends before its first stamp, may be reached by this one's."""
    first = [min(filter(None, (one["started_at"], one["ended_at"])), default=datetime.max) for one in steps if not one["arrived_at"]]
    return bool(row["ended_at"]) and any(row["ended_at"] <= moment for moment in first)


def _as_it_was(row: dict, stops: list[dict], changes: list[dict], cut: datetime) -> None:
    was_open = is_final(row) and row["finished_at"] and row["finished_at"] >= cut
    if was_open or any(stop["kind"] == STOPPED.get(row["status"]) and stop["from_at"] >= cut for stop in stops):
        row["status"] = "4"
    for column in ("finished_at", "issued_at", "returned_at", "apology_at"):
        if row[column] and row[column] >= cut:
            row[column] = None
    row["due_at"], _ = _due_then(row, changes, cut)


def _due_then(row: dict, changes: list[dict], cut: datetime) -> tuple[datetime | None, bool]:
    """The deadline as it stood, and whether anybody wrote it."""
    in_order = sorted(changes, key=lambda change: (change["at"], change["old_due_at"] or datetime.max, change["new_due_at"] or datetime.max))
    earlier, later = ([change for change in in_order if (change["at"] >= cut) is is_later] for is_later in (False, True))
    was = (later[0]["old_due_at"] or (earlier[-1]["new_due_at"] if earlier else None)) if later else row["due_at"]
    return (row["due_at"], False) if later and not was else (was, True)
