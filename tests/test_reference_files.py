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
from tthc.study.reference_faults import reference_faults

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
    "a role that nobody knows": ("law_texts.csv", "moi,Nghị định số 5/2027/NĐ-CP,NĐ 5,sua_doi,2027-01-01,,read,read,,", "vai trò “sua_doi” không có"),
    "a parameter that nobody knows": ("law_sets.csv", "nd118,supplement_close_days,10,nd118,,read,", "không có tham số “supplement_close_days”"),
    "a text that nobody knows": ("law_sets.csv", "moi,supplement_close_cd,10,mooi,,read,", "không có văn bản “mooi”"),
    "a text that is no decree": ("law_sets.csv", "moi,text,qd766,,,read,", "nhận văn bản có vai trò one_stop"),
    "a form that does not exist": ("law_sets.csv", "moi,forms,form_06a form_09x,,,read,", "không nhận “form_06a form_09x”"),
    "rows of the index in words": ("law_sets.csv", "moi,index_not_for_commune,6 tám,,,read,", "không nhận “6 tám”"),
    "a scale that does not exist": ("law_sets.csv", "moi,officials_scale,thang_moi,,,read,", "không nhận “thang_moi”"),
    "a province since no day": ("provinces.csv", "H99,Tỉnh,hôm qua,yes,", "“hôm qua” không phải là ngày"),
}


def test_letters_that_a_code_page_lost_are_told(tmp_path):
    shutil.copy(REFERENCE / "causes.csv", tmp_path)
    text = (tmp_path / "causes.csv").read_text(encoding="utf-8")
    (tmp_path / "causes.csv").write_bytes(text.encode("cp1252", "replace"))
    with pytest.raises(UsageError, match=r"causes.csv, dòng \d+: chữ có dấu đã thành dấu \?.*CSV UTF-8"):
        load_causes(tmp_path / "causes.csv")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_row_that_cannot_be_read_or_would_be_ignored_is_named_by_file_and_line(tmp_path, fault):
    name, row, told = FAULTS[fault]
    for path in REFERENCE.glob("*.csv"):
        shutil.copy(path, tmp_path)
    text = (tmp_path / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(f"{text}{row}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=f"^Tệp {name}, dòng {text.count(chr(10)) + 1}: .*{told}"):
        _everything(tmp_path)


SET = "moi,label,Mới,,,read,\nmoi,short,Mới,,,read,\nmoi,based_on,{base},,,read,\nmoi,valid_from,{day},{text},,read,\n"
SETS = {
    "based on itself": ({"base": "moi", "day": "2027-01-01"}, "", "dòng 94: bộ moi dựa trên chính nó"),
    "based on none that there is": ({"base": "nd999", "day": "2027-01-01"}, "", "dòng 94: bộ moi dựa trên bộ “nd999” không có trong tệp"),
    "before the one it is based on": ({"base": "nd118_309", "day": "2026-08-01"}, "", "phải có hiệu lực sau bộ nd118_309"),
    "on a day that is none": ({"base": "nd118_309", "day": "2026-13-01"}, "", "không nhận “2026-13-01”"),
    "on a day that another set has": ({"base": "nd118", "day": "2026-08-05"}, "", "mỗi ngày chỉ có một bộ"),
    "by a text that begins later": (
        {"base": "nd118_309", "day": "2026-10-05", "text": "sau"}, "moi,supplement_close_cd,10,sau,Điều 5,read,\n",
        "dòng (96|97): bộ moi có hiệu lực từ 05/10/2026 nhưng dẫn Nghị định số 5/2026/NĐ-CP, đến 01/11/2026 mới có hiệu lực",
    ),
    "by classes that nobody has": (
        {"base": "nd118_309", "day": "2027-01-01"}, "moi,index_classes,qd999,,,read,\n", "không có bảng xếp loại “qd999”",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", SETS)
def test_a_set_that_cannot_be_is_refused_before_anything_is_read(tmp_path, fault):
    """By `tthc check` as by every other command (tests/test_cli_check.py): the first fault is the sentence."""
    named, more, told = SETS[fault]
    for path in REFERENCE.glob("*"):
        shutil.copy(path, tmp_path) if path.is_file() else None
    with (tmp_path / "law_texts.csv").open("a", encoding="utf-8") as texts:
        texts.write("sau,Nghị định số 5/2026/NĐ-CP,NĐ 5,amendment,2026-11-01,,read,read,,\n")
    with (tmp_path / "law_sets.csv").open("a", encoding="utf-8") as sets:
        sets.write(SET.format(**{"text": "", **named}) + more)
    assert re.search(told, str(next(reference_faults(tmp_path, ON))))


def test_the_files_of_the_package_have_no_fault_and_each_broken_one_is_told_once(tmp_path):
    assert list(reference_faults(REFERENCE, ON)) == []
    for path in REFERENCE.glob("*"):
        shutil.copy(path, tmp_path) if path.is_file() else None
    (tmp_path / "texts.toml").write_text("[[form_06a]]\ntitle = x\n", encoding="utf-8")
    for name in ("causes.csv", "targets.csv", "law_sets.csv", "calendar_vn.csv", "indicator_points.csv"):
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write("x\n")
    told = [str(fault) for fault in reference_faults(tmp_path, ON)]
    assert sorted(text.split()[1].strip(",:") for text in told) == sorted(
        ["causes.csv", "targets.csv", "law_sets.csv", "calendar_vn.csv", "indicator_points.csv", "texts.toml"]
    )


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
