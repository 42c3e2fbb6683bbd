"""A calendar axis in points: instants to positions, and the dates written under it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from matplotlib.axes import Axes

from tthc.display.figures.labels import text_width, write
from tthc.display.figures.style import GRID, MUTED, SMALL
from tthc.model.days import last_instant

_DAY = timedelta(days=1)
_STEPS = (1, 2, 7, 14)  # days between two dates; beyond, whole months
_MONTHS = (1, 2, 3, 6, 12, 24, 60)


class Days:
    """The span of whole days that holds all `times`, laid over `width` points."""

    def __init__(self, times: Iterable[datetime], width: float) -> None:
        times = list(times)
        self.first = _midnight(min(times))
        self.last = _midnight(last_instant(max(times))) + _DAY if max(times) > min(times) else self.first + _DAY
        self.total = width
        self.day = width / ((self.last - self.first) / _DAY)

    def __call__(self, moment: datetime) -> float:
        return (moment - self.first) / _DAY * self.day

    def width(self, start: datetime, end: datetime) -> float:
        return self(end) - self(start)

    def middle(self, start: datetime, end: datetime) -> float:
        return (self(start) + self(end)) / 2

    def ticks(self) -> list[datetime]:
        """Days to write under the axis: as dense as their labels allow; Mondays or firsts of months where days are too
        many.
        """
        room = text_width("00/00/0000", SMALL) + 14
        for step in _STEPS:
            if step * self.day >= room:
                start = self.first if step < 7 else self.first + _DAY * (-self.first.weekday() % 7)
                return _until(start, self.last, lambda day, step=step: day + _DAY * step)
        months = next((n for n in _MONTHS if n * 30 * self.day >= room), _MONTHS[-1])
        return _until(
            _next_month(self.first, 0 if self.first.day == 1 else 1), self.last, lambda day: _next_month(day, months),
        )


def draw_dates(ax: Axes, scale: Days, y: float, left: float = 0.0) -> None:
    """Short ticks and dates below `y`, the axis beginning at `left`."""
    ax.plot([left, left + scale.total], [y, y], color=GRID, linewidth=0.6)
    for day in scale.ticks():
        x, text = scale(day), f"{day:%d/%m/%Y}"
        half = text_width(text, SMALL) / 2
        if x - half >= -1 - left and x + half <= scale.total + 1:
            ax.plot([left + x] * 2, [y, y - 2.5], color=MUTED, linewidth=0.6)
            write(ax, left + x, y - 11, text, size=SMALL, ha="center", va="baseline", color=MUTED)


def _until(day: datetime, last: datetime, following) -> list[datetime]:
    days = []
    while day < last:
        days.append(day)
        day = following(day)
    return days


def _midnight(moment: datetime) -> datetime:
    return datetime(moment.year, moment.month, moment.day)


def _next_month(day: datetime, months: int) -> datetime:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime(year, month + 1, 1)
