"""The law set of each dossier: the rules in force when it was first accepted, as columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ibis
import ibis.expr.types as ir

from tthc.law import Law, LawSet


def with_law_set(scope: ir.Table, law: Law | None, rules: Mapping[str, str]) -> ir.Table:
    """`scope` with law_set (its id), l_start (reception or competent), l_restart, l_extensions (how many reschedulings count).

    The set is that of the day of first acceptance; with the setting law_transition="event", that of the day on which the
    clock last began: the competent body's receipt, or the completion of a supplement. Null without a reception. law None:
    no sets are told apart, and every dossier is judged as the earliest set rules.
    """
    on = scope.received_at
    if rules.get("law_transition", "reception") == "event":
        later = [ibis.coalesce(scope[name], on) for name in ("competent_at", "complete_at")]
        on = on.notnull().ifelse(ibis.greatest(on, *later), ibis.null("timestamp(6)"))
    day = on.date()

    def of_set(value: Callable[[LawSet], str | int | None], type_: str) -> ir.Value:
        sets = law.sets if law else ()
        found = [(day <= ibis.literal(one.valid_to), ibis.literal(value(one), type_)) for one in sets if one.valid_to]
        last = [one for one in sets if not one.valid_to] or list(sets[-1:])
        otherwise = ibis.literal(value(last[0]), type_) if last else ibis.null(type_)
        chosen = ibis.cases(*found, else_=otherwise) if found else otherwise
        return day.notnull().ifelse(chosen, ibis.null(type_))

    return scope.mutate(
        law_set=of_set(lambda one: one.id, "string"),
        l_start=ibis.coalesce(of_set(lambda one: one.values["out_of_boundary_start"].value, "string"), "reception"),
        l_restart=ibis.coalesce(of_set(lambda one: one.values["restart"].value, "string"), "restart"),
        l_extensions=ibis.coalesce(of_set(lambda one: one.whole("extension_max"), "int64"), 1 if law is None else 0),
    )
