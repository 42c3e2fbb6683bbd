"""The blocks: frozen values of plain text. Each shows itself as HTML, as plain text and as JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from tthc.model.errors import UsageError

MIME = "application/vnd.tthc.block+json"


@dataclass(frozen=True)
class Block:
    """Base of all blocks. `kind` names the block in its JSON face; `faces` are the ways of showing any block, by MIME
    type.

    The faces know the blocks, so the package hands them in (`blocks/__init__.py`), not the other way round.
    """

    kind: ClassVar[str] = ""
    faces: ClassVar[dict[str, Callable[[Block], str]]] = {}

    def to_json(self) -> dict[str, Any]:
        """The JSON face: `type` and the fields, nested blocks and items likewise."""
        fields = {field.name: _plain(getattr(self, field.name)) for field in dataclasses.fields(self)}
        return {"type": self.kind, **fields}

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        return {**{kind: show(self) for kind, show in self.faces.items()}, MIME: self.to_json()}


@dataclass(frozen=True)
class Text(Block):
    """One paragraph, or several as a tuple.

    `style`: body | lead (the sentence that is read out) | evidence | beside (what stands elsewhere too; compact print
    leaves it out).
    """

    kind: ClassVar[str] = "text"
    text: str | tuple[str, ...]
    style: str = "body"

    def __post_init__(self) -> None:
        _one_of("style", self.style, ("body", "lead", "evidence", "beside"))

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return (self.text,) if isinstance(self.text, str) else self.text


@dataclass(frozen=True)
class KeyFigure:
    """One figure: `value` as read by people, `detail` its numerator and denominator, `change` since the last report."""

    label: str
    value: str
    detail: str
    change: str = ""


@dataclass(frozen=True)
class KeyFigures(Block):
    """Up to about six figures side by side."""

    kind: ClassVar[str] = "key_figures"
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class TableColumn:
    """One column; `width` is relative. Neighbours with the same `group` share a spanning head."""

    key: str
    label: str
    align: str = "left"
    width: float = 1.0
    group: str = ""

    def __post_init__(self) -> None:
        _one_of("align", self.align, ("left", "right", "center"))


@dataclass(frozen=True)
class DataTable(Block):
    """Rows of already formatted text.

    `total`: the last row is a total, set apart and never sorted away. `below`: a line of its own under the table, such
    as what its figures leave out. `wide`: a landscape page in print where its columns need one. `print_rows`: how many
    rows the short print shows, 0 for the usual number. `anchors`: for each row the
    anchor of the card it belongs to, or ""; its first cell links there wherever the report has that card. `picks`:
    pick lists above the table on screen, each a label and one value per row (“” in none of them).
    """

    kind: ClassVar[str] = "table"
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str
    note: str = ""
    total: bool = False
    wide: bool = False
    anchors: tuple[str, ...] = ()
    sortable: bool = True
    below: str = ""
    print_rows: int = 0
    picks: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        if wrong := [len(row) for row in self.rows if len(row) != len(self.columns)]:
            raise UsageError(f"Bảng “{self.caption}”: một dòng có {wrong[0]} ô, bảng có {len(self.columns)} cột.")
        if self.anchors and len(self.anchors) != len(self.rows):
            raise UsageError(f"Bảng “{self.caption}”: {len(self.anchors)} neo cho {len(self.rows)} dòng.")
        for name, values in self.picks:
            if len(values) != len(self.rows):
                found = f"lọc theo “{name}” có {len(values)} giá trị cho {len(self.rows)} dòng"
                raise UsageError(f"Bảng “{self.caption}”: {found}.")


@dataclass(frozen=True)
class Picture(Block):
    """A drawing as SVG; `alt` says in words what it shows. `width`: full | half."""

    kind: ClassVar[str] = "picture"
    svg: str
    alt: str
    caption: str
    width: str = "full"

    def __post_init__(self) -> None:
        _one_of("width", self.width, ("full", "half"))
        if not self.alt.strip():
            raise UsageError(f"Hình “{self.caption}” chưa có lời mô tả thay thế (alt).")


@dataclass(frozen=True)
class Note(Block):
    """A box of short items. `tone`: quiet | warning | question."""

    kind: ClassVar[str] = "note"
    title: str
    items: tuple[str, ...]
    tone: str = "quiet"

    def __post_init__(self) -> None:
        _one_of("tone", self.tone, ("quiet", "warning", "question"))


@dataclass(frozen=True)
class Card(Block):
    """Blocks kept together on one page, such as one late dossier.

    `anchor` is where links point to; `level` that of its heading, which the report sets by where the card stands.
    """

    kind: ClassVar[str] = "card"
    title: str
    blocks: tuple[Block, ...]
    anchor: str = ""
    level: int = 3


@dataclass(frozen=True)
class Empty(Block):
    """A section with nothing to show, said in one sentence."""

    kind: ClassVar[str] = "empty"
    text: str


_KINDS: dict[str, type[Block]] = {
    cls.kind: cls for cls in (Text, KeyFigures, DataTable, Picture, Note, Card, Empty)
}


def from_json(data: dict[str, Any]) -> Block:
    """The block whose JSON face is `data`. Raises UsageError for an unknown type or field."""
    cls = _KINDS.get(data.get("type", ""))
    if cls is None:
        raise UsageError(f"Không có loại khối “{data.get('type')}”; được dùng: {', '.join(_KINDS)}.")
    fields = {key: _frozen(key, value) for key, value in data.items() if key != "type"}
    try:
        return cls(**fields)
    except TypeError:
        raise UsageError(f"Khối “{cls.kind}” thiếu hoặc thừa trường: có {', '.join(fields)}.") from None


_ITEMS = {"columns": TableColumn, "figures": KeyFigure}


def _frozen(key: str, value: Any) -> Any:
    if key == "blocks":
        return tuple(from_json(block) for block in value)
    if key in _ITEMS:
        return tuple(_ITEMS[key](**item) for item in value)
    if isinstance(value, list):
        return tuple(_frozen("", item) for item in value)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Block):
        return value.to_json()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise UsageError(f"Thuộc tính {name} của khối không nhận “{value}”; được dùng: {', '.join(allowed)}.")
