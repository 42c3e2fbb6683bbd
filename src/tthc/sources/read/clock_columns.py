"""Day and time of day in two columns: which column of clocks belongs to which column of days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tthc.sources.read.names import plain

_CLOCK = re.compile(
    r"^\d{1,2}\s*(:|h|g|giờ)\s*(\d{1,2}\s*(:\s*\d{1,2})?\s*(phút)?)?(\s*(am|pm|sa|ch|sáng|chiều))?$", re.IGNORECASE,
)
_HOUR, _DAY = re.compile(r"^gio(phut)?"), re.compile(r"^(ngay|thoidiem|thoigian)(thangnam)?")


def is_clock(texts: Sequence[str]) -> bool:
    """Whether a header says that its column holds times of day: "Giờ tiếp nhận", "Giờ" under "Tiếp nhận"."""
    return bool(texts) and bool(_HOUR.match(plain(texts[0])))


def clock_positions(
    header: Sequence[Sequence[str]], days: Mapping[str, int], names: Mapping[str, str], used: Mapping[str, int],
    below: Sequence[Sequence[str]],
) -> dict[str, int]:
    """Column of days → position of the column with their times: the one that is called the same but for "Giờ", else,
    where it has no name that any column of days has, the one right beside it. `names`: comparable header → column.

    Only columns whose cells all read as times of day count.
    """
    called = {_DAY.sub("", word): column for word, column in names.items() if _DAY.match(word)}
    clocks: dict[str, int] = {}
    for place, texts in enumerate(header):
        if not is_clock(texts) or place in used.values() or not _are_clocks(place, below):
            continue
        own = {_HOUR.sub("", plain(text)) for text in texts} - {""}
        same = [name for name, at in days.items() if own & {_DAY.sub("", plain(text)) for text in header[at]} - {""}]
        same += [called[word] for word in own if called.get(word) in days]
        beside = [name for step in (1, -1) for name, at in days.items() if at == place - step]
        name = next((one for one in (same or beside) if one not in clocks), None)
        if name is not None:
            clocks[name] = place
    return clocks


def _are_clocks(place: int, below: Sequence[Sequence[str]]) -> bool:
    cells = [row[place].strip() for row in below if place < len(row) and row[place].strip()]
    return bool(cells) and all(map(_CLOCK.match, cells))
