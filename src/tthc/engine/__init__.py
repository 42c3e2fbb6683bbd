"""The only place that names an engine: connect, load, materialise, fetch.

Stages hand Ibis expressions in and get Ibis tables back; each stage is materialised because deep expressions compile
slowly.
"""

from __future__ import annotations

from typing import cast

from tthc.engine.contract import INSTANT, Engine, Malformed
from tthc.engine.statement import Kind, Statement
from tthc.model.errors import UsageError

NAMES = ("duckdb", "spark")

__all__ = ["INSTANT", "NAMES", "Engine", "Kind", "Malformed", "Statement", "connect"]


def connect(name: str = "duckdb") -> Engine:
    """A fresh engine. Raises UsageError for an unknown name, or where Spark is asked for and not installed."""
    if name == "duckdb":
        from tthc.engine.duck import DuckDBEngine

        return DuckDBEngine()
    if name == "spark":
        from tthc.engine.spark import SparkEngine

        # It has no functions that read files of text: sources are read by DuckDB and handed over.
        return cast(Engine, SparkEngine())
    raise UsageError(f"Không có máy tính toán “{name}”; được dùng: {', '.join(NAMES)}.")
