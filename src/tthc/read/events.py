"""A log of events → steps, dossiers and stops (design.md §3).

One stamp per event: the step ends at the stamp and arrived at the latest end in the dossier not after it. Start and end:
it arrived at the latest end not after its start. "Sent from A to B": B holds from the row to the next that B sends.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.read.headers import CASE
from tthc.read.profile import Profile, Stop
from tthc.read.sheets import ORIGIN
from tthc.read.times import INSTANT
from tthc.schema import CANONICAL

_OWN = ("event_id", "sent_by")
_PLACE = ("src_file", "src_row")


def event_rows(rows: ir.Table) -> ir.Table:
    """One row per event with every column of `steps`, the log's own two, and the reception that the row repeats."""
    declared = {column.name: column.type for column in CANONICAL["steps"].columns} | dict.fromkeys(_OWN, "string")
    received = rows[CASE + "received_at"] if CASE + "received_at" in rows.columns else ibis.null(INSTANT)
    columns = {name: (rows[name] if name in rows.columns else ibis.null(kind)).cast(kind) for name, kind in declared.items()}
    return rows.select(**columns, row_received_at=received)


def with_reception(events: ir.Table, dossiers: ir.Table) -> ir.Table:
    """Events that do not repeat their dossier's reception learn it from the list of dossiers."""
    known = dossiers.group_by(known_id=dossiers.dossier_id).aggregate(known_at=dossiers.received_at.min())
    joined = events.left_join(known, events.dossier_id == known.known_id)
    return joined.mutate(row_received_at=joined.row_received_at.coalesce(joined.known_at)).drop("known_id", "known_at")


def steps(events: ir.Table, told: frozenset[str]) -> ir.Table:
    """One row per step, numbered in the order of the events; the arrival is inferred where the log has none.

    `told` are the columns that the log has: they say which of the three kinds of history it is.
    """
    if "sent_by" in told:
        arrived = _until_sent_on(events)
    else:
        arrived = _after_latest_end(events) if "started_at" in told else _after_previous(events)
    order = ibis.window(group_by="dossier_id", order_by=[_moment(arrived), *(arrived[name] for name in _PLACE)], rows=(None, 0))
    given = arrived.step_no.notnull()
    numbered = arrived.mutate(step_no=ibis.cases((given, arrived.step_no), else_=ibis.row_number().over(order) + 1))
    return numbered.select(*CANONICAL["steps"].names).cast(CANONICAL["steps"].ibis_schema())


def _moment(rows: ir.Table) -> ir.TimestampValue:
    """What an event is ordered by: its start where the log has starts, else its stamp."""
    return rows.started_at.coalesce(rows.ended_at, rows.arrived_at)


def _after_previous(events: ir.Table) -> ir.Table:
    order = ibis.window(group_by="dossier_id", order_by=[events.ended_at, *(events[name] for name in _PLACE)])
    before = events.ended_at.lag().over(order)
    return _assumed(events, before, events.ended_at)


def _after_latest_end(events: ir.Table) -> ir.Table:
    """The latest end not after the start, by a running maximum over starts and ends in the order of time.

    A step without duration ends after it starts, so that it is not its own predecessor.
    """
    start = events.started_at.coalesce(events.ended_at)
    keyed = events.mutate(begin_at=start, is_point=start == events.ended_at)
    begins = keyed.select("dossier_id", *_PLACE, at=keyed.begin_at, end_at=ibis.null(INSTANT), phase=ibis.literal(1), part=ibis.literal(0))
    ends = keyed.filter(keyed.ended_at.notnull()).select(
        "dossier_id", *_PLACE, at="ended_at", end_at="ended_at", phase=keyed.is_point.ifelse(1, 0), part=ibis.literal(1)
    )
    marks = begins.union(ends.cast(begins.schema()))
    order = ibis.window(
        group_by="dossier_id", order_by=[marks.at, marks.phase, *(marks[name] for name in _PLACE), marks.part], rows=(None, 0)
    )
    latest = marks.mutate(latest_at=marks.end_at.max().over(order)).filter(ibis._.part == 0)
    latest = latest.select(*(latest[name].name(f"mark_{name}") for name in _PLACE), "latest_at")
    joined = keyed.left_join(latest, [keyed[name] == latest[f"mark_{name}"] for name in _PLACE])
    return _assumed(joined, joined.latest_at, joined.begin_at)


def _assumed(rows: ir.Table, before: ir.TimestampValue, own: ir.TimestampValue) -> ir.Table:
    """With the arrival inferred: the latest end before it, else the reception, never later than the step itself."""
    inferred = before.coalesce(ibis.cases((rows.row_received_at <= own, rows.row_received_at)), own)
    return rows.mutate(arrived_at=rows.arrived_at.coalesce(inferred), is_assumed=rows.arrived_at.isnull())


def _until_sent_on(events: ir.Table) -> ir.Table:
    """Rows "A sends to B at t": B arrived at t and ended when B next sends."""
    sent = events.filter(events.sent_by.notnull()).select(on_id="dossier_id", by="sent_by", on_at="arrived_at")
    joined = events.left_join(
        sent, [events.dossier_id == sent.on_id, events.officer == sent.by, events.arrived_at < sent.on_at]
    )
    ended = joined.group_by(*_PLACE).aggregate(sent_on_at=joined.on_at.min()).rename(sent_file="src_file", sent_row="src_row")
    back = events.left_join(ended, [events.src_file == ended.sent_file, events.src_row == ended.sent_row])
    return back.mutate(ended_at=back.ended_at.coalesce(back.sent_on_at), is_assumed=ibis.literal(False)).drop(
        "sent_file", "sent_row", "sent_on_at"
    )


def dossier_rows(rows: ir.Table) -> tuple[ir.Table, list[str]]:
    """One row per dossier of one sheet of events: `low_<attribute>` and `high_<attribute>`, its first row, its span.

    Also the names of the repeated attributes. A dossier whose low and high differ contradicts itself.
    """
    names = [name.removeprefix(CASE) for name in rows.columns if name.startswith(CASE)]
    begin, end = _span(rows)
    columns = {f"low_{name}": rows[CASE + name].min() for name in names} | {f"high_{name}": rows[CASE + name].max() for name in names}
    grouped = rows.group_by("dossier_id").aggregate(
        **columns, src_file=rows.src_file.min(), src_sheet=rows.src_sheet.min(), src_row=rows.src_row.min(), last_row=rows.src_row.max(),
        first_at=begin, last_at=end,
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
    return ibis.coalesce(*have).min(), ibis.coalesce(*reversed(have)).max()


def as_dossiers(grouped: ir.Table, names: list[str], profile: Profile) -> ir.Table:
    """The canonical dossiers; what the log does not say and the profile allows is derived from the events."""
    values = {name: grouped[f"high_{name}"] for name in names}
    values["source"] = values.get("source", ibis.literal(profile.source))
    if "received_at" not in names and profile.derive.get("received_at"):
        values["received_at"] = grouped.first_at
    if "finished_at" not in names and profile.derive.get("finished_at"):
        values["finished_at"] = grouped.last_at
    columns = {"dossier_id": grouped.dossier_id, **values, **{name: grouped[name] for name in ORIGIN}}
    return grouped.select(**{
        column.name: columns.get(column.name, ibis.null(column.type)).cast(column.type) for column in CANONICAL["dossiers"].columns
    })


def stops(events: ir.Table, pairs: tuple[Stop, ...]) -> ir.Table | None:
    """One row per stop that the log shows as a pair of activities; None where the profile declares no pair."""
    found = [_stop_rows(events, pair) for pair in pairs]
    return ibis.union(*found) if len(found) > 1 else (found[0] if found else None)


def _stop_rows(events: ir.Table, pair: Stop) -> ir.Table:
    at = events.ended_at.coalesce(events.started_at)
    marks = events.filter(events.step.isin(pair.begins + pair.ends)).mutate(at=at, begins=events.step.isin(pair.begins))
    order = ibis.window(group_by="dossier_id", order_by=[marks.at, *(marks[name] for name in _PLACE)])
    turns = marks.mutate(before=marks.begins.lag().over(order)).filter(lambda row: row.before.isnull() | (row.before != row.begins))
    order = ibis.window(group_by="dossier_id", order_by=[turns.at, *(turns[name] for name in _PLACE)])
    whole = turns.mutate(to_at=turns.at.lead().over(order)).filter(ibis._.begins)
    return whole.select(
        dossier_id="dossier_id", kind=ibis.literal(pair.kind), from_at="at", to_at="to_at", **{name: whole[name] for name in ORIGIN}
    ).cast(CANONICAL["stops"].ibis_schema())
