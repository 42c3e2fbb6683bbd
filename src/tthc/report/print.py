"""The printed report: all chapters in one PDF/UA-1 file, set by Typst from data that is never read as markup."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import typst

from tthc.display.blocks import svg
from tthc.display.blocks.clean_text import cell, clean
from tthc.model.errors import RunFailed
from tthc.report import fonts
from tthc.report.chapter import Chapter, anchors, walk
from tthc.report.columns import fit_columns, fits_upright
from tthc.report.extent import FULL, printed
from tthc.report.header import Header
from tthc.report.markdown import Item

STANDARD = "ua-1"
_WORDS = ("paragraph", "text")


def write_pdf(
    path: Path, chapters: Sequence[Chapter], header: Header, fallback: Sequence[Item] = (), extent: str = FULL,
) -> None:
    """Write the report to `path`. `fallback` opens it where no cell is tagged for the first page; extent: short or
    full.
    """
    with tempfile.TemporaryDirectory(prefix="tthc-print-") as name:
        folder = Path(name)
        _lay_out(folder, document(chapters, header, fallback, extent))
        compiler = typst.Compiler(
            str(folder / "report.typ"), root=name, font_paths=[str(folder / "fonts")], ignore_system_fonts=True
        )
        try:
            compiler.compile(output=str(path), format="pdf", pdf_standards=[STANDARD])  # type: ignore[list-item]
        except typst.TypstError as error:
            raise RunFailed(f"Không dựng được bản in PDF: {error}; hãy báo người phụ trách chương trình.") from error


def document(
    chapters: Sequence[Chapter], header: Header, fallback: Sequence[Item] = (), extent: str = FULL,
) -> dict[str, Any]:
    """What the Typst template reads: the header, the first page, the chapters; only plain strings
    that print can draw.
    """
    first = [_opening(item) for chapter in chapters for item in chapter.first_page] or list(fallback)
    bodies = [{"title": chapter.title, "items": turned(printed(chapter, extent))} for chapter in chapters]
    made = header.made_at
    data = {
        "title": header.title, "short_title": header.short_title, "subtitle": header.subtitle, "office": header.office,
        "parent": header.parent, "edition": header.edition, "warning": header.warning, "foot": header.foot,
        "unjudged": header.unjudged, "page_head": header.page_head,
        "description": f"{header.subtitle} {header.warning}".strip(),
        "keywords": ["thủ tục hành chính", "hồ sơ quá hạn"],
        "made_parts": [made.year, made.month, made.day, made.hour, made.minute, made.second],
        "first_page": first, "chapters": bodies, "short": extent != FULL,
    }  # fmt: skip
    data = _printable(data)
    for items in (data["first_page"], *(body["items"] for body in data["chapters"])):
        _keep_together(items)
    everything = [*data["first_page"], *(item for body in data["chapters"] for item in body["items"])]
    _settle(walk(everything), set(anchors(everything)), extent)
    return data


def turned(items: Sequence[Item]) -> list[Item]:
    """Wide tables go on a landscape page together with the heading and the few words that lead to them."""
    done: list[Item] = []
    for item in items:
        if not item.get("wide") or fits_upright(item):
            done.append({**item, "wide": False} if item.get("wide") else item)
            continue
        lead = _lead(done)
        rest = done[len(done) - lead :]
        del done[len(done) - lead :]
        if not rest and done and done[-1]["type"] == "landscape":
            done[-1]["blocks"].append(item)
        else:
            done.append({"type": "landscape", "blocks": [*rest, item]})
    return done


def _opening(item: Item) -> Item:
    """The first page has no heading of its own above its sections, so they move up a level; the contents leave them
    out.
    """
    if item["type"] != "heading":
        return item
    return {**item, "level": max(1, item["level"] - 1), "opens": True}


def _lead(items: Sequence[Item]) -> int:
    """How many of the last items are a heading and up to two paragraphs under it."""
    for size in range(1, min(4, len(items)) + 1):
        kind = items[-size]["type"]
        if kind == "heading":
            return size + _lead(items[:-size]) if size < 3 and items[-size]["level"] > 1 else size
        if kind not in _WORDS:
            break
    return 0


def _lay_out(folder: Path, data: dict[str, Any]) -> None:
    for source in (files("tthc") / "templates" / "typst").iterdir():
        (folder / source.name).write_bytes(source.read_bytes())
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    (folder / "fonts").mkdir()
    for font in fonts.print_files():
        shutil.copy(font, folder / "fonts")


def _keep_together(items: Sequence[Item]) -> None:
    """The words between a heading and what they lead to never stay behind alone at a page's foot; a chapter's lead to
    its first section.
    """
    follows = opens = False
    for item, after in pairwise([*items, {"type": "end"}]):
        is_words, is_heading = item["type"] in _WORDS, item["type"] == "heading"
        opens = item["level"] == 1 if is_heading else opens and is_words
        follows = is_heading or (follows and is_words)
        stay = ("end",) if opens else ("end", "heading")
        if is_words and follows and after["type"] not in (*_WORDS, *stay):
            item["leads"] = True


def _settle(items: Iterator[Item], known: set[str], extent: str) -> None:
    """What the template asks of each item: links that lead somewhere, names used once, cells that
    break, safe drawings.
    """
    named: set[str] = set()
    for item in items:
        if item["type"] == "card":
            item["anchor"] = "" if item["anchor"] in named else item["anchor"]
            named.add(item["anchor"])
        elif item["type"] == "table":
            item["anchors"] = [name if name in known else "" for name in item["anchors"]]
            fit_columns(item, is_small=extent != FULL)
        elif item["type"] == "text":
            text = item["text"]
            item["paragraphs"] = [text] if isinstance(text, str) else text
        elif item["type"] == "picture":
            drawn = svg.drawing(item["svg"], item["alt"])
            item |= {"svg": drawn} if drawn else {"type": "empty", "text": f"{item['caption']}: {svg.UNREADABLE}"}


def _printable(value: Any, key: str = "") -> Any:
    """A copy in which every string is clean and every letter one that the typeface has."""
    if isinstance(value, dict):
        return {name: _printable(inner, name) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner, key) for inner in value]
    if isinstance(value, str):
        return _drawable(value if key == "svg" else _cleaned(value, key))
    return value


def _cleaned(text: str, key: str) -> str:
    if key == "text":
        # Spaces at the ends part this piece of a sentence from the next; a clean text has lost them.
        return f"{' ' * text.startswith(' ')}{clean(text)}{' ' * (text.endswith(' ') and text != ' ')}"
    return cell(text) if key == "rows" else clean(text)


def _drawable(text: str) -> str:
    known = fonts.printable()
    return "".join(letter if ord(letter) in known or letter == "\n" else fonts.REPLACEMENT for letter in text)
