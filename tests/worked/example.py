"""What a worked example is, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tthc.engine import Engine


class Rows(NamedTuple):
    """A literal table: its columns, a tuple of values for each row, and the kinds of columns whose name does not tell."""

    columns: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]
    kinds: Mapping[str, str] = {}

    def dicts(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, one, strict=True)) for one in self.values]


def rows(columns: str, *values: tuple[Any, ...]) -> Rows:
    """`rows("officer n_steps", ("A", 1))`; instants are written 04/03/2024 09:00, a day alone is its opening time.

    What a column holds follows from its name (`running._kind`), else it is said: `is_late:int8`.
    """
    parts = [one.split(":") for one in columns.split()]
    return Rows(tuple(one[0] for one in parts), values, {one[0]: one[1] for one in parts if len(one) > 1})


@dataclass(frozen=True)
class Example:
    """The table `table` gives the rows `gives` when the tables that it reads are `given`; canonical tables that are not
    given are empty.

    Columns that `gives` does not name must be null. Of a table with many rows only those are looked at in which each
    column of `among` has one of its values, and of one with many columns `beside` names those that are not looked at. `context`
    gives what a table that Python makes is told of the run; a folder is there to write files into.
    """

    table: str
    given: Mapping[str, Rows]
    gives: Rows
    settings: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    among: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    beside: str = ""
    context: Callable[[Engine, Path], Any] | None = None


@dataclass(frozen=True)
class Alike:
    """The table `table` is made by the function of `like`, which has an example, of the same things but for those of `other`."""

    table: str
    like: str
    other: Mapping[str, str]
