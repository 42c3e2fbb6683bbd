"""Sheets that tell steps, with or without their dossiers: ordered, arrivals inferred, equal events merged."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.model.schema import CANONICAL
from tthc.sources.read import events as logs
from tthc.sources.read.begin_stamps import are_beginnings, as_beginnings, ask_about_ends, until_next
from tthc.sources.read.duplicates import count_aside
from tthc.sources.read.faults import Faults
from tthc.sources.read.joined_dossiers import DossierSource
from tthc.sources.read.lifecycles import in_pairs, suspensions, with_transitions
from tthc.sources.read.log_stops import stops
from tthc.sources.read.profile import Profile
from tthc.sources.read.queues import held_by_nobody, queue_steps, stopped
from tthc.sources.read.repeated_hours import repeated_hours
from tthc.sources.read.sheets import SheetRows, supplied
from tthc.sources.read.step_names import steps_called
from tthc.sources.read.times import INSTANT


def log_dossiers(
    sheets: Sequence[tuple[Profile, SheetRows]], new: Sequence[int], engine: Engine, faults: Faults,
) -> list[DossierSource]:
    """What the logs among `sheets` tell of their dossiers; `new` says how new each sheet is."""
    logs = [(number, *one) for number, one in enumerate(sheets) if one[1].match.layout.is_events]
    return [
        _log_dossiers(sheet, profile, new[number], engine, faults, f"read_log_{number}")
        for number, profile, sheet in logs
    ]


def add_histories(
    sheets: list[tuple[Profile, SheetRows]], new: Sequence[int], received: ir.Table | None, parts: dict, present: dict,
    aside: dict[tuple, int],
    engine: Engine, faults: Faults,
) -> None:
    """Steps, and from event logs stops, join what the plain sheets gave. `received` has dossier_id and received_at."""
    for _, sheet in sheets:
        present["steps"] |= supplied(sheet)
        present["dossiers"] |= supplied(sheet, dossier=True) if sheet.match.layout.is_events else frozenset()
    if not sheets:
        return
    profile, first = sheets[0]
    hours = repeated_hours(profile.timezone)
    events = _events(sheets, new, received, aside, engine, faults)
    if "lifecycle" in events.columns or "is_begin" in events.columns:
        whole = engine.materialise(logs.filled(events, first.file, first.sheet), "read_events_whole")
        parts["stops"] += [suspensions(whole, hours, engine)] if "lifecycle" in events.columns else []
        events = _as_intervals(_told_once(whole, aside, engine, faults), hours, engine)
    if any("sent_by" in sheet.match.columns for _, sheet in sheets):
        events = logs.until_sent_on(engine.materialise(logs.filled(events), "read_events_sent"))
    parts["steps"].append(_steps(events, first, hours, aside, engine, faults))
    parts["stops"] += _log_stops(sheets, logs.filled(events, first.file, first.sheet), engine)


def _log_stops(sheets: list[tuple[Profile, SheetRows]], events: ir.Table, engine: Engine) -> list[ir.Table]:
    """The stops that each profile's pairs of activities show in its own sheets."""
    found = []
    for name in dict.fromkeys(profile.name for profile, _ in sheets):
        places = [place for place, (profile, _) in enumerate(sheets) if profile.name == name]
        profile, firsts = sheets[places[0]][0], _firsts(sheets)
        numbers = [firsts[place] + n for place in places for n in range(len(sheets[place][1].each))]
        own = events if len(places) == len(sheets) else events.filter((events.event_no // logs.SHEET).isin(numbers))
        found += stops(own, profile.stops, repeated_hours(profile.timezone), engine)
    return found


def _firsts(sheets: list[tuple[Profile, SheetRows]]) -> list[int]:
    """The number of each one's first sheet; what was read as one counts as the sheets that it is made of."""
    return [sum(len(sheet.each) for _, sheet in sheets[:place]) for place in range(len(sheets))]


def _events(
    sheets: list[tuple[Profile, SheetRows]], new: Sequence[int], received: ir.Table | None, aside: dict[tuple, int],
    engine: Engine, faults: Faults
) -> ir.Table:
    """The events of all sheets, each marked with what its profile says that a row means."""
    several = sum(len(sheet.each) for _, sheet in sheets) > 1
    firsts = _firsts(sheets)
    rows = [
        _event_rows(firsts[number], one, new[number], several, received, aside, engine, faults)
        for number, one in enumerate(sheets)
    ]
    marks = {name for one in rows for name in ("lifecycle", "is_begin") if name in one.columns}
    if len(sheets) > 1:
        usual = {"lifecycle": ibis.null("string"), "is_begin": ibis.literal(False)}
        rows = [one.mutate(**{name: usual[name] for name in sorted(marks) if name not in one.columns}) for one in rows]
        rows = [one.select(*sorted(one.columns)) for one in rows]
    events = engine.view(ibis.union(*rows), "read_events") if len(sheets) > 1 else rows[0]
    events = _newest(events, aside, engine, faults) if len(set(new)) > 1 else events
    return events if received is None else logs.with_reception(events, received)


def _newest(events: ir.Table, aside: dict[tuple, int], engine: Engine, faults: Faults) -> ir.Table:
    """The events without those that a newer export tells anew; they are counted and named."""
    marked = engine.materialise(logs.with_outdated(events), "read_events_marked")
    older = marked.filter(marked.is_outdated)
    for row in engine.fetch(older.group_by("src_file").aggregate(n=older.count()).order_by("src_file")).itertuples():
        faults.add("file.older_events", row.src_file, detail=int(row.n))
    count_aside(older, "steps", aside, engine)
    return marked.filter(~marked.is_outdated).drop("is_outdated")


def _event_rows(
    number: int, one: tuple[Profile, SheetRows], newness: int, several: bool, received: ir.Table | None,
    aside: dict[tuple, int], engine: Engine,
    faults: Faults,
) -> ir.Table:
    profile, sheet = one
    table = sheet.rows
    if "lifecycle" in sheet.match.columns:
        table, n_strange = with_transitions(sheet, profile, engine, faults)
        aside[(sheet.file, sheet.sheet, "steps")] = aside.get((sheet.file, sheet.sheet, "steps"), 0) + n_strange
    rows = logs.event_rows(
        table.filter(table.step.notnull()) if sheet.match.layout.is_events else table, number, several, newness,
    )
    rows = rows.drop("lifecycle") if "lifecycle" in rows.columns and "lifecycle" not in table.columns else rows
    if are_beginnings(sheet):
        rows = as_beginnings(rows, sheet, steps_called(sheet.rows, profile.ends, engine), faults)
        rows = stopped(rows, steps_called(sheet.rows, [name for pair in profile.stops for name in pair.begins], engine))
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
        ended = engine.view(events.filter(~events.is_begin), "read_events_told")
        pairs = in_pairs(ended, hours, engine)
        events = pairs.union(events.filter(events.is_begin).select(*pairs.columns))
    return engine.materialise(until_next(events, hours), "read_events_intervals")


def _steps(
    events: ir.Table, first: SheetRows, hours: tuple, aside: dict[tuple, int], engine: Engine, faults: Faults,
) -> ir.Table:
    """`first` is the sheet that the events come from where there is only one: its name is not
    dragged through the sort.
    """
    ordered = _ordered(events, first, hours, engine, "read_ordered")
    counts = engine.fetch(
        ordered.aggregate(
            n_tied=ordered.is_tied.sum().coalesce(0), n_mixed=ordered.is_mixed.sum().coalesce(0),
            n_bare=ordered.arrived_at.isnull().sum().coalesce(0),
        )
    ).iloc[0]
    if counts.n_tied and (copies := _copies(ordered, aside, engine, faults)) is not None:
        ordered = _ordered(events.anti_join(copies, "event_no"), first, hours, engine, "read_ordered_once")
    # A step without an arrival may follow, in its dossier, on others that overlap and have theirs.
    asks = counts.n_mixed and counts.n_bare
    latest = engine.materialise(logs.latest_ends(ordered), "read_latest_ends") if asks else None
    return engine.view(logs.steps(ordered, latest), "read_event_steps")


def _ordered(events: ir.Table, first: SheetRows, hours: tuple, engine: Engine, name: str) -> ir.Table:
    return logs.filled(engine.materialise(logs.in_order(events, hours), name), first.file, first.sheet)


def _copies(ordered: ir.Table, aside: dict[tuple, int], engine: Engine, faults: Faults) -> ir.Table | None:
    copies = engine.materialise(logs.repeated_events(ordered), "read_event_copies")
    if not int(engine.fetch(copies.aggregate(n=copies.count())).n[0]):
        return None
    faults.add_rows("row.equal", copies, column=None)
    count_aside(copies, "steps", aside, engine)
    return copies.select("event_no")


def _log_dossiers(
    sheet: SheetRows, profile: Profile, newness: int, engine: Engine, faults: Faults, stage: str,
) -> DossierSource:
    grouped, names = logs.dossier_rows(
        sheet.rows, steps_called(sheet.rows, profile.ends, engine) if profile.ends else None,
    )
    origin = {
        "src_file": ibis.literal(sheet.file, type="string"), "src_sheet": ibis.literal(sheet.sheet, type="string"),
    }
    grouped = engine.materialise(grouped, stage).mutate(**origin)
    if profile.ends and are_beginnings(sheet):  # a status that follows the final one says that the dossier goes on
        grouped = grouped.mutate(end_at=(grouped.end_at >= grouped.last_at).ifelse(grouped.end_at, ibis.null(INSTANT)))
    differ = {name: (grouped[f"low_{name}"] != grouped[f"high_{name}"]).sum().coalesce(0) for name in names}
    counts = engine.fetch(grouped.aggregate(**differ)).iloc[0] if differ else {}
    for name in names:
        if counts[name]:
            column, clash = CANONICAL["dossiers"][name].label, grouped.filter(
                grouped[f"low_{name}"] != grouped[f"high_{name}"]
            )
            faults.add_rows("event.conflict", clash, column=column, value=clash[f"low_{name}"])
            grouped = logs.with_last(grouped, sheet.rows, name)
    rows = engine.view(logs.as_dossiers(grouped, names, profile), f"{stage}_dossiers")
    return DossierSource(
        rows, frozenset(names), newness, True, sheet.file, sheet.sheet, frozenset(profile.derive) - frozenset(names),
    )
