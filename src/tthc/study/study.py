"""One period's tables: computed once, stored, handed out as pandas frames. What `tthc.open` returns."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from tthc.errors import UsageError
from tthc.settings import Run

if TYPE_CHECKING:
    import ibis.expr.types as ir


class Study:
    """The study of one period. Each table of the period is an attribute that shows itself as a pandas frame.

    `study.late` is one row per late dossier, `study.segments` one row per stretch of a dossier's life, `study.measures` the
    indicators; `dir(study)` lists all. `study.table(name)` gives the Ibis table of the same name.
    """

    def __init__(self, run: Run, folder: Path) -> None:
        self.run = run
        self.folder = folder
        self.info: dict = json.loads((folder / "study.json").read_text(encoding="utf-8"))
        self._frames: dict[str, pd.DataFrame] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all tables of the period."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.parquet")))

    def frame(self, name: str) -> pd.DataFrame:
        """A table of the period as a pandas frame. Raises UsageError for a name that is no table."""
        if name not in self.names:
            raise UsageError(f"Không có bảng “{name}”; các bảng của kỳ: {', '.join(self.names)}.")
        if name not in self._frames:
            self._frames[name] = pd.read_parquet(self.folder / f"{name}.parquet")
        return self._frames[name].copy()

    def table(self, name: str) -> ir.Table:
        """A table of the period as an Ibis table on DuckDB."""
        if name not in self.names:
            raise UsageError(f"Không có bảng “{name}”; các bảng của kỳ: {', '.join(self.names)}.")
        return self._engine.read_parquet(self.folder / f"{name}.parquet", name)

    @cached_property
    def _engine(self):
        from tthc.engine import connect

        return connect("duckdb")

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name in ("run", "folder", "info"):
            raise AttributeError(name)
        if name in self.names:
            return self.frame(name)
        raise AttributeError(f"Không có bảng “{name}”; các bảng của kỳ: {', '.join(self.names)}.")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.names]

    def __repr__(self) -> str:
        office = self.info["office"]["name"] or "Cơ quan"
        return f"{office}, {self.info['period']['label']}: {self.info['n_dossiers']} hồ sơ, {self.info['n_late']} quá hạn; các bảng: {', '.join(self.names)}"
