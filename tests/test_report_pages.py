"""The pages of a report and the index over all of them: self-contained, linked, inert."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from report_project import SVG, SampleStudy, executed, sample_facts
from tthc.display.blocks import Card, DataTable, Empty, Picture, TableColumn, Text, anchor
from tthc.model.settings import load_run
from tthc.report import key_figures
from tthc.report.chapter import Chapter, read_chapter
from tthc.report.header import cut_text, report_header
from tthc.report.index import groups, write_index
from tthc.report.pages import chapter_page

HOSTILE = "</script></style><script>alert(1)</script><img src=http://x.y/z onerror=alert(1)>{{ 7*7 }}{% raw %}"
COLUMNS = (TableColumn("id", "Mã hồ sơ"), TableColumn("n", "Số", "right"))


@pytest.fixture
def chapters(tmp_path) -> list[Chapter]:
    linked = DataTable(COLUMNS, (("A", "1"), ("B", "2"), ("C", "3")), "Bảng", anchors=(anchor("A"), anchor("B"), anchor("C")))
    card = Card("Hồ sơ A", (Picture(SVG, "Ai giữ", "Hình"), Text("Câu.")), anchor("A"))
    one = executed(tmp_path / "20_a.ipynb", "# Chương **một**", "## Mục đầu\n\nĐoạn _nghiêng_ `mã` <b>thô</b>\n\n1. x\n2. y", linked, card)
    two = executed(tmp_path / "30_b.ipynb", "# Chương hai", "### Nhảy bậc", linked, Card("Hồ sơ B", (), anchor("B")), Empty("Trống"))
    return [read_chapter(one), read_chapter(two)]


def _page(chapters: list[Chapter], i: int = 0, **changes) -> str:
    return chapter_page(chapters[i], chapters, sample_facts(**changes))


def test_a_page_asks_nothing_of_anyone(chapters):
    html = _page(chapters)
    assert html.startswith('<!DOCTYPE html>\n<html lang="vi">')
    assert not re.search(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//|@import|url\(\s*["']?(?!data:|#)""", html)


def test_the_policy_lets_the_page_s_own_script_run_and_no_other(chapters):
    html = _page(chapters)
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    allowed = "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; script-src '{allowed}'" in html


def test_code_prompts_and_the_notebook_s_own_html_stay_behind(chapters):
    html = _page(chapters)
    assert "secret_code" not in html and "&lt;b&gt;thô&lt;/b&gt;" in html and html.count("<style>") == 1


def test_the_contents_name_the_sections_and_the_other_chapters(chapters):
    html = _page(chapters)
    target = re.search(r'<h2 id="([^"]+)">Mục đầu</h2>', html)[1]
    assert f'<a href="#{target}">Mục đầu</a>' in html
    assert '<a href="#noi-dung" aria-current="page">Chương một</a>' in html and '<a href="30_b.html">Chương hai</a>' in html


def test_a_row_leads_to_its_card_in_this_chapter_or_another_and_nowhere_else(chapters):
    a, b = anchor("A"), anchor("B")
    assert f'<a href="#{a}">A</a>' in _page(chapters) and f'<a href="30_b.html#{b}">B</a>' in _page(chapters)
    assert f'<a href="20_a.html#{a}">A</a>' in _page(chapters, 1) and f'<a href="#{b}">B</a>' in _page(chapters, 1)
    assert "<td>C</td>" in _page(chapters)


def test_headings_never_skip_a_level(chapters):
    for i in (0, 1):
        levels = [int(level) for level in re.findall(r"<h(\d)", _page(chapters, i))]
        assert levels[0] == 1 and all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_hostile_text_is_inert_in_heading_facts_and_blocks(tmp_path):
    path = executed(tmp_path / "10_x.ipynb", f"# {HOSTILE}", f"## {HOSTILE}", Text(HOSTILE), Empty(HOSTILE))
    chapter = read_chapter(path)
    html = chapter_page(chapter, [chapter], sample_facts(title=HOSTILE, office=HOSTILE, warning=HOSTILE, foot=HOSTILE))
    assert html.count("<script") == 1 and "<img" not in html and "{{ 7*7 }}" in html


def test_synthetic_data_say_so_on_every_page(chapters):
    assert "không phải số liệu thật" in _page(chapters, 1, warning="Dữ liệu mẫu, không phải số liệu thật.")


def test_a_chapter_of_fifty_timelines_and_a_long_table_stays_small(tmp_path):
    cards = [Card(f"Hồ sơ {i}", (Picture(SVG, "a", "b"), Text("Bằng chứng. " * 20))) for i in range(50)]
    table = DataTable(COLUMNS * 3, (("Khen thưởng", "1.234") * 3,) * 1000, "Bảng")
    chapter = read_chapter(executed(tmp_path / "20_x.ipynb", "# X", table, *cards))
    assert len(chapter_page(chapter, [chapter], sample_facts()).encode()) < 1_500_000


# Facts


@pytest.mark.parametrize(
    ("cut", "text"),
    [(datetime(2024, 6, 1), "hết ngày 31/05/2024"), (datetime(2024, 5, 20, 9, 30), "09:30 ngày 20/05/2024")],
)
def test_the_cut_is_told_as_people_say_it(cut, text):
    assert cut_text(cut) == text


def test_the_title_names_what_narrows_the_report(project):
    run = load_run("2024-Q1", root=project, field="Lưu trữ", unit="Phòng 1", source=project)
    info = {"is_synthetic": True, "n_read": 3, "n_accepted": 2, "n_set_aside": 1, "evidence_level": 2, "profile": {"label": "Cổng tỉnh"}}
    made = report_header(run, info, datetime(2024, 4, 2, 8, 5))
    assert made.title == "Báo cáo giải quyết hồ sơ thủ tục hành chính quý I năm 2024, lĩnh vực lưu trữ, đơn vị Phòng 1"
    assert made.subtitle == "Số liệu chốt đến hết ngày 31/03/2024. Nguồn: Cổng tỉnh. Lập ngày 02/04/2024."
    assert "đọc 3 dòng, nhận 2, loại 1" in made.foot and "mức độ đầy đủ của dữ liệu 2/3" in made.foot and made.warning


# Index


def _report(out: Path, name: str, made: str, period: tuple[str, str], late: int, **changes) -> None:
    figures = {"finished": {"value": 100.0}, "late": {"value": float(late)}, "early": {"value": 60.0}, "on_time": {"value": 40.0 - late}}
    data = {
        "state": "done", "title": f"Báo cáo {name}", "made_at": made, "period": {"start": period[0], "end": period[1]},
        "office": {"name": "Sở"}, "profile": "cong_tinh", "scope": {}, "key_figures": figures,
        "chapters": [{"file": "00_a.html", "title": "Dữ liệu"}, {"file": "10_b.html", "title": "Tình hình"}],
        "files": {"bao-cao.pdf": "Bản in (PDF)"}, **changes,
    }  # fmt: skip
    folder = out / name / made.replace("-", "").replace(":", "").replace("T", "-")
    folder.mkdir(parents=True)
    (folder / "run.json").write_text(json.dumps(data), encoding="utf-8")


def test_the_index_lists_the_newest_first_with_older_editions_and_what_changed(tmp_path):
    _report(tmp_path, "2024-01", "2024-02-01T08:00:00", ("2024-01-01", "2024-01-31"), late=7)
    _report(tmp_path, "2024-02", "2024-03-01T08:00:00", ("2024-02-01", "2024-02-29"), late=4)
    _report(tmp_path, "2024-02", "2024-03-02T08:00:00", ("2024-02-01", "2024-02-29"), late=5)
    listed = groups(tmp_path)
    assert [(one["newest"]["title"], len(one["older"])) for one in listed] == [("Báo cáo 2024-02", 1), ("Báo cáo 2024-01", 0)]
    assert listed[0]["newest"]["first"] == "2024-02/20240302-080000/10_b.html"
    assert "giảm 2 so với kỳ trước" in listed[0]["newest"]["figures"] and "so với kỳ trước" not in listed[1]["newest"]["figures"]
    assert listed[0]["older"][0]["in_short"] == "100 hồ sơ đã giải quyết, 4 quá hạn"
    html = write_index(tmp_path, sample_facts()).read_text(encoding="utf-8")
    assert html.index("Báo cáo 2024-02") < html.index("Báo cáo 2024-01") and "Lập lúc 08:00 ngày 01/03/2024" in html


def test_another_office_s_or_a_narrowed_report_is_not_the_period_before(tmp_path):
    _report(tmp_path, "2024-01", "2024-02-01T08:00:00", ("2024-01-01", "2024-01-31"), late=7, scope={"field": "Lưu trữ"})
    _report(tmp_path, "2024-02", "2024-03-01T08:00:00", ("2024-02-01", "2024-02-29"), late=4)
    assert all("kỳ trước" not in one["newest"]["figures"] for one in groups(tmp_path))


@pytest.mark.parametrize("text", ["{", "[]", '{"state": "failed"}', '{"state": "done"}', ""])
def test_a_folder_that_is_no_finished_report_is_not_listed(tmp_path, text):
    _report(tmp_path, "2024-01", "2024-02-01T08:00:00", ("2024-01-01", "2024-01-31"), late=7)
    for place in ("2024-02/x", ".dang-lap-1/x"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "run.json").write_text(text)
    assert len(groups(tmp_path)) == 1


def test_hostile_text_is_inert_in_the_index(tmp_path):
    _report(tmp_path, "2024-01", "2024-02-01T08:00:00", ("2024-01-01", "2024-01-31"), late=7, title=HOSTILE, subtitle=HOSTILE)
    html = write_index(tmp_path, sample_facts(office=HOSTILE)).read_text(encoding="utf-8")
    assert html.count("<script") == 1 and "<img" not in html


def test_an_index_without_reports_says_so(tmp_path):
    assert "Chưa có báo cáo nào." in write_index(tmp_path, sample_facts()).read_text(encoding="utf-8")


# Key figures


def test_a_register_alone_says_nothing_of_what_the_portal_publishes():
    measures = SampleStudy().frame("measures").assign(basis="register")
    assert "qd766_5_4" not in key_figures.key_figures(measures, "system") and "late" in key_figures.key_figures(measures, "system")


def test_key_figures_show_denominators_and_say_when_nothing_is_synchronised():
    figures = {name: {"value": 0.0} for name in ("finished", "late", "open", "open_late", "received")}
    shown = key_figures.block(figures).figures
    assert [figure.label for figure in shown] == ["Trước hạn và đúng hạn", "Quá hạn", "Đang giải quyết quá hạn", "Đang giải quyết"]
    assert shown[1].value == "0" and shown[1].detail == "– của 0 hồ sơ đã giải quyết"
