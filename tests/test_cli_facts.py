"""What is known of the sample and of a real permit log comes out of `tthc export measures`."""

from __future__ import annotations

import pandas as pd
import pytest

from tthc.cli.entry import run


def _overall(path: str, basis: str) -> pd.DataFrame:
    """The system rule's measures over all units, fields and procedures, by id."""
    rows = pd.read_csv(path)
    whole = rows.unit.isna() & rows.field.isna() & rows.procedure.isna()
    return rows[whole & (rows.rule == "system") & (rows.basis == basis)].set_index("measure")


def test_the_sample_has_ten_late_dossiers_in_one_field_and_two_thirds_of_the_synced_ones_in_time(project):
    assert run(["export", "measures", "--period", "2024-01..2024-05", "-o", "measures.csv"]) == 0
    register = _overall("measures.csv", "register").value
    assert register[["late", "open_late"]].to_dict() == {"late": 10, "open_late": 0}
    assert register["early"] + register["on_time"] + register["late"] == register["finished"]
    synced = _overall("measures.csv", "synced").loc["qd766_5_4"]
    assert (synced.numerator, synced.denominator, round(synced.value, 2)) == (20, 30, 66.67)
    assert run(["export", "late", "--period", "2024-01..2024-05", "-o", "late.csv"]) == 0
    assert set(pd.read_csv("late.csv").field) == {"Thi đua - khen thưởng"}


# Two dossiers end at midnight of the day on which they were received some hours later: to the minute that contradicts itself.
@pytest.mark.parametrize(("compare", "late", "unjudged"), [("minute", 377, 2), ("date", 309, 0)])
def test_the_permit_log_has_the_late_dossiers_that_each_reading_of_its_deadlines_gives(compare, late, unjudged, project, shared_data):
    source = ["--source", str(shared_data / "wabo_receipt.csv.gz"), "--profile", "wabo"]
    log = [*source, "--period", "2010-10..2012-01", "--as-of", "2012-01-24"]
    assert run(["export", "measures", *log, "--set", f"compare={compare}", "-o", "measures.csv"]) == 0
    counted = _overall("measures.csv", "register").value
    known = {"received": 1434 - unjudged, "finished": 1329 - unjudged, "open": 105, "late": late}
    assert counted[list(known)].to_dict() == known
