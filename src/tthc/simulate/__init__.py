"""A synthetic one-stop office: an event simulation, its export as a system would write it, and the truth behind it.

Shares no code with the analysis (docs/simulation.md); only `schema` is imported, so that columns have one declaration.
"""

from tthc.simulate.disturbances import ACCEPTABLE_CAUSES, KINDS, Disturbance
from tthc.simulate.office_hours import FIRST_DAY, LAST_DAY
from tthc.simulate.planting import at_level, plant
from tthc.simulate.records import Connection
from tthc.simulate.sample import Written, sample_world, write_commune_sample, write_sample, write_world
from tthc.simulate.truth import STATES
from tthc.simulate.ways import Ways
from tthc.simulate.world import World, run_office, twin

__all__ = [
    "ACCEPTABLE_CAUSES", "FIRST_DAY", "KINDS", "LAST_DAY", "STATES", "Connection", "Disturbance", "Ways", "World",
    "Written", "at_level", "plant",
    "run_office", "sample_world", "twin", "write_commune_sample", "write_sample", "write_world",
]  # fmt: skip
