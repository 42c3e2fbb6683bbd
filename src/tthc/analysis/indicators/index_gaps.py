"""How many points of the index are missing, and why: its rows by group, with what this input can and cannot tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tthc.analysis.indicators.scales import Scale, component_rows
from tthc.model.shipped import reference_file
from tthc.model.words import Rule

COMPONENTS = "index_components.csv"
# What a commune's committee is called; every other office is taken for one of the province.
_COMMUNES = (
    "ubnd xã", "ubnd phường", "ubnd đặc khu", "ủy ban nhân dân xã", "ủy ban nhân dân phường", "ủy ban nhân dân đặc khu",
)
Row = Mapping[str, Any]


def index_level(office: str, setting: str = "auto") -> str:
    """"province" or "commune": as set, else by the office's name."""
    if setting != "auto":
        return setting
    return "commune" if office.strip().lower().startswith(_COMMUNES) else "province"


def components(folder: Path, on: date) -> list[dict[str, str]]:
    """The rows of the index's list that were valid on the day `on`, in their order; none where the
    list begins later.
    """
    path = reference_file(folder, COMPONENTS)
    if not path.is_file():
        return []
    return [row for row in component_rows(path) if row["valid_from"] <= on.isoformat()]


def index_gaps(
    listed: Sequence[Mapping[str, str]],
    indicators: Sequence[Row],
    missing: Mapping[str, str],
    scales: Sequence[Scale],
    level: str,
    not_for_commune: Sequence[str],
) -> list[dict[str, object]]:
    """One row per row of the index's list: the columns of schema `index_gaps`.

    indicators: rows of the table of that name; the synchronised basis counts where it has any dossier, the index's own
    rule where rules differ. missing: indicator → the columns that this input lacks. not_for_commune: rows that the law
    set leaves out for a commune, beside those whose list says so. lost is null where points or their rule are not
    known.
    """
    full = {one.measure: one for one in scales}
    return [_gap(one, _best(indicators, one["measure"]), missing, full, level, not_for_commune) for one in listed]


def _best(indicators: Sequence[Row], measure: str) -> Row | None:
    """The indicator on the basis and by the rule that the index uses."""
    own = [row for row in indicators if row["measure"] == measure and measure]
    ranked = sorted(own, key=lambda row: (not _has_synced(row), row["rule"] != Rule.QD766))
    return ranked[0] if ranked else None


def _has_synced(row: Row) -> bool:
    return row["basis"] == "synced" and (row["denominator"] or 0) > 0


def _gap(
    one: Mapping[str, str], found: Row | None, missing: Mapping[str, str], full: Mapping[str, Scale], level: str,
    not_for_commune: Sequence[str],
) -> dict[str, object]:  # fmt: skip
    applies = level in one["levels"].split() and not (level == "commune" and one["row"] in not_for_commune)
    most = float(one["max_points"]) if one["max_points"] else None
    points = _number(found["points"]) if found and applies else None
    is_known = points is not None and most is not None
    counted = found if applies else None
    scale = full.get(one["measure"]) if found else None
    return {
        "row_no": int(one["row"]),
        "group": one["group"],
        "code": one["code"] or None,
        "label": one["label"],
        "applies": applies,
        "max_points": most,
        "points": points,
        "lost": most - points if is_known and most is not None and points is not None else None,
        "numerator": _number(counted["numerator"]) if counted else None,
        "denominator": _number(counted["denominator"]) if counted else None,
        "full_at": scale.full_at if scale else None,
        "other_full_at": scale.other_full_at if scale else None,
        "basis": counted["basis"] if counted else None,
        "missing": _missing(one, found, missing, applies),
        "source": one["source"],
    }


def _missing(one: Mapping[str, str], found: Row | None, missing: Mapping[str, str], applies: bool) -> str | None:
    if not applies:
        return None
    return one["missing"] or (None if found else missing.get(one["measure"])) or None


def _number(value: Any) -> float | None:
    return None if value is None or value != value else float(value)
