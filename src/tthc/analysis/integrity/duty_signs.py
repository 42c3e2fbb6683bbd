"""Duties of the law in force that the record shows as not kept: questions, with the article of the dossier's own law
set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.analysis.outcomes import register
from tthc.analysis.outcomes.duties import duty_questions
from tthc.analysis.outcomes.law_sets import cited
from tthc.model.law import Law
from tthc.model.schema.literal_rows import literal_rows
from tthc.model.words import Rule, Status


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
    """One row per dossier of the period and duty not kept (`duty_questions`): dossier_id, field, unit, sign, question.

    A duty whose columns the input does not supply is not looked for.
    """
    judged = outcomes.filter(outcomes.rule == Rule.SYSTEM).select(o_id="dossier_id")
    names = register(tables["dossiers"]).select(n_id="dossier_id", field="field", unit="unit")
    found = duty_questions(tables, outcomes, calendar, cut=cut, rules=rules, law=law)
    rows = found.semi_join(judged, found.dossier_id == judged.o_id).left_join(names, [("dossier_id", "n_id")])
    supplied = None if present is None else {
        f"{table}.{column}"
        for table, columns in present.items()
        for column in columns
    }
    wanted = [one for one in _SIGNS if supplied is None or set(one[3]) <= supplied]
    return _questions(rows, law, wanted or _SIGNS[:1], cut).filter(ibis.literal(bool(wanted)))


def _questions(rows: ir.Table, law: Law, wanted: Sequence[tuple[Any, ...]], cut: datetime) -> ir.Table:
    """One row per dossier and sign of `wanted` whose flag it has: each dossier beside each sign, so that what the flags
    are computed from stands in the query once.
    """
    some = rows.filter(ibis.or_(*(rows[one[1]] for one in wanted)))
    rows = some.cross_join(literal_rows(pa.table({"sign": [one[0] for one in wanted]})))
    rows = rows.filter(ibis.cases(*((rows.sign == one[0], rows[one[1]]) for one in wanted), else_=False))
    question = ibis.cases(*((rows.sign == one[0], one[4](rows)) for one in wanted), else_="")
    basis = ibis.cases(*(
        (rows.sign == one[0], cited(rows.law_set, law, one[2], cut)) for one in wanted if one[2]
    ), else_="")  # fmt: skip
    return rows.select("dossier_id", "field", "unit", "sign", question=question + basis)


def _day(instant: ir.Value) -> ir.Value:
    return ibis.coalesce(instant.strftime("%d/%m/%Y"), "không ghi")


def _text(*parts: str | ir.Value) -> ir.Value:
    joined = ibis.literal("")
    for part in parts:
        joined = joined + part
    return joined


def _other_due(t: ir.Table) -> ir.Value:
    """The recorded deadline, where the one by the law set is another day."""
    differs = ibis.coalesce(t.refuse_by_at.date() != t.recorded_due_at.date(), False)
    return differs.ifelse(ibis.literal(" (ngày hẹn trả đã ghi: ") + _day(t.recorded_due_at) + ")", "")


def _forward_question(t: ir.Table) -> ir.Value:
    """What is asked of an out-of-boundary dossier of which nobody can tell whether it was forwarded in time."""
    by = ibis.literal("Hồ sơ phi địa giới phải đến cơ quan có thẩm quyền chậm nhất ngày ") + _day(t.forward_by_at)
    came = ibis.coalesce(ibis.literal(", người nộp nộp ngày ") + t.submitted_at.strftime("%d/%m/%Y"), "")
    return ibis.cases(
        (t.is_unreceived & t.competent_at.isnull(), by + ", không ghi ngày nhận: đã chuyển ngày nào?"),
        (t.is_unreceived, _text(
            by, ", ngày nhận ghi là ", _day(t.competent_at),
            ", không ở giữa ngày tiếp nhận và ngày kết thúc: đã chuyển ngày nào?",
        )),
        (t.is_one_instant, _text(
            "Hồ sơ phi địa giới ghi lúc tiếp nhận trùng với lúc cơ quan có thẩm quyền nhận (", _day(t.competent_at),
            ")", came, ": nơi tiếp nhận nhận ngày nào, chuyển đi ngày nào?",
        )),
        else_=_text(
            "Hồ sơ phi địa giới được yêu cầu bổ sung ngày ", _day(t.asked_at),
            ", không ghi ngày nhận đủ, đến cơ quan có thẩm quyền ngày ", _day(t.competent_at),
            ": nhận đủ ngày nào, có chuyển ngay sau đó không?",
        ),
    )  # fmt: skip


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
        "Chuyển hồ sơ đến đơn vị xử lý ", t.is_by_morning.ifelse(t.handed_at.strftime("lúc %H:%M "), ""), "ngày ",
        _day(t.handed_at), ", phải chuyển chậm nhất ", t.is_by_morning.ifelse("trong buổi sáng ", ""), "ngày ",
        _day(t.hand_by_at), ": vì sao?")),
    ("supplement_answered_late", "is_answered_late", "supplement_close_cd", _STOPS, lambda t: _text(
        "Yêu cầu bổ sung ngày ", _day(t.answered_from_at), ", đến ngày ", _day(t.answered_at),
        " mới nhận bổ sung, sau khi hết ", t.supplement_close_cd.cast("string"), " ngày (", _day(t.answered_by_at),
        "): vì sao chưa đóng hồ sơ?")),
    ("closed_early", "is_closed_early", "supplement_close_cd", _STOPS, lambda t: _text(
        "Yêu cầu bổ sung ngày ", _day(t.unanswered_at), ", dừng xử lý ngày ", _day(t.closed_at), " khi chưa hết ",
        t.supplement_close_cd.cast("string"), " ngày (", _day(t.term_ends_at),
        "): người nộp xin dừng, hay vì sao đóng sớm?")),
    ("closed_late", "is_closed_late", "supplement_close_cd", _STOPS, lambda t: _text(
        "Yêu cầu bổ sung ngày ", _day(t.unanswered_at), ", thời hạn ", t.supplement_close_cd.cast("string"),
        " ngày hết vào ngày ", _day(t.term_ends_at), ", đến ngày ", _day(t.closed_at),
        " mới dừng xử lý: vì sao đóng muộn?")),
    ("closed_unasked", "is_closed_unasked", "supplement_close_cd", (
        "dossiers.closing_reason", *_STOPS,
    ), lambda t: _text(
        "Dừng xử lý ngày ", _day(t.finished_at), " vì không bổ sung, nhưng không ghi lần yêu cầu bổ sung nào: yêu cầu "
        "ngày nào, đã hết ", t.supplement_close_cd.cast("string"), " ngày chưa?")),
    ("late_before_end", "is_late_before_end", None, (), lambda t: _text(
        "Hạn là ngày ", _day(t.refuse_by_at), _other_due(t), ", đến ngày ", _day(t.finished_at), " mới ",
        (t.status == Status.WITHDRAWN).ifelse("rút hồ sơ", "dừng xử lý"), ": vì sao chưa giải quyết khi đến hạn?")),
    ("stop_unlike_status", "is_stop_unlike_status", None, _STOPS, lambda t: _text(
        "Trạng thái là đang xử lý, nhưng việc chờ từ ngày ", _day(t.open_from_at), " chưa ghi ngày xong, hạn trả ",
        _day(t.recorded_due_at), " đã qua: còn chờ không, hay đã xử lý tiếp từ ngày nào?")),
    ("stop_undated", "is_stop_undated", None, (), lambda t: _text(
        "Trạng thái là đang chờ hoặc dừng xử lý mà không ghi từ ngày nào, hạn trả ", _day(t.recorded_due_at),
        " đã qua: dừng từ ngày nào, còn xử lý không?")),
    ("refusal_late", "is_refused_late", "refusal", (), lambda t: _text(
        "Từ chối ngày ", _day(
            t.refused_at
        ), ", sau hạn ", _day(t.refuse_by_at), _other_due(t), ": vì sao không thông báo trong thời hạn?")),
    ("forward_unknown", "is_forward_unknown", "between_levels_wd", (
        "dossiers.competent_at", "dossiers.out_of_boundary",
    ), _forward_question),
    ("forward_late", "is_forwarded_late", "between_levels_wd", (
        "dossiers.competent_at", "dossiers.out_of_boundary",
    ), lambda t: _text(
        "Hồ sơ phi địa giới đến cơ quan có thẩm quyền ngày ", _day(t.competent_at), ", phải chuyển chậm nhất ngày ",
        _day(t.forward_by_at), ": vì sao?")),
)  # fmt: skip
