"""The typeface of reports: its files for print, and a small part of it inside every page; and that of the signed text,
which has the widths of Times New Roman.
"""

from __future__ import annotations

import base64
import io
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import font_source_sans_pro
from fontTools import subset
from fontTools.ttLib import TTFont

PRINT_FACES = ("Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt")
REPLACEMENT = "\u25a1"  # a hollow square, drawn from Typst's own fonts
_PAGE_FACES = {"Regular": 400, "Semibold": 600}
_FOLDER = Path(font_source_sans_pro.__file__).parent / "files"
# Latin with the letters of Vietnamese, and the signs that reports use.
_PAGE_LETTERS = [
    *range(0x20, 0x7F), *range(0xA0, 0x180), 0x1A0, 0x1A1, 0x1AF, 0x1B0, 0x300, 0x301, 0x303, 0x309, 0x323,
    *range(0x1EA0, 0x1EFA), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, *range(0x2190, 0x2196),
    0x20AB, 0x2212, 0x2264, 0x2265,
]  # fmt: skip


def print_files() -> list[Path]:
    """The TrueType files that print uses; the system's fonts are ignored, so that every machine
    prints the same page.
    """
    return [_FOLDER / f"SourceSansPro-{face}.ttf" for face in PRINT_FACES]


def official_files() -> list[Traversable]:
    """Liberation Serif (SIL OFL 1.1): the widths of Times New Roman, which Nghị định 30/2020/NĐ-CP asks for."""
    folder = files("tthc") / "templates" / "official" / "fonts"
    return sorted((one for one in folder.iterdir() if one.name.endswith(".ttf")), key=lambda one: one.name)


@cache
def officially_drawn() -> frozenset[int]:
    """The code points that every face of the signed text can draw; PDF/UA refuses a page with any other."""
    found = []
    for font in official_files():
        with TTFont(io.BytesIO(font.read_bytes()), lazy=True) as face:
            found.append(frozenset(face.getBestCmap()))
    return frozenset.intersection(*found) - frozenset(range(0x20)) - {0x200B}


@cache
def printable() -> frozenset[int]:
    """The code points that every face used in print can draw. PDF/UA refuses a page with any other."""
    return frozenset.intersection(*map(_letters, print_files()))


def _letters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def page_css() -> str:
    """Rules that carry the letters along in the page: no request leaves it, and figures keep their widths."""
    return "".join(_face(name, weight) for name, weight in _PAGE_FACES.items())


def _face(name: str, weight: int) -> str:
    options = subset.Options(
        flavor="woff", hinting=False, layout_features=["kern", "tnum", "ccmp", "mark", "mkmk"], notdef_outline=True
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_PAGE_LETTERS)
    buffer = io.BytesIO()
    with subset.load_font(str(_FOLDER / f"SourceSansPro-{name}.ttf"), options) as font:
        cutter.subset(font)
        subset.save_font(font, buffer, options)
    data = base64.b64encode(buffer.getvalue()).decode()
    source = f"src:url(data:font/woff;base64,{data}) format('woff')"
    return f"@font-face{{font-family:'Source Sans Pro';font-weight:{weight};font-display:block;{source}}}"
