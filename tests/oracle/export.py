"""The tables of a world written as the platform exports them: a folder of CSV files that the profile `cong_tinh` reads."""

from __future__ import annotations

import csv
import tomllib
from datetime import date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNREAD = "khoảng giữa tháng"
PROFILE = ROOT / "data" / "reference" / "profiles" / "cong_tinh.toml"


def write(tables: dict[str, list[dict]], folder: Path) -> Path:
    """One file a table, under the first name that the profile knows; ISO instants, codes as they are, `x` for yes."""
    folder.mkdir(parents=True, exist_ok=True)
    written: set[str] = set()  # of several sheets that give one table the first is written
    for sheet in tomllib.loads(PROFILE.read_text(encoding="utf-8"))["sheet"]:
        rows = tables.get(sheet["table"])
        if not rows or sheet["table"] in written:
            continue
        written.add(sheet["table"])
        known = {column: names[0] for column, names in sheet["columns"].items() if any(column in row for row in rows)}
        with (folder / f"{sheet['names'][0]}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(known.values())
            out.writerows([UNREAD if row.get("unread") == column else _text(row.get(column)) for column in known] for row in rows)
    return folder


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
