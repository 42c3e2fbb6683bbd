"""Points per indicator, classes and targets: dated reference data, never code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tthc.analysis.indicators.catalogue import MEASURES
from tthc.model.errors import UsageError
from tthc.model.reference_table import reference_lines, reference_rows, wrong
from tthc.model.shipped import reference_file

LEVELS = ("province", "commune")
_KNOWN = frozenset(one.id for one in MEASURES)


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
    _check_schemes(folder, schemes or ())
    rows = [row for row in rows if schemes is None or row["scheme"] in schemes]
    found = [
        IndexClass(row["scheme"], row["label"], float(row["from_value"]), row["is_verified"] == "yes", row["source"])
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.scheme, -one.from_value)))


def _check_schemes(folder: Path, schemes: Sequence[str]) -> None:
    """Raises UsageError for a scheme that no row of the file has."""
    path = reference_file(folder, "index_classes.csv")
    known = {row["scheme"] for row in reference_rows(path, _TABLES[path.name][0])}
    for one in schemes:
        if one not in known:
            raise UsageError(
                f"Tệp {path.name} không có bảng xếp loại “{one}” mà law_sets.csv nêu ở tham số index_classes; có: "
                f"{', '.join(sorted(known))}."
            )


def component_rows(path: Path) -> list[dict[str, str]]:
    """The rows of the index's own list (`index_components.csv`). Raises UsageError for an indicator that nobody has."""
    lines = reference_lines(
        path, _COMPONENTS, days=("valid_from",), numbers=("row", "max_points"), filled=("row", "label", "valid_from"),
    )
    for line, row in lines:
        _check_measure(path, line, row["measure"])
        if not set(row["levels"].split()) <= set(LEVELS):
            raise wrong(path, line, f"levels “{row['levels']}” không có; được dùng: {', '.join(LEVELS)}")
    return [row for _, row in lines]


def never_available(folder: Path) -> list[dict[str, str]]:
    """The components of the index that no input of this kind can give (`index_unavailable.csv`)."""
    return reference_rows(
        reference_file(folder, "index_unavailable.csv"), ("code", "label", "missing"), filled=("label", "missing"),
    )


_COMPONENTS = (
    "row", "group", "code", "label", "max_points", "levels", "measure", "missing", "valid_from", "is_verified",
    "source",
)
_COMMON = ("valid_from", "is_verified", "source")
# What a file's rows are told apart by, its other columns, its numbers, the cells that each row needs.
_TABLES = {
    "indicator_points.csv": (
        ("measure", "code", "max_points", "full_at", "points_when_empty", *_COMMON), ("other_full_at",),
        ("max_points", "full_at", "points_when_empty", "other_full_at"), ("measure", "max_points", "valid_from"),
    ),
    "targets.csv": (("measure", "target", *_COMMON), ("office",), (), ("measure", "target", "valid_from")),
    "index_classes.csv": (
        ("scheme", "label", "from_value", *_COMMON), (), ("from_value",),
        ("scheme", "label", "from_value", "valid_from"),
    ),
}


def _valid(path: Path, on: date, key: tuple[str, ...]) -> list[dict[str, str]]:
    """The latest row of each key that was valid on the day. Raises UsageError for a row that would never count."""
    columns, optional, numbers, filled = _TABLES[path.name]
    lines = reference_lines(
        path, columns, optional=optional, days=("valid_from",), numbers=numbers, filled=filled,
    )
    seen: dict[tuple[str, ...], int] = {}
    for line, row in lines:
        _check_measure(path, line, row.get("measure", ""))
        own = (*(row[name] for name in key), row["valid_from"], row.get("office", ""))
        if own in seen:
            raise wrong(path, line, f"nói lại điều của dòng {seen[own]} ({', '.join(own[:-1])}); hãy bỏ một dòng")
        seen[own] = line
    rows = [row for _, row in lines if row["valid_from"] <= on.isoformat()]
    latest = {tuple(row[name] for name in key): row for row in sorted(rows, key=lambda row: row["valid_from"])}
    return list(latest.values())


def _check_measure(path: Path, line: int, measure: str) -> None:
    if measure and measure not in _KNOWN:
        raise wrong(path, line, f"không có chỉ tiêu “{measure}”; các chỉ tiêu ở docs/measures.md")


def _number(text: str) -> float | None:
    return float(text) if text else None
