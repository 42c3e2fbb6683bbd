"""Random draws by name: each depends on the seed and its own name only, never on how many were drawn before it.

So a run without one disturbance draws the same numbers for everything else.
"""

from __future__ import annotations

from hashlib import blake2b
from math import sqrt

_SCALE = 1.0 / 2**64


class Draws:
    """Draws of one office, named by dossier (or officer), step and purpose."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def uniform(self, *name: object) -> float:
        """A number in [0, 1)."""
        text = "|".join(map(str, (self.seed, *name)))
        return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") * _SCALE

    def chance(self, probability: float, *name: object) -> bool:
        return self.uniform(*name) < probability

    def minutes(self, low: float, mode: float, high: float, *name: object) -> int:
        """Whole minutes from a triangular distribution."""
        u = self.uniform(*name)
        if high <= low:
            return round(low)
        turn = (mode - low) / (high - low)
        if u < turn:
            return round(low + sqrt(u * (high - low) * (mode - low)))
        return round(high - sqrt((1 - u) * (high - low) * (high - mode)))

    def whole(self, low: int, high: int, *name: object) -> int:
        """A whole number, both bounds inclusive."""
        return low + int(self.uniform(*name) * (high - low + 1))

    def pick(self, items, *name: object):
        return items[int(self.uniform(*name) * len(items))]
