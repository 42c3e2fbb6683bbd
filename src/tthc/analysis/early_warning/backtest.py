"""Whether the chance has told more than the time left so far, on instants whose outcome is known by now."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import last_day
from tthc.model.schema.warning import NAMED
from tthc.model.words import Outcome

# With fewer dossiers late nothing can be compared; the list that people work from has so many rows.
FEWEST_LATE = 5
ORDERS = ("chance", "time_left", "base")


def known_outcomes(past: ir.Table, now: ir.Table) -> ir.Table:
    """The forecasts `past` of dossiers that were in time then and due before now, with is_late (0 or 1) as it is known
    now.

    Late or not is what `outcomes` says at the instant that is asked from, which every other lies before; `now` are its
    forecasts. What was extended and is open in time, stands stopped or was withdrawn tells nothing. Those whose day of
    the deadline is not over are left out, also where they have ended: of them only the quick ones would be known.
    """
    rows = past.filter(past.chance.notnull()).cross_join(now.agg(now=now.moment.max()))
    rows = rows.filter(rows.due_at.date() < last_day(rows.now)).drop("status_at")
    here = now.select(nw_id="dossier_id", nw_status_at="status_at")
    rows = rows.left_join(here, [("dossier_id", "nw_id")])
    # Whatever is not open now has ended before.
    status = ibis.coalesce(rows.nw_status_at, rows.final_outcome)
    is_late = ibis.cases(
        (status.isin([Outcome.OPEN_LATE, Outcome.LATE]), 1), (status.isin([Outcome.EARLY, Outcome.ON_TIME]), 0),
    )
    rows = rows.mutate(is_late=is_late)
    return rows.filter(rows.is_late.notnull()).select("moment", "dossier_id", "left_wm", "chance", "rate", "is_late")


def scores(finished: ir.Table) -> ir.Table:
    """One row per order (chance, time_left, base): n forecasts, n_late of them, brier, auc, and of the first 20 at each
    instant how many were late.

    brier is null for the time left, which is no chance; auc is the share of pairs of a late and a punctual dossier that
    the order puts right, ties counting half; it and top are null for the base rate, which orders nothing. Source: G. W.
    Brier, Monthly Weather Review 78 (1950); J. A. Hanley and B. J. McNeil, Radiology 143 (1982).
    """
    by = {"chance": finished.chance.round(6), "time_left": -finished.left_wm, "base": finished.rate}
    said = {"chance": finished.chance, "time_left": ibis.null("float64"), "base": finished.rate}
    names = ("moment", "dossier_id", "left_wm", "is_late")
    each = [finished.select(*names, order=ibis.literal(name), score=by[name], said=said[name]) for name in ORDERS]
    rows = ibis.union(*each)
    squares = (rows.said - rows.is_late) * (rows.said - rows.is_late)
    sums = rows.group_by("order").agg(
        n=rows.count(), n_late=rows.count(where=rows.is_late == 1), n_moments=rows.moment.nunique(),
        brier=squares.mean().round(6)
    )
    sums = sums.left_join(_auc(rows), "order").drop("order_right").left_join(_top(rows), "order").drop("order_right")
    nothing = sums.order == "base"
    blank = {
        name: nothing.ifelse(ibis.null(sums[name].type()), sums[name])
        for name in ("auc", "n_named", "n_named_late")
    }
    return sums.mutate(**blank)


def _auc(rows: ir.Table) -> ir.Table:
    at = rows.group_by("order", "score").agg(
        n_late=rows.count(where=rows.is_late == 1), n_not=rows.count(where=rows.is_late == 0),
    )
    below = ibis.window(group_by=at.order, order_by=at.score, rows=(None, 0))
    at = at.mutate(pairs=at.n_late * (at.n_not.sum().over(below) - at.n_not / 2))
    sums = at.group_by("order").agg(pairs=at.pairs.sum(), n_late=at.n_late.sum(), n_not=at.n_not.sum())
    return sums.select("order", auc=(sums.pairs / (sums.n_late * sums.n_not).nullif(0)).round(6))


def _top(rows: ir.Table) -> ir.Table:
    first = ibis.window(group_by=[rows.order, rows.moment], order_by=[rows.score.desc(), rows.left_wm, rows.dossier_id])
    named = rows.mutate(place=ibis.row_number().over(first))
    named = named.filter(named.place < NAMED)
    return named.group_by("order").agg(n_named=named.count(), n_named_late=named.count(where=named.is_late == 1))


def classify_order(scores: ir.Table) -> ir.Table:
    """One row: is_chance, whether the chance has beaten the time left, the base rate and mere luck, and why (verdict:
    better, worse, too_few).
    """
    of = {name: scores.order == name for name in ORDERS}
    found = scores.agg(
        n_late=ibis.coalesce(scores.n_late.max(), 0), auc=scores.auc.max(where=of["chance"]),
        auc_left=scores.auc.max(where=of["time_left"]),
        brier=scores.brier.max(where=of["chance"]), brier_base=scores.brier.max(where=of["base"]),
    )  # fmt: skip
    better = ibis.coalesce((found.auc > ibis.greatest(found.auc_left, 0.5)) & (found.brier < found.brier_base), False)
    code = ibis.cases((found.n_late < FEWEST_LATE, "too_few"), (better, "better"), else_="worse")
    return found.select(verdict=code, is_chance=code == "better")
