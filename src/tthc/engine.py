"""The only file that names an engine: connect, load, materialise, fetch.

Stages hand Ibis expressions in and get Ibis tables back; each stage is materialised because deep expressions compile slowly.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Protocol

import duckdb
import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from tthc.errors import UsageError

INSTANT = dt.Timestamp(scale=6)


class Malformed(Exception):
    """A text file whose rows do not have the cells that the reader was told of."""



@ibis.udf.scalar.builtin(name="try_strptime", signature=((dt.string, dt.Array(dt.string)), INSTANT))
def _try_strptime(text, forms):
    """The instant that `text` is in the first of `forms` that fits, else null."""


@ibis.udf.scalar.builtin(name="timezone", signature=((dt.string, dt.Timestamp(timezone="UTC", scale=6)), INSTANT))
def _to_zone(zone, moment):
    """What clocks in `zone` show at `moment`, zone-less."""


# An office PC has 8 GB; what does not fit goes to the scratch folder.
MEMORY = "4GB"


class Engine(Protocol):
    """What a stage may ask of an engine."""

    connection: ibis.BaseBackend

    def load(self, rows: pa.Table, name: str) -> ibis.Table:
        """The rows of an Arrow table as a table of the engine."""

    def materialise(self, expression: ibis.Table, name: str) -> ibis.Table:
        """Compute the expression once and hand back the result as a table."""

    def view(self, expression: ibis.Table, name: str) -> ibis.Table:
        """The expression under a name, not computed: what follows names it instead of repeating it, and stays short."""

    def read_parquet(self, path: Path, name: str) -> ibis.Table:
        """A stored table, read lazily."""

    def read_csv_text(self, path: Path, name: str, *, width: int, skip: int, delimiter: str) -> ibis.Table:
        """The records of a UTF-8 file after the first `skip` lines, lazily, every cell as text: columns c0, c1, …"""

    def materialise_numbered(self, expression: ibis.Table, name: str, first: int) -> ibis.Table:
        """Like `materialise`, with `src_row` counting the rows in their order from `first`. Raises Malformed."""

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


class DuckDBEngine:
    """DuckDB inside the process; spills to a scratch folder when memory is short."""

    def __init__(self) -> None:
        self._scratch = Path(tempfile.mkdtemp(prefix="tthc-"))
        self.connection = ibis.duckdb.connect(temp_directory=str(self._scratch), memory_limit=MEMORY)
        self.connection.raw_sql("SET TimeZone = 'UTC'")
        self.connection.raw_sql("SET preserve_insertion_order = false")

    def load(self, rows: pa.Table, name: str) -> ibis.Table:
        return self.connection.create_table(name, rows, overwrite=True)

    def materialise(self, expression: ibis.Table, name: str) -> ibis.Table:
        return self.connection.create_table(name, expression, overwrite=True)

    def view(self, expression: ibis.Table, name: str) -> ibis.Table:
        return self.connection.create_view(name, expression, overwrite=True)

    def read_parquet(self, path: Path, name: str) -> ibis.Table:
        return self.connection.read_parquet(path, table_name=name)

    def read_csv_text(self, path: Path, name: str, *, width: int, skip: int, delimiter: str) -> ibis.Table:
        columns = {f"c{n}": "VARCHAR" for n in range(width)}
        return self.connection.read_csv(
            path, table_name=name, columns=columns, skip=skip, delim=delimiter,
            header=False, auto_detect=False, quote='"', escape='"', max_line_size=8_000_000,
        )

    def materialise_numbered(self, expression: ibis.Table, name: str, first: int) -> ibis.Table:
        self.connection.raw_sql("SET preserve_insertion_order = true")
        try:
            stored = self.materialise(expression, name)
        except duckdb.InvalidInputException as error:
            raise Malformed(str(error)) from error
        finally:
            self.connection.raw_sql("SET preserve_insertion_order = false")
        return stored.mutate(src_row=stored.rowid() + first)

    def try_instant(self, text: ir.StringValue, forms: tuple[str, ...]) -> ir.TimestampValue:
        return _try_strptime(text, list(forms)) if forms else text.try_cast(INSTANT)

    def try_moment(self, text: ir.StringValue, zone: str) -> ir.TimestampValue:
        return _to_zone(zone, text.try_cast(dt.Timestamp(timezone="UTC", scale=6)))

    def write_parquet(self, expression: ibis.Table, path: Path) -> None:
        self.connection.to_parquet(expression, path)

    def fetch(self, expression: ibis.Table) -> pd.DataFrame:
        return expression.to_pandas()

    def close(self) -> None:
        self.connection.disconnect()
        shutil.rmtree(self._scratch, ignore_errors=True)


def connect(name: str = "duckdb") -> Engine:
    """A fresh engine. Raises UsageError for an unknown name."""
    if name == "duckdb":
        return DuckDBEngine()
    raise UsageError(f"Không có máy tính toán “{name}”; được dùng: duckdb.")
