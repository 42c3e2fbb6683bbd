"""How many late dossiers chance alone would give a unit that is as punctual as the others at each procedure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

# So many of a hundred units that differ from nobody stay inside.
INSIDE = 0.95
FEWER, AS_EXPECTED, MORE, ALONE = "fewer", "as_expected", "more", "alone"


def expected(strata: Iterable[tuple[int, int, int]]) -> tuple[float, int, int]:
    """The expected number of late dossiers and the smallest and largest that chance gives in 95 of 100 cases, both
    inclusive.

    Each stratum is a procedure: (dossiers of the unit, dossiers of the office, late ones of the office). Given how many
    were late at each procedure, a unit like the others gets a random share of them: a hypergeometric number, whose mean
    is the indirectly standardised expectation (n · late / all). The procedures' distributions are folded into one, so
    small numbers need no approximation. Source: Mantel and Haenszel 1959 for the margins; Spiegelhalter 2005 for limits
    in place of ranks.
    """
    chances, mean = np.ones(1), 0.0
    for unit, office, late in strata:
        mean += unit * late / office
        chances = np.convolve(chances, hypergeometric(unit, office, late))
    upto = np.cumsum(chances)
    tail = (1 - INSIDE) / 2
    return mean, int(np.searchsorted(upto, tail)), int(np.searchsorted(upto, 1 - tail))


def against_expected(strata: Sequence[tuple[int, int, int, int]]) -> dict[str, float | str | None]:
    """What a unit is compared by: comparable and late_comparable (its dossiers and late ones in the strata), expected,
    expected_low, expected_high (see `expected`), verdict.

    Each stratum is a procedure that others do too: (dossiers of the unit, late ones of the unit, dossiers of the
    office, late ones of the office). verdict: fewer, as_expected, more; alone, with nothing expected, where there is
    none.
    """
    n, late = sum(one[0] for one in strata), sum(one[1] for one in strata)
    mean, low, high, verdict = None, None, None, ALONE
    if n:
        mean, low, high = expected((mine, office, marked) for mine, _, office, marked in strata)
        verdict = FEWER if late < low else MORE if late > high else AS_EXPECTED
    return {
        "comparable": n, "late_comparable": late, "expected": mean, "expected_low": low, "expected_high": high,
        "verdict": verdict,
    }


def hypergeometric(drawn: int, whole: int, marked: int) -> np.ndarray:
    """The chance of 0, 1, … min(drawn, marked) marked ones among `drawn` of `whole`, of which `marked` are marked."""
    k = np.arange(min(drawn, marked) + 1)
    fits = k >= drawn + marked - whole
    factorials = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, whole + 1)))))

    def choose(n: Any, r: Any) -> Any:
        return factorials[n] - factorials[r] - factorials[n - r]

    found = np.zeros(len(k))
    k = k[fits]
    found[fits] = np.exp(choose(marked, k) + choose(whole - marked, drawn - k) - choose(whole, drawn))
    return found / found.sum()
