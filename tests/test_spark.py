"""The whole study of the sample on Spark equals the one on DuckDB: every table, every row, numbers to 1e-6."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tthc.study.open import open_study


def rows(frame: pd.DataFrame) -> list[str]:
    """The rows in an order of their own, absent values as None."""
    frame = frame.copy()
    for name in frame.columns:
        if str(frame[name].dtype).startswith("float"):
            frame[name] = frame[name].round(6)
        elif "datetime" in str(frame[name].dtype):
            frame[name] = frame[name].astype("datetime64[us]")
    plain = frame.astype(object).where(frame.notna(), None)
    return sorted(str(tuple(row)) for row in plain.itertuples(index=False))


@pytest.mark.spark
def test_the_sample_is_the_same_on_both_engines(project: Path):
    here, there = open_study("2024-01..2024-05"), open_study("2024-01..2024-05", engine="spark")
    assert here.names == there.names
    assert {name for name in here.names if rows(here.frame(name)) != rows(there.frame(name))} == set()
