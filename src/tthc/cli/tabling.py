"""Which tables a period has, and of which tables each is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tthc.model.errors import UsageError
from tthc.model.nearest import suggestion
from tthc.model.schema import TABLES

if TYPE_CHECKING:
    from tthc.study.graph.declared import Declared


def listing(name: str | None = None) -> str:
    """Every table that is handed out, with the tables that it is made of; of one table all that it needs, each once,
    one level deeper per step of two spaces. Raises UsageError for a name that is no table.
    """
    from tthc.study.graph.period import declared

    known = declared()
    if name is None:
        return "\n".join(_line(one, known) for one in sorted(set(TABLES) & set(known)))
    if name not in known:
        raise UsageError(f"Không có bảng “{name}”{suggestion(name, sorted(known))}; “tthc tables” liệt kê các bảng.")
    return "\n".join(_tree(name, known, 0, set()))


def _line(name: str, known: Mapping[str, Declared]) -> str:
    label = f" ({TABLES[name].label})" if name in TABLES else ""
    inputs = known[name].inputs if name in known else ()
    return f"{name}{label}" + (f": {', '.join(inputs)}" if inputs else "")


def _tree(name: str, known: Mapping[str, Declared], depth: int, seen: set[str]) -> Iterator[str]:
    label = f" ({TABLES[name].label})" if name in TABLES else ""
    yield "  " * depth + name + label + (" …" if name in seen else "")
    if name not in seen and name in known:
        seen.add(name)
        for one in known[name].inputs:
            yield from _tree(one, known, depth + 1, seen)
