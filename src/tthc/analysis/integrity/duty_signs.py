"""Duties of the law in force that the record shows as not kept: questions, with the article of the dossier's own law
set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.outcomes import register
from tthc.analysis.outcomes.duties import duties
from tthc.model.law import Law
from tthc.model.words import Rule


def duty_signs(
    tables: Mapping[str, ir.Table],
    outcomes: ir.Table,
    calendar: ir.Table,
    *,
    cut: datetime,
    rules: Mapping[str, str],
    law: Law,
    present: Mapping[str, frozenset[str]] | None = None,
) -> ir.Table:
    """One row per dossier of the period and duty not kept (`duties`): dossier_id, field, unit, sign, question.

    A duty whose columns the input does not supply is not looked for.
    """
    judged = outcomes.filter(outcomes.rule == Rule.SYSTEM).select(o_id="dossier_id")
    names = register(tables["dossiers"]).select(n_id="dossier_id", field="field", unit="unit")
    found = duties(tables, calendar, cut=cut, rules=rules, law=law)
    rows = found.semi_join(judged, found.dossier_id == judged.o_id).left_join(names, [("dossier_id", "n_id")])
    supplied = None if present is None else {
        f"{table}.{column}"
        for table, columns in present.items()
        for column in columns
    }
    wanted = [one for one in _SIGNS if supplied is None or set(one[3]) <= supplied]
    made = [_sign(rows, law, *one[:3], build=one[4]) for one in wanted]
    return ibis.union(*made) if made else _sign(rows, law, *_SIGNS[0][:3], build=_SIGNS[0][4]).limit(0)


def _sign(
    rows: ir.Table, law: Law, sign: str, flag: str, duty: str, *, build: Callable[[ir.Table], ir.Value],
) -> ir.Table:
    some = rows.filter(rows[flag])
    cited = ibis.cases(*((some.law_set == one.id, one.cite(duty)) for one in law.sets), else_="")
    question = build(some) + ibis.literal(" (") + cited + ")"
    return some.select("dossier_id", "field", "unit", sign=ibis.literal(sign), question=question)


def _day(instant: ir.Value) -> ir.Value:
    return ibis.coalesce(instant.strftime("%d/%m/%Y"), "không ghi")


def _text(*parts: str | ir.Value) -> ir.Value:
    joined = ibis.literal("")
    for part in parts:
        joined = joined + part
    return joined


_STOPS, _STEPS = ("stops.from_at",), ("steps.unit", "steps.arrived_at")
# Sign, flag, the parameter that is cited, columns that it needs, question.
_SIGNS = (
    ("supplement_late", "is_asked_late", "return_incomplete_wd", _STOPS, lambda t: _text(
        "Yêu cầu bổ sung ngày ", _day(t.asked_at), ", hạn trả hồ sơ chưa đủ là ngày ", _day(t.ask_by_at), ", muộn ",
        t.asked_late_wd.cast("string"), " ngày làm việc: vì sao?")),
    ("supplement_again", "is_asked_again", "supplement_max", _STOPS, lambda t: _text(
        "Yêu cầu bổ sung ", t.n_asked.cast("string"), " lần: vì sao không yêu cầu một lần, đầy đủ?")),
    ("supplement_unclosed", "is_unclosed", "supplement_close_cd", _STOPS, lambda t: _text(
        "Yêu cầu bổ sung từ ngày ", _day(t.open_asked_at), " chưa có trả lời, hết thời hạn ngày ", _day(t.close_by_at),
        ", chưa đóng hồ sơ: người nộp còn bổ sung không?")),
    ("handover_late", "is_handed_late", "handover_cutoff_hour", _STEPS, lambda t: _text(
        "Chuyển hồ sơ đến đơn vị xử lý ngày ", _day(t.handed_at), ", phải chuyển chậm nhất ngày ", _day(
            t.hand_by_at
        ), ": vì sao?")),
    ("refusal_late", "is_refused_late", "refusal", ("dossiers.refused_at", "dossiers.due_at"), lambda t: _text(
        "Từ chối ngày ", _day(
            t.refused_at
        ), ", sau ngày hẹn trả ", _day(t.due_at), ": vì sao không thông báo trong thời hạn?")),
    ("forward_late", "is_forwarded_late", "between_levels_wd", (
        "dossiers.competent_at", "dossiers.out_of_boundary",
    ), lambda t: _text(
        "Hồ sơ phi địa giới đến cơ quan có thẩm quyền ngày ", _day(t.competent_at), ", phải chuyển chậm nhất ngày ",
        _day(t.forward_by_at), ": vì sao?")),
)  # fmt: skip
