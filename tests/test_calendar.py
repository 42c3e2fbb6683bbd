"""The shipped calendar against the `holidays` library, and what a calendar file may say."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta

import holidays
import pytest

from small_tables import REFERENCE
from tthc.analysis import calendar
from tthc.model.errors import UsageError

# The swap of 2 and 10 January 2026 was approved on 25 December 2025; version 0.109 of the library does not have it.
KNOWN_DIFFERENCES = {date(2026, 1, 2), date(2026, 1, 10)}


@pytest.fixture(scope="module")
def days():
    return {day["date"]: day for day in calendar.calendar_table(REFERENCE, "vn").to_pylist()}


def test_the_calendar_covers_nine_years(days):
    assert (min(days), max(days), len(days)) == (date(2019, 1, 1), date(2027, 12, 31), 3287)


def test_the_calendar_agrees_with_the_library_but_for_the_known_differences(days):
    library = holidays.Vietnam(years=range(2018, 2029))
    differing = {day for day, row in days.items() if row["is_work"] != library.is_working_day(day)}
    assert differing == KNOWN_DIFFERENCES


def test_working_days_of_months_and_years(days):
    """Deadlines as one-stop systems print them."""
    worked = [day for day, row in days.items() if row["is_work"]]
    months = Counter((day.year, day.month) for day in worked)
    assert [months[2024, month] for month in range(1, 6)] == [22, 16, 21, 19, 23]
    years = Counter(day.year for day in worked)
    assert [years[year] for year in (2023, 2024, 2025, 2026)] == [249, 251, 250, 249]


def test_every_day_off_has_a_source_that_says_whether_it_was_verified():
    with (REFERENCE / "calendar_vn.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in ("off", "work")]
    assert all(row["name"] and row["source"] for row in rows)
    yearly = [row for row in rows if row["date"] >= "2027" and ("Tết Nguyên đán" in row["name"] or row["date"] == "2027-09-03")]
    assert len(yearly) == 8 and all("phê duyệt ngày 02/10/2026" in row["source"] and "chưa đối chiếu" in row["source"] for row in yearly)
    swaps = [row for row in rows if row["kind"] == "work"]
    assert [row["date"] for row in swaps] == ["2019-01-05", "2019-05-04", "2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"]


def test_days_whose_status_is_open_count_as_usual_until_they_are_settled(days, tmp_path):
    found = calendar.open_days(REFERENCE, "vn", date(2026, 11, 1), date(2026, 11, 30))
    assert [(one.day, one.proposed) for one in found] == [(date(2026, 11, 23), "off"), (date(2026, 11, 28), "work")]
    assert calendar.open_days(REFERENCE, "vn", date(2026, 11, 24), date(2026, 11, 27)) == ()
    assert days[date(2026, 11, 23)]["is_work"] and not days[date(2026, 11, 28)]["is_work"]


def test_the_clock_before_a_day_is_the_sum_of_the_days_before(days):
    before = 0.0
    for day in sorted(days):
        assert days[day]["before_wm"] == before
        before += days[day]["day_wm"]
    assert {row["day_wm"] for row in days.values()} == {0.0, 480.0}


def write_calendar(folder, special, hours):
    head = "date,kind,name,source\n2024-03-01,from,,\n2024-03-31,to,,\n"
    (folder / "calendar_x.csv").write_text(head + "".join(f"{day},{kind},,\n" for day, kind in special), encoding="utf-8")
    rows = "".join(f"{name},{weekday},{start},{end},{valid}\n" for name, weekday, start, end, valid in hours)
    (folder / "calendar_hours.csv").write_text("calendar,weekday,from,to,valid_from\n" + rows, encoding="utf-8")
    return folder


MORNING = [("x", day, "08:00", "12:00", "2020-01-01") for day in range(1, 6)]


def test_half_days_and_swapped_days_are_rows(tmp_path):
    folder = write_calendar(tmp_path, [("2024-03-06", "08:00-10:30"), ("2024-03-09", "work"), ("2024-03-11", "off")], MORNING)
    days = {row["date"].day: row for row in calendar.calendar_table(folder, "x").to_pylist()}
    assert [days[day]["day_wm"] for day in (5, 6, 9, 10, 11)] == [240, 150, 240, 0, 0]
    assert (days[6]["from_1"], days[6]["to_1"]) == (480, 630)


def test_an_office_with_other_hours_shares_the_days_off(tmp_path):
    saturday = [("x-sang-thu-bay", day, "07:30", "11:30", "2020-01-01") for day in range(1, 7)]
    folder = write_calendar(tmp_path, [("2024-03-11", "off")], MORNING + saturday)
    days = {row["date"].day: row["day_wm"] for row in calendar.calendar_table(folder, "x-sang-thu-bay").to_pylist()}
    assert (days[8], days[9], days[10], days[11]) == (240, 240, 0, 0)


def test_new_hours_count_from_their_day(tmp_path):
    longer = [("x", day, "08:00", "13:00", "2024-03-18") for day in range(1, 6)]
    days = {
        row["date"].day: row["day_wm"] for row in calendar.calendar_table(write_calendar(tmp_path, [], MORNING + longer), "x").to_pylist()
    }
    assert (days[15], days[18]) == (240, 300)


@pytest.mark.parametrize(
    ("special", "hours", "name", "message"),
    [
        ([], MORNING, "y", "Không có lịch làm việc “y”.*được dùng: x"),
        ([("2024-03-06", "nghỉ")], MORNING, "x", "loại ngày “nghỉ”"),
        ([("2024-03-06", "10:00-08:00")], MORNING, "x", "giờ đầu trước giờ cuối"),
        ([], MORNING + [("x", 1, "11:00", "13:00", "2020-01-01")], "x", "không chồng nhau"),
        ([], [("x", 1, f"{n:02}:00", f"{n:02}:30", "2020-01-01") for n in (7, 9, 11)], "x", "nhiều nhất hai buổi"),
    ],
)
def test_a_calendar_that_cannot_be_is_said_so(tmp_path, special, hours, name, message):
    with pytest.raises(UsageError, match=message):
        calendar.calendar_table(write_calendar(tmp_path, special, hours), name)


def test_a_calendar_without_its_last_day_is_said_so(tmp_path):
    folder = write_calendar(tmp_path, [], MORNING)
    text = (folder / "calendar_x.csv").read_text(encoding="utf-8").replace("2024-03-31,to,,\n", "")
    (folder / "calendar_x.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="thiếu dòng “from” hoặc “to”"):
        calendar.calendar_table(folder, "x")


def test_the_first_day_may_be_a_holiday_too(days):
    assert not days[date(2019, 1, 1)]["is_work"]
    assert days[date(2019, 1, 1)]["date"] + timedelta(days=1) in days
