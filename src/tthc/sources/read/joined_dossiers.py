"""One row per dossier from all that tell of it: newer exports before older ones, columns that one lacks from another.

The key is (dossier_id, source). Of each column the newest export that has it decides, also where it says nothing: an
end that is gone was taken back. Exports of one time complete each other; where they differ, the lists come before the
logs, with a finding.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.model.schema import CANONICAL, KEY_CELLS
from tthc.model.words import OPEN_STATUSES, Status
from tthc.sources.read.duplicates import count_aside, ranked, told_text
from tthc.sources.read.faults import Faults
from tthc.sources.read.same_dossier import KEPT, is_other
from tthc.sources.read.sheets import ORIGIN
from tthc.sources.read.times import INSTANT

_KEY = CANONICAL["dossiers"].key
_VALUES = tuple(name for name in CANONICAL["dossiers"].names if name not in (*_KEY, *ORIGIN, "unread"))
_OPEN = (Status.NEW, *OPEN_STATUSES)
_KNOWN = ("received_at", "finished_at", "status")
_RESULTS = ("issued_at", "returned_at")  # what stands for an end where no sheet has ends, the better first
OWN = ("first_at", "end_at")  # what a log's events say of reception and end, where its profile derives them from these


@dataclass(frozen=True)
class DossierSource:
    """What one sheet tells of dossiers: the canonical columns and OWN.

    `has` are the columns that the sheet has, `derives` those that its profile lets a log's events tell, `why` says by
    what it is known how new it is.
    """

    rows: ir.Table
    has: frozenset[str]
    newness: int
    is_log: bool
    file: str
    sheet: str | None
    derives: frozenset[str] = frozenset()
    why: str = ""


def joined_dossiers(
    parts: Sequence[DossierSource], engine: Engine, faults: Faults, aside: dict[tuple, int],
) -> ir.Table:
    """The canonical dossiers, each key once. Rows that a newer or a better one replaces are counted in `aside`."""
    _say_what_is_derived(parts, faults)
    marked = [_marked(part, number) for number, part in enumerate(_in_order(parts))]
    if len(parts) == 1 and parts[0].is_log:
        return engine.view(_finished(marked[0]), "read_dossiers_of_log")
    rows = engine.materialise(ibis.union(*marked) if len(marked) > 1 else marked[0], "read_dossiers_all")
    keys = rows.select(*_KEY).distinct()
    n_all, n_keys = (int(engine.fetch(one.aggregate(n=one.count())).n[0]) for one in (rows, keys))
    if n_all > n_keys:
        repeated = rows.group_by(*_KEY).aggregate(n=rows.count()).filter(ibis._.n > 1)
        many = _once_a_layer(rows.semi_join(repeated, _KEY), _in_order(parts), engine, faults, aside)
        single = rows.anti_join(repeated, _KEY)
        rows = single.union(_joined(many, _in_order(parts), engine, faults, aside).select(*single.columns))
    return engine.materialise(_finished(rows), "read_dossiers")


def _in_order(parts: Sequence[DossierSource]) -> list[DossierSource]:
    """Newest first; of one time the lists before the logs."""
    return sorted(parts, key=lambda part: (-part.newness, part.is_log))


def _marked(part: DossierSource, number: int) -> ir.Table:
    """A blank reception in a list is none; in a log, whose rows repeat it, it was not written."""
    knows = {
        f"knows_{name}": ibis.literal(name in part.has and not (name == "received_at" and part.is_log))
        for name in _KNOWN
    }
    own = {name: part.rows[name] if name in part.rows.columns else ibis.null(INSTANT) for name in OWN}
    rows = part.rows.select(*CANONICAL["dossiers"].names, **own)
    return rows.mutate(part_no=ibis.literal(number, "int64"), **knows)


def _say_what_is_derived(parts: Sequence[DossierSource], faults: Faults) -> None:
    """Findings for the columns that no sheet has and that are therefore inferred."""
    filled = {name for part in parts for name in part.has}
    for part in parts:
        for name in sorted(part.derives - filled, reverse=True):
            faults.add(f"derived.{name}", part.file, part.sheet)
        if not filled & {"status", "finished_at", *_RESULTS} and not any("finished_at" in one.derives for one in parts):
            faults.add("derived.no_end", part.file, part.sheet, value=part.file)
        if "status" not in filled:
            faults.add("derived.status", part.file, part.sheet)
        if results := [name for name in _RESULTS if name in part.has]:
            if not {"finished_at"} & (part.has | part.derives):
                label = CANONICAL["dossiers"][results[0]].label
                faults.add("derived.result", part.file, part.sheet, value=part.file, detail=label.lower())


def _once_a_layer(
    rows: ir.Table, parts: list[DossierSource], engine: Engine, faults: Faults, aside: dict[tuple, int],
) -> ir.Table:
    """The rows, of those with one key in lists of the same time and columns only the one with the later last event."""
    layers: dict[tuple, int] = {}
    numbers = [
        layers.setdefault((part.newness, part.has) if not part.is_log else (number,), number)
        for number, part in enumerate(parts)
    ]
    rows = rows.mutate(layer=ibis.cases(*[(rows.part_no == number, layer) for number, layer in enumerate(numbers)]))
    marked = ranked(rows, "dossiers", beside=("layer",))
    marked = engine.materialise(marked.mutate(is_other=_is_other_dossier(marked)), "read_dossiers_layers")
    copies = marked.filter(marked.copy_no > 1)
    kinds = (
        ("row.equal", copies.is_equal), ("row.same_id", ~copies.is_equal & copies.is_other),
        ("row.duplicate", ~copies.is_equal & ~copies.is_other),
    )
    for rule, those in kinds:
        faults.add_rows(rule, copies.filter(those), column=None, value=_key_text(copies.filter(those)))
    count_aside(copies, "dossiers", aside, engine)
    return marked.filter(marked.copy_no == 1).drop("copy_no", "is_equal", "is_other", "layer")


def _is_other_dossier(marked: ir.Table) -> ir.BooleanValue:
    """Whether a copy tells of another dossier than the row kept, for all one knows."""
    whole = ibis.window(group_by=[*_KEY, "layer"])
    kept = {name: ibis.cases((marked.copy_no == 1, marked[name])).max().over(whole) for name in KEPT}
    return is_other({name: marked[name] for name in KEPT}, kept, may_be_moved=False)


def _key_text(rows: ir.Table) -> ir.StringValue:
    return ibis.literal(" · ").join([rows[name].cast("string").fill_null("") for name in _KEY])


def _joined(
    rows: ir.Table, parts: list[DossierSource], engine: Engine, faults: Faults, aside: dict[tuple, int],
) -> ir.Table:
    """One row per key, column by column."""
    rows = engine.materialise(_with_times(rows, parts), "read_dossiers_timed")
    _set_older_aside(rows, parts, engine, faults, aside)
    values, differ = {}, {}
    for name in _VALUES:
        decides = (
            rows[name].notnull()
            & rows.part_no.isin(_having(parts, name))
            & (rows.newness == rows[_time_of(parts, name)])
        )
        values[name] = rows[name].argmin(rows.part_no, where=decides)
        differ[name] = rows[name].max(where=decides) != rows[name].min(where=decides)
    origin = {name: rows[name].cast("string").fill_null("").argmin(rows.part_no).nullif("") for name in ORIGIN[:2]}
    grouped = engine.materialise(rows.group_by(*_KEY).aggregate(
        **values, **origin, src_row=rows.src_row.argmin(rows.part_no), unread=rows.unread.argmin(rows.part_no),
        **{f"differ_{name}": differ[name] for name in _VALUES},
        first_at=rows.first_at.min(), end_at=rows.end_at.max(), part_no=rows.part_no.min(),
        **{name: rows[name].any() for name in (f"knows_{known}" for known in _KNOWN)},
    ), "read_dossiers_joined")
    _report_conflicts(grouped, rows, engine, faults)
    return grouped.mutate(unread=_still_unread(grouped))


def _having(parts: list[DossierSource], name: str) -> list[int]:
    return [number for number, part in enumerate(parts) if name in part.has] or [-1]


def _time_of(parts: list[DossierSource], name: str) -> str:
    """The column that says how new the newest export of the dossier is of those that have `name`."""
    return "time_" + "_".join(map(str, _having(parts, name)))


def _with_times(rows: ir.Table, parts: list[DossierSource]) -> ir.Table:
    rows = rows.mutate(
        newness=ibis.cases(*[(rows.part_no == number, part.newness) for number, part in enumerate(parts)])
    )
    whole = ibis.window(group_by=list(_KEY))
    sets = {_time_of(parts, name): _having(parts, name) for name in _VALUES}
    return rows.mutate(
        **{
            column: ibis.cases((rows.part_no.isin(numbers), rows.newness)).max().over(whole)
            for column, numbers in sets.items()
        }
    )


def _still_unread(grouped: ir.Table) -> ir.StringValue:
    """The key cells that were not read and that no other sheet told."""
    names = [name for name in KEY_CELLS if name != "dossier_id"]
    lacking = [(grouped.unread.contains(name) & grouped[name].isnull()).ifelse(f",{name}", "") for name in names]
    return ibis.literal("").join(
        [*lacking, grouped.unread.contains("dossier_id").ifelse(",dossier_id", "")]
    )[1:].nullif("")


def _set_older_aside(
    rows: ir.Table, parts: list[DossierSource], engine: Engine, faults: Faults, aside: dict[tuple, int],
) -> None:
    """Findings for the rows of lists all of whose columns a newer export has too, and which file won over which."""
    whole = ibis.window(group_by=list(_KEY))
    newest = rows.src_file.argmin(rows.part_no)
    told = {f"kept_{name}": rows[name].argmin(rows.part_no) for name in KEPT}
    won = rows.group_by(*_KEY).aggregate(newest=newest, kept=told_text(rows, _VALUES).argmin(rows.part_no), **told)
    over = []
    for number, part in enumerate(parts):
        better = [other for other, newer in enumerate(parts) if newer.newness > part.newness and newer.has >= part.has]
        if better and not part.is_log:
            beaten = rows.mutate(is_beaten=rows.part_no.isin(better).any().over(whole))
            over.append(beaten.filter((beaten.part_no == number) & beaten.is_beaten).drop("is_beaten"))
    if not over:
        return
    older = (ibis.union(*over) if len(over) > 1 else over[0]).inner_join(won, _KEY)
    kept = {name: older[f"kept_{name}"] for name in KEPT}
    alike = is_other({name: older[name] for name in KEPT}, kept, may_be_moved=True)
    older = engine.materialise(older.mutate(is_other=alike), "read_dossiers_older")
    _report_older(older, parts, engine, faults)
    count_aside(older, "dossiers", aside, engine)


def _report_older(older: ir.Table, parts: list[DossierSource], engine: Engine, faults: Faults) -> None:
    """Of rows that tell of another dossier than the newer export's, for all one knows, each; of the others how many."""
    others, older = older.filter(older.is_other), older.filter(~older.is_other)
    faults.add_rows("row.same_id", others, column=None, value=_key_text(others))
    for row in engine.fetch(
        older.group_by("src_file", "newest").aggregate(n=older.count(), part=older.part_no.max()).order_by("src_file")
    ).itertuples():
        why = f" (theo {parts[int(row.part)].why})" if parts[int(row.part)].why else ""
        faults.add("file.older", row.src_file, value=str(int(row.n)), detail=int(row.n), newer=row.newest, why=why)
    changed = older.filter(told_text(older, _VALUES) != older.kept)
    faults.add_rows("row.older", changed, column=None, value=_key_text(changed))


def _report_conflicts(grouped: ir.Table, rows: ir.Table, engine: Engine, faults: Faults) -> None:
    counts = engine.fetch(
        grouped.aggregate(**{name: grouped[f"differ_{name}"].sum().coalesce(0) for name in _VALUES})
    ).iloc[0]
    for name in (name for name in _VALUES if counts[name]):
        clash = grouped.filter(grouped[f"differ_{name}"])
        faults.add_rows("dossier.conflict", clash, column=CANONICAL["dossiers"][name].label, value=clash[name])


def with_untold_ends(rows: ir.Table, has: Collection[str], untold: Collection[str]) -> ir.Table:
    """The rows of a list with the columns `has`, in `unread` what columns that nobody read may say of the end
    (`untold`): neither does a dossier count as open then, nor its result's day as its end.
    """
    is_over = ibis.or_(*(rows[name].notnull() for name in (*_RESULTS, "finished_at", "refused_at")))
    more = ibis.literal("")
    if untold and "status" not in has:
        more = more + (~is_over).ifelse(",status", "")
    if "finished_at" in untold and "finished_at" not in has:
        more = more + (is_over & rows.finished_at.isnull()).ifelse(",finished_at", "")
    if not untold:
        return rows
    return rows.mutate(unread=(rows.unread.fill_null("") + more).re_replace("^,", "").nullif(""))


def _finished(rows: ir.Table) -> ir.Table:
    """Canonical dossiers: what no sheet tells of reception, end and status is derived.

    No end is derived for a dossier that is said to be open. Where no sheet has ends, the day of the result or, without
    it, of its handing over stands for one: no later than the truth, or no earlier; that is a finding. What was not
    read of the end or the status is not derived.
    """
    is_open = rows.knows_status & rows.status.isin(list(_OPEN)).fill_null(False)
    is_unread = {name: rows.unread.contains(name).fill_null(False) for name in ("finished_at", "status")}
    result = ibis.cases((~is_unread["finished_at"], rows.issued_at.coalesce(rows.returned_at)))
    derived = rows.end_at.coalesce(result)
    ended = ibis.cases((rows.knows_finished_at | is_open, rows.finished_at), else_=derived)
    received = ibis.cases((rows.knows_received_at, rows.received_at), else_=rows.received_at.coalesce(rows.first_at))
    rows = rows.mutate(received_at=received.cast(INSTANT), finished_at=ended.cast(INSTANT))
    rows = rows.mutate(
        status=ibis.cases(
            (rows.knows_status, rows.status),
            (rows.finished_at.notnull() | rows.returned_at.notnull(), Status.DONE),
            (rows.refused_at.notnull(), Status.REFUSED), (~is_unread["status"], Status.IN_PROGRESS),
            else_=ibis.null("string"),
        )
    )
    return rows.select(*CANONICAL["dossiers"].names)
