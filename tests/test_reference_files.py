"""Reference data as a spreadsheet on Vietnamese Windows saves it, and the sentences about what cannot be read."""

from __future__ import annotations

import csv
import io
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.broken import code_page_1258_of
from tests.reading import ROOT

from tthc.analysis.calendar import calendar_table, special_days
from tthc.analysis.causes import load_causes
from tthc.analysis.indicators import index_classes, scales, targets
from tthc.analysis.indicators.index_gaps import components
from tthc.analysis.indicators.scales import never_available
from tthc.cli.calendars import new
from tthc.model.errors import UsageError
from tthc.model.law import load_law
from tthc.model.law.places import ministries, provinces

REFERENCE = ROOT / "data" / "reference"
ON = date(2026, 10, 1)


def _everything(folder: Path) -> list:
    return [
        calendar_table(folder, "vn"), special_days(folder, "vn", date(2024, 1, 1), ON), scales(folder, ON), targets(folder, ON),
        index_classes(folder, ON), components(folder, ON), never_available(folder), load_causes(folder / "causes.csv"), load_law(folder),
        provinces(folder, ON), ministries(folder, ON),
    ]


def _as_excel_saves(path: Path, encoding: str) -> None:
    """Semicolons, 31/12/2026, 0,5, 7:00, no zero before a figure, and no other code page than the machine's."""
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([[_cell(path, head, cell) for head, cell in zip(rows[0], row, strict=True)] for row in rows])
    path.write_bytes(code_page_1258_of(out.getvalue()) if encoding == "cp1258" else out.getvalue().encode(encoding))


def _cell(path: Path, head: str, cell: str) -> str:
    cell = re.sub(r"^(\d{4})-(\d\d)-(\d\d)$", r"\3/\2/\1", cell)
    if head in ("full_at", "max_points"):
        return cell.replace(".", ",")
    return re.sub("^0", "", cell) if head in ("prefix", "from", "to") and path.name != "calendar_vn.csv" else cell


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1258", "utf-16"])
def test_what_a_vietnamese_spreadsheet_saves_says_the_same(tmp_path, encoding):
    for path in REFERENCE.glob("*.csv"):
        shutil.copy(path, tmp_path)
        _as_excel_saves(tmp_path / path.name, encoding)
    for own, told in zip(_everything(REFERENCE), _everything(tmp_path), strict=True):
        assert told == own


def test_a_calendar_of_ones_own_may_begin_with_what_a_spreadsheet_saved(tmp_path, monkeypatch):
    shutil.copytree(REFERENCE, tmp_path / "data" / "reference")
    (tmp_path / "tthc.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    _as_excel_saves(tmp_path / "data" / "reference" / "calendar_hours.csv", "cp1258")
    new("vn-ca-sang")
    own = calendar_table(tmp_path / "data" / "reference", "vn-ca-sang")
    assert own == calendar_table(REFERENCE, "vn")


FAULTS = {
    "a day that is none": ("calendar_vn.csv", "31/02/2024,off,Nghỉ,", "“31/02/2024” không phải là ngày"),
    "month before day": ("calendar_vn.csv", "12/25/2024,off,Nghỉ,", "“12/25/2024” không phải là ngày"),
    "a day beyond the calendar": ("calendar_vn.csv", "2999-01-01,off,Nghỉ,", "nằm ngoài lịch"),
    "a day twice": ("calendar_vn.csv", "2024-01-01,work,Làm bù,", "đã có ở dòng"),
    "a kind that nobody knows": ("calendar_vn.csv", "2024-03-06,nghỉ,Nghỉ,", "loại ngày “nghỉ”"),
    "hours that are none": ("calendar_vn.csv", "2024-03-06,07:00-1²:30,Nửa ngày,", "loại ngày “07:00-1²:30”"),
    "a cell too many": ("calendar_vn.csv", "2024-03-06,off,Nghỉ, bù,nguồn", "phải có đúng 4 cột"),
    "a cell too few": ("calendar_vn.csv", "2024-03-06,off", "phải có đúng 4 cột"),
    "a quote that nobody closed": ("calendar_vn.csv", '2024-03-06,off,"Nghỉ,', "dấu nháy kép"),
    "an empty cell": ("calendar_vn.csv", "2024-03-06,,Nghỉ,", "ô kind trống"),
    "an eighth day of the week": ("calendar_hours.csv", "vn,8,07:00,11:30,2019-01-01", "weekday “8” không có"),
    "a time that is none": ("calendar_hours.csv", "vn,6,7 giờ,11:30,2019-01-01", "không phải giờ dạng 07:30"),
    "a nature that nobody knows": ("causes.csv", "X,Chờ,Chờ,chủ quan,Nhắc,work,x,*,", "nature “chủ quan” không có"),
    "a state that nobody knows": ("causes.csv", "X,Chờ,Chờ,unknown,Nhắc,dang_lam,*,*,", "state “dang_lam” không có"),
    "a code that means something else": ("causes.csv", "PM-KETTHUC,Chờ,Chờ,unknown,Nhắc,council,*,Họp hẹp,", "mã “PM-KETTHUC” đã có ở dòng 2"),
    "a cause that would never be named": ("causes.csv", "X,Chờ,Chờ,unknown,Nhắc,work,*,*,", "cùng một đoạn thời gian với dòng"),
    "points that are no number": ("indicator_points.csv", "qd766_2_1,2.1,hai mươi,1,,2027-01-01,yes,,", "ô max_points nhận một số"),
    "points of nothing": ("indicator_points.csv", "qd766_9_9,9.9,2,1,,2027-01-01,yes,,", "không có chỉ tiêu “qd766_9_9”"),
    "a target of nothing": ("targets.csv", "dung_han,100,2024-06-01,,yes,", "không có chỉ tiêu “dung_han”"),
    "a target twice": ("targets.csv", "late,5,2024-06-01,Sở Nội vụ,yes,", "nói lại điều của dòng 2"),
    "a class without a bound": ("index_classes.csv", "qd766,Giỏi,,2022-08-01,no,", "ô from_value trống"),
    "a level that nobody knows": ("index_components.csv", "99,Nhóm,9.9,Tên,2,tỉnh,,x,2026-01-01,no,", "levels “tỉnh” không có"),
    "a province since no day": ("provinces.csv", "H99,Tỉnh,hôm qua,yes,", "“hôm qua” không phải là ngày"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_row_that_cannot_be_read_or_would_be_ignored_is_named_by_file_and_line(tmp_path, fault):
    name, row, told = FAULTS[fault]
    for path in REFERENCE.glob("*.csv"):
        shutil.copy(path, tmp_path)
    text = (tmp_path / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(f"{text}{row}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=f"^Tệp {name}, dòng {text.count(chr(10)) + 1}: .*{told}"):
        _everything(tmp_path)


@pytest.mark.parametrize(("data", "told"), [
    (b"", "trống"), (b"PK\x03\x04", "là bảng tính Excel"), ("ngày,loại\n".encode(), "dòng 1: thiếu cột date, kind, name, source"),
    (b"date,kind,name,source,note\n", "dòng 1: có cột lạ hoặc lặp: note"),
])
def test_a_file_that_is_another_thing_is_told_so(tmp_path, data, told):
    for path in REFERENCE.glob("calendar_*.csv"):
        shutil.copy(path, tmp_path)
    (tmp_path / "calendar_vn.csv").write_bytes(data)
    with pytest.raises(UsageError, match=told):
        calendar_table(tmp_path, "vn")
