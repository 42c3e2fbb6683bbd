"""What people type as a period, and how a report names it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tthc.model.errors import UsageError
from tthc.model.period import Period, parse_period, periods_since


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024-05", "2024-05-01", "2024-05-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2024-q4", "2024-10-01", "2024-12-31"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-01..2024-05", "2024-01-01", "2024-05-31"),
        ("2023..2024-05", "2023-01-01", "2024-05-31"),
        ("2023-12-15..2024-05-14", "2023-12-15", "2024-05-14"),
        ("2024-05-14", "2024-05-14", "2024-05-14"),
        ("  2024-05 ", "2024-05-01", "2024-05-31"),
    ],
)
def test_the_forms_people_type(text, start, end):
    assert parse_period(text) == Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024-Q1", "2023-12-15", "2024-03-14"),
        ("2024-Q2", "2024-03-15", "2024-06-14"),
        ("2024-Q4", "2024-09-15", "2024-12-14"),
        ("2024-Q1..2024-Q2", "2023-12-15", "2024-06-14"),
    ],
)
def test_an_administrative_quarter_runs_from_the_15th_to_the_14th(text, start, end):
    period = parse_period(text, quarters="administrative")
    assert period == Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("text", "today", "start", "end"),
    [
        ("previous-month", "2024-06-01", "2024-05-01", "2024-05-31"),
        ("previous-month", "2024-01-31", "2023-12-01", "2023-12-31"),
        ("previous-quarter", "2024-06-30", "2024-01-01", "2024-03-31"),
        ("previous-quarter", "2024-01-01", "2023-10-01", "2023-12-31"),
        ("previous-year", "2024-06-01", "2023-01-01", "2023-12-31"),
    ],
)
def test_the_period_before_today(text, today, start, end):
    period = parse_period(text, today=date.fromisoformat(today))
    assert period == Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(("today", "start"), [("2024-12-14", "2024-06-15"), ("2024-12-15", "2024-09-15"), ("2024-03-14", "2023-09-15")])
def test_the_administrative_quarter_before_today_has_ended(today, start):
    period = parse_period("previous-quarter", quarters="administrative", today=date.fromisoformat(today))
    assert period.start == date.fromisoformat(start)


@pytest.mark.parametrize(
    "text",
    [
        "", "..", "2024-13", "2024-5", "2024-Q5", "2024-05..", "..2024-05", "2024-05..2024-01", "2024-02-30",
        "2024-01..2024-02..2024-03", "tháng 5", "previous-week", "0000",
    ],
)
def test_anything_else_is_refused_with_what_is_allowed(text):
    with pytest.raises(UsageError, match="hãy ghi theo một trong các dạng: 2024-05, 2024-Q1"):
        parse_period(text, today=date(2024, 6, 1))


def test_previous_needs_today_because_only_the_command_line_knows_it():
    with pytest.raises(UsageError, match="previous-month"):
        parse_period("previous-month")


@pytest.mark.parametrize(
    ("text", "slug", "label"),
    [
        ("2024-01..2024-05", "2024-01_2024-05", "5 tháng đầu năm 2024"),
        ("2024-05", "2024-05", "tháng 5 năm 2024"),
        ("2024-01", "2024-01", "tháng 1 năm 2024"),
        ("2024-Q1", "2024-01_2024-03", "quý I năm 2024"),
        ("2024-Q3", "2024-07_2024-09", "quý III năm 2024"),
        ("2024-01..2024-06", "2024-01_2024-06", "6 tháng đầu năm 2024"),
        ("2024", "2024-01_2024-12", "năm 2024"),
        ("2024-03..2024-05", "2024-03_2024-05", "từ tháng 3 đến tháng 5 năm 2024"),
        ("2010-10..2012-01", "2010-10_2012-01", "từ 01/10/2010 đến 31/01/2012"),
        ("2023-12-15..2024-03-14", "2023-12-15_2024-03-14", "từ 15/12/2023 đến 14/03/2024"),
        ("2024-05-14", "2024-05-14", "từ 14/05/2024 đến 14/05/2024"),
    ],
)
def test_how_folders_and_people_name_it(text, slug, label):
    period = parse_period(text)
    assert (period.slug, period.label) == (slug, label)


@pytest.mark.parametrize(
    ("text", "before", "year_before"),
    [
        ("2024-05", "2024-04", "2023-05"),
        ("2024-01..2024-05", "2023-08..2023-12", "2023-01..2023-05"),
        ("2024-Q1", "2023-Q4", "2023-Q1"),
        ("2024-02", "2024-01", "2023-02"),
        ("2023-12-15..2024-03-14", "2023-09-15..2023-12-14", "2022-12-15..2023-03-14"),
        ("2024-03-15..2024-06-14", "2023-12-15..2024-03-14", "2023-03-15..2023-06-14"),
        ("2023-12-15..2024-05-14", "2023-07-15..2023-12-14", "2022-12-15..2023-05-14"),
        ("2024-02-26..2024-02-29", "2024-02-22..2024-02-25", "2023-02-26..2023-02-28"),
    ],
)
def test_the_periods_it_is_compared_with(text, before, year_before):
    period = parse_period(text)
    assert period.previous() == parse_period(before)
    assert period.last_year() == parse_period(year_before)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 2000))
def test_its_text_reads_as_the_same_period_and_the_one_before_ends_the_day_before(start, days):
    period = Period(start, start + timedelta(days=days))
    assert parse_period(period.text) == period
    assert period.previous().end == start - timedelta(days=1)


# Periods missed since then


def _texts(last: str, since: str, quarters: str = "calendar") -> list[str]:
    return [period.text for period in periods_since(parse_period(last, quarters=quarters), since, quarters=quarters)]


@pytest.mark.parametrize(
    ("last", "since", "found"),
    [
        ("2024-03", "2024-01", ["2024-01", "2024-02", "2024-03"]),
        ("2024-03", "2024-03", ["2024-03"]),
        ("2024-02", "2023-12-15", ["2024-01", "2024-02"]),  # December began before the 15th
        ("2024-Q2", "2023-Q4", ["2023-10..2023-12", "2024-01..2024-03", "2024-04..2024-06"]),
        ("2024", "2022", ["2022-01..2022-12", "2023-01..2023-12", "2024-01..2024-12"]),
    ],
)
def test_the_periods_since_are_of_the_same_kind_and_the_oldest_comes_first(last, since, found):
    assert _texts(last, since) == found


def test_administrative_quarters_do_not_drift():
    assert _texts("2024-Q2", "2023-Q3", "administrative") == [
        "2023-06-15..2023-09-14", "2023-09-15..2023-12-14", "2023-12-15..2024-03-14", "2024-03-15..2024-06-14",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("last", "since", "says"),
    [
        ("2024-01", "2024-02", "--since 2024-02 ở sau kỳ tháng 1 năm 2024"),
        ("2024-01", "đầu năm", "“đầu năm” không đọc được"),
        ("2024-01-05..2024-01-25", "2023-01", "--since chỉ dùng cho kỳ tròn tháng, quý hoặc năm"),
    ],
)
def test_since_must_be_a_period_not_after_the_last_and_the_last_a_whole_one(last, since, says):
    with pytest.raises(UsageError, match=says):
        _texts(last, since)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("6/2024", "2024-06"), ("thang-6/2024", "2024-06"), ("Tháng 6/2024", "2024-06"), ("T06/2024", "2024-06"), ("quy-1/2024", "2024-Q1"),
        ("Quý I/2024", "2024-Q1"), ("năm 2024", "2024"), ("1/2024..5/2024", "2024-01..2024-05"),
    ],
)
def test_periods_as_people_here_write_them(text, same):
    assert parse_period(text) == parse_period(same)


def test_the_month_before_in_vietnamese():
    today = date(2024, 6, 3)
    for text, same in (("thang-truoc", "previous-month"), ("Quý trước", "previous-quarter"), ("nam-truoc", "previous-year")):
        assert parse_period(text, today=today) == parse_period(same, today=today)
    with pytest.raises(UsageError, match="thang-truoc"):
        parse_period("13/2024")
