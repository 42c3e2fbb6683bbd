"""What people get: the chapter's tables, the screen of `tthc warn`, and a workbook for each unit that holds no other's dossier."""

from __future__ import annotations

import zipfile
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest

from tthc.cli import warning as said
from tthc.cli.entry import run as tthc
from tthc.display import tables
from tthc.display.blocks import plain
from tthc.display.figures import warnings as picture
from tthc.model.errors import RunFailed, UsageError
from tthc.model.schema import CODES, WARNED, label
from tthc.report.warning_books import WHOLE, write_warning_books

INFO = {"cut": "2024-04-15T07:00:00", "day_wm": 480.0, "office": {"name": "Sở Nội vụ"}}
_AT = pd.Timestamp("2024-04-08 07:00")


def _row(number: int, dossier: str, **values) -> dict:
    usual = {
        "order_no": number, "urgency": "green", "dossier_id": dossier, "procedure_name": "Thủ tục P", "unit": "Phòng A", "officer": "An",
        "due_at": pd.Timestamp("2024-04-26 17:00"), "left_wm": 4800.0, "chance": 0.1, "reason": "none", "step": "Thẩm định", "state": "work",
        "party": "own_office", "holder_unit": "Phòng A", "holder_officer": "An", "since_at": _AT, "held_wm": 2400.0, "usual_wm": 1440.0, "n_like": 31,
        "share_longer": 0.1, "like_level": "procedure", "n_before": 0, "n_in_hand": 2, "is_absent": False, "outcome": "open_in_time",
        "received_at": pd.Timestamp("2024-04-01 08:00"),
    }  # fmt: skip
    return {**dict.fromkeys(WARNED["warnings"].names), **usual, **values}


ROWS = [
    _row(1, "H-1", urgency="red", reason="overdue", left_wm=-960.0, chance=1.0, usual_wm=None, n_like=None, share_longer=None, like_level=None),
    _row(2, "H-2", urgency="red", reason="slow", chance=0.754, left_wm=960.0, usual_wm=1830.0, unit="Phòng B", officer="=1+1", n_before=3),
    _row(3, "H-3", urgency="amber", reason="council", state="council", party="other_body", holder_unit="Hội đồng", holder_officer=None,
         next_council_at=pd.Timestamp("2024-04-30"), chance=0.31),
    _row(4, "@H-4", urgency="paused", reason="applicant", state="supplement", party="applicant", chance=0.02, unit="Phòng B"),
    _row(5, "H-5", unit=None, officer=None, chance=0.01, reason="unclosed", state="unclosed", party="system"),
]  # fmt: skip
WARNINGS = pd.DataFrame(ROWS)[list(WARNED["warnings"].names)]


def _check(verdict: str) -> pd.DataFrame:
    shared = {"verdict": verdict, "n_moments": 5, "n": 120, "n_late": 12}
    return pd.DataFrame(
        [
            {"order": "chance", **shared, "brier": 0.08, "auc": 0.71, "n_named": 90, "n_named_late": 9},
            {"order": "time_left", **shared, "brier": None, "auc": 0.62, "n_named": 90, "n_named_late": 6},
            {"order": "base", **shared, "brier": 0.1, "auc": None, "n_named": None, "n_named_late": None},
        ]
    )


def _text(block) -> str:
    return plain.render(block)


def test_the_summary_counts_by_colour_and_names_who_has_most_red():
    text = _text(tables.warning_summary(WARNINGS, INFO))
    assert text == (
        "Đến 07:00 ngày 15/04/2024, Sở Nội vụ có 5 hồ sơ đang giải quyết: 2 hồ sơ đỏ, 1 hồ sơ vàng và 1 hồ sơ tạm dừng. "
        "Hồ sơ đỏ nhiều nhất ở Phòng A (1 hồ sơ)."
    )
    assert "đang giải quyết" in _text(tables.warning_summary(WARNINGS.head(0), INFO))


def test_every_line_says_why_and_what_to_do():
    rows = tables.warning_list(WARNINGS, INFO).rows
    told = {row[1]: (row[3], row[4], row[6], row[7]) for row in rows}
    assert told["H-1"] == ("quá hạn", "đã quá hạn", "Đã quá hạn 2 ngày làm việc.", "Giải quyết xong, hoặc xin lỗi và hẹn lại ngày trả")
    assert told["H-2"][1:] == (
        "75%",
        "Còn 2 ngày làm việc; hồ sơ cùng thủ tục, cùng bước từ đây thường cần 3,8 ngày nữa (31 hồ sơ). Cán bộ còn 3 hồ sơ đến trước.",
        "Làm hôm nay",
    )
    assert told["H-3"][2].endswith("Kỳ họp kế tiếp ước tính ngày 30/04/2024.")
    assert told["H-3"][3] == "Xin ý kiến hội đồng bằng văn bản, không chờ kỳ họp"  # the sitting comes after the deadline
    assert told["@H-4"][1] == "dưới 5%" and told["@H-4"][2].startswith("Khi dừng còn 10 ngày làm việc")
    over = tables.warning_list(pd.DataFrame([_row(1, "H", reason="overdue", left_wm=0.0, chance=1.0)]), INFO).rows[0]
    assert over[3:7:1] == ("quá hạn", "đã quá hạn", over[5], "Đã quá hạn dưới 1 ngày làm việc."), "never “còn 0”"
    assert told["H-5"][3] == "Kết thúc hồ sơ trên hệ thống"
    # It stopped two days after the deadline and lies there to this day: late days are those of the list of late dossiers.
    stopped = _row(1, "H", reason="overdue", left_wm=-2 * 480.0, n_days_late=35)
    assert tables.warning_list(pd.DataFrame([stopped]), INFO).rows[0][6].startswith("Đã quá hạn 35 ngày làm việc.")


def test_every_code_of_reason_and_colour_has_its_words():
    tasks = {}
    for reason in CODES["warning_reason"]:
        tasks[reason] = tables.warning_list(pd.DataFrame([_row(1, "H", reason=reason)]), INFO).rows[0][7]
        assert label("warning_reason", reason) == CODES["warning_reason"][reason] != reason
    assert tasks["unclosed"] == "Kết thúc hồ sơ trên hệ thống" and tasks["none"] == "Theo dõi"
    assert len({tasks[reason] for reason in ("unclosed", "applicant", "absent", "council", "queue", "none")}) == 6, "each has a task of its own"
    for colour in CODES["urgency"]:
        shown = tables.warning_list(pd.DataFrame([_row(1, "H", urgency=colour)]), INFO).rows[0][0]
        assert shown == CODES["urgency"][colour] != colour


@pytest.mark.parametrize(("verdict", "has", "lacks"), [
    ("better", "xếp theo khả năng quá hạn", "xếp theo thời gian còn lại, không nêu"),
    ("worse", "Khả năng quá hạn không cho biết nhiều hơn", "Lịch sử còn mỏng"),
    ("too_few", "Lịch sử còn mỏng", "Vì vậy danh sách xếp theo khả năng"),
])  # fmt: skip
def test_the_order_is_explained_with_its_figures(verdict, has, lacks):
    text = _text(tables.warning_trust(_check(verdict), INFO))
    assert has in text and lacks not in text and "120 lượt hồ sơ, 12 lượt về sau quá hạn" in text
    assert "Brier" not in text and ("xếp theo khả năng" in text) == (verdict != "too_few")
    assert "Lịch sử còn mỏng" in _text(tables.warning_trust(_check("better").head(0), INFO))


def test_units_and_officers_are_counted_apart_with_a_total():
    rows = tables.warnings_by_officer(WARNINGS, INFO).rows
    assert [row[:5] for row in rows] == [
        ("Phòng A", "An", "2", "1", "1"), ("Phòng B", "=1+1", "1", "1", "0"), ("Phòng B", "An", "1", "0", "0"),
        ("(không ghi)", "(không ghi)", "1", "0", "0"), ("Tổng cộng", "", "5", "2", "1"),
    ], "who has the most to do stands first"  # fmt: skip
    cards = {card.title: _text(card) for card in tables.warnings_of_units(WARNINGS, INFO)}
    assert set(cards) == {"Phòng A", "Phòng B"} and "H-2" not in cards["Phòng A"] and "H-2" in cards["Phòng B"]
    assert "Phòng A: 1/2 đỏ" in picture(WARNINGS).alt


def test_the_levels_are_told_by_the_thresholds_that_give_them():
    lines = _text(tables.warning_levels(INFO))
    assert "Đỏ: đã quá hạn; hoặc khả năng quá hạn từ 50%; hoặc còn không quá 1 ngày làm việc." in lines
    assert "Vàng: khả năng quá hạn từ 20%; hoặc hơn một nửa số hồ sơ tương tự cần lâu hơn thời gian còn lại; hoặc còn không quá 3 ngày làm việc." in lines
    # Where a full day is of six hours, eight hours of open time are more than a day.
    assert "còn không quá 1,3 ngày làm việc" in _text(tables.warning_levels(INFO | {"day_wm": 360.0}))


# workbooks


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    frames = {"warnings": WARNINGS, "warning_check": _check("better")}
    study = SimpleNamespace(info=INFO, frame=lambda name: frames[name].copy())
    return write_warning_books(SimpleNamespace(out=tmp_path), study)


def _bytes(path: Path) -> bytes:
    with zipfile.ZipFile(path) as book:
        return b"".join(book.read(name) for name in book.namelist())


def test_a_units_workbook_holds_only_its_own_dossiers(folder):
    assert folder.name == "2024-04-15" and {path.name for path in folder.iterdir()} == {WHOLE, "phong-a.xlsx", "phong-b.xlsx", "khong-ghi-don-vi.xlsx"}
    own = {"phong-a.xlsx": {"H-1", "H-3"}, "phong-b.xlsx": {"H-2", "@H-4"}, "khong-ghi-don-vi.xlsx": {"H-5"}, WHOLE: set(WARNINGS.dossier_id)}
    for name, ids in own.items():
        raw = _bytes(folder / name)
        assert {one for one in WARNINGS.dossier_id if one.encode() in raw} == ids
    assert "Phòng B".encode() not in _bytes(folder / "phong-a.xlsx")


def test_where_a_workbook_is_open_the_days_folder_stays_whole(folder, tmp_path, monkeypatch):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "rename", refuse)
    frames = {"warnings": WARNINGS.head(1), "warning_check": _check("better")}
    with pytest.raises(RunFailed, match="hãy đóng các tệp Excel"):
        write_warning_books(SimpleNamespace(out=tmp_path), SimpleNamespace(info=INFO, frame=lambda name: frames[name].copy()))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_text_stays_text_and_dates_are_dates(folder):
    sheet = openpyxl.load_workbook(folder / "phong-b.xlsx")["Cảnh báo sớm"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    row = {name: sheet.cell(2, column) for name, column in heads.items()}
    assert row["Cán bộ phải làm"].value == "=1+1" and row["Cán bộ phải làm"].data_type == "s"
    assert sheet.cell(3, heads["Mã hồ sơ"]).value == "@H-4" and not [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    assert row["Ngày hẹn trả"].is_date and row["Khả năng quá hạn (%)"].value == pytest.approx(75.4)
    assert row["Còn (ngày làm việc)"].value == "2" and row["Việc hôm nay"].value == "Làm hôm nay"


def test_a_second_run_of_the_day_replaces_the_first(folder, tmp_path):
    (folder / "cu.xlsx").touch()
    frames = {"warnings": WARNINGS.head(1), "warning_check": _check("worse")}
    again = write_warning_books(SimpleNamespace(out=tmp_path), SimpleNamespace(info=INFO, frame=lambda name: frames[name].copy()))
    assert again == folder and {path.name for path in folder.iterdir()} == {WHOLE, "phong-a.xlsx"}


# the command


def test_the_period_is_the_one_whose_folder_holds_the_day(project):
    assert said.period_around("2024-04-15", None) == "2024-01..2024-05"
    assert said.period_around("2025-04-15T07:00", None) == "2024-01..2024-05"
    with pytest.raises(UsageError, match="2024-01..2024-05"):
        said.period_around("2023-04-15T07:00", None)
    assert said.period_around("2024-04-15", ["x"]) == "2024"
    with pytest.raises(UsageError, match="mai"):
        said.period_around("mai", None)


def test_the_command_prints_the_list_and_writes_the_workbooks(project, capsys):
    assert tthc(["warn", "--as-of", "2024-04-22T07:00"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("Đến 07:00 ngày 22/04/2024, Sở Nội vụ có 32 hồ sơ đang giải quyết") and "000.00.22.H00-240328-0001" in text
    folder = project / "reports" / "canh-bao" / "2024-04-22"
    assert str(folder) in text and (folder / "ban-thi-dua-khen-thuong.xlsx").is_file()
    assert tthc(["warn", "--as-of", "2024-13-01"]) == 2
