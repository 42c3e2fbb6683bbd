"""Reading is done on DuckDB; another engine gets the canonical tables as Parquet."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from tthc.engine import Engine
from tthc.read import Reading


def on_engine(reading: Reading, reader: Engine, engine: Engine, folder: Path) -> Reading:
    """The same reading with its tables on `engine`; `folder` holds the files between the two while the engine needs them."""
    if engine is reader:
        return reading

    def moved(name, table):
        path = folder / f"{name}.parquet"
        reader.write_parquet(table, path)
        # Parquet does not say how fine an instant is; the stages count on what was declared.
        return engine.read_parquet(path, f"read_{name}").cast(dict(table.schema()))

    tables = {name: moved(name, table) for name, table in reading.tables.items()}
    others = {name: moved(name, getattr(reading, name)) for name in ("findings", "accounting")}
    return dataclasses.replace(reading, tables=tables, **others)
