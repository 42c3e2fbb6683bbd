"""The share finished by the deadline with open dossiers counted, by hand on literal tables. Period: March 2024."""

from __future__ import annotations

import math
from datetime import datetime
from itertools import count

import pyarrow as pa
import pytest

from small_tables import canonical, vn_calendar
from stages import judgements, measured, stage
from tthc.analysis.indicators.survival import survival

START, CUT = datetime(2024, 3, 1), datetime(2024, 4, 1)
LIMIT = 960.0  # two working days
_NUMBERS = count()


@pytest.fixture(scope="module")
def calendar(engine):
    return vn_calendar(engine)


def life(outcome, used=None, *, intake="period", received=datetime(2024, 3, 4, 7), due=datetime(2024, 3, 20, 17), limit=LIMIT, **more):
    """A dossier of the frame that used this share of its time limit."""
    total = None if used is None else used * limit
    usual = {"basis": "register", "rule": "system", "unit": "A", "field": "F", "procedure": "P"}
    budget = None if used is None or due is None else limit
    return {**usual, "intake": intake, "outcome": outcome, "received_at": received, "due_at": due, "total_wm": total, "budget_wm": budget, **more}


def carried(outcome, used, since, **more):
    """One that had used `since` of its limit when the period began: received at opening time of 29 February, a day before."""
    limit = 480.0 / since
    return life(outcome, used, intake="carried", received=datetime(2024, 2, 29, 7), limit=limit, **more)


SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("basis", "rule", "unit", "field", "procedure", "intake", "outcome")]
    + [(name, pa.timestamp("us")) for name in ("received_at", "due_at")]
    + [(name, pa.float64()) for name in ("total_wm", "budget_wm")]
)


def estimate(engine, calendar, lives, **group):
    """The row of one group; the whole office under the system's rule unless it says otherwise."""
    frame = engine.load(pa.Table.from_pylist(lives, schema=SCHEMA), f"lives_{next(_NUMBERS)}")
    found = engine.fetch(stage(engine, survival, frame, calendar, start=START))
    wanted = {"rule": "system", "unit": None, "field": None, "procedure": None} | group
    for name, value in wanted.items():
        found = found[found[name].isna() if value is None else found[name] == value]
    assert len(found) == 1
    return found.iloc[0]


def test_five_dossiers_by_hand(engine, calendar):
    """Finished at 0.3 of the limit (one of 5), open at 0.4, finished at 0.5 (one of 3 left), two late: 4/5 · 2/3 = 8/15 remain."""
    row = estimate(engine, calendar, [life("early", 0.3), life("open_in_time", 0.4), life("on_time", 0.5), life("late", 1.5), life("open_late", 1.2)])
    assert row.ratio == pytest.approx(7 / 15) and (row.numerator, row.denominator) == (pytest.approx(7 / 3), 5)
    # Greenwood: 1/(5·4) + 1/(3·2) = 13/60; as sure as (7/15) / (8/15 · 13/60) = 105/26 dossiers of which all is known.
    share, n, z = 7 / 15, 105 / 26, 1.959963984540054
    middle, reach = (share + z * z / 2 / n) / (1 + z * z / n), z * math.sqrt(share * (1 - share) / n + z * z / 4 / n / n) / (1 + z * z / n)
    assert (row.low, row.high) == (pytest.approx(middle - reach), pytest.approx(middle + reach))


def test_with_nothing_open_and_nothing_carried_in_it_is_the_plain_rate_with_its_interval(engine, calendar):
    def dossier(number, received, finished, status="9", due="15/03/2024 17:00"):
        at = {"received_at": received, "due_at": due, "finished_at": finished}
        return {"dossier_id": f"d{number}", "status": status, "unit": "Phòng A" if number % 2 else "Phòng B", **at}

    days = ["11", "12", "13", "14", "15", "18", "19", "20"]
    rows = [dossier(n, f"{4 + n % 3:02d}/03/2024 09:00", f"{day}/03/2024 10:00") for n, day in enumerate(days)]
    rows += [dossier(8, "05/03/2024 08:00", "08/03/2024 10:00", status="7"), dossier(9, "05/03/2024 08:00", "22/03/2024 10:00", due=None)]
    tables = canonical(engine, dossiers=rows)
    span = {"start": START, "cut": CUT}
    outcome = judgements(engine, tables, calendar, **span, rules={})
    found = engine.fetch(measured(engine, tables, outcome, calendar, period="2024-03", **span, as_of=CUT, rules={}))
    found = found[(found.basis == "register") & found.measure.isin(["in_time_rate", "in_time_km"])]
    key, told = ["rule", "unit", "field", "procedure"], ["numerator", "denominator", "value", "low", "high"]
    plain, km = (found[found.measure == name].fillna({name: "" for name in key}).set_index(key)[told].sort_index() for name in ("in_time_rate", "in_time_km"))
    plain = plain[plain.denominator > 0]  # under the decree's rule nothing of this can be told
    assert len(plain) >= 10 and plain.loc[("system", "", "", ""), "numerator"] == 7
    assert (km.loc[plain.index] - plain).abs().max().max() < 1e-9


def test_open_late_dossiers_lower_it_though_the_plain_rate_does_not_see_them(engine, calendar):
    """Nine of nine finished in time: the plain rate is 100%. Nine more lie open past their deadline: a half."""
    row = estimate(engine, calendar, [*[life("early", 0.5)] * 9, *[life("open_late", 2.0)] * 9])
    assert row.ratio == pytest.approx(0.5)


def test_slow_dossiers_carried_in_do_not_count_too_often(engine, calendar):
    """Each period brings nine quick and one slow; two slow ones are carried in at 0.6 of their limit, when no quick one is left."""
    row = estimate(engine, calendar, [*[life("early", 0.5)] * 9, life("open_late", 1.1), *[carried("late", 1.4, 0.6)] * 2])
    assert row.ratio == pytest.approx(0.9) and row.denominator == 12


def test_one_carried_in_counts_from_the_start_of_the_period(engine, calendar):
    """At 0.3 one of two, at 0.8 one of two (the late one and the carried one): 1/4 remain."""
    row = estimate(engine, calendar, [life("early", 0.3), life("late", 1.5), carried("early", 0.8, 0.5)])
    assert row.ratio == pytest.approx(0.75) and row.denominator == 3


def test_what_was_late_before_the_period_is_not_of_it(engine, calendar):
    row = estimate(engine, calendar, [life("early", 0.3), life("late", 1.5), carried("late", 3.0, 2.0, due=datetime(2024, 2, 29, 17))])
    assert (row.ratio, row.denominator) == (pytest.approx(0.5), 2)


@pytest.mark.parametrize(
    "lives",
    [
        [life("early", 0.3), life("open_in_time", 0.4)],
        [life("open_in_time", 0.4)],
        # All at hand finish before others join: no pace from there on.
        [life("early", 0.3), carried("late", 1.5, 0.5)],
    ],
    ids=["nobody followed to the deadline", "all open", "an empty moment"],
)
def test_what_cannot_be_told_is_not_told(engine, calendar, lives):
    row = estimate(engine, calendar, lives)
    assert math.isnan(row.ratio) and math.isnan(row.numerator) and math.isnan(row.low) and row.denominator == len(lives)


def test_all_in_time_and_none_in_time(engine, calendar):
    assert estimate(engine, calendar, [life("early", 0.3), life("on_time", 1.0)]).ratio == 1
    none = estimate(engine, calendar, [life("late", 1.3), life("open_late", 1.1)])
    assert (none.ratio, none.low) == (0, 0) and none.high == pytest.approx(0.657620, abs=1e-6)


def test_stopped_for_good_is_followed_to_its_end(engine, calendar):
    """Finished at 0.3 (one of 4), stopped for good at 0.5, finished at 0.8 (one of the 2 left)."""
    row = estimate(engine, calendar, [life("early", 0.3), life("ended", 0.5), life("on_time", 0.8), life("late", 1.5)])
    assert row.denominator == 4 and row.ratio == pytest.approx(1 - 3 / 4 * 1 / 2)
    # Had it ended past its deadline, it would have been there to the end of it.
    assert estimate(engine, calendar, [life("early", 0.3), life("ended", 1.2), life("late", 1.5)]).ratio == pytest.approx(1 / 3)


def test_carried_in_late_without_minutes_joins_where_its_limit_says(engine, calendar):
    """Late by the index because it was asked twice, so without minutes of lateness: at the start it had used half of its limit."""
    asked_twice = carried("late", 0.9, since=0.5)
    row = estimate(engine, calendar, [life("early", 0.3), life("on_time", 0.8), asked_twice])
    # At 0.3 it is not there yet: one of two finished; at 0.8 one of two.
    assert row.ratio == pytest.approx(1 - 1 / 2 * 1 / 2)


def test_withdrawn_and_without_deadline_are_in_time_as_in_the_form_stopped_past_the_deadline_tells_nothing(engine, calendar):
    lives = [life("withdrawn", 0.2), life("no_due", due=None), life("late", 1.5), life("stopped", 1.3), life("stopped", 0.1), life("refused")]
    row = estimate(engine, calendar, [*lives, life("open_in_time", due=None)])
    # The stop at 0.1 leaves first; then one of three at 0.2, one of two at the deadline.
    assert (row.ratio, row.denominator) == (pytest.approx(2 / 3), 4)


def test_a_group_counts_its_own(engine, calendar):
    lives = [life("early", 0.3), life("late", 1.3, unit="B"), life("late", 1.3, unit="B", field="G")]
    assert [estimate(engine, calendar, lives, unit=name).ratio for name in ("A", "B")] == [1, 0]
    assert estimate(engine, calendar, lives, field="F").ratio == pytest.approx(0.5)
    assert estimate(engine, calendar, lives, rule="decree").denominator == 0
