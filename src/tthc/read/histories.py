"""Sheets that tell steps, with or without their dossiers: ordered, arrivals inferred, equal events merged."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.read import events as logs
from tthc.read.duplicates import count_aside
from tthc.read.faults import Faults
from tthc.read.lifecycles import in_pairs, suspensions, with_transitions
from tthc.read.log_stops import stops
from tthc.read.profile import Profile
from tthc.read.queues import held_by_nobody, queue_steps
from tthc.read.repeated_hours import repeated_hours
from tthc.read.sheets import SheetRows, supplied
from tthc.read.stamps import are_beginnings, as_beginnings, ask_about_ends, until_next
from tthc.read.step_names import steps_called
from tthc.read.times import INSTANT
from tthc.schema import CANONICAL


def add_histories(
    sheets: list[tuple[Profile, SheetRows]], parts: dict, present: dict, aside: dict[tuple, int], engine: Engine, faults: Faults
) -> None:
    """Steps, and from event logs dossiers and stops, join what the plain sheets gave."""
    for number, (profile, sheet) in enumerate(sheets):
        present["steps"] |= supplied(sheet)
        if sheet.match.layout.is_events:
            present["dossiers"] |= supplied(sheet, dossier=True)
            parts["dossiers"].append(_log_dossiers(sheet, profile, engine, faults, f"read_log_{number}"))
    if not sheets:
        return
    profile, first = sheets[0]
    hours = repeated_hours(profile.timezone)
    received = _received(parts, present, engine)
    events = _events(sheets, received, aside, engine, faults)
    if "lifecycle" in events.columns or "is_begin" in events.columns:
        whole = engine.materialise(logs.filled(events, first.file, first.sheet), "read_events_whole")
        parts["stops"] += [suspensions(whole, hours)] if "lifecycle" in events.columns else []
        events = _as_intervals(_told_once(whole, aside, engine, faults), hours, engine)
    if any("sent_by" in sheet.match.columns for _, sheet in sheets):
        events = logs.until_sent_on(engine.materialise(logs.filled(events), "read_events_sent"))
    parts["steps"].append(_steps(events, first, hours, aside, engine, faults))
    parts["stops"] += stops(logs.filled(events, first.file, first.sheet), profile.stops, hours, engine)


def _received(parts: dict, present: dict, engine: Engine) -> ir.Table | None:
    """The dossiers read so far, where their reception is known; None where the sources do not say it."""
    if "received_at" not in present["dossiers"] or not parts["dossiers"]:
        return None
    return engine.materialise(ibis.union(*parts["dossiers"]) if len(parts["dossiers"]) > 1 else parts["dossiers"][0], "read_events_known")


def _events(
    sheets: list[tuple[Profile, SheetRows]], received: ir.Table | None, aside: dict[tuple, int], engine: Engine, faults: Faults
) -> ir.Table:
    """The events of all sheets, each marked with what its profile says that a row means."""
    several = len(sheets) > 1
    rows = [_event_rows(number, one, several, received, aside, engine, faults) for number, one in enumerate(sheets)]
    marks = {name for one in rows for name in ("lifecycle", "is_begin") if name in one.columns}
    if several:
        usual = {"lifecycle": ibis.null("string"), "is_begin": ibis.literal(False)}
        rows = [one.mutate(**{name: usual[name] for name in sorted(marks) if name not in one.columns}) for one in rows]
        rows = [one.select(*sorted(one.columns)) for one in rows]
    events = engine.view(ibis.union(*rows), "read_events") if several else rows[0]
    return events if received is None else logs.with_reception(events, received)


def _event_rows(
    number: int, one: tuple[Profile, SheetRows], several: bool, received: ir.Table | None, aside: dict[tuple, int], engine: Engine, faults: Faults
) -> ir.Table:
    profile, sheet = one
    table = sheet.rows
    if "lifecycle" in sheet.match.columns:
        table, n_strange = with_transitions(sheet, profile, engine, faults)
        aside[(sheet.file, sheet.sheet, "steps")] = aside.get((sheet.file, sheet.sheet, "steps"), 0) + n_strange
    rows = logs.event_rows(table.filter(table.step.notnull()) if sheet.match.layout.is_events else table, number, several)
    rows = rows.drop("lifecycle") if "lifecycle" in rows.columns and "lifecycle" not in table.columns else rows
    if are_beginnings(sheet):
        rows = as_beginnings(rows, sheet, steps_called(sheet.rows, profile.ends, engine), faults)
    else:
        ask_about_ends(sheet, received, engine, faults)
    return held_by_nobody(rows, queue_steps(sheet, profile, engine, faults))


def _told_once(events: ir.Table, aside: dict[tuple, int], engine: Engine, faults: Faults) -> ir.Table:
    copies = _copies(events, aside, engine, faults)
    return events if copies is None else events.anti_join(copies, "event_no")


def _as_intervals(events: ir.Table, hours: tuple, engine: Engine) -> ir.Table:
    """The events as one row per step with what is known of its arrival, start and end."""
    if "is_begin" not in events.columns:
        events = events.mutate(is_begin=False)
    if events.lifecycle.type().is_string() and int(engine.fetch(events.aggregate(n=events.lifecycle.count())).n[0]):
        told = engine.view(events.filter(~events.is_begin), "read_events_told")
        pairs = in_pairs(told, hours, engine)
        events = pairs.union(events.filter(events.is_begin).select(*pairs.columns))
    return engine.materialise(until_next(events, hours), "read_events_intervals")


def _steps(events: ir.Table, first: SheetRows, hours: tuple, aside: dict[tuple, int], engine: Engine, faults: Faults) -> ir.Table:
    """`first` is the sheet that the events come from where there is only one: its name is not dragged through the sort."""
    ordered = _ordered(events, first, hours, engine, "read_ordered")
    mixed = ordered.is_mixed & ordered.arrived_at.isnull()
    counts = engine.fetch(ordered.aggregate(n_tied=ordered.is_tied.sum().coalesce(0), n_mixed=mixed.sum().coalesce(0))).iloc[0]
    if counts.n_tied and (copies := _copies(ordered, aside, engine, faults)) is not None:
        ordered = _ordered(events.anti_join(copies, "event_no"), first, hours, engine, "read_ordered_once")
    latest = engine.materialise(logs.latest_ends(ordered), "read_latest_ends") if counts.n_mixed else None
    return engine.view(logs.steps(ordered, latest), "read_event_steps")


def _ordered(events: ir.Table, first: SheetRows, hours: tuple, engine: Engine, name: str) -> ir.Table:
    return logs.filled(engine.materialise(logs.in_order(events, hours), name), first.file, first.sheet)


def _copies(ordered: ir.Table, aside: dict[tuple, int], engine: Engine, faults: Faults) -> ir.Table | None:
    copies = engine.materialise(logs.told_twice(ordered), "read_event_copies")
    if not int(engine.fetch(copies.aggregate(n=copies.count())).n[0]):
        return None
    faults.add_rows("row.equal", copies, column=None)
    count_aside(copies, "steps", aside, engine)
    return copies.select("event_no")


def _log_dossiers(sheet: SheetRows, profile: Profile, engine: Engine, faults: Faults, stage: str) -> ir.Table:
    grouped, names = logs.dossier_rows(sheet.rows, steps_called(sheet.rows, profile.ends, engine) if profile.ends else None)
    origin = {"src_file": ibis.literal(sheet.file, type="string"), "src_sheet": ibis.literal(sheet.sheet, type="string")}
    grouped = engine.materialise(grouped, stage).mutate(**origin)
    if profile.ends and are_beginnings(sheet):  # a status that follows the final one says that the dossier goes on
        grouped = grouped.mutate(end_at=(grouped.end_at >= grouped.last_at).ifelse(grouped.end_at, ibis.null(INSTANT)))
    differ = {name: (grouped[f"low_{name}"] != grouped[f"high_{name}"]).sum().coalesce(0) for name in names}
    counts = engine.fetch(grouped.aggregate(**differ)).iloc[0] if differ else {}
    for name in names:
        if counts[name]:
            column, clash = CANONICAL["dossiers"][name].label, grouped.filter(grouped[f"low_{name}"] != grouped[f"high_{name}"])
            faults.add_rows("event.conflict", clash, column=column, value=clash[f"low_{name}"])
            grouped = logs.with_last(grouped, sheet.rows, name)
    for name in ("received_at", "finished_at"):
        if name not in names and profile.derive.get(name):
            faults.add(f"derived.{name}", sheet.file, sheet.sheet)
    return engine.view(with_status(logs.as_dossiers(grouped, names, profile), sheet, faults, "status" in names), f"{stage}_dossiers")


def with_status(rows: ir.Table, sheet: SheetRows, faults: Faults, has_status: bool) -> ir.Table:
    """`rows` with a status where the source has none: finished is 9, else 4."""
    if has_status:
        return rows
    faults.add("derived.status", sheet.file, sheet.sheet)
    return rows.mutate(status=rows.finished_at.notnull().ifelse("9", "4"))
