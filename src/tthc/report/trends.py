"""Reports of like periods of one office: which come before which, and their key figures over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from tthc.display.blocks import Block, judged
from tthc.report import key_figures
from tthc.study.memory import length

Manifest = Mapping[str, Any]
_SAME = ("profile", "scope", "series")
_COUNTS = {"received": "Tiếp nhận trong kỳ", "late": "Quá hạn", "open_late": "Đang giải quyết quá hạn"}
MOST = 13  # periods in a picture: a year of months, and the same month of the year before


def earlier(data: Manifest, others: Sequence[Manifest]) -> list[Manifest]:
    """The reports of like periods before this one, the oldest first; of periods that overlap only the later one."""
    found: list[Manifest] = []
    first = data["period"]["start"]
    for other in sorted((other for other in others if _is_like(other, data)), key=_end, reverse=True):
        if other["period"]["end"] < first:
            found.insert(0, other)
            first = other["period"]["start"]
    return found


def is_latest(data: Manifest, others: Sequence[Manifest]) -> bool:
    """True where no report of a like period ends later: there the picture of all of them stands."""
    return not any(_is_like(other, data) and _end(other) > _end(data) for other in others)


def trend(reports: Sequence[Manifest]) -> Block | None:
    """The key figures over the reports, oldest first; None for fewer than two."""
    if len(reports) < 2:
        return None
    from tthc.display import figures  # draws, which takes a while to import

    return figures.trends(pd.DataFrame(_rows(reports[-MOST:])))


def _rows(reports: Sequence[Manifest]) -> list[dict[str, Any]]:
    rows = []
    for data in reports:
        figures, period = data.get("key_figures", {}), short_label(*days(data))
        good, whole = key_figures.in_time(figures), key_figures.count(figures, "finished")
        share = good / whole if good is not None and whole else None
        shown = judged.percent(good, whole, judged.judged(data.get("judged", {})), good=True, digits=1)
        rows.append(
            {"label": "Trước hạn và đúng hạn", "period": period, "value": share, "measured_in": "rate", "told": shown}
        )
        rows += [
            {"label": label, "period": period, "value": key_figures.count(figures, name), "measured_in": "count"}
            for name, label in _COUNTS.items()
        ]
    return sorted(rows, key=lambda row: row["label"] != "Trước hạn và đúng hạn")


def short_label(start: date, end: date) -> str:
    """A period where there is little room: “05/2024”, “Quý II/2024”, “2024”, “01–05/2024”, else both days."""
    unit, n = length(start, end)
    if unit == "days" or start.day != 1:
        return f"{start:%d/%m/%y}–{end:%d/%m/%y}"
    if n == 1:
        return f"{start:%m/%Y}"
    if start.year != end.year:
        return f"{start:%m/%y}–{end:%m/%y}"
    if n == 12:
        return f"{start:%Y}"
    if n == 3 and start.month % 3 == 1:
        return f"Quý {('I', 'II', 'III', 'IV')[start.month // 3]}/{start:%Y}"
    return f"{start:%m}–{end:%m/%Y}"


def _is_like(other: Manifest, data: Manifest) -> bool:
    # Number, day and signatory are new in every report: the office is known by its name.
    office = other.get("office", {}).get("name") == data.get("office", {}).get("name")
    return office and all(other.get(key) == data.get(key) for key in _SAME) and length(
        *days(other)
    ) == length(*days(data))


def days(data: Manifest) -> tuple[date, date]:
    """The first and the last day of a report's period."""
    return date.fromisoformat(data["period"]["start"]), date.fromisoformat(data["period"]["end"])


def _end(data: Manifest) -> str:
    return data["period"]["end"]
