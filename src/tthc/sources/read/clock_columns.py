"""Day and time of day in two columns: which column of clocks belongs to which column of days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tthc.sources.read.names import plain

_CLOCK = re.compile(
    r"^\d{1,2}\s*(:|h|g|giờ)\s*(\d{1,2}\s*(:\s*\d{1,2})?\s*(phút)?)?(\s*(am|pm|sa|ch|sáng|chiều))?$", re.IGNORECASE,
)
_TIME = re.compile(r"[ T](\d{1,2}:\d{2}(:\d{2})?)")
_HOUR, _DAY = re.compile(r"^gio(phut)?"), re.compile(r"^(ngay|thoidiem|thoigian)(thangnam)?")


def is_clock(texts: Sequence[str]) -> bool:
    """Whether a header says that its column holds times of day: "Giờ tiếp nhận", "Giờ" under "Tiếp nhận"."""
    return bool(texts) and bool(_HOUR.match(plain(texts[0])))


def clock_positions(
    header: Sequence[Sequence[str]], days: Mapping[str, int], names: Mapping[str, str], used: Mapping[str, int],
    below: Sequence[Sequence[str]],
) -> dict[str, int]:
    """Column of days → position of the column with their times: the one that is called the same but for "Giờ", else,
    where it is called as no column of days is, the one right beside it. `names`: comparable header → column, of the
    sheet or not. Days that have times of their own take none.

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
        likely = same or ([] if any(word in called for word in own) else beside)
        name = next((one for one in likely if one not in clocks and not _has_times(days[one], below)), None)
        if name is not None:
            clocks[name] = place
    return clocks


def _has_times(place: int, below: Sequence[Sequence[str]]) -> bool:
    """Whether the days of a column come with times of day, midnight being none."""
    found = [_TIME.search(row[place]) for row in below if place < len(row)]
    return any(time and time[1].strip("0:") for time in found)


def _are_clocks(place: int, below: Sequence[Sequence[str]]) -> bool:
    cells = [row[place].strip() for row in below if place < len(row) and row[place].strip()]
    return bool(cells) and all(map(_CLOCK.match, cells))
