"""Each declared table has a worked example: literal rows in, literal rows out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tthc.study.graph.period import declared
from worked import EXAMPLES
from worked.example import Example, comparable, expected, found, looked_at
from worked.missing import MISSING


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.table)
def test_the_rows_come_out_as_they_were_worked_out_by_hand(engine, example: Example, tmp_path: Path):
    given = found(engine, example, tmp_path)
    columns = list(given[0]) if given else list(example.gives.columns)
    assert comparable(looked_at(example, given)) == comparable(expected(example, columns))


def test_every_declared_table_has_an_example():
    worked = {example.table for example in EXAMPLES}
    assert set(declared()) - worked == set(MISSING), "add an example under tests/worked (CONTRIBUTING.md, 3)"
