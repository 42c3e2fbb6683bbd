"""The command line as a user meets it: help, exit codes, one sentence for whatever went wrong."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

import tthc.report
from tthc.cli import failures
from tthc.cli.entry import run
from tthc.model.errors import DataStop, RunFailed

ONE_SENTENCE = 1


def _error(capsys) -> str:
    """What stands on standard error: exactly one line, in Vietnamese, and no traceback."""
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == ONE_SENTENCE, lines
    assert "Traceback" not in lines[0]
    return lines[0]


@pytest.mark.parametrize("line", ["--help", "report --help", "warn --help", "check --help", "export --help", "simulate --help", "profiles --help"])
def test_help_is_vietnamese(line, capsys):
    assert run(line.split()) == 0
    shown = capsys.readouterr().out
    assert "Cách dùng: tthc" in shown and "Tùy chọn:" in shown
    assert not [word for word in ("Usage", "Options", "Show this", "required", "default", "Commands") if word in shown]


def test_help_loads_nothing_heavy():
    code = "import sys, tthc.cli.entry as m; m.run(['report', '--help']); print(*sorted(sys.modules), file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr.split()
    heavy = {"pandas", "numpy", "ibis", "duckdb", "pyarrow", "matplotlib", "nbconvert", "papermill", "tthc.report", "tthc.model.schema"}
    assert heavy & set(loaded) == set()


def test_the_version_is_the_package_s(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"tthc {tthc.__version__}\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "Chưa nêu lệnh; các lệnh: report, warn, check, export, simulate, profiles"),
        ("reprot", "Không có lệnh “reprot” (có phải là report?)"),
        ("report", "Lệnh tthc report còn thiếu tùy chọn --period"),
        ("report --perod 2024", "không có tùy chọn --perod (có phải là --period?)"),
        ("report --period", "Tùy chọn --period cần đúng một giá trị"),
        ("report --period 2024-01 thừa", "Thừa “thừa”"),
        ("report --period 2024-13", "Kỳ báo cáo “2024-13” không đọc được"),
        ("report --period 2024-01 --as-of 31/01/2024", "Thời điểm chốt “31/01/2024” không đọc được"),
        ("report --period 2024-01 --as-of 2023-12-01", "ở trước kỳ tháng 1 năm 2024"),
        ("report --period 9999-12", "Kỳ báo cáo “9999-12” không đọc được"),
        ("report --period 2024-01 --set norm_days=²", "Quy tắc norm_days nhận số nguyên không âm"),
        ("report --period 2024-01 --set norm_days=99999999999999999999", "Quy tắc norm_days nhận số nguyên không âm"),
        ("report --period 2024-01 --source ~khong-ai/x", "Không có thư mục riêng của người dùng"),
        ("report --period 2024-01 --source a\0b", "Đường dẫn “a?b” có ký tự không thể có"),
        ("report --period 2024-01 --set compare", "--set nhận dạng QUY_TẮC=GIÁ_TRỊ, không nhận “compare”"),
        ("report --period 2024-01 --set comprae=date", "Không có quy tắc “comprae” (có phải là compare?)"),
        ("report --period 2024-01 --set compare=hour", "không nhận giá trị “hour”; giá trị được dùng: date, minute"),
        ("report --period 2024-01 --set compare=date --set compare=minute", "đặt hai giá trị khác nhau"),
        ("report --period 2024-01 --engine sparc", "--engine không nhận giá trị “sparc”"),
        ("check --period 2024-01 --source khong-co.xlsx", "khong-co.xlsx; hãy kiểm tra --source"),
        ("check --period 2024-01 --profile igat", "“igat”"),
        ("export", "còn thiếu BẢNG"),
        ("export lat --period 2024-01", "Không có bảng “lat” (có phải là late?)"),
        ("export late --period 2024-01 --format xls", "--format không nhận “xls” (có phải là xlsx?)"),
        ("export late --period 2024-01 --format parquet", "Dạng parquet phải ghi ra tệp; hãy thêm -o bang.parquet"),
        ("simulate", "còn thiếu tùy chọn --out"),
        ("simulate --out moi --size nhiều", "Tùy chọn --size cần một số nguyên"),
        ("simulate --out moi --size 0", "--size nhận số nguyên dương"),
        ("profiles --from khong-co.xlsx", "Không có tệp khong-co.xlsx"),
    ],
)
def test_wrong_use_ends_with_2_and_one_sentence(line, message, project, capsys):
    assert run(line.split()) == 2
    assert message in _error(capsys)


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (DataStop("Dữ liệu có 2 lỗi phải sửa."), 1, "Dữ liệu có 2 lỗi phải sửa."),
        (RunFailed("Một lần chạy khác đang ghi báo cáo."), 3, "Một lần chạy khác đang ghi báo cáo."),
        (KeyboardInterrupt(), 3, "Đã dừng theo yêu cầu"),
        (OSError(28, "No space left on device"), 3, "Ổ đĩa đã đầy"),
        (PermissionError(13, "Permission denied", "bao-cao.pdf"), 3, "đọc hoặc ghi bao-cao.pdf; hãy đóng tệp nếu đang mở"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_what_stops_a_run_is_one_sentence_and_its_exit_code(error, code, message, project, capsys, monkeypatch):
    def failing(run, progress, by, extent):
        raise error

    monkeypatch.setattr(tthc.report, "make_report", failing)
    assert run(["report", "--period", "2024-01"]) == code
    assert message in _error(capsys)


def test_what_nobody_foresaw_is_in_a_log_file_that_the_sentence_names(project, capsys, monkeypatch):
    def failing(run, progress, by, extent):
        raise ZeroDivisionError("chi tiết kỹ thuật")

    monkeypatch.setattr(tthc.report, "make_report", failing)
    assert run(["report", "--period", "2024-01"]) == 3
    (log,) = (project / ".tthc" / "logs").glob("*.log")
    assert str(log) in _error(capsys)
    text = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError: chi tiết kỹ thuật" in text and "'--period', '2024-01'" in text


def test_where_the_project_cannot_be_written_the_log_goes_elsewhere(tmp_path, monkeypatch):
    (tmp_path / "tthc.toml").touch()
    (tmp_path / ".tthc").touch()  # a file where the folder should be
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(failures.tempfile, "gettempdir", lambda: str(tmp_path / "elsewhere"))
    assert str(tmp_path / "elsewhere") in failures.sentence(ValueError("x"), [])


def test_report_says_where_the_report_and_the_index_lie(project, capsys, monkeypatch):
    given = {}

    def made(run, progress, by, extent):
        given["run"] = run
        progress(1, 9, "Đang đọc dữ liệu")
        return run.out / "2024-01" / "20240601-080000"

    monkeypatch.setattr(tthc.report, "make_report", made)
    line = "report --period 2024-01 --unit Phòng --field Nội --set compare=minute --set rule=nd61 --out khac --as-of 2024-01-20"
    assert run(line.split()) == 0
    shown = capsys.readouterr()
    assert f"Báo cáo tháng 1 năm 2024: {project / 'khac' / '2024-01' / '20240601-080000'}" in shown.out
    assert str(project / "khac" / "index.html") in shown.out
    assert "[1/9] Đang đọc dữ liệu" in shown.err
    chosen = given["run"]
    assert (chosen.unit, chosen.field, chosen.rules["compare"], chosen.rules["rule"]) == ("Phòng", "Nội", "minute", "decree")
    assert (str(chosen.cut), chosen.out) == ("2024-01-21 00:00:00", project / "khac")


def test_previous_periods_are_counted_from_today(project, monkeypatch):
    from tthc.cli import options

    monkeypatch.setattr(options, "current_day", lambda: date(2024, 6, 3))
    assert options.describe_run("previous-month").period.text == "2024-05"


def test_simulated_data_never_replace_a_folder_that_holds_workbooks(project, capsys):
    (project / "moi").mkdir()
    (project / "moi" / "that.xlsx").touch()
    assert run(["simulate", "--out", "moi"]) == 2
    assert "đã có tệp Excel" in _error(capsys)
