"""Logs whose stamps are beginnings, as every status history has them: a status holds until the next begins."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.sources.read.codes import MOST
from tthc.sources.read.events import file_order
from tthc.sources.read.faults import Faults
from tthc.sources.read.names import plain
from tthc.sources.read.profile import BEGIN, END
from tthc.sources.read.sheets import SheetRows
from tthc.sources.read.times import INSTANT

_STAMPS = ("arrived_at", "started_at", "ended_at")
_MOST = 0.5  # of the dossiers: what more than this share of them shows is the log's way of writing
# Words that a step's name has where it says that the dossier is done.
_FINAL = (
    "closed", "completed", "resolved", "finished", "cancelled", "decided", "granted", "archived", "delivered", "dadong",
    "hoanthanh",
    "hoantat", "xulyxong", "traketqua", "trakq", "datra", "ketthuc", "dagiaiquyet", "dahuy",
)
_WHOLE = ("xong", "daxong", "done", "end")  # the whole name, for "chưa xong" is not done


def are_beginnings(sheet: SheetRows) -> bool:
    """Whether the stamps of the sheet are when its steps begin: the profile says so, or there is no other stamp."""
    have = [name for name in _STAMPS if name in sheet.match.columns]
    if sheet.match.layout.stamps:
        return sheet.match.layout.stamps == BEGIN and bool(have)
    return len(have) == 1 and have != ["ended_at"] and _tells_alone(sheet)


def _tells_alone(sheet: SheetRows) -> bool:
    return not {"sent_by", "lifecycle"} & set(sheet.match.columns)


def as_beginnings(events: ir.Table, sheet: SheetRows, ends: list[str], faults: Faults) -> ir.Table:
    """The events with their stamp as arrival; as start too where the profile says that work begins then.

    A log of starts alone does not say when work ended: whoever started holds the dossier until the next start, and what
    part of that was work is not known. A step that ends the dossier (`ends`) ends at once.
    """
    if not sheet.match.layout.stamps:
        faults.add("log.only_begins", sheet.file, sheet.sheet)
    stamp = ibis.coalesce(*(events[name] for name in _STAMPS if name in events.columns))
    is_work = sheet.match.layout.stamps == BEGIN and "started_at" in sheet.match.columns
    is_end = events.step.isin(list(ends)) if ends else ibis.literal(False)
    return events.mutate(
        arrived_at=stamp, started_at=stamp if is_work else ibis.null(INSTANT),
        ended_at=is_end.ifelse(stamp, ibis.null(INSTANT)), is_begin=True,
    )


def until_next(events: ir.Table, hours: tuple[datetime, ...]) -> ir.Table:
    """The events, those that tell a beginning ended where the next of their dossier begins; the last one stays open."""
    order = ibis.window(
        group_by=[events.dossier_id, events.is_begin], order_by=file_order(events, events.arrived_at, hours),
    )
    onward = events.arrived_at.lead().over(order)
    return events.mutate(ended_at=events.is_begin.ifelse(events.ended_at.coalesce(onward), events.ended_at))


def ask_about_ends(sheet: SheetRows, received: ir.Table | None, engine: Engine, faults: Faults) -> None:
    """A finding where a log with one stamp a row is read as ends, and its data look like beginnings.

    That is: most dossiers have their first stamp at their reception, and the last step of most is a status of what is
    done. `received` has dossier_id and received_at; without it the first stamp says nothing.
    """
    stamps = [name for name in _STAMPS if name in sheet.match.columns]
    if {"sent_by", "officer"} <= set(sheet.match.columns) and stamps == ["ended_at"]:
        faults.add("log.sent_ends", sheet.file, sheet.sheet, row=None, detail=sheet.match.headers["ended_at"])
    if sheet.match.layout.stamps == END or [name for name in _STAMPS if name in sheet.match.columns] != [
        "ended_at"
    ] or not _tells_alone(sheet):
        return
    rows = sheet.rows.filter(sheet.rows.ended_at.notnull())
    spans = rows.group_by("dossier_id").aggregate(
        first_at=rows.ended_at.min(), last_at=rows.ended_at.max(), n_stamps=rows.count(),
    )
    if _share_from_reception(spans, received, engine) > _MOST and _share_done(rows, spans, engine) > _MOST:
        faults.add("log.begins_or_ends", sheet.file, sheet.sheet)


def _share_from_reception(spans: ir.Table, received: ir.Table | None, engine: Engine) -> float:
    """The share of dossiers whose first stamp is their reception, of those whose reception is
    known; all where none is.
    """
    if received is None:
        return 1.0
    listed = received.filter(received.received_at.notnull()).group_by("dossier_id").aggregate(
        received_at=received.received_at.min()
    )
    known = spans.inner_join(listed, "dossier_id")
    share = engine.fetch(known.aggregate(share=(known.first_at == known.received_at).mean())).share[0]
    return 1.0 if share is None or share != share else float(share)


def _share_done(rows: ir.Table, spans: ir.Table, engine: Engine) -> float:
    """The share of dossiers whose last step says that they are done, of those with more than one stamp."""
    several = spans.filter(spans.n_stamps > 1).select(several_id="dossier_id", several_at="last_at")
    last = rows.inner_join(several, [rows.dossier_id == several.several_id, rows.ended_at == several.several_at])
    counts = engine.fetch(
        last.group_by("step").aggregate(n=last.several_id.nunique()).order_by(ibis.desc("n")).limit(MOST)
    )
    done = counts.step.map(says_done)
    return float(counts.n[done.astype(bool)].sum() / counts.n.sum()) if len(counts) else 0.0


def says_done(step: str) -> bool:
    """Whether a step's name says that the dossier is done."""
    return plain(step) in _WHOLE or any(word in plain(step) for word in _FINAL)
