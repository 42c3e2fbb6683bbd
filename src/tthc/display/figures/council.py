"""On which days councils decided, on how many dossiers, and how many were waiting for them."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from tthc.display.blocks import Empty, Picture, judged, numbers
from tthc.display.figures import axis
from tthc.display.figures.bars import WIDTH, canvas
from tthc.display.figures.labels import write
from tthc.display.figures.style import MUTED, SMALL, STATES, look, tint
from tthc.display.figures.svg import picture
from tthc.model.words import State, StepKind


@look()
def council_sessions_figure(steps: pd.DataFrame) -> Figure:
    """One mark per day on which a council decided, as high as its dossiers; behind it, how many were waiting.

    `steps`: kind, arrived_at, ended_at (only kind council counts).
    """
    sessions, waiting = _sessions(steps), _waiting(steps)
    height, foot = 96.0, 30.0
    figure, ax = canvas(height + foot + 14)
    scale = axis.Days([*waiting.index, *sessions.index], WIDTH)
    unit = (height - 16) / max(waiting.max(), sessions.max(), 1)
    ax.fill_between(
        [scale(at) for at in waiting.index],
        foot,
        foot + waiting.to_numpy() * unit,
        step="post",
        color=tint(STATES[State.COUNCIL].colour, 0.3),
        linewidth=0,
    )
    for at, count in sessions.items():
        x = scale(at)
        ax.plot([x, x], [foot, foot + count * unit], color=STATES[State.COUNCIL].colour, linewidth=2.4)
        write(
            ax,
            x,
            foot + count * unit + 3,
            f"{count}",
            size=SMALL,
            bold=True,
            ha="center",
            va="baseline",
            color=STATES[State.COUNCIL].colour,
        )
    axis.draw_dates(ax, scale, foot - 4)
    write(
        ax,
        0,
        3,
        "số hồ sơ: nền là đang chờ hội đồng, vạch là được hội đồng cho ý kiến trong ngày",
        size=SMALL,
        va="baseline",
        color=MUTED,
    )
    return figure


def council_sessions(steps: pd.DataFrame) -> Picture | Empty:
    """The marks as a picture block; a sentence where there is nothing to draw."""
    if _sessions(steps).empty:
        return Empty(judged.none("hồ sơ nào được hội đồng cho ý kiến", judged.counted(steps)))
    words = "; ".join(f"{numbers.date(at)}: {numbers.count(count)}" for at, count in _sessions(steps).items())
    return picture(
        council_sessions_figure(steps),
        f"Các ngày hội đồng cho ý kiến và số hồ sơ. {words}.",
        "Ngày hội đồng cho ý kiến, số hồ sơ mỗi lần và số hồ sơ đang chờ",
    )


def _council(steps: pd.DataFrame) -> pd.DataFrame:
    return steps[(steps["kind"] == StepKind.COUNCIL) & steps["arrived_at"].notna()]


def _sessions(steps: pd.DataFrame) -> pd.Series:
    ends = pd.to_datetime(_council(steps)["ended_at"].dropna()).dt.normalize()
    return ends.value_counts().sort_index()


def _waiting(steps: pd.DataFrame) -> pd.Series:
    """How many dossiers wait for a council from each instant on."""
    rows = _council(steps)
    changes = pd.concat(
        [
            pd.Series(1, index=pd.to_datetime(rows["arrived_at"])),
            pd.Series(-1, index=pd.to_datetime(rows["ended_at"].dropna())),
        ]
    )
    return changes.groupby(level=0).sum().sort_index().cumsum()
