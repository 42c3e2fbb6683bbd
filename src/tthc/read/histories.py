"""Sheets that tell steps, with or without their dossiers: ordered, arrivals inferred, equal events merged."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.read import events as logs
from tthc.read.duplicates import count_aside
from tthc.read.faults import Faults
from tthc.read.profile import Profile
from tthc.read.sheets import SheetRows, supplied
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
    several = len(sheets) > 1
    rows = [logs.event_rows(sheet.rows, number, several) for number, (_, sheet) in enumerate(sheets)]
    events = engine.view(ibis.union(*rows), "read_events") if several else rows[0]
    if "received_at" in present["dossiers"] and parts["dossiers"]:
        known = ibis.union(*parts["dossiers"]) if len(parts["dossiers"]) > 1 else parts["dossiers"][0]
        events = logs.with_reception(events, engine.materialise(known, "read_events_known"))
    if any("sent_by" in sheet.match.columns for _, sheet in sheets):
        events = logs.until_sent_on(engine.materialise(logs.filled(events), "read_events_sent"))
    first = sheets[0][1]
    parts["steps"].append(_steps(events, first, aside, engine, faults))
    if (found := logs.stops(logs.filled(events, first.file, first.sheet), sheets[0][0].stops)) is not None:
        parts["stops"].append(found)


def _steps(events: ir.Table, first: SheetRows, aside: dict[tuple, int], engine: Engine, faults: Faults) -> ir.Table:
    """`first` is the sheet that the events come from where there is only one: its name is not dragged through the sort."""
    ordered = _ordered(events, first, engine, "read_ordered")
    mixed = ordered.is_mixed & ordered.arrived_at.isnull()
    counts = engine.fetch(ordered.aggregate(n_tied=ordered.is_tied.sum().coalesce(0), n_mixed=mixed.sum().coalesce(0))).iloc[0]
    if counts.n_tied and (copies := _copies(ordered, aside, engine, faults)) is not None:
        ordered = _ordered(events.anti_join(copies, "event_no"), first, engine, "read_ordered_once")
    latest = engine.materialise(logs.latest_ends(ordered), "read_latest_ends") if counts.n_mixed else None
    return engine.view(logs.steps(ordered, latest), "read_event_steps")


def _ordered(events: ir.Table, first: SheetRows, engine: Engine, name: str) -> ir.Table:
    return logs.filled(engine.materialise(logs.in_order(events), name), first.file, first.sheet)


def _copies(ordered: ir.Table, aside: dict[tuple, int], engine: Engine, faults: Faults) -> ir.Table | None:
    copies = engine.materialise(logs.told_twice(ordered), "read_event_copies")
    if not int(engine.fetch(copies.aggregate(n=copies.count())).n[0]):
        return None
    faults.add_rows("row.equal", copies, column=None)
    count_aside(copies, "steps", aside, engine)
    return copies.select("event_no")


def _log_dossiers(sheet: SheetRows, profile: Profile, engine: Engine, faults: Faults, stage: str) -> ir.Table:
    grouped, names = logs.dossier_rows(sheet.rows)
    origin = {"src_file": ibis.literal(sheet.file, type="string"), "src_sheet": ibis.literal(sheet.sheet, type="string")}
    grouped = engine.materialise(grouped, stage).mutate(**origin)
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
