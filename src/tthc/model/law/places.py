"""Provinces and ministry systems by the codes that a dossier's code carries: dated reference data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tthc.model.reference_table import reference_rows
from tthc.model.shipped import reference_file

PROVINCES, MINISTRIES = "provinces.csv", "ministry_systems.csv"
_COLUMNS = {
    PROVINCES: ("code", "name", "valid_from", "is_verified", "source"),
    MINISTRIES: ("prefix", "ministry", "valid_from", "is_verified", "source"),
}


def provinces(folder: Path, on: date) -> Mapping[str, str]:
    """Code → name of the provinces on the day `on`: "H27" → "Hà Tĩnh". Empty before the first day
    that the list knows.
    """
    return {row["code"]: row["name"] for row in _valid(folder, PROVINCES, on)}


def province_days(folder: Path, on: date) -> tuple[tuple[str, date], ...]:
    """Code and first day of each province of the list on the day `on`; none before the first day
    that the list knows.
    """
    return tuple((row["code"], date.fromisoformat(row["valid_from"])) for row in _valid(folder, PROVINCES, on))


def ministries(folder: Path, on: date) -> Mapping[str, str]:
    """First two digits of a ministry system's number → ministry, as an analysis tool lists them (not from a legal
    text). A spreadsheet drops the zero before a single figure.
    """
    return {row["prefix"].zfill(2): row["ministry"] for row in _valid(folder, MINISTRIES, on)}


def _valid(folder: Path, name: str, on: date) -> list[dict[str, str]]:
    path = reference_file(folder, name)
    if not path.is_file():
        return []
    rows = reference_rows(path, _COLUMNS[path.name], days=("valid_from",), filled=_COLUMNS[path.name][:3])
    return [row for row in rows if row["valid_from"] <= on.isoformat()]
