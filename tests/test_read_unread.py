"""Key cells that were not read: read after all where that is certain, else named, else the run stops with what to do."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from tests.broken import row
from tests.reading import ROOT, ROW, read, write_csv

from tthc.engine import connect
from tthc.model.errors import DataStop
from tthc.model.settings import load_run
from tthc.sources.read import read_sources
from tthc.sources.read.code_guesses import status_guess
from tthc.sources.read.date_forms import forms_for
from tthc.sources.read.loose_times import loose_moment, order_of
from tthc.sources.read.two_figure_years import with_whole_years

pytestmark = pytest.mark.whole  # many a reading of whole files

ZONE = "Asia/Ho_Chi_Minh"
FIFTH = "2024-06-05"


@pytest.fixture(scope="module")
def engine():
    connected = connect()
    yield connected
    connected.close()


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("05/06/2024 - 08:01", "08:01"), ("05.06.2024 08:01", "08:01"), ("5/6/2024 8h01", "08:01"), ("08:01 05/06/2024", "08:01"),
        ("8 giờ 1 phút ngày 5 tháng 6 năm 2024", "08:01"), ("\u200b05/06/2024 08:01\ufeff", "08:01"), ("Thứ Tư, 05/06/2024 08:01", "08:01"),
        ("2024-06-05 03:05 PM", "15:05"), ("2024-06-05 03:05 CH", "15:05"), ("2024-06-05 03:05 SA", "03:05"), ("05/06/2024 12:05 SA", "00:05"),
        ("2024-06-05 03:05 UTC", "10:05"), ("2024-06-05 03:05 ICT", "03:05"), ("2024-06-05T03:05:00.000 GMT+0100", "09:05"),
        ("2024/06/05 08:01:00.000", "08:01"), ("1717549260000", "08:01"), ("1717549260", "08:01"), ("20240605080100", "08:01"),
        ("Jun 5, 2024 8:01 AM", "08:01"), ("050620240801", "08:01"),
    ],
)
def test_a_form_that_means_one_thing_is_read(text, read_as):
    moment = loose_moment(text, "day", ZONE)
    assert (moment.at, moment.has_time) == (datetime.fromisoformat(f"{FIFTH} {read_as}"), True)


@pytest.mark.parametrize("text", ["05/06/2024", "05.06.2024", "2024/06/05", "20240605", "05062024", "5-Jun-2024", "(05/06/2024)", "'05/06/2024"])
def test_a_day_alone_stays_a_day(text):
    moment = loose_moment(text, "day", ZONE)
    assert (moment.at, moment.has_time) == (datetime(2024, 6, 5), False)


@pytest.mark.parametrize(
    "text",
    [
        "05/06/24", "01/25/2024", "31/02/2024", "05/06/2024 25:00", "đã xong hôm qua", "05/06/2024 15:05 SA", "05/06/2024 08:01 EST",
        "05/06/2024 - 06/06/2024", "12 05/06/2024", "05/06/2024 3", "0912345678", "²/06/2024", "9999-99-99", "Quá hạn 05/06/2024", "", "-",
    ],
)
def test_what_may_mean_something_else_or_nothing_is_not_read(text):
    assert loose_moment(text, "day", ZONE) is None


def test_the_order_of_day_and_month_is_the_profile_s_or_nobody_s():
    assert loose_moment("05/06/2024", "month", ZONE).at == datetime(2024, 5, 6)
    assert loose_moment("05/06/2024", None, ZONE) is None
    assert loose_moment("05062024", None, ZONE) is None


def test_where_nobody_tells_of_ends_results_do_and_that_is_told(engine, tmp_path):
    header = ("Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận", "Ngày hẹn trả kết quả", "Ngày trả kết quả")
    rows = [("A", "P", "05/01/2024", "12/01/2024", "10/01/2024"), ("B", "P", "05/01/2024", "12/01/2024", "15/01/2024"), ("C", "P", "05/01/2024", "12/01/2024", "")]
    frames = read(write_csv(tmp_path / "ds.csv", rows, header), engine, period="2024-01")
    found = frames.dossiers.set_index("dossier_id")
    assert found.status.to_dict() == {"A": "9", "B": "9", "C": "4"}  # nobody who has the result is called open and late
    assert [str(at)[:10] for at in found.finished_at] == ["2024-01-10", "2024-01-15", "NaT"] and found.due_at.notna().all()
    (told,) = frames.of("derived.result").to_dict("records")
    assert told["severity"] == "warn" and "ngày trả kết quả làm ngày kết thúc" in told["message"]


def test_where_ends_are_told_a_result_handed_over_is_no_end(engine, tmp_path):
    header = ("Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận", "Ngày kết thúc xử lý", "Ngày trả kết quả")
    frames = read(write_csv(tmp_path / "ds.csv", [("A", "P", "05/01/2024", "", "10/01/2024")], header), engine, period="2024-01")
    assert frames.dossiers.finished_at.isna().all() and list(frames.dossiers.status) == ["9"]  # ended, nobody knows when: not judged
    assert "derived.result" not in frames.rules()


def test_one_column_in_another_order_is_declared_alone(engine, tmp_path):
    rows = [(f"A{n}", "P", f"{14 + n}/06/2024", f"{20 + n}/06/2024", f"06/{17 + n}/2024 10:00", "Đã xử lý xong") for n in range(4)]
    with pytest.raises(DataStop, match=r"\[sheet.dates\] với dòng: finished_at = \[.%m/%d/%Y %H:%M.\]"):
        read(write_csv(tmp_path / "ds.csv", rows), engine, period="2024-06")


def test_the_end_of_a_day_is_no_part_of_the_next():
    assert loose_moment("05/06/2024 24:00", "day", ZONE).at == datetime(2024, 6, 5, 23, 59, 59)
    assert [loose_moment(f"05/06/2024 {clock}", "day", ZONE) for clock in ("24:01", "24:00 CH", "25:00")] == [None] * 3


def test_years_of_two_figures_are_read_where_one_order_alone_fits():
    assert with_whole_years(["04/03/24 08:00", "18/03/24", "ngày 29-12-23"]) == {
        "04/03/24 08:00": "04/03/2024 08:00", "18/03/24": "18/03/2024", "ngày 29-12-23": "ngày 29-12-2023",
    }
    for texts in (
        ["18/03/24"], ["04/03/24", "05/03/24", "06/03/24"],  # one alone, no day beyond twelve
        ["24/03/18", "24/03/19", "24/03/20"], ["03/18/24", "03/19/24", "03/20/24"],  # the year first, the month first
        ["18/03/24", "19/03/30", "20/03/36"], ["18/03/96", "19/03/96", "20/03/96"],  # years far apart, another century
    ):
        assert with_whole_years(texts) == {}
    assert [order_of(forms) for forms in (["%d/%m/%Y", "excel"], ["%m/%d/%Y"], ["%Y%m%d"], ["%d/%m/%Y", "%m-%d-%Y"])] == ["day", "month", None, None]


def test_a_column_in_another_form_gives_the_figures_of_the_good_one(engine, tmp_path):
    good, odd = tmp_path / "good", tmp_path / "odd"
    good.mkdir()
    odd.mkdir()
    write_csv(good / "ho-so.csv", [row(id=f"B{n}", received=f"0{n}/01/2024 08:0{n}:00", due="12/01/2024") for n in range(1, 6)])
    write_csv(odd / "ho-so.csv", [row(id=f"B{n}", received=f"0{n}/01/2024 - 08:0{n}", due="12.01.2024") for n in range(1, 6)])
    frames = [read(folder, engine) for folder in (good, odd)]
    pd.testing.assert_frame_equal(frames[0].dossiers, frames[1].dossiers)
    assert frames[1].findings.empty


def test_a_column_written_month_first_is_not_read_by_halves(engine, tmp_path):
    """04/03 would pass for 4 March: beside 03/25 it is none."""
    days = ["03/04/2024 08:00", "03/05/2024 08:00", "03/25/2024 08:00", "04/02/2024 08:00"]
    write_csv(tmp_path / "ho-so.csv", [row(id=f"B{n}", received=day) for n, day in enumerate(days)])
    with pytest.raises(DataStop, match="“Ngày tiếp nhận”.*“03/25/2024 08:00”"):
        read(tmp_path, engine)


def test_a_row_written_month_first_has_no_reception_in_july(engine, tmp_path):
    """01/02 of a row whose deadline is 01/26 is 2 January: nothing says of it that it lies in another period."""
    mixed = row(id="B9", received="01/02/2024 08:30", due="01/26/2024", finished="01/05/2024 09:00:00")
    write_csv(tmp_path / "ho-so.csv", [*(row(id=f"B{n}") for n in range(8)), mixed])
    frames = read(tmp_path, engine)
    left = frames.dossiers.set_index("dossier_id").loc["B9"]
    assert set(left.unread.split(",")) == {"received_at", "due_at", "finished_at"} and left[["received_at", "due_at", "finished_at"]].isna().all()
    assert frames.dossiers.unread.isna().sum() == 8


@pytest.mark.parametrize(
    ("damage", "column", "example"),
    [
        ({"status": "Hoàn tất hồ sơ"}, "Trạng thái", "Hoàn tất hồ sơ"),
        ({"due": "26/01/24"}, "Ngày hẹn trả", "26/01/24"),
        ({"received": "01/25/2024 08:30", "due": "01/26/2024", "finished": "01/26/2024 09:00:00"}, "Ngày tiếp nhận", "01/25/2024 08:30"),
        ({"due": "26|01|2024"}, "Ngày hẹn trả", "26|01|2024"),
        ({"finished": "26/01/2024 // 08:30"}, "Ngày kết thúc xử lý", "26/01/2024 // 08:30"),
        ({"finished": "01/25/24, 08h30", "due": "01/26/24, 08h30", "received": "01/25/24, 08h30"}, "Ngày tiếp nhận", "01/25/24, 08h30"),
    ],
)
def test_the_line_that_the_stop_proposes_reads_the_column(engine, tmp_path, damage, column, example):
    source, reference = tmp_path / "xuat", tmp_path / "data" / "reference"
    source.mkdir()
    shutil.copytree(ROOT / "data" / "reference" / "profiles", reference / "profiles")
    profile = reference / "profiles" / "cong_tinh.toml"
    write_csv(source / "ho-so.csv", [row(id=f"B{n}", **damage) for n in range(4)], delimiter=";")
    with pytest.raises(DataStop) as stopped:
        read(source, engine, profile)
    told = str(stopped.value)
    assert all(word in told for word in ("ho-so.csv", f"“{column}”", f"“{example}”", "data/reference/profiles/cong_tinh.toml", "--set unjudged=allow"))
    _paste(told, profile)
    dossiers = read(source, engine, profile).dossiers
    assert dossiers.unread.isna().all() and len(dossiers) == 4
    assert dossiers[["status", "received_at", "due_at", "finished_at"]].notna().all(axis=None)
    assert dossiers.received_at.dt.month.eq(1).all()


def _paste(told: str, profile: Path) -> None:
    """The proposed line in the place of the one that begins like it."""
    start = min(place for place in (told.find("dates = ["), told.find('"9" = [')) if place >= 0)
    line = told[start : told.index("]", start) + 1]
    lines = profile.read_text(encoding="utf-8").splitlines()
    place = next(n for n, old in enumerate(lines) if old.startswith(line.split("=")[0]))
    profile.write_text("\n".join([*lines[:place], line, *lines[place + 1 :]]), encoding="utf-8")


def test_the_run_goes_on_where_that_was_chosen(engine, tmp_path):
    write_csv(tmp_path / "ho-so.csv", [row(id=f"B{n}", status="Hoàn tất hồ sơ") for n in range(4)])
    run = load_run("2024-01..2024-05", root=ROOT, source=tmp_path, profile="cong_tinh", rules={"unjudged": "allow"})
    reading = read_sources(run, engine)
    dossiers, findings = engine.fetch(reading.tables["dossiers"]), engine.fetch(reading.findings)
    assert dossiers.unread.tolist() == ["status"] * 4
    assert findings[findings.rule == "column.unread"].column.tolist() == ["Trạng thái"]
    assert [(column.header, column.n, column.n_filled, column.is_whole) for column in reading.unread] == [("Trạng thái", 4, 4, True)]


def test_a_column_read_in_part_is_told_with_what_would_read_the_rest(engine, tmp_path):
    write_csv(tmp_path / "ho-so.csv", [ROW, row(id="B2", due="26/01/24"), row(id="B3", due=""), row(id="B4", due="27/01/24")])
    (column,) = read(tmp_path, engine).reading.unread
    assert (column.file, column.column, column.n, column.n_filled, column.is_whole) == ("ho-so.csv", "due_at", 2, 3, False)
    assert column.examples == "“26/01/24”, “27/01/24”"
    assert '"%d/%m/%y"]' in column.advice


def test_cells_that_are_no_dates_are_not_answered_with_a_form(engine, tmp_path):
    write_csv(tmp_path / "ho-so.csv", [row(id=f"B{n}", due="Phòng A") for n in range(4)])
    with pytest.raises(DataStop, match="không có dạng ngày giờ nào.*due_at trong data/reference/profiles/cong_tinh.toml"):
        read(tmp_path, engine)
    assert forms_for(["Phòng A"], ["%d/%m/%Y"]) is None


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Đã hoàn thành trễ hạn", "9"), ("Chờ bổ sung", "5"), ("Đã trả kết quả cho dân", "10"), ("Chờ trả kết quả", "9"), ("Đang thụ lý", "4"),
        ("Chưa xử lý xong", "4"), ("Từ chối tiếp nhận", "3"), ("Xin rút", "7"), ("Mới", "1"), ("Zzz", None),
    ],
)
def test_a_status_nobody_knows_gets_the_likeliest_code(word, code):
    assert status_guess(word) == code
