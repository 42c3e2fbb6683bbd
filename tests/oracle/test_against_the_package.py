"""The package against the oracle: single stages on random dossiers here, whole studies of more than 20,000 in `make soak`."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.oracle import compare, orderly, soak, stages
from tests.oracle.cases import SETTINGS, SIZE
from tests.oracle.clock import Clock
from tests.oracle.generate import CLEAN, Dirt, Plan

from tthc.engine import connect


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


WORLDS = st.builds(Plan, st.integers(0, 10**6), size=st.integers(1, 60), dirt=st.sampled_from([Dirt(), CLEAN, Dirt(after_cut=1, moved_late=1, night=0.5)]),
                   starts=st.sampled_from([0.0, 0.9]))  # fmt: skip
CUTS = st.datetimes(datetime(2024, 3, 2), datetime(2024, 3, 31)).map(lambda moment: moment.replace(minute=0, second=0, microsecond=0))


@settings(max_examples=2, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(plan=WORLDS, cut=CUTS, number=st.sampled_from(range(len(SETTINGS))))
def test_a_later_export_changes_nothing_of_what_had_happened(duck, clock, plan, cut, number):
    """Outcomes at a cut are those of an export made at it, whatever later rows and cells a newer one holds."""
    then, now = stages.outcomes_then_and_now(duck, plan, clock, cut, SETTINGS[number])
    assert then == now


@pytest.mark.soak
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=WORLDS, cut=CUTS, number=st.sampled_from(range(len(SETTINGS))))
def test_a_later_export_changes_no_result_table(clock, plan, cut, number):
    """Every result table, not only outcomes."""
    found = soak.later_rows(plan, SETTINGS[number], cut, clock)
    assert not found, "\n".join(compare.kinds(found)[:40])


@pytest.mark.soak
@pytest.mark.parametrize("stage", ["later", "changes"])
@pytest.mark.parametrize("number", range(len(SETTINGS)))
def test_a_later_export_changes_no_table_and_changes_agree(clock, number, stage):
    """Every result table of a whole study at a cut; what changed between two reports."""
    found = soak.STAGES[stage](number, 300, clock)
    assert not found, "\n".join(compare.kinds(found)[:40])


@pytest.mark.soak
@pytest.mark.parametrize("number", range(len(SETTINGS)))
def test_whole_studies_agree(clock, number):
    found = soak.of_study(number, SIZE, clock)
    compare.say(f"{number} {SETTINGS[number] or 'as it is'}: {SIZE} dossiers, {len(found)} differences")
    assert not found, "\n".join(compare.kinds(found)[:40])


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3))
def test_waiting_of_orderly_offices_agrees(clock, seed):
    with compare.opened(Plan(seed, size=300), clock, make=orderly.world) as one:
        found = compare.waiting(one) + compare.outcomes(one) + compare.of_desks(one)
    assert not found, "\n".join(compare.kinds(found)[:40])


def test_the_soak_is_as_large_as_it_says():
    assert SIZE * len(SETTINGS) >= 20_000 and len({tuple(sorted(one.items())) for one in SETTINGS}) >= 20
