"""The late dossiers' time in each step, against the norm that the internal procedure grants it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tthc.display.blocks import Empty, Picture, judged, numbers
from tthc.display.figures.bars import ROW, WIDTH, canvas
from tthc.display.figures.labels import shortened, text_width, write
from tthc.display.figures.style import ALARM, GRID, INK, MUTED, SMALL, STATES, look, tint
from tthc.display.figures.svg import picture
from tthc.model.days import FULL_DAY_WM
from tthc.model.words import State

MOST_STEPS, MOST_POINTS = 12, 60
STEP = 24.0


@look()
def steps_against_norms_figure(parts: pd.DataFrame, day_wm: float = FULL_DAY_WM) -> Figure:
    """One row per step: a point for each late dossier's days in it, the norm as a bar across; many points become their
    middle half.

    `parts`: part, step, used_wm, norm_wm. `day_wm`: the minutes of a full day.
    """
    steps = _steps(parts)
    figure, ax = canvas(STEP * len(steps) + 2 * ROW + 10)
    left = min(WIDTH * 0.32, max(text_width(name, SMALL) for name in steps)) + 10
    right = WIDTH - max(text_width(_over_words(rows), SMALL) for rows in steps.values()) - 10
    most = max(rows[["used_wm", "norm_wm"]].max().max() for rows in steps.values())
    scale = (right - left) / max(most, 1)  # points per working minute
    for number, (name, rows) in enumerate(steps.items()):
        y = STEP * (len(steps) - number - 0.5) + 2 * ROW + 8
        write(ax, left - 8, y, shortened(name, left - 10, SMALL), size=SMALL, ha="right", va="center_baseline")
        ax.plot([left, right], [y, y], color=GRID, linewidth=0.6)
        _draw_step(ax, rows, left, y, scale)
    _draw_days(ax, left, right - left, scale * day_wm, STEP * len(steps) + 2 * ROW + 6)
    write(ax, left, 3, _foot(steps), size=SMALL, va="baseline", color=MUTED)
    return figure


def _foot(steps: dict[str, pd.DataFrame]) -> str:
    """What the marks mean; only those that are there."""
    many = any(len(rows) > MOST_POINTS for rows in steps.values())
    few = any(len(rows) <= MOST_POINTS for rows in steps.values())
    norms = any(rows["norm_wm"].notna().any() for rows in steps.values())
    marks = (
        (few, "chấm là một hồ sơ quá hạn"), (many, "dải là nửa giữa của các hồ sơ quá hạn"),
        (norms, "vạch đậm là định mức"),
    )
    return "; ".join(["ngày làm việc ở bước", *(text for is_there, text in marks if is_there)])


def steps_against_norms(parts: pd.DataFrame, info: Mapping | None = None) -> Picture | Empty:
    """The rows as a picture block; a sentence where there is nothing to draw."""
    if not _steps(parts):
        return Empty(judged.none("bước nào của hồ sơ quá hạn để so với định mức", parts, where=""))
    words = "; ".join(f"{name}: {_over_words(rows)}" for name, rows in _steps(parts).items())
    return picture(
        steps_against_norms_figure(parts, info["day_wm"] if info else FULL_DAY_WM),
        f"Thời gian ở từng bước so với định mức. {words}.",
        "Thời gian của các hồ sơ quá hạn ở từng bước, so với định mức của bước",
    )


def _steps(parts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Step → rows of late dossiers that reached it, the step with the greatest excess first."""
    rows = parts[(parts["part"] == "step") & parts["step"].notna() & (parts["used_wm"] > 0)]
    excess = rows.groupby("step")["over_wm"].sum().sort_values(ascending=False, kind="stable")
    return {str(step): rows[rows["step"] == step] for step in excess.index[:MOST_STEPS]}


def _draw_days(ax: Axes, left: float, room: float, day: float, top: float) -> None:
    """Working days under the rows, as close as their numbers allow; `day` is the width of one."""
    step = next((n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500) if n * day >= 36), 1000)
    for n in range(0, int(room / day) + 1, step):
        x = left + n * day
        ax.plot([x, x], [2 * ROW + 4, top], color=MUTED if n == 0 else GRID, linewidth=0.6, zorder=0.5)
        write(ax, x, ROW + 3, str(n), size=SMALL, ha="center", va="baseline", color=MUTED)


def _over(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["norm_wm"].notna() & (rows["used_wm"] > rows["norm_wm"])]


def _over_words(rows: pd.DataFrame) -> str:
    n = rows["dossier_id"].nunique()
    if rows["norm_wm"].isna().all():
        return f"{numbers.number(n)} hồ sơ, không có định mức"
    return f"{numbers.number(_over(rows)['dossier_id'].nunique())}/{numbers.number(n)} hồ sơ vượt"


def _draw_step(ax: Axes, rows: pd.DataFrame, left: float, y: float, scale: float) -> None:
    used = rows["used_wm"]
    if len(used) <= MOST_POINTS:
        ax.scatter(
            left + used * scale,
            [y] * len(used),
            s=26,
            color=tint(STATES[State.WORK].colour, 0.55),
            edgecolors=STATES[State.WORK].colour,
            linewidths=0.8,
            zorder=3,
        )
    else:
        low, middle, high = (left + used.quantile(q) * scale for q in (0.25, 0.5, 0.75))
        ax.plot([low, high], [y, y], color=tint(STATES[State.WORK].colour, 0.55), linewidth=9, solid_capstyle="butt")
        ax.plot([middle, middle], [y - 5, y + 5], color=STATES[State.WORK].colour, linewidth=2)
    if rows["norm_wm"].notna().any():
        norm = left + rows["norm_wm"].median() * scale
        ax.plot([norm, norm], [y - 8, y + 8], color=INK, linewidth=2.4, zorder=4)
    write(
        ax,
        WIDTH,
        y,
        _over_words(rows),
        size=SMALL,
        ha="right",
        va="center_baseline",
        color=ALARM if len(_over(rows)) else INK,
    )
