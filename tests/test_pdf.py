"""The printed report, read back: structure, contents, fonts, and text that nothing in the data can bend."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pytest

from report_project import MADE_AT, SVG, executed, sample_facts
from tthc.display.blocks import Card, DataTable, Empty, KeyFigure, KeyFigures, Note, Picture, TableColumn, Text, anchor
from tthc.model.errors import RunFailed
from tthc.report import markdown
from tthc.report import print as printing
from tthc.report.chapter import read_chapter
from tthc.report.columns import broken, fit_columns, widths
from tthc.report.print import turned, write_pdf

A4 = (595, 842)
COLUMNS = (TableColumn("id", "Mã hồ sơ", width=2), TableColumn("due", "Ngày hẹn trả"), TableColumn("late", "Quá hạn", "right"))
LONG = DataTable(COLUMNS, tuple((f"H21.{i:04d}", "05/02/2024", f"{i},5") for i in range(150)), "Danh sách dài")
WIDE = DataTable(tuple(TableColumn(f"c{i}", f"Cột {i}", "right") for i in range(12)), (("1.234.567.890",) * 12,), "Biểu ngang", wide=True)
NARROW = DataTable(tuple(TableColumn(f"c{i}", f"Cột {i}", "right") for i in range(12)), (("1.234",) * 12,), "Biểu hẹp", wide=True)
CARDS = tuple(
    Card(f"Hồ sơ {i}", (Picture(SVG, "Ai giữ hồ sơ", f"Diễn biến {i}"), Text("Bằng chứng. " * 60, "evidence")), anchor(f"H21.{i:04d}"))
    for i in range(9)
)


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("print")
    first = executed(
        folder / "10_a.ipynb", "# Tình hình giải quyết", Text("Đã giải quyết 1.015 hồ sơ, tỷ lệ 66,67%.", "lead"), "## Vì sao",
        KeyFigures((KeyFigure("Quá hạn", "10", "10/1.015"),)), "## Biểu tổng hợp\n\nMột câu dẫn.", WIDE, "## Danh sách", LONG, first_page=3,
    )  # fmt: skip
    linked = DataTable(COLUMNS, (("H21.0003", "05/02/2024", "3"),), "Có liên kết", anchors=(anchor("H21.0003"),))
    second = executed(folder / "20_b.ipynb", "# Hồ sơ quá hạn", linked, "## Từng hồ sơ", *CARDS, "## Kết luận\n\nHết.")
    write_pdf(folder / "x.pdf", [read_chapter(first), read_chapter(second)], sample_facts(title="Báo cáo 5 tháng đầu năm 2024"))
    return folder / "x.pdf"


@pytest.fixture(scope="module")
def pdf(path) -> pypdf.PdfReader:
    return pypdf.PdfReader(path)


@pytest.fixture(scope="module")
def texts(pdf) -> list[str]:
    return [page.extract_text() for page in pdf.pages]


def test_it_is_tagged_titled_vietnamese_pdf_ua(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"] == "vi"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == "Báo cáo 5 tháng đầu năm 2024" and pdf.metadata.author == "Sở Nội vụ"
    assert pdf.metadata.creation_date.replace(tzinfo=None) == MADE_AT


def test_every_font_is_embedded_and_only_the_shipped_ones_are_used(pdf):
    fonts = {font["/BaseFont"]: font for page in pdf.pages for font in _fonts(page["/Resources"])}
    assert fonts and all(re.search("SourceSansPro", name) for name in fonts)
    for font in fonts.values():
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def _fonts(resources):
    return [font.get_object() for font in resources.get("/Font", {}).values()]


def test_the_text_extracts_with_its_accents(texts):
    assert "Đã giải quyết 1.015 hồ sơ, tỷ lệ 66,67%." in " ".join(texts[0].split())
    assert "Phòng Thi đua – Khen thưởng, 6,5 ngày" in " ".join(texts)


def test_the_first_page_answers_and_is_not_said_twice(texts):
    assert "Bản nội bộ" in texts[0] and "Vì sao" in texts[0] and "10/1.015" in texts[0]
    assert sum("Đã giải quyết 1.015" in text for text in texts) == 1


def test_words_that_only_lead_to_the_first_page_are_not_left_behind_in_print(tmp_path):
    notebook = executed(tmp_path / "10_x.ipynb", "# X\n\nChương này.", "Sau đây là con số.", Text("Con số."), "## Y", "Đoạn.")
    chapter = read_chapter(notebook)
    chapter.notebook.cells[2].metadata["tags"] = ["first_page"]
    assert [item["type"] for item in chapter.first_page] == ["text"]
    assert [markdown.plain(item["parts"]) for item in chapter.body] == ["X", "Chương này.", "Y", "Đoạn."]


def test_a_long_first_page_is_drawn_smaller_and_stays_one_page(tmp_path):
    """The answer, ten rows of what to do and twenty lines of caution are more than a page of the usual size holds."""
    table = DataTable(COLUMNS, tuple((f"H21.{i:04d}", "05/02/2024", "3") for i in range(22)), "Cần làm ngay")
    caution = Note("Khi đọc", tuple(f"Điều {i}: " + "lời dặn " * 14 for i in range(10)))
    one = executed(tmp_path / "10_a.ipynb", "# A", Text("Câu trả lời.", "lead"), "## B", table, caution, "## C", Text("Hết."), first_page=4)
    two = executed(tmp_path / "20_b.ipynb", "# D", Text("Sau."))
    write_pdf(tmp_path / "x.pdf", [read_chapter(one), read_chapter(two)], sample_facts())
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "x.pdf").pages]
    assert "Câu trả lời." in pages[0] and "Điều 9:" in " ".join(pages[0].split()) and "Mục lục" in pages[1]


def test_every_page_has_its_number_and_but_the_first_a_running_head(texts):
    assert [re.search(r"Trang (\d+)/(\d+)", text).groups() for text in texts] == [(str(i + 1), str(len(texts))) for i in range(len(texts))]
    assert all("Giải quyết hồ sơ 5 tháng đầu năm 2024" in text for text in texts[1:])


def test_contents_and_bookmarks_name_the_pages_where_the_headings_stand(pdf, texts):
    listed = {title.strip(): int(number) for title, number in re.findall(r"^(.+?)[\s.\u2060]{5,}(\d+)$", texts[1], re.MULTILINE)}
    assert list(listed) == ["Tình hình giải quyết", "Biểu tổng hợp", "Danh sách", "Hồ sơ quá hạn", "Từng hồ sơ", "Kết luận"]
    for title, number in listed.items():
        assert title in texts[number - 1].splitlines()
    marks = {mark.title: pdf.get_destination_page_number(mark) + 1 for mark in _flat(pdf.outline)}
    assert listed.items() <= marks.items()


def _flat(outline):
    for mark in outline:
        yield from _flat(mark) if isinstance(mark, list) else [mark]


def test_a_long_table_repeats_its_head(texts):
    pages = [text for text in texts if re.search(r"H21\.01\d\d", text) or "H21.0010" in text]
    assert len(pages) > 2 and all("Mã hồ sơ" in text and "Ngày hẹn trả" in text for text in pages)
    assert all(f"H21.{i:04d}" in " ".join(texts) for i in range(150))


def test_a_wide_table_lies_on_a_landscape_page_with_its_heading(pdf, texts):
    sizes = [(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in pdf.pages]
    (wide,) = [i for i, size in enumerate(sizes) if size == A4[::-1]]
    assert "Biểu tổng hợp" in texts[wide] and "Một câu dẫn." in texts[wide] and "Cột 11" in texts[wide]
    assert set(sizes) == {A4, A4[::-1]}


def test_a_card_stays_on_one_page(texts):
    for i in range(9):
        (page,) = [text for text in texts if f"Diễn biến {i}" in text]
        assert f"Hồ sơ {i}" in page.splitlines()


def test_no_heading_stands_alone_at_the_foot_of_a_page(texts):
    for text in texts[2:]:
        lines = [line for line in text.splitlines() if line.strip()]
        before_foot = lines[lines.index(next(line for line in lines if line.startswith("Lập "))) - 1]
        assert before_foot not in {"Danh sách", "Từng hồ sơ", "Kết luận", *(f"Hồ sơ {i}" for i in range(9))}


def test_a_row_leads_to_its_card(pdf):
    links = [note.get_object() for page in pdf.pages for note in page.get("/Annots", [])]
    assert sum(link["/Subtype"] == "/Link" for link in links) >= 1 + 6
    assert pdf.named_destinations


HOSTILE = '#set page(fill: red) $x$ *b* _i_ @ref <lab> #pagebreak() \\u{41} {{ 7*7 }} "quoted" // `code` [x](y)'


def test_markup_in_the_data_is_printed_as_it_is(tmp_path):
    """Typst's own markup, letters that no font has, controls, marks that reorder, and a name of 10,000 letters."""
    odd = "\x00\x1b😀العربية中文\u202eđảo"
    table = DataTable((TableColumn("a", HOSTILE), TableColumn("b", "B")), ((HOSTILE, odd), ("A" * 10_000, "=1+1")), HOSTILE, note=HOSTILE)
    blocks = (Text(HOSTILE), Note(HOSTILE, (HOSTILE, odd)), Empty(odd), table, Picture(SVG.replace("Chờ", odd), odd, HOSTILE))
    notebook = executed(tmp_path / "10_x.ipynb", "# X", *blocks, Card(HOSTILE, blocks, HOSTILE), Card(odd, blocks, HOSTILE))
    write_pdf(tmp_path / "x.pdf", [read_chapter(notebook)], sample_facts(title=HOSTILE, office=HOSTILE, warning=odd))
    pdf = pypdf.PdfReader(tmp_path / "x.pdf")
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert HOSTILE in text and "đảo" in text and "□" in text and "A" * 20 in text
    assert pdf.metadata.title == HOSTILE


def test_a_broken_drawing_and_an_unknown_block_become_a_sentence(tmp_path):
    notebook = executed(tmp_path / "10_x.ipynb", "# X", Picture("<svg", "Mô tả", "Hình 7"))
    notebook.write_text(notebook.read_text().replace('"# X"', '"# X\\n\\n<b>thô</b>"'))
    write_pdf(tmp_path / "x.pdf", [read_chapter(notebook)], sample_facts())
    text = pypdf.PdfReader(tmp_path / "x.pdf").pages[-1].extract_text()
    assert "Hình 7: Hình không hiển thị được." in text and "<b>thô</b>" in text


def test_a_card_longer_than_a_page_goes_on_over_the_next(tmp_path):
    card = Card("Thẻ dài", (Text(tuple(f"Đoạn {i}. " + "Lời " * 120 for i in range(40))),))
    write_pdf(tmp_path / "x.pdf", [read_chapter(executed(tmp_path / "10_x.ipynb", "# X", card))], sample_facts())
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "x.pdf").pages)
    assert all(f"Đoạn {i}." in text for i in range(40))


def test_a_report_without_a_first_page_opens_with_the_key_figures(tmp_path):
    chapter = read_chapter(executed(tmp_path / "10_x.ipynb", "# X", "Một câu."))
    figures = KeyFigures((KeyFigure("Quá hạn", "7", "7/9"),)).to_json()
    write_pdf(tmp_path / "x.pdf", [chapter], sample_facts(), fallback=[figures])
    assert "7/9" in pypdf.PdfReader(tmp_path / "x.pdf").pages[0].extract_text()


def test_what_typst_refuses_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(printing.fonts, "printable", lambda: frozenset(range(0x110000)))
    chapter = read_chapter(executed(tmp_path / "10_x.ipynb", "# X", Text("😀")))
    with pytest.raises(RunFailed, match="Không dựng được bản in PDF: .*could not be displayed"):
        write_pdf(tmp_path / "x.pdf", [chapter], sample_facts())


# Layout rules


@pytest.mark.parametrize(
    ("wanted", "longest", "whole", "expected"),
    [
        ((1, 1), (5, 5), (80, 80), (50, 50)),
        ((9, 1), (5, 10), (200, 10), (88, 12)),  # the date column takes the two letters it lacks from the other
        ((1, 1), (5, 900), (80, 900), (50, 50)),  # a word beyond all measure is no reason
        ((1, 1), (1, 8), (1, 400), (3, 97)),  # a column of dashes needs no half of the line
        ((1, 1), (1, 8), (1, 10), (50, 50)),  # nobody needs what it could give
        ((1,), (5,), (5,), (100,)),
    ],
)
def test_columns_are_as_wide_as_their_text_asks_where_there_is_room(wanted, longest, whole, expected):
    assert widths(wanted, longest, whole, 100) == pytest.approx(expected)


def test_more_columns_than_fit_share_what_there_is():
    assert sum(widths((1,) * 30, (18,) * 30, (90,) * 30, 100)) == pytest.approx(100)


def test_only_words_longer_than_their_column_get_breaks():
    assert broken("ngắn H21.01.00-000001", 8) == "ngắn H21.01.0\u200b0-000001"
    table = LONG.to_json()
    fit_columns(table)
    assert "\u200b" not in str(table["rows"])


def _kinds(items):
    return [(item["type"], _kinds(item["blocks"])) if item["type"] == "landscape" else item["type"] for item in items]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (["h2"], [("landscape", ["heading", "table"])]),
        (["h2", "p"], [("landscape", ["heading", "paragraph", "table"])]),
        (["h1", "h2", "p"], [("landscape", ["heading", "heading", "paragraph", "table"])]),
        (["h2", "p", "note"], ["heading", "paragraph", "note", ("landscape", ["table"])]),
        (["p", "p"], ["paragraph", "paragraph", ("landscape", ["table"])]),
        (["h2", "wide"], [("landscape", ["heading", "table", "table"])]),
        ([], [("landscape", ["table"])]),
    ],
)
def test_headings_and_the_words_under_them_turn_with_their_table(before, expected):
    made = {
        "h1": {"type": "heading", "level": 1, "parts": []}, "h2": {"type": "heading", "level": 2, "parts": []},
        "p": {"type": "paragraph", "parts": []}, "note": Note("n", ()).to_json(), "wide": WIDE.to_json(),
    }  # fmt: skip
    assert _kinds(turned([*(made[name] for name in before), WIDE.to_json()])) == expected


@pytest.mark.parametrize("lines", range(18, 33, 2))
def test_a_chapter_opens_on_the_page_of_its_first_section(tmp_path: Path, lines: int):
    words = "\n\n".join(f"Dòng {number}." for number in range(lines))
    chapters = (executed(tmp_path / "10_a.ipynb", f"# Một\n\n{words}"), executed(tmp_path / "20_b.ipynb", "# Hai\n\nCâu mở đầu.", "## Mục đầu\n\nMột câu.", LONG))
    write_pdf(tmp_path / "x.pdf", [read_chapter(chapter) for chapter in chapters], sample_facts())
    pdf = pypdf.PdfReader(tmp_path / "x.pdf")
    marks = {mark.title: pdf.get_destination_page_number(mark) for mark in _flat(pdf.outline)}
    assert marks["Hai"] == marks["Mục đầu"]
