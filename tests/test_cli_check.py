"""`tthc check`: findings grouped on screen, whole in a workbook; code 1 only when the data must be mended."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from small_tables import REFERENCE
from tthc.cli import findings
from tthc.cli.entry import run
from tthc.model.schema import TABLES

LOG = "Mã hồ sơ,Tên thủ tục,Lĩnh vực,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái\n"
GOOD = "HS-01,Thủ tục A,Lĩnh vực A,02/01/2024 08:00:00,05/01/2024,04/01/2024 09:00:00,Đã xử lý xong\n"


def _check(text: str, *more: str) -> int:
    Path("ho-so.csv").write_text(text, encoding="utf-8")
    return run(["check", "--period", "2024-01", "--source", "ho-so.csv", *more])


def _rows(*rules: tuple[str, str]) -> pd.DataFrame:
    rows = [
        {"rule": rule, "severity": severity, "file": "a.xlsx", "row": n, "value": "x" * 100, "message": f"Thấy {rule}.", "action": "Sửa."}
        for n, (rule, severity) in enumerate(rules, start=1)
    ]
    return pd.DataFrame(rows, columns=TABLES["findings"].names)


NO_ROWS = pd.DataFrame(columns=TABLES["accounting"].names)


def test_the_sample_is_read_whole_and_nothing_stops_it(project, capsys):
    assert run(["check", "--period", "2024-01..2024-05", "-o", "phat-hien.xlsx"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"Số dòng đã nhận: hồ sơ 2\d\d; quá trình xử lý \d+;", shown)
    read, accepted, aside = map(int, re.search(r"Đã đọc (\d+) dòng = nhận (\d+) \+ loại (\d+)\.", shown).groups())
    assert read == accepted + aside > 2000
    assert "Toàn bộ phát hiện: phat-hien.xlsx" in shown
    assert "Phát hiện" in openpyxl.load_workbook("phat-hien.xlsx").sheetnames


def test_a_row_that_cannot_be_used_is_set_aside_and_told_with_its_place(project, capsys):
    half = LOG + GOOD + ",Thủ tục B,Lĩnh vực A,02/01/2024 08:00:00,05/01/2024,,Đang xử lý\n"
    assert _check(half, "--set", "unjudged=allow") == 0
    shown = capsys.readouterr().out
    assert "Đánh giá được 1 trong 2 hồ sơ; 1 dòng hồ sơ bị loại" in shown and "sẽ dừng" not in shown
    assert "Đã đọc 2 dòng = nhận 1 + loại 1." in shown
    assert "ho-so.csv, dòng 3, cột Mã hồ sơ" in shown
    assert "Việc cần làm: " in shown
    assert _check(half) == 1 and "Lệnh report sẽ dừng" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LOG.replace("Mã hồ sơ", "Cột lạ") + GOOD, "Mã hồ sơ"),
        ("", "ho-so.csv"),
    ],
    ids=["a required column is missing", "an empty file"],
)
def test_data_that_must_be_mended_end_with_1_after_all_was_listed(text, told, project, capsys):
    assert _check(text) == 1
    shown = capsys.readouterr()
    assert "PHẢI SỬA MỚI CHẠY ĐƯỢC" in shown.out and told in shown.out
    assert "Traceback" not in shown.out + shown.err


def test_the_same_fault_is_told_once_with_its_number_and_first_places():
    text = findings.as_text(findings.Found(_rows(*[("cell.time", "warn")] * 5), NO_ROWS))
    assert text.count("Thấy cell.time.") == 1
    assert "[cell.time, 5 lần]" in text
    assert [f"dòng {number}" in text for number in (1, 2, 3, 4, 5)] == [True, True, True, False, False]
    assert "… và 2 chỗ khác" in text


def test_what_must_be_mended_comes_first_and_the_commonest_before_the_rare():
    rows = _rows(("b", "info"), ("c", "warn"), ("d", "warn"), ("d", "warn"), ("a", "stop"))
    text = findings.as_text(findings.Found(rows, NO_ROWS))
    assert sorted(text.index(f"Thấy {rule}.") for rule in "adcb") == [text.index(f"Thấy {rule}.") for rule in "adcb"]


def test_a_long_value_is_cut_on_screen():
    assert f"giá trị {'x' * 59}…" in findings.as_text(findings.Found(_rows(("a", "warn")), NO_ROWS))


def test_no_finding_is_said():
    assert findings.as_text(findings.Found(_rows(), NO_ROWS)) == "Không có phát hiện nào."


def test_check_asks_what_the_report_would_ask(project, capsys):
    """Names that may be one are told by what counts them, not by what reads them; so are starts and accounts."""
    alike = GOOD.replace("HS-01", "HS-02").replace("Thủ tục A", "Thu tuc A")
    _check(LOG + GOOD + alike)
    assert "Thu tuc A; Thủ tục A" in capsys.readouterr().out


@pytest.mark.parametrize(("file", "row", "told"), [
    ("law_sets.csv", "nd118,supplement_close_days,10,nd118,,read,", "không có tham số “supplement_close_days”"),
    ("causes.csv", "X,Chờ,Chờ,chủ quan,Nhắc,work,x,*,", "nature “chủ quan” không có"),
])  # fmt: skip
def test_what_every_later_command_refuses_the_check_refuses_first(tmp_path, monkeypatch, capsys, file: str, row: str, told: str):
    monkeypatch.chdir(tmp_path)
    Path("tthc.toml").write_text("", encoding="utf-8")
    own = Path("data/reference") / file
    own.parent.mkdir(parents=True)
    text = (REFERENCE / file).read_text(encoding="utf-8")
    own.write_text(f"{text}{row}\n", encoding="utf-8")
    sentence = f"Tệp {file}, dòng {text.count(chr(10)) + 1}: "
    assert _check(LOG + GOOD) == 2
    shown = capsys.readouterr()
    assert sentence in shown.err and told in shown.err and shown.out == ""
    assert run(["doctor"]) == 1
    assert capsys.readouterr().out.count(sentence) == 1
