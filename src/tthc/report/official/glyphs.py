"""Text made fit for each rendition: what a Word file may hold, what the printed page's typeface can draw."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Any

from tthc.display.blocks.clean_text import clean
from tthc.report.fonts import officially_drawn as drawn

REPLACEMENT = "\u25a1"  # a hollow square, which the typeface has
_BREAK = "\u200b"
# Longer words get invisible breaks in print, so that they never leave the page. Codes of dossiers and numbers of laws
# stay whole: what is copied from the page is what a system finds.
_LONG, _LONG_CODE = 14, 30


def print_text(text: str, room: int = _LONG) -> str:
    """Clean text of drawable letters; words longer than `room` may break."""
    plain = clean(text).replace("\u2011", "-")  # the typeface has no hyphen that holds a line together
    printable = "".join(letter if ord(letter) in drawn() else REPLACEMENT for letter in plain)
    return re.sub(rf"\S{{{room + 1},}}", lambda word: _fitted(word[0], room), printable)


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


def _fitted(word: str, room: int) -> str:
    is_code = re.search(r"\d", word) and len(word) <= _LONG_CODE
    return word if is_code else _broken(word, room)


def _broken(word: str, room: int) -> str:
    """Breaks after hyphens and strokes first, as codes of dossiers are read; anywhere where that is not enough."""
    pieces = re.findall(r"[^-/]*[-/]|[^-/]+$", word)
    return _BREAK.join(piece[start : start + room] for piece in pieces for start in range(0, len(piece), room))
