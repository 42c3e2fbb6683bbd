"""Duties of the office beside the deadline itself, each by the law set of the dossier: what was asked too late or not
done.

None of them makes a dossier late. They are counted (`measures`) and asked about (`integrity`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import (
    DeadlineRule,
    add_days_granted,
    add_deadline,
    closing_instant,
    closing_minute,
    deadline_rule,
    instant,
    last_day,
)
from tthc.analysis.life import FLAGS as FLAGS_OF_STOPS
from tthc.analysis.life import is_over, is_untold, lifetimes_at, once, with_refusals
from tthc.analysis.outcomes.decree import usable_receipt
from tthc.analysis.outcomes.due import with_counted_due
from tthc.analysis.outcomes.law_sets import by_day, with_law_day
from tthc.analysis.outcomes.scope import register
from tthc.analysis.outcomes.stops import stop_summary
from tthc.analysis.outcomes.supplement_term import with_terms
from tthc.model.law import Law, LawSet
from tthc.model.words import OPEN_STATUSES, Rule, Status, StepKind

# Counted, and asked about.
FLAGS = (
    "is_asked_late",
    "is_asked_again",
    "is_unclosed",
    "is_handed_late",
    "is_refused_late",
    "is_forwarded_late",
)
# Only asked about.
QUESTIONS = (
    "is_answered_late",
    "is_closed_early",
    "is_closed_late",
    "is_closed_unasked",
    "is_late_before_end",
    "is_forward_unknown",
    "is_stop_undated",
    "is_stop_unlike_status",
)
_NEVER = ibis.null("timestamp(6)")
_LIMITS = (
    "return_incomplete_wd", "supplement_max", "supplement_close_cd", "handover_cutoff_hour", "between_levels_wd",
)


def duties(
    tables: Mapping[str, ir.Table], outcomes: ir.Table, calendar: ir.Table, *, cut: datetime, rules: Mapping[str, str],
    law: Law,
) -> ir.Table:
    """One row per dossier received before the cut: dossier_id, law_set, and per duty its flag with the day it had.

    An out-of-boundary dossier is this office's from the competent body's receipt on: what the other desk did before is
    not its own, and where that day is not known the first two of its days are not looked at. A refused dossier is over
    at its refusal.
    is_asked_late: the first supplement was asked for after the working days in which an incomplete file goes back
    (asked_at, ask_by_at, asked_late_wd). is_asked_again: more often than the set allows (n_asked). is_unclosed: a
    request stands unanswered longer than the set lets it, and the dossier is open at the cut, after the first working
    day after the term (open_asked_at, close_by_at). is_handed_late: another unit got it later than on the day of
    reception, or of what came from the set's hour on, after the morning of the next working day (handed_at, hand_by_at,
    is_by_morning); where a supplement was asked for by then, counted from when the file was complete.
    is_refused_late: refused after the day of its deadline (refuse_by_at: by the decree's rule in `outcomes`, where that
    tells it, else as recorded, but for one that was asked for a supplement); one that was stopped for good because it
    was not eligible was refused as well. is_forwarded_late: an out-of-boundary dossier came to the competent body later
    than the set's working days (competent_at, forward_by_at: from reception, or from completion where the file went
    back before it was forwarded; null where that is not known, or where reception and receipt are one instant). A set
    whose duty_checks are off (is_checked false), or that does not rule the duty, gives false.
    """
    rows = once(_with_rules(once(_known(tables, cut), "seen"), calendar, rules, law), "by_set")
    rows = once(_with_limits(rows, calendar, rules), "duties")
    rows = with_counted_due(rows.mutate(recorded_due_at=rows.due_at), calendar, rules, "recorded_due_at")
    legal = outcomes.filter(outcomes.rule == Rule.DECREE).select(lg_id="dossier_id", legal_due_at="due_at")
    rows = rows.left_join(legal, [("dossier_id", "lg_id")])
    # Of one that waits for a supplement no limit runs, whatever date the system still shows.
    recorded = (ibis.coalesce(rows.n_asked, 0) == 0).ifelse(rows.recorded_due_at, _NEVER)
    rows = rows.mutate(refuse_by_at=ibis.coalesce(rows.legal_due_at, recorded))
    rows = rows.mutate(
        is_asked_late=_yes(rows.asked_at.date() > rows.ask_by_at.date()),
        is_asked_again=_yes(rows.n_asked > rows.supplement_max),
        is_unclosed=_yes((rows.u_last_day >= rows.close_after_at.date()) & rows.u_is_open),
        is_handed_late=_is_handed_late(rows) & _in_scope(rows),
        is_refused_late=_yes(rows.u_refuses & (rows.refused_at.date() > rows.refuse_by_at.date())),
        is_forwarded_late=_yes(
            rows.out_of_boundary & ~rows.is_unreceived & (rows.competent_at.date() > rows.forward_by_at.date())
        ),
    )
    return rows.select(_HANDED_OUT)


_HANDED_OUT = (
    "dossier_id", "law_set", "is_checked", *FLAGS, "asked_at", "ask_by_at", "asked_late_wd", "n_asked",
    "open_asked_at", "close_by_at", "handed_at", "hand_by_at", "is_by_morning", "refused_at", "refuse_by_at",
    "competent_at", "forward_by_at", "submitted_at", "recorded_due_at", "u_last_day", "finished_at", "status",
    "supplement_close_cd", "closing_reason", "is_unreceived", "is_undated", "is_unlike_status", "is_one_instant",
    "is_ruled_forward", "u_forward_at", "open_from_at",
)


def duty_questions(
    tables: Mapping[str, ir.Table], outcomes: ir.Table, calendar: ir.Table, *, cut: datetime, rules: Mapping[str, str],
    law: Law,
) -> ir.Table:
    """`duties` with the flags `QUESTIONS` and the days that they tell of.

    is_answered_late: a supplement came after its term, and the dossier had not been closed. is_closed_early,
    is_closed_late: it was closed for want of one before the term was over, or later than on the first working day
    after it. is_closed_unasked: it was closed for want of one, and no request is written. is_late_before_end: its
    deadline (refuse_by_at) had passed when it was stopped for good or withdrawn, and it stood still for nothing that
    began before. is_forward_unknown: out of boundary, and the day for forwarding has passed without a usable receipt,
    or nobody can tell which day that is (`_may_be_forwarded_late`). is_stop_undated: stopped by its status alone, and
    its recorded deadline has passed. is_stop_unlike_status: a stop that is not over beside a status that knows of none,
    and the recorded deadline has passed.
    """
    rows = once(duties(tables, outcomes, calendar, cut=cut, rules=rules, law=law), "known")
    rows = once(with_terms(rows, tables, _lifetimes(tables, cut), calendar), "terms")
    has_passed = _yes(rows.recorded_due_at.date() < rows.u_last_day)
    asked_as_refusal = rows.is_checked & rows.refused_at.notnull()
    closed = (rows.status == Status.WITHDRAWN) | ((rows.status == Status.HALTED) & ~asked_as_refusal)
    stood = _yes(rows.open_from_at.date() <= rows.refuse_by_at.date())
    known_until = ibis.coalesce(rows.finished_at.date(), rows.refused_at.date(), rows.u_last_day)
    return rows.mutate(
        is_answered_late=rows.is_checked & rows.answered_at.notnull(),
        is_closed_early=_yes(rows.is_checked & (rows.closed_at.date() <= rows.term_ends_at.date())),
        is_closed_late=_yes(rows.is_checked & (rows.closed_at.date() > rows.close_after_at.date())),
        is_closed_unasked=_yes(
            rows.is_checked & (rows.closing_reason == "no_supplement") & (rows.status == Status.HALTED)
            & rows.finished_at.notnull() & (ibis.coalesce(rows.n_asked, 0) == 0)
        ),
        # No duty of a set, but what the outcome does not say of any.
        is_late_before_end=~stood & _yes(closed & (rows.finished_at.date() > rows.refuse_by_at.date())),
        is_forward_unknown=_yes(rows.is_unreceived & (known_until > rows.forward_by_at.date()))
        | _may_be_forwarded_late(rows),
        is_stop_undated=rows.is_checked & rows.is_undated & has_passed,
        is_stop_unlike_status=rows.is_checked & rows.is_unlike_status & has_passed & ~rows.is_unclosed,
    )


def _may_be_forwarded_late(rows: ir.Table) -> ir.Value:
    """Whether a dossier that came to the competent body may have been forwarded too late, and nobody can tell.

    The file went back and nobody wrote when it was complete; or the register has the receipt as the reception, so that
    the other desk's is not known, and the applicant had come before the day on which it should have been forwarded, or
    nobody wrote when.
    """
    # A day without an hour reads as opening time, for both alike.
    is_copied = rows.submitted_at.notnull() | (rows.competent_at.minute() % 30 != 0)
    is_odd = is_copied & ibis.coalesce(rows.competent_at.date() > rows.u_forward_at.date(), True)
    return _yes(rows.is_ruled_forward & rows.forward_by_at.isnull() & (~rows.is_one_instant | is_odd))


def _lifetimes(tables: Mapping[str, ir.Table], cut: datetime) -> ir.Table:
    return once(lifetimes_at(with_refusals(register(tables["dossiers"])), cut=cut), "lives")


def _with_rules(rows: ir.Table, calendar: ir.Table, rules: Mapping[str, str], law: Law) -> ir.Table:
    """Adds law_set, is_checked, u_scope, u_refuses and the limits of the dossier's own set."""
    rows = with_law_day(rows, calendar, rules)
    day = rows.law_day
    limits = {name: by_day(day, law, partial(_limit, name), "int64") for name in _LIMITS}
    scope = by_day(day, law, lambda one: one.values["handover_scope"].value)
    held = {
        name: _yes(by_day(day, law, partial(_holds, holds), "int64") == 1)
        for name, holds in (("is_checked", _checks), ("u_refuses", lambda one: _checks(one) and one.holds("refusal")))
    }
    return rows.mutate(law_set=by_day(day, law, lambda one: one.id), u_scope=scope, **held, **limits)


def _known(tables: Mapping[str, ir.Table], cut: datetime) -> ir.Table:
    """One row per dossier of the register with what was known of it at the cut.

    u_start_at: since when it is this office's. is_unreceived: out of boundary, and not known when it came here.
    is_undated: the status alone tells that it is stopped; is_unlike_status: a stop tells it, and the status does not.
    """
    moment = instant(cut)
    source = register(tables["dossiers"])
    d = source.filter(source.received_at < moment)
    away = ibis.coalesce(d.out_of_boundary, False)
    before_cut = {name: (d[name] < moment).ifelse(d[name], _NEVER) for name in _HAPPENED}
    d = d.mutate(out_of_boundary=away, **before_cut)
    # Closed as stopped, and for the reason that it was not eligible: a refusal by another status.
    is_refused = _yes((d.status == Status.HALTED) & (d.closing_reason == "not_eligible"))
    d = d.mutate(refused_at=ibis.coalesce(d.refused_at, is_refused.ifelse(d.finished_at, _NEVER)))
    d = d.mutate(u_start_at=d.out_of_boundary.ifelse(
        usable_receipt(d, ibis.coalesce(d.finished_at, d.refused_at)), d.received_at,
    ))
    d = d.select(
        "dossier_id", "procedure_code", "channel", "submitted_at", "received_at", "due_at", "status", "closing_reason",
        "out_of_boundary", "u_start_at", *_HAPPENED, is_unreceived=d.out_of_boundary & d.u_start_at.isnull(),
        u_has_end=is_over(d),
    )  # fmt: skip
    asked = stop_summary(tables["stops"], _lifetimes(tables, cut))
    asked = asked.select(
        *FLAGS_OF_STOPS, s_id="dossier_id", n_asked="n_supplement", asked_at="asked_at", complete_at="complete_at",
        open_asked_at="open_asked_at", open_from_at="open_from_at",
    )
    rows = d.left_join(asked, [("dossier_id", "s_id")]).left_join(
        _handed(tables["steps"], moment), [("dossier_id", "h_id")],
    )
    is_open = rows.finished_at.isnull() & rows.refused_at.isnull() & rows.status.isin([*OPEN_STATUSES, Status.HALTED])
    undated = ~ibis.coalesce(rows.has_open_stop, False) & is_untold(
        rows.status, {name: rows[name] for name in FLAGS_OF_STOPS}, rows.u_has_end,
    )
    unlike = rows.status.isin([Status.ACCEPTED, Status.IN_PROGRESS]) & ibis.coalesce(rows.has_open_stop, False)
    rows = rows.mutate(
        u_last_day=last_day(cut), u_is_open=is_open, is_undated=is_open & undated, is_unlike_status=is_open & unlike,
    )
    return rows.drop("s_id", "h_id", "u_has_end", *FLAGS_OF_STOPS)


_HAPPENED = ("competent_at", "refused_at", "finished_at")


def _handed(steps: ir.Table, cut: ir.Value) -> ir.Table:
    """One row per dossier: when the first unit other than that of its first step got it to handle. Inferred arrivals
    tell nothing; who is consulted, sits in council or signs is not handed the dossier over to.
    """
    asked = ibis.coalesce(steps.kind.isin([StepKind.CONSULT, StepKind.COUNCIL, StepKind.SIGN]), False)
    own = steps.filter(steps.unit.notnull() & (steps.arrived_at < cut) & ~asked)
    first = own.group_by("dossier_id").aggregate(f_unit=own.unit.argmin(own.step_no)).rename(f_id="dossier_id")
    others = own.inner_join(first, [("dossier_id", "f_id")])
    others = others.filter((others.unit != others.f_unit) & ~ibis.coalesce(others.is_assumed, False))
    return others.group_by(h_id="dossier_id").aggregate(handed_at=others.arrived_at.min())


def _with_limits(rows: ir.Table, calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """Adds ask_by_at, asked_late_wd, close_by_at (close_after_at: the first working day after it), hand_by_at,
    forward_by_at: the last days of the duties.
    """
    usual = deadline_rule(rules)
    rows = add_deadline(rows, calendar, "u_start_at", "return_incomplete_wd", "ask_by_at", rule=usual)
    rows = once(_with_forward_by(once(rows, "asked"), calendar, usual), "forwarded")
    noon = ibis.interval(hours=12)
    over = rows.open_asked_at.date().cast("timestamp(6)") + rows.supplement_close_cd.as_interval("D") + noon
    # A term in days that ends on a day off ends with the next working day (Bộ luật Dân sự 2015, Điều 148 khoản 5).
    rows = rows.mutate(u_over_at=over, u_none=ibis.literal(0, "int64"), u_one=ibis.literal(1, "int64"))
    rows = add_deadline(rows, calendar, "u_over_at", "u_none", "close_by_at")
    rows = add_deadline(rows, calendar, "close_by_at", "u_one", "close_after_at")
    rows = once(_with_hand_by(once(rows, "closing"), calendar), "handed")
    rows = add_days_granted(rows, calendar, "ask_by_at", "asked_at", {"work_no": "asked_late_wd"})
    return rows.drop("u_over_at", "u_none", "u_one")


def _with_forward_by(rows: ir.Table, calendar: ir.Table, usual: DeadlineRule) -> ir.Table:
    """Adds forward_by_at and what it is made of: is_one_instant (reception and receipt are one, so that the other
    desk's reception is not known), is_ruled_forward, u_forward_at (from reception, or then from the applicant's).

    Where the file went back to the applicant before it was forwarded, the day counts from completion.
    """
    is_one = _yes(rows.out_of_boundary & (rows.received_at == rows.competent_at))
    rows = rows.mutate(is_one_instant=is_one, u_left_at=is_one.ifelse(rows.submitted_at, rows.received_at))
    rows = add_deadline(rows, calendar, "u_left_at", "between_levels_wd", "u_forward_at", rule=usual)
    rows = add_deadline(rows, calendar, "complete_at", "between_levels_wd", "u_again_at", rule=usual)
    went_back = _yes(rows.asked_at.date() <= rows.u_forward_at.date()) & ibis.coalesce(
        rows.asked_at < rows.competent_at, True,
    )
    forward_by = ibis.cases((is_one, _NEVER), (went_back, rows.u_again_at), else_=rows.u_forward_at)
    ruled = _yes(rows.out_of_boundary & ~rows.is_unreceived & rows.between_levels_wd.notnull())
    return rows.mutate(forward_by_at=forward_by, is_ruled_forward=ruled).drop("u_left_at", "u_again_at")


def _with_hand_by(rows: ir.Table, calendar: ir.Table) -> ir.Table:
    """Adds hand_by_at, the last instant for handing over, and is_by_morning (`_with_last`): from the start, or from
    completion where the file went back by the day on which it had to be handed over.
    """
    for name, start in (("u_first", "u_start_at"), ("u_again", "complete_at")):
        rows = once(_with_last(rows, calendar, start, name), name)
    went_back = _yes((rows.asked_at.date() <= rows.u_first_by.date()) & (rows.asked_at <= rows.handed_at))
    again = went_back & rows.u_again_by.notnull()
    return rows.mutate(
        hand_by_at=went_back.ifelse(ibis.coalesce(rows.u_again_by, rows.handed_at), rows.u_first_by),
        is_by_morning=_yes(again.ifelse(rows.u_again_morning, ~went_back & rows.u_first_morning)),
    ).drop("u_first_by", "u_first_morning", "u_again_by", "u_again_morning")


def _with_last(rows: ir.Table, calendar: ir.Table, start: str, name: str) -> ir.Table:
    """Adds <name>_by, the last instant for handing over what came at `start`, and <name>_morning.

    By the set's hour: the closing time of that day; from that hour on the end of the next working day's first session
    (<name>_morning: the law says at the beginning of that day). What came after closing time or on a day off counts as
    come on the next working day, and has that day.
    """
    days = calendar.select(hd_date="date", hd_is_work="is_work", hd_close=closing_minute(calendar), hd_noon="to_1")
    rows = rows.left_join(days.drop("hd_noon"), rows[start].date() == days.hd_date)
    minute = rows[start].hour() * 60 + rows[start].minute()
    is_evening = rows.hd_is_work & (minute >= rows.handover_cutoff_hour * 60) & (minute <= rows.hd_close)
    number = rows.handover_cutoff_hour.isnull().ifelse(ibis.null("int64"), _yes(is_evening).ifelse(1, 0))
    rows = rows.mutate(u_number=number, **{f"{name}_morning": _yes(is_evening)}).drop(
        "hd_date", "hd_is_work", "hd_close",
    )
    rows = add_deadline(rows, calendar, start, "u_number", f"{name}_by").drop("u_number")
    rows = rows.left_join(days.select("hd_date", "hd_noon"), rows[f"{name}_by"].date() == days.hd_date)
    noon = closing_instant(rows.hd_date, rows.hd_noon)
    last = rows[f"{name}_morning"].ifelse(noon, rows[f"{name}_by"])
    return rows.mutate(**{f"{name}_by": last}).drop("hd_date", "hd_noon")


def _is_handed_late(rows: ir.Table) -> ir.Value:
    """Whether another unit got it after hand_by_at: by the day, or where the morning was its last time by the instant.

    An arrival without a time of day reads as opening time, and is no late one of its day.
    """
    is_later_day = rows.handed_at.date() > rows.hand_by_at.date()
    return _yes(is_later_day | (rows.is_by_morning & (rows.handed_at > rows.hand_by_at)))


def _in_scope(rows: ir.Table) -> ir.Value:
    """Every dossier has to be handed over at once, or those received at the counter alone."""
    at_counter = ~ibis.coalesce(rows.channel.isin(["online", "post"]), False)
    return ibis.coalesce(rows.u_scope != "counter", True) | at_counter


def _checks(one: LawSet) -> bool:
    return one.holds("duty_checks")


def _limit(name: str, one: LawSet) -> int | None:
    return one.whole(name) if _checks(one) else None


def _holds(condition: Callable[[LawSet], bool], one: LawSet) -> int:
    return int(condition(one))


def _yes(condition: ir.Value) -> ir.Value:
    return ibis.coalesce(condition, False)
