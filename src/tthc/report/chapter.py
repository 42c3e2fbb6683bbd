"""An executed notebook read as a chapter: its title and the items that a reader sees, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from tthc.display.blocks import MIME, Empty, from_json
from tthc.model.errors import UsageError
from tthc.model.settings import INTERNAL
from tthc.report import markdown
from tthc.report.edition import is_told
from tthc.report.markdown import Item

FIRST_PAGE = "first_page"


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
        return [item for cell in self.cells for item in cell]

    @property
    def first_page(self) -> list[Item]:
        """The items that also open the whole report; the chapter's title is not one of them."""
        return [item for item, place in self._placed() if place == FIRST_PAGE]

    @property
    def body(self) -> list[Item]:
        """The items without those of the first page, and without the words that only lead to them."""
        return [item for item, place in self._placed() if not place]

    def _placed(self) -> Iterator[tuple[Item, str]]:
        tagged = [FIRST_PAGE in cell.metadata.get("tags", []) for cell in self.notebook.cells]
        for items, is_first, leads in zip(self.cells, tagged, [*tagged[1:], False], strict=True):
            leads = leads and all(item["type"] == "paragraph" for item in items)
            for item in items:
                is_title = item.get("level") == 1 and item["type"] == "heading"
                yield item, FIRST_PAGE if is_first and not is_title else "lead" if leads else ""


def read_chapter(path: Path, audience: str = INTERNAL) -> Chapter:
    """The chapter that an executed notebook makes; cells that stay inside the office are not in the edition for others."""
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
