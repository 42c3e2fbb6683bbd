"""The stage: from canonical tables and instants to the chance of every dossier open at each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import read_clock
from tthc.analysis.early_warning.as_of import dossier_facts, moves, open_as_of, with_time_left
from tthc.analysis.early_warning.curves import curves, lookups, medians
from tthc.analysis.early_warning.milestones import milestones, milestones_as_of
from tthc.analysis.early_warning.probability import base_rates, probabilities, queries, usual_remaining_times
from tthc.analysis.early_warning.remaining_time import by_landmark, by_time_left, remaining_times
from tthc.analysis.segments.keeping import Keep
from tthc.model.words import Party


@dataclass(frozen=True)
class Queries:
    """What is asked: `moments` (column moment), and the small tables that curves start from (`LANDMARKS`, `BINS`)."""

    moments: ir.Table
    landmarks: ir.Table
    bins: ir.Table


def forecasts(
    tables: Mapping[str, ir.Table], calendar: ir.Table, given: Queries, rules: Mapping[str, str], keep: Keep,
) -> ir.Table:
    """One row per instant and dossier open at it: what was known of it then, and what dossiers like it say.

    Columns of `as_of.open_then`, of the last point (kind, step, step_no, entry_at) and left_wm
    (`as_of.with_time_left`), the setting nested_consult, and chance, level, n_like, share_longer, usual_wm; those five
    are null for a dossier without time left. Nothing that happened at or after an instant is used for them. Only
    ended_at, ended_wm, final_outcome and status_at say what became of the dossier, for whoever checks. `keep` computes
    an expression once and hands it back.
    """
    facts = keep("facts", dossier_facts(tables, calendar, rules))
    moments = read_clock(given.moments, calendar, {"moment": "moment_wm"})
    base = keep("base", base_rates(facts, moments))
    moments = keep("moments", moments.inner_join(base.select("moment", "records_results"), "moment"))
    moved = keep("moves", moves(tables["due_changes"], calendar, rules))
    then = keep("then", milestones_as_of(keep("milestones", milestones(facts, tables, moved, calendar)), moments))
    opened = keep("open", open_as_of(facts, tables, moments, calendar, rules))
    last = then.filter(then.next_at.isnull()).drop("moment_wm", "records_results")
    current = keep("current", with_time_left(opened.inner_join(last, ["moment", "dossier_id"])))
    timed = keep("remaining_times", remaining_times(then, facts, current, moved, moments))
    columns = [
        keep("landmark_rows", by_landmark(timed, given.landmarks)),
        keep("time_left_rows", by_time_left(timed, given.bins)),
    ]
    made = [curves(rows) for rows in columns]
    drawn = keep("curves", ibis.union(made[0], made[1].select(*made[0].columns)))
    questions = keep("queries", queries(current, given.landmarks, given.bins, columns[0]))
    found = keep("probabilities", probabilities(keep("lookups", lookups(questions, drawn)), base))
    usual = keep("usual", usual_remaining_times(questions, found, lambda rows: medians(rows, drawn)))
    rows = current.left_join(found, ["moment", "dossier_id"]).drop("moment_right", "dossier_id_right")
    rows = rows.left_join(usual, ["moment", "dossier_id"]).drop("moment_right", "dossier_id_right")
    rows = rows.inner_join(base.select("moment", "rate", "n_ended"), "moment")
    # The setting travels with the rows: whoever asks for the holders has them alone.
    return keep("forecasts", rows.mutate(nested_consult=ibis.literal(rules.get("nested_consult", Party.OTHER_BODY))))
