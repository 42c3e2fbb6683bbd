"""Words for what an event does to its activity (XES lifecycle): the standard's, those of tools, those of Vietnamese
systems.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tthc.sources.read.names import plain

OPENS, ENDS, REACHES = ("start",), ("complete", "withdraw", "abort"), ("assign", "schedule")
# Other words for the same, comparable.
_OTHER = {
    "schedule": ("scheduled", "created", "enqueue", "lenlich"),
    "assign": (
        "reassign", "assigned", "reassigned", "delegate", "offered", "allocate", "phancong", "giaoviec", "chuyengiao",
        "giao", "giaochocanbo",
    ),
    "start": (
        "started", "begin", "beginning", "inprogress", "batdau", "batdauxuly", "mo", "nhanviec", "dabatdau",
        "bd",
    ),
    "suspend": ("suspended", "paused", "pause", "onhold", "tamdung", "dung"),
    "resume": ("resumed", "tieptuc", "tieptucxuly", "xulytiep"),
    "complete": (
        "completed", "end", "ended", "finish", "finished", "done", "closed", "hoanthanh", "dahoanthanh", "hoantat",
        "ketthuc", "xong", "daxong", "xulyxong", "kt", "daketthuc",
    ),
    "withdraw": ("withdrawn", "cancelled", "canceled", "cancel", "rut", "thuhoi"),
    "abort": ("aborted", "ateabort", "piabort", "failed", "huy", "huybo", "dahuy"),
    "skip": ("skipped", "manualskip", "autoskip", "boqua"),
}


def transitions(own: Mapping[str, str] | None = None) -> dict[str, str]:
    """Comparable word → what happened to the activity: `own`, the profile's words, before all others."""
    others = {word: code for code, words in _OTHER.items() for word in (code, *words)}
    return {**others, **(own or {})}


def are_transitions(texts: Iterable[str]) -> bool:
    """Whether a column tells what happened to activities: every word of it does, some begin one and some end one."""
    known = transitions()
    codes = [known.get(plain(text)) for text in texts if text]
    return None not in codes and bool(set(OPENS) & set(codes)) and bool(set(ENDS) & set(codes))
