"""One row per open dossier: how urgent it is, why, and in which order the list is worked through."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import add_days_late, last_day
from tthc.analysis.early_warning.council import council_dates, next_sittings
from tthc.analysis.early_warning.curves import LEVELS
from tthc.analysis.early_warning.holder import holders
from tthc.analysis.segments.keeping import Keep
from tthc.model.schema.warning import AMBER, LAST_DAY_WM, NEAR_WM, RED
from tthc.model.words import Outcome, Party, State

# Red from a chance of one half, amber from one fifth or where more than half of the dossiers like it took longer than
# is left; by
# time left: red on the last day, amber within three days.
QUEUE = 3


def listed(
    now: ir.Table, spans: ir.Table, absences: ir.Table, verdict: ir.Table, outcomes: ir.Table, calendar: ir.Table,
    keep: Keep
) -> tuple[ir.Table, ir.Table]:
    """The sittings to come (`council_dates`) and the list (`warnings`) of one instant, whose forecasts are `now`.

    `spans` are the steps as known then. `keep` computes an expression once and hands it back.
    """
    dates = keep("council_dates", council_dates(spans, now.select("moment", "moment_wm").distinct(), calendar))
    held = keep("holders", holders(now, spans, absences, calendar))
    return dates, warnings(now, held, next_sittings(dates), verdict, outcomes, calendar)


def warnings(
    rows: ir.Table, holders: ir.Table, sittings: ir.Table, verdict: ir.Table, outcomes: ir.Table, calendar: ir.Table,
) -> ir.Table:
    """One row per open dossier in scope: the columns of schema `warnings`.

    `rows` are the forecasts of one instant, `outcomes` dossier_id and outcome of those in scope. A dossier past its
    deadline has the chance 1. Where the chance has not beaten the time left (`backtest.classify_order`), or is not
    known, it is left empty and the time left tells.
    """
    rows = rows.inner_join(outcomes.select(oc_id="dossier_id", outcome="outcome"), [("dossier_id", "oc_id")])
    rows = rows.drop("step").inner_join(holders, [("dossier_id", "ho_id")]).cross_join(verdict)
    rows = rows.left_join(sittings, [("holder_unit", "co_unit")])
    # No time left at all: the deadline's day is over, whatever the calendar says of tomorrow.
    is_over = ibis.coalesce(rows.left_wm <= 0, False)
    trusted = rows.is_chance & (rows.level.notnull() & (rows.level < LEVELS.index("all")))
    chance = ibis.cases((is_over, 1.0), (trusted, rows.chance), else_=ibis.null("float64"))
    rows = rows.mutate(chance_used=chance.round(6), is_over=is_over,
                       next_council_at=(rows.state == State.COUNCIL).ifelse(
                           rows.next_council_at, ibis.null("timestamp(6)"),
                       ))  # fmt: skip
    rows = rows.mutate(urgency=_urgency(rows), reason=_reason(rows))
    order = ibis.window(
        order_by=[_rank(rows), _first(rows), rows.left_wm.isnull().ifelse(1, 0), rows.left_wm, rows.dossier_id]
    )
    like = ibis.cases(*[(rows.level == number, name) for number, name in enumerate(LEVELS)])
    quoted = {
        name: rows.is_over.ifelse(ibis.null(rows[name].type()), rows[name])
        for name in ("usual_wm", "n_like", "share_longer")
    }
    rows = add_days_late(rows, calendar, rows.due_at.date(), last_day(rows.moment))
    rows = rows.mutate(n_days_late=rows.is_over.ifelse(rows.n_days_late, ibis.null("int64")))
    rows = rows.mutate(
        order_no=ibis.row_number().over(order).cast("int64") + 1, like_level=like, **quoted,
    ).drop("chance")
    return rows.rename(chance="chance_used")


def _urgency(rows: ir.Table) -> ir.Value:
    chance, near = ibis.coalesce(rows.chance_used, 0.0), rows.left_wm
    return ibis.cases(
        (rows.is_over, "red"), (rows.outcome == Outcome.STOPPED, "paused"),
        ((chance >= RED) | ibis.coalesce(near <= LAST_DAY_WM, False), "red"),
        ((chance >= AMBER) | _slower(rows) | ibis.coalesce(near <= NEAR_WM, False), "amber"),
        (rows.left_wm.isnull(), "unknown"), else_="green",
    )  # fmt: skip


def _slower(rows: ir.Table) -> ir.Value:
    """More than half of the dossiers like it took longer than is left: a fact, whether or not the chance is used."""
    return ibis.coalesce((rows.share_longer > 0.5) & (rows.level < LEVELS.index("all")), False)


def _reason(rows: ir.Table) -> ir.Value:
    """What weighs most, first match; the sentence with its figures is written where it is shown."""
    slower = _slower(rows) | ibis.coalesce(rows.chance_used >= AMBER, False)
    return ibis.cases(
        (rows.is_over, "overdue"), (rows.state == State.UNCLOSED, "unclosed"),
        (rows.party == Party.APPLICANT, "applicant"),
        (rows.left_wm.isnull(), "no_due"), (rows.is_absent, "absent"),
        (rows.state == State.COUNCIL, "council"), (slower & (rows.party == Party.OTHER_BODY), "outside"),
        (slower & ibis.coalesce(rows.n_before >= QUEUE, False), "queue"), (slower, "slow"),
        (ibis.coalesce(rows.left_wm <= NEAR_WM, False), "near"), (rows.party == Party.NO_RECORD, "no_record"),
        else_="none",
    )  # fmt: skip


def _rank(rows: ir.Table) -> ir.Value:
    """Red stands before amber and amber before the rest, whatever the chance says."""
    return ibis.cases((rows.urgency == "red", 0), (rows.urgency == "amber", 1), else_=2)


def _first(rows: ir.Table) -> ir.Value:
    """The chance downwards where it is used; whatever has none comes after the overdue by its time left."""
    return rows.is_over.ifelse(-2.0, -ibis.coalesce(rows.chance_used, 0.0))
