"""How dossiers ended against their deadlines: by month, by field, by procedure."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from tthc.display.blocks import Empty, Picture, judged, numbers
from tthc.display.figures.bars import WIDTH, Piece, Row, box, canvas, draw_legend, ranked_rows
from tthc.display.figures.labels import on_fill, text_width, write
from tthc.display.figures.style import ALARM, MUTED, OUTCOMES, SMALL, look
from tthc.display.figures.svg import picture
from tthc.model.schema import label
from tthc.model.words import Outcome

FINISHED = (Outcome.EARLY, Outcome.ON_TIME, Outcome.LATE)
MOST_ROWS = 15


@look()
def outcomes_by_month_figure(dossiers: pd.DataFrame) -> Figure:
    """One column per month in which dossiers were finished: early, on time, late. `dossiers`: outcome, end_at."""
    counts = _by_month(dossiers)
    height, foot = 118.0, 26.0
    figure, ax = canvas(height + foot + 22)
    step = WIDTH / max(len(counts), 4)
    scale = (height - 14) / counts.sum(axis=1).max()
    for number, (month, row) in enumerate(counts.iterrows()):
        _draw_column(ax, month, row, (number + 0.14) * step, step * 0.72, foot, scale)
    ax.plot([0, step * len(counts)], [foot] * 2, color=MUTED, linewidth=0.6)
    write(ax, 0, 3, "số hồ sơ đã giải quyết, theo tháng kết thúc", size=SMALL, va="baseline", color=MUTED)
    draw_legend(ax, _legend(counts.columns[counts.sum() > 0]), 0, height + foot + 8)
    return figure


def outcomes_by_month(dossiers: pd.DataFrame) -> Picture | Empty:
    """The columns as a picture block; a sentence where there is nothing to draw."""
    if not as_in_the_form(dossiers)["outcome"].isin(FINISHED).any():
        return Empty(_none_settled(dossiers))
    months = (
        f"{month}: {numbers.count(row.sum())}, {row['late']} quá hạn"
        for month, row in _by_month(dossiers).iterrows()
    )
    return picture(
        outcomes_by_month_figure(dossiers),
        f"Số hồ sơ đã giải quyết theo tháng. {'; '.join(months)}.",
        f"Hồ sơ đã giải quyết theo tháng kết thúc và theo kết quả về thời hạn{judged.beside(dossiers)}",
    )


def _none_settled(dossiers: pd.DataFrame) -> str:
    what = "hồ sơ nào được giải quyết so với ngày hẹn trả"
    return judged.clear(f"Trong kỳ chưa có {what}.", what, dossiers)


def as_in_the_form(dossiers: pd.DataFrame) -> pd.DataFrame:
    """Withdrawn dossiers, and those finished without a deadline, stand under on time as in form II.06a."""
    shown = dict.fromkeys((Outcome.WITHDRAWN, Outcome.NO_DUE), Outcome.ON_TIME)
    return dossiers.assign(outcome=dossiers["outcome"].replace(shown))


def _by_month(dossiers: pd.DataFrame) -> pd.DataFrame:
    """Months in order, also the empty ones between; years where there are more than 36 months."""
    done = as_in_the_form(dossiers)
    done = done[done["outcome"].isin(FINISHED)]
    months = pd.to_datetime(done["end_at"]).dt.to_period("M")
    long = len(months) and (months.max() - months.min()).n > 36
    times = months.dt.asfreq("Y") if long else months
    counts = pd.crosstab(times, done["outcome"]).reindex(columns=list(FINISHED), fill_value=0)
    counts = counts.reindex(pd.period_range(times.min(), times.max(), freq="Y" if long else "M"), fill_value=0)
    counts.index = [f"{one.year}" if long else f"{one.month:02d}/{one.year}" for one in counts.index]
    return counts


def _draw_column(ax, month: str, row: pd.Series, left: float, width: float, bottom: float, scale: float) -> None:
    at = bottom
    for outcome in FINISHED:
        tall = row[outcome] * scale
        if tall:
            box(ax, left, at, width, tall, OUTCOMES[outcome])
            if tall >= 10 and outcome != Outcome.LATE:
                on_fill(
                    ax, left + width / 2, at + tall / 2, numbers.number(row[outcome]), OUTCOMES[outcome], size=SMALL,
                )
        at += tall
    late = f"{row['late']} quá hạn" if text_width("000 quá hạn", SMALL) < width * 1.3 else f"{row['late']}"
    if row["late"]:
        write(ax, left + width / 2, at + 3, late, size=SMALL, ha="center", va="baseline", color=ALARM)
    if text_width(month, SMALL) < width * 1.35:
        write(ax, left + width / 2, bottom - 11, month, size=SMALL, ha="center", va="baseline")


def _legend(outcomes) -> list[Piece]:
    return [Piece(label("outcome", outcome), 1, "", OUTCOMES[outcome]) for outcome in outcomes]


@look()
def outcomes_by_group_figure(dossiers: pd.DataFrame, by: str = "field") -> Figure:
    """One row per group (a column of `dossiers`, such as field or procedure_name): its dossiers by outcome."""
    counts = _by_group(dossiers, by)
    rows = [
        Row(
            str(name),
            [Piece("", row[outcome], numbers.number(row[outcome]), OUTCOMES[outcome]) for outcome in OUTCOMES],
            _late_of(row),
        )
        for name, row in counts.iterrows()
    ]
    return ranked_rows(rows, "số hồ sơ", legend=_legend([outcome for outcome in OUTCOMES if counts[outcome].sum() > 0]))


def outcomes_by_group(
    dossiers: pd.DataFrame, by: str = "field", caption: str = "Hồ sơ theo lĩnh vực và kết quả về thời hạn"
) -> Picture | Empty:
    """The rows as a picture block; a sentence where there is nothing to draw."""
    if _by_group(dossiers, by).empty:
        return Empty(judged.none("hồ sơ nào để so sánh", judged.counted(dossiers)))
    rows = "; ".join(f"{name}: {_late_of(row)}" for name, row in _by_group(dossiers, by).iterrows())
    return picture(outcomes_by_group_figure(dossiers, by), f"{caption}. {rows}.", f"{caption}{judged.beside(dossiers)}")


def _by_group(dossiers: pd.DataFrame, by: str) -> pd.DataFrame:
    dossiers = as_in_the_form(dossiers)
    names = dossiers[by].astype(object).where(dossiers[by].notna(), "(không ghi)")
    counts = pd.crosstab(names, dossiers["outcome"]).reindex(columns=list(OUTCOMES), fill_value=0)
    counts = counts[counts.sum(axis=1) > 0]
    late = -(counts["late"] + counts["open_late"])
    order = pd.DataFrame(
        {"late": late, "all": -counts.sum(axis=1), "name": counts.index}, index=counts.index,
    ).sort_values(
        ["late", "all", "name"]
    )
    return counts.loc[order.index].head(MOST_ROWS)


def _late_of(row: pd.Series) -> str:
    late, total = row["late"] + row["open_late"], row.sum()
    return f"{late}/{total} quá hạn" if late else f"0/{total}"
