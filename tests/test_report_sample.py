"""The report of the sample period, made as `tthc report` makes it: what was published holds in what is rendered."""

from __future__ import annotations

import importlib
import json
import re
import stat
from datetime import date
from pathlib import Path

import docx
import nbformat
import openpyxl
import pypdf
import pytest

from browsing import Visit, axe_findings, browser, open_details
from ends import ends_at
from law_words import citations, not_in_force
from ledger import amount, ledger, tables_of, told
from small_tables import REFERENCE
from terms import said
from tthc.display.blocks import MIME, numbers
from tthc.display.blocks.late_days import of_parties
from tthc.model.law import load_law
from tthc.model.settings import load_run
from tthc.report import make_report
from tthc.study import open_run

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def report(module_project: Path) -> Path:
    return make_report(load_run("2024-01..2024-05", root=module_project))


@pytest.fixture(scope="module")
def print_texts(report) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(report / "bao-cao.pdf").pages]


def _pages(report: Path) -> list[Path]:
    return [*sorted(report.glob("*.html")), report.parents[1] / "index.html"]


def test_the_report_and_the_memory_are_their_owners_only(report):
    for folder in (report, report.parent, report.parents[1] / ".lich-su"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder


def test_the_key_figures_are_the_published_ones(report):
    figures = json.loads((report / "run.json").read_text(encoding="utf-8"))["key_figures"]
    assert figures["late"]["value"] == 10 and figures["open_late"]["value"] == 0
    assert (figures["qd766_5_4"]["numerator"], figures["qd766_5_4"]["denominator"]) == (20, 30)
    counts = {name: figures[name]["value"] for name in ("received", "finished", "open", "early", "on_time", "late")}
    assert 0 < counts["received"] <= counts["finished"] + counts["open"]  # the rest was carried over
    assert counts["finished"] == counts["early"] + counts["on_time"] + counts["late"]


def test_the_answer_stands_on_the_first_page_of_the_print_and_fits_on_it(print_texts):
    assert "trong đó 10 hồ sơ quá hạn" in print_texts[0] and "đều thuộc lĩnh vực thi đua" in print_texts[0]
    assert "Mục lục" in print_texts[1]


def test_the_print_is_read_in_twelve_pages_and_the_signed_text_in_four(report):
    pages = pypdf.PdfReader(report / "bao-cao.pdf").pages
    assert len(pages) <= 12 and all(page.mediabox.height > page.mediabox.width for page in pages)
    signed = pypdf.PdfReader(report / "bao-cao-van-ban.pdf").pages
    assert len(signed) <= 8 and sum(page.mediabox.height > page.mediabox.width for page in signed) <= 4


@pytest.mark.parametrize("name", ["bao-cao.pdf", "bao-cao-van-ban.pdf"])
def test_no_page_between_the_first_and_the_last_ends_above_three_fifths(report, name):
    pages = pypdf.PdfReader(report / name).pages
    ends = [(number, ends_at(page)) for number, page in enumerate(pages, 1) if page.mediabox.height > page.mediabox.width]
    assert [one for one in ends[1:-1] if one[1] < 0.6] == []


@pytest.fixture(scope="module")
def study(module_project: Path, report):
    return open_run(load_run("2024-01..2024-05", root=module_project))


def test_every_number_of_the_first_page_and_of_the_signed_text_is_in_one_table(report, study, print_texts):
    counted = ledger(study)
    body = [one.text for one in docx.Document(str(report / "bao-cao.docx")).paragraphs]
    body = body[: next(i for i, text in enumerate(body) if text.startswith("Phụ lục"))]
    assert len(told(print_texts[0])) > 20 and told(print_texts[0]) <= counted, told(print_texts[0]) - counted
    assert len(told(" ".join(body))) > 30 and told(" ".join(body)) <= counted, told(" ".join(body)) - counted


def test_the_office_s_own_late_days_are_one_number_everywhere(report, study, print_texts):
    """By party, unit, officer, in the signed text and in the workbook: own share, late closing in it, and the whole."""
    parties = of_parties(study.late_days, study.info)
    whole, own, closing = (f"{value:.1f}".replace(".", ",") for value in (parties["days"].sum(), *parties.loc["own_office", ["days", "closing"]]))
    causes, people = (tables_of(report / name) for name in ("30_nguyen_nhan.html", "40_trach_nhiem.html"))
    whose = {row[0]: row for row in causes["Thời gian giải quyết thuộc về ai"]}
    assert whose["Cơ quan mình"][5:7] == [own, closing] and whose["Tổng cộng"][5:7] == [whole, closing]
    assert causes["Nguyên nhân quá hạn"][-1][4] == whole
    for name in ("Theo đơn vị (ngày làm việc)", "Theo cán bộ"):
        assert people[name][-1][-2:] == [own, closing]
        for column in (-2, -1):
            assert round(sum(amount(row[column]) for row in people[name][:-1]), 1) == amount(people[name][-1][column])
    document = docx.Document(str(report / "bao-cao.docx"))
    (officers,) = [table for table in document.tables if table.rows[0].cells[1].text == "Cán bộ"]
    assert [officers.rows[-1].cells[place].text for place in (3, 6)] == [own, closing]
    text = " ".join(one.text for one in document.paragraphs)
    assert f"Trong {whole} ngày quá hạn tính theo giờ làm việc, {own} ngày" in text and f"trong đó chậm kết thúc trên hệ thống {closing} ngày" in text
    assert sum(f"Tổng cộng {own} {closing}" in page or f"{own} {closing}" in page for page in print_texts) >= 1
    book = openpyxl.load_workbook(report / "phu-luc.xlsx", data_only=True)
    heads = [cell.value for cell in book["Ngày quá hạn thuộc về ai"][1]]
    rows = [dict(zip(heads, row, strict=True)) for row in book["Ngày quá hạn thuộc về ai"].iter_rows(min_row=2, values_only=True)]
    days, late_closing = heads[-2:]
    mine = [row for row in rows if row["Thời gian thuộc về"] == "Cơ quan mình"]
    assert [f"{sum(row[days] for row in part):.1f}".replace(".", ",") for part in (rows, mine)] == [whole, own]
    assert f"{sum(row[late_closing] for row in rows):.1f}".replace(".", ",") == closing


def test_one_thing_has_one_number_in_every_chapter(report, print_texts):
    """The kinds of contradiction that a director found: dossiers counted by cause and by holder, what-if and proposals, three ways of
    reckoning against the form, a rate against its own fraction."""
    pages = {name[:2]: tables_of(report / name) for name in (path.name for path in report.glob("[1-6]0_*.html"))}
    causes = {row[0]: row for row in pages["30"]["Nguyên nhân quá hạn"][:-1]}
    by_holder = pages["40"]["Phần quá hạn theo nơi giữ hồ sơ và nguyên nhân"]
    for name, row in causes.items():
        held = [one for one in by_holder if one[2] == name]
        assert sum(int(one[4]) for one in held) == int(row[2]) or row[1] == "Chưa rõ", name
        assert int(row[3]) <= int(row[2]) or row[1] == "Chưa rõ", name
    assert all(amount(row[-1]) > 0 for row in by_holder if row[4] != "0")
    assert all(row[2] == "" or amount(row[7]) > 0 for row in pages["40"]["Theo cán bộ"][:-1])
    main = {row[0] for row in causes.values() if row[3] != "0"}
    remedies = pages["30"]["Việc cần làm theo nguyên nhân chính"]
    assert {row[0] for row in remedies} <= main
    gained = [int(before) - int(after) for before, after in (row[4].split(" → ") for row in remedies)]
    assert gained == [int(row[2]) for row in remedies], "each dossier is told once, under its main cause"
    form = next(rows for caption, rows in pages["10"].items() if caption.startswith("Biểu số"))[-1]
    for row in pages["50"]["Kết quả về thời hạn theo ba cách tính (số hồ sơ)"]:
        assert sum(int(cell) for cell in row[1:-1]) == int(row[-1]) == int(form[2])
    for row in pages["10"]["Tỷ lệ trước hạn và đúng hạn theo từng cách tính"]:
        if "/" in row[1]:
            part, whole = (amount(text) for text in row[1].split("/"))
            assert row[2] == numbers.percent(part, whole)
    first_page = re.findall(r"(\d+ → \d+) hồ sơ quá hạn", print_texts[0])
    assert first_page and set(first_page) <= {row[4] for row in remedies}


def test_the_workbook_opens_at_the_late_dossiers_hides_what_is_empty_and_prints_on_twenty_pages(report):
    book = openpyxl.load_workbook(report / "phu-luc.xlsx")
    assert book.active.title == book.sheetnames[0] == "Hồ sơ quá hạn"
    assert {page.title for page in book if page.sheet_state == "hidden"} == {page.title for page in book if page.max_row == 1}
    shown = [page for page in book if page.sheet_state == "visible"]
    pages = [max(1, -(-int(page.print_area.rsplit("$", 1)[1]) // 40)) if page.page_setup.fitToHeight == 0 else 1 for page in shown]
    assert sum(pages) <= 20


def test_no_word_of_the_report_is_one_that_another_stands_for(report, print_texts):
    texts = {path.name: re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]+>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL) for path in _pages(report)}
    signed = pypdf.PdfReader(report / "bao-cao-van-ban.pdf").pages
    texts |= {"bao-cao.pdf": " ".join(print_texts), "bao-cao-van-ban.pdf": " ".join(page.extract_text() for page in signed)}
    assert [f"{name}: {hit}" for name, text in texts.items() for hit in said(text)] == []


def test_the_pictures_of_the_readmes_show_this_report(report, print_texts):
    """`make pictures` draws them anew where the first page or the first late dossier is another."""
    told = (ROOT / "README.vi.md").read_text(encoding="utf-8")
    lead, timeline = re.search(r"!\[Trang đầu [^:]*: (.+)…\]", told)[1], re.search(r"!\[Dòng thời gian của hồ sơ quá hạn (\S+):", told)[1]
    assert lead in print_texts[0]
    first = re.search(r'<section class="t-card".*?(\d{3}\.\d\d\.\d\d\.H\d\d-\d{6}-\d{4})', (report / "20_ho_so_qua_han.html").read_text(encoding="utf-8"), re.DOTALL)
    assert timeline == first[1] and timeline in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_late_dossier_has_its_strip_in_print_and_on_the_page(report, print_texts):
    html = (report / "20_ho_so_qua_han.html").read_text(encoding="utf-8")
    assert len(re.findall(r'<section class="t-card"', html)) == 10
    numbers = set(re.findall(r"\d{3}\.\d\d\.\d\d\.H\d\d-\d{6}-\d{4}", html))
    assert len(numbers) == 10 and all(any(number in text for text in print_texts) for number in numbers)


def test_what_is_synthetic_says_so_everywhere(report, print_texts):
    assert "không phải số liệu thật" in print_texts[0]
    assert all("không phải số liệu thật" in path.read_text(encoding="utf-8") for path in _pages(report))


def test_no_rendered_byte_cites_a_law_that_came_later(report):
    words = not_in_force(load_law(REFERENCE), date(2023, 11, 1), date(2024, 5, 31))
    assert {"118/2025/NĐ-CP", "NĐ 309", "224/2026/NĐ-CP", "91/2025/QH15"} <= set(words)
    assert citations(report.parents[1], words) == []  # the list of reports and their memory too


def test_the_published_ratio_stands_with_its_numerator_and_denominator(report):
    html = (report.parents[1] / "index.html").read_text(encoding="utf-8")
    assert "66,67%" in html and "20/30" in html


def test_chapters_show_only_blocks_and_no_table_too_wide_for_an_upright_page(report):
    cells = [cell for path in (report / "notebooks").glob("*.ipynb") for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    shown = [output for cell in cells for output in cell.outputs if output.output_type != "stream"]
    assert len(shown) > 40 and [output for output in shown if MIME not in output.get("data", {})] == []
    tables = [output.data[MIME] for output in shown if output.data[MIME]["type"] == "table"]
    assert len(tables) > 10 and [table["caption"] for table in tables if len(table["columns"]) > 9 and not table["wide"]] == []


def test_without_explanations_no_cause_is_said_to_be_confirmed(report):
    """With them it is (test_explanations_report.py)."""
    assert "đã được đơn vị xác nhận" not in (report / "20_ho_so_qua_han.html").read_text(encoding="utf-8")


def test_chapters_stay_small_and_show_no_code(report):
    for path in report.glob("*.html"):
        assert path.stat().st_size < 1_500_000
        assert "tthc.open(" not in path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.mark.browser
@pytest.mark.parametrize("width", [1366, pytest.param(390, marks=pytest.mark.soak)])
def test_every_page_is_quiet_and_open_to_everyone(chromium, report, width):
    for path in _pages(report):
        with Visit(chromium, path, width) as visit:
            open_details(visit.page)
            assert visit.said == [], path.name
            assert [url for url in visit.asked if not url.startswith(("file://", "data:"))] == [], path.name
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, path.name
            assert axe_findings(visit.page) == [], path.name


_BROKEN = """[...document.querySelectorAll(".t-code, td.a-right")].filter((one) => one.offsetParent && !/ /.test(one.textContent.trim()))
  .filter((one) => { const all = document.createRange(); all.selectNodeContents(one);
    return new Set([...all.getClientRects()].map((box) => Math.round(box.top / 8))).size > 1; }).map((one) => one.textContent)"""


@pytest.mark.browser
def test_on_a_laptop_no_code_and_no_percentage_breaks_and_a_tablet_needs_no_scrolling(chromium, report):
    for path in _pages(report):
        with Visit(chromium, path, 1366) as visit:
            open_details(visit.page)
            assert visit.page.evaluate(_BROKEN) == [], path.name
            visit.page.set_viewport_size({"width": 768, "height": 1024})
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= 768, path.name


@pytest.mark.browser
def test_on_a_phone_groups_keep_their_heads_pictures_say_that_they_scroll_and_long_chapters_fold(chromium, report):
    with Visit(chromium, report / "50_chi_so_phuc_vu.html", 390) as visit:
        heads = visit.page.eval_on_selector_all("td[data-head]", "cells => cells.map((cell) => cell.dataset.head)")
        assert "Hồ sơ đã đồng bộ: Giá trị" in heads and "Sổ theo dõi của cơ quan: Giá trị" in heads
        assert visit.page.locator("details.t-fold").count() > 3 and visit.page.locator("details.t-fold[open]").count() == 0
        assert visit.page.evaluate("document.querySelector('main').scrollHeight / window.innerHeight") < 10
    with Visit(chromium, report / "20_ho_so_qua_han.html", 390) as visit:
        open_details(visit.page)
        visit.page.evaluate("window.dispatchEvent(new Event('resize'))")
        boxes = "boxes => boxes.map((box) => [box.scrollWidth > box.clientWidth + 1, box.parentElement.classList.contains('t-scrolls')])"
        pairs = visit.page.eval_on_selector_all(".t-picture .t-scroll", boxes)
        assert pairs and all(scrolls == told for scrolls, told in pairs)


@pytest.mark.browser
def test_every_link_of_every_page_leads_somewhere(chromium, report):
    for path in _pages(report):
        with Visit(chromium, path) as visit:
            for target in visit.page.eval_on_selector_all("a[href]", "links => links.map((link) => link.getAttribute('href'))"):
                place, _, mark = target.partition("#")
                other = (path.parent / place).resolve() if place else path
                assert other.is_file(), f"{path.name} → {target}"
                assert not mark or f'id="{mark}"' in other.read_text(encoding="utf-8"), f"{path.name} → {target}"


def test_the_pictures_of_the_readmes_show_the_report_of_today(report, monkeypatch):
    """`make pictures` draws them; the words in them lie beside them."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    shown = importlib.import_module("report_pictures").picture_words(report)
    assert {name: (ROOT / "docs" / "hinh" / name).read_text(encoding="utf-8") for name in shown} == shown, "run `make pictures`"
