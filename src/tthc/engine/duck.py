"""DuckDB inside the process: what every report runs on."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.sql.datatypes import DuckDBType

from tthc.engine.contract import INSTANT, Malformed
from tthc.engine.statement import Kind, Statement, names_memory, translated

if TYPE_CHECKING:
    import pandas as pd

_ARRIVING = "arriving_rows"
MEMORY = "4GB"  # an office PC has 8 GB; what does not fit goes to the scratch folder


@ibis.udf.scalar.builtin(
    name="try_strptime", signature=((dt.string, dt.Array(dt.string)), INSTANT),
)  # type: ignore[untyped-decorator]
def _try_strptime(text: Any, forms: Any) -> Any:
    """The instant that `text` is in the first of `forms` that fits, else null."""


@ibis.udf.scalar.builtin(name="trim", signature=((dt.string,), dt.string))  # type: ignore[untyped-decorator]
def _trim(text: Any) -> Any:
    """Spaces only: five times faster than what Ibis writes, which looks for every kind of white space."""


@ibis.udf.scalar.builtin(
    name="timezone", signature=((dt.string, dt.Timestamp(timezone="UTC", scale=6)), INSTANT),
)  # type: ignore[untyped-decorator]
def _to_zone(zone: Any, moment: Any) -> Any:
    """What clocks in `zone` show at `moment`, zone-less."""


@cache
def _written(kind: dt.DataType) -> str:
    """A type as DuckDB writes it; there are a dozen, asked for thousands of times."""
    return DuckDBType.to_string(kind)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class DuckDBEngine:
    """DuckDB inside the process; spills to a scratch folder when memory is short."""

    def __init__(self) -> None:
        self._scratch = Path(tempfile.mkdtemp(prefix="tthc-"))
        self.connection = ibis.duckdb.connect(temp_directory=str(self._scratch), memory_limit=MEMORY)
        self.connection.raw_sql("SET TimeZone = 'UTC'")
        self.connection.raw_sql("SET preserve_insertion_order = false")

    def load(self, rows: pa.Table, name: str) -> ibis.Table:
        schema = ibis.schema(rows.schema)
        if not rows.num_rows:
            return self._stored(name, schema, None)
        self._connection.register(_ARRIVING, rows)
        try:
            return self._stored(name, schema, f"FROM {_ARRIVING}")
        finally:
            self._connection.unregister(_ARRIVING)

    def materialise(self, expression: ibis.Table, name: str) -> ibis.Table:
        return self._stored(name, expression.schema(), self._sql(expression))

    def compiled(self, expression: ibis.Table) -> Statement:
        columns = tuple(Kind(name, str(kind), _written(kind)) for name, kind in expression.schema().items())
        return Statement(self._sql(expression), columns, not names_memory(expression))

    def run(self, statement: Statement, name: str, *, view: bool = False) -> None:
        kept = ", ".join(
            f"CAST({_quoted(one.name)} AS {one.written}) AS {_quoted(one.name)}"
            for one in statement.columns
        )
        what = "VIEW" if view else "TABLE"
        self._connection.execute(f"CREATE OR REPLACE {what} {_quoted(name)} AS SELECT {kept} FROM ({statement.sql})")

    def named(self, name: str, columns: Sequence[Kind]) -> ibis.Table:
        return self._named(name, ibis.schema({one.name: one.type for one in columns}))

    def forget(self, name: str, *, view: bool = False) -> None:
        self._connection.execute(f"DROP {'VIEW' if view else 'TABLE'} IF EXISTS {_quoted(name)}")

    def view(self, expression: ibis.Table, name: str) -> ibis.Table:
        self._connection.execute(f"CREATE OR REPLACE VIEW {_quoted(name)} AS {self._sql(expression)}")
        return self._named(name, expression.schema())

    def _sql(self, expression: ibis.Table) -> str:
        self.connection._run_pre_execute_hooks(expression)  # tables in memory that it names
        return translated(self.connection, expression)

    @property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        return self.connection.con

    def _stored(self, name: str, schema: ibis.Schema, rows: str | None) -> ibis.Table:
        """The rows of a query under a name, in the declared types; no rows without a query.

        For small periods the time goes into SQL about SQL: four plain statements take a quarter of what Ibis' own
        `create_table` spends. A query may read the table that its rows replace.
        """
        columns = ", ".join(f"{_quoted(column)} {_written(kind)}" for column, kind in schema.items())
        new = _quoted(f"{name} arriving")
        self._connection.execute(f"CREATE OR REPLACE TABLE {new} ({columns})")
        if rows:
            self._connection.execute(f"INSERT INTO {new} {rows}").fetchall()
        self._connection.execute(f"DROP TABLE IF EXISTS {_quoted(name)}")
        self._connection.execute(f"ALTER TABLE {new} RENAME TO {_quoted(name)}")
        return self._named(name, schema)

    def _named(self, name: str, schema: ibis.Schema) -> ibis.Table:
        return ops.DatabaseTable(name, schema=schema, source=self.connection).to_expr()

    def open_parquet(self, path: Path, name: str, columns: Sequence[Kind]) -> ibis.Table:
        # A pattern of the folder itself must not be read as one.
        quoted = "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path)).replace("'", "''")
        self.run(Statement(f"SELECT * FROM read_parquet('{quoted}')", tuple(columns)), name, view=True)
        return self.named(name, columns)

    def read_parquet(self, path: Path, name: str) -> ibis.Table:
        return self.connection.read_parquet(path, table_name=name)

    def read_csv_text(
        self, path: Path, name: str, *, width: int, skip: int, delimiter: str, missing: Sequence[str] = (),
    ) -> ibis.Table:
        columns = {f"c{n}": "VARCHAR" for n in range(width)}
        return self.connection.read_csv(
            path, table_name=name, columns=columns, skip=skip, delim=delimiter,
            header=False, auto_detect=False, quote='"', escape='"', max_line_size=8_000_000, nullstr=["", *missing],
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

    def trim(self, text: ir.StringValue) -> ir.StringValue:
        return _trim(text)

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
