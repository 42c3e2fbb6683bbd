"""When an export was made: what it says itself, the date in its name, the order in which it was handed over."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from tthc.sources.read.grids import Grid
from tthc.sources.read.names import plain

_SAID = (
    "ngayxuat", "thoidiemxuat", "xuatluc", "xuatngay", "ngayketxuat", "ngaytrichxuat", "thoidiemchot", "chotden",
    "tinhden", "exporteddate",
    "exportdate", "exportedat",
)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\D{0,3}(\d{1,2}):(\d{2}))?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2}))?")
_YEAR = r"((?:19|20)\d\d)"
# The forms of a day, month, quarter or year in a name, the most exact first; each with the places of year, part and
# day.
_NAMED = (
    (re.compile(rf"(?<!\d){_YEAR}[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)"), "ymd"),
    (re.compile(rf"(?<!\d)(0?[1-9]|[12]\d|3[01])[-_.](0?[1-9]|1[0-2])[-_.]{_YEAR}(?!\d)"), "dmy"),
    (re.compile(rf"(?<!\d){_YEAR}[-_. ]?(?:q|quy)[-_. ]?([1-4])(?!\d)", re.IGNORECASE), "yq"),
    (re.compile(rf"(?:q|quy)[-_. ]?([1-4])[-_. ]+(?:nam)?[-_. ]?{_YEAR}(?!\d)", re.IGNORECASE), "qy"),
    (re.compile(rf"(?<!\d){_YEAR}[-_.]?(0[1-9]|1[0-2])(?!\d)"), "ym"),
    (re.compile(rf"(?<!\d)(0?[1-9]|1[0-2])[-_. ]{_YEAR}(?!\d)"), "my"),
    (re.compile(rf"(?<!\d){_YEAR}(?!\d)"), "y"),
)


@dataclass(frozen=True)
class Export:
    """What is known of when a file was exported: `said` in it, `named` by its name (the last day of a period), its
    `place`.

    `system` is the name of the system that it is from, empty where there is one system only.
    """

    said: datetime | None = None
    named: date | None = None
    place: int = 0
    system: str = ""


def export_of(path: Path, grid: Grid, place: int, system: str = "") -> Export:
    """`place` is that of the file's source among those handed over. Titles above the table are
    looked at, not the data.
    """
    return Export(
        said_time(grid.top[:8]), named_day(path.name.split(".")[0]) or named_day(path.parent.name), place, system,
    )


def said_time(top: Sequence[Sequence[str]]) -> datetime | None:
    """The instant beside or behind words such as “Ngày xuất”."""
    for row in top:
        for position, text in enumerate(row):
            if text and any(word in plain(text) for word in _SAID):
                for text_beside in (text, *row[position + 1 : position + 3]):
                    if found := _instant(text_beside):
                        return found
    return None


def _instant(text: str) -> datetime | None:
    for form, order in ((_YEAR_FIRST, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1))):
        if found := form.search(text or ""):
            try:
                year, month, day = (int(found[n]) for n in order)
                return datetime(year, month, day, int(found[4] or 0), int(found[5] or 0))
            except ValueError:
                return None
    return None


def named_day(name: str) -> date | None:
    """The last day that a file's or folder's name tells of; None where it tells of none."""
    for form, order in _NAMED:
        if found := [
            day
            for match in form.finditer(name)
            if (day := _last_day(dict(zip(order, match.groups(), strict=True))))
        ]:
            return max(found)
    return None


def _last_day(parts: dict[str, str]) -> date | None:
    year, day = int(parts["y"]), parts.get("d")
    month = int(parts["m"]) if "m" in parts else 3 * int(parts["q"]) if "q" in parts else 12
    try:
        first = date(year, month, int(day) if day else 1)
    except ValueError:
        return None
    return first if day else (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def newness(exports: Sequence[Export], kinds: Sequence[Hashable]) -> list[int]:
    """How new each export is: by what all of them say, else by what all say or are named, else by their places.

    Places only order exports of one kind (the same columns); the last ones of every kind are equally new. The exports
    of one system are compared with each other only.
    """
    found = [0] * len(exports)
    for system in {one.system for one in exports}:
        places = [n for n, one in enumerate(exports) if one.system == system]
        for n, new in zip(
            places, _of_one_system([exports[n] for n in places], [kinds[n] for n in places]), strict=True,
        ):
            found[n] = new
    return found


def _of_one_system(exports: Sequence[Export], kinds: Sequence[Hashable]) -> list[int]:
    if all(one.said for one in exports):
        return _ranks([one.said for one in exports])
    if all(one.said or one.named for one in exports):
        return _ranks([one.said.date() if one.said else one.named for one in exports])
    places = {
        kind: sorted({one.place for one, its in zip(exports, kinds, strict=True) if its == kind})
        for kind in kinds
    }
    most = max((len(found) for found in places.values()), default=0)
    return [most - len(places[kind]) + places[kind].index(one.place) for one, kind in zip(exports, kinds, strict=True)]


def _ranks(keys: list) -> list[int]:
    order = sorted(set(keys))
    return [order.index(key) for key in keys]
