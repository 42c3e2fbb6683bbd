"""Instants that a run is about, as an expression: from a `datetime`, or from a column of a table of one row."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir


def instant(value: datetime | ir.Value) -> ir.Value:
    """The instant as the tables hold them: office's local time, microseconds, no zone."""
    return as_column(value) if isinstance(value, ir.Value) else ibis.literal(value).cast("timestamp(6)")


def last_instant(end: datetime | ir.Value) -> ir.Value:
    """The last instant before an exclusive `end`, such as a cut."""
    return instant(end) - ibis.interval(microseconds=1)


def last_day(cut: datetime | ir.Value) -> ir.Value:
    """The day of the last instant before `cut`: a cut at midnight belongs to the next day."""
    return last_instant(cut).date()


def as_column(value: ir.Value | str) -> ir.Value:
    """The value as a column of its own.

    Ibis 12 writes a one-cell table that is named as a column with that name wherever else it stands; inside a function
    it does not.
    """
    return ibis.coalesce(value) if isinstance(value, ir.Value) else ibis.literal(value)
