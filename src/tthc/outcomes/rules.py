"""The three rules side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.law import Law
from tthc.life import said
from tthc.outcomes.decree import with_decree_deadline
from tthc.outcomes.law_sets import with_law_set
from tthc.outcomes.norms import with_norm_days
from tthc.outcomes.qd766 import with_index_deadline
from tthc.outcomes.scope import in_scope
from tthc.outcomes.stops import stop_summary
from tthc.outcomes.system import with_system_deadline
from tthc.outcomes.verdict import with_verdict
from tthc.schema import TABLES

_COLUMNS = TABLES["outcomes"].names
_JUDGED = ("dossier_id", "intake", "state", "received_at", "due_at", "end_at", "is_forced_late", "is_end_judged", "law_set", "reason", "fault")


def outcomes(
    tables: Mapping[str, ir.Table],
    calendar: ir.Table,
    *,
    start: datetime,
    cut: datetime,
    rules: Mapping[str, str],
    law: Law | None = None,
) -> ir.Table:
    """One row per dossier in scope and rule (system, qd766, decree), read at the cut: the columns of schema `outcomes`.

    start is the first instant of the period (inclusive), cut the first one that no longer counts; what happened at or after
    it is ignored. The register's rows count where there are any, else all. late_wm is positive when late, negative when
    early, null without a deadline; for an open dossier the end is the cut. A dossier that cannot be judged (`faults`) is
    unjudged under every rule, its reason says why, and it is counted apart (intake none). law: the sets by which the decree's rule goes, each
    dossier under its own. Source: design.md §4, domain.md
    §1.2, §3.1, §4.4.
    """
    compare = rules.get("compare", "date")
    scope = in_scope(tables["dossiers"], stop_summary(tables["stops"], cut=cut), start=start, cut=cut, compare=compare)
    scope = with_law_set(scope, law, rules)
    scope = with_norm_days(scope, tables["norms"], int(rules.get("norm_days", "0")))
    ruled = {
        "system": with_system_deadline(scope, calendar, rules),
        "qd766": with_index_deadline(scope, tables, calendar, rules),
        "decree": with_decree_deadline(scope, tables, calendar, rules, cut=cut),
    }
    rows = ibis.union(*(table.select(*_JUDGED, rule=ibis.literal(name)) for name, table in ruled.items()))
    rows = rows.mutate(reason=(rows.state == "unjudged").ifelse(said(rows.fault), rows.reason))
    return with_verdict(rows, calendar, cut=cut, compare=compare).select(_COLUMNS)
