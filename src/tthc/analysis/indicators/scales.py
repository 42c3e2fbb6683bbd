"""Points per indicator, classes and targets: dated reference data, never code."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tthc.model.shipped import reference_file


@dataclass(frozen=True)
class Scale:
    """How a ratio becomes points: all `max_points` from `full_at` on, in proportion below; null `full_at`: the value
    itself.

    other_full_at: where another source says so; null where the sources agree or only one is known.
    """

    measure: str
    code: str
    max_points: float
    full_at: float | None
    points_when_empty: float | None
    is_verified: bool
    source: str
    other_full_at: float | None = None


@dataclass(frozen=True)
class Target:
    """What an indicator should reach: a value in its own unit, or "previous": better than in the period before."""

    measure: str
    target: str
    is_verified: bool
    source: str


@dataclass(frozen=True)
class IndexClass:
    """A class of an index from `from_value` points on."""

    scheme: str
    label: str
    from_value: float
    is_verified: bool
    source: str


def scales(folder: Path, on: date) -> tuple[Scale, ...]:
    """The scales of `indicator_points.csv` that were valid on the day `on`."""
    return tuple(
        Scale(
            row["measure"],
            row["code"],
            float(row["max_points"]),
            _number(row["full_at"]),
            _number(row["points_when_empty"]),
            row["is_verified"] == "yes",
            row["source"],
            _number(row.get("other_full_at") or ""),
        )
        for row in _valid(reference_file(folder, "indicator_points.csv"), on, ("measure",))
    )


def targets(folder: Path, on: date, office: str | None = None) -> tuple[Target, ...]:
    """The targets of `targets.csv`; later ones too, so that a directive's targets stand beside the period it speaks of.

    A row with an office is that office's alone: what one department was told binds no other. office None: every row.
    """
    rows = _valid(reference_file(folder, "targets.csv"), on.replace(year=9999), ("measure",))
    rows = [row for row in rows if office is None or not row.get("office") or row["office"] == office]
    return tuple(Target(row["measure"], row["target"], row["is_verified"] == "yes", row["source"]) for row in rows)


def index_classes(folder: Path, on: date, schemes: Sequence[str] | None = None) -> tuple[IndexClass, ...]:
    """The classes of `index_classes.csv` that were valid on the day `on`, the best first; of these schemes alone where
    given.
    """
    rows = _valid(reference_file(folder, "index_classes.csv"), on, ("scheme", "label"))
    rows = [row for row in rows if schemes is None or row["scheme"] in schemes]
    found = [
        IndexClass(row["scheme"], row["label"], float(row["from_value"]), row["is_verified"] == "yes", row["source"])
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.scheme, -one.from_value)))


def _valid(path: Path, on: date, key: tuple[str, ...]) -> list[dict[str, str]]:
    """The latest row of each key that was valid on the day."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["valid_from"] <= on.isoformat()]
    latest = {tuple(row[name] for name in key): row for row in sorted(rows, key=lambda row: row["valid_from"])}
    return list(latest.values())


def _number(text: str) -> float | None:
    return float(text) if text else None
