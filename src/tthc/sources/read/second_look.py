"""A second look at the instants that the profile's forms did not read: forms that mean one thing only are read after all."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.engine import Engine
from tthc.sources.read.cells import BAD, DAY, declared
from tthc.sources.read.headers import CASE, Match
from tthc.sources.read.loose_times import DAY_FIRST, MONTH_FIRST, loose_moment, order_of
from tthc.sources.read.profile import Profile
from tthc.sources.read.times import INSTANT

_TIMES = ("timestamp(6)", "date")
_READ = pa.schema([("odd_text", pa.string()), ("odd_at", pa.timestamp("us")), ("odd_is_day", pa.bool_())])
_OTHER = {DAY_FIRST: MONTH_FIRST, MONTH_FIRST: DAY_FIRST}
_MONTHS = 12  # a day beyond it is no month: such a value fits one order only


def second_look(rows: ir.Table, match: Match, profile: Profile, engine: Engine, stage: str) -> ir.Table:
    """`rows` with the values of `bad_<column>` read where that is certain.

    Where a column has a value that fits the other order of day and month, and none that fits only the declared one, it and
    its like in the sheet lose the values that both orders read: they are as wrong as the unread ones.
    """
    names = [name for name in match.columns if declared(match, name).type in _TIMES and name.removeprefix(CASE) not in match.layout.dates]
    counts = engine.fetch(rows.aggregate(**{name: rows[BAD + name].notnull().sum().coalesce(0) for name in names})).iloc[0] if names else {}
    odd = [name for name in names if counts[name]]
    if not odd:
        return rows
    every = ibis.union(*(rows.select(text=rows[BAD + name]).filter(ibis._.text.notnull()) for name in odd), distinct=True)
    texts = list(engine.fetch(every).text)
    rows = _read(rows, odd, match, _known(texts, profile), engine, stage)
    return _without_swapped(rows, odd, match, profile, engine, stage)


def _known(texts: list[str], profile: Profile) -> pa.Table:
    order, serials = order_of(profile.dates), "excel" in profile.dates
    found = [(text, loose_moment(text, order, profile.timezone, serials)) for text in texts]
    rows = [(text, moment.at, not moment.has_time) for text, moment in found if moment]
    return pa.Table.from_pylist([dict(zip(_READ.names, row, strict=True)) for row in rows], schema=_READ)


def _read(rows: ir.Table, names: list[str], match: Match, known: pa.Table, engine: Engine, stage: str) -> ir.Table:
    if not known.num_rows:
        return rows
    told = engine.load(known, f"{stage}_odd")
    for name in names:
        joined = rows.left_join(told, rows[BAD + name] == told.odd_text)
        is_read = joined.odd_at.notnull()
        changes = {
            name: joined[name].coalesce(joined.odd_at.cast(declared(match, name).type)),
            BAD + name: ibis.cases((~is_read, joined[BAD + name])),
        }
        if DAY + name in rows.columns:
            changes[DAY + name] = joined[DAY + name] | joined.odd_is_day.fill_null(False)
        rows = engine.view(joined.mutate(**changes).drop(*_READ.names), f"{stage}_odd_{name}")
    return rows


def _without_swapped(rows: ir.Table, names: list[str], match: Match, profile: Profile, engine: Engine, stage: str) -> ir.Table:
    order = order_of(profile.dates)
    if not order or not any(_fits_other(rows, name, order, profile, engine) for name in names):
        return rows
    times = [name for name in match.columns if declared(match, name).type in _TIMES and name.removeprefix(CASE) not in match.layout.dates]
    for name in times:
        if _latest_day(rows, name, engine) <= _MONTHS:
            text = rows[name].cast(INSTANT).strftime("%d/%m/%Y %H:%M" if order == DAY_FIRST else "%m/%d/%Y %H:%M")
            bad = rows[BAD + name].coalesce(text)
            rows = engine.view(rows.mutate(**{name: ibis.null(declared(match, name).type), BAD + name: bad}), f"{stage}_swapped_{name}")
    return rows


def _fits_other(rows: ir.Table, name: str, order: str, profile: Profile, engine: Engine) -> bool:
    """Whether an unread value of a column fits the other order, and no value that was read fits the declared one only."""
    if _latest_day(rows, name, engine) > _MONTHS:
        return False
    texts = engine.fetch(rows.select(text=rows[BAD + name]).filter(ibis._.text.notnull()).distinct()).text
    return any(loose_moment(text, _OTHER[order], profile.timezone) for text in texts)


def _latest_day(rows: ir.Table, name: str, engine: Engine) -> int:
    """The highest day of a month among the values that were read; 0 for none."""
    return int(engine.fetch(rows.aggregate(most=rows[name].day().max().coalesce(0))).most[0])
