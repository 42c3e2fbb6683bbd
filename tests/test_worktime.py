"""The clock: cases worked out by hand, properties, a minute-by-minute count; deadlines in working days."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examples import drawn
from small_tables import REFERENCE, at, vn_calendar
from tthc.analysis import calendar as worktime
from tthc.analysis.calendar import DeadlineRule
from tthc.engine import connect
from tthc.sources.read.profile import load_profile
from tthc.sources.read.times import read_time


@pytest.fixture(scope="module")
def calendar(engine):
    return vn_calendar(engine)


@pytest.fixture(scope="module")
def duck():
    """DuckDB alone, for properties over many tables: the single cases run on every engine."""
    connected = connect()
    yield connected
    connected.close()


@pytest.fixture(scope="module")
def duck_calendar(duck):
    return vn_calendar(duck)


@pytest.fixture(scope="module")
def nine_to_five(engine, tmp_path_factory):
    """Monday to Friday 9–17, one holiday (Wednesday 20 March 2024), one worked Saturday (16 March)."""
    folder = tmp_path_factory.mktemp("calendar")
    rows = "2024-03-01,from,,\n2024-03-31,to,,\n2024-03-20,off,,\n2024-03-16,work,,\n"
    (folder / "calendar_x.csv").write_text("date,kind,name,source\n" + rows, encoding="utf-8")
    hours = "".join(f"x,{day},09:00,17:00,2020-01-01\n" for day in range(1, 6))
    (folder / "calendar_hours.csv").write_text("calendar,weekday,from,to,valid_from\n" + hours, encoding="utf-8")
    return engine.load(worktime.calendar_table(folder, "x"), "calendar_nine_to_five")


def minutes(engine, calendar, pairs):
    """Working minutes of each pair of instants."""
    rows = pa.table({"n": range(len(pairs)), "start": [a for a, _ in pairs], "end": [b for _, b in pairs]})
    table = worktime.read_clock(engine.load(rows, "pairs"), calendar, {"start": "start_wm", "end": "end_wm"})
    found = engine.fetch(table).sort_values("n")
    return (found.end_wm - found.start_wm).tolist()


CASES = {
    "Monday 10 to 12": ("11/03/2024 10:00", "11/03/2024 12:00", 2),
    "over a weekend": ("08/03/2024 10:00", "11/03/2024 10:00", 8),
    "from Sunday": ("10/03/2024 12:00", "12/03/2024 10:00", 9),
    "two days": ("11/03/2024 10:00", "13/03/2024 10:00", 16),
    "to a closed Saturday": ("07/03/2024 10:00", "09/03/2024 12:00", 15),
    "from Friday 16 to Sunday": ("08/03/2024 16:00", "10/03/2024 12:00", 1),
    "a week": ("04/03/2024 09:00", "11/03/2024 09:00", 40),
    "over a holiday": ("19/03/2024 10:00", "21/03/2024 10:00", 8),
    "over a worked Saturday": ("15/03/2024 10:00", "18/03/2024 10:00", 16),
}


def test_cases_worked_out_by_hand(engine, nine_to_five):
    found = minutes(engine, nine_to_five, [(at(start), at(end)) for start, end, _ in CASES.values()])
    assert dict(zip(CASES, found, strict=True)) == {name: 60 * hours for name, (*_, hours) in CASES.items()}


def test_an_office_day_given_in_utc(engine, nine_to_five):
    """02:00 and 10:00 UTC are 9:00 and 17:00 in Vietnam: the whole office day, not its first hour."""
    profile = load_profile("su_kien", REFERENCE / "profiles")
    reader = connect()  # files are read on DuckDB whatever computes
    texts = reader.load(pa.table({"start": ["2024-03-11T02:00:00Z"], "end": ["2024-03-11T10:00:00+00:00"]}), "texts")
    read = reader.fetch(texts.select(**{name: read_time(texts[name], profile, reader) for name in ("start", "end")}))
    reader.close()
    assert minutes(engine, nine_to_five, [(read.start[0].to_pydatetime(), read.end[0].to_pydatetime())]) == [480]


def test_the_noon_break_is_not_worked(engine, calendar):
    assert minutes(engine, calendar, [(at("11/03/2024 11:00"), at("11/03/2024 14:00"))]) == [60]


def test_outside_the_calendar_there_is_no_reading(engine, calendar):
    rows = pa.table({"at": pa.array([datetime(2018, 12, 31, 9), datetime(2028, 1, 1), None], pa.timestamp("us"))})
    found = engine.fetch(worktime.read_clock(engine.load(rows, "outside"), calendar, {"at": "wm"}))
    assert found.wm.isna().all()


FIRST, LAST = datetime(2019, 1, 1), datetime(2028, 1, 1)
N_MINUTES = int((LAST - FIRST).total_seconds() // 60)


def open_minutes():
    """For each minute of nine years whether the office was open, counted from the files without the package."""
    with (REFERENCE / "calendar_vn.csv").open(encoding="utf-8", newline="") as file:
        kinds = {row["date"]: row["kind"] for row in csv.DictReader(file) if row["kind"] in ("off", "work")}
    is_open = np.zeros(N_MINUTES, dtype=np.int64)
    for number in range((LAST - FIRST).days):
        day = FIRST.date() + timedelta(days=number)
        kind = kinds.get(day.isoformat(), "work" if day.weekday() < 5 else "off")
        if kind == "work":
            for start, end in ((7 * 60, 11 * 60 + 30), (13 * 60 + 30, 17 * 60)):
                is_open[number * 1440 + start : number * 1440 + end] = 1
    return is_open


@pytest.fixture(scope="module")
def counted():
    """Open minutes before each minute of nine years."""
    return np.concatenate([[0], np.cumsum(open_minutes())])


def read(engine, calendar, offsets, name="instants"):
    """Clock readings at minutes after the first instant of 2019."""
    instants = np.datetime64(FIRST, "us") + offsets.astype("timedelta64[m]")
    rows = pa.table({"n": np.arange(len(offsets)), "at": pa.array(instants)})
    table = worktime.read_clock(engine.load(rows, name), calendar, {"at": "wm"}).select("n", "wm")
    return engine.fetch(table).sort_values("n").wm.to_numpy()


ROWS = 10_000


def test_the_clock_equals_counting_minutes(engine, calendar, counted):
    offsets = np.random.default_rng(5).integers(0, N_MINUTES, 20_000)
    assert (read(engine, calendar, offsets) == counted[offsets]).all()


@settings(max_examples=drawn(4, 40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32 - 1), span=st.sampled_from([90, 3_000, N_MINUTES - 1]), first=st.integers(0, N_MINUTES - 2))
def test_the_clock_is_additive_monotone_and_equal_to_counting_minutes(duck, duck_calendar, counted, seed, span, first):
    """A table of instants an example: somewhere in the calendar, close together or far apart."""
    draws = np.random.default_rng(seed)
    offsets = np.sort(np.minimum(first + draws.integers(0, span, ROWS), N_MINUTES - 1))
    reading = read(duck, duck_calendar, offsets)
    assert (reading == counted[offsets]).all()
    assert (np.diff(reading) >= 0).all()
    a, b, c = reading[0], reading[ROWS // 2], reading[-1]
    assert (b - a) + (c - b) == c - a


def test_the_clock_stands_still_over_holidays(engine, calendar, counted):
    """Tết 2024, from Wednesday evening to the Thursday morning eight days later."""
    start, end = (int((at(text) - FIRST).total_seconds() // 60) for text in ("07/02/2024 17:00", "15/02/2024 07:00"))
    reading = read(engine, calendar, np.arange(start, end + 1))
    assert len(set(reading)) == 1


@settings(max_examples=drawn(3, 20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32 - 1))
def test_the_instant_of_a_reading_is_the_earliest_with_it(duck, duck_calendar, counted, seed):
    readings = np.unique(np.random.default_rng(seed).integers(0, counted[-1], 500)).astype(float)
    table = duck.load(pa.table({"n": np.arange(len(readings)), "wm": readings}), "readings")
    found = duck.fetch(worktime.instant_of(table, duck_calendar, {"wm": "at"})).sort_values("n")
    expected = np.searchsorted(counted, readings, side="left")
    minute = (found["at"] - FIRST).dt.total_seconds().to_numpy() / 60
    assert (minute == expected).all()


def test_the_instant_of_a_reading(engine, calendar):
    """Noon is the end of the morning: 11:30, not 13:30."""
    instants = [at(text) for text in ("11/03/2024 08:15", "11/03/2024 11:30", "11/03/2024 16:59", "11/03/2024 17:00")]
    read_at = worktime.read_clock(engine.load(pa.table({"at": instants}), "there"), calendar, {"at": "wm"})
    found = engine.fetch(worktime.instant_of(read_at, calendar, {"wm": "back"}))
    assert (found["at"] == found.back).all()


def test_seconds_count(engine, calendar):
    assert minutes(engine, calendar, [(datetime(2024, 3, 11, 8, 0, 15), datetime(2024, 3, 11, 8, 1, 0))]) == [0.75]


def due(engine, calendar, received, days, rule=DeadlineRule(), count="work_no"):  # noqa: B008 - frozen
    rows = pa.table({"n": range(len(received)), "received": received, "days": days})
    table = worktime.add_deadline(engine.load(rows, "received"), calendar, "received", "days", "due_at", rule=rule, count=count)
    return [value.to_pydatetime() for value in engine.fetch(table).sort_values("n").due_at]


VECTORS = [
    ("29/01/2024", 5, date(2024, 2, 5)),
    ("29/01/2024", 15, date(2024, 2, 26)),
    ("07/02/2024", 5, date(2024, 2, 21)),
    ("07/02/2024", 15, date(2024, 3, 6)),
    ("01/03/2024", 15, date(2024, 3, 22)),
    ("15/04/2024", 5, date(2024, 4, 23)),
    ("15/04/2024", 15, date(2024, 5, 9)),
    ("26/04/2024", 5, date(2024, 5, 7)),
    ("26/04/2024", 15, date(2024, 5, 21)),
]


class TestDeadlines:
    def test_vectors(self, engine, calendar):
        """As one-stop systems print it: the day after reception is the first, at closing time."""
        found = due(engine, calendar, [at(f"{day} 09:00") for day, *_ in VECTORS], [n for _, n, _ in VECTORS])
        assert [instant.date() for instant in found] == [expected for *_, expected in VECTORS]
        assert {instant.time().isoformat() for instant in found} == {"17:00:00"}

    def test_a_system_without_swapped_days_is_a_day_off(self, engine, calendar):
        assert due(engine, calendar, [at("26/04/2024 09:00")], [5], count="unswapped_no") == [at("08/05/2024 17:00")]

    def test_forgetting_holidays_comes_too_early(self, engine, calendar):
        assert due(engine, calendar, [at("07/02/2024 09:00")], [5], count="weekday_no") == [at("14/02/2024 00:00")]

    def test_calendar_days(self, engine, calendar):
        assert due(engine, calendar, [at("07/03/2024 09:00")], [5], count="calendar_no") == [at("12/03/2024 17:00")]

    @pytest.mark.parametrize(
        ("rule", "expected"),
        [
            (DeadlineRule(), ["13/03/2024", "13/03/2024", "14/03/2024", "14/03/2024"]),
            (DeadlineRule(first_day="same"), ["12/03/2024", "12/03/2024", "13/03/2024", "13/03/2024"]),
            (DeadlineRule(after_hours="same_day"), ["13/03/2024", "13/03/2024", "13/03/2024", "13/03/2024"]),
            (DeadlineRule(cutoff_hour=15), ["13/03/2024", "14/03/2024", "14/03/2024", "14/03/2024"]),
        ],
    )
    def test_what_the_law_leaves_open_is_a_setting(self, engine, calendar, rule, expected):
        """Three days from Friday 8 March at 09:00, 15:00 and 17:30, and from Sunday 10 March, which Monday stands for."""
        received = [at(text) for text in ("08/03/2024 09:00", "08/03/2024 15:00", "08/03/2024 17:30", "10/03/2024 10:00")]
        assert due(engine, calendar, received, [3] * 4, rule=rule) == [at(f"{day} 17:00") for day in expected]

    def test_a_deadline_is_as_many_working_days_away(self, engine, calendar):
        """From opening time, n days of 480 minutes, plus what is left of the day of reception."""
        received, days = [at("11/03/2024 07:00")] * 30, list(range(1, 31))
        found = due(engine, calendar, received, days)
        assert minutes(engine, calendar, list(zip(received, found, strict=True))) == [480 * (n + 1) for n in days]

    def test_days_granted_undo_a_deadline(self, engine, calendar):
        received, days = [at("26/04/2024 09:00"), at("26/04/2024 18:00"), at("28/04/2024 09:00")], [5, 15, 3]
        rows = engine.load(pa.table({"received": received, "days": days}), "granted")
        table = worktime.add_deadline(rows, calendar, "received", "days", "due_at")
        table = worktime.add_days_granted(table, calendar, "received", "due_at", {"work_no": "n", "unswapped_no": "m"})
        found = engine.fetch(table)
        assert (found.n == found.days).all() and found.n_is_exact.all()
        assert (found.m == found.n - 1).all()

    def test_a_deadline_on_a_closed_day_is_no_exact_count(self, engine, calendar):
        rows = engine.load(pa.table({"received": [at("08/03/2024 09:00")], "due_at": [at("16/03/2024 17:00")]}), "closed")
        found = engine.fetch(worktime.add_days_granted(rows, calendar, "received", "due_at", {"work_no": "n"}))
        assert (found.n.tolist(), found.n_is_exact.tolist()) == ([5], [False])

    def test_no_reception_no_deadline(self, engine, calendar):
        rows = pa.table({"received": pa.array([None, at("11/03/2024")], pa.timestamp("us")), "days": pa.array([3, None], pa.int64())})
        table = worktime.add_deadline(engine.load(rows, "nothing"), calendar, "received", "days", "due_at")
        assert engine.fetch(table).due_at.isna().all()


def test_settings_describe_the_rule():
    assert worktime.deadline_rule({}) == DeadlineRule()
    chosen = worktime.deadline_rule({"first_day": "same", "after_hours": "same_day", "cutoff_hour": "15", "compare": "date"})
    assert chosen == DeadlineRule("same", "same_day", 15)


def test_reading_the_clock_keeps_the_table(engine, calendar):
    rows = engine.load(pa.table({"id": ["a"], "at": [at("11/03/2024 08:00")]}), "kept")
    table = worktime.read_clock(rows, calendar, {"at": "wm"})
    assert table.columns == ("id", "at", "wm")
    assert isinstance(table, ibis.Table)
