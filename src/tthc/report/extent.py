"""How much of the chapters is printed: the short print is for reading on paper, the full one holds all that the pages
hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tthc.display.blocks import numbers
from tthc.model.errors import UsageError
from tthc.report.chapter import Chapter
from tthc.report.markdown import Item, plain

SHORT, FULL = "short", "full"
EXTENTS = (SHORT, FULL)
MOST_ROWS, MOST_CARDS = 12, 15
_WORDS = ("paragraph", "text")


def check_extent(extent: str) -> str:
    """The extent itself. Raises UsageError for any other word."""
    if extent not in EXTENTS:
        raise UsageError(f"--print không nhận giá trị “{extent}”; giá trị được dùng: {', '.join(EXTENTS)}.")
    return extent


def printed(chapter: Chapter, extent: str) -> list[Item]:
    """What print shows of a chapter: in the short print the first rows of tables and the first, compact cards."""
    if extent == FULL:
        return one_line_each(chapter.body)
    short = list(_first_cards(_captions_once([_shortened(item) for item in chapter.short_body])))
    return one_line_each(without_bare_headings(short))


def without_bare_headings(items: Sequence[Item]) -> list[Item]:
    """A heading below the chapter's title under which nothing is printed is left out."""
    found: list[Item] = []
    for item in reversed(items):
        follows = found[-1] if found else None
        is_bare = (
            item["type"] == "heading"
            and item["level"] > 1
            and (follows is None or (follows["type"] == "heading" and follows["level"] <= item["level"]))
        )
        if not is_bare:
            found.append(item)
    return found[::-1]


def one_line_each(items: Sequence[Item]) -> list[Item]:
    """A section that has nothing to show is one line, its heading the first words of it."""
    found: list[Item] = []
    for number, item in enumerate(items):
        after = items[number + 1] if number + 1 < len(items) else None
        ends = after is None or (after["type"] == "heading" and after["level"] <= _level_above(found))
        if item["type"] == "empty" and ends and (start := _section(found)) is not None:
            found[start:] = [_line(found[start], item["text"])]
        else:
            found.append(item)
    return found


def _section(items: Sequence[Item]) -> int | None:
    """Where the heading stands of which nothing but words follow; chapters keep their title."""
    for place in range(len(items) - 1, -1, -1):
        item = items[place]
        if item["type"] == "heading":
            return place if item["level"] > 1 else None
        if item["type"] != "paragraph":
            return None
    return None


def _level_above(items: Sequence[Item]) -> int:
    return next((item["level"] for item in reversed(items) if item["type"] == "heading"), 1)


def _line(heading: Item, text: str) -> Item:
    title = {"type": "strong", "parts": [{"type": "text", "text": f"{plain(heading['parts'])}."}]}
    return {"type": "paragraph", "parts": [title, {"type": "text", "text": f" {text}"}]}


def _shortened(item: Item) -> Item:
    if item["type"] == "table":
        return first_rows(item)
    if item["type"] == "card":
        return _compact(item)
    return item


def _compact(card: Item) -> Item:
    """The strip without its caption, and the words joined to one paragraph; what the strip or another chapter tells is
    left out.
    """
    blocks = card["blocks"]
    has_picture = any(block["type"] == "picture" for block in blocks)
    kept = [block for block in blocks if not (has_picture and block["type"] == "text" and block["style"] == "beside")]
    joined: list[Item] = []
    for block in kept:
        if block["type"] == "text" and joined and joined[-1]["type"] == "text":
            joined[-1] = {**block, "text": f"{_one(joined[-1])} {_one(block)}", "style": "body"}
        else:
            joined.append(_without_caption(block))
    return {**card, "compact": True, "blocks": joined}


def _one(text: Item) -> str:
    return text["text"] if isinstance(text["text"], str) else " ".join(text["text"])


def first_rows(table: Item) -> Item:
    """The table with no more rows than the short print shows, and a note that says of how many; a total row stays."""
    most = table.get("print_rows") or MOST_ROWS
    rows, total = list(table["rows"]), bool(table["total"])
    body = rows[:-1] if total else rows
    if len(body) <= most + 2:  # two rows more take no more room than the note
        return table
    kept = [*body[:most], *(rows[-1:] if total else [])]
    anchors = table["anchors"] and [*table["anchors"][:most], *(table["anchors"][-1:] if total else [])]
    note = f"In {most} dòng đầu trong {numbers.number(len(body))} dòng; đủ ở báo cáo điện tử và phụ lục Excel."
    return {**table, "rows": kept, "anchors": anchors, "picks": [], "note": f"{note} {table['note']}".strip()}


def _captions_once(items: Sequence[Item]) -> list[Item]:
    """A table under a heading that says the same needs no caption."""
    found: list[Item] = []
    for item in items:
        head = plain(found[-1]["parts"]) if found and found[-1]["type"] == "heading" else ""
        found.append(
            {**item, "caption": ""} if head and item["type"] == "table" and _says_again(item["caption"], head) else item
        )
    return found


def _says_again(caption: str, head: str) -> bool:
    """What stands in brackets is the unit, and stays."""
    return caption.startswith(head) and "(" not in caption


def _without_caption(block: Item) -> Item:
    return {**block, "caption": ""} if block["type"] == "picture" else block


def _first_cards(items: Iterable[Item]) -> Iterable[Any]:
    """The first cards of a chapter; how many more there are is said once."""
    items, shown = list(items), 0
    cards = sum(item["type"] == "card" for item in items)
    for item in items:
        if item["type"] != "card":
            yield item
            continue
        shown += 1
        if shown <= MOST_CARDS:
            yield item
        elif shown == MOST_CARDS + 1:
            more = (
                f"In {MOST_CARDS} hồ sơ đầu; {numbers.number(cards - MOST_CARDS)} hồ sơ tiếp theo có ở báo cáo điện tử "
                "và phụ lục Excel."
            )
            yield {"type": "text", "text": more, "style": "body"}
