"""The share finished by the deadline, open dossiers counted as far as they are known (Kaplan–Meier).

The plain rate looks at what was finished in the period; an office that leaves its late dossiers open looks well by it.
Here a dossier runs on a clock of its own: the share of its time limit that is used, so that a limit of five days and
one of sixty are comparable. An event is an end in time, at the share that was used. A late dossier, finished or open,
is seen past 1 without one. One that is still open in time is right-censored at the share used at the cut, one that was
stopped for good at that of its end. One that was carried into the period is left-truncated (delayed entry): it enters
at the share used when the period began, for had it been finished before, it would not be here; without that, slow
dossiers, which many periods see, would count too often.

The estimate is 1 − S(1) with the product-limit S (`kaplan_meier`): of dossiers handled at this period's pace, how many
are finished by their deadline. It assumes that how much of the limit is used depends neither on the limit nor on when
in the period a dossier came. With nothing open at the cut and nothing carried in it is the plain rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.analysis import kaplan_meier
from tthc.analysis.calendar import instant, read_clock
from tthc.analysis.indicators.measure import Measure, has, is_handled
from tthc.model.schema import CODES
from tthc.model.schema.intervals import wilson
from tthc.model.schema.literal_rows import literal_rows
from tthc.model.words import FINISHED_IN_TIME, LATE, Intake, Outcome

AT_DEADLINE = 10_000  # the clock counts ten-thousandths of the time limit: whole numbers tie alike on every engine
PAST = AT_DEADLINE + 1
_HAIR = 1e-6  # minutes, and ten-thousandths of a limit: what adding and dividing may lose
_LEVELS = ("unit", "field", "procedure")
_GROUP = ("rule", *_LEVELS)
_COLUMNS = (*_GROUP, "tick", *kaplan_meier.COUNTS)

SURVIVAL = (
    Measure(
        "in_time_km",
        "Tỷ lệ giải quyết trong hạn, tính cả hồ sơ đang giải quyết",
        "%",
        "higher",
        has(*FINISHED_IN_TIME),
        is_handled,
        "số hồ sơ ước lượng được giải quyết trong hạn",
        "hồ sơ đã giải quyết và đang giải quyết trong kỳ, chưa quá hạn từ kỳ trước",
        "Ước lượng Kaplan–Meier (1958); khoảng tin cậy theo phương sai Greenwood (1926)",
        ("dossiers.finished_at", "dossiers.due_at"),
        over="survival",
        on_synced=False,
        note="Hồ sơ đang giải quyết được tính đến ngày chốt số liệu; để trống khi chưa hồ sơ nào được theo dõi đến hạn "
            "trả.",
    ),
)


def survival(frame: ir.Table, calendar: ir.Table, *, start: datetime) -> ir.Table:
    """One row per rule and group: numerator, denominator, ratio, low, high (shares) of `in_time_km`, all of the
    register.

    frame: the dossier frame. denominator: dossiers at risk at some time up to their deadline; numerator: as many of
    them as the estimate says, null where it cannot be told: nobody was followed up to the deadline, or everybody at
    hand was finished while others still joined. low and high: Wilson's interval for the number of dossiers that, all
    known, would be as sure (Greenwood's variance; Cutler and Ederer 1958, J. Chron. Dis. 8; Dorey and Korn 1987, Stat.
    Med. 6), which is the plain rate's own where nothing is censored.
    """
    ticks = _levels(_cells(_lifetimes(frame, calendar, start)))
    counted = kaplan_meier.with_steps(ticks, _GROUP, at_once=True)
    return _with_interval(_with_share(counted)).mutate(basis=ibis.literal("register"))


def _lifetimes(frame: ir.Table, calendar: ir.Table, start: datetime) -> ir.Table:
    """One row per rule and dossier: since (when it joins), until (when it leaves), done (1 when that is because it was
    finished in time).
    """
    rows = frame.filter((frame.basis == "register") & is_handled(frame))
    rows = rows.mutate(s_start_at=instant(start))
    rows = read_clock(rows, calendar, {"received_at": "s_received_wm", "s_start_at": "s_start_wm"})
    limit = rows.budget_wm.nullif(0)
    used, carried = _share(rows.total_wm, limit), _share(rows.s_start_wm - rows.s_received_wm, limit)
    in_time, is_open = rows.outcome.isin(FINISHED_IN_TIME), rows.outcome.isin([Outcome.OPEN_IN_TIME, Outcome.ENDED])
    until = ibis.cases(
        (in_time, ibis.coalesce(ibis.least(used, AT_DEADLINE), AT_DEADLINE)),
        (rows.outcome.isin(LATE), PAST),
        (is_open & used.notnull(), ibis.least(used, AT_DEADLINE)),
        # A stop will move the deadline: what was used of the one recorded tells only as long as it lasts.
        ((rows.outcome == Outcome.STOPPED) & (used < AT_DEADLINE), used),
        else_=ibis.null("int64"),
    )
    is_carried = rows.intake == Intake.CARRIED
    was_late = is_carried & ibis.coalesce(rows.due_at < rows.s_start_at, False)
    since = ibis.cases(
        (was_late, PAST), (is_carried & carried.notnull(), ibis.least(carried, AT_DEADLINE)), else_=0,
    )
    rows = rows.select(*_GROUP, since=since.cast("int64"), until=until.cast("int64"), done=in_time.ifelse(1, 0))
    return rows.filter(rows.until.notnull() & (rows.since <= rows.until) & (rows.since <= AT_DEADLINE))


def _share(used_wm: ir.Value, limit: ir.Value) -> ir.Value:
    """The part of the limit that is used, on the clock of ten-thousandths: at the deadline exactly where all of it is,
    not by rounding.
    """
    part, left = (used_wm * AT_DEADLINE / limit + _HAIR).floor().cast("int64"), limit - used_wm
    inside, past = (part < AT_DEADLINE).ifelse(part, AT_DEADLINE - 1), (part > PAST).ifelse(part, PAST)
    return ibis.cases(
        (left.isnull(), ibis.null("int64")), (left.abs() < _HAIR, AT_DEADLINE), (left > 0, inside), else_=past,
    )


def _cells(lifetimes: ir.Table) -> ir.Table:
    """One row per smallest group and tick of the clock: how many join, leave, and leave finished in time."""
    one = ibis.literal(1, "int64")
    moves = kaplan_meier.moves(lifetimes, _GROUP, joins="since", leaves="until", n=one, n_end=lifetimes.done)
    return kaplan_meier.at_ticks(moves, _GROUP)


def _levels(cells: ir.Table) -> ir.Table:
    """The same for the whole, and for each unit, field and procedure alone; a group of nothing for
    each rule's whole.
    """
    nothing = ibis.null("string")
    overall = cells.mutate(**dict.fromkeys(_LEVELS, nothing))
    levels = [cells.mutate(**{other: nothing for other in _LEVELS if other != level}) for level in _LEVELS]
    return kaplan_meier.at_ticks(ibis.union(overall, *levels, _zeros()).select(*_COLUMNS), _GROUP)


def _zeros() -> ir.Table:
    rules = list(CODES["rule"])
    columns = {"rule": pa.array(rules), **{level: pa.nulls(len(rules), pa.string()) for level in _LEVELS}}
    columns |= {name: pa.array([0] * len(rules), pa.int64()) for name in ("tick", *kaplan_meier.COUNTS)}
    return literal_rows(pa.table(columns)).select(*_COLUMNS)


def _with_share(cells: ir.Table) -> ir.Table:
    """One row per group: denominator, ratio (null where it cannot be told), and what the interval needs."""
    left = (cells.is_last | (cells.n_end == 0)).ifelse(ibis.null("int64"), cells.n_risk - cells.n_end)
    sums = cells.group_by(*_GROUP).aggregate(
        denominator=cells.n_join.sum().cast("float64"),
        log_left=cells.log_step.sum(),
        greenwood=ibis.coalesce((cells.n_end / (cells.n_risk * left).nullif(0)).sum(), 0.0),
        emptied_at=cells.is_last.ifelse(cells.tick, ibis.null("int64")).min(),
        last_in=(cells.n_join > 0).ifelse(cells.tick, ibis.null("int64")).max(),
        n_followed=(cells.tick >= AT_DEADLINE).ifelse(cells.n_leave, 0).sum(),
        n_known=(cells.n_end + (cells.tick == PAST).ifelse(cells.n_leave, 0)).sum().cast("float64"),
    )
    is_empty = sums.emptied_at.notnull()
    is_shown = is_empty.ifelse(sums.last_in <= sums.emptied_at, sums.n_followed > 0)
    still = is_empty.ifelse(0.0, sums.log_left.exp())
    return sums.mutate(still=still, ratio=(is_shown & (sums.denominator > 0)).ifelse(1 - still, ibis.null("float64")))


def _with_interval(sums: ir.Table) -> ir.Table:
    informative = (sums.still * sums.greenwood).nullif(0)
    sure = ibis.coalesce((sums.still > 0).ifelse((1 - sums.still) / informative, ibis.null("float64")), sums.n_known)
    low, high = wilson(sums.ratio, sure)
    whole = (sums.denominator == 0).ifelse(0.0, sums.ratio * sums.denominator)
    return sums.select(*_GROUP, "denominator", "ratio", numerator=whole, low=low, high=high)


def rows_of(shares: ir.Table, wanted: Sequence[Measure], columns: Sequence[str]) -> ir.Table:
    """The groups' shares as rows of the long table, for the indicator that is wanted."""
    (one,) = wanted
    is_overall = shares.unit.isnull() & shares.field.isnull() & shares.procedure.isnull()
    kept = shares.filter(is_overall | (shares.denominator > 0))
    percent = {name: 100 * kept[name] for name in ("low", "high")}
    named = kept.mutate(
        measure=ibis.literal(one.id), measured_in=ibis.literal(one.measured_in), digits=ibis.null("int64"),
    )
    return named.mutate(value=100 * named.ratio, **percent).select(*columns)
