"""How much working time each part of a late dossier was granted."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

MIN_SAMPLE = 5  # fewer on-time dossiers of a procedure say nothing about its usual step times


def step_due_norms(spans: ir.Table, step_due: ir.Table, lifetimes: ir.Table) -> ir.Table:
    """One row per dossier and step that has a deadline of its own: the working time from the pass's first arrival to
    its last deadline.

    What came before the reception came with it.
    """
    rows = spans.inner_join(step_due, ["dossier_id", "step_no"]).inner_join(
        lifetimes.select("dossier_id", "received_wm"), "dossier_id",
    )
    rows = rows.filter((rows.pass_no == 1) & rows.step_due_wm.notnull())
    rows = rows.group_by("dossier_id", "step").agg(
        from_wm=ibis.greatest(rows.arrived_wm, rows.received_wm).min(), due_wm=rows.step_due_wm.max(),
    )
    return rows.select("dossier_id", "step", norm_wm=ibis.greatest(rows.due_wm - rows.from_wm, 0.0))


def estimated_norms(used: ir.Table, on_time: ir.Table, lifetimes: ir.Table) -> ir.Table:
    """One row per procedure and step: the median time that dossiers finished on time used, and how many they were."""
    seen = used.semi_join(on_time, "dossier_id").inner_join(
        lifetimes.select("dossier_id", "procedure_code"), "dossier_id",
    )
    per_dossier = seen.group_by("dossier_id", "procedure_code", "step").agg(used_wm=seen.used_wm.sum())
    sizes = per_dossier.group_by("procedure_code").agg(n_sample=per_dossier.dossier_id.nunique())
    usual = per_dossier.group_by("procedure_code", "step").agg(norm_wm=per_dossier.used_wm.median())
    return usual.inner_join(sizes.filter(sizes.n_sample >= MIN_SAMPLE), "procedure_code")


def choose_norms(
    late: ir.Table, lifetimes: ir.Table, given: ir.Table, by_due: ir.Table, estimated: ir.Table,
) -> ir.Table:
    """One row per late dossier and step with a norm, from the best source that knows the dossier: given, step_due,
    estimated.
    """
    ids = late.select("dossier_id")
    first = given.semi_join(ids, "dossier_id").mutate(norm_source=ibis.literal("given"))
    second = by_due.semi_join(ids, "dossier_id").anti_join(first, "dossier_id").mutate(
        norm_source=ibis.literal("step_due")
    )
    with_norm = first.select("dossier_id").union(second.select("dossier_id")).distinct()
    unknown = lifetimes.semi_join(ids, "dossier_id").anti_join(with_norm, "dossier_id").select(
        "dossier_id", "procedure_code",
    )
    third = unknown.inner_join(estimated, "procedure_code").mutate(norm_source=ibis.literal("estimated"))
    columns = ("dossier_id", "step", "norm_wm", "norm_source")
    return ibis.union(first.select(*columns), second.select(*columns), third.select(*columns))


def stop_norms(stops: ir.Table, due_changes: ir.Table) -> ir.Table:
    """One row per stop: the working time by which the deadline was moved for it; 0 where the system never moved it.

    A change belongs to the latest stop that began before it and ended no more than a calendar day before it; an
    extension for another reason belongs to no stop. `stops` has dossier_id, part_no, from_at, to_at; `due_changes` at
    and moved_wm.
    """
    pairs = stops.inner_join(due_changes.select("dossier_id", "at", "moved_wm"), "dossier_id")
    ended = ibis.coalesce(pairs.to_at, pairs["at"])
    pairs = pairs.filter((pairs.from_at <= pairs["at"]) & (pairs["at"] <= ended + ibis.interval(days=1)))
    latest = ibis.window(group_by=[pairs.dossier_id, pairs["at"]], order_by=[pairs.from_at.desc(), pairs.part_no])
    pairs = pairs.mutate(choice=ibis.row_number().over(latest))
    mine = pairs.filter(pairs.choice == 0)
    return mine.group_by("dossier_id", "part_no").agg(norm_wm=ibis.greatest(mine.moved_wm.sum(), 0.0))
