"""Text made fit for each rendition: what a Word file may hold, what the printed page's typeface can draw."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from tthc.display.blocks.clean_text import clean

REPLACEMENT = "\u25a1"  # a hollow square, which the typeface has
_BREAK = "\u200b"
_LONG = 14  # longer words get invisible breaks in print, so that they never leave the page
# Ranges of code points that Libertinus Serif, as Typst carries it, can draw; PDF/UA refuses a page with any other.
_DRAWN = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x32F), (0x391, 0x3A1), (0x3A3, 0x3C9), (0x400, 0x45F), (0x1E00, 0x1EF9),
    (0x2010, 0x2027), (0x2030, 0x2037), (0x2190, 0x2195), (0x20AB, 0x20AC), (0x2122, 0x2122), (0x2212, 0x2212),
    (0x2264, 0x2265), (0x25A1, 0x25A1), (0xFFFD, 0xFFFD),
)  # fmt: skip


def print_text(text: str, room: int = _LONG) -> str:
    """Clean text of drawable letters; words longer than `room` may break."""
    printable = "".join(letter if ord(letter) in drawn() else REPLACEMENT for letter in clean(text))
    return re.sub(rf"\S{{{room + 1},}}", lambda word: _broken(word[0], room), printable)


@cache
def drawn() -> frozenset[int]:
    """The code points that the printed page can show."""
    return frozenset(code for first, last in _DRAWN for code in range(first, last + 1))


def as_data(value: Any, text: Any) -> Any:
    """A document's values as dictionaries and lists, `text` applied to every string; each part carries its kind."""
    if isinstance(value, str):
        return text(value)
    if is_dataclass(value):
        kind = {"kind": value.kind} if hasattr(value, "kind") else {}
        return kind | {
            field.name: as_data(getattr(value, field.name), _plain if field.name in _KEYS else text)
            for field in fields(value)
        }
    return [as_data(one, text) for one in value] if isinstance(value, tuple) else value


_KEYS = ("key",)


def _plain(text: str) -> str:
    return text


def _broken(word: str, room: int) -> str:
    """Breaks after hyphens and strokes first, as codes of dossiers are read; anywhere where that is not enough."""
    pieces = re.findall(r"[^-/]*[-/]|[^-/]+$", word)
    return _BREAK.join(piece[start : start + room] for piece in pieces for start in range(0, len(piece), room))
