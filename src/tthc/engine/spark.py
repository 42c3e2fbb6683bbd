"""Spark, for what outgrows one machine: in local mode here, on a cluster through Spark's own settings
(docs/scale-out.md).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.backends.sql.datatypes import PySparkType

from tthc.engine.statement import Kind, Statement, names_memory
from tthc.model.errors import UsageError
from tthc.model.settings import process_environment

if TYPE_CHECKING:
    import pandas as pd

MASTER, SCRATCH = "TTHC_SPARK_MASTER", "TTHC_SPARK_SCRATCH"


class SparkEngine:
    """Spark through Ibis. Each materialised table is written as Parquet and read back, which cuts Spark's lineage.

    TTHC_SPARK_MASTER names a cluster (default local[2]); TTHC_SPARK_SCRATCH a folder that all its machines share.
    """

    def __init__(self) -> None:
        self._scratch = Path(tempfile.mkdtemp(prefix="tthc-", dir=process_environment().get(SCRATCH)))
        self._session = _session(self._scratch)
        self.connection = ibis.pyspark.connect(self._session)
        # Ibis hands tables held in memory over through pandas, where an absent text becomes the text "nan".
        self.connection._register_in_memory_table = self._register
        self._writes = 0

    def load(self, rows: pa.Table, name: str) -> ibis.Table:
        path = self._path(name)
        pq.write_table(rows, path, coerce_timestamps="us", version="2.6")
        declared = ibis.Schema.from_pyarrow(rows.schema)
        return _as_declared(self.read_parquet(path, f"{name}_{self._writes}"), declared)

    def materialise(self, expression: ibis.Table, name: str) -> ibis.Table:
        path = self._path(name)
        self.write_parquet(expression, path)
        # Spark stores its own types; the next stage counts on those that were declared.
        return _as_declared(self.read_parquet(path, f"{name}_{self._writes}"), expression.schema())

    def compiled(self, expression: ibis.Table) -> Statement:
        expression = _typed(expression)
        columns = tuple(
            Kind(name, str(kind), PySparkType.to_string(kind))
            for name, kind in expression.schema().items()
        )
        self.connection._run_pre_execute_hooks(expression)
        return Statement(self.connection.compile(expression), columns, not names_memory(expression))

    def run(self, statement: Statement, name: str, *, view: bool = False) -> None:
        rows = self._session.sql(statement.sql)
        if not view:
            path = self._path(name)
            rows.write.mode("overwrite").parquet(path.absolute().as_uri())
            rows = self._session.read.parquet(path.absolute().as_uri())
        from pyspark.sql.functions import col

        declared = [col(f"`{one.name}`").cast(one.written).alias(one.name) for one in statement.columns]
        rows.select(*declared).createOrReplaceTempView(name)

    def named(self, name: str, columns: Sequence[Kind]) -> ir.Table:
        schema = ibis.schema({one.name: one.type for one in columns})
        return ops.DatabaseTable(name, schema=schema, source=self.connection).to_expr()

    def forget(self, name: str, *, view: bool = False) -> None:
        if view:
            self._session.catalog.dropTempView(name)
            return
        for stored in self._scratch.glob(f"{name}_[0-9]*.parquet"):
            shutil.rmtree(stored)

    def view(self, expression: ibis.Table, name: str) -> ibis.Table:
        return _as_declared(self.connection.create_view(name, expression, overwrite=True), expression.schema())

    def open_parquet(self, path: Path, name: str, columns: Sequence[Kind]) -> ir.Table:
        return _as_declared(self.read_parquet(path, name), ibis.schema({one.name: one.type for one in columns}))

    def read_parquet(self, path: Path, name: str) -> ibis.Table:
        return self.connection.read_parquet(Path(path).absolute().as_uri(), table_name=name)

    def write_parquet(self, expression: ibis.Table, path: Path) -> None:
        self.connection.to_parquet(_typed(expression), Path(path).absolute().as_uri(), mode="overwrite")

    def fetch(self, expression: ibis.Table) -> pd.DataFrame:
        return expression.to_pandas()

    def close(self) -> None:
        self._session.stop()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _register(self, table: Any) -> None:
        path = self._path(table.name)
        pq.write_table(table.data.to_pyarrow(table.schema), path, coerce_timestamps="us", version="2.6")
        self._session.read.parquet(path.as_uri()).createOrReplaceTempView(table.name)

    def _path(self, name: str) -> Path:
        # A table may be written again while an older one of its name is still being read.
        self._writes += 1
        return self._scratch / f"{name}_{self._writes}.parquet"


def _as_declared(stored: ir.Table, schema: ibis.Schema) -> ir.Table:
    wanted = {name: "string" if type_.is_null() else type_ for name, type_ in schema.items()}
    return stored.select(
        **{
            name: stored[name] if stored[name].type() == type_ else stored[name].cast(type_)
            for name, type_ in wanted.items()
        }
    )


def _typed(expression: ir.Table) -> ir.Table:
    """Columns of no type cannot be stored; they are text."""
    nothing = [name for name, type_ in expression.schema().items() if type_.is_null()]
    return expression.mutate(**{name: ibis.null("string") for name in nothing}) if nothing else expression


def _session(scratch: Path) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError(
            "Chưa cài Spark; hãy cài bằng lệnh: pip install -r requirements-spark.lock (cần Java 17)."
        ) from None
    builder = SparkSession.builder.appName("tthc").master(process_environment().get(MASTER, "local[2]"))
    for key, value in _SETTINGS.items():
        builder = builder.config(key, value)
    return builder.config("spark.sql.warehouse.dir", str(scratch / "warehouse")).getOrCreate()


_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    # Times are the office's local time, without a zone, on either engine.
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.driver.memory": "4g",
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",
}
