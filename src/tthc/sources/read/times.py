"""Texts read as instants of the office's local time, in the forms that the profile declares."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import closing_instant, closing_minute
from tthc.engine import Engine
from tthc.sources.read.profile import Profile

INSTANT = "timestamp(6)"  # the office's local time, zone-less
# A date without a time of day reads as the opening time of its day here, as the closing time everywhere else.
OPENS = frozenset({
    "submitted_at", "received_at", "apology_at", "arrived_at", "started_at", "from_at", "at", "published_at",
    "made_public_at",
})
_SERIAL = r"^[1-9]\d{4}(\.\d+)?$"


def read_time(text: ir.StringValue, profile: Profile, engine: Engine, days_late: int = 0) -> ir.TimestampValue:
    """The instant that `text` names under the profile's forms or ISO; a date alone is its midnight; null where none
    fits.

    A workbook that counts its days from a later one has serial numbers that are smaller by `days_late`.
    """
    # A year of two figures first: the forms with four would take it for one of the first century.
    forms = tuple(sorted((form for form in profile.dates if form != "excel"), key=lambda form: "%y" not in form))
    branches = [(text.substr(4, 1) == "-", _iso(text, profile, engine))]
    if "excel" in profile.dates:
        branches.append((text.re_search(_SERIAL), _serial(text, days_late)))
    return ibis.cases(*branches, else_=_by_form(text, forms, engine))


def _iso(text: ir.StringValue, profile: Profile, engine: Engine) -> ir.TimestampValue:
    # The engine takes whatever follows the minutes for a zone and drops it: PM, ICT. Such texts get a second look.
    tail = text.substr(10, 40)
    has_offset = tail.contains("+") | tail.contains("-") | tail.upper().endswith("Z")
    is_plain = (text.right(1) <= "9") | text.endswith("Z") | text.endswith("z")
    return ibis.cases(
        (has_offset & is_plain, engine.try_moment(text, profile.timezone)), (is_plain, engine.try_instant(text, ())),
    )


def _by_form(text: ir.StringValue, forms: tuple[str, ...], engine: Engine) -> ir.TimestampValue:
    if not forms:
        return ibis.null(INSTANT)
    if any("%p" in form for form in forms):
        # Vietnamese Windows writes SA (sáng) and CH (chiều) for AM and PM.
        text = text.re_replace(r"(?i)\s*SA$", " AM").re_replace(r"(?i)\s*CH$", " PM")
    return engine.try_instant(text, forms)


def _serial(text: ir.StringValue, days_late: int) -> ir.TimestampValue:
    """Excel counts days from 30 December 1899; the fraction is the time of day, rounded to the second."""
    days = text.try_cast("float64") + days_late
    seconds = ((days - 25569) * 86400).round().cast("int64")
    return seconds.as_timestamp("s").cast(INSTANT)


def at_edges(rows: ir.Table, names: dict[str, str], edges: ir.Table, engine: Engine, stage: str) -> ir.Table:
    """`rows` with each date-only instant moved to the opening or closing time of its day.

    `names` maps an instant column to its flag column (true where the text was only a date); the flags are dropped.
    `edges` has one row a day: date, opens_at, closes_at. A day that it lacks opens at 00:00 and closes at 23:59:59.
    """
    for column, flag in names.items():
        opens = column.removeprefix("case_") in OPENS
        days = edges.select(edge_date="date", edge_at=edges.opens_at if opens else edges.closes_at)
        dated = rows.mutate(edge_day=ibis.cases((rows[flag], rows[column].date())))
        joined = dated.left_join(days, dated.edge_day == days.edge_date)
        midnight = joined[column].date().cast(INSTANT)
        other = midnight if opens else midnight + ibis.interval(seconds=86399)
        moved = ibis.cases((joined[flag], joined.edge_at.coalesce(other)), else_=joined[column])
        rows = joined.mutate(**{column: moved.cast(INSTANT)}).drop("edge_day", "edge_date", "edge_at", flag)
        rows = engine.view(rows, f"{stage}_at_{column}")
    return rows


def edges(days: ir.Table) -> ir.Table:
    """One row per working day of the calendar: date, opens_at, closes_at."""
    worked = days.filter(days.is_work)
    midnight = worked.date.cast(INSTANT)
    return worked.select(
        "date", opens_at=(midnight + (worked.from_1 * 60).cast("int64").as_interval("s")).cast(INSTANT),
        closes_at=closing_instant(worked.date, closing_minute(worked)),
    )
