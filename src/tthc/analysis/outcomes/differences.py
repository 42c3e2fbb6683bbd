"""The dossiers on which the rules differ."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.model.words import LATE, Outcome, Rule, all_of

_OTHERS = (Rule.QD766, Rule.DECREE)


def rule_differences(outcomes: ir.Table) -> ir.Table:
    """One row per dossier whose rules give different outcomes: the three outcomes and deadlines, is_late_differing,
    reason.

    A rule that cannot tell (unknown) differs from nothing. reason joins the sentences of the other two rules where
    their outcome is not the system's.
    """
    rules = {name: outcomes.filter(outcomes.rule == name) for name in all_of(Rule)}
    rows = rules[Rule.SYSTEM].select(
        "dossier_id", outcome_system="outcome", due_system_at="due_at", end_system_at="end_at",
    )
    for name in _OTHERS:
        other = rules[name].select(
            "dossier_id",
            **{
                f"outcome_{name}": "outcome",
                f"due_{name}_at": "due_at",
                f"end_{name}_at": "end_at",
                f"reason_{name}": "reason",
            },
        )
        rows = rows.inner_join(other, "dossier_id")
    differs = {name: _differs(rows, name) for name in _OTHERS}
    # Numbers, not booleans: Spark cannot parse `a IN (…) <> b IN (…)` as Ibis writes it.
    is_late = {name: rows[f"outcome_{name}"].isin(LATE).ifelse(1, 0) for name in all_of(Rule)}
    late_differs = [differs[name] & (is_late[name] != is_late[Rule.SYSTEM]) for name in _OTHERS]
    texts = [differs[name].ifelse(ibis.coalesce(rows[f"reason_{name}"], ""), "") for name in _OTHERS]
    return rows.filter(differs[Rule.QD766] | differs[Rule.DECREE]).select(
        "dossier_id",
        "outcome_system",
        "outcome_qd766",
        "outcome_decree",
        "due_system_at",
        "due_qd766_at",
        "due_decree_at",
        is_late_differing=late_differs[0] | late_differs[1],
        reason=(texts[0] + " " + texts[1]).strip(),
    )


def _differs(rows: ir.Table, name: str) -> ir.Value:
    other = rows[f"outcome_{name}"]
    return (other != rows.outcome_system) & (other != Outcome.UNKNOWN)
