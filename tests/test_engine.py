"""What the stages count on when they store a table."""

from __future__ import annotations

import pyarrow as pa

from tthc.engine import connect


def test_a_query_may_read_the_table_that_its_rows_replace(engine):
    stored = engine.load(pa.table({"n": [1, 2, 3]}), "engine_again")
    again = engine.materialise(stored.mutate(n=stored.n + 1), "engine_again")
    assert sorted(engine.fetch(again).n) == [2, 3, 4]


def test_forgetting_a_table_leaves_one_whose_name_only_begins_like_it(engine):
    rows = pa.table({"n": [1]})
    first = engine.load(rows, "engine_source")
    engine.materialise(first, "engine_spans")
    longer = engine.materialise(first, "engine_spans_numbered")
    engine.forget("engine_spans")
    assert engine.fetch(longer).n.tolist() == [1]


def test_selects_that_lie_too_deep_in_each_other_for_python_are_merged_and_translated():
    engine = connect("duckdb")
    rows = engine.load(pa.table({"n": [1, 2]}), "engine_deep")
    deep = rows
    for number in range(400):
        deep = deep.mutate(n=deep.n + 1) if number % 2 else deep.select("n")
    assert sorted(engine.fetch(engine.materialise(deep, "engine_deep_result")).n) == [201, 202]
    engine.close()
