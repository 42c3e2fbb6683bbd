"""`tthc calendar`: a year as people check it, and a calendar of one's own beside those that are there."""

from __future__ import annotations

from datetime import date

import pytest

from tthc.analysis.calendar import calendar_table
from tthc.cli.entry import run


@pytest.fixture
def told(project, capsys):
    def tell(*arguments: str) -> tuple[int, str]:
        code = run(["calendar", *arguments])
        out = capsys.readouterr()
        return code, out.out + out.err

    return tell


def test_a_year_is_shown_with_swaps_sources_and_what_is_open(told):
    code, text = told("show", "2026")
    lines = [line.strip() for line in text.splitlines()]
    assert code == 0 and lines[0] == "Lịch làm việc vn, năm 2026: 249 ngày làm việc."
    assert "tháng 11: 20, tháng 12: 23" in lines[1]
    assert "Thứ Sáu 02/01/2026  Ngày nghỉ (thay cho ngày 10/01/2026)" in lines and "Thứ Bảy 10/01/2026  Làm bù cho ngày 02/01/2026" in lines
    assert "Nghị quyết 28/2026/QH16 (theo các lịch có dẫn; nguyên văn chưa đối chiếu)" in lines
    assert "Chưa rõ (2): mọi báo cáo đi qua các ngày này đều nói ra." in lines
    assert "Thứ Hai 23/11/2026  đề xuất nghỉ, đang tính là ngày làm việc. Đề xuất nghỉ (làm bù ngày 28/11/2026)" in lines
    assert any("đổi open_off thành off; không được thông qua: xóa dòng này" in line for line in lines)


def test_a_settled_year_has_nothing_open_and_the_next_ones_are_there(told, project):
    path = project / "data" / "reference" / "calendar_vn.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("open_off", "off").replace("open_work", "work"), encoding="utf-8")
    code, text = told("show", "2026")
    assert code == 0 and "Không có ngày nào chưa rõ." in text and "Thứ Bảy 28/11/2026  Đề xuất làm bù" in text and "249 ngày làm việc" in text
    code, text = told("show", "2027")
    assert code == 0 and "Thứ Sáu 05/02/2027" in text and "được phê duyệt ngày 02/10/2026 (theo nguồn thứ ba; nguyên văn chưa đối chiếu)" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "1990"), "Lịch vn không có năm 1990; lịch có từ 01/01/2019 đến 31/12/2027."),
        (("show", "2026", "--name", "jp"), "Không có lịch làm việc “jp”"),
        (("show", "nay"), "cần một số nguyên"),
        (("show",), "còn thiếu NĂM"),
        (("new", "vn"), "Lịch vn đã có"),
        (("new", "../vn"), "Tên lịch “../vn” không dùng được"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(told, arguments, said):
    code, text = told(*arguments)
    assert code == 2 and said in text and "Error" not in text


def test_an_office_with_other_hours_shares_the_days_off(told, project):
    reference = project / "data" / "reference"
    before = {path.name: path.read_text(encoding="utf-8") for path in reference.glob("calendar_*.csv")}
    code, text = told("new", "vn-sang")
    assert code == 0 and "dùng chung" in text and not (reference / "calendar_vn-sang.csv").exists()
    hours = (reference / "calendar_hours.csv").read_text(encoding="utf-8")
    assert hours.startswith(before["calendar_hours.csv"]) and hours.count("vn-sang,") == 10
    (reference / "calendar_hours.csv").write_text("".join(line for line in hours.splitlines(True) if not ("vn-sang" in line and "13:30" in line)), encoding="utf-8")
    days = {day["date"]: day for day in calendar_table(reference, "vn-sang").to_pylist()}
    assert days[date(2026, 9, 3)]["day_wm"] == 270 and not days[date(2026, 9, 2)]["is_work"]


def test_another_country_has_days_off_of_its_own(told, project):
    reference = project / "data" / "reference"
    code, text = told("new", "nhat")
    assert code == 0 and "tthc calendar show 2027 --name nhat" in text
    with (reference / "calendar_nhat.csv").open("a", encoding="utf-8") as file:
        file.write("2026-05-04,off,Midori no hi,thử\n2026-05-06,07:00-11:30,Nửa ngày,thử\n")
    code, text = told("show", "2026", "--name", "nhat")
    assert code == 0 and "Thứ Hai 04/05/2026  Midori no hi" in text and "Thứ Tư 06/05/2026, 07:00-11:30  Nửa ngày" in text
    assert calendar_table(reference, "nhat").num_rows == calendar_table(reference, "vn").num_rows
