"""The short print and the full one: what each shows of a chapter, and what is said of the rest."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pytest

from report_project import SVG, executed, sample_facts
from tthc.display.blocks import Card, DataTable, Empty, Picture, TableColumn, Text
from tthc.model.errors import UsageError
from tthc.report.chapter import Chapter, read_chapter
from tthc.report.columns import fit_columns, fits_upright, lines_of, shortest
from tthc.report.extent import FULL, MOST_CARDS, MOST_ROWS, SHORT, check_extent, first_rows, printed
from tthc.report.markdown import plain
from tthc.report.print import write_pdf

COLUMNS = (TableColumn("a", "Hồ sơ"), TableColumn("b", "Ngày"))


def _table(n: int, *, total: bool = False, **more: object) -> DataTable:
    rows = [(f"H{i}", f"{i}") for i in range(n)]
    return DataTable(COLUMNS, (*rows, *([("Cộng", "99")] if total else [])), "Bảng", total=total, **more)


def _card(name: str) -> Card:
    blocks = (Text("Có trong hình.", "beside"), Picture(SVG, "Ai giữ", "Hình vẽ"), Text("Bằng chứng.", "evidence"), Text("Kết luận."))
    return Card(name, blocks)


def _chapter(folder: Path, *cells: object, tags: dict[int, str] | None = None) -> Chapter:
    """A chapter of these cells; tags: place of a cell (from 0) → its tag."""
    chapter = read_chapter(executed(folder / "10_x.ipynb", *cells))
    shown = [cell for cell in chapter.notebook.cells if cell.cell_type == "markdown" or cell.get("outputs")]
    for place, tag in (tags or {}).items():
        shown[place].metadata["tags"] = [tag]
    return chapter


def _words(items) -> list[str]:
    return [plain(item["parts"]) if "parts" in item else item.get("text", item["type"]) for item in items]


@pytest.mark.parametrize("n", [0, 1, 2, MOST_ROWS, MOST_ROWS + 2])
def test_a_table_that_is_not_long_is_printed_whole(n: int):
    table = _table(n).to_json()
    assert first_rows(table) == table


def test_a_long_table_shows_its_first_rows_its_total_and_how_many_there_are():
    shown = first_rows(_table(40, total=True, anchors=tuple(f"a{i}" for i in range(41)), note="Đơn vị: ngày.").to_json())
    assert [row[0] for row in shown["rows"]] == [*(f"H{i}" for i in range(MOST_ROWS)), "Cộng"]
    assert shown["anchors"] == [*(f"a{i}" for i in range(MOST_ROWS)), "a40"]
    assert shown["note"] == f"In {MOST_ROWS} dòng đầu trong 40 dòng; đủ ở báo cáo điện tử và phụ lục Excel. Đơn vị: ngày."


def test_a_table_may_ask_for_another_number_of_rows():
    assert len(first_rows(_table(40, print_rows=30).to_json())["rows"]) == 30


def test_the_full_print_shows_every_row_and_every_cell(tmp_path):
    chapter = _chapter(tmp_path, "# X", "## A\n\nCâu dẫn.", _table(40), "## B", Text("Chỉ bản đủ."), tags={3: "full", 4: "full"})
    full, short = printed(chapter, FULL), printed(chapter, SHORT)
    assert len(full[3]["rows"]) == 40 and _words(full) == ["X", "A", "Câu dẫn.", "table", "B", "Chỉ bản đủ."]
    assert _words(short) == ["X", "A", "table"]


def test_words_in_a_cell_of_their_own_are_printed_in_the_short_print_too(tmp_path):
    assert _words(printed(_chapter(tmp_path, "# X\n\nCâu dẫn.", "## A", "Câu quan trọng.", _table(1)), SHORT)) == ["X", "A", "Câu quan trọng.", "table"]


def test_a_picture_may_be_left_to_the_full_print_while_its_table_stays(tmp_path):
    notebook = executed(tmp_path / "10_x.ipynb", "# X", Picture(SVG, "Ai", "Hình"), _table(1))
    chapter = read_chapter(notebook)
    for cell in chapter.notebook.cells:
        cell.metadata["tags"] = ["full_picture"]
    assert [item["type"] for item in printed(chapter, SHORT)] == ["heading", "table"]
    assert [item["type"] for item in printed(chapter, FULL)] == ["heading", "picture", "table"]


@pytest.mark.parametrize("extent", [SHORT, FULL])
def test_a_section_that_has_nothing_to_say_takes_a_line(tmp_path, extent):
    chapter = _chapter(tmp_path, "# X", "## Phản ánh\n\nCâu dẫn.", Empty("Không có phản ánh nào."), "## B", Text("Có."))
    assert _words(printed(chapter, extent)) == ["X", "Phản ánh. Không có phản ánh nào.", "B", "Có."]


def test_neighbouring_sections_with_one_and_the_same_sentence_stand_once(tmp_path):
    why, other = Empty("Dữ liệu không ghi cán bộ."), Empty("Không có gì.")
    chapter = _chapter(tmp_path, "# X", "## Theo đơn vị\n\nCâu dẫn.", why, "## Theo cán bộ", why, "## Khác", other, "## Sau", Text("Có."))
    assert _words(printed(chapter, SHORT)) == ["X", "Theo đơn vị; theo cán bộ. Dữ liệu không ghi cán bộ.", "Khác. Không có gì.", "Sau", "Có."]
    assert [item["type"] for item in chapter.items].count("empty") == 2, "on the page too"


def test_a_sentence_after_something_else_stays_where_it_is(tmp_path):
    chapter = _chapter(tmp_path, "# X", "## A", _table(1), Empty("Không có gì thêm."), "## B", Text("Có."))
    assert _words(printed(chapter, SHORT)) == ["X", "A", "table", "Không có gì thêm.", "B", "Có."]


def test_an_empty_chapter_keeps_its_title(tmp_path):
    assert _words(printed(_chapter(tmp_path, "# X\n\nCâu.", Empty("Chưa có.")), SHORT)) == ["X", "Chưa có."]


@pytest.mark.parametrize("n", [0, 1, 2, MOST_CARDS, MOST_CARDS + 1, 40])
def test_the_short_print_has_the_first_cards_and_says_how_many_more_there_are(tmp_path, n):
    items = printed(_chapter(tmp_path, "# X", *(_card(f"H{i}") for i in range(n))), SHORT)
    cards = [item for item in items if item["type"] == "card"]
    assert len(cards) == min(n, MOST_CARDS)
    rest = [item["text"] for item in items if item["type"] == "text"]
    assert rest == ([f"In {MOST_CARDS} hồ sơ đầu; {n - MOST_CARDS} hồ sơ tiếp theo có ở báo cáo điện tử và phụ lục Excel."] if n > MOST_CARDS else [])


def test_a_compact_card_leaves_out_what_its_strip_shows(tmp_path):
    (_, card) = printed(_chapter(tmp_path, "# X", _card("H1")), SHORT)
    assert [(block["type"], block.get("text"), block.get("caption")) for block in card["blocks"]] == [
        ("picture", None, ""), ("text", "Bằng chứng. Kết luận.", None)
    ]  # fmt: skip
    (_, bare) = printed(_chapter(tmp_path, "# X", Card("H2", (Text("Có trong hình.", "beside"), Text("Kết luận.")))), SHORT)
    assert [block["text"] for block in bare["blocks"]] == ["Có trong hình. Kết luận."]


def test_a_heading_under_which_nothing_is_printed_is_left_out(tmp_path):
    chapter = _chapter(tmp_path, "# X", "## Các bước", Picture(SVG, "Ai", "Hình"), "## B", Text("Có."), tags={2: "full_picture"})
    assert _words(printed(chapter, SHORT)) == ["X", "B", "Có."]
    assert _words(printed(chapter, FULL)) == ["X", "Các bước", "picture", "B", "Có."]


def test_columns_share_a_line_so_that_rows_are_short():
    """Thirty letters for a name of two words and a story of sixty: two lines each would be three with equal columns."""
    rows = [("Bình", "một câu dài " * 5)] * 3
    before, after = [15.0, 15.0], shortest([15.0, 15.0], [6.0, 6.0], rows)
    assert sum(after) == 30 and after[0] < before[0] < after[1]
    assert [lines_of("một câu dài " * 5, width - 2) for width in (before[1], after[1])] == [5, 3]
    assert shortest([15.0, 15.0], [6.0, 6.0], [("a", "b")]) == [15.0, 15.0], "nothing to gain"


@pytest.mark.parametrize(("n", "kept"), [(1, (1, 0)), (5, (5, 0)), (6, (2, 2)), (40, (2, 2))])
def test_rows_at_the_top_and_at_the_end_stay_together(n, kept):
    item = _table(n).to_json()
    fit_columns(item)
    assert (item["first_rows"], item["last_rows"]) == kept


def test_no_row_and_no_note_lies_alone_on_a_page(tmp_path):
    """Whatever stands before it, a table's last page has two rows, or one that is too long for company."""
    for before in range(0, 44, 4):
        table = _table(12, total=True, note="Đơn vị: ngày.")
        write_pdf(tmp_path / "x.pdf", [_chapter(tmp_path, "# X", Text("Đoạn.\n" + "Dòng. " * 16 * before), table)], sample_facts(), extent=SHORT)
        for page in pypdf.PdfReader(tmp_path / "x.pdf").pages:
            text = page.extract_text()
            found = len(re.findall(r"H\d+", text)) + text.count("Cộng")
            assert found != 1 and ("Đơn vị: ngày." not in text or found >= 2), before


def test_only_a_table_too_wide_for_a_portrait_page_turns_it():
    assert fits_upright(DataTable(tuple(TableColumn(f"c{i}", f"Cột {i}") for i in range(13)), (("1.234",) * 13,), "x").to_json())
    assert not fits_upright(DataTable(tuple(TableColumn(f"c{i}", f"Cột {i}") for i in range(13)), (("1.234.567.890",) * 13,), "x").to_json())


def test_five_compact_cards_or_nearly_so_stand_on_a_page(tmp_path):
    write_pdf(tmp_path / "x.pdf", [_chapter(tmp_path, "# X", *(_card(f"H.{i:02d}") for i in range(12)))], sample_facts(), extent=SHORT)
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "x.pdf").pages]
    assert max(sum(f"H.{i:02d}" in text for i in range(12)) for text in pages) >= 5


def test_an_unknown_extent_is_one_sentence():
    with pytest.raises(UsageError, match="--print không nhận giá trị “kurz”; giá trị được dùng: short, full."):
        check_extent("kurz")
