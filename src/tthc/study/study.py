"""One period's tables: computed once, stored, handed out as pandas frames. What `tthc.open` returns."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from tthc.blocks.judged import carry, left_out
from tthc.errors import UsageError
from tthc.schema import TABLES
from tthc.settings import Run

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from tthc.engine import Engine
    from tthc.history import LastReport


class Study:
    """The study of one period. Each table of the period is an attribute that shows itself as a pandas frame.

    `study.late` is one row per late dossier, `study.segments` one row per stretch of a dossier's life, `study.measures` the
    indicators; `dir(study)` lists all. `study.table(name)` gives the Ibis table of the same name. `study.changes` says what
    changed since the last report on the period, `study.results` holds the indicators of every report so far.
    """

    def __init__(self, run: Run, folder: Path) -> None:
        self.run = run
        self.folder = folder
        self.info: dict = json.loads((folder / "study.json").read_text(encoding="utf-8"))
        self._frames: dict[str, pd.DataFrame] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all tables of the period."""
        from tthc.study.remembering import NEEDS, TOLD

        stored = {path.stem for path in self.folder.glob("*.parquet")}
        return tuple(sorted(stored | set(TOLD if NEEDS in stored else ())))

    def frame(self, name: str) -> pd.DataFrame:
        """A table of the period as a pandas frame, which also carries how much was judged. Raises UsageError for another name."""
        if name not in self.names:
            raise UsageError(f"Không có bảng “{name}”; các bảng của kỳ: {', '.join(self.names)}.")
        if name not in self._frames:
            path = self.folder / f"{name}.parquet"
            self._frames[name] = carry(pd.read_parquet(path) if path.exists() else self._told(name), self.info)
        return self._frames[name].copy()

    def table(self, name: str) -> ir.Table:
        """A table of the period as an Ibis table on DuckDB."""
        if name not in self.names:
            raise UsageError(f"Không có bảng “{name}”; các bảng của kỳ: {', '.join(self.names)}.")
        path = self.folder / f"{name}.parquet"
        if path.exists():  # Spark writes a folder of files
            return self.engine.read_parquet(path, name)
        return self.engine.load(pa.Table.from_pandas(self.frame(name), TABLES[name].ibis_schema().to_pyarrow(), preserve_index=False), name)

    @cached_property
    def last_report(self) -> LastReport | None:
        """The last report on this period that was made of other data, with which `study.changes` compares; None for the first."""
        from tthc.study.remembering import last_report

        return last_report(self)

    @cached_property
    def last_figures(self) -> dict | None:
        """The counts of the last report on this or a like period, for the change since then; None for the first."""
        from tthc.study.remembering import last_figures

        return last_figures(self)

    @cached_property
    def engine(self) -> Engine:
        """The engine that `table` hands tables out on."""
        from tthc.engine import connect

        return connect("duckdb")

    def _told(self, name: str) -> pd.DataFrame:
        from tthc.study.remembering import told

        return told(self, name)

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
        counts = ", ".join(text for text in (f"{self.info['n_dossiers']} hồ sơ, {self.info['n_late']} quá hạn", left_out(self.info)) if text)
        return f"{office}, {self.info['period']['label']}: {counts}; các bảng: {', '.join(self.names)}"
