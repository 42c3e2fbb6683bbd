"""Rows of dossiers and steps for literal tests, with short times: "2/1 8:00" is 2 January 2024, 08:00."""

from __future__ import annotations

from datetime import datetime


def at(text: str) -> datetime:
    """The instant of a short time; a day alone is its midnight."""
    day, _, clock = text.partition(" ")
    number, month = (int(part) for part in day.split("/"))
    hour, minute = (int(part) for part in (clock or "0:00").split(":"))
    return datetime(2024, month, number, hour, minute)


def step(dossier: str, no: int, name: str, arrived: str, started: str | None, ended: str | None, **more) -> dict:
    """One step row; the officer is An of Phòng A, the kind work, unless it says otherwise."""
    return {
        "dossier_id": dossier, "step_no": no, "step": name, "officer": "An", "unit": "Phòng A", "kind": "work",
        "arrived_at": at(arrived), "started_at": at(started) if started else None, "ended_at": at(ended) if ended else None,
        **more,
    }


def dossier(name: str, received: str, finished: str | None, due: str | None = None, **more) -> dict:
    """One dossier row: finished, or open where `finished` is None."""
    return {
        "dossier_id": name, "status": "9" if finished else "4", "received_at": at(received),
        "finished_at": at(finished) if finished else None, "due_at": at(due) if due else None, **more,
    }
