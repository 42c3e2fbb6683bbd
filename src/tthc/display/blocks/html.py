"""The HTML face: plain elements with classes; every text escaped. The look is `templates/html/report.css`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape

from tthc.display.blocks import svg
from tthc.display.blocks.clean_text import cell, clean
from tthc.display.blocks.kinds import (
    Block,
    Card,
    DataTable,
    Empty,
    KeyFigure,
    KeyFigures,
    Note,
    Picture,
    TableColumn,
    Text,
)
from tthc.display.blocks.style import block_css


def standalone(block: Block) -> str:
    """The block with its own style, for JupyterLab."""
    return f'<style>{block_css()}</style><div class="tthc">{render(block)}</div>'


def render(block: Block, links: Mapping[str, str] | None = None) -> str:
    """The block as elements. `links`: address of each anchor the report has (default: this page's own)."""
    match block:
        case Text():
            return "".join(f'<p class="t-{block.style}">{_text(paragraph)}</p>' for paragraph in block.paragraphs)
        case KeyFigures():
            return f'<ul class="t-figures">{"".join(map(_figure, block.figures))}</ul>'
        case DataTable():
            return _table(block, links)
        case Picture():
            return _picture(block)
        case Note():
            items = "".join(f"<li>{_text(item)}</li>" for item in block.items)
            title = f'<p class="t-title">{_text(block.title)}</p>'
            return f'<div class="t-note t-{block.tone}">{title}<ul>{items}</ul></div>'
        case Card():
            return _card(block, links)
        case Empty():
            return f'<p class="t-empty">{_text(block.text)}</p>'
    raise TypeError(f"no HTML face for {type(block).__name__}")


def _text(text: object) -> str:
    return escape(clean(text))


_MONTH = re.compile(r"\d\d/\d{4}$")
_WORDS = re.compile(r"(\S{31,}|(?<!\S)(?=\S*\d)\S+-\S+)")


def _cell(text: object) -> str:
    """Long words may break; codes of dossiers (and short words, such as dates) keep their column wide enough."""
    parts = _WORDS.split(cell(text))
    return "".join(_word(part) if i % 2 else escape(part) for i, part in enumerate(parts))


def _word(word: str) -> str:
    return _breaking(word) if len(word) > 30 else f'<span class="t-code">{escape(word)}</span>'


def _breaking(word: str) -> str:
    return "<wbr>".join(escape(word[i : i + 12]) for i in range(0, len(word), 12))


def _figure(figure: KeyFigure) -> str:
    change = f'<span class="t-change">{_text(figure.change)}</span>' if figure.change else ""
    return (
        f'<li><span class="t-label">{_text(figure.label)}</span> <span class="t-value">{_text(figure.value)}</span> '
        f'<span class="t-detail">{_text(figure.detail)}</span> {change}</li>'
    )


def _picture(picture: Picture) -> str:
    caption = f"<figcaption>{_text(picture.caption)}</figcaption>" if picture.caption else ""
    drawing = svg.inline(picture.svg, clean(picture.alt))
    return f'<figure class="t-picture t-{picture.width}"><div class="t-scroll">{drawing}</div>{caption}</figure>'


def _card(card: Card, links: Mapping[str, str] | None) -> str:
    mark = f' id="{escape(card.anchor)}"' if card.anchor else ""
    inner = "".join(render(block, links) for block in card.blocks)
    head = f'<h{card.level} class="t-cardtitle">{_text(card.title)}</h{card.level}>'
    return f'<section class="t-card"{mark}>{head}{inner}</section>'


def _table(table: DataTable, links: Mapping[str, str] | None) -> str:
    names = ["t-table", *(["t-wide"] if table.wide else []), *(["t-sortable"] if table.sortable else [])]
    note = f'<p class="t-tablenote">{_text(table.note)}</p>' if table.note else ""
    below = f'<p class="t-tablenote t-below">{_text(table.below)}</p>' if table.below else ""
    return (
        f'<div class="{" ".join(names)}"{_picks(table)}><div class="t-scroll"><table>'
        f"<caption>{_text(table.caption)}</caption>{_widths(table)}<thead>{_head(table.columns)}</thead>"
        f"{_body(table, links)}</table></div>{below}{note}</div>"
    )


def _options(values: tuple[str, ...]) -> list[str]:
    """The values of a pick list in the order in which it shows them; months by year, then month."""
    return sorted({value for value in values if value}, key=lambda one: one[3:] + one[:2] if _MONTH.match(one) else one)


def _picks(table: DataTable) -> str:
    """What the page's script makes pick lists of: their labels and values; rows say which of them is theirs."""
    if not table.picks:
        return ""
    lists = [[clean(name), [clean(value) for value in _options(values)]] for name, values in table.picks]
    return f' data-picks="{escape(json.dumps(lists, ensure_ascii=False))}"'


def _picked(table: DataTable, i: int) -> str:
    """Which value of each pick list a row has, by its place; −1 where it has none."""
    places = [_options(values).index(values[i]) if values[i] else -1 for _, values in table.picks]
    return f' data-picked="{" ".join(map(str, places))}"' if places else ""


def _widths(table: DataTable) -> str:
    whole = sum(column.width for column in table.columns) or 1
    return "<colgroup>" + "".join(f'<col style="width:{c.width / whole:.1%}">' for c in table.columns) + "</colgroup>"


def _head(columns: tuple[TableColumn, ...]) -> str:
    """One row of heads; two where neighbours share a group."""
    if not any(column.group for column in columns):
        return "<tr>" + "".join(_head_cell(column) for column in columns) + "</tr>"
    top, bottom, i = [], [], 0
    while i < len(columns):
        group = columns[i].group
        size = 1
        while group and i + size < len(columns) and columns[i + size].group == group:
            size += 1
        if group:
            top.append(f'<th scope="colgroup" colspan="{size}" class="a-center">{_text(group)}</th>')
            bottom += [_head_cell(column) for column in columns[i : i + size]]
        else:
            top.append(_head_cell(columns[i], ' rowspan="2"'))
        i += size
    return f"<tr>{''.join(top)}</tr><tr>{''.join(bottom)}</tr>"


def _head_cell(column: TableColumn, span: str = "") -> str:
    return f'<th scope="col"{span} class="a-{column.align}">{_text(column.label)}</th>'


def _body(table: DataTable, links: Mapping[str, str] | None) -> str:
    rows = [_row(table, i, links) for i in range(len(table.rows))]
    if not table.total or not rows:
        return f"<tbody>{''.join(rows)}</tbody>"
    return f"<tbody>{''.join(rows[:-1])}</tbody><tfoot>{rows[-1]}</tfoot>"


def _row(table: DataTable, i: int, links: Mapping[str, str] | None) -> str:
    cells = [_cell(text) for text in table.rows[i]]
    target = table.anchors[i] if table.anchors else ""
    address = (links or {}).get(target) if links is not None else f"#{target}"
    if target and address and cells:
        cells[0] = f'<a href="{escape(address)}">{cells[0]}</a>'
    inside = "".join(
        f'<td class="a-{column.align}">{text}</td>' if column.align != "left" else f"<td>{text}</td>"
        for column, text in zip(table.columns, cells, strict=True)
    )
    return f"<tr{_picked(table, i)}>{inside}</tr>"
