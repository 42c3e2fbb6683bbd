"""Arithmetic of shares: Wilson's interval, points of the index."""

from __future__ import annotations

import csv
import math
from datetime import date
from pathlib import Path

Z = 1.959963984540054  # the 97.5 % quantile of the normal distribution


def wilson(successes: float, n: float) -> tuple[float, float]:
    """Bounds of a share at 95 %, in per cent (Wilson 1927)."""
    p = successes / n
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)


def scales(reference: Path, day: date) -> dict[str, dict]:
    """The rows in force on that day, of each indicator the latest."""
    with (reference / "indicator_points.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["valid_from"] <= day.isoformat()]
    return {row["measure"]: row for row in sorted(rows, key=lambda row: row["valid_from"])}


def points(scale: dict | None, value: float | None) -> tuple[float | None, float | None]:
    """Points and the most there are: in proportion to the share, all from `full_at`; the value itself where there is no `full_at`."""
    if scale is None:
        return None, None
    most = float(scale["max_points"])
    if value is None:
        return (float(scale["points_when_empty"]) if scale["points_when_empty"] else None), most
    if not scale["full_at"]:
        return value, most
    return most * min(1.0, value / 100 / float(scale["full_at"])), most
