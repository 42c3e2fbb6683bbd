"""The package against the oracle: single stages on random dossiers here, whole studies of more than 20,000 in `make soak`."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.oracle import compare, orderly, stages
from tests.oracle.clock import Clock
from tests.oracle.generate import CLEAN, Dirt, Plan

from tthc.engine import connect

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


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock(compare.REFERENCE)


@pytest.fixture(scope="module")
def duck():
    connected = connect()
    yield connected
    connected.close()


@pytest.mark.parametrize("number", range(0, len(SETTINGS), 9))
def test_outcomes_agree(duck, clock, number):
    found = stages.outcomes(duck, Plan(number, size=200), clock, SETTINGS[number])
    assert not found, "\n".join(compare.kinds(found)[:20])


@pytest.mark.parametrize("seed", [2, 5, 7])
def test_changes_agree(duck, clock, seed):
    theirs, mine = stages.changed(duck, Plan(seed), clock, datetime(2024, 3, 20))
    assert len(mine) > 50 and theirs == mine


@pytest.mark.soak
@pytest.mark.parametrize("number", range(len(SETTINGS)))
def test_whole_studies_agree(clock, number):
    chosen = PLANS[number % len(PLANS)]
    as_of = CUTS[number % len(CUTS)] if "start" not in chosen else None
    with compare.opened(Plan(1000 + number, size=SIZE, **chosen), clock, SETTINGS[number], as_of) as one:
        found = compare.differences(one)
    compare.say(f"{SETTINGS[number] or 'as it is'}, {chosen or 'March'}: {SIZE} dossiers, {len(found)} differences")
    assert not found, "\n".join(compare.kinds(found)[:40])


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3))
def test_waiting_of_orderly_offices_agrees(clock, seed):
    with compare.opened(Plan(seed, size=300), clock, make=orderly.world) as one:
        found = compare.waiting(one) + compare.outcomes(one) + compare.of_desks(one)
    assert not found, "\n".join(compare.kinds(found)[:40])


def test_the_soak_is_as_large_as_it_says():
    assert SIZE * len(SETTINGS) >= 20_000 and len({tuple(sorted(one.items())) for one in SETTINGS}) >= 20
