"""The interval of a share."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

Z = 1.959963984540054  # two-sided 95 %


def wilson(share: ir.Value, n: ir.Value) -> tuple[ir.Value, ir.Value]:
    """The edges (0–1) of the score interval of a share of `n` at 95 %; null where `n` is 0 or null. Source: Wilson
    1927, JASA 22.
    """
    n = n.nullif(0)
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    reach = (share * (1 - share) / n + Z**2 / (4 * n * n)).sqrt() * Z / (1 + Z**2 / n)
    # `greatest` and `least` skip a null, which would make an edge of nothing.
    is_known = middle.notnull() & reach.notnull()
    nothing = ibis.null("float64")
    return is_known.ifelse(
        ibis.greatest(middle - reach, 0.0), nothing,
    ), is_known.ifelse(ibis.least(middle + reach, 1.0), nothing)
