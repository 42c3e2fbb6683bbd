"""What lay with each officer over time."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tthc.blocks import Picture, numbers
from tthc.figures import axis
from tthc.figures.bars import WIDTH, Piece, canvas, draw_legend
from tthc.figures.labels import shortened, text_width, write
from tthc.figures.style import MUTED, SIZE, SMALL, STATES, look
from tthc.figures.svg import picture

MOST_OFFICERS = 6
ROOM = 70.0  # points kept at the right for the longest queue


@look()
def queues_figure(queues: pd.DataFrame) -> Figure:
    """One strip per officer: dossiers waiting (above) and being worked on over time. `queues`: officer, at, n_waiting, n_working."""
    officers = _busiest(queues)
    strip = 46.0
    figure, ax = canvas(strip * len(officers) + 30)
    left = min(WIDTH * 0.25, max(text_width(name, SIZE) for name in officers)) + 8
    scale = axis.Days(pd.to_datetime(queues["at"]).dt.to_pydatetime(), WIDTH - left - ROOM)
    most = max((rows["n_waiting"] + rows["n_working"]).max() for rows in officers.values())
    for number, (name, rows) in enumerate(officers.items()):
        _draw_queue(ax, name, rows, left, strip * (len(officers) - number - 1) + 30, (strip - 12) / max(most, 1), scale)
    axis.draw_dates(ax, scale, 26, left)
    draw_legend(
        ax,
        [Piece("số hồ sơ đang xử lý", 1, "", STATES["work"]), Piece("số hồ sơ đang chờ", 1, "", STATES["waiting"])],
        left,
        1,
    )
    return figure


def queues(queues: pd.DataFrame) -> Picture:
    """The strips as a picture block."""
    words = "; ".join(
        f"{name}: nhiều nhất {rows['n_waiting'].max()} hồ sơ chờ, {_when(rows)}"
        for name, rows in _busiest(queues).items()
    )
    return picture(
        queues_figure(queues),
        f"Số hồ sơ chờ và đang xử lý tại từng cán bộ theo thời gian. {words}.",
        "Hồ sơ chờ và đang xử lý tại từng cán bộ, theo thời gian",
    )


def _busiest(queues: pd.DataFrame) -> dict[str, pd.DataFrame]:
    peaks = queues.groupby("officer")["n_waiting"].max().sort_values(ascending=False, kind="stable")
    return {str(name): queues[queues["officer"] == name].sort_values("at") for name in peaks.index[:MOST_OFFICERS]}


def _when(rows: pd.DataFrame) -> str:
    return f"ngày {numbers.date(rows.loc[rows['n_waiting'].idxmax(), 'at'])}"


def _draw_queue(
    ax: Axes, name: str, rows: pd.DataFrame, left: float, bottom: float, scale: float, days: axis.Days
) -> None:
    x = [left + days(at) for at in pd.to_datetime(rows["at"])]
    working, waiting = rows["n_working"].to_numpy() * scale, rows["n_waiting"].to_numpy() * scale
    ax.fill_between(x, bottom, bottom + working, step="post", color=STATES["work"].colour, linewidth=0)
    ax.fill_between(
        x, bottom + working, bottom + working + waiting, step="post", color=STATES["waiting"].colour, linewidth=0
    )
    ax.plot([left, WIDTH - ROOM], [bottom, bottom], color=MUTED, linewidth=0.6)
    write(ax, left - 8, bottom + 2, shortened(name, left - 8), ha="right", va="baseline")
    write(ax, WIDTH, bottom + 2, f"chờ tối đa {rows['n_waiting'].max()}", size=SMALL, ha="right", va="baseline")
