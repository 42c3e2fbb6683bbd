"""Causes of late dossiers from their excess (design: segments and causes, 6 and 7)."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from tests.oracle.excess import Excess, state_excess

ANY = "*"
NOBODYS = "CK-XACDINH"
AMOUNTS = ("share_wm", "over_wm", "chrono_wm", "judged_wm", "judged_over_wm")  # judged: without stops that began when the deadline had passed
REWORK = "XL-LAI"


def cause_list(reference: Path) -> list[dict]:
    with (reference / "causes.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["state"]]


def cause_of(listed: list[dict], state: str, kind: str | None, step: str | None) -> str:
    """The first row of the list that fits state, kind and step."""
    for row in listed:
        if row["state"] == state and row["kind"] in (ANY, kind) and row["step"] in (ANY, step):
            return row["code"]
    return NOBODYS


def cause_shares(one: Excess, listed: list[dict]) -> dict[str, dict[str, float]]:
    """Per cause: share of the lateness, unscaled excess, minutes after the deadline."""
    found: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(AMOUNTS, 0.0))
    for part in one.parts:
        scaled, plain = state_excess(part, part.scaled), state_excess(part, part.scaled if part.norm is None else part.norm)
        total = sum(scaled.values())
        for state in part.states:
            cause = found[cause_of(listed, state, None, part.step)]
            share, over = part.share * scaled[state] / total if total else 0.0, 0.0 if part.is_acquitted else plain[state]
            counts = not part.began_late
            for name, amount in zip(AMOUNTS, (share, over, part.late[state], share * counts, over * counts), strict=True):
                cause[name] += amount
        if part.part == "due":
            for name, amount in zip(AMOUNTS, (part.share, part.missing, 0.0, part.share, part.missing), strict=True):
                found[NOBODYS][name] += amount
    return {cause: sums for cause, sums in found.items() if sums["share_wm"] > 0}


def main_cause(shares: dict[str, dict[str, float]], stretches: list[dict], due: datetime, listed: list[dict]) -> set[str]:
    """The largest share; of equal ones whichever (design 6); without minutes, who held it after the deadline."""
    most = max((sums["judged_wm"] for sums in shares.values()), default=0.0)
    if most > 0:
        return {cause for cause, sums in shares.items() if sums["judged_wm"] >= most - 1e-6}
    if shares:  # nothing but stops that began when it was late already
        return {NOBODYS}
    return {cause_of(listed, row["state"], row["kind"], row["step"]) for row in stretches if row["to_at"] > due}


def what_if(late: list[tuple[Excess, dict[str, dict[str, float]]]], named: Mapping[str, str], day_wm: float) -> dict[str, tuple[int, int]]:
    """Per cause that is some dossier's main one (`named`: dossier → main cause, where one is told) how many late dossiers
    have a part of it that counts, from a twentieth of a day on, and how many of those with a main cause would have been on
    time without it.
    """
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one, causes in late:
        for cause, sums in causes.items():
            if cause not in named.values():
                continue
            found[cause][0] += sums["share_wm"] >= 0.05 * day_wm
            found[cause][1] += (
                one.code in named and one.lateness > 0 and sums["judged_wm"] > 0 and sums["judged_over_wm"] >= one.lateness - 1e-6
            )
        again = sum(part.used for part in one.parts if part.part == "step" and part.pass_no > 1)
        if again > 0:
            found[REWORK][0] += 1
            found[REWORK][1] += again >= one.lateness - 1e-6
    return {cause: (touched, on_time) for cause, (touched, on_time) in found.items() if touched}
