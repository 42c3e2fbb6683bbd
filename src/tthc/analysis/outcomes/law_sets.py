"""The law set of each dossier: the rules in force when it was first accepted, as columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import add_deadline, deadline_rule, last_day
from tthc.analysis.life import once
from tthc.model.law import Law, LawSet

Value = Callable[[LawSet], str | int | None]


def with_law_set(scope: ir.Table, law: Law | None, calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """`scope` with law_set (its id), l_start (reception or competent), l_restart, l_extensions (how many reschedulings
    count), l_supplements (how many requests are allowed; null where the set says nothing).

    The set is that of the day of first acceptance, as the clock counts it (`with_law_day`); with the setting
    law_transition="event", that of the day on which the clock last began: the competent body's receipt, or the
    completion of a supplement. Null without a reception. law None: no sets are told apart, and every dossier is judged
    as the earliest set rules.
    """
    scope = once(with_law_day(scope, calendar, rules), "law_day")
    day = scope.law_day
    return scope.mutate(
        law_set=by_day(day, law, lambda one: one.id),
        l_start=ibis.coalesce(by_day(day, law, lambda one: one.values["out_of_boundary_start"].value), "reception"),
        l_restart=ibis.coalesce(by_day(day, law, lambda one: one.values["restart"].value), "restart"),
        l_extensions=ibis.coalesce(
            by_day(day, law, lambda one: one.whole("extension_max"), "int64"), 1 if law is None else 0,
        ),
        l_supplements=by_day(day, law, lambda one: one.whole("supplement_max"), "int64"),
    ).drop("law_day")


def with_law_day(rows: ir.Table, calendar: ir.Table, rules: Mapping[str, str]) -> ir.Table:
    """`rows` with law_day, the day whose law each is judged by; they have received_at and, for the transition by event,
    competent_at and complete_at.

    One acceptance has one day, for the clock and for the law: what came in after hours or on a day off counts as
    accepted on the next working day (settings after_hours, cutoff_hour).
    """
    counted = replace(deadline_rule(rules), first_day="next")
    rows = add_deadline(
        rows.mutate(ld_none=ibis.literal(0, "int64")), calendar, "received_at", "ld_none", "ld_at", rule=counted,
    )
    on = ibis.coalesce(rows.ld_at, rows.received_at)
    if rules.get("law_transition", "reception") == "event":
        later = [ibis.coalesce(rows[name], on) for name in ("competent_at", "complete_at")]
        on = on.notnull().ifelse(ibis.greatest(on, *later), ibis.null("timestamp(6)"))
    return rows.mutate(law_day=on.date()).drop("ld_none", "ld_at")


def by_set(law_set: ir.Value, law: Law | None, value: Value, type_: str = "string") -> ir.Value:
    """What the set says by which a dossier is judged (`law_set`, its id), as a column; null without one."""
    found = [(law_set == one.id, ibis.literal(value(one), type_)) for one in (law.sets if law else ())]
    return ibis.cases(*found, else_=ibis.null(type_)) if found else ibis.null(type_)


def cited(law_set: ir.Value, law: Law | None, name: str, cut: ir.Value) -> ir.Value:
    """“ (Nghị định …, Điều …)”, where the dossier's set (`law_set`) has a duty, with that the text has ended where it
    had at the cut; empty without a set.
    """
    text = by_set(law_set, law, lambda one: f" ({one.cite(name)}")
    last = by_set(law_set, law, lambda one: _last_day(one, name)).cast("date")
    gone = ibis.coalesce(last_day(cut) > last, False).ifelse(", nay đã hết hiệu lực)", ")")
    return ibis.coalesce(text + gone, "")


def _last_day(one: LawSet, name: str) -> str | None:
    text = one.text_of(name)
    return text.valid_to.isoformat() if text and text.valid_to else None


def by_day(day: ir.Value, law: Law | None, value: Value, type_: str = "string") -> ir.Value:
    """What the set in force on `day` says, as a column; null without a day or without sets."""
    sets = law.sets if law else ()
    if not sets:
        return ibis.null(type_)
    found = [(day <= ibis.literal(one.valid_to), ibis.literal(value(one), type_)) for one in sets[:-1]]
    last = ibis.literal(value(sets[-1]), type_)
    return day.notnull().ifelse(ibis.cases(*found, else_=last) if found else last, ibis.null(type_))
