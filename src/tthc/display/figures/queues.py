"""What lay with each officer over time."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tthc.display.blocks import Empty, Picture, numbers
from tthc.display.blocks.clean_text import clean
from tthc.display.figures import axis
from tthc.display.figures.bars import WIDTH, canvas
from tthc.display.figures.labels import shortened, text_width, write
from tthc.display.figures.style import MUTED, SIZE, SMALL, STATES, look
from tthc.display.figures.svg import picture
from tthc.model.words import State

MOST_OFFICERS = 6
STRIP, FOOT = 44.0, 30.0
ROOM = 88.0  # points kept at the right for the longest queue
WEEK = timedelta(days=7)


@look()
def queues_figure(queues: pd.DataFrame) -> Figure:
    """One strip per officer, the busiest first: dossiers in hand at the end of each week.

    `queues`: officer, week_at (a Monday), n_in_hand; weeks without a change keep the number of the week before.
    """
    officers = _busiest(queues)
    figure, ax = canvas(STRIP * len(officers) + FOOT)
    left = min(WIDTH * 0.25, max(text_width(name[:60], SIZE) for name in officers)) + 10
    weeks = [at.to_pydatetime() for at in pd.to_datetime(queues["week_at"])]
    scale = axis.Days([*weeks, max(weeks) + WEEK], WIDTH - left - ROOM)
    unit = (STRIP - 12) / max(rows["n_in_hand"].max() for rows in officers.values())
    for number, (name, rows) in enumerate(officers.items()):
        _draw_queue(ax, name, rows, left, STRIP * (len(officers) - number - 1) + FOOT, unit, scale)
    axis.draw_dates(ax, scale, FOOT - 4, left)
    write(ax, left, 3, "số hồ sơ đang giữ cuối mỗi tuần", size=SMALL, va="baseline", color=MUTED)
    return figure


def queues(queues: pd.DataFrame) -> Picture | Empty:
    """The strips as a picture block; a sentence where there is nothing to draw."""
    if not _busiest(queues):
        return Empty("Dữ liệu đã đọc không ghi cán bộ nào giữ hồ sơ, nên không vẽ được số hồ sơ theo cán bộ.")
    words = "; ".join(f"{name}: nhiều nhất {_peak(rows)}" for name, rows in _busiest(queues).items())
    caption = "Số hồ sơ mỗi cán bộ giữ cuối từng tuần; các cán bộ có lúc giữ nhiều hồ sơ nhất"
    return picture(queues_figure(queues), f"{caption}. {words}.", caption)


def _busiest(queues: pd.DataFrame) -> dict[str, pd.DataFrame]:
    peaks = queues.groupby("officer")["n_in_hand"].max()
    ranked = sorted(((-peak, str(name)) for name, peak in peaks.items() if peak > 0))
    return {clean(name): queues[queues["officer"] == name].sort_values("week_at") for _, name in ranked[:MOST_OFFICERS]}


def _peak(rows: pd.DataFrame) -> str:
    top = rows.loc[rows["n_in_hand"].idxmax()]
    return f"{top['n_in_hand']} hồ sơ, tuần {numbers.date(top['week_at'])}"


def _draw_queue(
    ax: Axes, name: str, rows: pd.DataFrame, left: float, bottom: float, unit: float, scale: axis.Days,
) -> None:
    weeks = pd.to_datetime(rows["week_at"])
    x = [left + scale(at) for at in weeks] + [left + scale.total]
    heights = [*rows["n_in_hand"], rows["n_in_hand"].iloc[-1]]
    tops = [bottom + count * unit for count in heights]
    ax.fill_between(x, bottom, tops, step="post", color=STATES[State.WAITING].colour, linewidth=0)
    ax.plot([left, WIDTH - ROOM], [bottom, bottom], color=MUTED, linewidth=0.6)
    write(ax, left - 8, bottom + 2, shortened(name, left - 10), ha="right", va="baseline")
    write(ax, WIDTH, bottom + 2, f"nhiều nhất {rows['n_in_hand'].max()} hồ sơ", size=SMALL, ha="right", va="baseline")
