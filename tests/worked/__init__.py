"""Worked examples of declared tables: a few rows in, and the rows that must come out, reckoned by hand from the definitions.

A module for each room of `study/graph/wiring`, several where one would be long. Nothing here was copied from what the program
printed: where it and the hand differ, find out who is right. Where the arithmetic is not plain, a comment does it.
"""

from worked import (
    handed,
    handed_warnings,
    lifetimes,
    lifetimes_desk,
    lifetimes_starts,
    reasons,
    reasons_causes,
    reasons_people,
    run,
    service,
)

ROOMS = (run, lifetimes, lifetimes_starts, lifetimes_desk, reasons, reasons_causes, reasons_people, service, handed, handed_warnings)
EXAMPLES = tuple(example for room in ROOMS for example in room.EXAMPLES)
