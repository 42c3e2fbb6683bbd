"""Text in pictures: how wide it is, whether it fits, and how much of it does."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ft2font import FT2Font
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text

from tthc.display.blocks.clean_text import clean
from tthc.display.figures.style import BOLD, FONTS, SIZE, Fill


@lru_cache(maxsize=2)
def _font(bold: bool) -> FT2Font:
    font = FT2Font(str(FONTS / f"SourceSansPro-{'Semibold' if bold else 'Regular'}.ttf"))
    font.set_size(100, 72)
    return font


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = SIZE, bold: bool = False) -> float:
    """Points that one line of text takes."""
    font = _font(bold)
    font.set_text(legible(text))
    return font.get_width_height()[0] / 64 * size / 100


def legible(text: str) -> str:
    """The text with a question mark for every character that the typeface lacks, so that measuring
    and drawing agree.
    """
    known = _known()
    return "".join(letter if ord(letter) in known else "?" for letter in clean(text))


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    return frozenset(_font(False).get_charmap()) & frozenset(_font(True).get_charmap())


def shortened(text: str, width: float, size: float = SIZE, bold: bool = False) -> str:
    """The text, or as much of it as fits into `width` points with an ellipsis; "" when not even four letters fit."""
    text = legible(text[:400])
    if text_width(text, size, bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (
            (middle, high) if text_width(text[:middle].rstrip() + "…", size, bold) <= width else (low, middle - 1)
        )
    return text[:low].rstrip() + "…" if low >= 4 else ""


def broken(text: str, width: float, size: float = SIZE, bold: bool = False, lines: int = 2) -> list[str]:
    """The whole text broken at spaces into at most `lines` lines of `width` points; empty when it does not fit."""
    done: list[str] = []
    rest = legible(text[:400]).split(" ")
    while rest and len(done) < lines:
        n = max((i for i in range(1, len(rest) + 1) if text_width(" ".join(rest[:i]), size, bold) <= width), default=0)
        if n == 0:
            return []
        done.append(" ".join(rest[:n]))
        rest = rest[n:]
    return [] if rest else done


def wrapped(text: str, width: float, size: float = SIZE) -> str:
    """The text in one or two lines of `width` points, shortened where that is not enough."""
    if whole := broken(text, width, size):
        return "\n".join(whole)
    words = legible(text[:400]).split(" ")
    n = max((i for i in range(1, len(words) + 1) if text_width(" ".join(words[:i]), size) <= width), default=0)
    first, rest = " ".join(words[:n]), " ".join(words[n:])
    return "\n".join(line for line in (first, shortened(rest, width, size)) if line)


def on_fill(ax: Axes, x: float, y: float, text: str, fill: Fill, *, size: float = SIZE, bold: bool = False) -> Text:
    """Text centred on a coloured area; on a hatched one it gets a plain ground, or nobody could read it."""
    if fill.hatch:
        width = text_width(text, size, bold) + 4
        ax.add_patch(
            FancyBboxPatch(
                (x - width / 2, y - size * 0.55), width, size * 1.1, fc=fill.colour, linewidth=0,
                boxstyle="square,pad=0",
            )
        )
    return write(ax, x, y, text, size=size, bold=bold, ha="center", va="center_baseline", color=fill.ink)


def write(ax: Axes, x: float, y: float, text: str, *, size: float = SIZE, bold: bool = False, **options) -> Text:
    """Text of any origin set as it is: no formula is read in it."""
    weight: dict[str, Any] = {"fontweight": BOLD} if bold else {}
    text = "\n".join(legible(line) for line in text.split("\n"))
    return ax.text(x, y, text, fontsize=size, parse_math=False, **weight, **options)
