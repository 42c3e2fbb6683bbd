"""A second look at the instants that the profile's forms did not read: forms that mean one thing only are read after
all.
"""

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
from tthc.sources.read.two_figure_years import with_whole_years

_TIMES = ("timestamp(6)", "date")
_READ = pa.schema([("odd_text", pa.string()), ("odd_at", pa.timestamp("us")), ("odd_is_day", pa.bool_())])
_OTHER = {DAY_FIRST: MONTH_FIRST, MONTH_FIRST: DAY_FIRST}
_MONTHS = 12  # a day beyond it is no month: such a value fits one order only


def second_look(rows: ir.Table, match: Match, profile: Profile, engine: Engine, stage: str) -> ir.Table:
    """`rows` with the values of `bad_<column>` read where that is certain.

    A column may hold a value that fits only the other order of day and month (03/18/2024 where days come first) and
    none that fits only the declared one. Then the other values of the sheet's date columns, which both orders can read
    (03/07/2024), are most likely in the wrong order too: they are taken back and become findings like the unread one.
    """
    names = _times(match)
    counts = (
        engine.fetch(rows.aggregate(**{name: rows[BAD + name].notnull().sum().coalesce(0) for name in names})).iloc[0]
        if names
        else {}
    )
    odd = [name for name in names if counts[name]]
    if not odd:
        return rows
    every = ibis.union(
        *(rows.select(text=rows[BAD + name]).filter(ibis._.text.notnull()) for name in odd), distinct=True,
    )
    texts = list(engine.fetch(every).text)
    rows = _read(rows, odd, match, _known(texts, profile), engine, stage)
    rows = _without_swapped(rows, odd, match, profile, engine, stage)
    return _without_swapped_beside(rows, odd, match, profile, engine, stage)


def _known(texts: list[str], profile: Profile) -> pa.Table:
    order, serials = order_of(profile.dates), "excel" in profile.dates
    whole = with_whole_years(texts) if order == DAY_FIRST else {}
    found = [(text, loose_moment(whole.get(text, text), order, profile.timezone, serials)) for text in texts]
    rows = [(text, moment.at, not moment.has_time) for text, moment in found if moment]
    return pa.Table.from_pylist([dict(zip(_READ.names, row, strict=True)) for row in rows], schema=_READ)


def _read(rows: ir.Table, names: list[str], match: Match, known: pa.Table, engine: Engine, stage: str) -> ir.Table:
    if not known.num_rows:
        return rows
    odd = engine.load(known, f"{stage}_odd")
    for name in names:
        joined = rows.left_join(odd, rows[BAD + name] == odd.odd_text)
        is_read = joined.odd_at.notnull()
        changes = {
            name: joined[name].coalesce(joined.odd_at.cast(declared(match, name).type)),
            BAD + name: ibis.cases((~is_read, joined[BAD + name])),
        }
        if DAY + name in rows.columns:
            changes[DAY + name] = joined[DAY + name] | joined.odd_is_day.fill_null(False)
        rows = engine.view(joined.mutate(**changes).drop(*_READ.names), f"{stage}_odd_{name}")
    return rows


def _without_swapped(
    rows: ir.Table, names: list[str], match: Match, profile: Profile, engine: Engine, stage: str,
) -> ir.Table:
    order = order_of(profile.dates)
    if not order or not any(_fits_other(rows, name, order, profile, engine) for name in names):
        return rows
    for name in _times(match):
        if _latest_day(rows, name, engine) <= _MONTHS:
            unread = _unread(rows, name, rows[name].notnull(), match, order)
            rows = engine.view(unread, f"{stage}_swapped_{name}")
    return rows


def _without_swapped_beside(
    rows: ir.Table, names: list[str], match: Match, profile: Profile, engine: Engine, stage: str,
) -> ir.Table:
    """The same within one row: a row that has a value of the other order was written, or turned into dates, in that
    order.

    Of 03/07/2024 and 03/18/2024 in one row the second fits month first only; the first is then no day in July.
    """
    order = order_of(profile.dates)
    if not order:
        return rows
    texts = ibis.union(*(rows.select(text=rows[BAD + name]) for name in names), distinct=True)
    found = [
        text
        for text in engine.fetch(texts.filter(texts.text.notnull())).text
        if _is_other_only(text, order, profile)
    ]
    if not found:
        return rows
    swapped = engine.load(pa.table({"swapped_text": pa.array(found, pa.string())}), f"{stage}_swapped")
    is_swapped = ibis.or_(*(rows[BAD + name].isin(swapped.swapped_text).fill_null(False) for name in names))
    rows = engine.view(rows.mutate(is_swapped=is_swapped), f"{stage}_swapped_rows")
    for name in _times(match):
        is_wrong = rows.is_swapped & rows[name].notnull() & (rows[name].day() <= _MONTHS)
        rows = engine.view(_unread(rows, name, is_wrong, match, order), f"{stage}_beside_{name}")
    return rows.drop("is_swapped")


def _unread(rows: ir.Table, name: str, is_wrong: ir.BooleanValue, match: Match, order: str) -> ir.Table:
    """`rows` in which the values of a column that are wrong count as not read, shown as the file has them."""
    return rows.mutate(**{
        name: ibis.cases((is_wrong, ibis.null(declared(match, name).type)), else_=rows[name]),
        BAD + name: ibis.cases((is_wrong, _shown(rows[name], order)), else_=rows[BAD + name]),
    })


def _is_other_only(text: str, order: str, profile: Profile) -> bool:
    """An unread text that the declared order does not read and the other one does."""
    return loose_moment(text, order, profile.timezone) is None and loose_moment(
        text, _OTHER[order], profile.timezone,
    ) is not None


def _shown(value: ir.TimestampValue, order: str) -> ir.StringValue:
    return value.cast(INSTANT).strftime("%d/%m/%Y %H:%M" if order == DAY_FIRST else "%m/%d/%Y %H:%M")


def _times(match: Match) -> list[str]:
    """The columns whose dates the profile's forms of date read."""
    return [
        name
        for name in match.columns
        if declared(match, name).type in _TIMES and name.removeprefix(CASE) not in match.layout.dates
    ]


def _fits_other(rows: ir.Table, name: str, order: str, profile: Profile, engine: Engine) -> bool:
    """Whether an unread value of a column fits the other order, and no value that was read fits the
    declared one only.
    """
    if _latest_day(rows, name, engine) > _MONTHS:
        return False
    texts = engine.fetch(rows.select(text=rows[BAD + name]).filter(ibis._.text.notnull()).distinct()).text
    return any(loose_moment(text, _OTHER[order], profile.timezone) for text in texts)


def _latest_day(rows: ir.Table, name: str, engine: Engine) -> int:
    """The highest day of a month among the values that were read; 0 for none."""
    return int(engine.fetch(rows.aggregate(most=rows[name].day().max().coalesce(0))).most[0])
