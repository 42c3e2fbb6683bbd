"""Logs that tell starts and completions in rows of their own → one row per activity, and the stops within (XES
lifecycle).

A start belongs to the next completion of the same activity that no earlier start has taken. An assignment is the
arrival of the start that follows it. Suspended until resumed is a stop. Withdrawn or aborted ends what was begun; what
is skipped was not done.
"""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.model.schema import CANONICAL, CODES
from tthc.model.words import StopKind
from tthc.sources.read.events import file_order
from tthc.sources.read.faults import Faults
from tthc.sources.read.names import plain
from tthc.sources.read.profile import Profile
from tthc.sources.read.sheets import ORIGIN, SheetRows
from tthc.sources.read.times import INSTANT
from tthc.sources.read.transitions import ENDS, OPENS, REACHES, transitions

_PLAIN = "complete"  # what a row is that does not say


def with_transitions(sheet: SheetRows, profile: Profile, engine: Engine, faults: Faults) -> tuple[ir.Table, int]:
    """The sheet's rows, `lifecycle` being one of the code list `lifecycle`; how many were set aside because their word
    is unknown.

    Where every row completes its activity, the column tells nothing and is dropped.
    """
    rows, known = sheet.rows, transitions(profile.code_of("lifecycle"))
    words = [word for word in engine.fetch(rows.select("lifecycle").distinct()).lifecycle if isinstance(word, str)]
    codes = {word: known[plain(word)] for word in words if plain(word) in known}
    if len(codes) == len(words) and set(codes.values()) <= {_PLAIN}:
        return rows.drop("lifecycle"), 0
    is_strange = rows.lifecycle.notnull() & ~rows.lifecycle.isin(list(codes)) if codes else rows.lifecycle.notnull()
    strange = rows.filter(is_strange)
    n_strange = int(engine.fetch(strange.aggregate(n=strange.count())).n[0])
    if n_strange:
        faults.add_rows("event.lifecycle", strange, column=None, value=strange.lifecycle)
    branches = [(rows.lifecycle == word, ibis.literal(code)) for word, code in codes.items()]
    meaning = ibis.cases((rows.lifecycle.isnull(), ibis.literal(_PLAIN)), *branches, else_=ibis.null("string"))
    return rows.filter(~is_strange).mutate(lifecycle=meaning), n_strange


def in_pairs(events: ir.Table, hours: tuple[datetime, ...], engine: Engine) -> ir.Table:
    """One row per activity instance, in the columns of `events`: reached, started, ended; what did
    not happen is null.
    """
    marked = engine.materialise(_grouped(_timed(events), engine), "read_lifecycle_marked")
    numbered = engine.materialise(_numbered(marked, hours), "read_lifecycle_numbered")
    paired = engine.view(numbered.filter(numbered.instance.notnull()), "read_lifecycle_told")
    stamps = {"arrived_at", "started_at", "ended_at", "dossier_id", "step", "event_no", *_WORK}
    others = {name: _first_told(paired, name) for name in events.columns if name not in stamps | {"lifecycle"}}
    reached, started, ended = (paired.lifecycle.isin(list(codes)) for codes in (REACHES, OPENS, ENDS))
    pairs = paired.group_by("dossier_id", "step", "instance_of", "instance").aggregate(
        arrived_at=paired.at.max(where=reached),
        started_at=paired.at.min(where=started).coalesce(paired.own_start.min(where=ended)),
        ended_at=paired.at.max(where=ended).coalesce(paired.handed_at.max()), event_no=paired.event_no.min(), **others,
    )
    return engine.materialise(
        pairs.mutate(lifecycle=ibis.literal(_PLAIN)).select(*events.columns), "read_lifecycle_pairs",
    )


_WORK = ("at", "own_start", "instance_of")


def _first_told(rows: ir.Table, name: str) -> ir.Value:
    """What the start says of the activity, else its end, else the assignment."""
    parts = [rows[name].max(where=rows.lifecycle.isin(list(codes))) for codes in (OPENS, ENDS, REACHES)]
    return ibis.coalesce(*parts)


def _timed(events: ir.Table) -> ir.Table:
    have = [events[name] for name in ("ended_at", "started_at", "arrived_at") if name in events.columns]
    own = events.started_at if "started_at" in events.columns and len(have) > 1 else ibis.null(INSTANT)
    return events.mutate(at=ibis.coalesce(*have), own_start=own)


def _grouped(events: ir.Table, engine: Engine) -> ir.Table:
    """The events with `instance_of`: the activity's own number where the log repeats it, else its officer where each
    officer's starts and completions of the step in the dossier are as many, else nothing."""
    if "event_id" in events.columns and _repeats(events, engine):
        return events.mutate(instance_of=events.event_id.fill_null(""))
    if "officer" not in events.columns:
        return events.mutate(instance_of=ibis.literal(""))
    weight = ibis.cases((events.lifecycle.isin(list(OPENS)), 1), (events.lifecycle.isin(list(ENDS)), -1), else_=0)
    by_officer = events.group_by("dossier_id", "step", "officer").aggregate(over=weight.sum().abs())
    even = by_officer.group_by(even_id="dossier_id", even_step="step").aggregate(over=by_officer.over.max())
    joined = events.left_join(even, [events.dossier_id == even.even_id, events.step == even.even_step])
    return joined.mutate(
        instance_of=(joined.over == 0).ifelse(joined.officer.fill_null(""), "")
    ).drop("even_id", "even_step", "over")


def _repeats(events: ir.Table, engine: Engine) -> bool:
    """Whether the log's numbers name activities, which have several events, and not events."""
    numbered = events.filter(events.event_id.notnull())
    each = numbered.group_by("dossier_id", "event_id", "lifecycle").aggregate(n=numbered.count())
    counts = each.group_by("dossier_id", "event_id").aggregate(n=each.count())
    return bool(engine.fetch(counts.aggregate(n=(counts.n > 1).sum().coalesce(0))).n[0])


def _numbered(events: ir.Table, hours: tuple[datetime, ...]) -> ir.Table:
    """The events that begin or end something with `instance`, which the rows of one activity share; null where none
    was.

    `handed_at` is when an assignment ended because somebody else was assigned before any start.
    """
    rows = events.filter(events.lifecycle.isin([*OPENS, *ENDS, *REACHES]))
    group = {
        "group_by": [rows.dossier_id, rows.step, rows.instance_of], "order_by": file_order(rows, rows["at"], hours),
    }
    onward = ibis.window(**group)
    rows = rows.mutate(next_is=rows.lifecycle.lead().over(onward), next_at=rows["at"].lead().over(onward))
    reaches, ends = rows.lifecycle.isin(list(REACHES)), rows.lifecycle.isin(list(ENDS))
    handed = reaches & rows.next_is.isin(list(REACHES)).fill_null(False)
    opens = rows.lifecycle.isin(list(OPENS)) | (reaches & ~handed & ~rows.next_is.isin(list(OPENS)).fill_null(False))
    rows = rows.mutate(
        is_handed=handed,
        is_open=opens.cast("int64"),
        is_end=ends.cast("int64"),
        place=ibis.row_number().over(ibis.window(**group, rows=(None, 0))),
    )
    so_far = ibis.window(group_by=["dossier_id", "step", "instance_of"], order_by="place", rows=(None, 0))
    rows = rows.mutate(n_open=rows.is_open.sum().over(so_far), n_end=rows.is_end.sum().over(so_far))
    so_far = ibis.window(group_by=["dossier_id", "step", "instance_of"], order_by="place", rows=(None, 0))
    rows = rows.mutate(n_alone=ibis.greatest((rows.n_end - rows.n_open).max().over(so_far), 0))
    before = ibis.window(group_by=["dossier_id", "step", "instance_of"], order_by="place")
    rows = rows.mutate(is_alone=(rows.is_end == 1) & (rows.n_alone > rows.n_alone.lag().over(before).coalesce(0)))
    alone = ibis.cases((rows.lifecycle == _PLAIN, -rows.event_no - 1))
    number = ibis.cases(
        (rows.is_alone, alone), (rows.is_handed, -rows.event_no - 1), (rows.is_end == 1, rows.n_end - rows.n_alone),
        (rows.is_open == 1, rows.n_open),
        else_=rows.n_open + 1,
    )
    handed_at = rows.is_handed.ifelse(rows.next_at, ibis.null(INSTANT))
    return rows.select(*events.columns, instance=number, handed_at=handed_at)


def suspensions(events: ir.Table, hours: tuple[datetime, ...], engine: Engine) -> ir.Table:
    """One row per time from which an activity was suspended until it went on or ended; null where it did neither.

    Where the log numbers its activities, another one of the same name ends nothing. An activity that is called as a
    kind of stop is a stop of that kind.
    """
    rows = _timed(events)
    rows = rows.filter(rows.lifecycle.isin(["suspend", "resume", *OPENS, *ENDS]))
    rows = rows.mutate(is_pause=rows.lifecycle == "suspend")
    own = ["dossier_id", "step", *(["event_id"] if _is_numbered(rows, engine) else [])]
    order = ibis.window(group_by=[rows[name] for name in own], order_by=file_order(rows, rows["at"], hours))
    turns = rows.mutate(before=rows.is_pause.lag().over(order)).filter(
        lambda row: row.before.isnull() | (row.before != row.is_pause)
    )
    order = ibis.window(group_by=[turns[name] for name in own], order_by=file_order(turns, turns["at"], hours))
    whole = turns.mutate(to_at=turns["at"].lead().over(order)).filter(ibis._.is_pause & ibis._["at"].notnull())
    return whole.select(
        dossier_id="dossier_id", kind=_stop_kind(whole.step), from_at="at", to_at="to_at",
        **{name: whole[name] for name in ORIGIN}
    ).cast(CANONICAL["stops"].ibis_schema())


def _is_numbered(rows: ir.Table, engine: Engine) -> bool:
    """Whether every row has the number of its activity."""
    if "event_id" not in rows.columns or not _repeats(rows, engine):
        return False
    return not int(engine.fetch(rows.aggregate(n=rows.event_id.isnull().sum().coalesce(0))).n[0])


def _stop_kind(step: ir.StringValue) -> ir.StringValue:
    named = [(step == label, ibis.literal(kind)) for kind, label in CODES["stop_kind"].items()]
    return ibis.cases(*named, else_=ibis.literal(StopKind.SUSPENDED))
