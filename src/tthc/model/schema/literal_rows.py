"""A short list that Python declares, as a table: part of the statement itself, so that the statement can be kept."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa


def literal_rows(rows: pa.Table) -> ir.Table:
    """The rows as an expression: each column is an array written in the statement, of which row n takes the n-th place.

    Unlike `ibis.memtable` nothing has to be made known to the engine before the statement runs.
    """
    numbers = ibis.range(0, rows.num_rows).unnest().name("literal_row").as_table()
    schema = ibis.Schema.from_pyarrow(rows.schema)
    columns = {
        name: ibis.literal(rows[name].to_pylist(), type=f"array<{kind}>")[numbers.literal_row] for name,
        kind in schema.items()
    }
    return numbers.select(**columns)
