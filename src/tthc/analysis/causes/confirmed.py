"""Confirmed causes in the place of proposed ones. Minutes stay as computed: what people confirm is a name, not a
measurement.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

_HOLDER = ("step_no", "step", "kind", "unit", "officer")


def confirm_shares(shares: ir.Table, confirmed: ir.Table) -> ir.Table:
    """One row per late dossier and cause: the confirmed cause is the main one, its share of the minutes what was
    computed.

    A confirmed cause that no minute was put down to gets a row with shares of 0. `confirmed` has dossier_id and said.
    """
    said = confirmed.select("dossier_id", "said")
    rows = shares.left_join(said, "dossier_id").drop("dossier_id_right")
    is_said = ibis.coalesce(rows.cause == rows.said, False)
    rows = rows.mutate(is_main=rows.said.isnull().ifelse(rows.is_main, is_said), is_confirmed=is_said).drop("said")
    new = said.rename(cause="said").anti_join(shares, ["dossier_id", "cause"])
    return rows.union(new.select(**{name: _of_new(new, name, dtype) for name, dtype in rows.schema().items()}))


def _of_new(new: ir.Table, name: str, dtype: Any) -> ir.Value:
    if name in ("dossier_id", "cause"):
        return new[name]
    if name in ("is_main", "is_confirmed", "would_be_on_time"):
        return ibis.literal(name != "would_be_on_time")
    return ibis.literal(0.0) if name in ("share_wm", "over_wm", "chrono_wm") else ibis.null(dtype)


def confirm_late(late: ir.Table, shares: ir.Table, confirmed: ir.Table) -> ir.Table:
    """One row per late dossier (`schema.RESULTS["late"]`): the confirmed cause, and beside it the proposed one.

    Step and holder are those of the confirmed cause's part, none where the data show no such part; the evidence stays
    that of the proposal. `confirmed` has dossier_id, said, said_label, said_is_subjective, said_remedy.
    """
    held = shares.select(
        "dossier_id", "part", said="cause", **{f"said_{name}": name for name in _HOLDER[1:]}, said_step_no="part_no",
    )
    rows = late.left_join(confirmed, "dossier_id").drop("dossier_id_right")
    rows = rows.left_join(held, ["dossier_id", "said"])
    rows = rows.drop(*[name for name in rows.columns if name.endswith("_right")])
    is_said, is_other = rows.said.notnull(), ibis.coalesce(rows.said != rows.cause, False)
    step_no = (rows.part == "step").ifelse(rows.said_step_no, ibis.null("int64"))
    holder = {
        name: is_other.ifelse(step_no if name == "step_no" else rows[f"said_{name}"], rows[name])
        for name in _HOLDER
    }
    answered = rows.mutate(
        cause=ibis.coalesce(rows.said, rows.cause), cause_label=ibis.coalesce(rows.said_label, rows.cause_label),
        is_subjective=is_said.ifelse(rows.said_is_subjective, rows.is_subjective),
        remedy=is_said.ifelse(rows.said_remedy, rows.remedy), is_confirmed=is_said, **holder,
        proposed_cause=rows.cause, proposed_label=rows.cause_label,
    )
    return answered.select(*late.columns, "proposed_cause", "proposed_label")


def count_named_otherwise(what_if: ir.Table, shares: ir.Table) -> ir.Table:
    """One row per cause, with the dossiers that would be on time without it although people confirmed another cause.

    `shares` are those of `confirm_shares`.
    """
    confirmed = shares.filter(shares.is_confirmed).select("dossier_id")
    others = shares.filter(shares.would_be_on_time & ~shares.is_main).semi_join(confirmed, "dossier_id")
    counts = others.group_by("cause").agg(n_named_otherwise=others.count())
    rows = what_if.left_join(counts, "cause").drop("cause_right")
    return rows.mutate(n_named_otherwise=ibis.coalesce(rows.n_named_otherwise, 0))
