"""The script that compares two checkouts sees what differs and nothing else."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

from compare_results import info_differences, main, table_differences  # noqa: E402

ROWS = [
    {"id": "a", "at": datetime(2024, 1, 2, 8), "n": 1, "wm": 480.0, "names": ["x"]},
    {"id": "a", "at": datetime(2024, 1, 2, 8), "n": 1, "wm": 30.0, "names": ["x"]},
    {"id": "b", "at": None, "n": 2, "wm": None, "names": None},
]


def differences(*rows: dict) -> list[str]:
    return list(table_differences(pa.Table.from_pylist(ROWS), pa.Table.from_pylist(list(rows))))


def test_order_and_the_last_digits_of_floats_are_no_difference():
    assert differences(ROWS[2], ROWS[1] | {"wm": 30.0 * (1 + 1e-12)}, ROWS[0]) == []


@pytest.mark.parametrize(
    ("column", "value"), [("id", "c"), ("at", datetime(2024, 1, 2, 8, 0, 0, 1)), ("n", 3), ("wm", 480.00001), ("wm", None), ("names", ["y"])]
)
def test_a_changed_value_is_one_row_gone_and_one_come(column, value):
    found = differences(ROWS[0] | {column: value}, *ROWS[1:])
    assert found[0].startswith("1 of 3 rows only before, 1 of 3 only after") and len(found) == 3


def test_a_row_that_stands_twice_wants_two():
    assert differences(*ROWS, ROWS[0])[0].startswith("0 of 3 rows only before, 1 of 4 only after")


def test_another_type_and_another_column_are_named():
    assert differences(*(row | {"n": float(row["n"]), "new": True} for row in ROWS))[:2] == ["column new: only after", "column n: int64 → double"]


def test_what_a_study_says_of_itself_is_compared_key_by_key():
    assert list(info_differences({"a": 1, "b": [0.1]}, {"a": 2, "b": [0.1 + 1e-15]})) == ["a: 1 → 2"]


def test_the_command_ends_with_one_where_something_differs(tmp_path, monkeypatch, capsys):
    for name, rows in (("one", ROWS), ("two", ROWS[:2])):
        (tmp_path / name / "sample").mkdir(parents=True)
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / name / "sample" / "late.parquet")
    for other, code in (("one", 0), ("two", 1)):
        monkeypatch.setattr(sys, "argv", ["compare_results.py", "compare", str(tmp_path / "one"), str(tmp_path / other)])
        assert main() == code
    assert "sample/late.parquet: 1 of 3 rows only before" in capsys.readouterr().out
