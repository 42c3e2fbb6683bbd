"""What somebody probably meant by a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def suggestion(word: str, allowed: Iterable[str]) -> str:
    """“ (có phải là …?)” where one of the allowed words is near, else nothing."""
    near = get_close_matches(word, list(allowed), n=1)
    return f" (có phải là {near[0]}?)" if near else ""
