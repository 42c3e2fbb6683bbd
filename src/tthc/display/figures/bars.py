"""Bars that several pictures are made of: one bar of pieces, and ranked rows with a value written beside each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from tthc.display.figures.callouts import Placed, place, rows
from tthc.display.figures.labels import broken, on_fill, text_width, wrapped, write
from tthc.display.figures.style import FULL_WIDTH, GRID, INK, MUTED, SIZE, SMALL, Fill, sheet

WIDTH = FULL_WIDTH * 72
BAR, ROW, LINE = 38.0, 12.0, 11.0


@dataclass(frozen=True)
class Piece:
    """A part of a bar: `text` is its value as read by people."""

    label: str
    value: float
    text: str
    fill: Fill

    @property
    def words(self) -> str:
        return f"{self.label}: {self.text}"


def canvas(height: float) -> tuple[Figure, Axes]:
    """A figure of full width whose axes count points from the lower left corner."""
    figure = sheet(FULL_WIDTH, height / 72)
    ax = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, height))
    ax.set_axis_off()
    return figure, ax


def box(ax: Axes, left: float, bottom: float, width: float, height: float, fill: Fill) -> Rectangle:
    look: dict[str, Any] = {"fc": fill.colour, "ec": fill.edge, "hatch": fill.hatch}
    drawn = Rectangle((left, bottom), max(width, 0.6), height, linewidth=0.8, **look)
    ax.add_patch(drawn)
    return drawn


def stacked_bars(bars: Sequence[tuple[str, Sequence[Piece]]], foot: str) -> Figure:
    """Each bar over the full width, its title above it, pieces labelled inside or by a leader below; `foot` names the
    unit.
    """
    laid = [(title, [piece for piece in pieces if piece.value > 0]) for title, pieces in bars]
    called = [_called(pieces) for _, pieces in laid]
    heights = [
        BAR + ROW * rows(labels) + (ROW + 4 if title else 0) + 8
        for (title, _), (_, labels) in zip(laid, called, strict=True)
    ]
    figure, ax = canvas(sum(heights) + ROW + 4)
    top = sum(heights) + ROW + 4
    for (title, pieces), (narrow, labels), height in zip(laid, called, heights, strict=True):
        top = _draw_bar(ax, title, pieces, narrow, labels, top, height)
    write(ax, WIDTH, 3, foot, size=SMALL, ha="right", va="baseline", color=MUTED)
    return figure


def _spans(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    total, at, spans = sum(piece.value for piece in pieces), 0.0, []
    for piece in pieces:
        width = piece.value / total * WIDTH
        spans.append((at, width))
        at += width
    return spans


def _inside(piece: Piece, width: float) -> list[tuple[str, bool]]:
    """The lines (text, bold) that stand inside the piece; empty when they do not fit."""
    if text_width(piece.text, SIZE) > width - 8:
        return []
    name = broken(piece.label, width - 8, SIZE, bold=True)
    return [*((line, True) for line in name), (piece.text, False)] if name else []


def _called(pieces: Sequence[Piece]) -> tuple[list[int], list[Placed]]:
    spans = _spans(pieces)
    narrow = [i for i, piece in enumerate(pieces) if not _inside(piece, spans[i][1])]
    anchors = [spans[i][0] + spans[i][1] / 2 for i in narrow]
    return narrow, place(anchors, [text_width(pieces[i].words, SMALL) for i in narrow], WIDTH)


def _draw_bar(
    ax: Axes, title: str, pieces: Sequence[Piece], narrow: list[int], labels: list[Placed], top: float, height: float,
) -> float:
    if title:
        write(ax, 0, top - ROW + 1, title, bold=True, va="baseline")
    bottom = top - (ROW + 4 if title else 0) - BAR
    for i, (piece, (left, width)) in enumerate(zip(pieces, _spans(pieces), strict=True)):
        box(ax, left, bottom, width, BAR, piece.fill)
        inside = [] if i in narrow else _inside(piece, width)
        for number, (text, bold) in enumerate(inside):
            y = bottom + BAR / 2 + ((len(inside) - 1) / 2 - number) * LINE
            on_fill(ax, left + width / 2, y, text, piece.fill, bold=bold)
    for i, label in zip(narrow, labels, strict=True):
        y = bottom - ROW * (label.row + 1)
        ax.plot([label.anchor] * 2, [bottom, y + 9], color=MUTED, linewidth=0.6)
        write(ax, label.centre, y + 1, pieces[i].words, size=SMALL, ha="center", va="baseline")
    return top - height


@dataclass(frozen=True)
class Row:
    """One row of a ranked picture: pieces from the left, `text` after the bar, an optional mark across it."""

    label: str
    pieces: Sequence[Piece]
    text: str
    mark: float | None = None

    @property
    def value(self) -> float:
        return sum(piece.value for piece in self.pieces)


def ranked_rows(
    data: Sequence[Row], axis_title: str, *, most: float | None = None, legend: Sequence[Piece] = (),
) -> Figure:
    """Rows from top to bottom, all on one scale from 0; `most` fixes its end. The legend stands above, where there is
    one.
    """
    step = 27.0
    left = min(WIDTH * 0.36, max(text_width(row.label, SMALL) for row in data)) + 8
    legend_height = ROW * len(legend_lines(legend, left)) + 6 if legend else 0.0
    figure, ax = canvas(step * len(data) + legend_height + ROW + 12)
    room = WIDTH - left - max(text_width(row.text, SIZE) for row in data) - 10
    scale = room / (most or max(max(row.value, row.mark or 0) for row in data) or 1)
    for number, row in enumerate(data):
        bottom = step * (len(data) - number - 1) + ROW + 9
        _draw_row(ax, row, left, bottom, step - 11, scale)
    ax.plot([left, left], [ROW + 4, step * len(data) + ROW + 6], color=MUTED, linewidth=0.6)
    ax.plot([left, left + room], [ROW + 4] * 2, color=GRID, linewidth=0.6)
    write(ax, left, 3, axis_title, size=SMALL, va="baseline", color=MUTED)
    draw_legend(ax, legend, left, step * len(data) + ROW + 12)
    return figure


def _draw_row(ax: Axes, row: Row, left: float, bottom: float, height: float, scale: float) -> None:
    name, size = wrapped(row.label, WIDTH * 0.36, SMALL), SMALL
    write(ax, left - 6, bottom + height / 2, name, size=size, ha="right", va="center", linespacing=1.05)
    at = left
    for piece in row.pieces:
        if piece.value > 0:
            box(ax, at, bottom, piece.value * scale, height, piece.fill)
            if piece.text and text_width(piece.text, SMALL) + 4 <= piece.value * scale:
                on_fill(ax, at + piece.value * scale / 2, bottom + height / 2, piece.text, piece.fill, size=SMALL)
            at += piece.value * scale
    if row.mark is not None:
        ax.plot([left + row.mark * scale] * 2, [bottom - 3, bottom + height + 3], color=INK, linewidth=2)
    end = max(at, left + (row.mark or 0) * scale)
    write(ax, end + 5, bottom + height / 2, row.text, va="center_baseline")


def legend_lines(legend: Sequence[Piece], left: float) -> list[list[tuple[float, Piece]]]:
    """The legend's entries by line, each with its place: one line from `left`, or as many as they need from 0."""
    widths = [13 + text_width(piece.label, SMALL) + 14 for piece in legend]
    if left + sum(widths) - 14 > WIDTH:
        left = 0
    lines: list[list[tuple[float, Piece]]] = [[]]
    at = left
    for piece, width in zip(legend, widths, strict=True):
        if lines[-1] and at + width - 14 > WIDTH:
            lines.append([])
            at = left
        lines[-1].append((at, piece))
        at += width
    return lines


def draw_legend(ax: Axes, legend: Sequence[Piece], left: float, bottom: float) -> None:
    """Small squares with their names; `bottom` is that of the last line."""
    lines = legend_lines(legend, left)
    for number, line in enumerate(lines):
        y = bottom + ROW * (len(lines) - 1 - number)
        for at, piece in line:
            box(ax, at, y, 9, 9, piece.fill)
            write(ax, at + 13, y + 1.5, piece.label, size=SMALL, va="baseline")
