"""Every page in a real browser with the network cut: quiet, reachable by everyone, usable on a phone, sortable, searchable."""

from __future__ import annotations

import json
from pathlib import Path

import pypdf
import pytest

from browsing import Visit, axe_findings, browser, open_details
from report_project import SVG, executed, sample_facts
from tthc.display.blocks import Card, DataTable, Empty, KeyFigure, KeyFigures, Note, Picture, TableColumn, Text, anchor
from tthc.report.chapter import read_chapter
from tthc.report.index import write_index
from tthc.report.manifest import DONE, FILE
from tthc.report.pages import chapter_page

pytestmark = pytest.mark.browser

LONG_WORD = "A" * 10_000
ROWS = (
    ("H21.01-0001", "05/02/2024", "1.234,5", "66,67%", "Đất đai"),
    ("H21.01-0002", "31/01/2025", "9", "–", "Ấn phẩm"),
    ("H21.01-0003", "01/03/2023", "−3", "100%", "Thi đua"),
    *((f"H21.02-{i:04d}", "02/02/2024", "10", "5,5%", LONG_WORD if i == 5 else "Văn thư") for i in range(10)),
)
HEADS = ("Mã hồ sơ", "Hạn trả", "Số ngày", "Tỷ lệ", "Lĩnh vực")
TABLE = DataTable(
    tuple(TableColumn(str(i), head, "right" if i in (2, 3) else "left", group="Số" if i in (2, 3) else "") for i, head in enumerate(HEADS)),
    (*ROWS, ("Cộng", "", "1.340,5", "", "")),
    "Danh sách hồ sơ",
    total=True,
    anchors=(anchor("A"), *[""] * len(ROWS)),
)
WIDE = DataTable(tuple(TableColumn(f"c{i}", f"Cột số {i}", "right") for i in range(13)), (("1.234",) * 13,) * 3, "Biểu ngang", wide=True)
PICKED = DataTable(
    (TableColumn("a", "Hồ sơ"),),
    (("H1",), ("H2",), ("H3",), ("H4",)),
    "Danh sách có lọc",
    picks=(
        ("Đơn vị", ("Phòng B", "Phòng A", "Phòng B", "")),
        ("Tháng", ("02/2024", "12/2023", "12/2023", "02/2024")),
        ("Lĩnh vực", ("Đất đai",) * 4),
    ),
)
BLOCKS = (
    Text("Trong kỳ đã giải quyết 1.015 hồ sơ, trong đó 10 hồ sơ quá hạn.", "lead"),
    KeyFigures(tuple(KeyFigure(f"Chỉ số {i}", "66,67%", "20/30 hồ sơ", "tăng 2") for i in range(4))),
    "## Bảng\n\nMột đoạn **đậm** và `mã`.\n\n- một\n- hai",
    TABLE,
    WIDE,
    PICKED,
    Note("Lưu ý", ("Một", LONG_WORD), "warning"),
    Note("Hỏi", ("Một",), "question"),
    Note("Nhỏ", ("Một",)),
    "## Từng hồ sơ",
    Card("H21.01-0001", (Picture(SVG, "Ai giữ hồ sơ", "Diễn biến"), Text("Chậm vì chờ.", "evidence")), anchor("A")),
    Card(f"Tên dài {LONG_WORD}", (Picture(SVG, "Ai giữ hồ sơ", "Diễn biến", "half"), Empty("Trống"))),
    "## Hết",
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Path]:
    """A report of two chapters and the index over it, by name."""
    out = tmp_path_factory.mktemp("reports")
    folder = out / "2024-01" / "20240201-080000"
    folder.mkdir(parents=True)
    first = executed(tmp_path_factory.mktemp("a") / "10_a.ipynb", "# Tình hình giải quyết", *BLOCKS)
    second = executed(tmp_path_factory.mktemp("b") / "20_b.ipynb", f"# Chương {LONG_WORD}", Empty("Không có."))
    chapters = [read_chapter(first), read_chapter(second)]
    for chapter in chapters:
        html = chapter_page(chapter, chapters, sample_facts(warning="Dữ liệu mẫu do chương trình mô phỏng."))
        (folder / chapter.file).write_text(html, encoding="utf-8")
    _manifest(folder, chapters)
    return {"chapter": folder / "10_a.html", "empty": folder / "20_b.html", "index": write_index(out, sample_facts())}


def _manifest(folder: Path, chapters) -> None:
    figures = {name: {"value": 10.0} for name in ("received", "finished", "open", "early", "on_time", "late", "open_late")}
    data = {
        "state": DONE, "title": f"Báo cáo {LONG_WORD}", "made_at": "2024-02-01T08:00:00", "office": {}, "profile": "", "scope": {},
        "period": {"start": "2024-01-01", "end": "2024-01-31"}, "key_figures": figures, "warning": "Dữ liệu mẫu.",
        "chapters": [{"file": chapter.file, "title": chapter.title} for chapter in chapters], "files": {"bao-cao.pdf": "Bản in (PDF)"},
    }  # fmt: skip
    for name in (folder, folder.with_name("20240131-080000")):
        name.mkdir(exist_ok=True)
        (name / FILE).write_text(json.dumps(data), encoding="utf-8")


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["chapter", "empty", "index"])
def test_a_page_is_quiet_self_contained_and_fits_its_screen(chromium, pages, name, width):
    with Visit(chromium, pages[name], width) as visit:
        open_details(visit.page)
        assert visit.said == []
        assert [url for url in visit.asked if not url.startswith(("file://", "data:"))] == []
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["chapter", "empty", "index"])
def test_axe_finds_nothing_that_keeps_anyone_out(chromium, pages, name, width):
    with Visit(chromium, pages[name], width) as visit:
        open_details(visit.page)
        assert axe_findings(visit.page) == []


def test_the_page_s_policy_stops_any_other_script(chromium, pages, tmp_path):
    forged = tmp_path / "x.html"
    html = pages["chapter"].read_text(encoding="utf-8")
    forged.write_text(html.replace("</main>", "<script>document.title = 'đổi'</script></main>"), encoding="utf-8")
    with Visit(chromium, forged) as visit:
        assert visit.page.title() != "đổi" and any("Content Security Policy" in text for text in visit.said)


@pytest.mark.parametrize(
    ("head", "column", "first", "last"),
    [
        ("Số ngày", 3, "−3", "1.234,5"),
        ("Tỷ lệ", 4, "5,5%", "–"),  # what is unknown stays last
        ("Hạn trả", 2, "01/03/2023", "31/01/2025"),
        ("Mã hồ sơ", 1, "H21.01-0001", "H21.02-0009"),
    ],
)
def test_a_table_sorts_figures_dates_and_text_as_people_do(chromium, pages, head, column, first, last):
    with Visit(chromium, pages["chapter"]) as visit:
        button = visit.page.get_by_role("button", name=head).first
        button.click()
        shown = visit.column(column)
        assert (shown[0], shown[-1]) == (first, last)
        button.click()
        again = visit.column(column)
        known = [text for text in shown if text != "–"]
        assert again[0] == known[-1] and visit.page.locator("th[aria-sort=descending]").count() == 1
        assert visit.page.locator("tfoot td").first.inner_text() == "Cộng"


def test_vietnamese_letters_sort_as_in_the_dictionary(chromium, pages):
    with Visit(chromium, pages["chapter"]) as visit:
        visit.page.get_by_role("button", name="Lĩnh vực").first.click()
        shown = [text for text in visit.column(5) if len(text) < 20]
        assert shown == ["Ấn phẩm", "Đất đai", "Thi đua", *["Văn thư"] * 9]


@pytest.mark.parametrize(("typed", "found"), [("dat dai", 1), ("VĂN thu", 9), ("h21.01 2024", 1), ("không có", 0), ("", 13)])
def test_searching_needs_neither_accents_nor_case(chromium, pages, typed, found):
    with Visit(chromium, pages["chapter"]) as visit:
        visit.page.get_by_label("Tìm trong bảng").first.fill(typed)
        assert len(visit.column(1)) == found
        shown = visit.page.locator(".t-tools output").first.inner_text()
        assert shown == (f"{found} / 13 dòng" if typed else "")


def test_sorting_and_searching_work_from_the_keyboard(chromium, pages):
    with Visit(chromium, pages["chapter"]) as visit:
        visit.page.get_by_label("Tìm trong bảng").first.focus()
        visit.page.keyboard.type("h21.01")
        visit.page.keyboard.press("Tab")
        visit.page.keyboard.press("Enter")
        assert visit.page.locator("th[aria-sort=ascending]").count() == 1 and len(visit.column(1)) == 3


def shown_of_picked(visit) -> tuple[list[str], str]:
    block = visit.page.locator(".t-table", has_text="Danh sách có lọc")
    return block.locator("tbody tr:visible").all_inner_texts(), block.locator("output").inner_text()


def test_pick_lists_narrow_a_table_and_say_how_many_rows_each_choice_leaves(chromium, pages):
    with Visit(chromium, pages["chapter"]) as visit:
        unit, month = visit.page.get_by_label("Đơn vị", exact=True), visit.page.get_by_label("Tháng", exact=True)
        assert unit.locator("option").all_inner_texts() == ["tất cả (4)", "Phòng A (1)", "Phòng B (2)"]
        assert month.locator("option").all_inner_texts() == ["tất cả (4)", "12/2023 (2)", "02/2024 (2)"], "by year, then month"
        assert visit.page.get_by_label("Lĩnh vực", exact=True).count() == 0, "one value alone narrows nothing"
        month.select_option(label="12/2023 (2)")
        assert shown_of_picked(visit) == (["H2", "H3"], "2 / 4 dòng")
        assert unit.locator("option").all_inner_texts() == ["tất cả (2)", "Phòng A (1)", "Phòng B (1)"]
        unit.select_option(label="Phòng A (1)")
        assert shown_of_picked(visit) == (["H2"], "1 / 4 dòng")
        assert month.locator("option").all_inner_texts() == ["tất cả (1)", "12/2023 (1)", "02/2024 (0)"]
        unit.focus()
        visit.page.keyboard.press("Home")
        month.focus()
        visit.page.keyboard.press("Home")
        assert shown_of_picked(visit) == (["H1", "H2", "H3", "H4"], "")


def test_on_a_phone_each_row_says_its_heads_and_wide_pictures_scroll_alone(chromium, pages):
    with Visit(chromium, pages["chapter"], width=390) as visit:
        cell = visit.page.locator("tbody td[data-head='Hạn trả']").first
        assert cell.evaluate("one => getComputedStyle(one, '::before').content") == '"Hạn trả"'
        scrolling = visit.page.locator(".t-scroll[tabindex='0']")
        assert scrolling.count() >= 2 and scrolling.first.get_attribute("aria-label")


def test_a_link_in_the_list_leads_to_the_card(chromium, pages):
    with Visit(chromium, pages["chapter"]) as visit:
        visit.page.get_by_role("link", name="H21.01-0001").click()
        assert visit.page.locator("section.t-card:target h3").inner_text() == "H21.01-0001"


def test_a_page_prints_without_its_tools(chromium, pages, tmp_path):
    with Visit(chromium, pages["chapter"]) as visit:
        visit.page.pdf(path=tmp_path / "x.pdf", format="A4")
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "x.pdf").pages)
    assert "H21.02-0009" in text and "Tình hình giải quyết" in text
    assert "Tìm trong bảng" not in text and "Tất cả báo cáo" not in text
