"""Dotted names, as columns of JSON have them that lie in objects of their record: "thuTuc.ten" is "Tên thủ tục".

What stands in an object of its own may be of something else than the dossier (the day on which its present step began):
the last name alone counts only in an object that is plainly the dossier's.
"""

from __future__ import annotations

import re

from tthc.sources.read.names import plain

_PATH = re.compile(r"[^\W\d][\w\[\]]*(?:\.[^\W\d][\w\[\]]*)+$")
# Objects that are the dossier itself, or what is told of it.
_OF_DOSSIER = frozenset(
    "hoso hs dossier thongtin thongtinhoso thongtinchung hosodientu data record info chitiet chitiethoso source node "
    "attributes properties fields thoigian thoihan ngay mocthoigian dates".split()
)
_NAMES = frozenset("ten name label text value title hoten tengoi translate mota".split())


def said_by_path(text: str) -> tuple[str, ...]:
    """What the dotted name `text` says beside itself; nothing where it is none.

    Objects that are the dossier's count for nothing; of others the thing before its property and the other way round,
    the thing alone where only its name is told, and the property alone where it repeats what it is a property of.
    """
    if not _PATH.match(text):
        return ()
    parts = text.split(".")
    while len(parts) > 1 and plain(parts[0]) in _OF_DOSSIER:
        parts = parts[1:]
    found = [" ".join(parts)] if len(parts) < text.count(".") + 1 else []
    found += [f"{parts[-1]} {parts[-2]}", f"{parts[-2]} {parts[-1]}"] if len(parts) == 2 else []
    found += [parts[-1]] if len(parts) == 2 and plain(parts[0]) in plain(parts[1]) else []
    while len(parts) > 1 and plain(parts[-1]) in _NAMES:
        parts = parts[:-1]
        found += [parts[0]] if len(parts) == 1 else []
    return tuple(dict.fromkeys(found))


def depth(text: str) -> int:
    """How many objects a column of JSON lies in: what the record itself says goes before what lies deeper."""
    return text.count(".") if _PATH.match(text) else 0
