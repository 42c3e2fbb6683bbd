"""A period with 5,000 late dossiers, run by hand with `make soak`: the report stays one that people can open, read and print."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pypdf
import pytest
from docx import Document
from openpyxl import load_workbook

from browsing import Visit, browser, open_details
from late_period import write_late_period
from tthc.model.settings import load_run
from tthc.study import open_run

pytestmark = pytest.mark.soak
PERIOD = "2024-01..2024-05"
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def project(module_project: Path) -> Path:
    for path in (module_project / "data" / "raw").rglob("*.xlsx"):
        path.unlink()
    write_late_period(module_project / "data" / "raw" / "2024-01_2024-05")
    return module_project


@pytest.fixture(scope="module")
def report(project: Path) -> Path:
    started = time.monotonic()
    command = [sys.executable, "-m", "tthc", "report", "--period", PERIOD]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    took, peak = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    (folder,) = (path.parent for path in (project / "reports").glob("*/*/run.json"))
    _say(f"\nThe whole report took {took:.0f} s; the largest process needed {peak:,.0f} MB.")
    for path in sorted(folder.iterdir(), key=lambda path: -path.stat().st_size if path.is_file() else 0):
        _say(f"  {path.stat().st_size / MEGABYTE:6.2f} MB  {path.name}" if path.is_file() else f"             {path.name}/")
    return folder


@pytest.fixture(scope="module")
def n_late(project: Path, report: Path) -> int:
    count = len(open_run(load_run(PERIOD, root=project)).late)
    _say(f"Late dossiers: {count:,}.")
    assert count >= 5000
    return count


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _vietnamese(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def test_every_chapter_is_small_enough_to_open(report: Path):
    sizes = {path.name: path.stat().st_size for path in report.glob("*.html")}
    assert len(sizes) >= 7 and max(sizes.values()) <= 1.5 * MEGABYTE


def test_the_list_says_how_many_it_leaves_out_and_where_they_stand(report: Path, n_late: int):
    page = (report / "20_ho_so_qua_han.html").read_text(encoding="utf-8")
    assert re.search(rf"Hiện \d+ trong {_vietnamese(n_late)} hồ sơ; danh sách đầy đủ trong tệp phu-luc.xlsx", page)
    cards = page.count('<section class="t-card"')
    assert f"Còn {_vietnamese(n_late - cards)} hồ sơ quá hạn khác" in page and cards >= 10


def test_pages_open_quietly_and_the_list_sorts_and_searches(report: Path):
    with browser() as chromium:
        for path in sorted(report.glob("*.html")):
            started = time.monotonic()
            with Visit(chromium, path) as visit:
                open_details(visit.page)
                assert visit.said == [], path.name
            _say(f"  {path.name} opens in {time.monotonic() - started:.1f} s")
        with Visit(chromium, report / "20_ho_so_qua_han.html") as visit:
            code = visit.column(1)[40]
            visit.page.get_by_label("Tìm trong bảng").first.fill(code)
            assert visit.column(1) == [code]
            visit.page.get_by_label("Tìm trong bảng").first.fill("")
            visit.page.get_by_role("button", name="Hồ sơ").first.click()
            assert visit.column(1) == sorted(visit.column(1))


@pytest.mark.parametrize(("name", "most"), [("bao-cao.pdf", 90), ("bao-cao-van-ban.pdf", 60)])
def test_the_print_is_as_long_as_people_read_and_cuts_no_cell(report: Path, n_late: int, name: str, most: int):
    reader = pypdf.PdfReader(report / name)
    text = "".join(page.extract_text() for page in reader.pages)
    _say(f"  {name}: {len(reader.pages)} pages")
    assert len(reader.pages) <= most
    assert "phu-luc.xlsx" in text and _vietnamese(n_late) in text
    assert "… (còn" not in text  # how a cell says that it was cut


def test_the_workbook_has_every_late_dossier(report: Path, n_late: int):
    book = load_workbook(report / "phu-luc.xlsx", read_only=True)
    ids = {row[0] for row in book["Hồ sơ quá hạn"].iter_rows(min_row=2, values_only=True)}
    assert len(ids) == n_late
    note = " ".join(str(row[1]) for row in book["Đọc trước"].iter_rows(values_only=True))
    assert f"{n_late} dòng" in note and "bỏ bớt" not in note
    to_explain = load_workbook(report / "giai-trinh.xlsx", read_only=True)
    assert max(sheet.max_row or 0 for sheet in to_explain) > n_late


def test_the_signed_report_tells_the_first_and_counts_the_rest(report: Path, n_late: int):
    words = "\n".join(paragraph.text for paragraph in Document(str(report / "bao-cao.docx")).paragraphs)
    assert re.search(r"Còn [\d.]+ hồ sơ quá hạn khác được nêu trong tệp phu-luc.xlsx", words)
    assert os.path.getsize(report / "bao-cao.docx") < MEGABYTE


def test_the_notebooks_ran_whole(report: Path):
    for path in (report / "notebooks").glob("*.ipynb"):
        errors = [output for cell in nbformat.read(path, 4).cells if cell.cell_type == "code" for output in cell.outputs if output.output_type == "error"]
        assert errors == [], path.name
