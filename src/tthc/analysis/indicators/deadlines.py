"""The recorded deadline beside the one that reception and norm give, and what may explain a difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import ibis
import ibis.expr.types as ir

from tthc.analysis.calendar import FULL_DAY_WM, add_days_granted, add_deadline, deadline_rule
from tthc.analysis.outcomes import procedure_norms, recorded_then, register
from tthc.model.schema import TABLES
from tthc.model.words import Intake, Rule

_COUNTED = {
    "work_no": "granted", "unswapped_no": "worked_saturday", "weekday_no": "holidays", "calendar_no": "calendar_days",
}
_SAYING = {
    "worked_saturday": "khớp nếu không tính ngày làm bù",
    "holidays": "khớp nếu không trừ ngày nghỉ lễ",
    "calendar_days": "khớp nếu đếm theo ngày lịch",
    # Before the first day: only what came in outside opening hours can match it.
    "after_hours": "khớp nếu tính việc tiếp nhận ngoài giờ theo cách khác",
    "first_day": "khớp nếu tính ngày đầu theo cách khác",
}


def deadline_checks(
    tables: Mapping[str, ir.Table], outcomes: ir.Table, calendar: ir.Table, *, rules: Mapping[str, str]
) -> ir.Table:
    """One row per dossier in scope whose first recorded deadline lies on another day than the recomputed one.

    Recomputed: reception plus the procedure's norm in whole working days, under the run's settings. likely is the first
    variant that gives the recorded day: worked Saturdays ignored, holidays forgotten, calendar days, the other
    after-hours rule, the other first day; else the norm of another procedure; else unexplained. off_days is positive
    when the recorded deadline is later. Dossiers without norm or deadline are left out.
    """
    rows = _recorded(tables, outcomes)
    usual = deadline_rule(rules)
    rows = add_deadline(rows, calendar, "received_at", "norm_days", "expected_at", rule=usual)
    rows = add_days_granted(rows, calendar, "received_at", "due_at", _COUNTED, rule=usual)
    other_hours = replace(usual, after_hours="same_day" if usual.after_hours == "next_day" else "next_day")
    rows = add_days_granted(rows, calendar, "received_at", "due_at", {"work_no": "after_hours"}, rule=other_hours)
    other_first = 1 if usual.first_day == "next" else -1
    rows = rows.mutate(
        first_day=rows.granted + other_first, first_day_is_exact=rows.granted_is_exact,
        off_days=rows.granted - rows.norm_days
    )
    rows = rows.filter(rows.due_at.date() != rows.expected_at.date())
    rows = _with_other_norm(rows, tables["norms"])
    matches = [((rows[name] == rows.norm_days) & rows[f"{name}_is_exact"], name) for name in _SAYING]
    likely = ibis.cases(*matches, (rows.other_code.notnull(), "other_norm"), else_="unexplained")
    return rows.mutate(likely=likely).mutate(reason=_reason).select(TABLES["deadline_checks"].names)


def _recorded(tables: Mapping[str, ir.Table], outcomes: ir.Table) -> ir.Table:
    """One row per dossier in scope with its norm and the deadline it was first given."""
    dossiers = register(tables["dossiers"])
    scope = outcomes.filter((outcomes.rule == Rule.SYSTEM) & (outcomes.intake != Intake.NONE)).select(s_id="dossier_id")
    first = recorded_then(dossiers.select(then_id="dossier_id", then_at="received_at"), tables["due_changes"])
    known = procedure_norms(dossiers, tables["norms"]).select(n_id="dossier_id", norm_days="norm_days")
    rows = dossiers.inner_join(scope, [("dossier_id", "s_id")]).inner_join(known, [("dossier_id", "n_id")])
    rows = rows.left_join(first, [("dossier_id", "then_id")])
    rows = rows.select(
        "dossier_id", "procedure_code", "received_at", "norm_days",
        due_at=ibis.coalesce(rows.then_due_at, rows.due_at),
    )
    return rows.filter(rows.due_at.notnull())


def _with_other_norm(rows: ir.Table, norms: ir.Table) -> ir.Table:
    """other_code: a procedure whose norm in days is the recorded span, the first by code."""
    # Each procedure once, as if asked for today at the counter: a hint needs no version or channel.
    versions = norms.group_by("procedure_code", "valid_from", "channel").aggregate(total_wm=norms.norm_wm.sum())
    spans = versions.select(
        o_code="procedure_code", o_days=(versions.total_wm / FULL_DAY_WM).ceil().cast("int64"),
    ).distinct()
    paired = rows.select("dossier_id", "procedure_code", "granted").inner_join(spans, [("granted", "o_days")])
    paired = paired.filter(ibis.coalesce(paired.o_code != paired.procedure_code, True))
    other = paired.group_by(p_id="dossier_id").aggregate(other_code=paired.o_code.min())
    return rows.left_join(other, [("dossier_id", "p_id")]).drop("p_id")


def _reason(rows: ir.Table) -> ir.Value:
    dates = (
        ibis.literal("Ghi ")
        + rows.due_at.strftime("%d/%m/%Y")
        + ", tính lại "
        + rows.norm_days.cast("string")
        + " ngày làm việc là "
        + rows.expected_at.strftime("%d/%m/%Y")
        + "; "
    )
    said = [(rows.likely == name, ibis.literal(text)) for name, text in _SAYING.items()]
    other = ibis.literal("đúng bằng thời hạn của thủ tục ") + rows.other_code
    return dates + ibis.cases(*said, (rows.likely == "other_norm", other), else_="chưa rõ vì sao") + "."
