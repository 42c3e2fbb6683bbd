"""Profiles: what a file may say, what is refused, and what the wizard proposes for a file that nobody knows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import holidays
import pandas as pd
import pytest
from tests.reading import ROOT, ROW, assert_accounted, read, write_csv

from tthc.analysis.calendar import calendar_table
from tthc.engine import connect
from tthc.model.errors import UsageError
from tthc.sources.read import load_profile, profile_files
from tthc.sources.read.date_forms import forms_seen
from tthc.sources.read.names import plain

PROFILES = ROOT / "data" / "reference" / "profiles"


@pytest.fixture(scope="module")
def engine():
    connected = connect()
    yield connected
    connected.close()


def profile(folder: Path, text: str) -> Path:
    path = folder / "rieng.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["cong_tinh", "dongbo", "igate", "su_kien", "wabo"])
def test_the_projects_profiles_are_whole(name):
    loaded = load_profile(name, PROFILES)
    assert loaded.name == name
    assert loaded.label and loaded.layouts
    assert calendar_table(ROOT / "data" / "reference", loaded.calendar).num_rows > 0
    for other in loaded.also:
        assert other in profile_files(PROFILES)


def test_headers_match_without_accents_case_and_spaces():
    assert plain("  NGÀY  hẹn trả (*)") == plain("Ngay hen tra") == "ngayhentra"
    assert plain("Đơn vị") == "donvi"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nmae = 'x'", "nmae"),
        ("x = " + "[" * 5_000, "ngoặc lồng nhau"),
        ("dates = ['%d/%m']", "%d/%m"),
        ("timezone = 'Asia/Hanoi2'", "Asia/Hanoi2"),
        ("[[sheet]]\ntable = 'hoso'", "hoso"),
        ("[[sheet]]\ntable = 'dossiers'\n[sheet.columns]\nngay = 'x'", "ngay"),
        ("[codes.status]\n'11' = ['x']", "11"),
        ("[derive]\nfinished_at = 'sometime'", "sometime"),
        ("[[stop]]\nkind = 'pause'", "pause"),
        ("dates = [", "TOML"),
    ],
)
def test_a_profile_that_is_not_right_is_refused_in_one_sentence(text, said, tmp_path):
    with pytest.raises(UsageError, match=said) as refused:
        load_profile(profile(tmp_path, text), PROFILES)
    assert "\n" not in str(refused.value)


def test_an_unknown_profile_names_those_that_exist():
    with pytest.raises(UsageError, match="cong_tinh, dongbo, igate, su_kien, wabo"):
        load_profile("khong-co", PROFILES)


def test_the_order_of_day_and_month_is_the_profiles(engine, tmp_path):
    write_csv(tmp_path / "ho-so.csv", [(*ROW[:2], "05/06/2024 08:30:00", "07/08/2024", "06/07/2024", ROW[5])])
    assert read(tmp_path / "ho-so.csv", engine).dossiers.received_at[0].date() == date(2024, 6, 5)
    american = (PROFILES / "cong_tinh.toml").read_text(encoding="utf-8").replace("%d/%m/%Y", "%m/%d/%Y").replace('also = ["dongbo"]', "")
    frames = read(tmp_path / "ho-so.csv", engine, profile(tmp_path, american))
    assert frames.dossiers.received_at[0].date() == date(2024, 5, 6)


def test_a_date_without_time_reads_as_opening_or_closing_of_its_day(engine, tmp_path):
    # Monday 8 January 2024 is worked 07:00–17:00; Saturday 6 January is closed.
    write_csv(tmp_path / "a.csv", [("A", "x", "08/01/2024", "08/01/2024", "08/01/2024", "9"), ("B", "x", "06/01/2024", "06/01/2024", "", "4")])
    rows = read(tmp_path / "a.csv", engine).dossiers.set_index("dossier_id")
    assert [str(moment) for moment in rows.loc["A", ["received_at", "due_at", "finished_at"]]] == [
        "2024-01-08 07:00:00", "2024-01-08 17:00:00", "2024-01-08 17:00:00",
    ]
    assert [str(moment) for moment in rows.loc["B", ["received_at", "due_at"]]] == ["2024-01-06 00:00:00", "2024-01-06 23:59:59"]


def test_stops_that_a_log_shows_only_as_events(engine, tmp_path):
    text = (PROFILES / "su_kien.toml").read_text(encoding="utf-8")
    text += '\n[[stop]]\nkind = "supplement"\nfrom = ["Yêu cầu bổ sung"]\nto = ["Nhận bổ sung"]\n'
    events = [
        ("A", "Tiếp nhận", "2024-01-08T08:00:00"), ("A", "Yêu cầu bổ sung", "2024-01-09T09:00:00"), ("A", "Nhận bổ sung", "2024-01-12T10:00:00"),
        ("A", "Yêu cầu bổ sung", "2024-01-15T09:00:00"), ("B", "Nhận bổ sung", "2024-01-09T09:00:00"),
    ]
    write_csv(tmp_path / "log.csv", events, header=("case_id", "activity", "timestamp"))
    frames = read(tmp_path / "log.csv", engine, profile(tmp_path, text))
    stops = frames.tables["stops"].sort_values("from_at")
    assert stops.dossier_id.tolist() == ["A", "A"]
    assert stops.from_at.astype(str).tolist() == ["2024-01-09 09:00:00", "2024-01-15 09:00:00"]
    assert str(stops.to_at.iloc[0]) == "2024-01-12 10:00:00" and stops.to_at.isna().tolist() == [False, True]
    assert_accounted(frames)


def test_a_history_of_sendings_is_held_until_sent_on(engine, tmp_path):
    text = (
        'dates = ["%d/%m/%Y %H:%M"]\n[[sheet]]\ntable = "dossiers"\n[sheet.columns]\ndossier_id = "Mã"\nreceived_at = "Nhận"\nstatus = "TT"\n'
        '[[sheet]]\ntable = "steps"\n[sheet.columns]\ndossier_id = "Mã"\nstep = "Thao tác"\nsent_by = "Người gửi"\nofficer = "Người nhận"\n'
        'arrived_at = "Ngày gửi"\n'
    )
    write_csv(tmp_path / "ho-so.csv", [("A", "08/01/2024 08:00", "4")], header=("Mã", "Nhận", "TT"))
    sent = [("A", "Chuyển", "An", "Bình", "08/01/2024 09:00"), ("A", "Trình", "Bình", "Chi", "10/01/2024 14:00"), ("A", "Trả lại", "Chi", "Bình", "11/01/2024 08:00")]
    write_csv(tmp_path / "qua-trinh.csv", sent, header=("Mã", "Thao tác", "Người gửi", "Người nhận", "Ngày gửi"))
    own = profile(tmp_path, text)
    folder = tmp_path
    steps = read(folder, engine, own).steps.sort_values("step_no")
    assert steps.officer.tolist() == ["Bình", "Chi", "Bình"]
    assert steps.ended_at.astype(str).tolist()[:2] == ["2024-01-10 14:00:00", "2024-01-11 08:00:00"]
    assert steps.ended_at.isna().tolist() == [False, False, True]


def test_the_dutch_calendar_is_what_holidays_says():
    table = calendar_table(ROOT / "data" / "reference", "nl").to_pylist()
    off = {row["date"] for row in table if row["date"].isoweekday() <= 5 and not row["is_work"]}
    assert off == {day for day in holidays.country_holidays("NL", years=range(2009, 2016)) if day.isoweekday() <= 5}
    assert {row["day_wm"] for row in table if row["is_work"]} == {480.0}


def test_the_wizard_says_when_day_and_month_cannot_be_told():
    assert forms_seen(["05/06/2024", "01/02/2024"])[0] == ["%d/%m/%Y"]
    assert "ngày đứng trước" in forms_seen(["05/06/2024", "01/02/2024"])[1][0]
    assert forms_seen(["25/06/2024 08:00"]) == (["%d/%m/%Y %H:%M"], [])
    assert forms_seen(["06/25/2024"]) == (["%m/%d/%Y"], [])
    assert forms_seen(["20240625083000"]) == (["%Y%m%d%H%M%S"], [])
    assert forms_seen(["2024-06-25T08:00:00+07:00"]) == ([], [])


def test_rows_are_chosen_by_what_a_column_says(engine, tmp_path):
    text = """[[sheet]]
table = "events"
names = ["log"]
[sheet.columns]
dossier_id = "case"
step = "activity"
ended_at = "at"
[sheet.dossier]
due_at = "due"
[[sheet]]
table = "due_changes"
names = ["log"]
[sheet.columns]
dossier_id = "case"
at = "at"
new_due_at = "new due"
[sheet.where]
activity = "Gia hạn"
"Được duyệt" = ["true", "Có"]
"""
    rows = [
        ("A", "Nhận", "2024-01-08T08:00:00", "2024-01-12T17:00:00", "", ""), ("A", "gia han", "2024-01-11T08:00:00", "2024-01-12T17:00:00", "2024-01-19T17:00:00", "True"),
        ("A", "Gia hạn", "2024-01-18T08:00:00", "2024-01-12T17:00:00", "2024-01-26T17:00:00", "False"),
    ]
    write_csv(tmp_path / "log.csv", rows, header=("case", "activity", "at", "due", "new due", "Được duyệt"))
    frames = read(tmp_path / "log.csv", engine, profile(tmp_path, text))
    assert frames.tables["due_changes"][["at", "new_due_at"]].astype(str).values.tolist() == [["2024-01-11 08:00:00", "2024-01-19 17:00:00"]]
    assert len(frames.steps) == 3


def test_a_column_may_have_forms_of_date_of_its_own(engine, tmp_path):
    text = 'dates = ["%d/%m/%Y"]\n[[sheet]]\ntable = "dossiers"\n[sheet.columns]\ndossier_id = "Mã"\nreceived_at = "Nhận"\ndue_at = "Due"\nstatus = "TT"\n[sheet.dates]\ndue_at = "%m/%d/%Y"\n'
    write_csv(tmp_path / "ho-so.csv", [("A", "05/06/2024", "06/12/2024", "4"), ("B", "05/06/2024", "06/25/2024", "4")], header=("Mã", "Nhận", "Due", "TT"))
    rows = read(tmp_path / "ho-so.csv", engine, profile(tmp_path, text), "2024-06").dossiers.set_index("dossier_id")
    assert [str(rows.loc["A", name].date()) for name in ("received_at", "due_at")] == ["2024-06-05", "2024-06-12"]
    assert str(rows.loc["B", "due_at"].date()) == "2024-06-25"


LIMITED = '%s[[sheet]]\ntable = "dossiers"\n[sheet.columns]\nprocedure_code = "Mã TTHC"\nlimit_days = "Số ngày"\n'
LIMIT_HEADER = ("Mã hồ sơ", "Mã TTHC", "Tên thủ tục", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái", "Số ngày")


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        # Received Thursday 4 January 2024: five working days end on Thursday the 11th, five of the calendar on Tuesday the 9th.
        ("[limit]\ndays = 5\n", {"A": "11", "B": "05", "C": "11"}),
        ('[limit]\ndays = 5\nunit = "calendar"\n', {"A": "09", "B": "05", "C": "09"}),
        ('[limit]\nprocedures = { "1.000001" = 1, "chung thuc" = 2 }\n', {"A": "05", "B": "05", "C": "08"}),
        ("[limit]\n", {"A": None, "B": "05", "C": None}),
    ],
)
def test_a_deadline_that_is_not_recorded_comes_from_the_profiles_limit(engine, tmp_path, limit, due):
    rows = [
        ("A", "1.000001", "Khai sinh", "04/01/2024 08:00", "", "Đang xử lý", ""), ("B", "1.000001", "Khai sinh", "04/01/2024 08:00", "05/01/2024", "Đang xử lý", ""),
        ("C", "1.000002", "Chứng thực", "04/01/2024 08:00", "", "Đang xử lý", ""),
    ]  # fmt: skip
    write_csv(tmp_path / "ho-so.csv", rows, header=LIMIT_HEADER)
    (tmp_path / "p.toml").write_text('dates = ["%d/%m/%Y %H:%M", "%d/%m/%Y"]\n' + LIMITED % limit, encoding="utf-8")
    frames = read(tmp_path / "ho-so.csv", engine, tmp_path / "p.toml", "2024-01")
    found = frames.dossiers.set_index("dossier_id").due_at
    assert {name: None if pd.isna(at) else f"{at:%d}" for name, at in found.items()} == due
    assert all(at.hour == 17 for at in found.dropna())
    assert ("derived.due_at" in frames.rules()) == any(due[name] for name in "AC")


def test_a_limit_may_stand_in_a_column_of_the_list(engine, tmp_path):
    rows = [("A", "1", "P", "04/01/2024 08:00", "", "Đang xử lý", "3"), ("B", "1", "P", "04/01/2024 08:00", "", "Đang xử lý", ""),
            ("C", "1", "P", "04/01/2024 08:00", "", "Đang xử lý", "03 ngày làm việc"), ("D", "1", "P", "04/01/2024 08:00", "", "Đang xử lý", "24 giờ")]
    write_csv(tmp_path / "ho-so.csv", rows, header=LIMIT_HEADER)
    (tmp_path / "p.toml").write_text('dates = ["%d/%m/%Y %H:%M"]\n' + LIMITED % "[limit]\ndays = 5\n", encoding="utf-8")
    frames = read(tmp_path / "ho-so.csv", engine, tmp_path / "p.toml", "2024-01")
    found = frames.dossiers.set_index("dossier_id").due_at.astype(str)
    assert found[:3].to_dict() == {"A": "2024-01-09 17:00:00", "B": "2024-01-11 17:00:00", "C": "2024-01-09 17:00:00"}
    assert list(frames.of("cell.number").value) == ["24 giờ"] and pd.isna(frames.dossiers.due_at).sum() == 1  # hours are no number of days
