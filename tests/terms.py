"""The word list of docs/terms.md, as tests read it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "terms.md"
VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE)
SPACED_PERCENT = re.compile(r"\d[ \u00a0\u202f]%")
# Words of commands, files and keys are no words of a sentence.
_KEYS = re.compile(r'--profile|\{profile\}|\bprofiles?\b(?= ?[="/])|/profiles/|profiles|notebooks|\[\[?[a-z_.]+\]?\]|\.ipynb|đóng góp')


@cache
def forbidden() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The terms, and the words that the list forbids."""
    rows = [line.strip("| \n").split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    rows = [row for row in rows if len(row) == 3 and row[0] != "term"]
    return tuple(row[0] for row in rows), tuple(word for row in rows for word in row[2].split(", "))


def said(text: str) -> list[str]:
    """The forbidden words of a text, each with what stands around it."""
    text = _KEYS.sub(" ", text)
    spans = [hit.span() for word in forbidden()[1] for hit in re.finditer(_whole(word), text, re.IGNORECASE)]
    spans += [hit.span() for hit in SPACED_PERCENT.finditer(text)]
    return [text[max(0, start - 30) : end + 30] for start, end in spans]


def _whole(word: str) -> str:
    return rf"(?<!\w){re.escape(word)}" + (r"(?!\w)" if word[-1].isalnum() else "")
