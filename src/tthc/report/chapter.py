"""An executed notebook read as a chapter: its title and the items that a reader sees, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from tthc.display.blocks import MIME, Empty, from_json
from tthc.display.blocks.clean_text import lower_first
from tthc.model.errors import UsageError
from tthc.model.settings import INTERNAL
from tthc.report import markdown
from tthc.report.edition import is_told
from tthc.report.markdown import Item

FIRST_PAGE = "first_page"
FULL_PRINT = "full"  # cells that the short print leaves to the page and the workbook
INTRO = "intro"  # words under a heading in its own cell: they lead to what follows
FULL_PICTURE = "full_picture"  # cells of which the short print shows all but the picture


@dataclass(frozen=True)
class Chapter:
    """`slug` names its file. `cells` holds what each cell of the notebook shows, one list a cell."""

    slug: str
    title: str
    notebook: nbformat.NotebookNode = field(repr=False)
    cells: tuple[list[Item], ...] = field(repr=False)

    @property
    def file(self) -> str:
        return f"{self.slug}.html"

    @property
    def items(self) -> list[Item]:
        return said_once([item for cell in self.cells for item in cell])

    @property
    def first_page(self) -> list[Item]:
        """The items that also open the whole report; the chapter's title is not one of them."""
        return [item for item, place in self._placed() if place == FIRST_PAGE]

    @property
    def body(self) -> list[Item]:
        """The items without those of the first page, and without the words that only lead to them."""
        return said_once([item for item, place in self._placed() if place in ("", INTRO, FULL_PRINT)])

    @property
    def short_body(self) -> list[Item]:
        """The body without what is printed in the full print only: tagged cells, and the words in the cell of a
        heading.
        """
        return said_once([item for item, place in self._placed() if not place])

    def _placed(self) -> Iterator[tuple[Item, str]]:
        tags = [cell.metadata.get("tags", []) for cell in self.notebook.cells]
        firsts = [FIRST_PAGE in tag for tag in tags]
        for items, tag, is_first, leads in zip(self.cells, tags, firsts, [*firsts[1:], False], strict=True):
            leads = leads and all(item["type"] == "paragraph" for item in items)
            place = FIRST_PAGE if is_first else "lead" if leads else FULL_PRINT if FULL_PRINT in tag else ""
            opens = bool(items) and items[0]["type"] == "heading"
            for number, item in enumerate(items):
                is_title = item.get("level") == 1 and item["type"] == "heading"
                is_left = item["type"] == "picture" and FULL_PICTURE in tag and not place
                is_intro = opens and number > 0 and item["type"] == "paragraph" and not place
                kept = (
                    "" if is_title and place == FIRST_PAGE else FULL_PRINT if is_left else INTRO if is_intro else place
                )
                yield item, kept


def said_once(items: list[Item]) -> list[Item]:
    """Neighbouring sections with nothing but one and the same sentence of why become one section with both titles."""
    found: list[list[Item]] = []
    for section in _sections(items):
        why, before = _nothing_but(section), _nothing_but(found[-1]) if found else None
        if why and why == before and section[0]["level"] == found[-1][0]["level"]:
            found[-1] = [_joined(found[-1][0], section[0]), *found[-1][1:]]
        else:
            found.append(section)
    return [item for section in found for item in section]


def _sections(items: list[Item]) -> Iterator[list[Item]]:
    section: list[Item] = []
    for item in items:
        if item["type"] == "heading" and section:
            yield section
            section = []
        section.append(item)
    if section:
        yield section


def _nothing_but(section: list[Item]) -> str | None:
    """The one sentence of a section that has nothing to show."""
    if section[0]["type"] != "heading" or section[0]["level"] < 2:
        return None
    shown = [item for item in section[1:] if item["type"] != "paragraph"]
    texts = {item["text"] if item["type"] == "empty" else None for item in shown}
    return texts.pop() if len(texts) == 1 else None


def _joined(first: Item, second: Item) -> Item:
    title = lower_first(markdown.plain(second["parts"]))
    return {**first, "parts": [*first["parts"], {"type": "text", "text": f"; {title}"}]}


def read_chapter(path: Path, audience: str = INTERNAL) -> Chapter:
    """The chapter that an executed notebook makes; cells that stay inside the office are not in the
    edition for others.
    """
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if is_told(cell.metadata, audience)]
    cells = tuple(cell_items(cell) for cell in notebook.cells)
    everything = [item for cell in cells for item in cell]
    _set_levels(everything)
    titles = (markdown.plain(i["parts"]) for i in everything if i["type"] == "heading" and i["level"] == 1)
    return Chapter(path.stem, next(titles, path.stem), notebook, cells)


def cell_items(cell: nbformat.NotebookNode) -> list[Item]:
    """What a reader sees of one cell: words and blocks. Code and streams are not for readers."""
    if cell.cell_type == "markdown":
        return markdown.items(cell.source)
    if cell.cell_type != "code":
        return []
    return [item for output in cell.outputs if (item := _output_item(output.get("data", {}))) is not None]


def walk(items: Iterable[Item]) -> Iterator[Item]:
    """Every item, and those inside cards."""
    for item in items:
        yield item
        yield from walk(item.get("blocks", []))


def anchors(items: Iterable[Item]) -> list[str]:
    """The anchors of the cards among the items, in order, each once."""
    return list(dict.fromkeys(item["anchor"] for item in walk(items) if item["type"] == "card" and item["anchor"]))


def _output_item(data: dict[str, Any]) -> Item | None:
    if MIME in data:
        try:
            return from_json(data[MIME]).to_json()
        except UsageError as error:
            return Empty(str(error)).to_json()
    if "text/plain" in data:
        return {"type": "plain", "text": "".join(data["text/plain"])}
    return None


def _set_levels(items: list[Item]) -> None:
    """Headings never skip a level, and a card's heading follows the one it stands under: PDF/UA and WCAG ask for it."""
    last = 0
    for item in items:
        if item["type"] == "heading":
            item["level"] = last = max(1, min(item["level"], last + 1))
        _set_card_levels([item], max(last, 1) + 1)


def _set_card_levels(items: list[Item], level: int) -> None:
    for item in items:
        if item["type"] == "card":
            item["level"] = level
            _set_card_levels(item["blocks"], level + 1)
