"""An indicator stands beside its value in the previous period, which is what that period's own study says."""

from __future__ import annotations

from pathlib import Path

from tthc.study.open import open_study

KEYS = ["measure", "basis", "rule"]


def test_the_previous_month_is_told_as_its_own_study_tells_it(project: Path):
    source = str(project / "data" / "raw" / "2024-01_2024-05")
    april, march = open_study("2024-04", source=source), open_study("2024-03", source=source)
    beside = april.indicators.set_index(KEYS).previous
    overall = march.measures[march.measures[["unit", "field", "procedure"]].isna().all(axis=1)].set_index(KEYS).value
    told = beside.dropna()
    assert len(told) > 50
    assert {key: round(value, 9) for key, value in told.items()} == {key: round(overall[key], 9) for key in told.index}
    assert beside["early", "register", "system"] == 28


def test_a_year_without_data_is_not_compared(project: Path):
    study = open_study("2024-04", source=str(project / "data" / "raw" / "2024-01_2024-05"))
    assert study.indicators.last_year.isna().all()
