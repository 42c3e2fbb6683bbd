"""What the official report is made of: plain text in a fixed order; both renditions read the same values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Heading:
    """A heading of the body: level 1 (I., II.) or level 2 (1., 2.)."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of running text."""

    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True)
class Item:
    """One entry of a list, shown after a dash."""

    kind: ClassVar[str] = "item"
    text: str


@dataclass(frozen=True)
class Grid:
    """A table; `key` names its columns in `grids.GRIDS`. `total` is a last row that is set apart, or empty."""

    kind: ClassVar[str] = "grid"
    key: str
    caption: str
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    note: str = ""


Part = Heading | Paragraph | Item | Grid


@dataclass(frozen=True)
class Appendix:
    """What follows the signature, on landscape pages."""

    number: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Document:
    """One báo cáo in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I. All values are text ready to be set.

    reference: the line under each appendix's title that names the report it belongs to.
    head: what stands at the head of every page where not all could be judged; else empty.
    """

    parent: str
    office: str
    number: str
    place_and_date: str
    subject: str
    addressee: str
    edition: str
    warning: str
    author: str
    body: tuple[Part, ...]
    recipients: tuple[str, ...]
    signatory_title: str
    signatory: str
    appendices: tuple[Appendix, ...] = ()
    reference: str = ""
    head: str = ""
    title: str = "BÁO CÁO"
    state: str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    motto: str = "Độc lập - Tự do - Hạnh phúc"

    def texts(self) -> Iterator[str]:
        """Every text of the report in the order in which it is read."""
        yield from (
            self.parent, self.office, self.number, self.state, self.motto, self.place_and_date, self.title,
            self.subject,
        )
        yield from (text for text in (self.head, self.addressee, self.warning) if text)
        yield from _texts(self.body)
        yield from (*self.recipients, self.signatory_title, self.signatory)
        for appendix in self.appendices:
            yield from (text for text in (appendix.number, appendix.title, self.reference) if text)
            yield from _texts(appendix.parts)


def _texts(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Grid):
            yield part.caption
            for row in (*part.rows, part.total):
                yield from row
            yield part.note
        else:
            yield part.text
