"""A notebook's Markdown as plain items: headings, paragraphs, lists, tables. Raw HTML stays text."""

from __future__ import annotations

from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

Item = dict[str, Any]
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")


def items(source: str) -> list[Item]:
    """The blocks of a Markdown text, each as JSON that a template can set."""
    return [item for node in SyntaxTreeNode(_PARSER.parse(source)).children for item in _block(node)]


def plain(parts: list[Item]) -> str:
    """The letters of inline parts, without their dress."""
    return "".join(part.get("text", " ") if "parts" not in part else plain(part["parts"]) for part in parts)


def _block(node: SyntaxTreeNode) -> list[Item]:
    match node.type:
        case "heading":
            return [{"type": "heading", "level": int(node.tag[1]), "parts": _parts(node)}]
        case "paragraph":
            return [{"type": "paragraph", "parts": _parts(node)}]
        case "bullet_list" | "ordered_list":
            entries = [[item for child in entry.children for item in _block(child)] for entry in node.children]
            return [{"type": "list", "ordered": node.type == "ordered_list", "items": entries}]
        case "blockquote":
            return [{"type": "quote", "items": [item for child in node.children for item in _block(child)]}]
        case "table":
            return [_table(node)]
        case "fence" | "code_block" | "html_block":
            return [{"type": "plain", "text": node.content.rstrip("\n")}]
    return []


def _parts(node: SyntaxTreeNode) -> list[Item]:
    inline = node.children[0] if node.children and node.children[0].type == "inline" else node
    return [part for child in inline.children for part in _inline(child)]


def _inline(node: SyntaxTreeNode) -> list[Item]:
    match node.type:
        case "text" | "html_inline":
            return [{"type": "text", "text": node.content}]
        case "code_inline":
            return [{"type": "code", "text": node.content}]
        case "softbreak":
            return [{"type": "text", "text": " "}]
        case "hardbreak":
            return [{"type": "break"}]
        case "strong" | "em":
            kind = "strong" if node.type == "strong" else "emph"
            return [{"type": kind, "parts": [part for child in node.children for part in _inline(child)]}]
        case "image":
            return [{"type": "text", "text": node.content}]
    # A link shows its words; where they lead is the notebook's business, not the reader's.
    return [part for child in node.children for part in _inline(child)]


def _table(node: SyntaxTreeNode) -> Item:
    rows = [[plain(_parts(cell)) for cell in row.children] for part in node.children for row in part.children]
    columns = [
        {"key": str(i), "label": label, "align": "left", "width": 1.0, "group": ""} for i, label in enumerate(rows[0])
    ]
    return {
        "type": "table", "columns": columns, "rows": rows[1:], "caption": "", "note": "", "total": False,
        "wide": False, "anchors": [], "sortable": False, "below": "", "print_rows": 0, "picks": [],
    }
