"""The life of one late dossier as a strip on a calendar axis: who held it when, against its deadline."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from tthc.display.blocks import Picture, numbers
from tthc.display.blocks.clean_text import clean
from tthc.display.figures import axis
from tthc.display.figures.bars import box
from tthc.display.figures.callouts import Placed, place, rows
from tthc.display.figures.labels import on_fill, text_width, write
from tthc.display.figures.style import (
    ALARM,
    CLOSED,
    FULL_WIDTH,
    INK,
    MUTED,
    OKABE_ITO,
    SMALL,
    STATES,
    WARNING,
    look,
    sheet,
)
from tthc.display.figures.svg import picture
from tthc.model.days import FULL_DAY_WM, last_day
from tthc.model.schema import label
from tthc.model.words import LATE, OPEN, Party

WIDTH = FULL_WIDTH * 72  # points; one unit of the vertical axis is a point too
STRIP, RAIL, ROW, AXIS = 34.0, 4.0, 10.5, 14.0
MOST_CALLOUTS, LEAST_CALLOUT_WM = 3, 96.0


@dataclass(frozen=True)
class Block:
    """A stretch with one state and holder; adjoining segments that differ in neither are one block."""

    start: datetime
    end: datetime
    wm: float
    state: str
    holder: str
    day_wm: float = FULL_DAY_WM

    @property
    def days(self) -> str:
        return f"{numbers.days_number(self.wm, full_day_wm=self.day_wm)} ngày"

    @property
    def words(self) -> str:
        return ", ".join(part for part in (label("state_short", self.state), self.holder, self.days) if part)


@dataclass(frozen=True)
class Mark:
    """An instant with a name above the strip."""

    at: datetime
    text: str
    colour: str = INK


@look()
def timeline_figure(dossier: Mapping, segments: pd.DataFrame, calendar: pd.DataFrame) -> Figure:
    """One row of `late` (with issued_at where known), that dossier's segments, and the calendar's
    days (date, is_work).
    """
    blocks, marks = _blocks(segments, calendar), _marks(dossier)
    scale = axis.Days(_times(dossier, blocks), WIDTH)
    called = _callouts(blocks, scale)
    above = place([scale(mark.at) for mark in marks], [text_width(mark.text, SMALL) for mark in marks], WIDTH)
    below = place([scale.middle(b.start, b.end) for b in called], [text_width(b.words, SMALL) for b in called], WIDTH)
    bottom = AXIS + ROW * rows(below) + RAIL + 4
    top = bottom + STRIP
    height = top + ROW * rows(above) + 5
    figure = sheet(FULL_WIDTH, height / 72)
    ax = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, height))
    ax.set_axis_off()
    _closed_days(ax, calendar, scale, bottom)
    due = None if numbers.is_unknown(dossier["due_at"]) else scale(dossier["due_at"])
    for block in blocks:
        _draw_block(ax, block, scale, bottom, block not in called, due)
    for mark, at in zip(marks, above, strict=True):
        _draw_mark(ax, mark, at, scale, bottom, top)
    for block, at in zip(called, below, strict=True):
        _draw_callout(ax, block, at, scale, bottom)
    _overdue(ax, dossier, scale, top)
    axis.draw_dates(ax, scale, AXIS)
    return figure


def timeline(dossier: Mapping, segments: pd.DataFrame, calendar: pd.DataFrame) -> Picture:
    """The strip as a picture block; its alternative text tells the life in words."""
    alt = _alt(dossier, _blocks(segments, calendar))
    return picture(timeline_figure(dossier, segments, calendar), alt, _caption(dossier))


def timelines(
    late: pd.DataFrame,
    segments: pd.DataFrame,
    calendar: pd.DataFrame,
    dossiers: pd.DataFrame | None = None,
    limit: int = 50,
) -> dict[str, Picture]:
    """Dossier id → its strip, for the first `limit` late dossiers that have segments. `dossiers` tells when results
    were issued.
    """
    by_dossier = dict(list(segments.groupby("dossier_id", sort=False)))
    issued = {} if dossiers is None else dossiers.drop_duplicates("dossier_id").set_index("dossier_id")["issued_at"]
    return {
        row["dossier_id"]: timeline(
            {**row, "issued_at": issued.get(row["dossier_id"])}, by_dossier[row["dossier_id"]], calendar,
        )
        for row in late.head(limit).to_dict("records")
        if row["dossier_id"] in by_dossier
    }


def _blocks(segments: pd.DataFrame, calendar: pd.DataFrame) -> list[Block]:
    """Days are those of the calendar: its longest is a full one."""
    day_wm = float(calendar["day_wm"].max()) if "day_wm" in calendar and len(calendar) else FULL_DAY_WM
    blocks: list[Block] = []
    for row in segments.sort_values("seg_no").to_dict("records"):
        holder = _holder(row)
        if blocks and (blocks[-1].state, blocks[-1].holder, blocks[-1].end) == (row["state"], holder, row["from_at"]):
            last = blocks.pop()
            blocks.append(Block(last.start, row["to_at"], last.wm + row["wm"], last.state, holder, day_wm))
        else:
            blocks.append(Block(row["from_at"], row["to_at"], row["wm"], row["state"], holder, day_wm))
    return blocks


def _holder(row: Mapping) -> str:
    if row["party"] in (Party.APPLICANT, Party.NO_RECORD, Party.SYSTEM):
        return ""
    return next(
        (clean(row[name]) for name in ("officer", "unit") if not numbers.is_unknown(row[name]) and row[name]), "",
    )


def _marks(dossier: Mapping) -> list[Mark]:
    is_open = dossier["outcome"] in OPEN
    end = "Chưa xong, chốt số liệu" if is_open else "Kết thúc"
    until = last_day(dossier["end_at"]) if is_open else dossier["end_at"]  # a cut at midnight belongs to the day before
    overdue = f", quá hạn {_days_late(dossier)} ngày" if dossier["outcome"] in LATE else ""
    marks = [Mark(dossier["received_at"], f"Tiếp nhận {numbers.date(dossier['received_at'])}")]
    if not numbers.is_unknown(dossier["due_at"]):
        marks.append(Mark(dossier["due_at"], f"Hẹn trả {numbers.date(dossier['due_at'])}", ALARM))
    if not numbers.is_unknown(issued := dossier.get("issued_at")) and issued <= dossier["end_at"]:
        marks.append(Mark(issued, f"▼ Ban hành kết quả {numbers.date(issued)}", OKABE_ITO["blue"]))
    marks.append(Mark(dossier["end_at"], f"{end} {numbers.date(until)}{overdue}"))
    return marks


def _days_late(dossier: Mapping) -> str:
    """Counted by dates, as the text beside the strip counts; from the clock where no date is known."""
    count = dossier.get("n_days_late")
    count = math.ceil(dossier["late_wm"] / FULL_DAY_WM) if count is None or numbers.is_unknown(count) else count
    return numbers.number(count) if count >= 1 else "dưới 1"


def _times(dossier: Mapping, blocks: list[Block]) -> list[datetime]:
    known = [dossier[name] for name in ("received_at", "due_at", "end_at") if not numbers.is_unknown(dossier[name])]
    return [*known, *(block.end for block in blocks)]


def _callouts(blocks: list[Block], scale: axis.Days) -> list[Block]:
    """The longest of the blocks too narrow for their own label, in the order of time; the shortest are left unnamed."""
    least = min(LEAST_CALLOUT_WM, 0.04 * sum(block.wm for block in blocks))
    narrow = [block for block in blocks if not _fits(block, scale) and block.wm > least]
    longest = sorted(narrow, key=lambda b: -b.wm)[:MOST_CALLOUTS]
    return [block for block in narrow if block in longest]


def _fits(block: Block, scale: axis.Days) -> bool:
    """With the whole name of who held it: half a name is nobody's."""
    return scale.width(block.start, block.end) >= 6 + _widest(block)


def _widest(block: Block) -> float:
    return max(
        text_width(label("state_short", block.state), SMALL, True),
        *(text_width(text, SMALL) for text in (block.holder, block.days)),
    )


def _beside(left: float, right: float, width: float, due: float | None) -> float:
    """Where a label of this width has its middle: that of the block, or of its wider side of the deadline's line where
    the line would run through the label.
    """
    middle = (left + right) / 2
    if due is None or abs(due - middle) > width / 2 + 2:
        return middle
    start, end = (left, due) if due - left > right - due else (due, right)
    return (start + end) / 2 if end - start >= width + 6 else middle


def _draw_block(
    ax: Axes, block: Block, scale: axis.Days, bottom: float, is_labelled: bool, due: float | None,
) -> None:
    fill, left, width = STATES[block.state], scale(block.start), scale.width(block.start, block.end)
    box(ax, left, bottom, width, STRIP, fill)
    if not is_labelled or not _fits(block, scale):
        return
    lines = [
        (label("state_short", block.state), True),
        (block.holder, False),
        (block.days, False),
    ]
    lines = [(text, bold) for text, bold in lines if text]
    middle = _beside(left, left + width, _widest(block), due)
    for number, (text, bold) in enumerate(lines):
        y = bottom + STRIP / 2 + (len(lines) - 1) * 5 - number * 10
        on_fill(ax, middle, y, text, fill, size=SMALL, bold=bold)


def _draw_mark(ax: Axes, mark: Mark, at: Placed, scale: axis.Days, bottom: float, top: float) -> None:
    x, y = scale(mark.at), top + 5 + ROW * at.row
    ax.plot(
        [x, x],
        [bottom - RAIL if mark.colour == ALARM else top, y],
        color=mark.colour,
        linewidth=1.6 if mark.colour == ALARM else 0.7,
    )
    write(ax, at.centre, y + 2.5, mark.text, size=SMALL, ha="center", va="baseline", color=mark.colour)


def _draw_callout(ax: Axes, block: Block, at: Placed, scale: axis.Days, bottom: float) -> None:
    x, y = scale.middle(block.start, block.end), bottom - RAIL - 2 - ROW * (at.row + 1)
    ax.plot([x, x], [bottom, y + 9], color=MUTED, linewidth=0.6)
    write(ax, at.centre, y + 1, block.words, size=SMALL, ha="center", va="baseline")


def _overdue(ax: Axes, dossier: Mapping, scale: axis.Days, top: float) -> None:
    if not numbers.is_unknown(dossier["due_at"]) and dossier["end_at"] > dossier["due_at"]:
        start = max(dossier["due_at"], dossier["received_at"])
        ax.add_patch(
            Rectangle((scale(start), top), scale.width(start, dossier["end_at"]), 3, facecolor=WARNING, linewidth=0)
        )


def _closed_days(ax: Axes, calendar: pd.DataFrame, scale: axis.Days, bottom: float) -> None:
    """Closed days as a grey rail along the foot of the strip; too many to see beyond two years."""
    days = pd.to_datetime(calendar.loc[~calendar["is_work"].astype(bool), "date"])
    inside = [scale(day) for day in days[(days >= scale.first) & (days < scale.last)]]
    if 0 < len(inside) <= 240:
        ax.add_patch(_boxes(inside, scale.day, bottom - RAIL, bottom, facecolor=CLOSED))


def _boxes(lefts: list[float], width: float, bottom: float, top: float, **look) -> PathPatch:
    """Many boxes as one shape."""
    unit = Path.unit_rectangle()
    corners = np.asarray(unit.vertices)
    boxes = (Path(corners * (width, top - bottom) + (left, bottom), unit.codes) for left in lefts)
    return PathPatch(Path.make_compound_path(*boxes), linewidth=0, **look)


def _caption(dossier: Mapping) -> str:
    return f"Hồ sơ {clean(dossier['dossier_id'])}: ai giữ, trong bao lâu (ngày làm việc), so với ngày hẹn trả"


def _alt(dossier: Mapping, blocks: list[Block]) -> str:
    marks = "; ".join(mark.text.removeprefix("▼ ") for mark in _marks(dossier))
    held = "; ".join(
        f"{numbers.date(block.start)}–{numbers.date(last_day(block.end))}: {block.words}"
        for block in blocks
        if block.wm > 0
    )
    return f"Dải thời gian của hồ sơ {dossier['dossier_id']}. {marks}. Lần lượt: {held}."
