"""Where a printed page ends."""

from __future__ import annotations

FOOT = 55  # points at the foot of a page that belong to its running line


def ends_at(page) -> float:
    """How far down the page its last text stands, from 0 (top) to 1."""
    heights: list[float] = []

    def see(text: str, cm: list, tm: list, font: object, size: float) -> None:
        if text.strip():
            heights.append(tm[5] * cm[3] + cm[5])

    page.extract_text(visitor_text=see)
    lowest = min((height for height in heights if height > FOOT), default=float(page.mediabox.height))
    return 1 - lowest / float(page.mediabox.height)
