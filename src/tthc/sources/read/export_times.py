"""When an export was made: what it says itself, the date in its name, the order in which it was handed over, and where
nothing else tells, when the workbook says that it was made or saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
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

    `system` is the name of the system that it is from, empty where there is one system only. `created` and `saved` are
    a workbook's own; equal exports may differ in them.
    """

    said: datetime | None = None
    named: date | None = None
    place: int = 0
    system: str = ""
    created: datetime | None = field(default=None, compare=False)
    saved: datetime | None = field(default=None, compare=False)


def export_of(
    path: Path, grid: Grid, place: int, system: str = "", times: tuple[datetime | None, datetime | None] = (None, None),
) -> Export:
    """`place` is that of the file's source among those handed over, `times` when the workbook was made and saved.
    Titles above the table are looked at, not the data.
    """
    return Export(
        said_time(grid.top[:8]), named_day(path.name.split(".")[0]) or named_day(path.parent.name), place, system,
        *times,
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


@dataclass(frozen=True)
class Newness:
    """How new an export is among those that it is compared with, and by what that is known, in words."""

    rank: int
    why: str


_SAID_ALL, _NAMED_TOO = "ngày xuất ghi trong tệp", "ngày xuất ghi trong tệp hoặc ngày trong tên tệp"
_PLACE = "thứ tự của --source"
_CREATED, _SAVED = "ngày tạo ghi trong thuộc tính tệp", "ngày lưu ghi trong thuộc tính tệp"


def newness(exports: Sequence[Export], kinds: Sequence[Hashable]) -> list[Newness]:
    """How new each export is: by what all of them say, else by what all say or are named, else by their places, and at
    one place by when the workbooks were made.

    Places only order exports of one kind (the same columns); the last ones of every kind are equally new. The exports
    of one system are compared with each other only.
    """
    found = [Newness(0, "")] * len(exports)
    for system in {one.system for one in exports}:
        places = [n for n, one in enumerate(exports) if one.system == system]
        for n, new in zip(
            places, _of_one_system([exports[n] for n in places], [kinds[n] for n in places]), strict=True,
        ):
            found[n] = new
    return found


def _of_one_system(exports: Sequence[Export], kinds: Sequence[Hashable]) -> list[Newness]:
    if all(one.said for one in exports):
        return _ranks([one.said for one in exports], _SAID_ALL)
    if all(one.said or one.named for one in exports):
        return _ranks([one.said.date() if one.said else one.named for one in exports], _NAMED_TOO)
    own = {kind: [one for one, its in zip(exports, kinds, strict=True) if its == kind] for kind in kinds}
    keys = {kind: _by_place(alike) for kind, alike in own.items()}
    places = {kind: sorted({key(one) for one in own[kind]}) for kind, (key, _) in keys.items()}
    most = max((len(found) for found in places.values()), default=0)
    return [
        Newness(most - len(places[kind]) + places[kind].index(keys[kind][0](one)), keys[kind][1])
        for one, kind in zip(exports, kinds, strict=True)
    ]


def _by_place(alike: Sequence[Export]) -> tuple[Callable[[Export], tuple], str]:
    """What orders exports of one kind: their places, and the workbooks' own times where all have one that differs."""
    why = _PLACE if len({one.place for one in alike}) > 1 else ""
    if len({one.place for one in alike}) < len(alike):
        for name, words in (("created", _CREATED), ("saved", _SAVED)):
            times = [getattr(one, name) for one in alike]
            if all(times) and len(set(times)) > 1:
                return lambda one, name=name: (one.place, getattr(one, name)), ", rồi ".join(filter(None, (why, words)))
    return lambda one: (one.place,), why


def _ranks(keys: list, why: str) -> list[Newness]:
    order = sorted(set(keys))
    return [Newness(order.index(key), why) for key in keys]
