"""Starts that are no starts: clicks that book a step rather than begin it, shared accounts, steps left open.

What such a start says about work is not known. It is taken as not recorded, and nobody is judged by it.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import closing_minute, read_clock
from tthc.model.days import FULL_DAY_WM

CLICK_S = 15 * 60  # a start this close before its end, in seconds by the calendar
CLICK_PART = 0.025  # or work that is so small a part of the step's norm
LAIN_WM = float(FULL_DAY_WM)  # working minutes that a dossier lay in the step before that is remarkable
DAYS_WM = float(FULL_DAY_WM)  # a step with a norm of a day or more is no two-minute step
EVENING_WM = 30.0  # starts this near to closing time, or after it, are made at the day's end
BURST_S = 5 * 60  # starts this close together are one burst
BURST_SIZE = 3
MOSTLY, NEARLY_ALL = 0.5, 0.75
FEW_STARTS = 3  # fewer say nothing of a habit
NIGHT_HOURS = (6, 21)  # stamps before or after are made at night
# one in five at night; four dossiers open at once on average; at home in three units
NIGHT_PART, HANDS, UNITS = 0.2, 4.0, 3
FEW_STAMPS = 20
LEFT_OPEN_WM = 960.0


def doubted_starts(
    spans: ir.Table, lifetimes: ir.Table, norms: ir.Table, stops: ir.Table, calendar: ir.Table,
) -> ir.Table:
    """One row per officer and step whose starts are mostly bookkeeping: officer, step, n_starts, doubt (click, evening
    or burst).

    click: more than half of those that lay for a day or longer were started within minutes of their end, although the
    step's norm is a day or more, or not known; or of three or more nearly all leave under a fortieth of it for the
    work. evening, burst: nearly all starts come at the day's end, or several at one stroke, while what was started goes
    on. `norms` are all lists; of a step the longest norm counts. While the applicant has it a dossier does not lie.
    """
    rows = _started(spans, lifetimes, norms, calendar)
    rows = rows.left_join(_back(rows, stops, calendar), [("dossier_id", "b_id"), ("step_no", "b_no")])
    here_wm = ibis.greatest(rows.arrived_wm, ibis.coalesce(rows.back_wm, rows.arrived_wm))
    norm_wm = ibis.coalesce(rows.norm_wm, DAYS_WM)
    lain = (rows.ended_wm - here_wm >= LAIN_WM) & (norm_wm >= DAYS_WM)
    is_brief = ibis.coalesce(rows.click | (rows.ended_wm - rows.started_wm <= CLICK_PART * norm_wm), False)
    goes_on = ~ibis.coalesce(rows.click, False)
    counts = rows.group_by("officer", "step").agg(
        n_starts=rows.count(), n_lain=lain.sum(), n_click=(lain & ~goes_on).sum(), n_on=goes_on.sum(),
        n_evening=(goes_on & rows.is_evening).sum(), n_burst=(goes_on & (rows.n_near >= BURST_SIZE)).sum(),
        n_days=rows.start_day.nunique(), n_brief=(lain & is_brief).sum(),
    )
    habit = (counts.n_on >= FEW_STARTS) & (counts.n_days > 1)
    doubt = ibis.cases(
        (counts.n_click > MOSTLY * counts.n_lain, "click"),
        ((counts.n_lain >= FEW_STARTS) & (counts.n_brief > NEARLY_ALL * counts.n_lain), "click"),
        (habit & (counts.n_evening > NEARLY_ALL * counts.n_on), "evening"),
        (habit & (counts.n_burst > NEARLY_ALL * counts.n_on), "burst"), else_=ibis.null("string"),
    )
    counts = counts.mutate(doubt=doubt)
    return counts.filter(counts.doubt.notnull()).select("officer", "step", "n_starts", "doubt")


def _started(spans: ir.Table, lifetimes: ir.Table, norms: ir.Table, calendar: ir.Table) -> ir.Table:
    """One row per own step of an officer that was started and ended or is still worked on, with its norm and what lies
    near its start.
    """
    rows = _own(spans)
    rows = rows.filter(rows.started_wm.notnull() & ibis.coalesce(rows.ended_at > rows.arrived_at, True))
    rows = rows.inner_join(lifetimes.select("dossier_id", "procedure_code"), "dossier_id")
    longest = norms.group_by("procedure_code", "step").agg(norm_wm=norms.norm_wm.max())
    rows = rows.left_join(longest, ["procedure_code", "step"]).drop("procedure_code_right", "step_right")
    start_s = rows.started_at.epoch_seconds()
    near = ibis.window(group_by=[rows.officer], order_by=start_s, range=(-BURST_S, BURST_S))
    rows = rows.mutate(
        start_day=rows.started_at.date(), start_minute=rows.started_at.hour() * 60 + rows.started_at.minute(),
        click=rows.ended_at.epoch_seconds() - start_s <= CLICK_S, n_near=rows.step_no.count().over(near),
    )
    closing = calendar.select(closing_day="date", closing_minute=closing_minute(calendar))
    rows = rows.left_join(closing, [("start_day", "closing_day")])
    return rows.mutate(is_evening=ibis.coalesce(rows.start_minute >= rows.closing_minute - EVENING_WM, False))


def _back(rows: ir.Table, stops: ir.Table, calendar: ir.Table) -> ir.Table:
    """For the steps within which a stop ended, when the dossier was back: b_id, b_no, back_wm, the reading of the last
    such end.
    """
    ended = stops.filter(stops.to_at.notnull() & (stops.to_at > stops.from_at)).select(
        s_id="dossier_id", back_at="to_at"
    )
    within = rows.select("dossier_id", "step_no", "arrived_at", "ended_at").inner_join(ended, [("dossier_id", "s_id")])
    within = within.filter(
        (within.back_at > within.arrived_at) & ibis.coalesce(within.back_at <= within.ended_at, True)
    )
    last = within.group_by(b_id="dossier_id", b_no="step_no").agg(back_at=within.back_at.max())
    return read_clock(last, calendar, {"back_at": "back_wm"}).drop("back_at")


def shared_accounts(spans: ir.Table) -> ir.Table:
    """One row per officer's account that more than one person seems to use: officer, n_stamps, doubt (night, hands,
    units or namesake).

    It is at work at night too, has more dossiers in work at once than one pair of hands, or is at home in several
    units. A name that ended steps in two units turn and turn about may be two people's, however few they are; one that
    went from one unit to another is not.
    """
    rows = _own(spans)
    ended = rows.filter(rows.ended_at.notnull())
    first, last = NIGHT_HOURS
    at_night = (ended.ended_at.hour() < first) | (ended.ended_at.hour() >= last)
    night = ended.group_by("officer").agg(
        n_stamps=ended.count(), n_night=at_night.sum(), n_units=ended.unit.nunique(),
        n_hours=ended.ended_at.hour().nunique()
    )
    rows = night.left_join(_hands(rows), "officer").drop("officer_right")
    rows = rows.left_join(_in_two_units(ended), [("officer", "t_officer")])
    doubt = ibis.cases(
        ((rows.n_night > NIGHT_PART * rows.n_stamps) & (rows.n_hours > 12), "night"),
        (ibis.coalesce(rows.hands, 0.0) > HANDS, "hands"), (rows.n_units > UNITS, "units"), else_=ibis.null("string"),
    )
    namesake = rows.t_officer.notnull().ifelse("namesake", ibis.null("string"))
    rows = rows.mutate(doubt=ibis.coalesce((rows.n_stamps >= FEW_STAMPS).ifelse(doubt, ibis.null("string")), namesake))
    return rows.filter(rows.doubt.notnull()).select("officer", "n_stamps", "doubt")


def _in_two_units(ended: ir.Table) -> ir.Table:
    """One row per name with ends in one unit between its ends in another: t_officer."""
    at_home = ended.filter(ended.unit.notnull())
    at_home = at_home.group_by("officer", "unit").agg(first_at=at_home.ended_at.min(), last_at=at_home.ended_at.max())
    before = ibis.window(group_by=at_home.officer, order_by=[at_home.first_at, at_home.unit], rows=(None, -1))
    at_home = at_home.mutate(until_at=at_home.last_at.max().over(before))
    return at_home.filter(at_home.first_at < at_home.until_at).select(t_officer="officer").distinct()


def _hands(own: ir.Table) -> ir.Table:
    """One row per officer: how many of his dossiers were in work at once, on average over the time in which any was."""
    rows = own.filter(own.started_wm.notnull() & own.ended_wm.notnull() & (own.ended_wm > own.started_wm))
    moves = rows.select("officer", at_wm="started_wm", move=ibis.literal(1)).union(
        rows.select("officer", at_wm="ended_wm", move=ibis.literal(-1))
    )
    order = {"group_by": moves.officer, "order_by": [moves.at_wm, moves.move.desc()]}
    moves = moves.mutate(
        n=moves.move.sum().over(ibis.window(**order, rows=(None, 0))),
        gap=moves.at_wm.lead().over(ibis.window(**order)) - moves.at_wm,
    )
    moves = moves.mutate(any_wm=(moves.n > 0).ifelse(moves.gap, 0.0), all_wm=moves.n * moves.gap)
    sums = moves.group_by("officer").agg(any_wm=moves.any_wm.sum(), all_wm=moves.all_wm.sum())
    return sums.select("officer", hands=sums.all_wm / sums.any_wm.nullif(0))


def trusted_starts(
    spans: ir.Table, doubted: ir.Table, accounts: ir.Table, stops: ir.Table, lifetimes: ir.Table,
) -> ir.Table:
    """The steps; where a start is no start, it is null, as where none was recorded.

    `doubted` as `doubted_starts` gives them, `accounts` every officer's name that may be more than one person. A step
    that was open for two days or more while its officer began and ended another one is left open, not worked on; one
    that went to the applicant or to another body meanwhile had its reason to stay open.
    """
    rows = spans.left_join(
        doubted.select(d_officer="officer", d_step="step"), [("officer", "d_officer"), ("step", "d_step")],
    )
    rows = rows.left_join(accounts.select(a_officer="officer").distinct(), [("officer", "a_officer")])
    rows = rows.left_join(
        _left_open(spans, stops, lifetimes).select(l_id="dossier_id", l_no="step_no"),
        [("dossier_id", "l_id"), ("step_no", "l_no")],
    )
    is_none = rows.d_officer.notnull() | rows.a_officer.notnull() | rows.l_id.notnull()
    return rows.mutate(
        started_at=is_none.ifelse(ibis.null("timestamp(6)"), rows.started_at),
        started_wm=is_none.ifelse(ibis.null("float64"), rows.started_wm)
    ).select(*spans.columns)


def _left_open(spans: ir.Table, stops: ir.Table, lifetimes: ir.Table) -> ir.Table:
    """One row per started step that stayed open for days around another one of its officer's: dossier_id, step_no."""
    rows = _own(spans).inner_join(lifetimes.select("dossier_id", "end_at", "end_wm"), "dossier_id")
    rows = rows.mutate(
        stop_at=ibis.coalesce(rows.ended_at, rows.end_at), stop_wm=ibis.coalesce(rows.ended_wm, rows.end_wm),
    )
    rows = rows.filter(rows.started_wm.notnull() & (rows.stop_at > rows.started_at))
    # Of those that began later the earliest end: where it lies within, one was begun and ended inside.
    later = ibis.window(
        group_by=rows.officer, order_by=[rows.started_wm, rows.stop_wm.desc(), rows.dossier_id, rows.step_no],
        rows=(1, None),
    )
    rows = rows.mutate(first_end=rows.ended_wm.min().over(later))
    rows = rows.filter((rows.stop_wm - rows.started_wm >= LEFT_OPEN_WM) & (rows.first_end <= rows.stop_wm))
    outside = spans.filter(spans.is_outside)
    gone = outside.select(g_id="dossier_id", g_at="arrived_at").union(stops.select(g_id="dossier_id", g_at="from_at"))
    gone = rows.inner_join(gone, [("dossier_id", "g_id")])
    gone = gone.filter((gone.g_at > gone.started_at) & (gone.g_at < gone.stop_at))
    return rows.anti_join(gone, ["dossier_id", "step_no"])


def _own(spans: ir.Table) -> ir.Table:
    return spans.filter(~spans.is_outside & spans.officer.notnull())
