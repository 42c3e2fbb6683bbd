"""Stops that a log shows only as a pair of activities."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.model.schema import CANONICAL
from tthc.sources.read.events import file_order
from tthc.sources.read.profile import Stop
from tthc.sources.read.sheets import ORIGIN
from tthc.sources.read.step_names import steps_called


def stops(events: ir.Table, pairs: tuple[Stop, ...], hours: tuple[datetime, ...], engine: Engine) -> list[ir.Table]:
    """For each pair one row per stop that the log shows, as canonical stops."""
    return [_stop_rows(events, pair, hours, engine) for pair in pairs]


def _stop_rows(events: ir.Table, pair: Stop, hours: tuple[datetime, ...], engine: Engine) -> ir.Table:
    """A stop begins when the activity that asks for it is done, and ends when the one that closes it begins.

    Where stamps are beginnings, the status itself is the wait: it begins with the status.
    """
    begins, ends = (steps_called(events, names, engine) for names in (pair.begins, pair.ends))
    marks = events.filter(events.step.isin([*begins, *ends])).mutate(asks=events.step.isin(begins))
    asked = marks.is_begin.ifelse(marks.arrived_at, marks.ended_at.coalesce(marks.started_at, marks.arrived_at))
    closed = marks.is_begin.ifelse(marks.arrived_at, marks.started_at.coalesce(marks.ended_at, marks.arrived_at))
    marks = marks.mutate(at=marks.asks.ifelse(asked, closed))
    marks = marks.filter(marks["at"].notnull())
    order = ibis.window(group_by="dossier_id", order_by=file_order(marks, marks["at"], hours))
    turns = marks.mutate(before=marks.asks.lag().over(order)).filter(
        lambda row: row.before.isnull() | (row.before != row.asks)
    )
    order = ibis.window(group_by="dossier_id", order_by=file_order(turns, turns["at"], hours))
    whole = turns.mutate(to_at=turns["at"].lead().over(order)).filter(ibis._.asks)
    return whole.select(
        dossier_id="dossier_id", kind=ibis.literal(pair.kind), from_at="at", to_at="to_at",
        **{name: whole[name] for name in ORIGIN}
    ).cast(CANONICAL["stops"].ibis_schema())
