"""The chance of being late: what the curves of dossiers like it say about the time that is left."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from tthc.analysis.early_warning.curves import CELL, LEVELS, levelled
from tthc.analysis.early_warning.milestones import STOPPED
from tthc.analysis.early_warning.remaining_time import BY_LANDMARK, TICK, budget, measure, tick_wm, ticks
from tthc.model.words import Outcome

# How many dossiers of a level weigh as much as what the level above it says.
WEIGHT = 6.0
# With fewer dossiers behind it a level is not quoted.
ENOUGH = 10
_KEPT = ("dossier_id", *CELL, "now_tick", "due_tick", "tick_wm")


def queries(current: ir.Table, landmarks: ir.Table, bins: ir.Table, curve_rows: ir.Table) -> ir.Table:
    """One row per level and open dossier with time left: its cell, and the ticks of now and of its deadline on the
    curve.

    `curve_rows` are the rows of `by_landmark`. A dossier that has stayed at its point longer than nearly any before is
    asked about from the last landmark that enough others stayed to, as if it had just come there: it has at least that
    way to go.
    """
    rows = current.select(
        "moment", "dossier_id", "kind", "step", "procedure_code", "field", "left_wm",
        stayed_wm=current.moment_wm - current.entry_wm,
        budget_wm=budget(current), measure=measure(current),
    )  # fmt: skip
    rows = rows.filter(rows.left_wm > 0)
    return ibis.union(_queries_by_landmark(rows, landmarks, curve_rows), _queries_by_time_left(rows, bins))


def _queries_by_landmark(rows: ir.Table, landmarks: ir.Table, curve_rows: ir.Table) -> ir.Table:
    many = rows.filter(rows.measure == BY_LANDMARK).cross_join(landmarks)
    many = many.filter(many.start_wm <= many.stayed_wm)
    alike = [(name, f"wt_{name}") for name in ("moment", "kind", "step", "start_wm")]
    many = many.left_join(_well_known(curve_rows), alike)
    known_wm = many.wt_moment.notnull().ifelse(many.start_wm, 0.0)
    of = ["moment", "dossier_id"]
    many = many.mutate(known_wm=known_wm).mutate(
        last_wm=many.start_wm.max().over(group_by=of), from_wm=known_wm.max().over(group_by=of),
    )
    many = many.filter(many.start_wm == many.from_wm)
    is_beyond = (many.kind == STOPPED) | (many.from_wm < many.last_wm)
    many = levelled(many.mutate(past_wm=is_beyond.ifelse(0.0, many.stayed_wm - many.from_wm)))
    now, due = ticks(many, many.past_wm), ticks(many, many.past_wm + many.left_wm)
    return many.mutate(
        now_tick=now.floor().cast("int64"), due_tick=due.floor().cast("int64"), tick_wm=tick_wm(many),
    ).select(_KEPT)


def _well_known(curve_rows: ir.Table) -> ir.Table:
    """One row per point and landmark, whatever the procedure, with enough dossiers that stayed to it and have ended
    since.
    """
    rows = curve_rows.filter((curve_rows.level == LEVELS.index("point")) & curve_rows.is_end)
    found = rows.group_by(
        **{f"wt_{name}": rows[name] for name in ("moment", "kind", "step", "start_wm")}
    ).agg(wt_n=rows.n.sum())
    return found.filter(found.wt_n >= ENOUGH).drop("wt_n")


def _queries_by_time_left(rows: ir.Table, bins: ir.Table) -> ir.Table:
    many = rows.filter(rows.measure != BY_LANDMARK).cross_join(bins)
    many = many.filter((many.left_wm > many.low_wm) & (many.left_wm <= many.start_wm))
    now = ((many.start_wm - many.left_wm) / TICK).floor().cast("int64")
    many = levelled(many.mutate(now_tick=now, due_tick=(many.start_wm / TICK).floor().cast("int64")))
    return many.mutate(tick_wm=ibis.literal(TICK)).select(_KEPT)


def probabilities(lookups: ir.Table, base: ir.Table) -> ir.Table:
    """One row per open dossier with time left: the chance to be late, and the nearest level with enough dossiers behind
    it.

    Each level corrects the one above it by as much as its dossiers weigh (`WEIGHT`); the uppermost corrects the share
    late among all that ended before, `base.rate`. level, n_like and share_longer are null where even all dossiers
    together are too few.
    """
    at = range(len(LEVELS))
    rows = lookups.group_by("moment", "dossier_id").agg(
        **{f"n{number}": lookups.n_like.max(where=lookups.level == number) for number in at},
        **{f"q{number}": lookups.share_longer.max(where=lookups.level == number) for number in at},
    )
    rows = rows.inner_join(base, "moment")
    chance = rows.rate
    for number in reversed(at):
        n = ibis.coalesce(rows[f"n{number}"], 0)
        chance = (n * ibis.coalesce(rows[f"q{number}"], 0.0) + WEIGHT * chance) / (n + WEIGHT)
    enough = [rows[f"n{number}"] >= ENOUGH for number in at]
    quoted = {
        "level": ibis.cases(*[(enough[number], ibis.literal(number, "int8")) for number in at]),
        "n_like": ibis.cases(*[(enough[number], rows[f"n{number}"]) for number in at]),
        "share_longer": ibis.cases(*[(enough[number], rows[f"q{number}"]) for number in at]),
    }
    return rows.select("moment", "dossier_id", chance=chance.round(6), **quoted)


def usual_remaining_times(
    queries: ir.Table, probabilities: ir.Table, medians: Callable[[ir.Table], ir.Table],
) -> ir.Table:
    """One row per open dossier with a quoted level: usual_wm, what half of the dossiers like it still took at most.

    `medians` gives the half_tick of questions (`curves.medians`).
    """
    quoted = probabilities.filter(probabilities.level.notnull()).select("moment", "dossier_id", "level")
    questions = queries.semi_join(quoted, ["moment", "dossier_id", "level"])
    found = medians(questions).inner_join(
        questions.select("moment", "dossier_id", "now_tick", "tick_wm"), ["moment", "dossier_id"],
    )
    return found.select("moment", "dossier_id", usual_wm=((found.half_tick - found.now_tick) * found.tick_wm).round(6))


def base_rates(facts: ir.Table, moments: ir.Table) -> ir.Table:
    """One row per instant: rate, the share late of all that ended before it (one in twenty before anything is known),
    n_ended.

    Late by the outcome, not by the clock: an end on a Saturday after a deadline on Friday is late without a working
    minute.
    records_results: at least half of them had a result before or at their end.
    """
    rows = facts.cross_join(moments)
    ended = ibis.coalesce(rows.ended_at < rows.moment, False) & ~rows.is_withdrawn
    is_late, has_result = ended & (rows.final_outcome == Outcome.LATE), ended & (rows.result_at <= rows.ended_at)
    counts = rows.group_by("moment").agg(
        n_ended=ended.ifelse(1, 0).sum(), n_late=ibis.coalesce(is_late, False).ifelse(1, 0).sum(),
        n_result=ibis.coalesce(has_result, False).ifelse(1, 0).sum(),
    )  # fmt: skip
    return counts.select(
        "moment", "n_ended", rate=(counts.n_late + 1) / (counts.n_ended + 20),
        records_results=2 * counts.n_result >= counts.n_ended + 1,
    )
