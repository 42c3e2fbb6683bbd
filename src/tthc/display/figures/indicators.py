"""Indicators against their targets, and over the periods."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tthc.display.blocks import Empty, Picture, judged, numbers
from tthc.display.figures.bars import WIDTH, Piece, Row, canvas, ranked_rows
from tthc.display.figures.labels import shortened, text_width, write
from tthc.display.figures.style import GRID, MUTED, OKABE_ITO, OUTCOMES, SIZE, SMALL, Fill, look
from tthc.display.figures.svg import picture
from tthc.model.words import Outcome

MET, MISSED, OPEN = Fill(OKABE_ITO["blue"]), OUTCOMES[Outcome.LATE], Fill(GRID)


@look()
def indicators_figure(indicators: pd.DataFrame) -> Figure:
    """One row per indicator: its value, and the target as a bar across. `indicators`: label, numerator, denominator,
    target (0–1).
    """
    coverage = judged.judged(indicators)
    rows = [
        Row(row.label, [Piece("", _value(row) * 100, "", _fill(row, coverage))], _text(row, coverage), _target(row))
        for row in _known(indicators).itertuples()
    ]
    return ranked_rows(rows, "%, vạch đậm là mục tiêu", most=100)


def indicators(indicators: pd.DataFrame) -> Picture | Empty:
    """The rows as a picture block; a sentence where there is nothing to draw."""
    if _known(indicators).empty:
        return Empty("Không có tỷ lệ nào tính được.")
    coverage = judged.judged(indicators)
    words = "; ".join(
        f"{row.label}: {_text(row, coverage)}{_target_words(row)}"
        for row in _known(indicators).itertuples()
    )
    return picture(
        indicators_figure(indicators), f"Các tỷ lệ so với mục tiêu. {words}.",
        f"Các tỷ lệ so với mục tiêu{judged.beside(coverage)}",
    )


def _known(indicators: pd.DataFrame) -> pd.DataFrame:
    return indicators[indicators["denominator"].fillna(0) > 0]


def _value(row) -> float:
    return row.numerator / row.denominator


def _target(row) -> float | None:
    return None if numbers.is_unknown(row.target) else row.target * 100


def _target_words(row) -> str:
    return "" if numbers.is_unknown(row.target) else f", mục tiêu {numbers.percent(row.target, 1, 0)}"


def _fill(row, coverage: judged.Judged) -> Fill:
    """Grey where what was not judged may decide whether the target is met."""
    if numbers.is_unknown(row.target) or coverage.is_whole:
        return MISSED if not numbers.is_unknown(row.target) and _value(row) < row.target else MET
    met = judged.is_met(row.numerator, row.denominator, row.target, coverage)
    return OPEN if met is None else MET if met else MISSED


def _text(row, coverage: judged.Judged) -> str:
    return judged.share(row.numerator, row.denominator, coverage, good=True, digits=1)


@look()
def trends_figure(trends: pd.DataFrame) -> Figure:
    """One small line per measure over the periods, in their order. `trends`: label, period, value, measured_in (rate or
    count).

    told: the value in words, where a column of that name has them.
    """
    names = list(dict.fromkeys(trends["label"]))
    strip = 44.0
    figure, ax = canvas(strip * len(names) + 18)
    periods = list(dict.fromkeys(trends["period"]))
    left = min(WIDTH * 0.3, max(text_width(name, SIZE) for name in names)) + 56
    step = (WIDTH - left - 60) / max(len(periods) - 1, 1)
    for number, name in enumerate(names):
        rows = trends[(trends["label"] == name) & trends["value"].notna()]
        y = strip * (len(names) - number - 1) + 24
        write(ax, left - 52, y + 8, shortened(name, left - 52), ha="right", va="center_baseline")
        _draw_line(ax, rows, [left + periods.index(period) * step for period in rows["period"]], y)
    for i, period in enumerate(periods):
        if step > text_width(str(period), SMALL) + 6 or i in (0, len(periods) - 1):
            write(ax, left + i * step, 3, str(period), size=SMALL, ha="center", va="baseline", color=MUTED)
    return figure


def trends(trends: pd.DataFrame) -> Picture | Empty:
    """The lines as a picture block; a sentence where there is nothing to draw."""
    if trends.empty:
        return Empty("Chưa có kỳ nào khác để so sánh.")
    rows = [f"{row.label}, {row.period}: {_shown(row)}" for row in trends.itertuples()]
    return picture(
        trends_figure(trends), f"Diễn biến qua các kỳ. {'; '.join(rows)}.", "Diễn biến của các chỉ số qua các kỳ",
    )


def _draw_line(ax: Axes, rows: pd.DataFrame, x: list[float], y: float) -> None:
    low, high = rows["value"].min(), rows["value"].max()
    heights = [y + (value - low) / (high - low or 1) * 20 for value in rows["value"]]
    ax.plot(x, heights, color=OKABE_ITO["blue"], linewidth=1.4, marker="o", markersize=3.5)
    last = len(rows) - 1
    for i, row in enumerate(rows.itertuples()):
        if i in (0, last):
            write(
                ax, x[i] + (6 if i else -6), heights[i], _shown(row), size=SMALL, ha="left" if i else "right",
                va="center_baseline",
            )
        elif min(x[i] - x[i - 1], x[i + 1] - x[i]) > text_width(_shown(row), SMALL) + 10:
            write(ax, x[i], heights[i] + 5, _shown(row), size=SMALL, ha="center", va="baseline", color=MUTED)


def _shown(row) -> str:
    if isinstance(note := getattr(row, "told", None), str):
        return note
    return numbers.percent(row.value, 1, 1) if row.measured_in == "rate" else numbers.number(row.value)
