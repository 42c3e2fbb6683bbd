"""The sample's late dossiers in the lists of the Mondays before: who stood where, and what the list said."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import pytest

pytestmark = pytest.mark.whole

MONDAYS = [datetime(2024, 3, 25, 7), datetime(2024, 4, 8, 7), datetime(2024, 4, 22, 7)]


@pytest.fixture(scope="module")
def found():
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))
    import warned_sample

    return warned_sample, warned_sample.sample_lists(MONDAYS)


def test_the_ten_late_dossiers_stand_in_the_lists_while_they_are_open(found):
    module, (lists, late) = found
    assert len(late) == 10
    first = module.first_warnings((lists, late)).set_index("dossier_id")
    assert first.warned_on.notna().sum() >= 8  # the others had ended before, or were not yet received
    assert lists.groupby("moment").length.first().tolist() == [32, 39, 32]


def test_a_dossier_with_an_answer_that_does_not_come_is_red_five_days_ahead(found):
    module, (lists, late) = found
    row = module.first_warnings((lists, late)).set_index("dossier_id").loc["000.00.22.H00-240328-0001"]
    assert row.red_on == MONDAYS[2] and row.red_left == 5 and row.how == "red by chance" and row.place <= 5


def test_whoever_was_not_coloured_early_is_explained(found):
    module, (lists, late) = found
    rows = module.first_warnings((lists, late))
    said = rows[~(rows.coloured_left >= module.AHEAD)].set_index("dossier_id").because
    assert "forgets to close" in said["000.00.22.H00-240327-0002"] and "waited for a sitting" in said["000.00.22.H00-240229-0001"]
    assert said.str.len().gt(60).all()


def test_what_is_late_already_is_red_and_comes_first(found):
    _, (lists, _) = found
    over = lists[lists.reason == "overdue"]
    assert len(over) and set(over.urgency) == {"red"} and over.groupby("moment").order_no.max().eq(over.groupby("moment").size()).all()


def test_red_stands_before_amber_and_amber_before_the_rest(found):
    _, (lists, _) = found
    ranks = lists.sort_values(["moment", "order_no"]).assign(rank=lambda rows: rows.urgency.map({"red": 0, "amber": 1}).fillna(2))
    assert ranks.groupby("moment")["rank"].apply(lambda rank: rank.is_monotonic_increasing).all() and set(ranks["rank"]) == {0, 1, 2}
