"""Form II.06a from the outcomes of the main rule: columns 3 to 13 (docs/measures.md), a row per field and procedure, per field, in all."""

from __future__ import annotations

from collections import defaultdict

EARLY, ON_TIME, LATE = ("early",), ("on_time", "withdrawn", "no_due"), ("late",)
SETTLED = EARLY + ON_TIME + LATE
OPEN_IN_TIME, OPEN_LATE = ("open_in_time", "stopped", "ended"), ("open_late",)
OPEN = OPEN_IN_TIME + OPEN_LATE
UNNAMED = "(không ghi)"


def is_counted(outcome: dict) -> bool:
    """In a cell of the form: taken in, and judged one way or another."""
    return outcome["intake"] != "none" and outcome["outcome"] in SETTLED + OPEN


def form_06a(dossiers: list[dict], outcomes: list[dict], rule: str) -> list[dict]:
    named = {row["dossier_id"]: row for row in dossiers}
    cells: dict[tuple, dict] = defaultdict(lambda: dict.fromkeys((f"c{number}" for number in range(3, 14)), 0))
    for outcome in outcomes:
        if outcome["rule"] != rule or not is_counted(outcome):
            continue
        row = named[outcome["dossier_id"]]
        field, procedure = row["field"] or UNNAMED, row["procedure_name"] or UNNAMED
        for place in ((field, procedure), (field, None), (None, None)):
            for column in _columns(row, outcome):
                cells[place][column] += 1
    return [{"field": field, "procedure": procedure, **counts} for (field, procedure), counts in cells.items()]


def _columns(row: dict, outcome: dict) -> list[str]:
    if outcome["intake"] == "carried":
        intake = "c6"
    else:
        intake = "c4" if row["channel"] == "online" else "c5"
    one = outcome["outcome"]
    result = "c8" if one in EARLY else "c9" if one in ON_TIME else "c10" if one in LATE else "c12" if one in OPEN_IN_TIME else "c13"
    return ["c3", intake, "c7" if one in SETTLED else "c11", result]
