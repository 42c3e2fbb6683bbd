"""`tthc report` from end to end where there is little or nothing to report, and where the input cannot be read."""

from __future__ import annotations

import shlex
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from tthc.cli.entry import run

HEADER = "Mã hồ sơ,Tên thủ tục,Lĩnh vực,Đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái\n"
IN_TIME = "HS-01,Thủ tục A,Lĩnh vực A,Phòng A,02/01/2024 08:00:00,05/01/2024,04/01/2024 09:00:00,Đã xử lý xong\n"
IN_TIME_TOO = IN_TIME.replace("HS-01", "HS-02").replace("04/01/2024 09", "05/01/2024 16")


@pytest.fixture
def last_good(project: Path) -> dict[str, str]:
    """A report and an index that lie in the project already: file → content."""
    for name in ("reports/2023-12/20240101-080000/run.json", "reports/index.html"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("{}", encoding="utf-8")
    return _reports(project)


def _reports(project: Path) -> dict[str, str]:
    """Everything under reports/ but the lock file."""
    files = (path for path in (project / "reports").rglob("*") if path.is_file() and path.name != ".khoa")
    return {str(path.relative_to(project)): path.read_text(encoding="utf-8", errors="replace") for path in files}


@pytest.mark.parametrize(
    ("rows", "period", "sentence"),
    [
        (IN_TIME, "2023-06", "tháng 6 năm 2023"),
        pytest.param(IN_TIME, "2024-01", "đã giải quyết 1 hồ sơ, không có hồ sơ nào quá hạn", marks=pytest.mark.soak),
        pytest.param(IN_TIME + IN_TIME_TOO, "2024-01", "đã giải quyết 2 hồ sơ, không có hồ sơ nào quá hạn", marks=pytest.mark.soak),
    ],
    ids=["an empty period", "one dossier", "no late dossier"],
)
def test_a_thin_period_still_gives_a_whole_report(rows, period, sentence, project, capsys):
    Path("ho-so.csv").write_text(HEADER + rows, encoding="utf-8")
    assert run(["report", "--period", period, "--source", "ho-so.csv"]) == 0
    folder = Path(capsys.readouterr().out.splitlines()[0].split(": ", 1)[1])
    assert {path.suffix for path in folder.iterdir()} >= {".html", ".pdf", ".xlsx", ".json"}
    first_page = " ".join(PdfReader(folder / "bao-cao.pdf").pages[0].extract_text().split())
    assert sentence in first_page
    assert "nan" not in first_page.lower().split()


@pytest.mark.parametrize("last", ["check", pytest.param("report", marks=pytest.mark.soak)])
def test_the_commands_that_the_wizard_prints_run_to_their_ends(last, project, capsys):
    Path("xuat moi").mkdir()
    strange = "Số biên nhận,Loại thủ tục,Lĩnh vực,Phòng chuyên môn,Ngày giờ nhận,Hạn giải quyết,Ngày giải quyết xong,Tình trạng\n"
    Path("xuat moi", "ds.csv").write_text(strange + IN_TIME + IN_TIME_TOO, encoding="utf-8")
    assert run(["profiles", "--from", "xuat moi", "-o", "moi.toml"]) == 0
    commands = [shlex.split(line)[1:] for line in capsys.readouterr().out.splitlines() if line.startswith("tthc ")]
    printed = {words[0]: words for words in commands}
    assert list(printed) == ["check", "report"]
    assert run(printed[last]) == 0
    out = capsys.readouterr().out
    if last == "report":
        folder = Path(next(line for line in out.splitlines() if "reports" in line).split(": ", 1)[1])
        first_page = " ".join(PdfReader(folder / "bao-cao.pdf").pages[0].extract_text().split())
        assert "đã giải quyết 2 hồ sơ, không có hồ sơ nào quá hạn" in first_page
    else:
        assert "Đã đọc 2 dòng = nhận 2 + loại 0." in out


def _truncated(source: Path) -> None:
    content = (source / "ho-so.xlsx").read_bytes()
    (source / "ho-so.xlsx").write_bytes(content[: len(content) // 2])


def _without_a_column(source: Path) -> None:
    book = openpyxl.load_workbook(source / "ho-so.xlsx")
    for row in book["Danh sách hồ sơ"].iter_rows(max_row=5):
        for cell in row:
            cell.value = "Cột lạ" if cell.value == "Mã hồ sơ" else cell.value
    book.save(source / "ho-so.xlsx")


def _with_other_sheets(source: Path) -> None:
    for path in source.glob("*.xlsx"):
        path.unlink()
    book = openpyxl.Workbook()
    book.active.title = "Thu chi"
    book.active.append(["Ngày", "Số tiền"])
    book.active.append(["02/01/2024", 1000])
    book.save(source / "thu-chi.xlsx")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [(_truncated, "ho-so.xlsx"), (_without_a_column, "Mã hồ sơ"), (_with_other_sheets, "Không có bảng hồ sơ nào")],
    ids=["a truncated workbook", "a missing column", "a wrong sheet"],
)
def test_input_that_cannot_be_read_ends_with_1_and_leaves_the_last_good_report(spoil, told, project, last_good, capsys):
    spoil(project / "data" / "raw" / "2024-01_2024-05")
    assert run(["report", "--period", "2024-01..2024-05"]) == 1
    *steps, sentence = capsys.readouterr().err.strip().splitlines()
    assert told in sentence and "Traceback" not in sentence
    assert all(step.startswith("[") for step in steps)
    assert _reports(project) == last_good


def test_a_source_folder_without_a_file_is_data_to_mend(project, last_good, capsys):
    Path("rong").mkdir()
    assert run(["report", "--period", "2024-01", "--source", "rong"]) == 1
    assert "Không tìm thấy tệp dữ liệu nào" in capsys.readouterr().err
    assert _reports(project) == last_good
