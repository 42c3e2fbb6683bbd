"""The rules that a run may set, with the defaults of docs/assumptions.md."""

from __future__ import annotations

DEFAULTS = {
    "rule": "system", "compare": "date", "quarters": "calendar", "nested_consult": "other_body", "norm_days": "0", "first_day": "next",
    "after_hours": "next_day", "cutoff_hour": "0", "intake_hours": "8", "publication_days": "5", "due_moved_late": "passed",
    "due_on_day_off": "next_working_day", "late_request": "ignored",
}


def chosen(**given: str) -> dict[str, str]:
    unknown = set(given) - set(DEFAULTS)
    if unknown:
        raise KeyError(f"no such setting: {sorted(unknown)}")
    return DEFAULTS | given
