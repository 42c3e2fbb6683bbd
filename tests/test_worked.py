"""Each declared table has a worked example: literal rows in, literal rows out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tthc.study.graph.period import declared
from worked import EXAMPLES
from worked.example import Alike, Example
from worked.running import comparable, declared_alike, expected, found, looked_at

WORKED = [example for example in EXAMPLES if isinstance(example, Example)]
ALIKE = [example for example in EXAMPLES if isinstance(example, Alike)]


@pytest.mark.parametrize("example", WORKED, ids=lambda example: example.table)
def test_the_rows_come_out_as_they_were_worked_out_by_hand(engine, example: Example, tmp_path: Path):
    given = found(engine, example, tmp_path)
    columns = list(given[0]) if given else list(example.gives.columns)
    assert comparable(looked_at(example, given)) == comparable(expected(example, columns))


@pytest.mark.parametrize("example", ALIKE, ids=lambda example: example.table)
def test_a_table_of_another_period_is_declared_like_the_worked_one(example: Alike):
    assert declared_alike(example) and example.like in {one.table for one in WORKED}


def test_every_declared_table_has_an_example():
    without = sorted(set(declared()) - {example.table for example in EXAMPLES})
    assert without == [], "add an example under tests/worked (CONTRIBUTING.md, 3)"
