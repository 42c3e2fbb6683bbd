"""The period that an export is of: its titles, its name, else the months of its dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tthc.model.errors import UsageError
from tthc.model.period import Period, parse_period
from tthc.sources.read.export_times import named_day
from tthc.sources.read.loose_times import DAY_FIRST, loose_moment
from tthc.sources.read.wizard.meanings import bare
from tthc.sources.read.wizard.tables import ProposedSheet

_FROM_TO = re.compile(r"\btu\b.*?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}).*?\bden\b.*?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MOMENTS = ("received_at", "case_received_at", "submitted_at", "ended_at", "arrived_at", "started_at")


def export_period(sheets: Sequence[ProposedSheet], paths: Sequence[Path]) -> str | None:
    """The period as the command line takes it; None where nothing tells."""
    titles = [text for sheet in sheets for row in sheet.seen.grid.top[: sheet.seen.header_row] for text in row if text]
    titled, named, months = next((found for text in titles if (found := _in_title(text))), None), _named(paths), _months(sheets)
    # A name that tells only the year, or the day of the export, may name a month in which nothing happened.
    return titled or (named if named in months or not months else _span(months))


def _in_title(title: str) -> str | None:
    """“Từ ngày 01/06/2024 đến ngày 30/06/2024”, “Tháng 6/2024”, “Quý I năm 2024”."""
    words = "".join(letter if letter.isalnum() or letter in "/.-" else " " for letter in bare_dates(title))
    if found := _FROM_TO.search(words):
        first, last = (date(int(found[n + 2]), int(found[n + 1]), int(found[n])) for n in (1, 4))
        return Period(first, last).text if first <= last else None
    if found := re.search(r"\b(thang|quy) (\d{1,2}|i{1,3}|iv)[ /-]+(?:nam )?(\d{4})", words):
        try:
            return parse_period(f"{found[1]}-{found[2]}/{found[3]}").text
        except UsageError:
            return None
    return None


def bare_dates(text: str) -> str:
    """Like `bare`, the marks within dates kept."""
    return re.sub(r"(\d) (?=\d)", r"\1/", bare(re.sub(r"(?<=\d)[/.-](?=\d)", " ", text)))


def _named(paths: Sequence[Path]) -> str | None:
    days = {day for path in paths if (day := named_day(path.name.split(".")[0]))}
    return f"{max(days):%Y-%m}" if days else None


def _span(months: Sequence[str]) -> str:
    return months[0] if len(months) == 1 else f"{months[0]}..{months[-1]}"


def _months(sheets: Sequence[ProposedSheet]) -> list[str]:
    """The months that hold a fair share of the dates of reception, in their order."""
    texts = next(
        (sheet.values(name) for name in _MOMENTS for sheet in sheets if name in sheet.columns and sheet.values(name)),
        [],
    )
    moments = [found.at for text in texts if (found := loose_moment(text, DAY_FIRST, "Asia/Ho_Chi_Minh"))]
    months = Counter(f"{at:%Y-%m}" for at in moments)
    return sorted(month for month, n in months.items() if n * 20 >= len(moments))
