"""Pieces of the sentences in the column `reason`."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir


def day(instant: ir.Value) -> ir.Value:
    """The instant's day as dd/mm/yyyy."""
    return instant.strftime("%d/%m/%Y")


def span(since: ir.Value, until: ir.Value) -> ir.Value:
    """From one day to another, or within one."""
    within = ibis.literal("trong ngày ") + day(since)
    return (since.date() == until.date()).ifelse(within, ibis.literal("từ ") + day(since) + " đến " + day(until))


def sentences(*parts: tuple[ir.Value, ir.Value | str]) -> ir.Value:
    """The texts whose condition holds, one after the other; null when there is none."""
    texts = [ibis.coalesce(condition, False).ifelse(ibis.literal(" ") + text, "") for condition, text in parts]
    joined = texts[0]
    for text in texts[1:]:
        joined = joined + ibis.coalesce(text, "")
    return ibis.coalesce(joined, "").strip().nullif("")
