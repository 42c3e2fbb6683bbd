"""Labels that do not fit into their mark: set in rows beside it, each tied to it by a straight leader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 6.0  # points between two labels in a row
BESIDE = 2.0  # between a leader and a label that stands beside it


@dataclass(frozen=True)
class Placed:
    """One label: its centre in points, and the row it stands in (0 is nearest to the marks)."""

    anchor: float
    width: float
    centre: float
    row: int

    def covers(self, x: float) -> bool:
        return abs(x - self.centre) < self.width / 2 + 1

    def touches(self, other: Placed) -> bool:
        return self.row == other.row and abs(self.centre - other.centre) < (self.width + other.width) / 2 + GAP

    def crosses(self, other: Placed) -> bool:
        """One of the two leaders runs through the other label."""
        near, far = (self, other) if self.row < other.row else (other, self)
        return near.row < far.row and near.covers(far.anchor)


def place(anchors: Sequence[float], widths: Sequence[float], right: float) -> list[Placed]:
    """A place inside 0…`right` for each label; none overlaps another, and as few leaders as possible cross a label.

    Labels are set one after the other, from the left and then from the right; the tidier of the two attempts wins.
    """
    order = sorted(range(len(anchors)), key=lambda i: anchors[i])
    attempts = [_attempt(anchors, widths, right, run) for run in (order, order[::-1])]
    return min(attempts, key=_untidiness)


def _attempt(anchors: Sequence[float], widths: Sequence[float], right: float, order: list[int]) -> list[Placed]:
    done: dict[int, Placed] = {}
    for i in order:
        waiting = [anchors[j] for j in order if j not in done and j != i]
        candidates = [
            Placed(anchors[i], widths[i], x, row)
            for row in range(len(done) + 1)
            for x in _centres(anchors[i], widths[i], right)
        ]
        free = [label for label in candidates if not any(label.touches(other) for other in done.values())]
        done[i] = min(free, key=lambda label: (_trouble(label, done, waiting), label.row))
    return [done[i] for i in range(len(anchors))]


def _centres(anchor: float, width: float, right: float) -> list[float]:
    """Centred on the leader, beginning at it, ending at it: whatever stays inside."""
    wished = (anchor, anchor + BESIDE + width / 2, anchor - BESIDE - width / 2)
    low, high = width / 2, max(right - width / 2, width / 2)
    return list(dict.fromkeys(min(max(x, low), high) for x in wished))


def _trouble(label: Placed, done: dict[int, Placed], waiting: list[float]) -> int:
    return 4 * sum(label.crosses(other) for other in done.values()) + sum(label.covers(x) for x in waiting)


def _untidiness(labels: list[Placed]) -> tuple[int, int]:
    crossings = sum(a.crosses(b) for i, a in enumerate(labels) for b in labels[i + 1 :])
    return crossings, sum(label.row for label in labels)


def rows(labels: Sequence[Placed]) -> int:
    """How many rows the labels take."""
    return max((label.row + 1 for label in labels), default=0)
