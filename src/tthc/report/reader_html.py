"""Items of a chapter as HTML: words from Markdown and blocks, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from tthc.display.blocks import anchor, from_json, html
from tthc.display.blocks.clean_text import clean
from tthc.report.markdown import Item, plain


def view(items: Iterable[Item], links: Mapping[str, str]) -> str:
    """The items as elements; `links` gives the address of every anchor in the report, seen from this page."""
    return "".join(_item(item, links) for item in items)


def heading_id(item: Item) -> str:
    """Where the contents point to."""
    return anchor(plain(item["parts"]))


def _item(item: Item, links: Mapping[str, str]) -> str:
    match item["type"]:
        case "heading":
            level = item["level"]
            return f'<h{level} id="{heading_id(item)}">{_inline(item["parts"])}</h{level}>'
        case "paragraph":
            return f"<p>{_inline(item['parts'])}</p>"
        case "list":
            tag = "ol" if item["ordered"] else "ul"
            return f"<{tag}>{''.join(f'<li>{_entry(entry, links)}</li>' for entry in item['items'])}</{tag}>"
        case "quote":
            return f"<blockquote>{view(item['items'], links)}</blockquote>"
        case "plain":
            return f"<pre>{_lines(item['text'])}</pre>"
    return html.render(from_json(item), links)


def _entry(items: list[Item], links: Mapping[str, str]) -> str:
    """A list entry of one paragraph is set without a paragraph of its own."""
    if len(items) == 1 and items[0]["type"] == "paragraph":
        return _inline(items[0]["parts"])
    return view(items, links)


def _inline(parts: list[Item]) -> str:
    return "".join(_part(part) for part in parts)


def _part(part: Item) -> str:
    match part["type"]:
        case "strong":
            return f"<strong>{_inline(part['parts'])}</strong>"
        case "emph":
            return f"<em>{_inline(part['parts'])}</em>"
        case "code":
            return f"<code>{escape(part['text'])}</code>"
        case "break":
            return "<br>"
    return escape(part["text"])


def _lines(text: str) -> str:
    return "\n".join(escape(clean(line)) for line in text.splitlines())
