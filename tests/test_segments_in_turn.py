"""Dossiers that went from hand to hand are cut without choosing among holders; the result is the one that choosing gives."""

from __future__ import annotations

import pandas as pd
from hypothesis import HealthCheck, given, settings

from desk import recorded_spans
from dossier_rows import at, dossier, step
from examples import drawn
from small_tables import canonical, vn_calendar
from tthc.analysis.segments import lifetimes
from tthc.analysis.segments.assignments import assignments
from tthc.analysis.segments.overlapping import resolve_overlaps
from tthc.analysis.segments.sequential import crossed_dossiers, sequential_stretches
from tthc.engine import connect
from worlds import CUT, worlds

NAMES = ["dossier_id", "from_at", "to_at", "from_wm", "to_wm", "state", "step_no", "step", "kind", "unit", "officer", "pass_no", "is_nested"]


def cut_both_ways(engine, rows):
    """The stretches of the dossiers that never lay in two hands at once: as they follow, and as chosen."""
    days, tables = vn_calendar(engine), canonical(engine, **rows)
    living = engine.materialise(lifetimes(tables["dossiers"], days, cut=CUT), "turn_lifetimes")
    spans = engine.materialise(recorded_spans(tables, days, living, CUT), "turn_spans")
    held = engine.materialise(assignments(spans, tables["stops"], living, days), "turn_held")
    crossed = engine.materialise(crossed_dossiers(held), "turn_crossed")
    alone = [table.anti_join(crossed, "dossier_id") for table in (held, living)]
    frames = (engine.fetch(way(*alone)) for way in (sequential_stretches, resolve_overlaps))
    return [frame.sort_values(["dossier_id", "from_at"]).reset_index(drop=True) for frame in frames]


@settings(max_examples=drawn(2, 40), deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=worlds())
def test_both_ways_give_the_same_stretches(rows):
    engine = connect("duckdb")
    in_turn, chosen = cut_both_ways(engine, rows)
    engine.close()
    assert len(in_turn) > 10
    pd.testing.assert_frame_equal(in_turn[NAMES], chosen[NAMES], check_dtype=False)
    sole = in_turn[in_turn.is_sole]
    assert not sole.duplicated(["dossier_id", "state", "step_no"]).any()
    assert not set(sole.state) & set(in_turn[~in_turn.is_sole].state)


def test_a_dossier_is_crossed_where_a_holding_begins_before_the_one_before_it_ends():
    engine = connect("duckdb")
    rows = {
        "dossiers": [dossier(name, "2/1 7:00", "4/1 17:00") for name in ("apart", "touching", "inside")],
        "steps": [
            step("apart", 1, "Thẩm định", "2/1 7:00", None, "2/1 9:00"), step("apart", 2, "Ký", "2/1 10:00", None, "2/1 11:00"),
            step("touching", 1, "Thẩm định", "2/1 7:00", None, "2/1 9:00"), step("touching", 2, "Ký", "2/1 9:00", None, "2/1 11:00"),
            step("inside", 1, "Thẩm định", "2/1 7:00", None, "3/1 9:00"),
        ],
        "stops": [{"dossier_id": "inside", "kind": "supplement", "from_at": at("2/1 9:00"), "to_at": at("2/1 10:00")}],
    }
    days, tables = vn_calendar(engine), canonical(engine, **rows)
    living = lifetimes(tables["dossiers"], days, cut=CUT)
    spans = recorded_spans(tables, days, living, CUT)
    found = engine.fetch(crossed_dossiers(assignments(spans, tables["stops"], living, days)))
    engine.close()
    assert found.dossier_id.tolist() == ["inside"]
