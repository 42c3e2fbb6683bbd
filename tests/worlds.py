"""Canonical rows of dossiers to which anything may have happened, for properties that hold whatever the data."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
from hypothesis import strategies as st

START, CUT = datetime(2024, 1, 1), datetime(2024, 3, 1)
_NORMS = [{"procedure_code": "P0", "step": f"B{n}", "norm_wm": 480.0 * n} for n in (1, 2)]


@st.composite
def worlds(draw):
    """Canonical rows of sixty dossiers with steps and stops at any time whatever: nested, reversed, open, outside the life."""
    rows = {"dossiers": [], "steps": [], "stops": [], "absences": [], "due_changes": [], "norms": _NORMS}
    seed = draw(st.integers(0, 2**32 - 1))
    numbers = np.random.default_rng(seed)

    def moment():
        return START - timedelta(days=5) + timedelta(minutes=int(numbers.integers(0, 60 * 24 * 75)))

    def maybe(chance: float):
        return moment() if numbers.random() < chance else None

    for n in range(60):
        name = f"D{n}"
        finished = maybe(0.8)
        rows["dossiers"].append({
            "dossier_id": name, "status": str(numbers.choice(["2", "4", "5", "7", "9", "10"])), "received_at": moment(), "finished_at": finished,
            "due_at": maybe(0.9), "issued_at": maybe(0.4), "returned_at": maybe(0.2), "procedure_code": f"P{n % 3}",
        })
        for number in range(int(numbers.integers(0, 6))):
            rows["steps"].append({
                "dossier_id": name, "step_no": number + 1, "step": f"B{numbers.integers(1, 4)}", "unit": "U1",
                "officer": f"O{numbers.integers(1, 5)}" if numbers.random() < 0.8 else None,
                "kind": str(numbers.choice(["work", "sign", "council", "consult"])),
                "arrived_at": moment(), "started_at": maybe(0.6), "ended_at": maybe(0.8), "step_due_at": maybe(0.3),
            })
        for _ in range(int(numbers.integers(0, 3))):
            kind = str(numbers.choice(["supplement", "obligation", "suspended"]))
            rows["stops"].append({"dossier_id": name, "kind": kind, "from_at": moment(), "to_at": maybe(0.8)})
            rows["due_changes"].append({"dossier_id": name, "at": moment(), "old_due_at": moment(), "new_due_at": moment()})
    for number in range(6):
        one, other = sorted((moment(), moment()))
        rows["absences"].append({"officer": f"O{number % 4 + 1}", "from_at": one, "to_at": other})
    return rows
