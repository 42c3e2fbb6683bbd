"""Early warning: curves worked by hand, nothing of the future, who has a dossier, sittings to come, when the chance is not used."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import ibis
import pandas as pd
import pytest

from desk import recorded_spans
from small_tables import at, canonical, vn_calendar
from stages import forecasts, judgements, listed
from tthc.analysis import early_warning
from tthc.analysis.early_warning.as_of import dossier_facts, moves
from tthc.analysis.early_warning.curves import curves, lookups, medians
from tthc.analysis.segments import lifetimes, segments
from tthc.analysis.segments.assignments import assignments
from tthc.engine import connect
from tthc.model.schema import CANONICAL
from tthc.simulate import run_office
from tthc.study.warning_tables import at_moment

_MOMENT = at("01/04/2024 07:00")


@pytest.fixture(scope="module")
def engine():
    """DuckDB alone: on Spark these took a third of all its tests, and test_spark.py compares every warning of the whole sample."""
    connected = connect("duckdb")
    yield connected
    connected.close()


_CELL = {"moment": _MOMENT, "measure": "by_landmark", "level": 0, "procedure": "P", "field": "", "kind": "at", "step": "Xử lý", "start_wm": 0.0}
_FATE = ("ended_at", "ended_wm", "is_withdrawn", "final_outcome", "status_at")  # what became of a dossier, for whoever checks


def _table(rows: list[dict]):
    types = {"moment": "timestamp(6)", "level": "int8", "start_wm": "float64"}
    return ibis.memtable(pd.DataFrame(rows)).cast({name: kind for name, kind in types.items() if name in rows[0]})


def _curve(*lives: tuple[int, int, bool]):
    """Dossiers as (joins, leaves, by ending)."""
    return curves(_table([{**_CELL, "from_tick": a, "to_tick": b, "is_end": ended, "n": 1} for a, b, ended in lives]))


def _queries(now: int, due: int):
    return _table([{**_CELL, "dossier_id": "H", "now_tick": now, "due_tick": due, "tick_wm": 30.0}])


# Five dossiers: ends at 2, 3 and 5, lost sight of at 3 and 8. S(2) = 4/5, S(3) = 4/5 · 3/4 = 0.6, S(5) = 0.6 · 1/2 = 0.3.
FIVE = ((0, 2, True), (0, 3, True), (0, 3, False), (0, 5, True), (0, 8, False))


@pytest.mark.parametrize(
    ("now", "due", "share", "n_like"),
    [
        (0, 4, 0.6, 4),  # two ended within, two were still going; the one lost at 3 does not tell
        (0, 1, 1.0, 5),
        (2, 5, 0.375, 3),  # given that it lasted beyond 2: 3/4 · 1/2
        (0, 7, 0.3, 4),
    ],
)
def test_open_dossiers_count_as_censored(engine, now, due, share, n_like):
    row = engine.fetch(lookups(_queries(now, due), engine.materialise(_curve(*FIVE), "curve_five"))).iloc[0]
    assert row.share_longer == pytest.approx(share, abs=1e-6) and row.n_like == n_like


def test_a_dossier_that_joins_later_is_at_risk_only_from_then(engine):
    # At 2 one of two ends; the third joins at 3, so that at 5 one of two ends again: 1/2 · 1/2.
    drawn = engine.materialise(_curve((0, 2, True), (0, 5, True), (3, 9, False)), "curve_late")
    row = engine.fetch(lookups(_queries(0, 6), drawn)).iloc[0]
    assert row.share_longer == pytest.approx(0.25, abs=1e-6)


def test_where_all_ended_nobody_was_still_going(engine):
    row = engine.fetch(lookups(_queries(0, 6), engine.materialise(_curve((0, 2, True), (0, 5, True)), "curve_all"))).iloc[0]
    assert row.share_longer == 0.0


def test_the_median_is_where_half_had_ended(engine):
    drawn = engine.materialise(_curve(*FIVE), "curve_median")
    assert engine.fetch(medians(_queries(0, 4), drawn)).half_tick.tolist() == [5]
    assert engine.fetch(medians(_queries(2, 4), drawn)).half_tick.tolist() == [5]
    assert engine.fetch(medians(_queries(5, 6), drawn)).half_tick.isna().tolist() == [True]


# what was known


@pytest.fixture(scope="module")
def world() -> dict[str, list[dict]]:
    return run_office(77, size=200, start=date(2024, 1, 1), end=date(2024, 5, 31)).tables


def _loaded(engine, tables: dict[str, list[dict]]) -> dict:
    names = {name: set(table.names) for name, table in CANONICAL.items()}
    rows = {name: [{key: value for key, value in row.items() if key in names[name]} for row in tables[name]] for name in tables}
    return canonical(engine, **rows)


def _forecast(engine, tables: dict[str, list[dict]], *moments: datetime) -> pd.DataFrame:
    return engine.fetch(forecasts(engine, _loaded(engine, tables), vn_calendar(engine), moments, {}))


def _altered(tables: dict[str, list[dict]], moment: datetime, seed: int) -> dict[str, list[dict]]:
    """Another future: whatever happens at or after `moment` is moved, undone or made up; the deadline goes back to what it was then."""
    draw = random.Random(seed)
    rows = {name: [dict(row) for row in table] for name, table in tables.items()}
    first: dict[str, datetime] = {}
    for change in sorted(rows["due_changes"], key=lambda row: row["at"]):
        if change["at"] >= moment:
            first.setdefault(change["dossier_id"], change["old_due_at"])
    rows["due_changes"] = [row for row in rows["due_changes"] if row["at"] < moment]
    rows["dossiers"] = [row for row in rows["dossiers"] if row["received_at"] is None or row["received_at"] < moment]
    for row in rows["dossiers"]:
        row["due_at"] = first.get(row["dossier_id"], row["due_at"])
        if row["finished_at"] and row["finished_at"] >= moment and row["status"] in ("9", "10", "7"):
            goes_on = draw.random() < 0.5
            row["status"], row["finished_at"] = ("4", None) if goes_on else ("9", moment + timedelta(days=draw.randint(0, 60), minutes=draw.randint(0, 600)))
        for name in ("issued_at", "returned_at"):
            if row[name] and row[name] >= moment:
                row[name] = None
    for name in ("steps", "stops"):
        begin, ends = {"steps": ("arrived_at", ("started_at", "ended_at")), "stops": ("from_at", ("to_at",))}[name]
        rows[name] = [row for row in rows[name] if row[begin] < moment]
        for row in rows[name]:
            for end in ends:
                if row[end] and row[end] >= moment:
                    row[end] = draw.choice([None, moment + timedelta(days=draw.randint(0, 40))])
    return rows


@pytest.mark.parametrize(("moment", "seed"), [("19/02/2024 07:00", 1), ("01/04/2024 07:00", 2), ("29/04/2024 15:20", 3)])
def test_what_happens_later_changes_nothing(engine, world, moment, seed):
    moment = at(moment)
    before, after = (_forecast(engine, tables, moment).drop(columns=[*_FATE]) for tables in (world, _altered(world, moment, seed)))
    before, after = (frame.sort_values("dossier_id", ignore_index=True) for frame in (before, after))
    assert len(before) >= 8 and before.chance.nunique() > 4
    pd.testing.assert_frame_equal(before, after, check_dtype=False)


def test_the_deadline_is_that_of_the_day(engine):
    dossier = {"dossier_id": "H1", "received_at": "01/03/2024", "due_at": "22/03/2024 17:00"}
    change = {"dossier_id": "H1", "at": "12/03/2024 09:00", "old_due_at": "15/03/2024", "new_due_at": "22/03/2024"}
    found = _forecast(engine, {"dossiers": [dossier], "due_changes": [change]}, at("11/03/2024"), at("13/03/2024"))
    assert found.sort_values("moment").due_at.tolist() == [at("15/03/2024 17:00"), at("22/03/2024 17:00")]
    assert found.sort_values("moment").left_wm.tolist() == [5 * 480.0, 8 * 480.0]


@pytest.mark.parametrize(("compare", "moved"), [("date", 5 * 480.0), ("minute", 5 * 480.0 + 360)])
def test_a_moved_deadline_is_measured_as_deadlines_count(engine, compare, moved):
    # From Friday 15 to Friday 22 March: five days; from 09:00 to 17:00 six open hours more (the morning's 2.5 and the afternoon's 3.5).
    change = {"dossier_id": "H1", "at": "12/03/2024 09:00", "old_due_at": "15/03/2024 09:00", "new_due_at": "22/03/2024 17:00"}
    other = {"dossier_id": "H2", "at": "12/03/2024 09:00", "new_due_at": "22/03/2024 17:00"}
    rows = engine.fetch(moves(canonical(engine, due_changes=[change, other])["due_changes"], vn_calendar(engine), {"compare": compare}))
    assert rows.set_index("dossier_id").moved_wm.to_dict() == {"H1": moved, "H2": 0.0}


def test_a_step_whose_arrival_is_inferred_is_known_only_when_it_ends(engine):
    dossier = {"dossier_id": "H1", "received_at": "01/03/2024", "due_at": "22/03/2024"}
    steps = [
        {"dossier_id": "H1", "step_no": 1, "step": "Một", "arrived_at": "01/03/2024", "ended_at": "05/03/2024 09:00", "is_assumed": True},
        {"dossier_id": "H1", "step_no": 2, "step": "Hai", "arrived_at": "05/03/2024 09:00", "ended_at": "14/03/2024 09:00", "is_assumed": True},
    ]
    found = _forecast(engine, {"dossiers": [dossier], "steps": steps}, at("11/03/2024"), at("15/03/2024")).sort_values("moment")
    assert list(zip(found.kind, found.step, strict=True)) == [("after", "Một"), ("after", "Hai")]


def test_while_a_dossier_is_stopped_its_time_left_stands_still(engine):
    dossiers = [{"dossier_id": "H1", "received_at": "01/03/2024", "due_at": "15/03/2024", "status": "5"}]
    stops = [{"dossier_id": "H1", "kind": "supplement", "from_at": "06/03/2024 07:00"}]
    rows = _listed(engine, at("29/03/2024"), dossiers=dossiers, stops=stops)
    # The afternoon of 15 March is the eighth day from the stop on 6 March; the forecast and the list say the same.
    assert _forecast(engine, {"dossiers": dossiers, "stops": stops}, at("11/03/2024"), at("29/03/2024")).left_wm.tolist() == [8 * 480.0] * 2
    assert rows.left_wm.tolist() == [8 * 480.0] and rows.urgency.tolist() == ["paused"] and rows.reason.tolist() == ["applicant"]


# the list


def _listed(engine, moment: datetime, rules: dict[str, str] | None = None, **rows) -> pd.DataFrame:
    """The list of one instant, without a check on earlier ones."""
    rows = engine.fetch(listed(engine, canonical(engine, **rows), vn_calendar(engine), moment, rules or {}))
    return rows.sort_values("order_no", ignore_index=True)


def _segments(engine, moment: datetime, rules: dict[str, str], **rows) -> pd.DataFrame:
    """The segments up to the instant: who has a dossier there is theirs to say."""
    tables, calendar = canonical(engine, **rows), vn_calendar(engine)
    living = engine.materialise(lifetimes(tables["dossiers"], calendar, cut=moment), "seg_lifetimes")
    spans = engine.materialise(recorded_spans(tables, calendar, living, moment), "seg_spans")
    held = engine.materialise(assignments(spans, tables["stops"], living, calendar), "seg_held")
    due = living.select("dossier_id", due_wm=ibis.null("float64")).limit(0)
    return engine.fetch(segments(held, living, due, **rules))


UNITS = [{"unit": "Phòng A", "is_own": True}, {"unit": "UBND tỉnh", "is_own": False}]


def test_thin_history_orders_by_time_left_and_tells_no_chance(engine):
    dossiers = [{"dossier_id": f"H{n}", "received_at": "01/03/2024", "due_at": due} for n, due in ((1, "19/03/2024"), (2, "12/03/2024"), (3, "05/03/2024"))]
    rows = _listed(engine, at("08/03/2024"), dossiers=dossiers)
    assert rows.dossier_id.tolist() == ["H3", "H2", "H1"]
    assert rows.urgency.tolist() == ["red", "amber", "green"] and rows.chance.fillna(-1).tolist() == [1.0, -1, -1]
    assert set(rows.verdict) == {"too_few"} and rows.n_like.isna().all()


def test_without_any_time_left_a_dossier_comes_first_on_the_evening_of_its_last_day(engine):
    dossiers = [{"dossier_id": f"H{n}", "received_at": "01/03/2024", "due_at": due} for n, due in ((1, "08/03/2024"), (2, "07/03/2024"))]
    rows = _listed(engine, at("09/03/2024 00:00"), dossiers=dossiers)
    assert rows.left_wm.tolist() == [-480.0, 0.0] and rows.urgency.tolist() == ["red", "red"] and rows.chance.tolist() == [1.0, 1.0]


def test_the_turn_is_the_holders_or_the_own_units_to_urge(engine):
    dossiers = [{"dossier_id": f"H{n}", "received_at": "01/03/2024", "due_at": "29/03/2024", "unit": "Phòng B", "officer": "Bình"} for n in (1, 2, 3)]
    steps = [
        {"dossier_id": "H1", "step_no": 1, "step": "Thẩm định", "unit": "Phòng A", "officer": "An", "arrived_at": "04/03/2024"},
        {"dossier_id": "H2", "step_no": 1, "step": "Ký", "unit": "UBND tỉnh", "kind": "sign", "arrived_at": "05/03/2024"},
        {"dossier_id": "H3", "step_no": 1, "step": "Thẩm định", "unit": "Phòng A", "officer": "An", "arrived_at": "06/03/2024"},
    ]
    away = [{"officer": "An", "from_at": "07/03/2024", "to_at": "20/03/2024"}]
    rows = _listed(engine, at("08/03/2024"), dossiers=dossiers, steps=steps, units=UNITS, absences=away).set_index("dossier_id")
    assert rows.loc["H1", ["unit", "officer", "n_before", "n_in_hand", "is_absent"]].tolist() == ["Phòng A", "An", 0, 2, True]
    assert rows.loc["H3", ["n_before", "n_in_hand"]].tolist() == [1, 2]
    assert rows.loc["H2", ["unit", "officer", "holder_unit", "state", "party"]].tolist() == ["Phòng B", "Bình", "UBND tỉnh", "sign", "other_body"]
    assert rows.loc["H2", "since_at"] == at("05/03/2024") and rows.loc["H2", "held_wm"] == 3 * 480


def test_a_step_left_open_in_an_ended_dossier_keeps_nobody_busy(engine):
    step = {"step_no": 1, "step": "Thẩm định", "unit": "Phòng A", "officer": "An"}
    dossiers = [
        {"dossier_id": "H0", "received_at": "01/03/2024", "due_at": "29/03/2024", "finished_at": "05/03/2024", "status": "9"},
        {"dossier_id": "H1", "received_at": "01/03/2024", "due_at": "29/03/2024", "unit": "Phòng A", "officer": "An"},
    ]
    steps = [step | {"dossier_id": "H0", "arrived_at": "01/03/2024"}, step | {"dossier_id": "H1", "arrived_at": "06/03/2024"}]
    rows = _listed(engine, at("08/03/2024"), dossiers=dossiers, steps=steps, units=UNITS).set_index("dossier_id")
    assert rows.loc["H1", ["n_before", "n_in_hand"]].tolist() == [0, 1]


@pytest.mark.parametrize("own_came", ["04/03/2024", "07/03/2024"])
@pytest.mark.parametrize(("setting", "holder", "state", "party"), [
    (None, "Sở khác", "consult", "other_body"), ("other_body", "Sở khác", "consult", "other_body"), ("own_office", "Phòng A", "held", "own_office"),
])  # fmt: skip
def test_a_consultation_within_an_own_step_is_whose_the_setting_says(engine, own_came, setting, holder, state, party):
    dossiers = [{"dossier_id": "H1", "received_at": "01/03/2024", "due_at": "29/03/2024"}]
    steps = [
        {"dossier_id": "H1", "step_no": 1, "step": "Thẩm định", "unit": "Phòng A", "officer": "An", "arrived_at": own_came, "ended_at": "20/03/2024"},
        {"dossier_id": "H1", "step_no": 2, "step": "Lấy ý kiến", "unit": "Sở khác", "kind": "consult", "arrived_at": "06/03/2024", "ended_at": "15/03/2024"},
    ]
    rules = {"nested_consult": setting} if setting else None
    rows = _listed(engine, at("11/03/2024"), rules, dossiers=dossiers, steps=steps, units=UNITS)
    assert rows.loc[0, ["holder_unit", "state", "party"]].tolist() == [holder, state, party]
    last = _segments(engine, at("11/03/2024"), rules or {}, dossiers=dossiers, steps=steps, units=UNITS).sort_values("from_at").iloc[-1]
    assert last[["state", "unit"]].tolist() == [state, holder]


def test_a_step_that_names_nobody_is_the_own_units_to_do(engine):
    dossiers = [{"dossier_id": "H1", "received_at": "01/03/2024", "due_at": "29/03/2024", "unit": "Phòng B", "officer": "Bình"}]
    steps = [{"dossier_id": "H1", "step_no": 1, "step": "Trả kết quả", "arrived_at": "06/03/2024"}]
    rows = _listed(engine, at("08/03/2024"), dossiers=dossiers, steps=steps, units=UNITS)
    assert rows.loc[0, ["unit", "officer", "step"]].tolist() == ["Phòng B", "Bình", "Trả kết quả"]


def test_a_step_that_comes_while_a_dossier_is_stopped_does_not_end_the_stop(engine):
    dossiers = [{"dossier_id": "H1", "received_at": "01/03/2024", "due_at": "20/03/2024", "status": "5", "unit": "Phòng B", "officer": "Bình"}]
    stops = [{"dossier_id": "H1", "kind": "supplement", "from_at": "06/03/2024"}]
    steps = [{"dossier_id": "H1", "step_no": 1, "step": "Thẩm định", "unit": "Phòng A", "officer": "An", "arrived_at": "07/03/2024"}]
    rows = _listed(engine, at("29/03/2024"), dossiers=dossiers, stops=stops, steps=steps, units=UNITS)
    assert rows.loc[0, ["state", "party", "urgency", "reason", "unit"]].tolist() == ["supplement", "applicant", "paused", "applicant", "Phòng B"]
    assert rows.loc[0, "left_wm"] > 0 and rows.loc[0, "since_at"] == at("06/03/2024")


def test_the_end_of_one_stop_does_not_end_another(engine):
    dossiers = [{"dossier_id": "H1", "received_at": "01/03/2024", "due_at": "20/03/2024", "status": "5"}]
    stops = [
        {"dossier_id": "H1", "kind": "supplement", "from_at": "06/03/2024"},
        {"dossier_id": "H1", "kind": "obligation", "from_at": "07/03/2024", "to_at": "08/03/2024"},
    ]
    rows = _listed(engine, at("29/03/2024"), dossiers=dossiers, stops=stops)
    assert rows.loc[0, ["party", "urgency", "reason"]].tolist() == ["applicant", "paused", "applicant"]


def test_a_stop_of_no_length_stops_nothing(engine):
    dossiers = [{"dossier_id": "H1", "received_at": "01/03/2024", "due_at": "20/03/2024"}]
    stops = [{"dossier_id": "H1", "kind": "supplement", "from_at": "06/03/2024 09:00", "to_at": "06/03/2024 09:00"}]
    rows = _listed(engine, at("19/03/2024"), dossiers=dossiers, stops=stops)
    assert rows.loc[0, ["state", "urgency", "left_wm"]].tolist() == ["unrecorded", "amber", 2 * 480.0]


def test_sittings_are_counted_on_from_their_rhythm(engine):
    ends = ("05/03/2024 15:00", "12/03/2024 15:00", "19/03/2024 15:00")  # Tuesdays, five working days apart
    dossiers = [{"dossier_id": f"H{n}", "received_at": "01/03/2024", "due_at": "29/03/2024"} for n in range(4)]
    steps = [
        {"dossier_id": f"H{n}", "step_no": 1, "step": "Họp", "kind": "council", "unit": "Hội đồng", "arrived_at": "01/03/2024", "ended_at": end}
        for n, end in enumerate(ends)
    ]
    steps.append({"dossier_id": "H3", "step_no": 1, "step": "Họp", "kind": "council", "unit": "Hội đồng", "arrived_at": "20/03/2024"})
    rows = _listed(engine, at("21/03/2024"), dossiers=dossiers, steps=steps).set_index("dossier_id")
    assert rows.loc["H3", ["state", "reason"]].tolist() == ["council", "council"]
    assert rows.loc["H3", "next_council_at"] == at("26/03/2024 00:00")
    fewer = _listed(engine, at("14/03/2024"), dossiers=dossiers, steps=[step for step in steps if step["arrived_at"] < "20"])
    assert fewer.next_council_at.isna().all()  # two sittings are no rhythm


# the check on the weeks before


def _labels(engine, past: str, now: str, **rows) -> dict[str, int]:
    """What is known at `now` of the forecasts of `past`, by dossier."""
    found = forecasts(engine, canonical(engine, **rows), vn_calendar(engine), [at(past), at(now)], {})
    known = engine.fetch(early_warning.known_outcomes(at_moment(found, at(past)), at_moment(found, at(now))))
    return dict(zip(known.dossier_id, known.is_late, strict=True))


def test_late_is_what_the_outcome_says_and_not_the_clock(engine):
    ends = {"saturday": "16/03/2024 09:00", "evening": "15/03/2024 19:00", "before": "14/03/2024", "after": "18/03/2024 09:00", "withdrawn": "18/03/2024 09:00"}
    dossiers = [{"dossier_id": name, "received_at": "01/03/2024", "due_at": "15/03/2024", "status": "9", "finished_at": end} for name, end in ends.items()]
    dossiers[-1]["status"] = "7"
    dossiers += [
        {"dossier_id": name, "received_at": "01/03/2024", "due_at": "15/03/2024", "status": status}
        for name, status in (("open", "4"), ("stopped", "5"), ("said to be stopped", "6"), ("lookups", "4"), ("never answered", "4"))
    ]
    stops = [
        {"dossier_id": "stopped", "kind": "supplement", "from_at": "13/03/2024"},
        {"dossier_id": "lookups", "kind": "supplement", "from_at": "12/03/2024", "to_at": "13/03/2024"},
        # Nobody wrote that the stop ended: it stands, whatever the status says, as in `outcomes` and segments.
        {"dossier_id": "never answered", "kind": "supplement", "from_at": "13/03/2024"},
    ]
    # 15/03/2024 is a Friday: no working minute lies between its closing and the end on Saturday.
    late = {"saturday": 1, "after": 1, "open": 1, "lookups": 1, "evening": 0, "before": 0}
    assert _labels(engine, "11/03/2024", "25/03/2024", dossiers=dossiers, stops=stops) == late


def test_the_label_is_known_once_the_day_of_the_deadline_is_over(engine):
    dossiers = [
        {"dossier_id": "quick", "received_at": "01/03/2024", "due_at": "15/03/2024", "status": "9", "finished_at": "13/03/2024"},
        {"dossier_id": "open", "received_at": "01/03/2024", "due_at": "15/03/2024"},
    ]
    assert _labels(engine, "11/03/2024", "15/03/2024 18:00", dossiers=dossiers) == {}
    assert _labels(engine, "11/03/2024", "16/03/2024 00:00", dossiers=dossiers) == {}
    # Monday at opening: the clock reads the same as on Friday at closing, the outcome is another.
    assert _labels(engine, "11/03/2024", "18/03/2024", dossiers=dossiers) == {"quick": 0, "open": 1}


def test_the_base_rate_counts_late_by_the_outcome(engine):
    ends = ("15/03/2024 16:00", "16/03/2024 09:00", "18/03/2024 09:00")
    dossiers = [{"dossier_id": f"H{n}", "received_at": "01/03/2024", "due_at": "15/03/2024", "status": "9", "finished_at": end} for n, end in enumerate(ends)]
    dossiers.append({"dossier_id": "H9", "received_at": "01/03/2024", "due_at": "29/03/2024"})
    found = _forecast(engine, {"dossiers": dossiers}, at("20/03/2024"))
    assert found.n_ended.tolist() == [3] and found.rate.tolist() == [(2 + 1) / (3 + 20)]


@pytest.mark.parametrize(("moment", "compare"), [
    ("04/03/2024 07:00", "date"), ("14/04/2024 00:00", "date"), ("06/05/2024 17:30", "date"), ("06/05/2024 17:30", "minute"), ("01/09/2024 07:00", "date"),
])  # fmt: skip
def test_open_dossiers_stand_as_the_outcomes_have_it(engine, world, moment, compare):
    tables, calendar, day, rules = _loaded(engine, world), vn_calendar(engine), at(moment), {"compare": compare}
    every = engine.fetch(judgements(engine, tables, calendar, start=at("01/01/2020"), cut=day, rules=rules))
    every = every[every.rule == "system"].set_index("dossier_id").outcome
    found = engine.fetch(forecasts(engine, tables, calendar, [day], rules)).set_index("dossier_id")
    still = every[every.isin(["open_in_time", "open_late", "stopped"])]
    assert found.status_at.to_dict() == still.to_dict() and len(still) >= (5 if day.month < 9 else 0)


def test_without_a_deadline_the_settings_days_count_as_in_the_outcomes(engine):
    dossiers = [
        {"dossier_id": "open", "received_at": "01/03/2024 09:00"},
        {"dossier_id": "late", "received_at": "01/03/2024 09:00", "status": "9", "finished_at": "09/03/2024 08:00"},
        {"dossier_id": "new", "received_at": "01/03/2024 09:00", "status": "1"},
    ]
    tables, calendar = canonical(engine, dossiers=dossiers), vn_calendar(engine)
    facts = engine.fetch(dossier_facts(tables, calendar, {"norm_days": "5"})).set_index("dossier_id")
    # Five working days after Friday 1 March: Friday 8 March at closing; the end on Saturday comes after it.
    assert facts.due_at.to_dict() == {"open": at("08/03/2024 17:00"), "late": at("08/03/2024 17:00")}
    assert facts.final_outcome.fillna("").to_dict() == {"open": "", "late": "late"}


def test_what_was_set_after_the_end_tells_nothing_of_it(engine):
    """Ended Monday 18 March, two days after Friday's deadline, which was moved to the 22nd at the end of the month; the
    other one's first deadline was Sunday the 17th, which counts to Monday's closing time."""
    dossiers = [{"dossier_id": name, "received_at": "04/03/2024 09:00", "due_at": "22/03/2024 17:00", "status": "9", "finished_at": "18/03/2024 10:00"}
                for name in ("Friday", "Sunday")]  # fmt: skip
    changes = [{"dossier_id": name, "at": "29/03/2024 09:00", "old_due_at": old, "new_due_at": "22/03/2024 17:00"}
               for name, old in (("Friday", "15/03/2024 17:00"), ("Sunday", "17/03/2024 17:00"))]  # fmt: skip
    facts = engine.fetch(dossier_facts(canonical(engine, dossiers=dossiers, due_changes=changes), vn_calendar(engine), {})).set_index("dossier_id")
    assert facts.final_outcome.to_dict() == {"Friday": "late", "Sunday": "on_time"}
    # From 09:00: the six hours that are left of Monday the 4th, and nine or ten whole days.
    assert (facts.first_due_wm - facts.received_wm).to_dict() == {"Friday": 9 * 480 + 360, "Sunday": 10 * 480 + 360}


def test_ended_dossiers_became_what_the_outcomes_have(engine, world):
    tables, calendar = _loaded(engine, world), vn_calendar(engine)
    every = engine.fetch(judgements(engine, tables, calendar, start=at("01/01/2020"), cut=at("01/01/2025"), rules={}))
    every = every[every.rule == "system"].set_index("dossier_id").outcome
    facts = engine.fetch(dossier_facts(tables, calendar, {})).set_index("dossier_id").final_outcome.dropna()
    ended = every[every.isin(["early", "on_time", "late", "no_due", "withdrawn"])]
    assert facts.to_dict() == ended.to_dict() and facts.nunique() > 2


def _known(*rows: tuple[float, float, int]):
    """Past forecasts as (chance, working days left, late)."""
    return _table(
        [
            {"moment": _MOMENT, "dossier_id": f"H{n:02}", "left_wm": left * 480.0, "chance": chance, "rate": 0.25, "is_late": late}
            for n, (chance, left, late) in enumerate(rows)
        ]
    )


def _verdict(engine, known) -> str:
    return engine.fetch(early_warning.classify_order(engine.materialise(early_warning.scores(known), "warn_scores"))).verdict[0]


def test_the_chance_is_used_only_where_it_beat_the_time_left_and_the_base_rate(engine):
    good = [(0.9, 10, 1)] * 5 + [(0.1, 2, 0)] * 15
    assert _verdict(engine, _known(*good)) == "better"
    assert _verdict(engine, _known(*[(0.1, 2, 1)] * 5, *[(0.9, 10, 0)] * 15)) == "worse"
    assert _verdict(engine, _known(*good[1:])) == "too_few"


def test_scores_worked_by_hand(engine):
    known = _known((0.8, 1, 1), (0.4, 3, 0), (0.4, 2, 1), (0.0, 2, 0))
    rows = engine.fetch(early_warning.scores(known)).set_index("order")
    assert rows.loc["chance", "brier"] == pytest.approx((0.04 + 0.16 + 0.36 + 0) / 4)
    assert rows.loc["chance", "auc"] == 0.875  # of four pairs three are right and one is a tie
    assert rows.loc["time_left", "auc"] == 0.875
    assert rows.loc["base", "brier"] == pytest.approx((2 * 0.75**2 + 2 * 0.25**2) / 4) and pd.isna(rows.loc["base", "auc"])
    assert rows.loc["chance", ["n", "n_late", "n_named", "n_named_late"]].astype(int).tolist() == [4, 2, 4, 2]
