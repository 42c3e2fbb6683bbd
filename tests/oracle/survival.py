"""The share finished by the deadline with open dossiers counted: product-limit estimate (docs/memory.md)."""

from __future__ import annotations

import math
from datetime import datetime
from fractions import Fraction

from tests.oracle.clock import Clock
from tests.oracle.shares import wilson

SETTLED_IN_TIME = ("early", "on_time")


def in_time_km(rows: list[dict], clock: Clock, start: datetime):
    """Numerator (dossiers estimated in time), denominator, value, low, high; None without dossiers, None in all but the denominator where it
    cannot be told: nobody was followed to the deadline, or all at hand had ended while others still joined.

    Each dossier is followed from the share of its limit that it had used when the period began (0 when received in it)
    to its end, the cut, or just past 1, and counts as followed at both ends.
    """
    people = [one for one in (_followed(row, clock, start) for row in rows) if one]
    if not people:
        return None
    times = sorted({until for _, until, is_event in people if is_event and until <= 1})
    survival, variance, emptied = 1.0, 0.0, None
    for time in times:
        at_risk = sum(1 for entry, until, _ in people if entry <= time <= until)
        events = sum(1 for _, until, is_event in people if is_event and until == time)
        if at_risk <= 0:
            continue
        survival *= 1 - events / at_risk
        if events == at_risk and emptied is None:
            emptied = time
        if at_risk > events:
            variance += events / (at_risk * (at_risk - events))
    n = len(people)
    share = 1 - survival
    if emptied is None and not any(until >= 1 for _, until, _ in people) or emptied is not None and any(entry > emptied for entry, _, _ in people):
        return None, float(n), None, None, None
    spread = survival * survival * variance
    known = sum(1 for _, until, is_event in people if is_event or until > 1)
    effective = share * (1 - share) / spread if spread > 0 and 0 < share < 1 else known
    low, high = wilson(share * effective, effective)
    return share * n, float(n), 100 * share, low, high


def _followed(row: dict, clock: Clock, start: datetime) -> tuple[float, float, bool] | None:
    """Entry, exit, whether it was finished in time there; None where it says nothing."""
    outcome = row["outcome"]
    if row["intake"] == "none" or outcome in ("unknown", "unjudged"):
        return None
    budget, total = row["budget_wm"], row["total_wm"]
    if outcome in ("withdrawn", "no_due") or outcome in SETTLED_IN_TIME:
        used, is_event = (min(Fraction(1), _ratio(total, budget)) if budget else Fraction(1)), True
    elif outcome in ("late", "open_late"):
        used, is_event = math.inf, False
    else:
        if not budget:
            return None
        used, is_event = _ratio(total, budget), False
        if outcome == "stopped" and used >= 1:  # stopped past its deadline: the stop will move it
            return None
        used = min(used, Fraction(1))
    entry = Fraction(0)
    if row["received_at"] < start:
        if row["due_at"] and row["due_at"] < start:
            return None
        entry = _ratio(clock.between(row["received_at"], start), budget) if budget else Fraction(0)
        if entry > min(used, 1):  # over its limit, or done with it, before the period began
            return None
    return entry, used, is_event


def _ratio(minutes: float, budget: float) -> Fraction:
    """In whole ten-thousandths of the limit, begun ones left out; whoever used exactly the limit is told from whoever used a hair more."""
    exact = Fraction(minutes).limit_denominator(10**6) / Fraction(budget).limit_denominator(10**6)
    return Fraction(math.floor(exact * 10_000), 10_000) if exact <= 1 else exact
