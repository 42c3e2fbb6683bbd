"""What a study is to those that look at one: tables by name, the run, what it says of itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from tthc.engine import Engine
    from tthc.model.settings import Run


class PeriodTables(Protocol):
    """A `Study`; named here so that what a study calls need not import it."""

    run: Run
    folder: Path

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def info(self) -> dict[str, Any]: ...

    @property
    def engine(self) -> Engine: ...

    def frame(self, name: str) -> pd.DataFrame: ...

    def table(self, name: str) -> ir.Table: ...
