"""A log of events → steps, dossiers and stops.

One stamp per event: the step ends at the stamp and arrived at the latest end in the dossier not after it (`stamps`
where it begins then). Start and end: it arrived at the latest end not after its start. "Sent from A to B": B holds from
the row to the next that B sends. A log that tells starts and completions in rows of their own is made one of intervals
first (`lifecycles`).
"""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.model.schema import CANONICAL, KEY_CELLS
from tthc.sources.read.headers import CASE
from tthc.sources.read.profile import LIMIT_DAYS, LOG_COLUMNS, Profile
from tthc.sources.read.repeated_hours import in_time
from tthc.sources.read.sheets import ORIGIN
from tthc.sources.read.times import INSTANT

SHEET = 1 << 32  # more rows than a sheet has


def event_rows(rows: ir.Table, number: int, whole: bool, newness: int = 0) -> ir.Table:
    """One row per event: the columns of `steps` that the log has, the log's own, the reception that the row repeats.

    `event_no` orders the events as the sheets list them: `number` is the place of the sheet among them. Columns that
    the log lacks are only added where it is to be laid beside others (`whole`): sorting would drag them along. So is
    `newness`.
    """
    declared = {
        column.name: column.type
        for column in CANONICAL["steps"].columns
        if column.name not in ORIGIN
    } | dict.fromkeys(LOG_COLUMNS, "string")
    columns = {name: rows[name].cast(kind) for name, kind in declared.items() if name in rows.columns}
    lacking = {name: ibis.null(kind) for name, kind in declared.items() if name not in rows.columns}
    origin = {name: rows[name] for name in ORIGIN} | {"newness": ibis.literal(newness)} if whole else {}
    received = {"row_received_at": rows[CASE + "received_at"]} if CASE + "received_at" in rows.columns else {}
    lacking |= {} if received else {"row_received_at": ibis.null(INSTANT)}
    return rows.select(
        **columns, **received, **(lacking if whole else {}), **origin, event_no=_event_no(rows, number),
    )


def _event_no(rows: ir.Table, number: int) -> ir.IntegerValue:
    """A number of its own for each row of all sheets, in the order of sheets and rows."""
    return rows.src_row + (((rows.sheet_no + number) if "sheet_no" in rows.columns else number) * SHEET)


def filled(events: ir.Table, file: str | None = None, sheet: str | None = None) -> ir.Table:
    """The events with every column, what the log lacks being null; `file` and `sheet` are those of a log that has one
    sheet.
    """
    origin = {
        "src_file": ibis.literal(file, type="string"), "src_sheet": ibis.literal(sheet, type="string"),
        "src_row": events.event_no,
    }
    declared = {column.name: ibis.null(column.type) for column in CANONICAL["steps"].columns} | dict.fromkeys(
        LOG_COLUMNS, ibis.null("string"),
    )
    declared |= {"row_received_at": ibis.null(INSTANT), "is_begin": ibis.literal(False), **origin}
    return events.mutate(**{name: value for name, value in declared.items() if name not in events.columns})


def with_reception(events: ir.Table, dossiers: ir.Table) -> ir.Table:
    """Events that do not repeat their dossier's reception learn it from `dossiers`: of several sources the first."""
    known = dossiers.group_by(known_id=dossiers.dossier_id).aggregate(known_at=dossiers.received_at.min())
    joined = events.left_join(known, events.dossier_id == known.known_id)
    has_own = "row_received_at" in events.columns
    received_at = joined.row_received_at.coalesce(joined.known_at) if has_own else joined.known_at
    return joined.mutate(row_received_at=received_at).drop("known_id", "known_at")


def with_outdated(events: ir.Table) -> ir.Table:
    """The events with `is_outdated`: a newer export tells the same event, or the dossier's history from its first event
    on.

    Which event is the same is told by its number in the dossier, else by its step and when it arrived, started or, with
    one stamp, ended.
    """
    at = ibis.coalesce(events.arrived_at, events.started_at, events.ended_at)
    what = [events[name] for name in ("step", "lifecycle", "sent_by") if name in events.columns]
    same = ibis.literal(" ").join([value.cast("string").fill_null("") for value in (*what, at)])
    events = events.mutate(first_at=at, same_as=events.step_no.cast("string").coalesce(same))
    export, dossier = (ibis.window(group_by=names) for names in (["dossier_id", "newness"], ["dossier_id"]))
    is_whole = events.first_at.min().over(export) == events.first_at.min().over(dossier)
    events = events.mutate(whole=is_whole.ifelse(events.newness, 0))
    newest = ibis.window(group_by=["dossier_id", "same_as"])
    is_outdated = (events.newness < events.whole.max().over(dossier)) | (
        events.newness < events.newness.max().over(newest)
    )
    return events.mutate(is_outdated=is_outdated).drop("first_at", "same_as", "whole")


def in_order(events: ir.Table, hours: tuple[datetime, ...] = ()) -> ir.Table:
    """Each event with `begin_at` (its start, else its arrival, else its stamp), `place` in its dossier from 1,
    `last_end` (that of the one before it), `is_tied` (it begins together with that one) and `is_mixed` (`last_end` may
    not be the latest end before).

    Events that begin together keep the order of the log's own numbering, then of the file; so do those of the `hours`
    that a clock change repeats.
    """
    have = [events[name] for name in ("started_at", "arrived_at", "ended_at") if name in events.columns]
    has_ends = "ended_at" in events.columns
    ended = events.ended_at if has_ends else ibis.null(INSTANT)
    events = events.mutate(begin_at=ibis.coalesce(*have) if have else ibis.null(INSTANT))
    order = {"group_by": "dossier_id", "order_by": file_order(events, events.begin_at, hours)}
    place = ibis.row_number().over(ibis.window(**order, rows=(None, 0))) + 1
    last_end, last_begin = (moment.lag().over(ibis.window(**order)) for moment in (ended, events.begin_at))
    # Ends that follow each other need no running maximum, which takes as long as the sort.
    begun, before = in_time(events.begin_at, hours), in_time(last_end, hours)
    mixed = (before > begun) | (in_time(ended, hours) < before) | (last_end.isnull() & (place > 1))
    return events.mutate(
        place=place, last_end=last_end, is_tied=events.begin_at == last_begin,
        is_mixed=mixed.fill_null(False) if has_ends else ibis.literal(False),
    )


def file_order(events: ir.Table, at: ir.TimestampValue, hours: tuple[datetime, ...] = ()) -> list[ir.Value]:
    """What events are sorted by: when, what the log itself numbers them by, where the file has them."""
    numbered = [events.event_order.try_cast("float64")] if "event_order" in events.columns else []
    return [in_time(at, hours), *numbered, events.event_no]


def repeated_events(ordered: ir.Table) -> ir.Table:
    """The events that say in every column what an earlier one said."""
    said = ["dossier_id", *(name for name in CANONICAL["steps"].names[1:] if name not in ORIGIN), *LOG_COLUMNS]
    order = ibis.window(group_by=said, order_by=ordered.event_no, rows=(None, 0))
    return ordered.mutate(copy_no=ibis.row_number().over(order)).filter(ibis._.copy_no > 0).drop("copy_no")


def steps(ordered: ir.Table, latest: ir.Table | None) -> ir.Table:
    """One row per step; the arrival is inferred where the log has none: the latest end not after the step's beginning.

    That is the end of the event before it, but in dossiers whose steps overlap; `latest` has it for their events.
    """
    before = ordered.last_end
    if latest is not None:
        ordered = ordered.left_join(latest, ordered.event_no == latest.late_no)
        before = ibis.cases((ordered.late_no.notnull(), ordered.latest_at), else_=ordered.last_end)
    reception = ibis.cases((ordered.row_received_at <= ordered.begin_at, ordered.row_received_at))
    inferred = ibis.least(before, ordered.begin_at).coalesce(reception, ordered.begin_at)
    columns = {name: ordered[name] for name in CANONICAL["steps"].names} | {
        "step_no": ordered.step_no.coalesce(ordered.place), "arrived_at": ordered.arrived_at.coalesce(inferred),
        "is_assumed": ordered.arrived_at.isnull(),
    }
    return ordered.select(**columns).cast(CANONICAL["steps"].ibis_schema())


def latest_ends(ordered: ir.Table) -> ir.Table:
    """For the events of dossiers whose ends do not follow each other: the latest end not after the event's beginning.

    A running maximum over starts and ends in the order of time. A step without duration ends after it starts, so that
    it is not its own predecessor.
    """
    mixed = ordered.filter(ordered.is_mixed).select("dossier_id").distinct()
    events = ordered.semi_join(mixed, "dossier_id")
    begins = events.select(
        "dossier_id", "event_no", at="begin_at", end_at=ibis.null(INSTANT), phase=ibis.literal(1), part=ibis.literal(0),
    )
    ended = events.filter(events.ended_at.notnull())
    ends = ended.select(
        "dossier_id", "event_no", at="ended_at", end_at="ended_at",
        phase=(ended.begin_at == ended.ended_at).ifelse(1, 0), part=ibis.literal(1)
    )
    marks = begins.union(ends.cast(begins.schema()))
    order = ibis.window(
        group_by="dossier_id", order_by=[marks.at, marks.phase, marks.event_no, marks.part], rows=(None, 0),
    )
    latest = marks.mutate(latest_at=marks.end_at.max().over(order)).filter(ibis._.part == 0)
    return latest.select(late_no="event_no", latest_at="latest_at")


def until_sent_on(events: ir.Table) -> ir.Table:
    """Rows "A sends to B at t": B arrived at t and ended when B next sends."""
    sent = events.filter(events.sent_by.notnull()).select(on_id="dossier_id", by="sent_by", on_at="arrived_at")
    joined = events.left_join(
        sent, [events.dossier_id == sent.on_id, events.officer == sent.by, events.arrived_at < sent.on_at]
    )
    ended = joined.group_by(sent_no=joined.event_no).aggregate(sent_on_at=joined.on_at.min())
    back = events.left_join(ended, events.event_no == ended.sent_no)
    return back.mutate(ended_at=back.ended_at.coalesce(back.sent_on_at)).drop("sent_no", "sent_on_at")


def dossier_rows(rows: ir.Table, ends: list[str] | None = None) -> tuple[ir.Table, list[str]]:
    """One row per dossier of one sheet of events: `low_<attribute>` and `high_<attribute>`, its first row, its span,
    its end.

    Also the names of the repeated attributes. A dossier whose low and high differ contradicts itself. The end is that
    of the last event, or of the last one whose step is one of `ends`.
    """
    names = [name.removeprefix(CASE) for name in rows.columns if name.startswith(CASE) and name != CASE + LIMIT_DAYS]
    begin, last = _span(rows)
    is_end = None if ends is None else rows.step.isin(ends) & _is_done(rows)
    columns = {f"low_{name}": rows[CASE + name].min() for name in names} | {
        f"high_{name}": rows[CASE + name].max()
        for name in names
    }
    grouped = rows.group_by("dossier_id").aggregate(
        **columns, unread_all=rows.unread.group_concat(","), src_row=rows.src_row.min(), last_row=rows.src_row.max(),
        first_at=begin.min(), last_at=last.max(),
        end_at=last.max(where=is_end),
    )
    return grouped, names


def with_last(grouped: ir.Table, rows: ir.Table, name: str) -> ir.Table:
    """`grouped` with `high_<name>` as the last row that says it: what was written last is believed."""
    said = rows.filter(rows[CASE + name].notnull()).select(said_id="dossier_id", said_row="src_row", said=CASE + name)
    order = ibis.window(group_by="said_id", order_by=said.said_row.desc(), rows=(None, 0))
    last = said.mutate(place=ibis.row_number().over(order)).filter(ibis._.place == 0).drop("place", "said_row")
    joined = grouped.left_join(last, grouped.dossier_id == last.said_id)
    return joined.mutate(**{f"high_{name}": joined.said}).drop("said", "said_id")


def _span(rows: ir.Table) -> tuple[ir.Value, ir.Value]:
    have = [rows[name] for name in ("arrived_at", "started_at", "ended_at") if name in rows.columns]
    return ibis.coalesce(*have), ibis.coalesce(*reversed(have))


def _is_done(rows: ir.Table) -> ir.BooleanValue | bool:
    """Whether the row says that its activity was completed: every row does where the log has no lifecycle."""
    if "lifecycle" not in rows.columns:
        return True
    return rows.lifecycle.isnull() | ~rows.lifecycle.lower().re_search(
        r"^(start|sched|assign|reassign|susp|resum|.*skip|.*abort|withdr)"
    )


def as_dossiers(grouped: ir.Table, names: list[str], profile: Profile) -> ir.Table:
    """The canonical dossiers as the log tells them; beside them what the profile lets its events tell of reception and
    end.
    """
    values = {name: grouped[f"high_{name}"] for name in names}
    values["source"] = values.get("source", ibis.literal(profile.source))
    columns = {
        "dossier_id": grouped.dossier_id, "unread": _unread(grouped.unread_all), **values,
        **{name: grouped[name] for name in ORIGIN},
    }
    derived = {
        "first_at": grouped.first_at if "received_at" in profile.derive else ibis.null(INSTANT),
        "end_at": grouped.end_at if "finished_at" in profile.derive else ibis.null(INSTANT),
    }
    return grouped.select(**{
        column.name: columns.get(
            column.name, ibis.null(column.type),
        ).cast(column.type) for column in CANONICAL["dossiers"].columns
    }, **derived)


def _unread(text: ir.StringValue) -> ir.StringValue:
    """What the rows of a dossier name as not read, each cell once."""
    return ibis.literal("").join([text.contains(name).ifelse(f",{name}", "") for name in KEY_CELLS])[1:].nullif("")
