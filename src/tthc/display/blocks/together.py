"""Several blocks that are one answer: shown one below the other."""

from __future__ import annotations

from collections.abc import Iterable

from tthc.display.blocks.kinds import Block


class Blocks(tuple[Block, ...]):
    """Blocks in their order; in a notebook each shows itself, elsewhere as plain text."""

    __slots__ = ()

    def __new__(cls, blocks: Iterable[Block]) -> Blocks:
        return super().__new__(cls, blocks)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for block in self:
            display(block)

    def __repr__(self) -> str:
        return "\n\n".join(repr(block) for block in self)
