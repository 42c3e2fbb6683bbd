"""Which settings, periods, cuts and kinds of offices the package is compared under."""

from __future__ import annotations

from datetime import date

from tests.oracle.generate import CLEAN, Dirt

# Every rule that changes what is compared, in every value and in some company; periods, cuts and kinds of offices vary too.
SETTINGS: tuple[dict[str, str], ...] = (
    {}, {"compare": "minute"}, {"first_day": "same"}, {"after_hours": "same_day"}, {"cutoff_hour": "15"}, {"norm_days": "7"},
    {"rule": "qd766"}, {"rule": "decree"}, {"nested_consult": "own_office"}, {"due_moved_late": "moved"}, {"due_on_day_off": "as_recorded"},
    {"intake_hours": "4", "publication_days": "10"}, {"compare": "minute", "due_on_day_off": "as_recorded", "due_moved_late": "moved"},
    {"first_day": "same", "cutoff_hour": "15", "after_hours": "same_day"}, {"compare": "minute", "norm_days": "3", "first_day": "same"},
    {"rule": "decree", "compare": "minute", "cutoff_hour": "11"}, {"rule": "qd766", "compare": "minute"}, {"norm_days": "1", "after_hours": "same_day"},
    {"nested_consult": "own_office", "compare": "minute"}, {"due_on_day_off": "as_recorded", "first_day": "same"},
    {"due_moved_late": "moved", "norm_days": "12"}, {"cutoff_hour": "8", "after_hours": "next_day"},
)  # fmt: skip
PLANS = (
    {}, {"start": date(2024, 1, 1), "end": date(2024, 3, 31)}, {"start": date(2024, 4, 1), "end": date(2024, 4, 30)}, {"dirt": CLEAN}, {"starts": 0.0},
    {"start": date(2024, 2, 1), "end": date(2024, 2, 29), "officers": 2}, {"dirt": Dirt(missing=0.2, untidy_steps=0.6, night=0.4, unread=0.05)},
    {"start": date(2023, 12, 15), "end": date(2024, 3, 14)},
)  # fmt: skip
CUTS = (None, None, "2024-03-20T11:00")
SIZE = 940
