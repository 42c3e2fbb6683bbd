"""Names that notebooks import, for modules that lie in a room: `tthc.figures` is `tthc.display.figures`, one and the
same.

Notebooks of an office live longer than the layout of the package; what they have imported once goes on working.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

NOW = {
    "blocks": "display.blocks",
    "errors": "model.errors",
    "figures": "display.figures",
    "schema": "model.schema",
    "tables": "display.tables",
    "units": "study.units",
}


def now(name: str) -> str | None:
    """The module that an old dotted name means; None for any other name."""
    package, _, rest = name.partition(".")
    first, dot, below = rest.partition(".")
    return f"tthc.{NOW[first]}{dot}{below}" if package == "tthc" and first in NOW else None


class OldNames(MetaPathFinder, Loader):
    """Hands out the module of today under its old name, so that a class is the same under both."""

    def __init__(self) -> None:
        self._specs: dict[str, ModuleSpec | None] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self) if now(fullname) else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = import_module(str(now(spec.name)))
        self._specs[spec.name] = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """It was run when it was first imported; only its own description is put back, which the
        import has replaced.
        """
        replaced = module.__spec__
        if replaced is not None and replaced.name in self._specs:
            module.__spec__ = self._specs.pop(replaced.name)


def install() -> None:
    """Before all other finders: a part of `tthc.blocks` would else be loaded a second time from its file."""
    if not any(isinstance(finder, OldNames) for finder in sys.meta_path):
        sys.meta_path.insert(0, OldNames())
