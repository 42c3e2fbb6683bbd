"""One whole report of an export of which seven of 23 dossiers cannot be judged: every rendition says so, none gives the all-clear."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pypdf
import pytest
from docx import Document
from lxml import html

from tthc.cli.entry import run as tthc
from tthc.model.settings import load_run
from tthc.report import make_report
from tthc.schedule.notices import letter
from tthc.schedule.notices.settings import MailSettings
from tthc.schedule.run_result import made as told

HEAD = "Mã hồ sơ,Tên thủ tục,Lĩnh vực,Đơn vị thụ lý,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái,Đúng hạn/quá hạn\n"
PERIOD = "2024-01..2024-05"
CHAPTERS = ("90", "10", "20", "50", "60", "70", "71")
# Of 23 dossiers 14 are settled early and 2 open in time; the deadline of 6 is no date, one row has no id. None is late.
WHOLE, HEAD_LINE = "Đánh giá được 16 trong 23 hồ sơ", "CẢNH BÁO: Đánh giá được 16 trong 23 hồ sơ"
LEFT_OUT = "6 hồ sơ chưa đánh giá được"
ALL_CLEAR = re.compile(
    r"nhận tất cả|đều (trong|đúng|trước) hạn|[Kk]hông (có|còn) hồ sơ (nào|quá hạn|đang)|[Kk]hông có (dấu hiệu|điểm) nào|[Kk]hông phát hiện"
    r"|(đúng|trước) hạn[^.;|]{0,40}(?<!– )\b100,0+ ?%"  # not the end of an interval, and not a target, which has no decimals
)


def _rows() -> Iterator[str]:
    for number in range(1, 24):
        is_open, is_read = number in (15, 16), number <= 16
        due = "28/06/2024" if is_open else "15/03/2024" if is_read or number == 23 else "giữa tháng 3"
        end, status = ("", "Đang xử lý") if is_open else (f"{10 + number % 4}/03/2024 09:00", "Đã xử lý xong")
        name, said = "" if number == 23 else f"HS-{number:02d}", "Quá hạn 3 ngày" if number in (3, 18) else "Đúng hạn"
        yield f"{name},Thủ tục A,Lĩnh vực A,Phòng A,04/03/2024 08:00,{due},{end},{status},{said}\n"


@pytest.fixture(scope="module")
def root(module_project: Path) -> Path:
    for path in (module_project / "notebooks").glob("*.ipynb"):
        if not path.name.startswith(CHAPTERS):
            path.unlink()
    (module_project / "ho-so.csv").write_text(HEAD + "".join(_rows()), encoding="utf-8")
    return module_project


@pytest.fixture(scope="module")
def report(root: Path) -> Path:
    return make_report(load_run(PERIOD, root=root, source=root / "ho-so.csv", rules={"unjudged": "allow"}), by="unit")


def _page(path: Path) -> str:
    page = html.parse(str(path)).getroot()
    for hidden in page.xpath("//style|//script"):
        hidden.getparent().remove(hidden)
    for element in page.iter("p", "li", "td", "th", "caption", "figcaption", "h1", "h2", "h3"):
        element.tail = f"{element.tail or ''} | "
    return page.text_content()


def _print(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]


def _cells(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    return " | ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)


def _word(path: Path) -> str:
    document = Document(str(path))
    heads = [line.text for section in document.sections for head in (section.first_page_header, section.header) for line in head.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " | ".join([*heads, *(line.text for line in document.paragraphs), *cells])


def _texts(report: Path) -> dict[str, str]:
    """Every file of the report and the index as its reader sees it, by its path."""
    read = {".html": _page, ".pdf": lambda path: " | ".join(_print(path)), ".xlsx": _cells, ".docx": _word}
    files = [path for path in sorted(report.rglob("*")) if path.suffix in read]
    named = {str(path.relative_to(report)): read[path.suffix](path) for path in files}
    return {**named, "index.html": _page(report.parents[1] / "index.html")}


def test_no_rendition_gives_the_all_clear_and_each_says_what_was_left_out(report: Path):
    texts = _texts(report)
    kinds = {name.rsplit("/", 1)[-1] for name in texts}
    assert {"bao-cao.pdf", "bao-cao.docx", "bao-cao-van-ban.pdf", "phu-luc.xlsx", "bieu-06a.xlsx", "giai-trinh.xlsx", "index.html"} <= kinds
    assert any(name.startswith("don-vi/") for name in texts)
    assert {name: found[0] for name, text in texts.items() if (found := ALL_CLEAR.search(text))} == {}
    assert [name for name, text in texts.items() if LEFT_OUT not in text and "chưa đánh giá được, không tính vào cột nào ở trên" not in text] == []


def test_the_warning_stands_at_the_head_of_every_page(report: Path):
    for path in [*report.rglob("*.html"), report.parents[1] / "index.html"]:
        banner = html.parse(str(path)).getroot().xpath("//p[@class='unjudged']")
        assert [one.text_content().startswith(HEAD_LINE) for one in banner] == [True], path
    for path in report.rglob("*.pdf"):
        for number, page in enumerate(_print(path), 1):
            assert HEAD_LINE in page[:600], (path, number)
    assert _word(report / "bao-cao.docx").count(HEAD_LINE) >= 3, "both heads and the top of the first page"
    for path in report.rglob("phu-luc.xlsx"):
        book = openpyxl.load_workbook(path)
        assert HEAD_LINE in str(book.worksheets[0].cell(3, 2).value), path
        assert all(sheet.oddHeader.left.text.startswith(HEAD_LINE) for sheet in book.worksheets), path


def test_the_form_has_a_line_of_its_own_and_its_identities_stand(report: Path):
    line = "Hồ sơ chưa đánh giá được, không tính vào cột nào ở trên"
    form = openpyxl.load_workbook(report / "bieu-06a.xlsx", data_only=True).active
    (row,) = [row for row in form.iter_rows() if row[1].value == line]
    assert row[2].value == 6
    page = _page(next(report.glob("10_*.html")))
    assert f"{line}: 6." in page and f"{line}: 6." in " ".join(_print(report / "bao-cao.pdf"))


def test_the_dossiers_are_listed_with_the_cell_that_is_to_blame(report: Path):
    chapter, book = _page(next(report.glob("90_*.html"))), _cells(report / "phu-luc.xlsx")
    for text in (chapter, book):
        assert all(f"HS-{number}" in text for number in range(17, 23)) and "giữa tháng 3" in text
    assert "Hệ thống ghi 2 hồ sơ quá hạn, báo cáo tính 0; hai bên khác nhau ở 2 hồ sơ" in chapter
    assert "Báo cáo so ngày kết thúc" in chapter and "Hệ thống ghi 2 hồ sơ quá hạn, báo cáo tính 0" in _page(next(report.glob("10_*.html")))


def test_the_letter_says_it_before_its_figures(report: Path, root: Path):
    run = load_run(PERIOD, root=root, source=root / "ho-so.csv", rules={"unjudged": "allow"})
    became = told("báo cáo 5 tháng đầu năm 2024", run, report, json.loads((report / "run.json").read_text(encoding="utf-8")))
    mail = letter([became.news], MailSettings("h", "a@b", ("c@d",), 25, "none"), office="Sở", reports="/r", log="", now=datetime(2024, 6, 3)).get_content()
    assert HEAD_LINE in became.sentence and mail.index(HEAD_LINE) < mail.index("Trước hạn và đúng hạn: 14/14")
    assert not ALL_CLEAR.search(mail)


@pytest.fixture
def office(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The options of a command on the same export, in its project folder."""
    monkeypatch.chdir(root)
    return ["--period", PERIOD, "--source", "ho-so.csv"]


def test_without_the_setting_the_run_stops_and_says_what_to_do(office: list[str], capsys):
    assert tthc(["export", "late", *office]) == 1
    said = capsys.readouterr()
    assert said.out == "" and "ho-so.csv: Cột “Ngày hẹn trả” có 6 ô không đọc được (ví dụ “giữa tháng 3”)" in said.err and "unjudged=allow" in said.err


@pytest.mark.parametrize(("table", "n_rows"), [("late", 0), ("unjudged", 6), ("outcomes", 22 * 3)])
def test_an_exported_table_is_rows_only_and_the_sentence_goes_to_standard_error(table: str, n_rows: int, office: list[str], report: Path, capsys):
    assert tthc(["export", table, *office, "--set", "unjudged=allow"]) == 0
    said = capsys.readouterr()
    assert HEAD_LINE in said.err and "CẢNH BÁO" not in said.out and len(said.out.splitlines()) == 1 + n_rows
    assert said.out.count(",unjudged,") == (18 if table == "outcomes" else 0)


def test_the_early_warning_and_the_check_say_it_too(office: list[str], capsys):
    assert tthc(["warn", "--as-of", "2024-05-31", *office, "--set", "unjudged=allow"]) == 0
    said = capsys.readouterr().out
    assert HEAD_LINE in said and LEFT_OUT in said and not ALL_CLEAR.search(said)
    assert tthc(["check", *office]) == 1
    assert WHOLE in (said := capsys.readouterr().out) and not ALL_CLEAR.search(said)
