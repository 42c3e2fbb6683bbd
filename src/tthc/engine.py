"""The only file that names an engine: connect, load, materialise, fetch.

Stages hand Ibis expressions in and get Ibis tables back; each stage is materialised because deep expressions compile slowly.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Protocol

import ibis
import pandas as pd
import pyarrow as pa

from tthc.errors import UsageError


class Engine(Protocol):
    """What a stage may ask of an engine."""

    connection: ibis.BaseBackend

    def load(self, rows: pa.Table, name: str) -> ibis.Table:
        """The rows of an Arrow table as a table of the engine."""

    def materialise(self, expression: ibis.Table, name: str) -> ibis.Table:
        """Compute the expression once and hand back the result as a table."""

    def read_parquet(self, path: Path, name: str) -> ibis.Table:
        """A stored table, read lazily."""

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
        self.connection = ibis.duckdb.connect(temp_directory=str(self._scratch))
        self.connection.raw_sql("SET TimeZone = 'UTC'")
        self.connection.raw_sql("SET preserve_insertion_order = false")

    def load(self, rows: pa.Table, name: str) -> ibis.Table:
        return self.connection.create_table(name, rows, overwrite=True)

    def materialise(self, expression: ibis.Table, name: str) -> ibis.Table:
        return self.connection.create_table(name, expression, overwrite=True)

    def read_parquet(self, path: Path, name: str) -> ibis.Table:
        return self.connection.read_parquet(path, table_name=name)

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
