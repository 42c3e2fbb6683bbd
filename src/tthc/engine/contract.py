"""What a stage may ask of an engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pyarrow as pa

from tthc.engine.statement import Kind, Statement

if TYPE_CHECKING:
    import pandas as pd

INSTANT = dt.Timestamp(scale=6)  # the office's local time, without a zone


class Malformed(Exception):
    """A text file whose rows do not have the cells that the reader was told of."""


class Engine(Protocol):
    """What a stage may ask of an engine."""

    connection: ibis.BaseBackend

    def load(self, rows: pa.Table, name: str) -> ibis.Table:
        """The rows of an Arrow table as a table of the engine."""

    def materialise(self, expression: ibis.Table, name: str) -> ibis.Table:
        """Compute the expression once and hand back the result as a table."""

    def compiled(self, expression: ibis.Table) -> Statement:
        """The expression as a query of the engine, which `run` takes; tables held in memory are made known to the
        engine.
        """

    def run(self, statement: Statement, name: str, *, view: bool = False) -> None:
        """Store the query's rows under a name, in the declared types; as a view nothing is computed yet."""

    def named(self, name: str, columns: Sequence[Kind]) -> ibis.Table:
        """A table that was stored under this name with these columns."""

    def forget(self, name: str, *, view: bool = False) -> None:
        """Drop a materialised table (or a view) that nothing reads any more."""

    def view(self, expression: ibis.Table, name: str) -> ibis.Table:
        """The expression under a name, not computed: what follows names it instead of repeating it, and stays short."""

    def open_parquet(self, path: Path, name: str, columns: Sequence[Kind]) -> ibis.Table:
        """A stored table under a name, lazily, with the columns that it was stored with; nothing is asked of the file
        yet.
        """

    def read_parquet(self, path: Path, name: str) -> ibis.Table:
        """A stored table, read lazily."""

    def read_csv_text(
        self, path: Path, name: str, *, width: int, skip: int, delimiter: str, missing: Sequence[str] = (),
    ) -> ibis.Table:
        """The records of a UTF-8 file after the first `skip` lines, lazily, every cell as text: columns c0, c1, …

        Cells that read as one of `missing`, or as nothing, are null.
        """

    def materialise_numbered(self, expression: ibis.Table, name: str, first: int) -> ibis.Table:
        """Like `materialise`, with `src_row` counting the rows in their order from `first`. Raises Malformed."""

    def trim(self, text: ir.StringValue) -> ir.StringValue:
        """The text without the spaces around it."""

    def try_instant(self, text: ir.StringValue, forms: tuple[str, ...]) -> ir.TimestampValue:
        """The zone-less instant that a text is in the first fitting form; ISO for no forms; null where none fits."""

    def try_moment(self, text: ir.StringValue, zone: str) -> ir.TimestampValue:
        """What clocks in `zone` show at the moment that an ISO text with an offset names; null where it names none."""

    def write_parquet(self, expression: ibis.Table, path: Path) -> None:
        """Store the expression's rows as one Parquet file or folder."""

    def fetch(self, expression: ibis.Table) -> pd.DataFrame:
        """The expression's rows as a pandas frame, times without zone."""

    def close(self) -> None:
        """Free what the engine holds."""
