"""Blocks: three faces of one content, in which no text is ever read as markup."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from html.parser import HTMLParser

import pytest

from tthc.display.blocks import (
    MIME,
    Card,
    DataTable,
    Empty,
    KeyFigure,
    KeyFigures,
    Note,
    Picture,
    TableColumn,
    Text,
    anchor,
    from_json,
    numbers,
)
from tthc.display.blocks.clean_text import CELL_LIMIT, cell, clean
from tthc.model.errors import UsageError

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200pt" height="50pt"><text id="a">Chờ</text></svg>'
COLUMNS = (
    TableColumn("id", "Mã", width=2), TableColumn("n", "Số", "right", group="Nhóm"), TableColumn("m", "Tỷ lệ", "right", group="Nhóm"),
)  # fmt: skip
ROWS = (("A", "1", "2"), ("B", "3", "4"), ("Cộng", "4", "6"))
TABLE = DataTable(COLUMNS, ROWS, "Bảng", note="Ghi chú", total=True, anchors=("m-a", "", ""))
ALL = (
    Text(("Một.", "Hai."), "evidence"),
    KeyFigures((KeyFigure("Quá hạn", "10", "10/210 hồ sơ", "tăng 2"),)),
    TABLE,
    Picture(SVG, "Ai giữ hồ sơ", "Hình 1"),
    Note("Lưu ý", ("Một", "Hai"), "warning"),
    Card("Hồ sơ A", (Text("Câu."), TABLE, Note("Hỏi", ("?",), "question")), "m-a"),
    Empty("Không có hồ sơ nào."),
)  # fmt: skip


class _Tags(HTMLParser):
    """Element names in order, and every attribute, of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


def _html(block) -> _Tags:
    return _Tags(re.sub(r"<style>.*?</style>", "", block._repr_mimebundle_()["text/html"], flags=re.DOTALL))


@pytest.mark.parametrize("block", ALL, ids=lambda block: block.kind)
def test_a_block_comes_back_from_its_json_face_as_it_was(block):
    assert from_json(json.loads(json.dumps(block._repr_mimebundle_()[MIME]))) == block


SAID = {
    "text": "Hai.", "key_figures": "10/210 hồ sơ", "table": "Ghi chú", "picture": "Ai giữ hồ sơ", "note": "Hai", "card": "Hồ sơ A",
    "empty": "Không có hồ sơ nào.",
}  # fmt: skip


@pytest.mark.parametrize("block", ALL, ids=lambda block: block.kind)
def test_every_face_carries_the_words(block):
    html = _html(block)
    assert SAID[block.kind] in html.text + str(html.attributes)
    assert SAID[block.kind] in block._repr_mimebundle_()["text/plain"]


HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)>"\'&amp; {{7*7}} #set x'


@pytest.mark.parametrize(
    "block",
    [
        Text(HOSTILE),
        Text((HOSTILE,), "lead"),
        KeyFigures((KeyFigure(HOSTILE, HOSTILE, HOSTILE, HOSTILE),)),
        DataTable((TableColumn("a", HOSTILE, group=HOSTILE),), ((HOSTILE,),), HOSTILE, note=HOSTILE, anchors=('"><b id="x',)),
        Picture(SVG, HOSTILE, HOSTILE),
        Note(HOSTILE, (HOSTILE,)),
        Card(HOSTILE, (Text(HOSTILE),), '"><b id="x'),
        Empty(HOSTILE),
    ],
    ids=lambda block: block.kind,
)
def test_markup_in_any_text_stays_text(block):
    found = _html(block)
    assert not {"script", "img", "b"} & set(found.names)
    assert not [name for name, _ in found.attributes if name.startswith("on")]
    assert "<script>alert(1)</script>" in found.text or block.kind == "picture"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x1bc", "a\ufffdb\ufffdc"),
        ("đảo\u202engược\u202c\u2066x\u2069\u200f", "đảongượcx"),
        ("ẩn\u200b\u2060\ufeff", "ẩn"),
        ("hai\ndòng\tcột", "hai dòng cột"),
        ("lẻ\ud800", "lẻ\ufffd"),
        ("Cu\u031bc", "Cưc"),
        (12, "12"),
    ],
)  # fmt: skip
def test_controls_and_marks_that_hide_or_reorder_text_are_neutralised(text, shown):
    assert clean(text) == shown


def test_a_long_cell_is_cut_and_says_how_much_is_missing():
    assert cell("x" * CELL_LIMIT) == "x" * CELL_LIMIT
    assert cell("x" * 10_000) == "x" * CELL_LIMIT + "… (còn 9600 ký tự)"


def test_long_words_may_break_in_a_table_codes_and_dates_may_not():
    cells = (("H21.01.00-2402100001-000123",), ("05/02/2024",), ("x" * 40,), ("5,10%",))
    html = DataTable((TableColumn("a", "A"),), cells, "B")._repr_mimebundle_()["text/html"]
    assert '<td><span class="t-code">H21.01.00-2402100001-000123</span></td>' in html and ".t-code{white-space: nowrap" in html
    assert "<td>05/02/2024</td>" in html and "<td>5,10%</td>" in html and "xxxx<wbr>xxxx" in html


def test_heads_of_a_group_span_their_columns_and_the_total_stands_apart():
    html = TABLE._repr_mimebundle_()["text/html"]
    assert '<th scope="colgroup" colspan="2" class="a-center">Nhóm</th>' in html and '<th scope="col" rowspan="2"' in html
    assert html.index("<tfoot>") < html.index("Cộng") and html.count("<tr>") == 5


def test_a_row_links_to_its_card():
    assert '<a href="#m-a">A</a>' in TABLE._repr_mimebundle_()["text/html"]
    assert ' id="m-a"' in ALL[5]._repr_mimebundle_()["text/html"]


EVIL_SVG = """<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10" height="20" onload="alert(1)">
<style>* {color: red}</style><script>alert(1)</script><image xlink:href="http://example.org/x.png"/><foreignObject><p>x</p></foreignObject>
<defs><clipPath id="c"><rect width="1" height="1"/></clipPath></defs><g id="unused" clip-path="url(#c)" fill="url(http://example.org/y)">
<use xlink:href="#c"/><text>&x;Chờ</text></g></svg>"""


def test_a_drawing_loses_scripts_styles_and_everything_from_outside():
    html = _html(Picture(EVIL_SVG, "Mô tả", "Hình"))
    assert {"script", "style", "image", "foreignobject"} & set(html.names) == set()
    values = dict(html.attributes)
    assert "example.org" not in str(html.attributes) and "onload" not in values and values["viewbox"] == "0 0 10 20"
    assert values["aria-label"] == "Mô tả" and values["role"] == "img"


def test_two_drawings_never_share_an_id():
    one, two = (_html(Picture(EVIL_SVG.replace("Chờ", word), "a", "b")) for word in ("Chờ", "Làm"))
    ids = [{value for name, value in html.attributes if name == "id"} for html in (one, two)]
    assert len(ids[0]) == len(ids[1]) == 1 and not ids[0] & ids[1]
    assert any(value == f"url(#{next(iter(ids[0]))})" for _, value in one.attributes)


def test_a_drawing_that_cannot_be_read_says_so():
    assert "Hình không hiển thị được." in _html(Picture("<svg", "a", "b")).text


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Text("a", "huge"), "style.*“huge”.*body, lead, evidence"),
        (lambda: Note("a", (), "loud"), "tone.*“loud”"),
        (lambda: Picture(SVG, " ", "Hình 3"), "“Hình 3” chưa có lời mô tả"),
        (lambda: DataTable(COLUMNS, (("a",),), "Bảng x"), "“Bảng x”: một dòng có 1 ô, bảng có 3 cột"),
        (lambda: DataTable(COLUMNS, (), "Bảng x", anchors=("a",)), "1 neo cho 0 dòng"),
        (lambda: from_json({"type": "video"}), "“video”.*text, key_figures"),
        (lambda: from_json({"type": "empty", "words": "x"}), "“empty” thiếu hoặc thừa trường"),
    ],
)
def test_a_block_made_wrongly_says_what_is_allowed(make, says):
    with pytest.raises(UsageError, match=says):
        make()


def test_anchors_are_valid_and_different_for_different_texts():
    assert re.fullmatch(r"m-h21-01-0001-[0-9a-f]{6}", anchor("H21.01-0001"))
    assert re.fullmatch(r"m-do-dac-[0-9a-f]{6}", anchor("Đo đạc"))
    assert len({anchor("a b"), anchor("a-b"), anchor("á b"), anchor("中")}) == 4


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (numbers.number(1234567), "1.234.567"),
        (numbers.number(-1234.5, 1), "−1.234,5"),
        (numbers.number(2.5), "3"),
        (numbers.number(-0.4), "0"),
        (numbers.number(None), "–"),
        (numbers.number(float("nan")), "–"),
        (numbers.percent(20, 30), "66,67%"),
        (numbers.percent(1, 0), "–"),
        (numbers.percent(0.285, 1, 1), "28,5%"),
        (numbers.share(20, 30), "66,67% (20/30)"),
        (numbers.count(0), "không có hồ sơ nào"),
        (numbers.count(1015), "1.015 hồ sơ"),
        (numbers.date(date(2024, 2, 5)), "05/02/2024"),
        (numbers.date(None), "–"),
        (numbers.moment(datetime(2024, 2, 5, 7, 3)), "05/02/2024 07:03"),
        (numbers.span(date(2024, 1, 2), date(2024, 5, 31)), "từ 02/01/2024 đến 31/05/2024"),
        (numbers.days(1200), "2,5 ngày làm việc"),
        (numbers.days(480), "1 ngày làm việc"),
        (numbers.days(5), "dưới 0,1 ngày làm việc"),
        (numbers.days(0), "0 ngày làm việc"),
        (numbers.days(None), "–"),
        (numbers.change(10, 7), "tăng 3"),
        (numbers.change(66.67, 70.0, 2, "điểm %"), "giảm 3,33 điểm %"),
        (numbers.change(1, 1), "không đổi"),
        (numbers.change(1, None), ""),
        (numbers.listing(["a", "b", "c"]), "a, b và c"),
        (numbers.listing(["a", "b", "c", "d"], limit=2), "a, b và 2 mục khác"),
        (numbers.listing([]), ""),
    ],
)  # fmt: skip
def test_values_read_as_vietnamese_readers_write_them(shown, expected):
    assert shown == expected


@pytest.mark.parametrize(
    ("values", "digits", "expected"),
    [
        ((1 / 3, 1 / 3, 1 / 3), 1, (0.4, 0.3, 0.3)),
        ((2.26, 2.26, 5.48), 1, (2.3, 2.2, 5.5)),
        ((1.0, 2.0), 0, (1.0, 2.0)),
        ((), 1, ()),
    ],
)
def test_rounded_parts_sum_to_the_rounded_whole(values, digits, expected):
    assert numbers.rounded_parts(values, digits) == pytest.approx(expected)
    assert sum(expected) == pytest.approx(round(sum(values), digits))
