"""The report of the sample period, made as `tthc report` makes it: what was published holds in what is rendered."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pypdf
import pytest

from browsing import Visit, axe_findings, browser, open_details
from law_words import citations, not_in_force
from small_tables import REFERENCE
from tthc.model.law import load_law
from tthc.model.settings import load_run
from tthc.report import make_report


@pytest.fixture(scope="module")
def report(module_project: Path) -> Path:
    return make_report(load_run("2024-01..2024-05", root=module_project))


@pytest.fixture(scope="module")
def print_texts(report) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(report / "bao-cao.pdf").pages]


def _pages(report: Path) -> list[Path]:
    return [*sorted(report.glob("*.html")), report.parents[1] / "index.html"]


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
    assert "66,67 %" in html and "20/30" in html


def test_chapters_stay_small_and_show_no_code(report):
    for path in report.glob("*.html"):
        assert path.stat().st_size < 1_500_000
        assert "tthc.open(" not in path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_quiet_and_open_to_everyone(chromium, report, width):
    for path in _pages(report):
        with Visit(chromium, path, width) as visit:
            open_details(visit.page)
            assert visit.said == [], path.name
            assert [url for url in visit.asked if not url.startswith(("file://", "data:"))] == [], path.name
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, path.name
            assert axe_findings(visit.page) == [], path.name


@pytest.mark.browser
def test_every_link_of_every_page_leads_somewhere(chromium, report):
    for path in _pages(report):
        with Visit(chromium, path) as visit:
            for target in visit.page.eval_on_selector_all("a[href]", "links => links.map((link) => link.getAttribute('href'))"):
                place, _, mark = target.partition("#")
                other = (path.parent / place).resolve() if place else path
                assert other.is_file(), f"{path.name} → {target}"
                assert not mark or f'id="{mark}"' in other.read_text(encoding="utf-8"), f"{path.name} → {target}"
