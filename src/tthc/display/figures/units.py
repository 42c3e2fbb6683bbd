"""Units beside one another: a point with its interval each, because a bar alone would look like a ranking."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tthc.display.blocks import Empty, Picture, judged, numbers
from tthc.display.figures.bars import ROW, WIDTH, canvas
from tthc.display.figures.labels import text_width, wrapped, write
from tthc.display.figures.style import GRID, INK, MUTED, OKABE_ITO, SMALL, look
from tthc.display.figures.svg import picture

MOST_ROWS = 20
_STEP = 25.0
_CAPTION = "Tỷ lệ đúng hạn và trước hạn của từng đơn vị, với khoảng tin cậy 95%"


@look()
def units_in_time_figure(comparison: pd.DataFrame) -> Figure:
    """One row per unit: its share in time, the interval, and across it what its mix of procedures lets one expect."""
    rows, coverage = _known(comparison).head(MOST_ROWS).to_dict("records"), judged.judged(comparison)
    figure, ax = canvas(_STEP * len(rows) + 2 * ROW + 14)
    left = min(WIDTH * 0.36, max(text_width(row["unit"], SMALL) for row in rows)) + 10
    lowest = min(min(row["low"], _expected(row) if row["comparable"] else row["low"]) for row in rows)
    first = min(90, 10 * math.floor(lowest / 10))
    room = WIDTH - left - 86

    def x(percent: float) -> float:
        return left + (percent - first) / (100 - first) * room

    _draw_scale(ax, x, first, _STEP * len(rows))
    for number, row in enumerate(rows):
        _draw_row(ax, x, row, left, 2 * ROW + 10 + _STEP * (len(rows) - number - 0.5), coverage)
    foot = "%, đường ngang là khoảng tin cậy" + (
        "; vạch đứng là mức dự kiến" if any(row["comparable"] for row in rows) else ""
    )
    write(ax, left, 3, foot, size=SMALL, va="baseline", color=MUTED)
    return figure


def units_in_time(comparison: pd.DataFrame) -> Picture | Empty:
    """The rows as a picture block; a sentence where there is nothing to draw."""
    rows = _known(comparison)
    if rows.empty:
        what = "đơn vị nào giải quyết xong hồ sơ"
        return Empty(judged.clear(f"Trong kỳ chưa có {what}.", what, judged.counted(comparison)))
    coverage = judged.judged(comparison)
    words = (
        f"{row['unit']}: {_share(row, coverage)}, khoảng "
        f"{numbers.number(row['low'], 1)}–{numbers.number(row['high'], 1)}%"
        for row in rows.to_dict("records")
    )
    more = f" ({MOST_ROWS} đơn vị nhiều hồ sơ nhất)" if len(rows) > MOST_ROWS else ""
    return picture(
        units_in_time_figure(comparison), f"{_CAPTION}. {'; '.join(words)}.", _CAPTION + more + judged.beside(coverage),
    )


def _known(comparison: pd.DataFrame) -> pd.DataFrame:
    return comparison[(comparison["timed"] > 0) & comparison["low"].notna()]


def _share(row: dict, coverage: judged.Judged) -> str:
    return judged.share(row["timed"] - row["late"], row["timed"], coverage, good=True, digits=1)


def _expected(row: dict) -> float:
    """The share in time, in per cent, that the unit's mix of procedures lets one expect."""
    return 100 * (row["timed"] - row["late"] + row["late_comparable"] - row["expected"]) / row["timed"]


def _draw_scale(ax: Axes, x, first: int, height: float) -> None:
    step = 10 if first >= 50 else 20
    for percent in range(first, 101, step):
        ax.plot([x(percent)] * 2, [2 * ROW + 6, 2 * ROW + 10 + height], color=GRID, linewidth=0.6)
        write(ax, x(percent), ROW + 6, f"{percent}", size=SMALL, ha="center", va="baseline", color=MUTED)


def _draw_row(ax: Axes, x, row: dict, left: float, y: float, coverage: judged.Judged) -> None:
    write(
        ax, left - 8, y, wrapped(row["unit"], WIDTH * 0.36, SMALL), size=SMALL, ha="right", va="center",
        linespacing=1.05,
    )
    ax.plot([x(row["low"]), x(row["high"])], [y, y], color=OKABE_ITO["blue"], linewidth=2)
    ax.plot([x(row["rate"])], [y], color=OKABE_ITO["blue"], marker="o", markersize=6)
    if row["comparable"]:
        ax.plot([x(_expected(row))] * 2, [y - 7, y + 7], color=INK, linewidth=2)
    write(ax, WIDTH, y, _share(row, coverage), size=SMALL, ha="right", va="center_baseline")
