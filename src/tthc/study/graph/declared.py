"""What a declared table is: one function, and where each of its parameters comes from.

    expression("late_dossiers", late_dossiers, "one late dossier", ["dossier_id"], outcomes="outcomes")

An expression table is Ibis in, Ibis out and pure, so that its SQL may be kept; a computed table looks at files, memory
or the run itself and gives Arrow or Ibis tables. Functions are registered by a call, not by a decorator: tools that
alter functions to see whether a test notices leave decorated ones out.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

# Columns that sorts and joins of every step go by: whole numbers inside, texts at the door (see `keys`).
NUMBERED = ("dossier_id", "officer", "step", "unit")


class Column(NamedTuple):
    """A parameter that is one cell: `column` of the one-row table `table`, as a scalar of the engine."""

    table: str
    column: str


class Canonical(NamedTuple):
    """A parameter that is a mapping of canonical tables, by their own names."""

    names: tuple[str, ...]


class Settings(NamedTuple):
    """A parameter that is a mapping of these settings; reading another one raises."""

    names: tuple[str, ...]


class Setting(NamedTuple):
    """A parameter that is the value of one setting."""

    name: str


class Value(NamedTuple):
    """A parameter that is a Python value of the run or of what was read, such as the columns that are present."""

    name: str


class Keep(NamedTuple):
    """A parameter that stores what the function has in the middle."""


Link = str | Column | Canonical | Settings | Setting | Value | Keep


def canonical(*names: str) -> Canonical:
    return Canonical(names)


def settings(*names: str) -> Settings:
    return Settings(names)


class Undeclared(Exception):
    """A table's function asked for a setting or table that its declaration does not name."""


class Strict(Mapping[str, Any]):
    """Only what was declared; asking for anything else is a fault of the declaration and is said, not answered with a
    default.
    """

    def __init__(self, owner: str, known: Mapping[str, Any]) -> None:
        self._owner, self._known = owner, dict(known)

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            raise Undeclared(f"table {self._owner} reads {name!r}, which its declaration does not name")
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


@dataclass(frozen=True)
class Declared:
    """A table: `rows` says what one row is, `keys` what identifies it, `numbered` which of its key columns are whole
    numbers.

    `links` says for each parameter of `function` where it comes from. `outputs` are the tables of one computation that
    gives several at once; an expression gives one. A `view` is not stored between its readers.
    """

    name: str
    function: Callable[..., Any]
    rows: str
    keys: tuple[str, ...] = ()
    links: Mapping[str, Link] = field(default_factory=dict)
    numbered: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    view: bool = False
    is_computed: bool = False
    stamp: Callable[..., str] | None = None

    @property
    def inputs(self) -> tuple[str, ...]:
        """The tables that it reads, each once, in the order of its parameters."""
        found: dict[str, None] = {}
        for link in self.links.values():
            if isinstance(link, str):
                found[link] = None
            elif isinstance(link, Column):
                found[link.table] = None
            elif isinstance(link, Canonical):
                found.update(dict.fromkeys(canonical_name(name) for name in link.names))
        return tuple(found)

    @property
    def setting_names(self) -> tuple[str, ...]:
        """The settings that it may read."""
        found: dict[str, None] = {}
        for link in self.links.values():
            if isinstance(link, Settings):
                found.update(dict.fromkeys(link.names))
            elif isinstance(link, Setting):
                found[link.name] = None
        return tuple(sorted(found))

    @property
    def value_names(self) -> tuple[str, ...]:
        return tuple(sorted({link.name for link in self.links.values() if isinstance(link, Value)}))


def canonical_name(name: str) -> str:
    """A canonical table of the whole source inside the graph; the table handed out under its own name is the period's
    part.
    """
    return f"read_{name}"


def expression(
    name: str, function: Callable[..., Any], rows: str, keys: Sequence[str] = (), /, *, numbered: Sequence[str] = (),
    view: bool = False, **links: Link
) -> Declared:
    """An expression table; each parameter of `function` must be linked, or named like the table that it is."""
    return Declared(name, function, rows, tuple(keys), _linked(name, function, links), tuple(numbered), (name,), view)


def computed(
    outputs: Sequence[str], function: Callable[..., Any], rows: str, /, *, stamp: Callable[..., str], **links: Link
) -> Declared:
    """Tables that Python makes. `function` gets the run's context first.

    `stamp` tells of the context all that the result depends on beside its links: a file that it reads, by content.
    There is no default, since what a stamp leaves out is answered from an older run.
    """
    return Declared(
        outputs[0], function, rows, (), _linked(outputs[0], function, links, skip=1), (), tuple(outputs),
        is_computed=True, stamp=stamp,
    )


def _linked(name: str, function: Callable[..., Any], links: Mapping[str, Link], skip: int = 0) -> dict[str, Link]:
    parameters = list(inspect.signature(function).parameters.values())[skip:]
    unknown = set(links) - {one.name for one in parameters}
    if unknown:
        raise Undeclared(f"table {name}: its function has no parameter {', '.join(sorted(unknown))}")
    return {
        one.name: links.get(one.name, one.name)
        for one in parameters
        if one.name in links or one.default is one.empty
    }
