"""A reporting period: parsed from what people type, with both days inclusive."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from tthc.model.errors import UsageError

ALLOWED = (
    "2024-05, 2024-Q1, 2024, 2024-01..2024-05, 2023-12-15..2024-05-14, 6/2024, quy-1/2024, "
    "thang-truoc, quy-truoc, nam-truoc (previous-month, previous-quarter, previous-year)"
)
_FIRST_YEAR, _LAST_YEAR = 1990, 2100  # no other year is one of an export
_BEFORE = {"thang-truoc": "previous-month", "quy-truoc": "previous-quarter", "nam-truoc": "previous-year"}
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


@dataclass(frozen=True)
class Period:
    """`start` and `end` are days, both inclusive. `slug` names folders, `label` is read by people."""

    start: date
    end: date

    @property
    def slug(self) -> str:
        if _is_month_start(self.start) and _is_month_end(self.end):
            first, last = f"{self.start:%Y-%m}", f"{self.end:%Y-%m}"
        else:
            first, last = f"{self.start}", f"{self.end}"
        return first if first == last else f"{first}_{last}"

    @property
    def text(self) -> str:
        """The period as the command line takes it."""
        return self.slug.replace("_", "..")

    @property
    def label(self) -> str:
        """How a Vietnamese report names the period."""
        first, last, year = self.start.month, self.end.month, self.start.year
        if not (_is_month_start(self.start) and _is_month_end(self.end)) or self.end.year != year:
            return f"từ {self.start:%d/%m/%Y} đến {self.end:%d/%m/%Y}"
        if first == last:
            return f"tháng {first} năm {year}"
        if (first, last) == (1, 12):
            return f"năm {year}"
        if first % 3 == 1 and last == first + 2:
            return f"quý {('I', 'II', 'III', 'IV')[first // 3]} năm {year}"
        if first == 1:
            return f"{last} tháng đầu năm {year}"
        return f"từ tháng {first} đến tháng {last} năm {year}"

    def previous(self) -> Period:
        """The period of the same kind that ends the day before this one: as many months, where it has whole ones, else
        days.

        Whole months may begin on any day, as administrative quarters do (15/12–14/3): counted in days they would drift.
        """
        end, after = self.start - timedelta(days=1), self.end + timedelta(days=1)
        if after.day != self.start.day:
            return Period(end - (self.end - self.start), end)
        months = (after.year - self.start.year) * 12 + after.month - self.start.month
        return Period(_add_months(self.start, -months), end)

    def last_year(self) -> Period:
        """The same months (or days) one year earlier."""
        start, end = _add_months(self.start, -12), _add_months(self.end.replace(day=1), -12)
        day = monthrange(end.year, end.month)[1] if _is_month_end(self.end) else min(
            self.end.day, monthrange(end.year, end.month)[1],
        )
        return Period(start, end.replace(day=day))


def parse_period(text: str, *, quarters: str = "calendar", today: date | None = None) -> Period:
    """The period that `text` names; `quarters` is calendar or administrative (15/12–14/3 …).

    Only `previous-*` needs `today`. Raises UsageError for anything else than `ALLOWED`.
    """
    text = text.strip()
    if (before := _BEFORE.get(_bare(text), text)).startswith("previous-"):
        return _previous(before, quarters, today)
    first, _, last = text.partition("..")
    try:
        start = _piece(first, quarters)
        end = _piece(last, quarters) if last else start
    except ValueError:
        raise _bad(text) from None
    is_known = _FIRST_YEAR <= start.start.year <= end.end.year <= _LAST_YEAR
    if ".." in text and not last or end.end < start.start or not is_known:
        raise _bad(text)
    return Period(start.start, end.end)


def periods_since(last: Period, since: str, *, quarters: str = "calendar") -> list[Period]:
    """The periods of the same kind as `last` from the one that starts at or after `since`, oldest first; `last` is the
    last.

    Raises UsageError where `since` is no period, begins after `last`, or `last` is no whole months and no quarter.
    """
    start = parse_period(since, quarters=quarters).start
    if start > last.start:
        raise UsageError(f"--since {since} ở sau kỳ {last.label}; hãy ghi một kỳ sớm hơn, ví dụ 2024-01.")
    found = [last]
    while (earlier := _one_before(found[0], quarters)).start >= start:
        found.insert(0, earlier)
    return found


def _one_before(period: Period, quarters: str) -> Period:
    """Administrative quarters differ in days, so that counting days back would drift."""
    day_after = period.end + timedelta(days=1)
    if _previous("previous-quarter", quarters, day_after) == period:
        return _previous("previous-quarter", quarters, period.start)
    if not (_is_month_start(period.start) and _is_month_end(period.end)):
        raise UsageError(
            f"--since chỉ dùng cho kỳ tròn tháng, quý hoặc năm, không dùng cho kỳ {period.label}; hãy chạy riêng từng "
            "kỳ."
        )
    return period.previous()


def _bare(text: str) -> str:
    """Small letters without accents, hyphens for spaces: “Tháng trước” is thang-truoc."""
    parts = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "-".join("".join(letter for letter in parts if not unicodedata.combining(letter)).split())


def _vietnamese(text: str) -> str:
    """6/2024, thang-6/2024, T6/2024, quy-1/2024, quy-I/2024, nam-2024 as the forms with the year in front; else the
    text.
    """
    bare = _bare(text)
    if match := re.fullmatch(r"(?:thang-?|t)?(\d{1,2})[/-](?:nam-)?(\d{4})", bare):
        return f"{match[2]}-{int(match[1]):02d}"
    if match := re.fullmatch(r"(?:quy-?|q)(\d|i{1,3}|iv)[/-](?:nam-)?(\d{4})", bare):
        return f"{match[2]}-Q{_ROMAN.get(match[1], match[1])}"
    if match := re.fullmatch(r"nam-(\d{4})", bare):
        return match[1]
    return text.strip()


def _piece(text: str, quarters: str) -> Period:
    text = _vietnamese(text)
    if match := re.fullmatch(r"(\d{4})-[Qq]([1-4])", text):
        return _quarter(int(match[1]), int(match[2]), quarters)
    if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
        start = date(int(match[1]), int(match[2]), 1)
        return Period(start, _month_end(start))
    if re.fullmatch(r"\d{4}", text):
        return Period(date(int(text), 1, 1), date(int(text), 12, 31))
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        day = date.fromisoformat(text)
        return Period(day, day)
    raise ValueError(text)


def _quarter(year: int, number: int, quarters: str) -> Period:
    first = date(year, 3 * number - 2, 1)
    if quarters == "calendar":
        return Period(first, _month_end(_add_months(first, 2)))
    return Period(_add_months(first, -1).replace(day=15), _add_months(first, 2).replace(day=14))


def _previous(text: str, quarters: str, today: date | None) -> Period:
    if today is None or text not in ("previous-month", "previous-quarter", "previous-year"):
        raise _bad(text)
    if text == "previous-year":
        return _piece(f"{today.year - 1}", quarters)
    if text == "previous-month":
        start = _add_months(today.replace(day=1), -1)
        return Period(start, _month_end(start))
    candidates = [_quarter(year, number, quarters) for year in (today.year - 1, today.year) for number in (1, 2, 3, 4)]
    return [quarter for quarter in candidates if quarter.end < today][-1]


def _bad(text: str) -> UsageError:
    return UsageError(f"Kỳ báo cáo “{text}” không đọc được; hãy ghi theo một trong các dạng: {ALLOWED}.")


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _is_month_start(day: date) -> bool:
    return day.day == 1


def _is_month_end(day: date) -> bool:
    return day == _month_end(day)
