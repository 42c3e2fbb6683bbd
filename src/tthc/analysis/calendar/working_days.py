"""The calendar: one row per day, from the days off, the worked days and the opening hours under `data/reference/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from tthc.model.errors import UsageError
from tthc.model.reference_table import reference_lines, wrong
from tthc.model.shipped import reference_file

SESSIONS = 2  # a day has at most two sessions: morning and afternoon
_DAYS = ("date", "kind", "name", "source")
_HOURS = ("calendar", "weekday", "from", "to", "valid_from")
_A_YEAR = timedelta(days=366)
_OPEN = {"open_off": "off", "open_work": "work"}

Session = tuple[int, int]  # opening and closing, minutes after midnight

_SCHEMA = pa.schema(
    [("date", pa.date32()), ("is_work", pa.bool_()), ("day_wm", pa.float64()), ("before_wm", pa.float64())]
    + [(f"{edge}_{n}", pa.float64()) for n in (1, 2) for edge in ("from", "to")]
    + [(name, pa.int64()) for name in ("work_no", "unswapped_no", "weekday_no")]
)


@dataclass(frozen=True)
class _Special:
    """What `calendar_<name>.csv` says of single days. `own_hours` are days with hours of their own, half days say."""

    first: date
    last: date
    off: frozenset[str]
    worked: frozenset[str]
    own_hours: Mapping[str, list[Session]]


def calendar_table(folder: Path, name: str, *, adopted: bool = False) -> pa.Table:
    """One row per day of the calendar `name`, from `calendar_<name>.csv` and the rows of `name` in
    `calendar_hours.csv`.

    Columns: date, is_work, day_wm, before_wm (working minutes of all earlier days), from_1, to_1, from_2, to_2 (minutes
    after midnight; a missing session has both equal), and three counts of days up to and including this one: work_no
    (working days), unswapped_no (the same without worked Saturdays), weekday_no (days with opening hours, holidays
    too).

    The kinds of `calendar_<name>.csv`: `from` and `to` (first and last day, both inclusive), `off`, `work` (a swapped
    day: Monday's hours), `open_off` and `open_work` (proposed to be so and not settled: the day counts as usual, and
    every report that it touches says so; with `adopted` as if every proposal had been adopted), or the day's own hours
    such as `07:00-11:30` for a half day. An office with other hours is a calendar of its own in `calendar_hours.csv`;
    named `vn-x`, it shares the days off of `calendar_vn.csv`. Raises UsageError for an unknown calendar and for a day
    with more than two sessions.
    """
    path = _special_path(folder, name)
    known = reference_file(folder, "calendar_hours.csv")
    changed_at = ((one.stat().st_mtime_ns if one.is_file() else 0) for one in (path, known))
    return _built(name, path, known, adopted, *changed_at)


@dataclass(frozen=True)
class OpenDay:
    """A day whose status was proposed to change and is not settled; until it is, the day counts as usual.

    proposed: "off" (a day off) or "work" (a worked day).
    """

    day: date
    proposed: str
    name: str
    source: str


def open_days(folder: Path, name: str, first: date, last: date) -> tuple[OpenDay, ...]:
    """The days from `first` to `last` (both inclusive) whose status is open in the calendar `name`: kinds `open_off`,
    `open_work`.
    """
    rows = [row for row in _day_rows(_special_path(folder, name)) if row["kind"] in _OPEN]
    found = (OpenDay(date.fromisoformat(row["date"]), _OPEN[row["kind"]], row["name"], row["source"]) for row in rows)
    return tuple(sorted((one for one in found if first <= one.day <= last), key=lambda one: one.day))


def unsettled_days(folder: Path, name: str, start: date, cut: date) -> tuple[str, ...]:
    """The days of open status, as dd/mm/yyyy, on which a verdict of a period may hang: before the cut, for until then
    no deadline that goes over them has passed, and not a year and more before the period's start.
    """
    return tuple(f"{one.day:%d/%m/%Y}" for one in open_days(folder, name, start - _A_YEAR, cut - timedelta(days=1)))


@dataclass(frozen=True)
class SpecialDay:
    """A row of the calendar's file: a day that is not as its weekday is. `kind` as in the file: off, work, open_off,
    open_work or hours.
    """

    day: date
    kind: str
    name: str
    source: str


def special_days(folder: Path, name: str, first: date, last: date) -> tuple[SpecialDay, ...]:
    """The rows of the calendar `name` from `first` to `last` (both inclusive), in the order of their days."""
    rows = [row for row in _day_rows(_special_path(folder, name)) if row["kind"] not in ("from", "to")]
    found = (SpecialDay(date.fromisoformat(row["date"]), row["kind"], row["name"], row["source"]) for row in rows)
    return tuple(sorted((one for one in found if first <= one.day <= last), key=lambda one: one.day))


def calendar_names(folder: Path) -> tuple[str, ...]:
    """The calendars that `calendar_hours.csv` gives hours for."""
    return tuple(dict.fromkeys(row["calendar"] for row in hour_rows(reference_file(folder, "calendar_hours.csv"))))


def _special_path(folder: Path, name: str) -> Path:
    path = reference_file(folder, f"calendar_{name}.csv")
    return path if path.is_file() else reference_file(folder, f"calendar_{name.split('-')[0]}.csv")


@lru_cache(maxsize=8)
def _built(name: str, path: Path, known: Path, adopted: bool, *changed_at: int) -> pa.Table:
    """A run needs its calendar twice, to read and to count; files changed since then are read anew."""
    listed = hour_rows(known)
    hours = [row for row in listed if row["calendar"] == name]
    if not hours or not path.is_file():
        allowed = ", ".join(sorted({row["calendar"] for row in listed}))
        raise UsageError(f"Không có lịch làm việc “{name}” trong {known.parent}; lịch được dùng: {allowed}.")
    special = _special(path, adopted)
    span = (special.last - special.first).days + 1
    days = (_day(special.first + timedelta(days=n), special, hours) for n in range(span))
    return pa.Table.from_pylist(list(_with_totals(days)), schema=_SCHEMA)


def _special(path: Path, adopted: bool) -> _Special:
    rows = _day_rows(path)
    if adopted:
        rows = [{**row, "kind": _OPEN.get(row["kind"], row["kind"])} for row in rows]
    edges = {row["kind"]: date.fromisoformat(row["date"]) for row in rows if row["kind"] in ("from", "to")}
    if set(edges) != {"from", "to"}:
        raise UsageError(f"Tệp lịch {path} thiếu dòng “from” hoặc “to”; hãy ghi ngày đầu và ngày cuối của lịch.")
    by_kind = {kind: frozenset(row["date"] for row in rows if row["kind"] == kind) for kind in ("off", "work")}
    own = {
        row["date"]: _own_hours(row["kind"])
        for row in rows
        if row["kind"] not in ("from", "to", "off", "work", *_OPEN)
    }
    return _Special(edges["from"], edges["to"], by_kind["off"], by_kind["work"], own)


def _own_hours(kind: str) -> list[Session]:
    """Raises ValueError for what is no list of hours."""
    spans = [span.split("-") for span in kind.split()]
    if any(len(span) != 2 for span in spans):
        raise ValueError(kind)
    return _checked([(_minutes(start), _minutes(end)) for start, end in spans], kind)


def _day(day: date, special: _Special, hours: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    text = day.isoformat()
    usual = _usual_sessions(day.isoweekday(), text, hours)
    sessions = special.own_hours.get(text, [] if text in special.off else usual)
    if text in special.worked:
        # The swap moves a whole working day, so a worked Saturday keeps Monday's hours.
        sessions = _usual_sessions(1, text, hours)
    flat = {f"{edge}_{n}": float(value) for n, pair in enumerate(_padded(sessions), 1) for edge, value in _edges(pair)}
    counted = {
        "work_no": bool(sessions),
        "unswapped_no": bool(sessions) and text not in special.worked,
        "weekday_no": bool(usual),
    }
    return {
        "date": day,
        "is_work": bool(sessions),
        "day_wm": float(sum(end - start for start, end in sessions)),
        **flat,
        **counted,
    }


def _usual_sessions(weekday: int, day: str, hours: Iterable[Mapping[str, str]]) -> list[Session]:
    valid = [row for row in hours if row["weekday"] == str(weekday) and row["valid_from"] <= day]
    latest = max((row["valid_from"] for row in valid), default="")
    return _checked([(_minutes(row["from"]), _minutes(row["to"])) for row in valid if row["valid_from"] == latest], day)


def _checked(sessions: list[Session], where: str) -> list[Session]:
    """Sorted sessions without the empty ones: a row `00:00`–`00:00` closes a weekday from its `valid_from` on."""
    sessions = sorted((start, end) for start, end in sessions if start != end)
    overlap = any(later[0] < earlier[1] for earlier, later in zip(sessions, sessions[1:], strict=False))
    if len(sessions) > SESSIONS or overlap or any(start > end for start, end in sessions):
        raise UsageError(
            f"Giờ làm việc của “{where}” không hợp lệ; mỗi ngày có nhiều nhất hai buổi, không chồng nhau, giờ đầu "
            "trước giờ cuối."
        )
    return sessions


def _padded(sessions: list[Session]) -> list[Session]:
    return (sessions + [(0, 0)] * SESSIONS)[:SESSIONS]


def _edges(pair: Session) -> Iterable[tuple[str, int]]:
    return zip(("from", "to"), pair, strict=True)


def _with_totals(days: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    before = 0.0
    totals = dict.fromkeys(("work_no", "unswapped_no", "weekday_no"), 0)
    for day in days:
        totals = {name: total + day[name] for name, total in totals.items()}
        yield {**day, "before_wm": before, **totals}
        before += day["day_wm"]


def _minutes(clock: str) -> int:
    hour, minute, *second = clock.strip().split(":")
    if not (0 <= int(hour) <= 24 and 0 <= int(minute) < 60 and [int(one) for one in second] in ([], [0])):
        raise ValueError(clock)
    return int(hour) * 60 + int(minute)


def hour_rows(path: Path) -> list[dict[str, str]]:
    """The opening hours of every calendar (`calendar_hours.csv`); a spreadsheet writes 7:00:00 for 07:00.

    Raises UsageError that names file and line.
    """
    lines = reference_lines(path, _HOURS, days=("valid_from",), filled=_HOURS)
    for line, row in lines:
        if row["weekday"] not in "1234567" or len(row["weekday"]) != 1:
            raise wrong(path, line, f"weekday “{row['weekday']}” không có; 1 là thứ Hai, 7 là Chủ nhật")
        try:
            _minutes(row["from"]), _minutes(row["to"])
        except ValueError:
            raise wrong(path, line, f"“{row['from']}” hoặc “{row['to']}” không phải giờ dạng 07:30") from None
    return [row for _, row in lines]


def _day_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a calendar's file, each of one day. Raises UsageError for a day that no calendar could have."""
    lines = reference_lines(path, _DAYS, days=("date",), filled=("date", "kind"))
    edges = {row["kind"]: row["date"] for _, row in lines if row["kind"] in ("from", "to")}
    seen: dict[str, int] = {}
    for line, row in lines:
        if row["kind"] in ("from", "to"):
            continue
        _check_kind(path, line, row["kind"])
        if not edges.get("from", "") <= row["date"] <= edges.get("to", "9999"):
            raise wrong(path, line, f"ngày {row['date']} nằm ngoài lịch; hãy sửa ngày đó hoặc dòng from, to")
        if row["date"] in seen:
            raise wrong(path, line, f"ngày {row['date']} đã có ở dòng {seen[row['date']]}; hãy bỏ một dòng")
        seen[row["date"]] = line
    return [row for _, row in lines]


def _check_kind(path: Path, line: int, kind: str) -> None:
    try:
        _own_hours(kind) if kind not in ("off", "work", *_OPEN) else None
    except ValueError:
        kinds = "from, to, off, work, open_off, open_work hoặc giờ làm việc dạng 07:00-11:30"
        raise wrong(path, line, f"có loại ngày “{kind}”; được dùng: {kinds}") from None
