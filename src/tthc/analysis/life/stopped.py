"""Whether an open dossier stands still: decided once, for outcomes, segments and warning."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from tthc.model.words import STATUS_OF_STOP

FLAGS = ("has_open_stop", *(f"has_{kind}" for kind in STATUS_OF_STOP))


def named_stops(stops: ir.Table) -> dict[str, ir.Value]:
    """For `is_stopped`, as aggregates over a dossier's rows, whatever their time: of which kinds there are any."""
    return {f"has_{kind}": (stops.kind == kind).any() for kind in STATUS_OF_STOP}


def is_stopped(status: ir.Value, flags: Mapping[str, ir.Value], has_end: ir.Value) -> ir.Value:
    """Whether a dossier that is open stands still. `flags`: the columns `FLAGS`, where has_open_stop says that a stop
    began and is not over.

    A stop that began and is not over tells it, whatever the status says. Else the status does (`is_untold`).
    """
    return ibis.coalesce(flags["has_open_stop"], False) | is_untold(status, flags, has_end)


def is_untold(status: ir.Value, flags: Mapping[str, ir.Value], has_end: ir.Value) -> ir.Value:
    """Whether the status alone tells that an open dossier stands still, so that nobody knows since when.

    That is so where no row of stops is of the kind that the status names. Where there is such a row, even one that is
    over or begins after the cut, the row decides and not the status, which is that of the export's day. A
    recorded end (`has_end`) decides too: a dossier that was stopped for good was being handled until that end.
    """
    status = has_end.ifelse(ibis.null("string"), status)
    untold = [(status == code) & ~ibis.coalesce(flags[f"has_{kind}"], False) for kind, code in STATUS_OF_STOP.items()]
    return ibis.coalesce(ibis.or_(*untold), False)
