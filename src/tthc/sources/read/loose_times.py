"""Instants in forms that no profile lists but that can mean one thing only: read one text at a time, after all else
failed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY_FIRST, MONTH_FIRST = "day", "month"
_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_NAMED = {"utc": 0, "gmt": 0, "z": 0, "ict": 7}
_MARK = r"\s*([-/.])\s*"
_DATES = tuple(
    (kind, re.compile(rf"(?<!\d){form}(?!\d)", re.ASCII))
    for kind, form in (
        ("ymd", rf"(\d{{4}}){_MARK}(\d{{1,2}})\s*\2\s*(\d{{1,2}})"),
        ("dmy?", rf"(\d{{1,2}}){_MARK}(\d{{1,2}})\s*\2\s*(\d{{4}})"),
        ("words", r"(\d{1,2})[-\s/.]*(?:thang|thg|th)[-\s.]*(\d{1,2})[-\s/.,]*(?:nam\s*)?(\d{4})"),
        ("named", r"(\d{1,2})[-\s/.]*([a-z]{3})[a-z]*[-\s/.,]*(\d{4})"),
        ("named_first", r"([a-z]{3})[a-z]*\.?\s*(\d{1,2})\s*,?\s+(\d{4})"),
    )
)
_COMPACT = re.compile(r"^(\d{8})(?:(\d{2})(\d{2})(?:(\d{2})(\d{3})?)?)?$", re.ASCII)
_EPOCH = re.compile(r"^(?:/date\()?([12]\d{9}|[12]\d{12})(?:[+-]\d{4})?(?:\)/)?$", re.ASCII)
# 20240305T083000Z, 20240305 08:30; Mon Apr 01 10:00:00 ICT 2024; the zone's name behind its offset or in its place
_JOINED = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)[t ](\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d+)?\s*(z|utc|[+-]\d\d:?\d\d)?$", re.ASCII)
_YEAR_LAST = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun),?\s+([a-z]{3})\s+(\d{1,2})\s+(\d\d?:\d\d.*)\s(\d{4})$", re.ASCII)
_DOTTED = re.compile(  # 03.06.2024 08.10
    r"^(\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?:[\s,]+|\s*-\s*)(\d{1,2})\.(\d{2})(?:\.(\d{2}))?$", re.ASCII,
)
_PLACE = re.compile(r"\[?asia/(?:ho_chi_minh|saigon)\]?")
_SERIAL = re.compile(r"^[1-9]\d{4}[.,]\d+$", re.ASCII)
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2})\s*(?::|h|gio|g)\s*(?:(\d{1,2})\s*(?:phut|p|m)?\s*(?::?\s*(\d{1,2})(?:[.,](\d{1,9}))?\s*(?:giay|s)?)?)?(?![\d:])\s*"
    r"(?:(am|pm|a\.m\.?|p\.m\.?|sa|ch|sang|chieu|toi)(?![a-z]))?\s*((?:gmt|utc)?[+-]\d{1,2}(?::?\d{2})?(?!\d)|utc|gmt|ict|z)?(?![a-z])",
    re.ASCII,
)
_DAY_END = 24
_AFTERNOON, _MORNING = frozenset({"pm", "ch", "chieu", "toi"}), frozenset({"am", "sa", "sang"})
_FILLING = re.compile(
    r"^(?:[\s,;|·()'\-–—]|t(?=\s|$)|luc|ngay|vao|hoi|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|t[2-7]|ict|indochina time|gio dong duong)*$"
)


@dataclass(frozen=True)
class Moment:
    """An instant of the office's local time; without `has_time` it is a day."""

    at: datetime
    has_time: bool


def order_of(forms: Sequence[str]) -> str | None:
    """Which of day and month comes first in the profile's forms of date; None where none says so, or they disagree."""
    orders = {
        DAY_FIRST if form.index("%d") < form.index("%m") else MONTH_FIRST
        for form in forms
        if form != "excel" and _is_ordered(form)
    }
    return orders.pop() if len(orders) == 1 else None


def _is_ordered(form: str) -> bool:
    """Year first is followed by the month everywhere and says nothing of the others."""
    return not form.lower().startswith("%y")


def loose_moment(text: str, order: str | None, zone: str, serials: bool = False) -> Moment | None:
    """What `text` names, or None where it names nothing or more than one thing could be meant.

    Years have four figures. Figures for day and month are read in the profile's `order` only; an offset or the name of
    a zone is turned into clocks in `zone`. `serials`: the profile knows Excel's day numbers.
    """
    plain = _reordered(_plain(text))
    try:
        return _whole_number(plain, order, zone, serials) or _written(plain, order, zone)
    except (ValueError, OverflowError):
        return None


def _plain(text: str) -> str:
    """Small letters without accents and without marks that are not seen; wide figures and long dashes as usual ones."""
    text = re.sub("[‐‑‒–—−]", "-", unicodedata.normalize("NFKC", text) if any("\uff00" < one < "\uff60" for one in text) else text)
    seen = "".join(
        " " if letter.isspace() else letter
        for letter in text
        if unicodedata.category(letter) not in ("Cf", "Cc") or letter.isspace()
    )
    parts = unicodedata.normalize("NFD", seen.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(bare.strip("'\"`’= ").lower().split())


def _reordered(text: str) -> str:
    """Forms that only lack marks between their parts, or have these in an order of their own, as the usual ones."""
    if found := _JOINED.match(text):
        year, month, day, hour, minute, second, zone = found.groups()
        return f"{year}-{month}-{day} {hour}:{minute}:{second or '00'}{zone or ''}"
    if found := _DOTTED.match(text):
        return f"{found[1]} {found[2]}:{found[3]}:{found[4] or '00'}"
    if found := _YEAR_LAST.match(text):
        return f"{found[2]} {found[1]} {found[4]} {found[3]}"
    if _PLACE.search(text):
        bare = _PLACE.sub("", text).strip()
        return bare if re.search(r"(?:[+-]\d\d:?\d\d|z)$", bare) else f"{bare} ict"
    return text


def _whole_number(text: str, order: str | None, zone: str, serials: bool) -> Moment | None:
    if found := _EPOCH.match(text):
        stamp = int(found[1])
        return Moment(_local(datetime.fromtimestamp(stamp / (1000 if stamp > 10**11 else 1), UTC), zone), True)
    if serials and _SERIAL.match(text):
        days = float(text.replace(",", "."))
        return Moment(datetime(1899, 12, 30) + timedelta(seconds=round(days * 86400)), True)
    if not (found := _COMPACT.match(text)):
        return None
    digits, clock = found[1], [int(part) for part in found.groups()[1:] if part]
    year_first = 1900 <= int(digits[:4]) <= 2100 and int(digits[4:6]) <= 12
    year, month, day = (digits[:4], digits[4:6], digits[6:]) if year_first else (digits[4:], digits[2:4], digits[:2])
    if not year_first and (order != DAY_FIRST or not 1900 <= int(year) <= 2100):
        return None
    if len(clock) == 4:
        clock[3] *= 1000
    hour, minute, second, microsecond = (*clock, 0, 0, 0, 0)[:4]
    return Moment(datetime(int(year), int(month), int(day), hour, minute, second, microsecond), bool(clock))


def _written(text: str, order: str | None, zone: str) -> Moment | None:
    for kind, form in _DATES:
        if found := form.search(text):
            day = _day(kind, found, order)
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            return _with_clock(day, rest, zone) if day else None
    return None


def _day(kind: str, found: re.Match, order: str | None) -> datetime | None:
    parts = found.groups()
    if kind == "ymd":
        return datetime(int(parts[0]), int(parts[2]), int(parts[3]))
    if kind == "dmy?":
        first, second, year = int(parts[0]), int(parts[2]), int(parts[3])
        return None if order is None else datetime(year, *((second, first) if order == DAY_FIRST else (first, second)))
    if kind == "words":
        return datetime(int(parts[2]), int(parts[1]), int(parts[0]))
    day, name = (parts[0], parts[1]) if kind == "named" else (parts[1], parts[0])
    return datetime(int(parts[2]), _MONTHS[name], int(day)) if name in _MONTHS else None


def _with_clock(day: datetime, rest: str, zone: str) -> Moment | None:
    rest = re.sub(r"^\s*t(?=\d\d?:)|(?<=\s)t(?=\d\d?:)", " ", rest)
    found = _CLOCK.search(rest)
    if not found:
        return Moment(day, False) if _FILLING.match(rest.strip()) else None
    if not _FILLING.match(f"{rest[: found.start()]} {rest[found.end() :]}".strip()):
        return None
    hour = _hour(int(found[1]), (found[5] or "").replace(".", ""))
    if hour == _DAY_END and not found[5] and not int(found[2] or 0) and not int(found[3] or 0):
        # The day's last second: the next midnight would be read as a date of the next day.
        return Moment(day.replace(hour=23, minute=59, second=59), True) if not found[6] else None
    micro = int((found[4] or "0").ljust(6, "0")[:6])
    at = day.replace(hour=hour, minute=int(found[2] or 0), second=int(found[3] or 0), microsecond=micro)
    return Moment(_local(at.replace(tzinfo=timezone(_offset(found[6]))), zone) if found[6] else at, True)


def _hour(hour: int, half: str) -> int:
    if half in _AFTERNOON:
        return hour if hour >= 12 else hour + 12
    if half in _MORNING:
        if hour > 12:
            raise ValueError(half)
        return hour % 12
    return hour


def _offset(text: str) -> timedelta:
    if text in _NAMED:
        return timedelta(hours=_NAMED[text])
    found = re.fullmatch(r"(?:gmt|utc)?([+-])(\d{1,2}):?(\d{2})?", text)
    assert found is not None  # the words of a zone that `_ZONE` finds
    sign, hours, minutes = found.groups()
    return (1 if sign == "+" else -1) * timedelta(hours=int(hours), minutes=int(minutes or 0))


@lru_cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _local(at: datetime, zone: str) -> datetime:
    return at.astimezone(_zone(zone)).replace(tzinfo=None)
