"""HTML pages: one self-contained file a chapter, in one design with the index."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter

from tthc.display.blocks.style import block_css, small
from tthc.report import fonts
from tthc.report.chapter import Chapter, anchors
from tthc.report.header import Header
from tthc.report.markdown import Item, plain
from tthc.report.reader_html import heading_id, view

_TEMPLATES = files("tthc") / "templates"


class ChapterExporter(HTMLExporter):
    """nbconvert's exporter with the package's own template: what a reader sees of one chapter,
    without the page around.
    """

    def __init__(self, chapter: Chapter, links: Mapping[str, str]) -> None:
        with as_file(_TEMPLATES) as folder:
            super().__init__(template_name="html", extra_template_basedirs=[str(folder)])
        self.register_filter("reader_view", lambda i: view(chapter.cells[i], links))
        # The template that ours derives from names this filter; code is not shown.
        self.register_filter("highlight_code", lambda source, **_: source)

    def from_notebook_node(self, nb, resources=None, **kw):
        """The parent's own step parses the finished page again to look for texts in place of pictures: twenty seconds
        for a table of 5,000 rows. Blocks demand that text when they are made."""
        return super(HTMLExporter, self).from_notebook_node(nb, resources, **kw)


def chapter_page(
    chapter: Chapter, chapters: Sequence[Chapter], header: Header, *, has_workbook: bool = True,
    further: Mapping[str, str] | None = None
) -> str:
    """The page of one chapter, with links to the others; `further` are addresses of anchors outside the chapters."""
    known = {**(further or {}), **links(chapters, chapter)}
    content, _ = ChapterExporter(chapter, known).from_notebook_node(chapter.notebook)
    return _page(
        "chapter.html.j2",
        page_title=f"{chapter.title} – {header.short_title}",
        facts=header,
        chapter=chapter,
        chapters=chapters,
        contents=contents(chapter.items),
        content=Markup(content),
        has_workbook=has_workbook,
    )


def unit_page(chapter: Chapter, header: Header, files: Mapping[str, str], back: str) -> str:
    """The page of one unit: it stands alone in a folder with `files` (name, title); `back` is the chapter over all
    units.
    """
    content, _ = ChapterExporter(chapter, links([chapter], chapter)).from_notebook_node(chapter.notebook)
    return _page(
        "unit.html.j2",
        page_title=header.short_title,
        facts=header,
        chapter=chapter,
        contents=contents(chapter.items),
        content=Markup(content),
        files=files,
        back=back,
    )


def index_page(groups: Sequence[Mapping[str, Any]], header: Header) -> str:
    """The page over all reports."""
    return _page(
        "reports.html.j2", page_title=f"Các báo cáo – {header.office}", facts=replace(header, warning="", unjudged=""),
        groups=groups,
    )


def links(chapters: Sequence[Chapter], here: Chapter) -> dict[str, str]:
    """The address of every card in the report, seen from `here`; the first card of a name is the one meant."""
    found: dict[str, str] = {}
    for chapter in sorted(chapters, key=lambda chapter: chapter.slug != here.slug):
        for name in anchors(chapter.items):
            found.setdefault(name, f"#{name}" if chapter.slug == here.slug else f"{chapter.file}#{name}")
    return found


def contents(items: Sequence[Item]) -> list[dict[str, str]]:
    """The headings of level 2, for the list beside the chapter."""
    return [
        {"id": heading_id(item), "text": plain(item["parts"])}
        for item in items
        if item["type"] == "heading" and item["level"] == 2
    ]


def _page(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(
        css=Markup(fonts.page_css() + block_css() + small(_asset("report.css"))),
        script=Markup(_asset("report.js")),
        script_hash=_script_hash(),
        **values,
    )


@cache
def _environment() -> Environment:
    with as_file(_TEMPLATES / "html") as folder:
        loader = FileSystemLoader(Path(folder))
        return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


@cache
def _asset(name: str) -> str:
    return (_TEMPLATES / "html" / name).read_text(encoding="utf-8")


@cache
def _script_hash() -> str:
    """The page's policy lets this very script run and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(_asset("report.js").encode()).digest()).decode()
