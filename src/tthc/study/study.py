"""One period's tables: computed once, stored, handed out as pandas frames. What `tthc.open` returns."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from tthc.display.blocks.judged import carry, left_out
from tthc.display.blocks.together import Blocks
from tthc.model.errors import UsageError
from tthc.model.nearest import suggestion
from tthc.model.schema import TABLES
from tthc.model.settings import SHARED, Run
from tthc.study.names import FROM_MEMORY, public_names
from tthc.study.store import INFO, forget_old, hold

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from filelock import BaseFileLock

    from tthc.display.blocks import Card
    from tthc.engine import Engine
    from tthc.study.memory import LastReport
    from tthc.study.session import Session
    from tthc.study.units.part import Part


class Study:
    """The study of one period. Each table of the period is an attribute that shows itself as a pandas frame.

    `study.late` is one row per late dossier, `study.segments` one row per stretch of a dossier's life, `study.measures`
    the indicators; `dir(study)` lists all. `study.table(name)` gives the Ibis table of the same name. `study.changes`
    says what changed since the last report on the period, `study.results` holds the indicators of every report so far.
    """

    def __init__(self, run: Run, folder: Path) -> None:
        self.run = run
        self.folder = folder
        self._frames: dict[str, pd.DataFrame] = {}
        self._session: Session | None = None
        self._held: BaseFileLock | None = None

    @cached_property
    def info(self) -> dict[str, Any]:
        """What the study says of itself: office, period, cut, rules, inputs, counts. Computed at the first question."""
        path = self.folder / INFO
        if not path.is_file():
            self.ensure(())
        return json.loads(path.read_text(encoding="utf-8"))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all tables of the period, computed or not."""
        return public_names(self.run)

    def ensure(self, names: Iterable[str] | None = None) -> None:
        """Compute what is missing of these tables (all by default) in one go. Raises DataStop when the data stop the
        run.
        """
        wanted = [name for name in (self.names if names is None else names) if name not in FROM_MEMORY]
        if not (self.folder / INFO).is_file() or any(not self._path(name).exists() for name in wanted):
            self._computing().ensure(wanted)
            forget_old(self.run, self.folder)
        if self._held is None:
            self._held = hold(self.folder)

    def _computing(self) -> Session:
        # The stages take a second to import; a stored study opens without them.
        from tthc.study.session import Session

        self._session = self._session or Session(self.run, self.folder)
        return self._session

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"

    def frame(self, name: str) -> pd.DataFrame:
        """A table of the period as a pandas frame, which also carries how much was judged. Raises UsageError for
        another name.
        """
        self._check(name)
        if name not in self._frames:
            rows = self._from_memory(name) if name in FROM_MEMORY else self._handed(name)
            self._frames[name] = carry(rows, self.info)
        return self._frames[name].copy()

    def _check(self, name: str) -> None:
        if name not in self.names:
            raise UsageError(_no_table(name, self.names))

    def _handed(self, name: str) -> pd.DataFrame:
        """The table as this edition's readers get it."""
        if self.run.audience != SHARED:
            return self._read(name)
        from tthc.study.pseudonyms import for_others

        return for_others(name, self._read(name), self._read, int(self.run.rules["fewest_counts"]))

    def _read(self, name: str) -> pd.DataFrame:
        self.ensure([name])
        try:
            return pd.read_parquet(self._path(name))
        # cut off or altered: computed again, for the shelf does not hold it as whole either
        except (OSError, ValueError):
            self._path(name).unlink(missing_ok=True)
            self.ensure([name])
            return pd.read_parquet(self._path(name))

    def table(self, name: str) -> ir.Table:
        """A table of the period as an Ibis table on DuckDB."""
        self._check(name)
        if name not in FROM_MEMORY and self.run.audience != SHARED:
            self.ensure([name])
            return self.engine.read_parquet(self._path(name), name)  # Spark writes a folder of files
        frame, declared = self.frame(name), TABLES[name].ibis_schema().to_pyarrow()
        schema = pa.schema([field for field in declared if field.name in frame.columns])
        return self.engine.load(pa.Table.from_pandas(frame, schema, preserve_index=False), name)

    @cached_property
    def last_report(self) -> LastReport | None:
        """The last report on this period that was made of other data, with which `study.changes` compares; None for the
        first.
        """
        from tthc.study.history_tables import last_report

        return last_report(self)

    @cached_property
    def last_figures(self) -> dict[str, Any] | None:
        """The counts of the last report on this or a like period, for the change since then; None for the first."""
        from tthc.study.history_tables import last_figures

        return last_figures(self)

    @cached_property
    def engine(self) -> Engine:
        """The engine that `table` hands tables out on."""
        from tthc.engine import connect

        return connect("duckdb")

    def _from_memory(self, name: str) -> pd.DataFrame:
        from tthc.study.history_tables import history_table

        return history_table(self, name)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name in ("run", "folder", "info", "names"):
            raise AttributeError(name)
        if name in self.names:
            return self.frame(name)
        raise AttributeError(_no_table(name, self.names))

    def describe(self, name: str) -> Card:
        """What a table holds: what one row is, how many there are, each column with its label, unit and codes.

            study.describe("late")
        """
        from tthc.display.tables.description import described

        self._check(name)
        return described(TABLES[name], self.frame(name))

    def trace(self, name: str, column: str) -> Card:
        """From which tables and columns a column comes, step by step down to what was read from the files. Which rows a
        table has is not followed. Raises UsageError for a table or column that the period does not have.

            study.trace("late", "late_wm")
        """
        from tthc.display.tables.trace import traced

        self._internal_only()
        self._check(name)
        if name in FROM_MEMORY:
            raise UsageError(f"Bảng “{name}” lấy từ báo cáo đã lập trước đây, không tính từ bảng nào của kỳ.")
        if column not in TABLES[name].names:
            raise UsageError(_no_column(name, column))
        return traced(name, column, self._computing().origins(name, column))

    def labelled(self, name: str, *, days: bool = True) -> pd.DataFrame:
        """A table under Vietnamese headers, codes as their labels; with `days` working minutes become working days.

            study.labelled("late")
        """
        from tthc.display.labels import labelled

        self._check(name)
        return labelled(self.frame(name), TABLES[name].columns, self.info["day_wm"] if days else None)

    def dossier(self, dossier_id: str) -> Card:
        """The card of one dossier, late or not: its strip, cause and evidence, the verdict under each rule with its
        reason, its steps and stops, how likely it is to become late if it is open. Raises UsageError for an id that the
        period does not have.

            study.dossier("000.00.22.H00-240228-0001")
        """
        from tthc.study.dossier import card

        self._internal_only()
        return card(self, dossier_id)

    def compare(self, other: Study) -> Blocks:
        """This period beside another: what to be careful of, each indicator with numerator and denominator, and which
        procedures changed the late rate.

            study.compare(tthc.open("2023-01..2023-05"))
        """
        from tthc.display.tables.periods import two_periods

        for one in (self, other):
            one._internal_only()
        now, then = (
            {name: one.frame(name) for name in ("indicators", "outcomes", "dossiers")} for one in (self, other)
        )
        return Blocks(two_periods(now, then, self.info, other.info))

    def where(
        self, *, procedure: str | None = None, field: str | None = None, unit: str | None = None,
        officer: str | None = None, cause: str | None = None,
    ) -> Part:
        """The part of the period whose dossiers are of that procedure (code or name), field and unit, were held by that
        officer and, if late, have that main cause (code or label). Its tables are rows of the whole computation.

            study.where(unit="Ban Thi đua - Khen thưởng").late
        """
        from tthc.study.units.part import where

        self._internal_only()
        return where(self, procedure=procedure, field=field, unit=unit, officer=officer, cause=cause)

    def _internal_only(self) -> None:
        """What looks at single dossiers needs all of their columns, which the edition for others does not have."""
        if self.run.audience == SHARED:
            raise UsageError("Bản chia sẻ không có từng hồ sơ; hãy mở bản nội bộ: audience=\"internal\".")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.names]

    def __repr__(self) -> str:
        if not (self.folder / INFO).is_file():
            return (
                f"{self.run.office.name or 'Cơ quan'}, {self.run.period.label}: chưa tính; các bảng: "
                f"{', '.join(self.names)}"
            )
        office = self.info["office"]["name"] or "Cơ quan"
        counts = ", ".join(
            text
            for text in (f"{self.info['n_dossiers']} hồ sơ, {self.info['n_late']} quá hạn", left_out(self.info))
            if text
        )
        return f"{office}, {self.info['period']['label']}: {counts}; các bảng: {', '.join(self.names)}"


def _no_table(name: str, names: Iterable[str]) -> str:
    return f"Không có bảng “{name}”{suggestion(name, names)}; các bảng của kỳ: {', '.join(names)}."


def _no_column(name: str, column: str) -> str:
    names = TABLES[name].names
    return f"Bảng “{name}” không có cột “{column}”{suggestion(column, names)}; các cột: {', '.join(names)}."
