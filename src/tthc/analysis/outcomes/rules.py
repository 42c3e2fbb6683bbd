"""The three rules side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.life import lifetimes_at, once, said, with_refusals
from tthc.analysis.outcomes.classify import classify
from tthc.analysis.outcomes.day_off_words import with_words
from tthc.analysis.outcomes.decree import with_decree_deadline
from tthc.analysis.outcomes.due import with_due_in_force
from tthc.analysis.outcomes.law_sets import with_law_set
from tthc.analysis.outcomes.norms import with_norm_days
from tthc.analysis.outcomes.qd766 import with_index_deadline
from tthc.analysis.outcomes.scope import in_scope, register
from tthc.analysis.outcomes.stopped_verdict import stopped_at
from tthc.analysis.outcomes.stops import stop_summary
from tthc.analysis.outcomes.system import with_system_deadline
from tthc.analysis.outcomes.unsettled_days import with_other_calendar
from tthc.model.law import Law
from tthc.model.schema import TABLES
from tthc.model.words import Phase, Rule

_COLUMNS = TABLES["outcomes"].names
_JUDGED = (
    "dossier_id", "intake", "phase", "received_at", "due_at", "end_at", "is_forced_late", "is_end_judged", "law_set",
    "reason", "fault", "stopped_at", "open_from_at", "other_end_at",
)


def outcomes(
    tables: Mapping[str, ir.Table],
    calendar: ir.Table,
    *,
    start: datetime,
    cut: datetime,
    rules: Mapping[str, str],
    law: Law | None = None,
    adopted: ir.Table | None = None,
    unsettled: Sequence[str] = (),
) -> ir.Table:
    """One row per dossier in scope and rule (system, qd766, decree), read at the cut: the columns of schema `outcomes`.

    start is the first instant of the period (inclusive), cut the first one that no longer counts; what happened at or
    after it is ignored. The register's rows count where there are any, else all. late_wm is positive when late,
    negative when early, null without a deadline; for an open dossier the end is the cut. A dossier that cannot be
    judged (`faults`) is unjudged under every rule, its reason says why, and it is counted apart (intake none). law: the
    sets by which the decree's rule goes, each dossier under its own. adopted: the calendar as if the proposals of the
    days `unsettled` had been adopted; where there are any, adopted_outcome is the outcome by that calendar where it is
    another one, and the reason names both.
    """
    rows = _by_calendar(tables, calendar, start=start, cut=cut, rules=rules, law=law)
    if adopted is None or not unsettled:
        return rows.mutate(adopted_outcome=ibis.null("string")).select(_COLUMNS)
    other = _by_calendar(tables, adopted, start=start, cut=cut, rules=rules, law=law)
    return with_other_calendar(once(rows, "usual"), once(other, "adopted"), unsettled).select(_COLUMNS)


def _by_calendar(
    tables: Mapping[str, ir.Table], calendar: ir.Table, *, start: datetime, cut: datetime, rules: Mapping[str, str],
    law: Law | None,
) -> ir.Table:
    """The columns of `outcomes` but for adopted_outcome, by one calendar."""
    compare = rules.get("compare", "date")
    dossiers = register(tables["dossiers"])
    lifetimes = once(lifetimes_at(dossiers, cut=cut, compare=compare), "lifetimes")
    # With what a refused dossier waited for until then: the index takes a refusal for an end, and the decree's deadline
    # says whether it came in time.
    ended = once(lifetimes_at(with_refusals(dossiers), cut=cut, compare=compare), "ended")
    scope = in_scope(dossiers, stop_summary(tables["stops"], ended), start=start, cut=cut, compare=compare)
    scope = scope.mutate(stopped_at=stopped_at(scope))
    scope = with_law_set(scope, law, calendar, rules)
    scope = once(with_norm_days(scope, tables["norms"], int(rules.get("norm_days", "0"))), "scope")
    known = once(
        with_due_in_force(scope.mutate(recorded_at=scope.due_at), tables, lifetimes, calendar, rules, cut=cut), "known",
    )
    ruled = {
        Rule.SYSTEM: with_system_deadline(known, calendar, rules),
        Rule.QD766: with_index_deadline(known, tables, calendar, rules),
        Rule.DECREE: with_decree_deadline(scope, tables, ended, calendar, rules, cut=cut),
    }
    rows = once(
        ibis.union(*(table.select(*_JUDGED, rule=ibis.literal(name)) for name, table in ruled.items())), "ruled",
    )
    has_limit = ~rows.phase.isin([Phase.REFUSED, Phase.NEW, Phase.UNJUDGED]) | (
        (rows.phase == Phase.REFUSED) & (rows.rule == Rule.DECREE)
    )
    reason = (rows.phase == Phase.UNJUDGED).ifelse(said(rows.fault), rows.reason)
    rows = rows.mutate(reason=reason, due_at=has_limit.ifelse(rows.due_at, ibis.null("timestamp(6)")))
    return with_words(once(classify(rows, calendar, rules=rules), "judged"), rules).select(
        name for name in _COLUMNS if name != "adopted_outcome"
    )
