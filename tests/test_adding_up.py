"""Every working minute of every dossier belongs to one segment, one part and, where late, one cause.

The totals are computed on their own, from received and ended alone (`outcomes`), and the parts from steps and stops.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from chain import run_chain
from examples import drawn
from tthc.engine import connect
from tthc.study.open import open_study
from worlds import CUT, START, worlds


def assert_adds_up(frames: dict[str, pd.DataFrame]) -> None:
    """Segments and states equal the life, shares the lateness, parts what was used; nothing is negative."""
    outcome = frames["outcomes"]
    outcome = outcome[(outcome.rule == "system") & outcome.total_wm.notna()].set_index("dossier_id")
    for name in ("segments", "state_minutes"):
        lived = frames[name].groupby("dossier_id").wm.sum().reindex(outcome.index).fillna(0.0)
        assert np.allclose(lived, outcome.total_wm, atol=1e-6), name
        assert (frames[name].wm >= -1e-9).all(), name
    late = frames["late"].set_index("dossier_id").late_wm
    shares = frames["cause_shares"].groupby("dossier_id").share_wm.sum().reindex(late.index).fillna(0.0)
    chrono = frames["cause_shares"].groupby("dossier_id").chrono_wm.sum().reindex(late.index).fillna(0.0)
    assert np.allclose(shares, late, atol=1e-6)
    assert np.allclose(chrono, late, atol=1e-6)
    mine = frames["late_days"].groupby("dossier_id").share_wm.sum().reindex(late.index).fillna(0.0)
    assert np.allclose(mine, late, atol=1e-6)
    assert (frames["late_days"].closing_wm <= frames["late_days"].share_wm + 1e-9).all()
    own = frames["late_days"][frames["late_days"].party == "own_office"]
    for name in ("share_wm", "closing_wm"):
        assert np.isclose(frames["workload"][name].sum(), own[name].sum(), atol=1e-6), name
    assert np.isclose(frames["involvement"].share_wm.sum(), late.sum(), atol=1e-6)
    used = frames["parts"].groupby("dossier_id").used_wm.sum().reindex(late.index).fillna(0.0)
    assert np.allclose(used, outcome.total_wm.reindex(late.index), atol=1e-6)
    amounts = frames["parts"][["used_wm", "norm_scaled_wm", "over_wm", "share_wm"]]
    assert (amounts.min().dropna() >= -1e-9).all()


TABLES = ("outcomes", "segments", "state_minutes", "late", "cause_shares", "parts", "late_days", "workload", "involvement")


def test_on_the_sample(project: Path):
    study = open_study("2024-01..2024-05")
    assert len(study.late) == 10
    assert_adds_up({name: study.frame(name) for name in TABLES})


@pytest.mark.parametrize(
    ("name", "period", "options"),
    [("wabo_receipt.csv.gz", "2010-10..2012-01", {"profile": "wabo", "as_of": "2012-01-24"})],
)
def test_on_a_real_log(project: Path, shared_data: Path, name: str, period: str, options: dict):
    study = open_study(period, source=str(shared_data / name), **options)
    assert_adds_up({table: study.frame(table) for table in TABLES})


CREDITS = """
label = "Công nhận tín chỉ"
timezone = "America/Bogota"
calendar = "tin_chi"
derive = { received_at = "first_event", finished_at = "last_event" }
[[sheet]]
table = "events"
[sheet.columns]
dossier_id = "case_id"
step = "activity"
officer = "resource"
started_at = "start_time"
ended_at = "end_time"
"""


def test_on_the_credits_log_with_a_norm_set_by_an_option(project: Path, shared_data: Path):
    reference = project / "data" / "reference"
    (reference / "profiles" / "tin_chi.toml").write_text(CREDITS, encoding="utf-8")
    (reference / "calendar_tin_chi.csv").write_text("date,kind,name,source\n2016-01-01,from,,\n2016-12-31,to,,\n", encoding="utf-8")
    with (reference / "calendar_hours.csv").open("a", encoding="utf-8") as hours:
        hours.writelines(f"tin_chi,{day},08:00,17:00,2016-01-01\n" for day in range(1, 6))
    study = open_study(
        "2016-01..2016-12", source=str(shared_data / "academic_credentials.csv.gz"), profile="tin_chi", rules="norm_days=10"
    )
    assert_adds_up({table: study.frame(table) for table in TABLES})
    minutes = study.state_minutes.groupby("state").wm.sum()
    assert minutes["work"] > 0
    # Waiting is told apart where the officer's steps do not overlap, and stays whole where they do.
    assert minutes["waiting"] > 0
    assert minutes[[state for state in minutes.index if state.startswith("wait_")]].sum() > 0
    assert len(study.late) > 0


@settings(max_examples=drawn(2, 40), deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=worlds())
def test_on_any_table_whatever(rows):
    engine = connect("duckdb")
    found = run_chain(engine, start=START, cut=CUT, **rows)
    assert_adds_up({name: engine.fetch(getattr(found, name)) for name in TABLES})
    engine.close()


@pytest.mark.soak
def test_on_two_hundred_offices():
    import sys

    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))
    from offices import computed, offices

    from tthc.simulate import KINDS

    assert_adds_up(computed(offices(range(200), size=150, kinds=tuple(KINDS), disturbances=3), tables=TABLES))
